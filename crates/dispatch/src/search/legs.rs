//! Legs as the search reads them: for one stop, all ways to it lie side by side, and all ways from it too.
//!
//! A stop's insertion looks at some hundred legs that all begin or end at it. In a table by rows those that end at it are each
//! a miss of the cache, which was more than half of all time; a second table by columns (the same one where ways are as long
//! there as back) makes both kinds neighbours in memory.

use std::borrow::Cow;

use crate::model::{Leg, NO_WAY, Straight, Table, Travel};

/// Tables of more locations get no second table: memory counts more.
const LARGE: usize = 4_000;

/// Distance and duration.
pub(crate) type Pair = (i64, i64);

/// The legs of a profile.
pub(crate) enum Legs<'a> {
    /// Duration is distance.
    Single {
        size: usize,
        from: &'a [u32],
        to: Cow<'a, [u32]>,
        is_by_column: bool,
    },
    /// Both, side by side.
    Double {
        size: usize,
        from: Vec<[u32; 2]>,
        to: Vec<[u32; 2]>,
    },
    /// Computed.
    Straight(&'a Straight),
    /// Looked up where the caller has them.
    Plain(&'a Travel),
}

impl<'a> Legs<'a> {
    /// Lays out a profile.
    pub(crate) fn new(travel: &'a Travel) -> Self {
        match travel {
            Travel::Straight(straight) => Self::Straight(straight),
            Travel::Table(table) => Self::of_table(travel, table),
        }
    }

    fn of_table(travel: &'a Travel, table: &'a Table) -> Self {
        let size = table.size;
        let from = &table.distances[..];
        match &table.durations {
            None if is_symmetric(from, size) => Self::Single {
                size,
                from,
                to: Cow::Borrowed(from),
                is_by_column: true,
            },
            None if size > LARGE => Self::Single {
                size,
                from,
                to: Cow::Borrowed(from),
                is_by_column: false,
            },
            None => Self::Single {
                size,
                from,
                to: Cow::Owned(by_column(from, size)),
                is_by_column: true,
            },
            Some(_) if size > LARGE => Self::Plain(travel),
            Some(durations) => {
                let from: Vec<[u32; 2]> = from.iter().zip(durations).map(|(&far, &long)| [far, long]).collect();
                let to = by_column(&from, size);
                Self::Double { size, from, to }
            }
        }
    }

    /// A leg, one of many from the same location.
    #[inline(always)]
    pub(crate) fn from(&self, from: usize, to: usize) -> Pair {
        match self {
            Self::Single { size, from: table, .. } => single(table[from * size + to]),
            Self::Double { size, from: table, .. } => double(table[from * size + to]),
            Self::Straight(straight) => pair(straight.leg(from, to)),
            Self::Plain(travel) => pair(travel.leg(from, to)),
        }
    }

    /// A leg, one of many to the same location.
    #[inline(always)]
    pub(crate) fn to(&self, from: usize, to: usize) -> Pair {
        match self {
            Self::Single {
                size,
                to: table,
                is_by_column: true,
                ..
            } => single(table[to * size + from]),
            Self::Double { size, to: table, .. } => double(table[to * size + from]),
            _ => self.from(from, to),
        }
    }
}

#[inline(always)]
fn single(length: u32) -> Pair {
    if length == NO_WAY {
        pair(Leg::NO_WAY)
    } else {
        (i64::from(length), i64::from(length))
    }
}

#[inline(always)]
fn double([far, long]: [u32; 2]) -> Pair {
    if far == NO_WAY || long == NO_WAY {
        pair(Leg::NO_WAY)
    } else {
        (i64::from(far), i64::from(long))
    }
}

#[inline(always)]
fn pair(leg: Leg) -> Pair {
    (leg.distance.0, leg.duration.0)
}

fn is_symmetric(table: &[u32], size: usize) -> bool {
    (0..size).all(|from| (0..from).all(|to| table[from * size + to] == table[to * size + from]))
}

fn by_column<T: Copy>(table: &[T], size: usize) -> Vec<T> {
    (0..size)
        .flat_map(|to| (0..size).map(move |from| table[from * size + to]))
        .collect()
}
