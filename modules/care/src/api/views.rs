//! How people and visits are shown to programs.

use crate::rules::enquiry::{Enquiry, Finding};
use crate::rules::group::Rhythm;
use crate::rules::person::{Ground, PersonState};
use crate::rules::visit::{Outcome, Part, VisitState};
use crate::store::people::Person;
use crate::store::visits::{KnockRow, Visit};
use serde::Serialize;
use tongxin_city::{Day, HouseholdId, NeedId, PersonId, PlaceCode, Timestamp};
use utoipa::ToSchema;

/// A person in the register without what is sealed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonView {
    /// Who.
    pub(crate) id: PersonId,
    /// Their household.
    household: HouseholdId,
    /// Their building.
    building: PlaceCode,
    /// First name or form of address.
    name: String,
    /// How to reach them.
    contact: String,
    /// What whoever knocks has to know.
    at_door: String,
    /// How often somebody looks in.
    rhythm: Rhythm,
    /// On what ground they are registered.
    ground: Ground,
    /// When the record has to be looked at again.
    review_on: Day,
    /// When it ends.
    expires_on: Day,
    /// How it stands.
    state: PersonState,
    /// The need that says that nobody knows how they are.
    need: Option<NeedId>,
    /// The number of the last change.
    seq: i64,
}

impl From<&Person> for PersonView {
    fn from(person: &Person) -> Self {
        PersonView {
            id: person.id,
            household: person.household,
            building: person.building,
            name: person.name.clone().unwrap_or_default(),
            contact: person.contact.clone().unwrap_or_default(),
            at_door: person.at_door.clone().unwrap_or_default(),
            rhythm: person.rhythm,
            ground: person.ground.clone(),
            review_on: person.review_on,
            expires_on: person.expires_on,
            state: person.state,
            need: person.need,
            seq: person.seq,
        }
    }
}

/// A knock.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct KnockView {
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// When it was.
    pub(crate) said_at: Timestamp,
    /// Who knocked.
    pub(crate) by: String,
    /// What they wrote.
    pub(crate) note: String,
}

/// What was heard elsewhere, where nobody answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EnquiryView {
    /// Who was asked, and what came of it.
    pub(crate) result: Enquiry,
    /// When it was.
    pub(crate) said_at: Timestamp,
    /// Who asked.
    pub(crate) by: String,
    /// What they wrote.
    pub(crate) note: String,
}

/// A visit of a day's round.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VisitView {
    /// Whom.
    person: PersonId,
    /// On which day.
    day: Day,
    /// In which part of it.
    part: Part,
    /// In which building.
    building: PlaceCode,
    /// When it is over.
    due_at: Timestamp,
    /// How it stands.
    state: VisitState,
    /// When somebody has to try again.
    again_by: Option<Timestamp>,
    /// Whether people say different things.
    is_disputed: bool,
    /// The door, for whoever looks after it.
    door: Option<String>,
    /// First name or form of address, for whoever looks after them.
    name: Option<String>,
    /// What whoever knocks has to know.
    at_door: Option<String>,
    /// How they are reached, for whoever looks after them.
    contact: Option<String>,
    /// The need that says that nobody knows how they are.
    need: Option<NeedId>,
    /// What was found, in the order it came in; for whoever looks after them.
    knocks: Vec<KnockView>,
    /// What neighbours and the telephone said, in the order it came in; for whoever looks after them.
    enquiries: Vec<EnquiryView>,
}

/// What is known of a visit's door.
#[derive(Debug, Clone, Default)]
pub(crate) struct DoorOfVisit {
    pub(crate) door: Option<String>,
    pub(crate) person: Option<Person>,
    pub(crate) knocks: Vec<KnockView>,
    pub(crate) enquiries: Vec<EnquiryView>,
}

impl DoorOfVisit {
    /// Adds what somebody said.
    pub(crate) fn add(&mut self, row: KnockRow, by: String) {
        let (said_at, note) = (row.knock.said_at, row.note.unwrap_or_default());
        match row.knock.finding {
            Finding::AtDoor(outcome) => self.knocks.push(KnockView {
                outcome,
                said_at,
                by,
                note,
            }),
            Finding::Elsewhere(result) => self.enquiries.push(EnquiryView {
                result,
                said_at,
                by,
                note,
            }),
        }
    }
}

impl VisitView {
    pub(crate) fn new(visit: &Visit, known: DoorOfVisit) -> Self {
        let person = known.person;
        VisitView {
            person: visit.key.person,
            day: visit.key.day,
            part: visit.key.part,
            building: visit.building,
            due_at: visit.due_at,
            state: visit.state,
            again_by: visit.again_by,
            is_disputed: visit.is_disputed,
            door: known.door,
            name: person.as_ref().and_then(|person| person.name.clone()),
            at_door: person.as_ref().and_then(|person| person.at_door.clone()),
            contact: person.as_ref().and_then(|person| person.contact.clone()),
            need: person.and_then(|person| person.need),
            knocks: known.knocks,
            enquiries: known.enquiries,
        }
    }
}
