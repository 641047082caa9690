//! Erasure: what a record said goes, its counts stay. It goes from backups too, as soon as one is put back.

mod appointments;
mod restored;

pub(crate) use appointments::empty_series;

use crate::care::Care;
use crate::erased::Erased;
use crate::error::CareError;
use crate::limits::{
    CALENDARS_A_WRITE, ERASED_A_WRITE, OPENINGS_KEPT_DAYS, SAID_LATE_DAYS, SERIES_ERASED_A_WRITE, VISITS_KEPT_DAYS,
};
use crate::rules::ending::{End, EndReason, Looking};
use crate::store::people::Person;
use crate::store::{calendars, ending, openings, people, prescriptions, series, tallies, visits};
use std::sync::Arc;
use tongxin_city::{NeedId, PersonId, PlaceCode, Timestamp};
use tongxin_storage::{Tx, WriteError as _};

impl Care {
    /// Erases everybody inside a place because the emergency is over, with their appointments and the links to calendars of
    /// places there; answers how many people. Told again, it goes on where it was.
    ///
    /// # Errors
    /// A storage failure; what was erased before it stays so.
    pub(crate) async fn end_emergency(&self, place: &PlaceCode, now: Timestamp) -> Result<usize, CareError> {
        let mut erased = 0;
        loop {
            let people = people::inside(self.db(), place, ERASED_A_WRITE).await?;
            if people.is_empty() {
                break;
            }
            erased += people.len();
            self.erase_all(people, &End::by_system(EndReason::EmergencyOver), now)
                .await?;
        }
        loop {
            let series = series::inside(self.db(), place, SERIES_ERASED_A_WRITE).await?;
            if series.is_empty() {
                break;
            }
            self.erase_series(series, now).await?;
        }
        loop {
            let links = calendars::inside(self.db(), place, CALENDARS_A_WRITE).await?;
            if links.is_empty() {
                return Ok(erased);
            }
            self.end_links(links).await?;
        }
    }

    /// Erases records that nobody renewed, but of nobody whom somebody is still looking for, and forgets visits, openings and who
    /// ended records when their time has come.
    pub(crate) async fn forget(&self, now: Timestamp) -> Result<(), CareError> {
        let today = self.day_of(now)?;
        loop {
            let people = people::expired(self.db(), today, ERASED_A_WRITE).await?;
            if people.is_empty() {
                break;
            }
            self.erase_all(people, &End::by_system(EndReason::Expired), now).await?;
        }
        let before = today.plus_days(-VISITS_KEPT_DAYS);
        let opened_before = now.plus_days(-OPENINGS_KEPT_DAYS);
        let has_old = visits::has_before(self.db(), before).await?
            || openings::has_before(self.db(), opened_before).await?
            || ending::has_noted_before(self.db(), opened_before).await?;
        if !has_old {
            return Ok(());
        }
        let forget = self.db().write(move |tx| {
            Box::pin(async move {
                visits::forget(tx, before);
                openings::forget(tx, opened_before);
                ending::forget_noted(tx, opened_before);
                Ok::<_, CareError>(())
            })
        });
        forget.await
    }

    pub(super) async fn erase_all(&self, people: Vec<PersonId>, end: &End, now: Timestamp) -> Result<(), CareError> {
        if people.is_empty() {
            return Ok(());
        }
        let work = Arc::new((self.clone(), people, end.clone()));
        let erase = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, people, end) = &*work;
                let due = care.still_due_in(tx, people, end, now).await?;
                // Before the write ends, so that nothing is erased that the list does not know.
                let erased: Vec<Erased> = due.iter().copied().map(Erased::Person).collect();
                care.erased().remember(&erased)?;
                for id in due {
                    care.erase_in(tx, id, end, now).await?;
                }
                Ok::<_, CareError>(())
            })
        });
        erase.await
    }

    /// Of these people those whose records still end: one that was renewed since somebody looked does not expire.
    async fn still_due_in(
        &self,
        tx: &mut Tx,
        people: &[PersonId],
        end: &End,
        now: Timestamp,
    ) -> Result<Vec<PersonId>, CareError> {
        if end.why != EndReason::Expired {
            return Ok(people.to_vec());
        }
        let today = self.day_of(now)?;
        let mut due = Vec::with_capacity(people.len());
        for id in people {
            let person = people::get_in(tx, *id).await?;
            if person.is_some_and(|person| person.expires_on <= today) {
                due.push(*id);
            }
        }
        Ok(due)
    }

    /// Erases one record as a part of a write; one that is erased already stays so. Somebody whom nobody has seen is looked
    /// for further, at a door without a name.
    pub(crate) async fn erase_in(&self, tx: &mut Tx, id: PersonId, end: &End, now: Timestamp) -> Result<(), CareError> {
        let Some(person) = people::get_in(tx, id).await? else {
            return Ok(());
        };
        let looking = self.looking_in(tx, &person, end).await?;
        if person.is_erased() {
            if looking == Some(Looking::Ends) {
                ending::note(tx, id, end);
                self.stop_looking_in(tx, &person, now).await?;
            }
            return Ok(());
        }
        // A record that can't be opened must go all the same; its groups stay counted.
        match self.record_in(tx, &person).await {
            Ok(record) => tallies::count_groups(tx, &person.subdistrict, &record.groups, -1),
            Err(error) if error.as_storage().is_some() => return Err(error),
            Err(error) => tracing::error!(%error, person = %id, "a record is erased that could not be opened"),
        }
        let kept = person.need.filter(|_| looking == Some(Looking::GoesOn));
        self.erase_needs_of(tx, &person, kept, now).await?;
        if kept.is_some() {
            let today = self.day_of(now)?;
            let is_of_today = visits::is_of_day_in(tx, id, today).await?;
            let next_on = if is_of_today { today.next() } else { today };
            // A phone without a signal may still say that it saw them.
            let kept_from = today.plus_days(-SAID_LATE_DAYS);
            ending::erase_unseen(tx, id, end, (kept_from, next_on), now);
        } else {
            self.drop_open_visits(tx, id).await?;
            ending::erase(tx, id, end, now);
        }
        prescriptions::erase(tx, id);
        openings::erase_words(tx, id.get());
        tx.announce();
        Ok(())
    }

    /// Empties every need that was raised for somebody, also those that were closed before. Those that waited for something of
    /// the record are closed, but for the one that is kept; what the household asked for stays to be done, by topic and place.
    async fn erase_needs_of(
        &self,
        tx: &mut Tx,
        person: &Person,
        kept: Option<NeedId>,
        now: Timestamp,
    ) -> Result<(), CareError> {
        let unseen = person.need.filter(|need| kept != Some(*need));
        let waiting = [unseen, person.refill_need, person.review_need];
        for need in ending::needs_in(tx, person.id).await? {
            if waiting.contains(&Some(need)) {
                self.ledger().close_in(tx, need, now).await?;
            }
            self.ledger().erase_in(tx, need, now).await?;
        }
        ending::unlink_needs(tx, person.id);
        Ok(())
    }

    /// Stops looking for somebody whose record is gone: they were seen, or somebody said where they are.
    pub(crate) async fn stop_looking_in(&self, tx: &mut Tx, person: &Person, now: Timestamp) -> Result<(), CareError> {
        if let Some(need) = person.need {
            self.erase_need(tx, need, now).await?;
        }
        ending::stop_looking(tx, person.id);
        tx.announce();
        Ok(())
    }

    /// Closes a need that says something of somebody whose record goes, and erases what it says and how to reach them.
    async fn erase_need(&self, tx: &mut Tx, need: NeedId, now: Timestamp) -> Result<(), CareError> {
        self.ledger().close_in(tx, need, now).await?;
        self.ledger().erase_in(tx, need, now).await?;
        Ok(())
    }

    /// Takes visits that nobody has made yet out of their rounds.
    pub(crate) async fn drop_open_visits(&self, tx: &mut Tx, person: PersonId) -> Result<(), CareError> {
        for visit in visits::open_of_in(tx, person).await? {
            visits::remove(tx, visit.key);
            tallies::count(
                tx,
                visit.key.day,
                &visit.subdistrict,
                tallies::CareFigureKey::Visits,
                -1,
            );
        }
        Ok(())
    }
}
