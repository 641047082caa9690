//! The pharmacy list: for whom something has to be fetched in the next days, what, and that it was brought.
//!
//! That somebody needs a medicine, whoever looks after the building sees; which one, only whoever may open records, and each
//! opening is written down as any other.

use crate::care::Care;
use crate::error::CareError;
use crate::limits::{BROUGHT_AT_ONCE, FETCH_AHEAD_DAYS, FETCH_AHEAD_DAYS_MAX, FETCHED_FOR_MAX};
use crate::opening::checked_reason;
use crate::rules::medicine::Medicine;
use crate::store::openings::Opening;
use crate::store::people::{self, Person};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use tongxin_account::{Doer, Scope};
use tongxin_city::{Day, PersonId, PlaceCode, Timestamp};
use tongxin_storage::{CommandKey, Tx};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

/// For which place, and how many days ahead.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct AskedFetch {
    /// Inside this place only.
    pub(crate) place: Option<PlaceCode>,
    /// Days from today, at most 14; 3 when left out.
    pub(crate) days: Option<i64>,
}

/// A medicine that has to be fetched for somebody.
#[derive(Debug, Clone)]
pub(crate) struct ToFetch {
    pub(crate) person: Person,
    pub(crate) medicine: Medicine,
    /// Doses that are left today.
    pub(crate) left: u32,
    /// Doses to fetch.
    pub(crate) doses: u32,
}

/// A medicine that was brought to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Brought {
    /// To whom.
    pub(crate) person: PersonId,
    /// Which, as the record calls it.
    #[schema(max_length = 60)]
    pub(crate) medicine: String,
    /// How many doses.
    pub(crate) doses: u32,
}

/// What was said to have been brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct BroughtDone {
    /// To how many people.
    pub(crate) people: usize,
}

impl Care {
    /// The last day of a list.
    ///
    /// # Errors
    /// `Faults` for more days than a list looks ahead.
    pub(crate) fn fetch_until(asked: &AskedFetch, today: Day) -> Result<Day, CareError> {
        let days = asked.days.unwrap_or(FETCH_AHEAD_DAYS);
        if !(0..=FETCH_AHEAD_DAYS_MAX).contains(&days) {
            return Err(FieldFault::new("days", "care-field-fetch-days")
                .arg("max", FETCH_AHEAD_DAYS_MAX)
                .into());
        }
        Ok(today.plus_days(days))
    }

    /// For whom something has to be fetched, the records closed, and whether there are more.
    ///
    /// # Errors
    /// As [`Care::fetch_until`], or a storage failure.
    pub(crate) async fn to_fetch_for(
        &self,
        scope: &Scope,
        asked: &AskedFetch,
        today: Day,
    ) -> Result<(Vec<Person>, bool), CareError> {
        let until = Care::fetch_until(asked, today)?;
        let limit = FETCHED_FOR_MAX + 1;
        let mut found = people::to_fetch_for(self.db(), scope, asked.place.as_ref(), until, limit).await?;
        let has_more = found.len() >= limit as usize;
        found.truncate(FETCHED_FOR_MAX as usize);
        Ok((found, has_more))
    }

    /// What has to be fetched for them: their records are opened, which is written down for each.
    ///
    /// # Errors
    /// `NotFound` for a place that is not theirs alone; `Faults` without a reason; a record that can't be opened; or a storage
    /// failure.
    pub(crate) async fn open_to_fetch(
        &self,
        by: Doer,
        asked: AskedFetch,
        why: &str,
        now: Timestamp,
    ) -> Result<Vec<ToFetch>, CareError> {
        // Nobody names a wider place than they look after: what it opens would not be what they named.
        if asked.place.is_some_and(|place| !by.may.contains_place(&place)) {
            return Err(CareError::NotFound);
        }
        let why = checked_reason(why)?;
        let today = self.day_of(now)?;
        let until = Care::fetch_until(&asked, today)?;
        let (people, _) = self.to_fetch_for(&by.may, &asked, today).await?;
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let opening = Opening {
            at: now,
            actor: by.actor,
            why,
        };
        let work = Arc::new((self.clone(), people, opening));
        let open = self.db().write(move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, people, opening) = &*work;
                let mut lines = Vec::new();
                for person in people {
                    lines.extend(care.open_to_fetch_in(tx, person.id, (today, until), opening).await?);
                }
                Ok::<_, CareError>(lines)
            })
        });
        open.await
    }

    async fn open_to_fetch_in(
        &self,
        tx: &mut Tx,
        id: PersonId,
        (today, until): (Day, Day),
        opening: &Opening,
    ) -> Result<Vec<ToFetch>, CareError> {
        // Somebody may have been erased since the list was read.
        let (person, record) = match self.person_and_record_in(tx, id).await {
            Err(CareError::NotFound) => return Ok(Vec::new()),
            known => known?,
        };
        self.note_opening(tx, id.get(), opening).await?;
        let due = record
            .medicines
            .into_iter()
            .filter(|medicine| medicine.refill_on() <= until);
        let line = |medicine: Medicine| ToFetch {
            person: person.clone(),
            left: medicine.left_on(today),
            doses: medicine.to_fetch(),
            medicine,
        };
        Ok(due.map(line).collect())
    }

    /// Notes what was brought, all of it or nothing, once: doses are counted anew, and the day moves on which somebody has to
    /// fetch more.
    ///
    /// # Errors
    /// `Faults`, each at its line: nothing, too much, or a medicine that is not in the record; `NotFound` for somebody whom they
    /// do not look after; or a storage failure.
    pub(crate) async fn note_brought(
        &self,
        key: CommandKey,
        by: Doer,
        brought: Vec<Brought>,
        now: Timestamp,
    ) -> Result<BroughtDone, CareError> {
        if brought.is_empty() || brought.len() > BROUGHT_AT_ONCE {
            return Err(FieldFault::new("brought", "care-field-brought")
                .arg("max", BROUGHT_AT_ONCE)
                .into());
        }
        let today = self.day_of(now)?;
        let mut by_person: BTreeMap<PersonId, Vec<(usize, Brought)>> = BTreeMap::new();
        for (line, one) in brought.into_iter().enumerate() {
            by_person.entry(one.person).or_default().push((line, one));
        }
        let work = Arc::new((self.clone(), by.may, by_person));
        let done = self.db().write_once(key, move |tx| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let (care, may, by_person) = &*work;
                let mut faults = Vec::new();
                for (id, brought) in by_person {
                    faults.extend(care.note_brought_in(tx, (*id, may), brought, today, now).await?);
                }
                if faults.is_empty() {
                    Ok::<_, CareError>(BroughtDone {
                        people: by_person.len(),
                    })
                } else {
                    Err(faults.into())
                }
            })
        });
        Ok(done.await?.value)
    }

    async fn note_brought_in(
        &self,
        tx: &mut Tx,
        (id, may): (PersonId, &Scope),
        brought: &[(usize, Brought)],
        today: Day,
        now: Timestamp,
    ) -> Result<Vec<FieldFault>, CareError> {
        let (person, mut record) = self.person_and_record_in(tx, id).await?;
        if !may.contains(&person.building, None, Some(person.household)) {
            return Err(CareError::NotFound);
        }
        let mut faults = Vec::new();
        for (line, one) in brought {
            let at = |field: &str| format!("brought.{line}.{field}");
            let known = record.medicines.iter_mut().find(|known| known.name == one.medicine);
            match known.map(|known| (known.restocked(one.doses, today), known)) {
                None => faults.push(FieldFault::new(at("medicine"), "care-field-medicine-gone")),
                Some((Ok(new), known)) => *known = new,
                Some((Err(most), _)) => faults.push(
                    FieldFault::new(at("doses"), "care-field-doses")
                        .arg("min", 1)
                        .arg("max", most),
                ),
            }
        }
        if faults.is_empty() {
            self.reseal_in(tx, &person, &record, now).await?;
        }
        Ok(faults)
    }
}
