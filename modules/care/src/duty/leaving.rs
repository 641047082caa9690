//! Who left a post: the number under which they were called goes with them, and comes back with no old copy of the database.

use crate::care::Care;
use crate::erased::{Erased, PostEnd};
use crate::error::CareError;
use crate::rules::duty::{DutyStep, Standing};
use crate::store::duty::{self as store, Happened, PostRow};
use tongxin_city::{AccountId, Timestamp};
use tongxin_storage::Tx;

impl Care {
    /// Remembers outside the database whoever stands on a post no longer once it stands so.
    pub(super) fn remember_gone(&self, row: &PostRow, after: &Standing) -> Result<(), CareError> {
        let end = |account: AccountId| {
            Erased::Post(PostEnd {
                place: row.place,
                post: row.post,
                account,
                seq: row.seq,
            })
        };
        let gone: Vec<Erased> = row.standing.gone_after(after).into_iter().map(end).collect();
        if gone.is_empty() {
            return Ok(());
        }
        self.erased().remember(&gone)
    }

    /// Takes those off a post who had left it by a change that this copy of the database does not know.
    pub(crate) async fn leave_in(
        &self,
        tx: &mut Tx,
        row: &PostRow,
        gone: &[(AccountId, i64)],
        now: Timestamp,
    ) -> Result<(), CareError> {
        let back = row.is_back(gone);
        let Some(first) = back.first() else {
            return Ok(());
        };
        let today = self.day_of(now)?;
        let standing = row.standing.clone().without(&back, today);
        let grant = self.move_role_in(tx, row, &standing, "system", (today, now)).await?;
        store::update(tx, row, &standing, (row.need, grant), (today, now));
        let happened = Happened {
            at: now,
            actor: "system".to_owned(),
            step: DutyStep::End,
            account: Some(*first),
            note: None,
        };
        store::add_event(tx, row, &happened);
        // What comes now was not there when they left: else the next start would take it for what they left.
        let last = gone.iter().map(|(_, last)| *last).max().unwrap_or(row.seq);
        store::set_seq(tx, row, last.max(row.seq) + 1);
        Ok(())
    }
}
