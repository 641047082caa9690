//! Visits as a list shows them: with doors and names for whoever looks after them, in the order in which one walks.

use crate::api::DoorOfVisit;
use crate::care::Care;
use crate::error::CareError;
use crate::store::people::{self, Person};
use crate::store::visits::{self, Visit as RoundVisit};
use std::collections::{BTreeSet, HashMap};
use tongxin_account::{Action, Visit};
use tongxin_city::{AccountId, HouseholdId, PersonId};
use tongxin_dispatch_solver::foot::read_door_label;
use tongxin_ledger::Actor;

impl Care {
    /// Visits of one day with what the viewer may know of their doors, by building and, within one, from the highest floor
    /// down: one takes the lift up and walks.
    pub(crate) async fn listed(
        &self,
        visit: &Visit,
        found: Vec<RoundVisit>,
    ) -> Result<Vec<(RoundVisit, DoorOfVisit)>, CareError> {
        let may = visit.scope(Action::PersonRead).unwrap_or_default();
        let is_known = |row: &RoundVisit| may.contains(&row.building, None, Some(row.household));
        let known: Vec<&RoundVisit> = found.iter().filter(|row| is_known(row)).collect();
        let doors = self.doors_of(known.iter().map(|row| row.household)).await?;
        let ids: BTreeSet<PersonId> = known.iter().map(|row| row.key.person).collect();
        let ids: Vec<PersonId> = ids.into_iter().collect();
        let people = people::of(self.db(), ids.iter().copied()).await?;
        let people: HashMap<PersonId, Person> = people.into_iter().map(|person| (person.id, person)).collect();
        let mut known_of: HashMap<_, DoorOfVisit> = HashMap::new();
        if let Some(day) = known.first().map(|row| row.key.day) {
            let rows = visits::knocks_of_day(self.db(), day, &ids).await?;
            let mut words = self.words_of(rows.iter().filter_map(|row| row.word)).await?;
            let names = self
                .names_of(visit, rows.iter().map(|row| row.knock.actor.as_str()))
                .await?;
            for mut row in rows {
                row.note = row.word.and_then(|word| words.remove(&word)).or(row.note);
                let by = names.get(&row.knock.actor).cloned().unwrap_or_default();
                known_of.entry((row.person, row.part)).or_default().add(row, by);
            }
        }
        let mut listed: Vec<(RoundVisit, DoorOfVisit)> = found
            .into_iter()
            .map(|row| {
                let door = DoorOfVisit {
                    door: doors.get(&row.household).cloned(),
                    person: people.get(&row.key.person).cloned(),
                    ..known_of.remove(&(row.key.person, row.key.part)).unwrap_or_default()
                };
                (row, door)
            })
            .collect();
        listed.sort_by_cached_key(|(row, known)| {
            let label = known.door.as_deref().map(read_door_label);
            let floor = label.as_ref().and_then(|label| label.floor);
            let unit = label.as_ref().and_then(|label| label.unit);
            (
                row.building,
                unit,
                std::cmp::Reverse(floor),
                known.door.clone(),
                row.key,
            )
        });
        Ok(listed)
    }

    /// The doors of households.
    pub(crate) async fn doors_of(
        &self,
        households: impl IntoIterator<Item = HouseholdId>,
    ) -> Result<HashMap<HouseholdId, String>, CareError> {
        let ids: BTreeSet<HouseholdId> = households.into_iter().collect();
        let found = self.places().households_of(ids).await?;
        Ok(found
            .into_iter()
            .map(|household| (household.id, household.door))
            .collect())
    }

    /// What lists call those who did something: an account's shown name, or that it was the household.
    pub(crate) async fn names_of<'a>(
        &self,
        visit: &Visit,
        actors: impl Iterator<Item = &'a str>,
    ) -> Result<HashMap<String, String>, CareError> {
        let actors: BTreeSet<&str> = actors.collect();
        let parsed: Vec<(&str, Option<Actor>)> = actors.iter().map(|actor| (*actor, actor.parse().ok())).collect();
        let ids = parsed.iter().filter_map(|(_, actor)| match actor {
            Some(Actor::Account(id)) => Some(*id),
            _ => None,
        });
        let ids: Vec<AccountId> = ids.collect();
        let shown = self.accounts().display_names(ids).await?;
        let name = |actor: &Option<Actor>| match actor {
            Some(Actor::Account(id)) => shown.get(id).cloned().unwrap_or_default(),
            Some(Actor::Household(_)) => visit.t("care-actor-household"),
            _ => visit.t("care-actor-system"),
        };
        Ok(parsed
            .iter()
            .map(|(key, actor)| ((*key).to_owned(), name(actor)))
            .collect())
    }
}
