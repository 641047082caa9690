//! How a change of a need moves the counts the board sums.

use crate::rules::need::{Standing, State, Tier};

/// The pseudo-state under which open overdue needs are counted besides their own state.
pub const OVERDUE: &str = "overdue";

/// One counter's move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// Needs that are in a state, or [`OVERDUE`].
    State(&'static str, i64),
    /// Open needs at a tier.
    Tier(Tier, i64),
}

/// The moves from one standing to the next; `before` is none for a new need.
pub fn moves(before: Option<&Standing>, after: &Standing) -> Vec<Move> {
    let mut moves = Vec::new();
    let state_before = before.map(|standing| standing.state);
    if state_before != Some(after.state) {
        moves.extend(state_before.map(|state: State| Move::State(state.as_str(), -1)));
        moves.push(Move::State(after.state.as_str(), 1));
    }
    let is_overdue_before = before.is_some_and(|standing| standing.is_overdue);
    if is_overdue_before != after.is_overdue {
        moves.push(Move::State(OVERDUE, if after.is_overdue { 1 } else { -1 }));
    }
    let tier_before = before
        .filter(|standing| standing.state.is_open())
        .map(|standing| standing.tier);
    let tier_after = after.state.is_open().then_some(after.tier);
    if tier_before != tier_after {
        moves.extend(tier_before.map(|tier| Move::Tier(tier, -1)));
        moves.extend(tier_after.map(|tier| Move::Tier(tier, 1)));
    }
    moves
}
