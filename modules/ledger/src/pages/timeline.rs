//! A need's entries in words: what, who, when, and what was said.

use crate::NeedHistory;
use crate::pages::rows::{Named, Names, Sight};
use crate::rules::entry::{EntryBody, EntryKind};
use crate::rules::need::Actor;
use crate::store::rows::Entry;
use tongxin_city::relative::from_now_in_words;

/// An entry as the page shows it.
#[derive(Debug, Clone)]
pub(super) struct EntryView {
    pub(super) what: String,
    pub(super) who: String,
    pub(super) iso: String,
    pub(super) ago: String,
    pub(super) exact: String,
    /// `now` for the latest.
    pub(super) mark: &'static str,
    /// What was said.
    pub(super) text: String,
    /// The photo's address.
    pub(super) photo: Option<String>,
    /// The need that carries on: its page and number.
    pub(super) into: Option<(String, String)>,
}

/// Adds those whom the entries name.
pub(super) fn name_all(history: &NeedHistory, named: &mut Named) {
    named.add(&history.need.state);
    for entry in &history.entries {
        if let Ok(Actor::Account(id)) = entry.actor.parse() {
            named.accounts.push(id);
        }
        if let Some(body) = &entry.body {
            named.accounts.extend(body.after.assigned_account);
            named.orgs.extend(body.after.assigned_org);
        }
    }
}

/// The entries, latest first.
pub(super) fn views(sight: &Sight<'_>, names: &Names, history: &NeedHistory) -> Vec<EntryView> {
    let last = history.entries.last().map_or(0, |entry| entry.seq);
    history
        .entries
        .iter()
        .rev()
        .map(|entry| view(sight, names, entry, last))
        .collect()
}

fn view(sight: &Sight<'_>, names: &Names, entry: &Entry, last: i64) -> EntryView {
    let body = entry.body.as_ref();
    let into = body
        .and_then(|body| body.into)
        .filter(|_| entry.kind == EntryKind::Merged);
    EntryView {
        what: what(sight, names, entry),
        who: who(sight, names, &entry.actor),
        iso: entry.at.to_string(),
        ago: from_now_in_words(entry.at, sight.now, sight.lang),
        exact: sight.zone.format(entry.at, sight.lang),
        mark: if entry.seq == last { "now" } else { "" },
        text: body.map_or_else(String::new, |body| said(sight, entry.kind, body)),
        photo: body
            .and_then(|body| body.attachment.as_ref())
            .map(|photo| format!("/api/v1/attachments/{}", photo.id)),
        into: into.map(|id| (format!("/needs/{id}"), id.to_string())),
    }
}

/// What happened, with to whom or to what it changed.
fn what(sight: &Sight<'_>, names: &Names, entry: &Entry) -> String {
    let word = sight.t(&format!("ledger-entry-{}", entry.kind));
    let Some(body) = &entry.body else { return word };
    let after = &body.after;
    let more = match entry.kind {
        EntryKind::Assigned => {
            let person = after.assigned_account.and_then(|id| names.account(id));
            person
                .or_else(|| after.assigned_org.and_then(|id| names.org(id)))
                .map(str::to_owned)
        }
        EntryKind::Escalated | EntryKind::Appealed => Some(sight.t(&format!("ledger-tier-{}", after.tier))),
        EntryKind::Prioritised => Some(sight.t(&format!("ledger-priority-{}", after.priority))),
        EntryKind::Undone => Some(sight.t(&format!("ledger-state-{}", after.state))),
        _ => None,
    };
    match more {
        Some(more) => sight.ta("ledger-entry-with", &[("what", &word), ("more", &more)]),
        None => word,
    }
}

/// What was said; the clock's reasons are words of its own.
fn said(sight: &Sight<'_>, kind: EntryKind, body: &EntryBody) -> String {
    let reason = body.reason.as_deref().map(|reason| match (kind, reason) {
        (EntryKind::Escalated | EntryKind::Overdue, "overdue" | "untouched") => {
            sight.t(&format!("ledger-reason-{reason}"))
        }
        _ => reason.to_owned(),
    });
    reason
        .into_iter()
        .chain(body.text.clone())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Who did it, by the name they show.
pub(super) fn who(sight: &Sight<'_>, names: &Names, actor: &str) -> String {
    match actor.parse() {
        Ok(Actor::Account(id)) => names
            .account(id)
            .map_or_else(|| sight.t("ledger-actor-account"), str::to_owned),
        Ok(Actor::Household(id)) => match names.door(id) {
            Some(door) => sight.ta("ledger-actor-door", &[("door", door)]),
            None => sight.t("ledger-actor-household"),
        },
        Ok(Actor::System) | Err(_) => sight.t("ledger-actor-system"),
    }
}
