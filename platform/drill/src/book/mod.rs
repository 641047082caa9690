//! The drill's own book: a plain model of one need, one order, every shelf, every pass, every visit and every shift, kept apart from the system so that the two can be compared.
//!
//! It follows the rules of ledger, shop, desk and gate as the documents state them, not the ledger's code: states, due times, tiers, and
//! what the clock does by itself. An act the rules forbid is an answer too: the system must refuse it for the same reason.

mod care;
mod gate;
mod orders;
mod passes;
mod shelf;
mod volunteer;
mod words;

pub use care::{BookVisit, VisitState};
pub use gate::Showing;
pub use orders::{BookLine, BookOrder, Follows, ShelfChange, Step};
pub use passes::{BookDesk, BookPass};
pub use shelf::{Shelf, Shelves};
pub use volunteer::{BookPlace, BookShift, PlaceState, ShiftState};
pub use words::{OrderState, PassState, Refused, State};

use crate::plan::{By, PlannedNeed, Priority, What};
use std::collections::HashMap;
use tongxin_city::Timestamp;

/// A need untouched for so long goes up a tier.
const UNTOUCHED_MS: i64 = 24 * Timestamp::HOUR_MS;
/// How long a decision can be taken back.
const UNDO_MS: i64 = 10 * Timestamp::MINUTE_MS;
/// The city's tier; nothing lies above it.
const TIER_CITY: u8 = 3;

/// An entry as the book expects it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BookEntry {
    /// Its kind's word.
    pub kind: &'static str,
    /// Who; nobody for the clock.
    pub by: Option<By>,
    /// When.
    pub at: Timestamp,
    /// Whether the need became overdue with it.
    pub is_newly_overdue: bool,
}

/// Hours until needs of a kind and topic are due, by priority; as the system states them.
#[derive(Debug, Clone, Default)]
pub struct DueHours(HashMap<(String, String), [u32; 4]>);

impl DueHours {
    /// States the hours of a topic.
    pub fn set(&mut self, kind: &str, topic: &str, hours: [u32; 4]) {
        self.0.insert((kind.to_owned(), topic.to_owned()), hours);
    }

    /// The hours of a topic.
    pub fn of(&self, kind: &str, topic: &str) -> Option<[u32; 4]> {
        self.0.get(&(kind.to_owned(), topic.to_owned())).copied()
    }
}

/// What entries change of a need.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Standing {
    state: State,
    tier: u8,
    priority: Priority,
    due_at: Timestamp,
    escalate_at: Option<Timestamp>,
    is_overdue: bool,
    assigned: Option<usize>,
    solver: Option<By>,
    merged_into: Option<usize>,
}

/// One need in the book.
#[derive(Debug, Clone)]
pub struct BookNeed {
    /// Nobody of a need that the system raised.
    owner: Option<By>,
    raiser: Option<By>,
    raised_at: Timestamp,
    due_hours: [u32; 4],
    now: Standing,
    before_last: Option<Standing>,
    entries: Vec<BookEntry>,
}

impl BookNeed {
    /// A need that was just raised by `raiser`; it belongs to `owner`.
    pub fn raised(
        need: &PlannedNeed,
        raiser: By,
        owner: By,
        start_tier: u8,
        due_hours: [u32; 4],
        at: Timestamp,
    ) -> BookNeed {
        BookNeed::new(need.priority, (Some(raiser), Some(owner)), start_tier, due_hours, at)
    }

    /// A need that the system just raised by itself.
    pub fn raised_by_clock(priority: Priority, start_tier: u8, due_hours: [u32; 4], at: Timestamp) -> BookNeed {
        BookNeed::new(priority, (None, None), start_tier, due_hours, at)
    }

    /// A need that somebody just raised for a household at its door.
    pub fn raised_at_door(by: By, start_tier: u8, due_hours: [u32; 4], at: Timestamp) -> BookNeed {
        BookNeed::new(Priority::Normal, (Some(by), None), start_tier, due_hours, at)
    }

    fn new(
        priority: Priority,
        (raiser, owner): (Option<By>, Option<By>),
        start_tier: u8,
        due_hours: [u32; 4],
        at: Timestamp,
    ) -> BookNeed {
        let mut standing = Standing {
            state: State::Raised,
            tier: start_tier,
            priority,
            due_at: due_at(due_hours, priority, at),
            escalate_at: None,
            is_overdue: false,
            assigned: None,
            solver: None,
            merged_into: None,
        };
        standing.escalate_at = escalate_at(&standing, at);
        let first = BookEntry {
            kind: "raised",
            by: raiser,
            at,
            is_newly_overdue: false,
        };
        BookNeed {
            owner,
            raiser,
            raised_at: at,
            due_hours,
            now: standing,
            before_last: None,
            entries: vec![first],
        }
    }

    /// The state.
    pub fn state(&self) -> State {
        self.now.state
    }

    /// Who deals with it, from 0 (the base) to 3 (the city).
    pub fn tier(&self) -> u8 {
        self.now.tier
    }

    /// How urgent it is.
    pub fn priority(&self) -> Priority {
        self.now.priority
    }

    /// When it is due.
    pub fn due_at(&self) -> Timestamp {
        self.now.due_at
    }

    /// Whether it is open and overdue.
    pub fn is_overdue(&self) -> bool {
        self.now.is_overdue
    }

    /// The need that carries on for it, as an index in the plan.
    pub fn merged_into(&self) -> Option<usize> {
        self.now.merged_into
    }

    /// The person it was given to.
    pub fn assigned(&self) -> Option<usize> {
        self.now.assigned
    }

    /// When it was raised.
    pub fn raised_at(&self) -> Timestamp {
        self.raised_at
    }

    /// Everything that happened to it.
    pub fn entries(&self) -> &[BookEntry] {
        &self.entries
    }

    /// Whether the clock must act on it by `now`.
    pub fn awaits_clock(&self, now: Timestamp) -> bool {
        self.now.escalate_at.is_some_and(|at| at <= now)
    }

    /// What the clock does at `now`, if it must act: an overdue or untouched need goes up.
    pub fn clock_acts(&mut self, now: Timestamp) -> Option<&'static str> {
        if !self.awaits_clock(now) {
            return None;
        }
        let mut after = self.now.clone();
        let is_at_top = after.tier >= TIER_CITY;
        let kind = if !after.is_overdue && after.due_at <= now {
            after.is_overdue = true;
            if is_at_top { "overdue" } else { "escalated" }
        } else {
            "escalated"
        };
        after.tier = (after.tier + 1).min(TIER_CITY);
        after.escalate_at = escalate_at(&after, now);
        self.enter(after, kind, None, now);
        Some(kind)
    }

    /// The system gives it to somebody as soon as it is raised.
    #[must_use]
    pub fn given(mut self, now: Timestamp) -> BookNeed {
        let mut after = self.now.clone();
        after.state = State::Assigned;
        after.escalate_at = escalate_at(&after, now);
        self.enter(after, "assigned", None, now);
        self
    }

    /// What it waited for has happened: the system closes it, if it is open.
    pub fn close(&mut self, now: Timestamp) -> bool {
        if !self.now.state.is_open() {
            return false;
        }
        let mut after = self.now.clone();
        after.state = State::StruckOff;
        (after.is_overdue, after.escalate_at) = (false, None);
        self.enter(after, "struck_off", None, now);
        true
    }

    /// Empties what it says, because the record that it was raised about has ended; how it stands stays.
    pub fn erase(&mut self, now: Timestamp) {
        self.enter(self.now.clone(), "erased", None, now);
    }

    /// Does an act, or says why the system must refuse it. `is_target_open` is for a merge.
    ///
    /// # Errors
    /// Why the rules forbid it.
    pub fn act(&mut self, by: By, what: &What, now: Timestamp, is_target_open: bool) -> Result<(), Refused> {
        let mut after = self.now.clone();
        let kind = self.applied(&mut after, by, what, now, is_target_open)?;
        let is_talk = matches!(what, What::Comment(_) | What::Attach);
        let is_touch = !(is_talk && self.is_raiser(by));
        after.is_overdue &= after.state.is_running();
        if is_touch {
            after.escalate_at = escalate_at(&after, now);
        }
        self.enter(after, kind, Some(by), now);
        Ok(())
    }

    fn is_raiser(&self, by: By) -> bool {
        Some(by) == self.owner || Some(by) == self.raiser
    }

    fn enter(&mut self, after: Standing, kind: &'static str, by: Option<By>, at: Timestamp) {
        let is_newly_overdue = after.is_overdue && !self.now.is_overdue;
        self.before_last = Some(std::mem::replace(&mut self.now, after));
        self.entries.push(BookEntry {
            kind,
            by,
            at,
            is_newly_overdue,
        });
    }

    fn applied(
        &self,
        after: &mut Standing,
        by: By,
        what: &What,
        now: Timestamp,
        is_target_open: bool,
    ) -> Result<&'static str, Refused> {
        let state = after.state;
        let fits = |is_right: bool| if is_right { Ok(()) } else { Err(Refused::WrongState) };
        match what {
            What::Raise => Err(Refused::WrongState),
            What::Accept => {
                fits(matches!(state, State::Raised | State::Reopened))?;
                after.state = State::Accepted;
                Ok("accepted")
            }
            What::Assign(person) => {
                fits(state.is_running())?;
                if state == State::Assigned && after.assigned == Some(*person) {
                    return Err(Refused::SameAssignee);
                }
                (after.state, after.assigned) = (State::Assigned, Some(*person));
                Ok("assigned")
            }
            What::Solve(_) => {
                fits(matches!(state, State::Accepted | State::Assigned))?;
                (after.state, after.solver) = (State::Solved, Some(by));
                Ok("solved")
            }
            What::StrikeOff(_) => {
                fits(state == State::Solved || (state.is_open() && self.is_raiser(by)))?;
                if after.solver == Some(by) {
                    return Err(Refused::SolverStrikesOff);
                }
                after.state = State::StruckOff;
                Ok("struck_off")
            }
            What::Decline(_) => {
                fits(state.is_running())?;
                after.state = State::Declined;
                Ok("declined")
            }
            What::Appeal(_) => {
                fits(state == State::Declined)?;
                after.tier = (after.tier + 1).min(TIER_CITY);
                self.reopen(after, now);
                Ok("appealed")
            }
            What::Reopen(_) => {
                fits(matches!(state, State::Solved | State::StruckOff | State::Merged))?;
                self.reopen(after, now);
                Ok("reopened")
            }
            What::Comment(_) => Ok("commented"),
            What::Attach => Ok("attached"),
            What::Escalate(_) => {
                fits(state.is_running())?;
                if after.tier >= TIER_CITY {
                    return Err(Refused::TopTier);
                }
                after.tier += 1;
                Ok("escalated")
            }
            What::Merge(into) => {
                fits(state.is_running())?;
                if !is_target_open {
                    return Err(Refused::MergeTargetClosed);
                }
                (after.state, after.merged_into) = (State::Merged, Some(*into));
                Ok("merged")
            }
            What::SetPriority(priority) => {
                fits(state.is_running())?;
                self.prioritise(after, *priority, now)?;
                Ok("prioritised")
            }
            What::Undo => {
                *after = self.undone(by, now)?;
                Ok("undone")
            }
        }
    }

    fn reopen(&self, after: &mut Standing, now: Timestamp) {
        after.state = State::Reopened;
        (after.assigned, after.solver, after.merged_into) = (None, None, None);
        after.is_overdue = false;
        after.due_at = due_at(self.due_hours, after.priority, now);
    }

    /// More urgent: never due later than before. Less urgent: counted from the raising, never earlier than before.
    fn prioritise(&self, after: &mut Standing, priority: Priority, now: Timestamp) -> Result<(), Refused> {
        if priority == after.priority {
            return Err(Refused::SamePriority);
        }
        after.due_at = if priority < after.priority {
            after.due_at.min(due_at(self.due_hours, priority, now))
        } else {
            after.due_at.max(due_at(self.due_hours, priority, self.raised_at))
        };
        after.priority = priority;
        after.is_overdue &= after.due_at <= now;
        Ok(())
    }

    fn undone(&self, by: By, now: Timestamp) -> Result<Standing, Refused> {
        let last = self
            .entries
            .last()
            .filter(|last| last.by == Some(by))
            .ok_or(Refused::UndoNotLast)?;
        if now.millis_since(last.at) > UNDO_MS {
            return Err(Refused::UndoTooLate);
        }
        self.before_last.clone().ok_or(Refused::UndoNotLast)
    }
}

fn due_at(hours: [u32; 4], priority: Priority, from: Timestamp) -> Timestamp {
    from.plus_hours(i64::from(hours[priority as usize]))
}

/// When the clock acts next, seen from `now`: at the due time, or after 24 h without a touch, whichever comes first.
fn escalate_at(standing: &Standing, now: Timestamp) -> Option<Timestamp> {
    if !standing.state.is_running() {
        return None;
    }
    let due = (!standing.is_overdue).then_some(standing.due_at);
    let untouched = (standing.tier < TIER_CITY).then(|| now.plus_millis(UNTOUCHED_MS));
    match (due, untouched) {
        (Some(due), Some(untouched)) => Some(due.min(untouched)),
        (due, untouched) => due.or(untouched),
    }
}
