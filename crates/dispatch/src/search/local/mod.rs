//! Local search beside ruin and recreate: moves that save something, until none does.
//!
//! Only moves after which every rule is kept. A move is looked for around the stops of routes that changed, among their nearest
//! neighbours; what it costs is joined from the old routes' segments ([`way`]). Pairs are left to ruin and recreate, which moves
//! them as well as a move of their own does, and so are routes that reload. Start reading at [`Local::improve`].

mod choice;
mod drivers;
mod found;
mod relocate;
mod swap;
mod tails;
mod way;

use super::best::Best;
use super::state::State;
pub(crate) use found::Found;

/// How many of a stop's neighbours moves look at.
const PLACES: usize = 20;

/// The stops that still have to be looked at.
pub(crate) struct Local {
    queue: Vec<u32>,
    is_queued: Vec<bool>,
}

impl Local {
    pub(crate) fn new(state: &State) -> Self {
        Self {
            queue: Vec::new(),
            is_queued: vec![false; state.problem.stops.len()],
        }
    }

    /// Asks for a stop to be looked at, and those before and behind it.
    pub(crate) fn look_around(&mut self, state: &State, stop: u32) {
        if state.is_served(stop) {
            let node = &state.nodes[stop as usize];
            [node.before, stop, node.after]
                .into_iter()
                .for_each(|node| self.look_at(state, node));
        }
    }

    /// Asks for a node to be looked at, if it is a stop.
    pub(crate) fn look_at(&mut self, state: &State, node: u32) {
        if state.is_stop(node) && !std::mem::replace(&mut self.is_queued[node as usize], true) {
            self.queue.push(node);
        }
    }

    /// Makes moves around the stops that are to be looked at until none saves anything. Nothing may be uncommitted.
    pub(crate) fn improve(&mut self, state: &mut State, best: &mut Best) {
        while let Some(stop) = self.queue.pop() {
            self.is_queued[stop as usize] = false;
            if state.may_move(stop) && self.move_stop(state, stop) {
                let changed: Vec<u32> = state.journal.changed().collect();
                changed.into_iter().for_each(|route| best.note_changed(route));
                state.commit();
                self.look_around(state, stop);
            }
        }
    }

    /// Makes the best move around a stop. False if there is none.
    fn move_stop(&mut self, state: &mut State, stop: u32) -> bool {
        let mut found = Found::default();
        state.find_relocation(stop, &mut found);
        state.find_exchange_of_tails(stop, &mut found);
        state.find_swap(stop, &mut found);
        state.find_choice(stop, &mut found);
        if !found.is_some() {
            return false;
        }
        let node = state.nodes[stop as usize];
        state.make(&found);
        self.look_at(state, node.before);
        self.look_at(state, node.after);
        found.comes.into_iter().for_each(|stop| self.look_around(state, stop));
        true
    }
}
