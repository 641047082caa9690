//! Erasure: what a record said goes, its counts stay. It goes from backups too, as soon as one is put back.

use crate::care::Care;
use crate::error::CareError;
use crate::limits::{ERASED_A_WRITE, OPENINGS_KEPT_DAYS, VISITS_KEPT_DAYS};
use crate::rules::person::{EndReason, PersonState};
use crate::store::people;
use crate::store::{openings, tallies, visits};
use parking_lot::Mutex;
use std::collections::BTreeSet;
use std::sync::Arc;
use tongxin_city::{PersonId, PlaceCode, Timestamp};
use tongxin_storage::{Tx, WriteError as _};

/// Remembers outside the database whose record was erased, so that a backup that is put back forgets them again.
pub trait ErasedList: Send + Sync {
    /// Remembers people, on disk when it returns.
    ///
    /// # Errors
    /// That it could not be written.
    fn remember(&self, people: &[PersonId]) -> Result<(), CareError>;

    /// Everybody remembered.
    ///
    /// # Errors
    /// That it could not be read.
    fn all(&self) -> Result<Vec<PersonId>, CareError>;
}

/// A list that ends with the process, for tests.
#[derive(Debug, Default)]
pub struct MemoryList(Mutex<BTreeSet<PersonId>>);

impl ErasedList for MemoryList {
    fn remember(&self, people: &[PersonId]) -> Result<(), CareError> {
        self.0.lock().extend(people);
        Ok(())
    }

    fn all(&self) -> Result<Vec<PersonId>, CareError> {
        Ok(self.0.lock().iter().copied().collect())
    }
}

impl Care {
    /// Erases again whoever the list remembers and the database holds: after a backup was put back.
    ///
    /// # Errors
    /// That the list could not be read, or a storage failure.
    pub async fn erase_restored(&self, now: Timestamp) -> Result<usize, CareError> {
        let mut erased = 0;
        for part in self.erased().all()?.chunks(ERASED_A_WRITE as usize) {
            let held = people::not_erased(self.db(), part).await?;
            erased += held.len();
            self.erase_all(held, EndReason::Withdrawn, now).await?;
        }
        Ok(erased)
    }

    /// Erases everybody inside a place because the emergency is over; answers how many. Told again, it goes on where it was.
    ///
    /// # Errors
    /// A storage failure; what was erased before it stays so.
    pub(crate) async fn end_emergency(&self, place: &PlaceCode, now: Timestamp) -> Result<usize, CareError> {
        let mut erased = 0;
        loop {
            let people = people::inside(self.db(), place, ERASED_A_WRITE).await?;
            if people.is_empty() {
                return Ok(erased);
            }
            erased += people.len();
            self.erase_all(people, EndReason::EmergencyOver, now).await?;
        }
    }

    /// Erases records that nobody renewed, but of nobody whom somebody is still looking for, and forgets visits and openings whose time has come.
    pub(crate) async fn forget(&self, now: Timestamp) -> Result<(), CareError> {
        let today = self.day_of(now)?;
        loop {
            let people = people::expired(self.db(), today, ERASED_A_WRITE).await?;
            if people.is_empty() {
                break;
            }
            self.erase_all(people, EndReason::Expired, now).await?;
        }
        let before = today.plus_days(-VISITS_KEPT_DAYS);
        let opened_before = now.plus_days(-OPENINGS_KEPT_DAYS);
        let has_old =
            visits::has_before(self.db(), before).await? || openings::has_before(self.db(), opened_before).await?;
        if !has_old {
            return Ok(());
        }
        let forget = self.db().write(move |tx| {
            Box::pin(async move {
                visits::forget(tx, before);
                openings::forget(tx, opened_before);
                Ok::<_, CareError>(())
            })
        });
        forget.await
    }

    async fn erase_all(&self, people: Vec<PersonId>, why: EndReason, now: Timestamp) -> Result<(), CareError> {
        if people.is_empty() {
            return Ok(());
        }
        self.erased().remember(&people)?;
        let work = Arc::new((self.clone(), people));
        let erase = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, people) = &*work;
                for id in people {
                    care.erase_in(tx, *id, why, now).await?;
                }
                Ok::<_, CareError>(())
            })
        });
        erase.await
    }

    /// Erases one record as a part of a write; one that is erased already stays so.
    pub(crate) async fn erase_in(
        &self,
        tx: &mut Tx,
        id: PersonId,
        why: EndReason,
        now: Timestamp,
    ) -> Result<(), CareError> {
        let Some(person) = people::get_in(tx, id).await? else {
            return Ok(());
        };
        if person.state == PersonState::Erased {
            return Ok(());
        }
        // A record that can't be opened must go all the same; its groups stay counted.
        match self.record_in(tx, &person).await {
            Ok(record) => tallies::count_groups(tx, &person.subdistrict, &record.groups, -1),
            Err(error) if error.as_storage().is_some() => return Err(error),
            Err(error) => tracing::error!(%error, person = %id, "a record is erased that could not be opened"),
        }
        self.drop_open_visits(tx, id).await?;
        if let Some(need) = person.need {
            self.ledger().close_in(tx, need, now).await?;
        }
        people::erase(tx, id, why, now);
        tx.announce();
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
