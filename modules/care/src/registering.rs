//! The register: who is in it, what is corrected, who opens a record, and how one ends.

use crate::care::Care;
use crate::error::CareError;
use crate::opening::checked_reason;
use crate::registrar::Registered;
use crate::rules::group::Rhythm;
use crate::rules::medicine::refill_on;
use crate::rules::person::{AskedPerson, CheckedPerson, PersonState, Record};
use crate::store::openings::Opening;
use crate::store::people::{self, Home, Person, Written};
use crate::store::tallies;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{HouseholdId, Level, PersonId, Timestamp};
use tongxin_places::Household;
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// A person who was registered or corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct PersonDone {
    /// Who.
    pub(crate) id: PersonId,
    /// The number of the change; a correction names the one it knows.
    pub(crate) seq: i64,
}

/// What is sealed of a person, opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OpenedRecord {
    /// Whose.
    pub(crate) id: PersonId,
    /// What it says.
    pub(crate) record: Record,
}

impl Care {
    /// Registers a person, once.
    ///
    /// # Errors
    /// `Faults` with everything wrong; `NotFound` for a household that the registrar does not look after; `Refused` when they
    /// are registered already or the household has as many as there may be; or a storage failure.
    pub(crate) async fn register(
        &self,
        key: CommandKey,
        by: Doer,
        asked: AskedPerson,
        now: Timestamp,
    ) -> Result<PersonDone, CareError> {
        let home = self.home_of(&by.may, asked.household).await?;
        let new = self.new_person(home, asked.checked(self.day_of(now)?)?, now)?;
        let work = Arc::new((self.clone(), by.actor, new));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, actor, new) = &*work;
                let mut registrar = care.registrar(tx, [new.home.household], actor, now).await?;
                match registrar.register(tx, new)? {
                    Registered::New(done) => Ok(done),
                    Registered::Before(_) => Err(CareError::Refused("care-known-already")),
                    Registered::Full => Err(CareError::Refused("care-household-full")),
                }
            })
        });
        Ok(done.await?.value)
    }

    /// Corrects a person whose record the corrector knows at `seq`, once.
    ///
    /// # Errors
    /// As [`Care::register`]; `Refused` when somebody else changed it meanwhile.
    pub(crate) async fn correct(
        &self,
        key: CommandKey,
        by: Doer,
        id: PersonId,
        seq: i64,
        asked: AskedPerson,
        now: Timestamp,
    ) -> Result<PersonDone, CareError> {
        let person = self.person_of(&by.may, id).await?;
        // Nobody is moved to another household: they are registered there anew.
        if asked.household.is_some_and(|household| household != person.household) {
            return Err(CareError::NotFound);
        }
        let today = self.day_of(now)?;
        let checked = asked.checked(today)?;
        let work = Arc::new((self.clone(), checked));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, checked) = &*work;
                care.correct_in(tx, id, seq, checked, now).await
            })
        });
        Ok(done.await?.value)
    }

    async fn correct_in(
        &self,
        tx: &mut Tx,
        id: PersonId,
        seq: i64,
        checked: &CheckedPerson,
        now: Timestamp,
    ) -> Result<PersonDone, CareError> {
        let old = people::get_in(tx, id).await?.ok_or(CareError::NotFound)?;
        if old.is_erased() {
            return Err(CareError::NotFound);
        }
        if old.seq != seq {
            return Err(CareError::Refused("care-changed-meanwhile"));
        }
        let old_record = self.record_in(tx, &old).await?;
        let mut record = checked.record.clone();
        let gone = record.take_photos(&old_record.prescriptions);
        self.drop_photos_in(tx, &gone)?;
        let sealed = self.seal_record(tx, id, &record, now).await?;
        // Whoever is visited today already is visited again as the new rhythm says.
        let next_on = match checked.rhythm {
            Rhythm::Never => None,
            rhythm if rhythm == old.rhythm && old.state == PersonState::Current => people::next_on_in(tx, id).await?,
            _ => Some(self.first_day(now)?),
        };
        let written = Written {
            checked,
            sealed: &sealed,
            refill_on: refill_on(&checked.record.medicines),
            next_on,
        };
        if let Some(need) = old.refill_need.filter(|_| old.refill_on != written.refill_on) {
            self.ledger().close_in(tx, need, now).await?;
        }
        if let Some(need) = old.review_need.filter(|_| old.review_on != checked.review_on) {
            self.ledger().close_in(tx, need, now).await?;
        }
        people::update(tx, &old, &written, now);
        if checked.rhythm == Rhythm::Never {
            self.drop_open_visits(tx, id).await?;
        }
        tallies::count_groups(tx, &old.subdistrict, &old_record.groups, -1);
        tallies::count_groups(tx, &old.subdistrict, &checked.record.groups, 1);
        tx.announce();
        Ok(PersonDone { id, seq: seq + 1 })
    }

    /// Opens what is sealed of a person, and writes down who did, when and for what.
    ///
    /// # Errors
    /// `NotFound`; a record that can't be opened; or a storage failure.
    pub(crate) async fn open_record(
        &self,
        by: Doer,
        id: PersonId,
        why: String,
        now: Timestamp,
    ) -> Result<OpenedRecord, CareError> {
        let why = checked_reason(&why)?;
        self.person_of(&by.may, id).await?;
        let work = Arc::new((self.clone(), by.actor, why));
        let open = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, actor, why) = &*work;
                let person = people::get_in(tx, id).await?.ok_or(CareError::NotFound)?;
                let record = care.record_in(tx, &person).await?;
                let opening = Opening {
                    at: now,
                    actor: actor.clone(),
                    why: why.clone(),
                };
                care.note_opening(tx, id.get(), &opening).await?;
                Ok::<_, CareError>(OpenedRecord { id, record })
            })
        });
        open.await
    }

    /// A person whose record is there, if the scope covers them.
    pub(crate) async fn person_of(&self, may: &Scope, id: PersonId) -> Result<Person, CareError> {
        let person = people::get(self.db(), may, id).await?;
        person.filter(|person| !person.is_erased()).ok_or(CareError::NotFound)
    }

    /// Where a household lives that somebody registers: the own, or one that they look after.
    pub(crate) async fn home_of(&self, may: &Scope, asked: Option<HouseholdId>) -> Result<Home, CareError> {
        let id = asked
            .or(may.household)
            .ok_or_else(|| FieldFault::new("household", "field-required"))?;
        let household = self.places().household(id).await?.ok_or(CareError::NotFound)?;
        self.home_in(may, &household)
    }

    /// Where a household lives, if whoever registers somebody there looks after it.
    pub(crate) fn home_in(&self, may: &Scope, household: &Household) -> Result<Home, CareError> {
        if !may.contains(&household.building, None, Some(household.id)) {
            return Err(CareError::NotFound);
        }
        let tree = self.places().tree();
        let subdistrict = tree.widths().ancestor(&household.building, Level::Subdistrict);
        Ok(Home {
            household: household.id,
            building: household.building,
            subdistrict: subdistrict.ok_or(CareError::NotFound)?,
        })
    }
}
