//! What can be wrong with a draft.

use thiserror::Error;

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
        whose: String,
        /// In which field.
        field: &'static str,
        /// To what.
        found: usize,
        /// How many there are.
        count: usize,
    },
    /// A quantity that is negative or too large.
    #[error("{whose}: {field} is {found}; it must lie between 0 and {largest}")]
    OutOfRange {
        /// Whose it is.
        whose: String,
        /// Which field.
        field: &'static str,
        /// What it says.
        found: i64,
        /// The largest it may be.
        largest: i64,
    },
    /// A window that ends before it begins.
    #[error("{whose}: a window from {earliest} to {latest} ends before it begins")]
    EmptyWindow {
        /// Whose it is.
        whose: String,
        /// Its beginning.
        earliest: i64,
        /// Its end.
        latest: i64,
    },
    /// Two stops or two vehicle types of one name.
    #[error("{kind} {id:?} is there twice; an id belongs to one only")]
    DuplicateId {
        /// `stop` or `vehicle`.
        kind: &'static str,
        /// The id.
        id: String,
    },
    /// A stop that belongs to two pairs, groups or first stops, or twice to one.
    #[error("stop {stop:?} is in more than one {kind}; it may be in one only")]
    SharedStop {
        /// The stop's id.
        stop: String,
        /// `pair or group` or `list of first stops`.
        kind: &'static str,
    },
    /// A member of a pair or group with a penalty of its own.
    #[error("stop {stop:?} has a penalty and is in a pair or group; the penalty belongs to the pair or group")]
    PenaltyOfMember {
        /// The stop's id.
        stop: String,
    },
    /// A pair's second stop that picks up, or either that delivers from the depot.
    #[error(
        "stop {stop:?} is in a pair and has a {field}; a pair's load is what its first stop picks up, and nothing else"
    )]
    LoadOfPair {
        /// The stop's id.
        stop: String,
        /// Which load.
        field: &'static str,
    },
    /// First stops of a type with more than one vehicle.
    #[error("vehicle {vehicle:?} has first stops and a count of {count}; first stops need a type of one vehicle")]
    FirstStopsOfMany {
        /// The type's id.
        vehicle: String,
        /// How many there are.
        count: usize,
    },
    /// One stop of a pair among a vehicle's first stops, and the other one not.
    #[error("pair {pair}: one of its stops is among the first stops of a vehicle; both must be, or none")]
    HalfPairFirst {
        /// Which pair.
        pair: usize,
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
