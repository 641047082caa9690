//! Writing new people into the register: one, or all of a community's table, in one write.

use crate::care::Care;
use crate::error::CareError;
use crate::limits::{LAST_NEW_HOUR, PEOPLE_OF_HOUSEHOLD_MAX};
use crate::records::plain_record;
use crate::registering::PersonDone;
use crate::rules::medicine::refill_on;
use crate::rules::person::{CheckedPerson, is_same_name};
use crate::store::people::{self, Home, Written};
use crate::store::tallies;
use crate::vault::Sealer;
use std::collections::HashMap;
use tongxin_city::{Day, HouseholdId, PersonId, Timestamp};
use tongxin_storage::Tx;

/// A person that only has to be written.
#[derive(Debug, Clone)]
pub(crate) struct NewPerson {
    pub(crate) home: Home,
    pub(crate) checked: CheckedPerson,
    /// The first day on which they can be visited.
    pub(crate) first: Day,
}

/// What became of a person who was to be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Registered {
    /// Written down.
    New(PersonDone),
    /// They are in the register already, and nothing was written.
    Before(PersonId),
    /// Their household has as many people as there may be, and nothing was written.
    Full,
}

/// Writes people of some households within one write. It asks once who is there, and what seals: a table has thousands of rows.
pub(crate) struct Registrar<'a> {
    /// Who is in the register, of each household, by the name they go by.
    known: HashMap<HouseholdId, Vec<(PersonId, Option<String>)>>,
    sealer: Sealer,
    actor: &'a str,
    now: Timestamp,
}

impl Care {
    /// A person that only has to be written.
    pub(crate) fn new_person(
        &self,
        home: Home,
        checked: CheckedPerson,
        now: Timestamp,
    ) -> Result<NewPerson, CareError> {
        let first = self.first_day(now)?;
        Ok(NewPerson { home, checked, first })
    }

    /// From which day on somebody is looked in on of whom that is said now: whoever comes late has tomorrow's round, for nobody
    /// would be there in time today.
    pub(crate) fn first_day(&self, now: Timestamp) -> Result<Day, CareError> {
        let zone = self.zone()?;
        let today = zone.day_of(now);
        let is_late = zone.minute_of_day(now) >= u16::from(LAST_NEW_HOUR.unsigned_abs()) * 60;
        Ok(if is_late { today.next() } else { today })
    }

    /// What writes people of these households.
    pub(crate) async fn registrar<'a>(
        &self,
        tx: &mut Tx,
        households: impl IntoIterator<Item = HouseholdId>,
        actor: &'a str,
        now: Timestamp,
    ) -> Result<Registrar<'a>, CareError> {
        let mut known: HashMap<_, Vec<_>> = HashMap::new();
        for (household, id, name) in people::of_households_in(tx, households).await? {
            known.entry(household).or_default().push((id, name));
        }
        let sealer = self.vault().sealer(tx, now).await?;
        Ok(Registrar {
            known,
            sealer,
            actor,
            now,
        })
    }
}

impl Registrar<'_> {
    /// Writes a new person, unless they are in the register already or their household is full.
    ///
    /// # Errors
    /// When the record can't be sealed.
    pub(crate) fn register(&mut self, tx: &mut Tx, new: &NewPerson) -> Result<Registered, CareError> {
        let NewPerson { home, checked, first } = new;
        let known = self.known.entry(home.household).or_default();
        let is_same = |name: &Option<String>| name.as_ref().is_some_and(|name| is_same_name(name, &checked.name));
        if let Some((person, _)) = known.iter().find(|(_, name)| is_same(name)) {
            return Ok(Registered::Before(*person));
        }
        if i64::try_from(known.len()).unwrap_or(i64::MAX) >= PEOPLE_OF_HOUSEHOLD_MAX {
            return Ok(Registered::Full);
        }
        let id = PersonId::generate(self.now);
        known.push((id, Some(checked.name.clone())));
        let sealed = self.sealer.seal(id.get(), &plain_record(&checked.record)?)?;
        let written = Written {
            checked,
            sealed: &sealed,
            refill_on: refill_on(&checked.record.medicines),
            next_on: checked.rhythm.first_from(*first),
        };
        people::insert(tx, id, home, &written, self.actor, self.now);
        tallies::count_groups(tx, &home.subdistrict, &checked.record.groups, 1);
        tx.announce();
        Ok(Registered::New(PersonDone { id, seq: 1 }))
    }
}
