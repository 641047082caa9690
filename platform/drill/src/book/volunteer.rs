//! A shift in the book: who has a place, who waits, who came, and for how many minutes.

use crate::plan_volunteer::PlannedShift;
use std::collections::BTreeMap;
use tongxin_city::Timestamp;

/// So long after a shift its hours are written down.
const SETTLED_AFTER_MS: i64 = 2 * Timestamp::HOUR_MS;

/// How somebody's place stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the state of the same name in the system")]
pub enum PlaceState {
    Taken,
    Offered,
    Waiting,
    Left,
    In,
    Came,
    Missed,
    CalledOff,
}

impl PlaceState {
    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            PlaceState::Taken => "taken",
            PlaceState::Offered => "offered",
            PlaceState::Waiting => "waiting",
            PlaceState::Left => "left",
            PlaceState::In => "in",
            PlaceState::Came => "came",
            PlaceState::Missed => "missed",
            PlaceState::CalledOff => "called_off",
        }
    }

    /// Whether nobody else can have it.
    pub const fn is_held(self) -> bool {
        matches!(
            self,
            PlaceState::Taken | PlaceState::Offered | PlaceState::In | PlaceState::Came | PlaceState::Missed
        )
    }
}

/// How a shift stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShiftState {
    /// It takes place.
    Open,
    /// It was called off.
    CalledOff,
    /// It is over, and its hours are written down.
    Settled,
}

impl ShiftState {
    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            ShiftState::Open => "open",
            ShiftState::CalledOff => "cancelled",
            ShiftState::Settled => "settled",
        }
    }
}

/// Somebody's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookPlace {
    /// How it stands.
    pub state: PlaceState,
    since: usize,
    in_at: Option<Timestamp>,
    /// Minutes that are written down.
    pub minutes: i64,
}

/// A shift's page.
#[derive(Debug, Clone)]
pub struct BookShift {
    start_at: Timestamp,
    end_at: Timestamp,
    fill_by: Timestamp,
    needed: usize,
    state: ShiftState,
    places: BTreeMap<usize, BookPlace>,
    turns: usize,
}

impl BookShift {
    /// One that was just opened.
    pub fn opened(shift: &PlannedShift) -> BookShift {
        BookShift {
            start_at: shift.start_at,
            end_at: shift.end_at,
            fill_by: shift.fill_by,
            needed: shift.needed as usize,
            state: ShiftState::Open,
            places: BTreeMap::new(),
            turns: 0,
        }
    }

    /// How it stands.
    pub fn state(&self) -> ShiftState {
        self.state
    }

    /// Everybody who has to do with it.
    pub fn places(&self) -> impl Iterator<Item = (usize, &BookPlace)> {
        self.places.iter().map(|(who, place)| (*who, place))
    }

    /// Places that somebody holds.
    pub fn held(&self) -> usize {
        self.places.values().filter(|place| place.state.is_held()).count()
    }

    /// Whether people are lacking.
    pub fn is_short(&self) -> bool {
        self.held() < self.needed
    }

    /// Whether a need has to say at `now` that people are lacking.
    pub fn lacks(&self, now: Timestamp) -> bool {
        self.state == ShiftState::Open && self.fill_by <= now && now < self.end_at && self.is_short()
    }

    fn set(&mut self, who: usize, state: PlaceState) -> PlaceState {
        self.turns += 1;
        let place = self.places.entry(who).or_insert(BookPlace {
            state,
            since: 0,
            in_at: None,
            minutes: 0,
        });
        (place.state, place.since) = (state, self.turns);
        state
    }

    /// Whoever has stood so longest.
    fn first(&self, state: PlaceState) -> Option<usize> {
        let found = self.places.iter().filter(|(_, place)| place.state == state);
        found.min_by_key(|(_, place)| place.since).map(|(who, _)| *who)
    }

    /// Somebody signs up, takes over what somebody offers, or waits.
    pub fn take(&mut self, who: usize) -> PlaceState {
        if self.is_short() {
            return self.set(who, PlaceState::Taken);
        }
        match self.first(PlaceState::Offered) {
            Some(other) => {
                self.set(other, PlaceState::Left);
                self.set(who, PlaceState::Taken)
            }
            None => self.set(who, PlaceState::Waiting),
        }
    }

    /// Somebody gives theirs up; whoever waits longest gets it.
    pub fn leave(&mut self, who: usize) -> PlaceState {
        self.set(who, PlaceState::Left);
        if let Some(next) = self.first(PlaceState::Waiting) {
            self.set(next, PlaceState::Taken);
        }
        PlaceState::Left
    }

    /// Somebody would hand theirs over; whoever waits gets it at once.
    pub fn offer(&mut self, who: usize) -> PlaceState {
        match self.first(PlaceState::Waiting) {
            Some(_) => self.leave(who),
            None => self.set(who, PlaceState::Offered),
        }
    }

    /// It is called off.
    pub fn call_off(&mut self) {
        self.state = ShiftState::CalledOff;
        for place in self.places.values_mut() {
            place.state = match place.state {
                PlaceState::Taken | PlaceState::Offered => PlaceState::CalledOff,
                PlaceState::Waiting => PlaceState::Left,
                other => other,
            };
        }
    }

    /// Somebody comes; answers how the place stands, and whether they had come before.
    pub fn check_in(&mut self, who: usize, now: Timestamp) -> Option<(PlaceState, bool)> {
        let place = self.places.get_mut(&who)?;
        let is_repeat = place.in_at.is_some();
        if !is_repeat {
            (place.state, place.in_at) = (PlaceState::In, Some(now));
        }
        Some((place.state, is_repeat))
    }

    /// Somebody goes: their minutes are written down.
    pub fn check_out(&mut self, who: usize, now: Timestamp) -> Option<PlaceState> {
        let span = (self.start_at, self.end_at);
        let place = self.places.get_mut(&who)?;
        place.credit(now, span);
        Some(place.state)
    }

    /// Writes the hours down once it is over for long enough; answers whether that was now.
    pub fn clock_acts(&mut self, now: Timestamp) -> bool {
        if self.state != ShiftState::Open || self.end_at.plus_millis(SETTLED_AFTER_MS) > now {
            return false;
        }
        self.state = ShiftState::Settled;
        let span = (self.start_at, self.end_at);
        for place in self.places.values_mut() {
            match place.state {
                PlaceState::In => place.credit(self.end_at, span),
                PlaceState::Taken | PlaceState::Offered => place.state = PlaceState::Missed,
                PlaceState::Waiting => place.state = PlaceState::Left,
                _ => {}
            }
        }
        true
    }
}

impl BookPlace {
    /// What lies inside the shift counts.
    fn credit(&mut self, went_at: Timestamp, (start_at, end_at): (Timestamp, Timestamp)) {
        let came_at = self.in_at.unwrap_or(start_at).max(start_at);
        self.minutes = (went_at.min(end_at).millis_since(came_at) / Timestamp::MINUTE_MS).max(0);
        self.state = PlaceState::Came;
    }
}
