//! A place found for a job, and the random looking away that keeps the search from being too greedy.

use super::chance::Chance;

/// How often a place is not looked at: the blinks of Christiaens and Vanden Berghe.
const BLINK: f64 = 0.01;

/// One node to be put into a route.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Put {
    pub(crate) index: u32,
    pub(crate) node: u32,
    pub(crate) window: u32,
}

/// Where a job can go, and what that adds to the cost. Puts are made in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) cost: i64,
    pub(crate) route: u32,
    /// The vehicle that takes the route over, with the job; the route's own one if it has room.
    pub(crate) vehicle: u32,
    pub(crate) puts: [Put; 2],
    pub(crate) count: u32,
}

impl Spot {
    /// Nowhere, at this cost: only a cheaper place replaces it.
    pub(crate) fn nowhere(cost: i64) -> Self {
        Self {
            cost,
            route: u32::MAX,
            vehicle: u32::MAX,
            puts: [Put::default(); 2],
            count: 0,
        }
    }

    /// Whether there is a place at all.
    pub(crate) fn is_somewhere(&self) -> bool {
        self.count > 0
    }

    /// One node.
    #[inline]
    pub(crate) fn one(cost: i64, route: u32, put: Put) -> Self {
        Self {
            cost,
            route,
            vehicle: route,
            puts: [put, Put::default()],
            count: 1,
        }
    }

    /// Two nodes.
    #[inline]
    pub(crate) fn two(cost: i64, route: u32, puts: [Put; 2]) -> Self {
        Self {
            cost,
            route,
            vehicle: route,
            puts,
            count: 2,
        }
    }
}

/// Decides which places are not looked at. One random number does for the hundred looks between two blinks.
#[derive(Clone, Debug)]
pub(crate) struct Blinks {
    left: u32,
}

impl Blinks {
    pub(crate) fn new(chance: &mut Chance) -> Self {
        Self {
            left: chance.trials(BLINK),
        }
    }

    /// Whether this look is missed.
    #[inline(always)]
    pub(crate) fn blink(&mut self, chance: &mut Chance) -> bool {
        self.left -= 1;
        if self.left > 0 {
            return false;
        }
        self.left = chance.trials(BLINK);
        true
    }
}
