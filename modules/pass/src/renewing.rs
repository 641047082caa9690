//! Renewing and changing: another application, decided by the same rules, whose pass takes the place of the old one when
//! it is issued. Until then the old one counts.

use crate::applying::{AppliedBatch, Request};
use crate::rules::times::{days_text, hours_text};
use crate::rules::{AskedPass, PassRow};
use crate::store::{PassRecord, reading};
use crate::{PassError, Passes};
use std::sync::Arc;
use tongxin_account::Doer;
use tongxin_city::{Day, PassId, PlaceCode, Timestamp};
use tongxin_pass_format::pass::{Holder, Ways};
use tongxin_storage::CommandKey;

/// What of a pass is to be otherwise; nothing for what stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Where the way starts.
    pub from: Option<Vec<PlaceCode>>,
    /// Where it leads.
    pub to: Option<Vec<PlaceCode>>,
    /// Whether it counts on the way back.
    pub both_ways: Option<bool>,
    /// Days of the week.
    pub days: Option<String>,
    /// Hours of the day.
    pub hours: Option<String>,
    /// The last day.
    pub last_day: Option<Day>,
}

impl Passes {
    /// Applies for a pass that takes another's place, the same but for the change. It begins at once.
    ///
    /// # Errors
    /// What is wrong at its field; `Refused` for a pass that does not count; or a storage failure.
    pub async fn renew(
        &self,
        command: CommandKey,
        by: Doer,
        id: PassId,
        change: Change,
        now: Timestamp,
    ) -> Result<AppliedBatch, PassError> {
        let old = reading::get(self.db(), &by.may, id).await?;
        let old = old.filter(|old| by.may.contains(&old.place, Some(old.org), None));
        let old = old.ok_or(PassError::NotFound)?;
        let firm = Arc::new(self.firm(&by.may, old.org, now).await?);
        let asked = asked(&old, change).ok_or(PassError::Refused("pass-not-valid"))?;
        let row = PassRow::read(asked, &self.places().tree(), self.today(now)?).map_err(PassError::Faults)?;
        let request = Request {
            firm,
            rows: vec![(row, Some(id))],
        };
        // Whether the old one counts, the write looks: this may be a command that is sent again.
        self.write_requests(command, by.actor, vec![request], now).await
    }
}

/// The old pass, filled in again with what is to be otherwise.
fn asked(old: &PassRecord, change: Change) -> Option<AskedPass> {
    let (surname, id_end, plate) = match old.holder.clone()? {
        Holder::Person { surname, id_end } => (surname, id_end, String::new()),
        Holder::Vehicle { plate } => (String::new(), String::new(), plate),
    };
    Some(AskedPass {
        kind: Some(old.kind),
        surname,
        id_end,
        plate,
        from: change.from.unwrap_or_else(|| old.from.clone()),
        to: change.to.unwrap_or_else(|| old.to.clone()),
        both_ways: change.both_ways.unwrap_or(old.ways == Ways::Both),
        corridor: old.corridor.clone().unwrap_or_default(),
        days: change.days.unwrap_or_else(|| days_text(old.days)),
        hours: change.hours.unwrap_or_else(|| hours_text(old.hours)),
        first_day: None,
        last_day: Some(change.last_day.unwrap_or(old.last_day)),
    })
}
