//! Enquiries: where nobody answered, a neighbour is asked and somebody calls; the need that says so shows what came of each.

use crate::care::Care;
use crate::error::CareError;
use crate::knocking::{KnockDone, Said, noted};
use crate::limits::{ENQUIRIES_SAID_MAX, KNOCK_NOTE_CHARS_MAX};
use crate::raising::said_in_both;
use crate::rules::enquiry::{Enquiry, Finding};
use crate::rules::visit::{Knock, Part, VisitState, said_at};
use crate::store::people::Person;
use crate::store::visits::VisitKey;
use serde::{Deserialize, Serialize};
use tongxin_account::{Doer, account_of};
use tongxin_city::{AccountId, Day, PersonId, Timestamp};
use tongxin_ledger::{Asker, LedgerError};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// What somebody heard of a person elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedEnquiry {
    /// Of whom.
    pub(crate) person: PersonId,
    /// Of which day's round.
    pub(crate) day: Day,
    /// Of which part of it.
    pub(crate) part: Part,
    /// Who was asked, and what came of it.
    pub(crate) result: Enquiry,
    /// More about it.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub(crate) note: String,
    /// When it was, by the phone; now when left out.
    #[serde(default)]
    pub(crate) said_at: Option<Timestamp>,
}

impl Care {
    /// Writes down what came of asking a neighbour or of calling, once. `asker` says so on the need.
    ///
    /// # Errors
    /// `Faults`; `NotFound` for a visit that is not of the doer's places; `Refused` where nobody knocked in vain, or after as
    /// many entries as there may be; or a storage failure.
    pub(crate) async fn enquire(
        &self,
        key: CommandKey,
        by: Doer,
        asker: Asker,
        asked: AskedEnquiry,
        now: Timestamp,
    ) -> Result<KnockDone, CareError> {
        FieldFault::in_text("note", &asked.note, KNOCK_NOTE_CHARS_MAX)?;
        self.looked_after(&by.may, asked.person).await?;
        let said = Said {
            key: VisitKey {
                person: asked.person,
                day: asked.day,
                part: asked.part,
            },
            knock: Knock {
                finding: Finding::Elsewhere(asked.result),
                actor: by.actor,
                said_at: said_at(asked.said_at, asked.day, &self.zone()?, now)?,
            },
            note: noted(&asked.note),
            wants: Vec::new(),
            asker,
        };
        self.write_down(key, said, now).await
    }

    /// What an enquiry asks for before it is written down: that the visit stands so, and that the need says it too.
    pub(crate) async fn enquire_in(
        &self,
        tx: &mut Tx,
        said: &Said,
        enquiry: Enquiry,
        (person, state): (&Person, VisitState),
        now: Timestamp,
    ) -> Result<(), CareError> {
        if !Enquiry::is_asked_for(state) {
            return Err(CareError::Refused("care-nothing-to-enquire"));
        }
        let Some(need) = person.need else {
            return Ok(());
        };
        let at = self.zone()?.format_time(said.knock.said_at);
        let note = said.note.as_ref().map(|note| format!(" · {note}"));
        let text = format!("{at} {}{}", said_in_both(&key_of(enquiry)), note.unwrap_or_default());
        match self.ledger().comment_in(tx, &said.asker, need, text, now).await {
            // A need with as many entries as there may be is no reason to forget what was heard.
            Err(LedgerError::Refused(refusal)) => {
                tracing::warn!(%refusal, %need, "an enquiry could not be said on its need");
                Ok(())
            }
            done => Ok(done?),
        }
    }

    /// What was last heard elsewhere before a need was raised, each in a line: when, what and by whom.
    pub(crate) async fn enquiries_of(&self, knocks: &[Knock]) -> Result<Vec<String>, CareError> {
        let heard = knocks.iter().filter_map(|knock| match knock.finding {
            Finding::Elsewhere(enquiry) => Some((enquiry, knock)),
            Finding::AtDoor(_) => None,
        });
        let mut heard: Vec<(Enquiry, &Knock)> = heard.collect();
        if heard.is_empty() {
            return Ok(Vec::new());
        }
        let heard = heard.split_off(heard.len().saturating_sub(ENQUIRIES_SAID_MAX));
        let accounts = heard.iter().filter_map(|(_, knock)| account_of(&knock.actor));
        let accounts: Vec<AccountId> = accounts.collect();
        let names = self.accounts().display_names(accounts).await?;
        let zone = self.zone()?;
        let line = |(enquiry, knock): &(Enquiry, &Knock)| {
            let at = zone.format_time(knock.said_at);
            let by = account_of(&knock.actor).and_then(|account| names.get(&account));
            let by = by.map(|by| format!(" · {by}")).unwrap_or_default();
            format!("{at} {}{by}", said_in_both(&key_of(*enquiry)))
        };
        Ok(heard.iter().map(line).collect())
    }
}

fn key_of(enquiry: Enquiry) -> String {
    format!("care-enquiry-{enquiry}")
}
