//! What can be wrong with a draft.

use std::fmt;

use thiserror::Error;

/// The stop, pair, group or vehicle type that is at fault: its place in the draft, and its id if it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A stop.
    Stop(usize, String),
    /// A pair.
    Pair(usize),
    /// A group.
    Group(usize),
    /// A vehicle type.
    Vehicle(usize, String),
}

impl Whose {
    /// The list of the draft that it is in, and its place there.
    pub(crate) fn place(&self) -> (&'static str, usize) {
        match self {
            Whose::Stop(index, _) => ("stops", *index),
            Whose::Pair(index) => ("pairs", *index),
            Whose::Group(index) => ("groups", *index),
            Whose::Vehicle(index, _) => ("vehicles", *index),
        }
    }
}

impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Whose::Stop(_, id) => write!(f, "stop {id:?}"),
            Whose::Pair(index) => write!(f, "pair {index}"),
            Whose::Group(index) => write!(f, "group {index}"),
            Whose::Vehicle(_, id) => write!(f, "vehicle {id:?}"),
        }
    }
}

/// A step from the whole draft to a part of it, as its JSON form is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Into a field.
    Field(String),
    /// To an entry of a list.
    Entry(usize),
}

/// Why a [`Draft`](super::Draft) is no instance. Places count from 0, as in the draft.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// No profile of travel.
    #[error("there is no travel profile; an instance needs at least one")]
    NoTravel,
    /// A table of the wrong length.
    #[error("travel profile {profile}: {what} has {found} entries; {size} locations need {expected}")]
    TableSize {
        /// Which profile.
        profile: usize,
        /// `distances` or `durations`.
        what: &'static str,
        /// How many locations it says it has.
        size: usize,
        /// How many entries there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Profiles that don't know the same locations.
    #[error("travel profile {profile} knows {found} locations; the first one knows {expected}")]
    ProfileSize {
        /// Which profile.
        profile: usize,
        /// How many it knows.
        found: usize,
        /// How many it should know.
        expected: usize,
    },
    /// Points that don't match the locations.
    #[error("there are {found} points; {expected} locations need as many, or none")]
    Points {
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A reference to something that isn't there.
    #[error("{whose}: {field} is {found}; there are only {count}, counted from 0")]
    NoSuch {
        /// Who refers to it.
        whose: Whose,
        /// In which field.
        field: String,
        /// To what.
        found: usize,
        /// How many there are.
        count: usize,
    },
    /// A quantity that is negative or too large.
    #[error("{whose}: {field} is {found}; it must lie between 0 and {largest}")]
    OutOfRange {
        /// Whose it is.
        whose: Whose,
        /// Which field.
        field: String,
        /// What it says.
        found: i64,
        /// The largest it may be.
        largest: i64,
    },
    /// A window that ends before it begins.
    #[error("{whose}: {field} has a window from {earliest} to {latest}; its latest must not be before its earliest")]
    EmptyWindow {
        /// Whose it is.
        whose: Whose,
        /// Which field.
        field: String,
        /// Its beginning.
        earliest: i64,
        /// Its end.
        latest: i64,
    },
    /// Two stops or two vehicle types of one name.
    #[error("{whose}: its id is there twice; an id belongs to one only")]
    DuplicateId {
        /// The second of them.
        whose: Whose,
    },
    /// A stop that belongs to two pairs, groups or lists of first stops, or twice to one.
    #[error("{whose}: {field} names stop {stop:?} a second time; a stop is in one {kind} at most, and there once")]
    SharedStop {
        /// Who names it second.
        whose: Whose,
        /// In which field.
        field: &'static str,
        /// The stop's id.
        stop: String,
        /// `pair or group` or `list of first stops`.
        kind: &'static str,
    },
    /// A member of a pair or group with a penalty or priority of its own.
    #[error("{whose}: it is in a pair or group and has a {field}; that belongs to the pair or group")]
    OfMember {
        /// The stop.
        whose: Whose,
        /// Which of them.
        field: &'static str,
    },
    /// Something optional with a priority.
    #[error("{whose}: it has a penalty and a priority; a priority is for what is required, which has no penalty")]
    PriorityOfOptional {
        /// Whose it is.
        whose: Whose,
    },
    /// A pair's second stop that picks up, or either that delivers from the depot.
    #[error(
        "{whose}: it is in a pair and has a {field}; a pair's load is what its first stop picks up, and nothing else"
    )]
    LoadOfPair {
        /// The stop.
        whose: Whose,
        /// Which load.
        field: &'static str,
    },
    /// First stops of a type with more than one vehicle.
    #[error("{whose}: it has first_stops and a count of {count}; first stops need a count of 1")]
    FirstStopsOfMany {
        /// The type.
        whose: Whose,
        /// How many there are.
        count: usize,
    },
    /// One stop of a pair among a vehicle's first stops, and the other one not.
    #[error("{whose}: one of its stops is among the first_stops of a vehicle; both must be, or none")]
    HalfPairFirst {
        /// The pair.
        whose: Whose,
    },
    /// Numbers that are each allowed, but together too large to be summed without overflow.
    #[error("{what} could reach {found}; a sum must stay under {limit}: use a larger unit")]
    SumTooLarge {
        /// What is summed.
        what: &'static str,
        /// The bound found.
        found: i128,
        /// What it must stay under.
        limit: i64,
    },
}

impl Fault {
    /// Whose fault it is, and in which field; none where it is no stop's, pair's, group's or vehicle type's.
    pub(crate) fn at(&self) -> Option<(&Whose, &str)> {
        match self {
            Fault::NoTravel
            | Fault::TableSize { .. }
            | Fault::ProfileSize { .. }
            | Fault::Points { .. }
            | Fault::SumTooLarge { .. } => None,
            Fault::NoSuch { whose, field, .. }
            | Fault::OutOfRange { whose, field, .. }
            | Fault::EmptyWindow { whose, field, .. } => Some((whose, field.as_str())),
            Fault::SharedStop { whose, field, .. }
            | Fault::LoadOfPair { whose, field }
            | Fault::OfMember { whose, field } => Some((whose, *field)),
            Fault::DuplicateId { whose } => Some((whose, "id")),
            Fault::PriorityOfOptional { whose } => Some((whose, "priority")),
            Fault::FirstStopsOfMany { whose, .. } => Some((whose, "count")),
            Fault::HalfPairFirst { whose } => Some((whose, "pickup")),
        }
    }

    /// The fault in words, with whose it is called by another name. Every message about somebody begins with who it is.
    pub(crate) fn said_of(&self, name: &str) -> String {
        let said = self.to_string();
        let whose = self.at().map(|(whose, _)| whose.to_string());
        match whose.and_then(|whose| said.strip_prefix(whose.as_str())) {
            Some(rest) => format!("{name}{rest}"),
            None => said,
        }
    }

    /// The way to what is at fault from the outside in; none where the whole draft is.
    pub(crate) fn path(&self) -> Vec<Step> {
        if let Some((whose, field)) = self.at() {
            let (list, index) = whose.place();
            let element = [Step::Field(list.into()), Step::Entry(index)];
            let fields = field.split('.').map(|field| Step::Field(field.into()));
            return element.into_iter().chain(fields).collect();
        }
        let travel = || Step::Field("travel".into());
        match self {
            Fault::NoTravel => vec![travel()],
            Fault::Points { .. } => vec![Step::Field("points".into())],
            Fault::ProfileSize { profile, .. } => vec![travel(), Step::Entry(*profile)],
            Fault::TableSize { profile, what, .. } => {
                let fields = ["table", what].map(|field| Step::Field(field.into()));
                [travel(), Step::Entry(*profile)].into_iter().chain(fields).collect()
            }
            _ => Vec::new(),
        }
    }
}
