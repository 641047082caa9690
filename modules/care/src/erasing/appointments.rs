//! Appointments, erased: rides and passes are given back, needs are closed, and what was sealed goes, with whose they were; that
//! there were so many stays counted. Also links to calendars.

use crate::appointments::told_free;
use crate::care::Care;
use crate::erased::Erased;
use crate::error::CareError;
use crate::rules::appointment::{Party, Step};
use crate::store::appointments::{self, Appointment};
use crate::store::{calendars, openings, series};
use std::sync::Arc;
use tongxin_city::{CalendarId, SeriesId, Timestamp};
use tongxin_storage::Tx;

impl Care {
    /// Erases series with all their appointments.
    ///
    /// # Errors
    /// That the list could not be written, or a storage failure.
    pub(crate) async fn erase_series(&self, series: Vec<SeriesId>, now: Timestamp) -> Result<(), CareError> {
        let erased: Vec<Erased> = series.iter().copied().map(Erased::Series).collect();
        self.erased().remember(&erased)?;
        let work = Arc::new((self.clone(), series));
        let erase = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, series) = &*work;
                for id in series {
                    care.erase_series_in(tx, *id, now).await?;
                }
                tx.announce();
                Ok::<_, CareError>(())
            })
        });
        erase.await
    }

    async fn erase_series_in(&self, tx: &mut Tx, id: SeriesId, now: Timestamp) -> Result<(), CareError> {
        let Some(series) = series::get_in(tx, id).await? else {
            return Ok(());
        };
        let reason = told_free(self, series.hospital).await?;
        let all = appointments::of_series_in(tx, id).await?;
        self.call_off_in(tx, id, (&reason, "system"), now).await?;
        for appointment in all {
            if let Some(need) = appointment.need {
                self.erase_need(tx, need, now).await?;
            }
            appointments::unlink(tx, appointment.id, &series.subdistrict);
        }
        empty_series(tx, id, now);
        series::unlink(tx, id);
        Ok(())
    }

    /// Calls off what is still to come of a series; answers how many appointments that were.
    pub(crate) async fn call_off_in(
        &self,
        tx: &mut Tx,
        id: SeriesId,
        (reason, actor): (&str, &str),
        now: Timestamp,
    ) -> Result<usize, CareError> {
        let open = appointments::open_of_in(tx, id).await?;
        for appointment in &open {
            let state = appointment.state.after(Step::Cancel, Party::Home);
            let next = Appointment {
                state: state.map_err(CareError::Refused)?,
                ..appointment.clone()
            };
            self.follow_step(tx, appointment, next, (Step::Cancel, actor), reason, now)
                .await?;
        }
        Ok(open.len())
    }

    /// Ends links to calendars.
    ///
    /// # Errors
    /// That the list could not be written, or a storage failure.
    pub(super) async fn end_links(&self, links: Vec<CalendarId>) -> Result<(), CareError> {
        let ended: Vec<Erased> = links.iter().copied().map(Erased::Calendar).collect();
        self.erased().remember(&ended)?;
        let links = Arc::new(links);
        let end = self.db().write(move |tx| {
            links.iter().for_each(|id| calendars::end_one(tx, *id));
            Box::pin(async { Ok::<_, CareError>(()) })
        });
        end.await
    }
}

/// Empties a series of what is sealed in it, of how to reach anybody, and of why it was opened.
pub(crate) fn empty_series(tx: &mut Tx, id: SeriesId, now: Timestamp) {
    openings::erase_words(tx, id.get());
    series::erase(tx, id, now);
}
