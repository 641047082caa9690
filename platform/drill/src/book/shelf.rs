//! What is on a firm's shelves: pieces that are there, and of these the ones that are promised.

use super::orders::ShelfChange;
use std::collections::BTreeMap;

/// Pieces of one item at one firm.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shelf {
    /// What is there.
    pub on_hand: i64,
    /// What of it is promised.
    pub promised: i64,
}

/// All shelves, by firm and item.
#[derive(Debug, Clone, Default)]
pub struct Shelves(BTreeMap<(usize, usize), Shelf>);

impl Shelves {
    /// Takes a change down.
    pub fn change(&mut self, firm: usize, item: usize, change: ShelfChange, pieces: i64) {
        let shelf = self.0.entry((firm, item)).or_default();
        match change {
            ShelfChange::Promise => shelf.promised += pieces,
            ShelfChange::Release => shelf.promised -= pieces,
            ShelfChange::Leave => {
                shelf.promised -= pieces;
                shelf.on_hand -= pieces;
            }
            ShelfChange::Arrive => shelf.on_hand += pieces,
        }
    }

    /// Every shelf, by firm and item.
    pub fn iter(&self) -> impl Iterator<Item = ((usize, usize), Shelf)> {
        self.0.iter().map(|(place, shelf)| (*place, *shelf))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
