//! Needs that the system raises by itself, when supply goes wrong, passes wait too long, nobody is seen or people are lacking.

use super::Live;
use super::world::World;
use crate::book::BookNeed;
use crate::plan::{By, Priority};
use tongxin_city::{PlaceCode, Timestamp};

/// That a firm runs short of something.
pub(crate) const SHORTAGE: (&str, &str) = ("supply_shortage", "cover");
/// That districts have not agreed in time to passes of a firm.
pub(crate) const LATE_PASSES: (&str, &str) = ("pass", "agreement");

/// That nobody was there to take an order.
pub(crate) const ABSENT: (&str, &str) = ("dispatch_hand_over", "absent");
/// That a patient's ride will be late, that nobody drives it, or that its patient was not there.
pub(crate) const RIDE: (&str, &str) = ("dispatch_hand_over", "ride");

/// That nobody knows how somebody is.
pub(crate) const UNSEEN: &str = "care_unseen";
/// That an appointment is not sure.
pub(crate) const UNSURE: &str = "care_appointment";
/// That nobody is responsible for a building or compound.
pub(crate) const VACANT: &str = "care_duty";
/// That a shift lacks people.
pub(crate) const SHORTFALL: &str = "volunteer_shortfall";
/// What a household asks for, or whoever stands at its door.
pub(crate) const REQUEST: &str = "household_request";

/// A need that the system raised.
#[derive(Debug, Clone)]
pub(crate) struct RaisedNeed {
    /// The key of its kind.
    pub kind: &'static str,
    /// The key of its topic.
    pub topic: &'static str,
    /// Where.
    pub place: PlaceCode,
    /// The household, as an index in the plan.
    pub household: Option<usize>,
    /// The firm, as an index in the supply plan.
    pub firm: Option<usize>,
    /// Its id and the book's page of it.
    pub live: Live,
}

impl RaisedNeed {
    /// About an order of a household that is late or came short.
    pub(crate) fn of_order(
        world: &World,
        topic: &'static str,
        (place, household): (PlaceCode, usize),
        id: String,
        at: Timestamp,
    ) -> RaisedNeed {
        let kind = "supply_order";
        RaisedNeed {
            kind,
            topic,
            place,
            household: Some(household),
            firm: None,
            live: live(world, (kind, topic), Priority::Normal, id, at),
        }
    }

    /// About an order that came back because nobody was there.
    pub(crate) fn of_absence(world: &World, about: (PlaceCode, usize), id: String, at: Timestamp) -> RaisedNeed {
        RaisedNeed::of_run(world, ABSENT, about, id, at)
    }

    /// About a patient's ride.
    pub(crate) fn of_ride(world: &World, about: (PlaceCode, usize), id: String, at: Timestamp) -> RaisedNeed {
        RaisedNeed::of_run(world, RIDE, about, id, at)
    }

    /// About what a run was to bring to a household, or to fetch there: kind and topic.
    fn of_run(
        world: &World,
        (kind, topic): (&'static str, &'static str),
        (place, household): (PlaceCode, usize),
        id: String,
        at: Timestamp,
    ) -> RaisedNeed {
        RaisedNeed {
            kind,
            topic,
            place,
            household: Some(household),
            firm: None,
            live: live(world, (kind, topic), Priority::Normal, id, at),
        }
    }

    /// About a firm: kind and topic.
    pub(crate) fn of_firm(
        world: &World,
        (kind, topic): (&'static str, &'static str),
        (place, firm): (PlaceCode, usize),
        priority: Priority,
        id: String,
        at: Timestamp,
    ) -> RaisedNeed {
        RaisedNeed {
            kind,
            topic,
            place,
            household: None,
            firm: Some(firm),
            live: live(world, (kind, topic), priority, id, at),
        }
    }

    /// That something which only its own end closes has gone wrong for a household or at a place: kind and topic.
    pub(crate) fn waiting(
        world: &World,
        (kind, topic): (&'static str, &'static str),
        (place, household): (PlaceCode, Option<usize>),
        id: String,
        at: Timestamp,
    ) -> RaisedNeed {
        RaisedNeed {
            kind,
            topic,
            place,
            household,
            firm: None,
            live: live(world, (kind, topic), Priority::Normal, id, at),
        }
    }

    /// That nobody knows how somebody is, for which reason: the community's worker has it at once.
    pub(crate) fn unseen(
        world: &World,
        topic: &'static str,
        (place, household): (PlaceCode, usize),
        id: String,
        at: Timestamp,
    ) -> RaisedNeed {
        let mut raised = RaisedNeed::waiting(world, (UNSEEN, topic), (place, Some(household)), id, at);
        raised.live.book = raised.live.book.given(at);
        raised
    }

    /// What somebody at a door said that its household needs.
    pub(crate) fn wanted(
        world: &World,
        topic: &'static str,
        (place, household): (PlaceCode, usize),
        id: String,
        (by, at): (By, Timestamp),
    ) -> RaisedNeed {
        let (tier, hours) = terms(world, (REQUEST, topic));
        RaisedNeed {
            kind: REQUEST,
            topic,
            place,
            household: Some(household),
            firm: None,
            live: Live {
                id,
                book: BookNeed::raised_at_door(by, tier, hours, at),
            },
        }
    }

    /// Whether supply raised it.
    pub(crate) fn is_of_supply(&self) -> bool {
        self.kind.starts_with("supply_")
    }

    /// Whether only what it waits for closes it, and no hand.
    pub(crate) fn closes_itself(&self) -> bool {
        [UNSEEN, UNSURE, VACANT, SHORTFALL].contains(&self.kind)
    }

    /// Whether the system itself gave it to somebody.
    pub(crate) fn is_given(&self) -> bool {
        self.kind == UNSEEN
    }

    /// Whether districts deal with it first.
    pub(crate) fn is_of_districts(&self) -> bool {
        self.kind == UNSURE
    }

    /// Whether the desk for passes raised it.
    pub(crate) fn is_of_passes(&self) -> bool {
        self.kind == LATE_PASSES.0
    }

    /// How it is named in a mismatch.
    pub(crate) fn subject(&self) -> String {
        format!("{} {} ({} {})", self.kind, self.live.id, self.topic, self.place)
    }
}

fn live(world: &World, (kind, topic): (&str, &str), priority: Priority, id: String, at: Timestamp) -> Live {
    let (tier, hours) = terms(world, (kind, topic));
    Live {
        id,
        book: BookNeed::raised_by_clock(priority, tier, hours, at),
    }
}

/// Who deals first with such a need, and the hours until it is due.
fn terms(world: &World, (kind, topic): (&str, &str)) -> (u8, [u32; 4]) {
    let tier = world.start_tiers.get(kind).copied().unwrap_or_default();
    (tier, world.due_hours.of(kind, topic).unwrap_or_default())
}
