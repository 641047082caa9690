//! A visit in the book: knocks are only added, and how it stands follows from all of them.

use crate::plan::By;
use crate::plan_care::Found;
use tongxin_city::Timestamp;

/// Knocks shortly after each other are one try.
const TRIES_APART_MS: i64 = 15 * Timestamp::MINUTE_MS;
/// After a knock in vain somebody has to try again within this time.
const SECOND_TRY_MS: i64 = 2 * Timestamp::HOUR_MS;

/// How a visit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is the state of the same name in the system")]
pub enum VisitState {
    Due,
    Well,
    Needs,
    NoAnswer,
    Unanswered,
    Refused,
    Moved,
    Missed,
}

impl VisitState {
    /// Its word in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            VisitState::Due => "due",
            VisitState::Well => "well",
            VisitState::Needs => "needs",
            VisitState::NoAnswer => "no_answer",
            VisitState::Unanswered => "unanswered",
            VisitState::Refused => "refused",
            VisitState::Moved => "moved",
            VisitState::Missed => "missed",
        }
    }

    /// Whether somebody saw or heard the person.
    pub const fn is_seen(self) -> bool {
        matches!(self, VisitState::Well | VisitState::Needs | VisitState::Refused)
    }

    /// Whether the visit is over and nobody opened.
    pub const fn is_trouble(self) -> bool {
        matches!(self, VisitState::Unanswered | VisitState::Missed)
    }

    /// Whether nobody saw the person, and a need says so.
    pub const fn is_unseen(self) -> bool {
        self.is_trouble() || matches!(self, VisitState::Moved)
    }

    /// Whether somebody still has to go there.
    pub const fn is_open(self) -> bool {
        matches!(self, VisitState::Due | VisitState::NoAnswer)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Knock {
    found: Found,
    by: By,
    said_at: Timestamp,
}

/// A visit's page.
#[derive(Debug, Clone)]
pub struct BookVisit {
    due_at: Timestamp,
    state: VisitState,
    knocks: Vec<Knock>,
}

impl BookVisit {
    /// One that is still to be made by then.
    pub fn made(due_at: Timestamp) -> BookVisit {
        BookVisit {
            due_at,
            state: VisitState::Due,
            knocks: Vec::new(),
        }
    }

    /// How it stands.
    pub fn state(&self) -> VisitState {
        self.state
    }

    /// How many said something.
    pub fn knocks(&self) -> usize {
        self.knocks.len()
    }

    /// Adds what somebody found, and answers how it stands then.
    pub fn knock(&mut self, found: Found, by: By, said_at: Timestamp) -> VisitState {
        self.knocks.push(Knock { found, by, said_at });
        self.state = self.standing();
        self.state
    }

    /// What was found weighs: that somebody was seen more than that nobody answered.
    fn standing(&self) -> VisitState {
        let has = |found| self.knocks.iter().any(|knock| knock.found == found);
        let said = [
            (Found::Needs, VisitState::Needs),
            (Found::Well, VisitState::Well),
            (Found::Refused, VisitState::Refused),
            (Found::Moved, VisitState::Moved),
        ];
        if let Some((_, state)) = said.into_iter().find(|(found, _)| has(*found)) {
            return state;
        }
        match self.tries().len() {
            0 => self.state,
            1 if !self.state.is_trouble() => VisitState::NoAnswer,
            _ => VisitState::Unanswered,
        }
    }

    /// When somebody knocked in vain, each try once.
    fn tries(&self) -> Vec<Timestamp> {
        let vain = self.knocks.iter().filter(|knock| knock.found == Found::NoAnswer);
        let mut all: Vec<Timestamp> = vain.map(|knock| knock.said_at).collect();
        all.sort_unstable();
        let mut tries: Vec<Timestamp> = Vec::new();
        for at in all {
            if tries.last().is_none_or(|last| at.millis_since(*last) >= TRIES_APART_MS) {
                tries.push(at);
            }
        }
        tries
    }

    /// When somebody has to try again, while that is so.
    pub fn again_by(&self) -> Option<Timestamp> {
        let first = self
            .tries()
            .first()
            .copied()
            .filter(|_| self.state == VisitState::NoAnswer)?;
        Some(first.plus_millis(SECOND_TRY_MS).min(self.due_at))
    }

    /// What the clock says of it at `now`, if it must say something: that nobody came, or that nobody tried again.
    pub fn clock_acts(&mut self, now: Timestamp) -> Option<VisitState> {
        let is_over = self.due_at <= now;
        self.state = match self.state {
            VisitState::Due if is_over => VisitState::Missed,
            VisitState::NoAnswer if is_over || self.again_by().is_some_and(|by| by <= now) => VisitState::Unanswered,
            _ => return None,
        };
        Some(self.state)
    }

    /// Whether two people say different things; that nobody answered and somebody did later is none.
    pub fn is_disputed(&self) -> bool {
        let is_vain_before = |one: &Knock, other: &Knock| one.found == Found::NoAnswer && one.said_at <= other.said_at;
        let contradict = |one: &Knock, other: &Knock| {
            let differ = one.by != other.by && one.found != other.found;
            differ && !is_vain_before(one, other) && !is_vain_before(other, one)
        };
        let pairs = self.knocks.iter().enumerate();
        let mut pairs = pairs.flat_map(|(at, one)| self.knocks[..at].iter().map(move |other| (one, other)));
        pairs.any(|(one, other)| contradict(one, other))
    }
}
