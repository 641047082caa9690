//! The book's page of one run.

use crate::client::Auth;
use std::collections::BTreeSet;
use tongxin_city::Timestamp;

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunStanding {
    Planned,
    UnderWay,
    Over,
    Broken,
    Cancelled,
}

impl RunStanding {
    /// Its word in the API.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            RunStanding::Planned => "planned",
            RunStanding::UnderWay => "under_way",
            RunStanding::Over => "over",
            RunStanding::Broken => "broken",
            RunStanding::Cancelled => "cancelled",
        }
    }
}

/// What a run brings: an order, as an index in the plan, or a patient, by the ride's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Load {
    Order(usize),
    Ride(usize),
}

impl Load {
    /// The order.
    pub(crate) fn order(self) -> Option<usize> {
        match self {
            Load::Order(order) => Some(order),
            Load::Ride(_) => None,
        }
    }

    /// The ride.
    pub(crate) fn ride(self) -> Option<usize> {
        match self {
            Load::Order(_) => None,
            Load::Ride(ride) => Some(ride),
        }
    }
}

/// A stop of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LiveStop {
    /// Where, as the API names it.
    pub place: String,
    pub from_at: Timestamp,
    pub due_at: Timestamp,
    pub arrive_at: Timestamp,
    pub leave_at: Timestamp,
    /// Whether patients get in here.
    pub is_pickup: bool,
    pub loads: Vec<Load>,
    /// Those of which nobody has said what became of them.
    pub open: BTreeSet<Load>,
}

impl LiveStop {
    /// When it begins on a run that is so far behind: waiting for a window to open is no delay.
    pub(crate) fn expected_at(&self, behind_ms: i64) -> Timestamp {
        self.arrive_at.plus_millis(behind_ms).max(self.from_at)
    }
}

/// A run.
#[derive(Debug, Clone)]
pub(crate) struct LiveRun {
    /// Whose, as an index in the supply plan.
    pub firm: usize,
    /// What opens it, once whoever drives has its link.
    pub key: Option<Auth>,
    pub standing: RunStanding,
    pub start_at: Timestamp,
    pub end_at: Timestamp,
    pub metres: i64,
    /// In order, without those where goods are only taken on.
    pub stops: Vec<LiveStop>,
    /// Orders that are taken on from a vehicle that broke down.
    pub taken_on: BTreeSet<usize>,
    /// Rides whose patients got in.
    pub on_board: BTreeSet<usize>,
    /// By how much whoever drives is behind the plan.
    pub driver_late_ms: i64,
    /// By how much the system knows the run to be behind.
    pub known_late_ms: i64,
    /// The stop that was made last, and when.
    pub last_made: Option<(Timestamp, usize)>,
    /// When it broke down.
    pub broken_at: Option<Timestamp>,
}

impl LiveRun {
    /// Whether it has not come back.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.standing, RunStanding::Planned | RunStanding::UnderWay)
    }

    /// What it will bring or fetch after it is due, but for who is on board: by how far it is known to be behind, or because it should have
    /// left, or left its next stop, and has not.
    pub(crate) fn expected_late(&self, now: Timestamp) -> impl Iterator<Item = Load> {
        let behind = self.behind_ms(now);
        let is_looked_at = self.is_open() && self.start_at < now;
        let stops = self.stops.iter().filter(move |_| is_looked_at);
        let late = stops.filter(move |stop| stop.expected_at(behind).max(now) > stop.due_at);
        let open = late.flat_map(|stop| stop.open.iter().copied());
        open.filter(|load| !matches!(load, Load::Ride(ride) if self.on_board.contains(ride)))
    }

    fn behind_ms(&self, now: Timestamp) -> i64 {
        let first = self.last_made.map_or(0, |(_, stop)| stop + 1);
        let next = self.stops.iter().skip(first).find(|stop| !stop.open.is_empty());
        let waits = match self.standing {
            RunStanding::Planned => now.millis_since(self.start_at),
            _ => next.map_or(0, |next| now.millis_since(next.leave_at)),
        };
        self.known_late_ms.max(waits)
    }

    /// It leaves; how late that is, everybody who waits is told.
    pub(crate) fn leave(&mut self, at: Timestamp) {
        self.standing = RunStanding::UnderWay;
        self.known_late_ms = at.millis_since(self.start_at).max(0);
    }

    /// A stop is made. Of two at once the first counts: who was not there is not brought anywhere either.
    pub(crate) fn make(&mut self, stop: usize, at: Timestamp) {
        let is_last = self
            .last_made
            .is_none_or(|(known_at, known)| at > known_at || (at == known_at && stop < known));
        if is_last {
            self.last_made = Some((at, stop));
        }
        self.known_late_ms = at.millis_since(self.stops[stop].leave_at).max(0);
    }

    /// Goes on as a plan says that was made while it was on the road. Its times hold what the system knows of delays; what it
    /// does not know whoever drives is still behind by.
    pub(crate) fn go_on_by(&mut self, told: LiveRun) {
        let still_open = |stop: &LiveStop| -> BTreeSet<Load> {
            let known = |load: &Load| {
                let mut stops = self.stops.iter().filter(|known| known.is_pickup == stop.is_pickup);
                stops
                    .find(|known| known.loads.contains(load))
                    .is_none_or(|known| known.open.contains(load))
            };
            stop.open.iter().copied().filter(known).collect()
        };
        let open: Vec<BTreeSet<Load>> = told.stops.iter().map(still_open).collect();
        self.stops = told.stops;
        for (stop, open) in self.stops.iter_mut().zip(open) {
            stop.open = open;
        }
        self.last_made = None;
        (self.end_at, self.metres) = (told.end_at, told.metres);
        self.driver_late_ms = (self.driver_late_ms - self.known_late_ms).max(0);
        self.known_late_ms = 0;
    }

    /// When whoever drives says that they were done at a stop.
    pub(crate) fn said_at(&self, stop: usize) -> Timestamp {
        self.stops[stop].leave_at.plus_millis(self.driver_late_ms)
    }
}
