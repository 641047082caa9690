//! What a caller says, on a page or through the API: whom it is about, what they lack, and what they wait for already.

use super::Told;
use crate::api::LedgerState;
use crate::asking::actor_of;
use crate::commands::{Asker, Done, Key};
use crate::rules::kinds::{Kind, Kinds, RaisedFor, Topic};
use crate::rules::limits::PAGE_MAX;
use crate::rules::need::{NeedState, Priority};
use crate::rules::raise::NewNeed;
use crate::store::Scope;
use crate::store::calls::TakenCall;
use crate::store::list::{Filter, Page, Sort};
use tongxin_account::{Action, Visit, places_problem};
use tongxin_city::{AccountId, HouseholdId, Level, NeedId, PlaceCode};
use tongxin_places::Household;
use tongxin_web::{FieldFault, IdempotencyKey, Problem};

/// Longest door that a caller says, in characters.
pub(crate) const DOOR_CHARS_MAX: usize = 40;

/// Whom a need is raised for.
pub(crate) enum Whom {
    Door(Household),
    Place(PlaceCode),
}

/// What a caller said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said<'s> {
    /// The keys of kind and topic.
    pub(crate) topic: (&'s str, &'s str),
    /// How urgent; normal when not said.
    pub(crate) priority: Option<Priority>,
    /// The door as the caller says it, where it is not registered.
    pub(crate) door: &'s str,
    /// What is lacking; the topic's name when nothing was said.
    pub(crate) title: &'s str,
    /// How to reach them.
    pub(crate) contact: &'s str,
}

impl Whom {
    /// Whom a call is about: a household, or else a place from a subdistrict down.
    ///
    /// # Errors
    /// 404 for what is not there, or lies outside where the viewer takes calls; 403 when they take none.
    pub(crate) async fn of(
        state: &LedgerState,
        visit: &Visit,
        household: Option<HouseholdId>,
        place: Option<PlaceCode>,
    ) -> Result<Whom, Problem> {
        let scope = visit.scope(Action::CallTake)?;
        if let Some(id) = household {
            let found = state.places.household(id).await.map_err(places_problem)?;
            let found = found.filter(|found| scope.contains_place(&found.building));
            return found.map(Whom::Door).ok_or_else(Problem::not_found);
        }
        let tree = state.places.tree();
        let is_right = |code: &PlaceCode| {
            tree.get(code).is_some_and(|place| place.level >= Level::Subdistrict) && scope.contains_place(code)
        };
        place.filter(is_right).map(Whom::Place).ok_or_else(Problem::not_found)
    }

    fn place(&self) -> PlaceCode {
        match self {
            Whom::Door(household) => household.building,
            Whom::Place(code) => *code,
        }
    }

    fn household(&self) -> Option<HouseholdId> {
        match self {
            Whom::Door(household) => Some(household.id),
            Whom::Place(_) => None,
        }
    }

    /// What the household waits for, of what people ask for by hand: what the system raised for it may say that somebody is ill.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn open_needs(&self, state: &LedgerState) -> Result<Vec<NeedState>, Problem> {
        let Some(household) = self.household() else {
            return Ok(Vec::new());
        };
        let filter = Filter {
            household: Some(household),
            ..Filter::default()
        };
        let part = Page {
            sort: Sort::Newest,
            after: None,
            limit: PAGE_MAX,
        };
        let found = state.ledger.list(&Scope::household(household), &filter, &part).await?;
        let by_hand = |need: &NeedState| {
            let kind = state.ledger.kinds().get(&need.facts.kind);
            kind.is_some_and(|kind| kind.raised_for == RaisedFor::Household)
        };
        let needs = found.needs.into_iter().map(|need| need.state);
        Ok(needs.filter(by_hand).collect())
    }
}

/// The topics that people ask about for a household.
pub(crate) fn household_topics(kinds: &Kinds) -> impl Iterator<Item = (&Kind, &'static Topic)> {
    let kinds = kinds.iter().filter(|kind| kind.raised_for == RaisedFor::Household);
    kinds.flat_map(|kind| kind.topics.iter().map(move |topic| (kind, topic)))
}

impl Said<'_> {
    /// What was said, as the need it would be.
    ///
    /// # Errors
    /// 422 at `topic` or `said`.
    pub(crate) fn need(&self, state: &LedgerState, visit: &Visit, whom: &Whom) -> Result<NewNeed, Problem> {
        let topic = household_topics(state.ledger.kinds()).find(|(kind, topic)| self.topic == (kind.key, topic.key));
        let Some((kind, topic)) = topic else {
            return Err(Problem::invalid().field("topic", "ledger-field-topic", &[]));
        };
        let (door, title) = (self.door.trim(), self.title.trim());
        FieldFault::in_line("said", door, DOOR_CHARS_MAX).map_err(|fault| Problem::invalid().faults(vec![fault]))?;
        Ok(NewNeed {
            kind: kind.key.to_owned(),
            topic: topic.key.to_owned(),
            priority: self.priority,
            place: whom.place(),
            household: whom.household(),
            org: None,
            title: if title.is_empty() {
                visit.t(topic.name)
            } else {
                title.to_owned()
            },
            body: if door.is_empty() || whom.household().is_some() {
                visit.t("ledger-call-body")
            } else {
                let texts = &visit.asked.shell.texts;
                texts.text_with(visit.lang(), "ledger-call-body-said", &[("said", door)])
            },
            contact: Some(self.contact.to_owned()),
        })
    }

    /// What is added to a need: that they called again, and what they said.
    fn more(&self, visit: &Visit) -> String {
        let said = [self.title.trim(), self.contact.trim()].map(str::to_owned);
        let said = said.into_iter().filter(|text| !text.is_empty());
        let lines: Vec<String> = std::iter::once(visit.t("ledger-call-again")).chain(said).collect();
        lines.join("\n")
    }

    /// Writes it down once, as a need, or as more about one that the household has.
    ///
    /// # Errors
    /// 422 with everything wrong with it, or when the need was closed meanwhile; 404 for a need that is not that household's.
    pub(crate) async fn write_down(
        &self,
        state: &LedgerState,
        visit: &Visit,
        whom: &Whom,
        add_to: Option<NeedId>,
        IdempotencyKey(key): IdempotencyKey,
    ) -> Result<Done, Problem> {
        let need = self.need(state, visit, whom)?;
        let told = match (add_to, whom.household()) {
            (None, _) => Told::New(need),
            (Some(need), Some(household)) => Told::More {
                need,
                household,
                text: self.more(visit),
            },
            (Some(_), None) => return Err(Problem::not_found()),
        };
        let key = Key::new(key, "call", format!("{told:?}").as_bytes());
        let (asker, account) = taker(visit)?;
        let done = state.ledger.take_call(asker, account, told, key, visit.now()).await?;
        Ok(done.value)
    }
}

/// Whoever takes a call, as the ledger knows those who ask: they raise and add where they take calls.
///
/// # Errors
/// 403 for whoever takes none.
pub(crate) fn taker(visit: &Visit) -> Result<(Asker, AccountId), Problem> {
    let account = visit.viewer.account().ok_or_else(Problem::forbidden)?;
    let may = Scope::of(visit.scope(Action::CallTake)?, None);
    let asker = Asker {
        actor: actor_of(&visit.viewer)?,
        acts_for: Vec::new(),
        sees: may.clone(),
        may,
    };
    Ok((asker, account))
}

/// The calls that a viewer took today, the last first.
///
/// # Errors
/// 403 for whoever takes none; or a storage failure.
pub(crate) async fn taken_today(state: &LedgerState, visit: &Visit) -> Result<Vec<TakenCall>, Problem> {
    let (_, account) = taker(visit)?;
    let zone = &visit.asked.shell.zone;
    let today = zone.day_of(visit.now());
    let within = zone.start_of(today)..zone.start_of(today.next());
    Ok(state.ledger.calls_taken(account, &within).await?)
}
