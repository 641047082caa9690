//! What a gate knows: where it stands, which way the holder goes, and what time it is.

use std::time::Duration;

use tongxin_city::{PlaceCode, Timestamp, Zone};

use crate::pass::AreaCode;

/// Which way the holder goes at the gate of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Into the gate's place.
    Enter,
    /// Out of it.
    Leave,
}

impl Direction {
    /// The other one.
    #[must_use]
    pub const fn back(self) -> Direction {
        match self {
            Direction::Enter => Direction::Leave,
            Direction::Leave => Direction::Enter,
        }
    }
}

/// A gate, and somebody in front of it.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The place whose gate it is: a compound, a district, the city.
    pub place: PlaceCode,
    /// The areas that the place lies in.
    pub areas_around: &'a [AreaCode],
    /// The areas that lie wholly in the place.
    pub areas_within: &'a [AreaCode],
    /// The corridor the gate stands on.
    pub corridor: Option<&'a str>,
    /// Which way the holder goes.
    pub direction: Direction,
    /// What the gate's clock says.
    pub at: Timestamp,
    /// By how much that may be wrong, either way.
    pub clock_uncertainty: Duration,
    /// The zone whose days and hours count: the city's.
    pub zone: &'a Zone,
}
