//! From a form's fields to a command. Each field bears its command's name (`decline-reason`), because a need's page
//! holds the forms of several commands and each field needs a name of its own.

use crate::rules::command::{Assignee, Command, CommandKind, EscalationReason, FieldFault, TextFault};
use crate::rules::need::Priority;
use serde::Deserialize;
use std::collections::HashMap;
use tongxin_city::NeedId;

/// A form of one command.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct ActForm {
    /// The command's key.
    #[serde(default)]
    pub(super) key: String,
    /// The page to go back to; the need's own when empty.
    #[serde(default)]
    pub(super) back: String,
    #[serde(flatten)]
    fields: HashMap<String, String>,
}

impl ActForm {
    /// A field of that command.
    pub(super) fn field(&self, kind: CommandKind, name: &str) -> &str {
        self.fields.get(&field_name(kind, name)).map_or("", String::as_str)
    }

    /// The command.
    ///
    /// # Errors
    /// The field that names nothing. Texts are checked by the command itself.
    pub(super) fn command(&self, kind: CommandKind) -> Result<Command, FieldFault> {
        let text = |name| self.field(kind, name).to_owned();
        Ok(match kind {
            CommandKind::Accept => Command::Accept,
            CommandKind::Assign => Command::Assign(assignee(self.field(kind, "to"))?),
            CommandKind::Solve => Command::Solve {
                note: Some(text("note")),
            },
            CommandKind::StrikeOff => Command::StrikeOff {
                reason: Some(text("reason")),
            },
            CommandKind::Decline => Command::Decline { reason: text("reason") },
            CommandKind::Appeal => Command::Appeal { reason: text("reason") },
            CommandKind::Reopen => Command::Reopen { reason: text("reason") },
            CommandKind::Comment => Command::Comment { text: text("text") },
            CommandKind::Escalate => Command::Escalate(EscalationReason::ByHand(text("reason"))),
            CommandKind::Merge => Command::Merge {
                into: need_number(self.field(kind, "into"))?,
            },
            CommandKind::SetPriority => Command::SetPriority(priority(self.field(kind, "priority"))?),
            CommandKind::Undo => Command::Undo {
                seq: self.fields.get("seq").and_then(|seq| seq.parse().ok()).unwrap_or(0),
            },
            CommandKind::Attach => return Err(missing("photo")),
        })
    }
}

/// The name of a command's field in a form.
pub(super) fn field_name(kind: CommandKind, name: &str) -> String {
    format!("{}-{name}", kind.as_str())
}

const fn missing(field: &'static str) -> FieldFault {
    FieldFault {
        field,
        fault: TextFault::Missing,
    }
}

/// `account:…` or `org:…`.
pub(super) fn assignee(text: &str) -> Result<Assignee, FieldFault> {
    let parsed = match text.split_once(':') {
        Some(("account", id)) => id.parse().ok().map(Assignee::Account),
        Some(("org", id)) => id.parse().ok().map(Assignee::Org),
        _ => None,
    };
    parsed.ok_or(missing("to"))
}

pub(super) fn priority(text: &str) -> Result<Priority, FieldFault> {
    text.parse().map_err(|_| missing("priority"))
}

fn need_number(text: &str) -> Result<NeedId, FieldFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(missing("into"));
    }
    text.parse().map_err(|_| FieldFault {
        field: "into",
        fault: TextFault::NoNumber,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> ActForm {
        ActForm {
            fields: pairs
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()))
                .collect(),
            ..ActForm::default()
        }
    }

    #[test]
    fn a_field_belongs_to_the_command_whose_name_it_bears() {
        let form = form(&[("decline-reason", "no"), ("reopen-reason", "again")]);
        assert_eq!(
            form.command(CommandKind::Decline),
            Ok(Command::Decline { reason: "no".into() })
        );
        assert_eq!(
            form.command(CommandKind::Reopen),
            Ok(Command::Reopen { reason: "again".into() })
        );
    }

    #[test]
    fn a_number_that_is_none_is_refused_at_its_field() {
        let fault = form(&[("merge-into", "A7K3")])
            .command(CommandKind::Merge)
            .expect_err("refused");
        assert_eq!((fault.field, fault.fault), ("into", TextFault::NoNumber));
        assert_eq!(form(&[]).command(CommandKind::Assign).expect_err("refused").field, "to");
    }
}
