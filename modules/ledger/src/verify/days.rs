//! Days' counts against the entries they count.

use super::Verifier;
use crate::error::LedgerError;
use crate::rules::check::{Fault, FaultKind, FaultyRow};
use crate::rules::days::{DayCounts, DayKey, TurnedOverdue};
use crate::rules::entry::EntryBody;
use crate::store::verifying::{self, CHUNK_ROWS, DayEntry};
use tongxin_city::Day;

impl Verifier<'_> {
    /// The first of the days' counts that is not what the entries come to. [`Verifier::needs`] has summed those up.
    pub(super) async fn days(&self) -> Result<Option<Fault>, LedgerError> {
        let mut tallied = self.days.emptied();
        let mut after = i64::MIN;
        while let Some(day) = verifying::day_after(self.db, after).await? {
            for (key, count) in verifying::counts_of_day(self.db, day).await? {
                tallied.add_count(day, &key, count);
            }
            after = day;
        }
        for day in self.days.different(&tallied) {
            if let Some(key) = self.wrong_count(Day::from_number(day)).await? {
                return Ok(Some(Fault {
                    row: FaultyRow::Tally(format!("{} {key}", Day::from_number(day))),
                    what: FaultKind::Changed,
                }));
            }
        }
        Ok(None)
    }

    /// The first wrong count of one day. A day on which something happens meanwhile says nothing yet: it is found when
    /// the ledger holds still or the day is over.
    async fn wrong_count(&self, day: Day) -> Result<Option<DayKey>, LedgerError> {
        let before = verifying::counts_of_day(self.db, day.number()).await?;
        let counted = self.counted(day).await?;
        let tallied = verifying::counts_of_day(self.db, day.number()).await?;
        Ok(if before == tallied {
            counted.first_different(&tallied)
        } else {
            None
        })
    }

    async fn counted(&self, day: Day) -> Result<DayCounts, LedgerError> {
        let span = self.zone.span_of(day);
        let mut counted = DayCounts::default();
        let mut after = (-1, 0);
        loop {
            let chunk = verifying::entries_of_day(self.db, &span, after).await?;
            for entry in &chunk {
                after = (entry.need, entry.seq);
                counted.add_entry(entry.key.clone(), turned_overdue(entry));
            }
            if chunk.len() < CHUNK_ROWS as usize {
                return Ok(counted);
            }
        }
    }
}

/// The bodies were verified before: one that can't be read was erased.
fn turned_overdue(entry: &DayEntry) -> TurnedOverdue {
    let standing = |body: &Option<String>| {
        let body: EntryBody = serde_json::from_str(body.as_deref()?).ok()?;
        Some(body.after)
    };
    let (before, after) = (standing(&entry.body_before), standing(&entry.body));
    TurnedOverdue::by(&entry.key.event, before.as_ref(), after.as_ref())
}
