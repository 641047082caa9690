//! Raising a need: what is asked of it, and how it starts.

use crate::rules::command::{FieldFault, TextFault, optional, required};
use crate::rules::due::{self, DueTimes};
use crate::rules::entry::Texts;
use crate::rules::kinds::{Kind, Kinds, RaisedFor, Topic};
use crate::rules::limits::{BODY_CHARS_MAX, CONTACT_CHARS_MAX, TITLE_CHARS_MAX};
use crate::rules::need::{Actor, Facts, Priority, Standing, State};
use tongxin_city::{HouseholdId, Level, OrgId, PlaceCode, Timestamp, Widths};

/// A need as somebody wants to raise it, not yet checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNeed {
    /// The kind's key.
    pub kind: String,
    /// The topic's key.
    pub topic: String,
    /// How urgent; normal when not said.
    pub priority: Option<Priority>,
    /// Where; a place in or below a subdistrict.
    pub place: PlaceCode,
    /// The household that lacks something.
    pub household: Option<HouseholdId>,
    /// The organisation that lacks something.
    pub org: Option<OrgId>,
    /// What is lacking, in a line.
    pub title: String,
    /// More about it.
    pub body: String,
    /// How to reach the raiser.
    pub contact: Option<String>,
}

/// A need that may be raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// What never changes.
    pub facts: Facts,
    /// How it starts.
    pub standing: Standing,
    /// What was written.
    pub texts: Texts,
}

/// Checks a new need and makes its first standing.
///
/// `org_kind` is the kind of the organisation it is raised for, if there is one. That the caller may raise it there,
/// and that the place exists, is known to the caller only.
///
/// # Errors
/// Everything wrong with it, by field.
pub fn raise(
    new: NewNeed,
    org_kind: Option<&str>,
    actor: Actor,
    kinds: &Kinds,
    widths: &Widths,
    now: Timestamp,
) -> Result<Raised, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let kind = noted(kind_of(&new, kinds), &mut faults);
    let topic = kind.and_then(|kind| noted(topic_of(&new, kind), &mut faults));
    if let Some(kind) = kind {
        noted(check_subject(&new, kind, org_kind, actor), &mut faults);
    }
    let place = noted(places_of(&new.place, widths), &mut faults);
    let title = noted(required("title", &new.title, TITLE_CHARS_MAX), &mut faults);
    let body = noted(optional("body", Some(new.body.clone()), BODY_CHARS_MAX), &mut faults);
    let contact = noted(optional("contact", new.contact.clone(), CONTACT_CHARS_MAX), &mut faults);
    let (Some(kind), Some(topic), Some((subdistrict, district)), Some(title), Some(body), Some(contact)) =
        (kind, topic, place, title, body, contact)
    else {
        return Err(faults);
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    let facts = Facts {
        district,
        household: new.household,
        kind: kind.key.to_owned(),
        lifeline: topic.lifeline,
        org: new.org,
        place: new.place,
        raised_by: match actor {
            Actor::Account(id) => Some(id),
            Actor::Household(_) | Actor::System => None,
        },
        subdistrict,
        topic: topic.key.to_owned(),
    };
    let standing = first_standing(kind, topic, new.priority.unwrap_or(Priority::Normal), now);
    Ok(Raised {
        facts,
        standing,
        texts: Texts {
            title,
            body: body.unwrap_or_default(),
            contact,
        },
    })
}

fn noted<T>(result: Result<T, FieldFault>, faults: &mut Vec<FieldFault>) -> Option<T> {
    result.map_err(|fault| faults.push(fault)).ok()
}

fn unknown(field: &'static str, found: &str, right: String) -> FieldFault {
    FieldFault {
        field,
        fault: TextFault::Unknown {
            found: found.chars().take(40).collect(),
            right,
        },
    }
}

fn kind_of<'k>(new: &NewNeed, kinds: &'k Kinds) -> Result<&'k Kind, FieldFault> {
    kinds
        .get(&new.kind)
        .ok_or_else(|| unknown("kind", &new.kind, kinds.keys()))
}

fn topic_of(new: &NewNeed, kind: &Kind) -> Result<&'static Topic, FieldFault> {
    let right = || kind.topics.iter().map(|topic| topic.key).collect::<Vec<_>>().join(", ");
    kind.topic(&new.topic)
        .ok_or_else(|| unknown("topic", &new.topic, right()))
}

/// A need for a household names no organisation, and some kinds only the system raises; one for an organisation names one of
/// the right kind.
fn check_subject(new: &NewNeed, kind: &Kind, org_kind: Option<&str>, actor: Actor) -> Result<(), FieldFault> {
    let not_allowed = |field| {
        Err(FieldFault {
            field,
            fault: TextFault::NotAllowed,
        })
    };
    match kind.raised_for {
        RaisedFor::HouseholdBySystem if actor != Actor::System => not_allowed("kind"),
        RaisedFor::Household | RaisedFor::HouseholdBySystem if new.org.is_some() => not_allowed("org"),
        RaisedFor::Household | RaisedFor::HouseholdBySystem => Ok(()),
        RaisedFor::Org(_) if new.household.is_some() => not_allowed("household"),
        RaisedFor::Org(_) if new.org.is_none() => Err(FieldFault {
            field: "org",
            fault: TextFault::Missing,
        }),
        RaisedFor::Org(kinds) => match org_kind {
            Some(found) if kinds.contains(&found) => Ok(()),
            found => Err(unknown("org", found.unwrap_or_default(), kinds.join(", "))),
        },
    }
}

/// The subdistrict and district of a place.
fn places_of(place: &PlaceCode, widths: &Widths) -> Result<(PlaceCode, PlaceCode), FieldFault> {
    let above = |level| widths.level_of(place).and_then(|_| widths.ancestor(place, level));
    above(Level::Subdistrict).zip(above(Level::District)).ok_or(FieldFault {
        field: "place",
        fault: TextFault::TooWide,
    })
}

fn first_standing(kind: &Kind, topic: &'static Topic, priority: Priority, now: Timestamp) -> Standing {
    let mut standing = Standing {
        assigned_account: None,
        assigned_org: None,
        closed_at: None,
        due_at: DueTimes::of(Some(topic)).due_at(now, priority),
        escalate_at: None,
        is_overdue: false,
        merged_into: None,
        priority,
        solver: None,
        state: State::Raised,
        tier: kind.start_tier,
        touched_at: now,
    };
    standing.escalate_at = due::escalate_at(&standing, now);
    standing
}
