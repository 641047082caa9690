//! For each place, skill and part of the week that is asked for, everybody who comes into question, whoever has the fewest
//! hours first.

use super::{Candidate, Ground, OpenPost, around};
use crate::rules::fit::NEAR_LEVELS;
use crate::rules::person::{Skill, Slot};
use std::collections::HashMap;
use tongxin_city::PlaceCode;

/// Nobody asks for it.
const NONE: u32 = u32::MAX;
/// Any skill, and each one.
const SKILLS: usize = Skill::ALL.len() + 1;
const SLOTS: usize = Slot::ALL.len();

/// People who come into question; those before `head` are all taken.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) members: Vec<u32>,
    pub(super) head: usize,
}

/// The lists, and which of them each post looks at: from the nearest to the farthest.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) lists: Vec<List>,
    pub(super) of_post: Vec<[Option<u32>; NEAR_LEVELS.len()]>,
}

/// The lists of one place, by skill and part of the week.
type Cells = [u32; SKILLS * SLOTS];

const fn cell(skill: Option<Skill>, slot: usize) -> usize {
    let row = match skill {
        None => 0,
        Some(skill) => skill as usize + 1,
    };
    row * SLOTS + slot
}

impl Index {
    pub(super) fn new(candidates: &[Candidate], posts: &[OpenPost], ground: Ground<'_>) -> Index {
        let mut places: HashMap<PlaceCode, Box<Cells>> = HashMap::new();
        let mut lists: Vec<List> = Vec::new();
        let mut of_post = Vec::with_capacity(posts.len());
        for post in posts {
            let slot = Slot::of(post.wanted.span.start, ground.zone) as usize;
            let at = cell(post.wanted.skill, slot);
            of_post.push(around(&post.place, ground.widths).map(|place| {
                let cells = places.entry(place?).or_insert_with(|| Box::new([NONE; SKILLS * SLOTS]));
                if cells[at] == NONE {
                    cells[at] = u32::try_from(lists.len()).ok()?;
                    lists.push(List::default());
                }
                Some(cells[at])
            }));
        }
        for number in in_order(candidates) {
            let candidate = &candidates[number as usize];
            let reached = around(&candidate.home, ground.widths).into_iter();
            for place in reached.take(candidate.reach as usize + 1).flatten() {
                if let Some(cells) = places.get(&place) {
                    each_cell(candidate, |at| {
                        if cells[at] != NONE {
                            lists[cells[at] as usize].members.push(number);
                        }
                    });
                }
            }
        }
        Index { lists, of_post }
    }
}

/// The fewest hours first; who is alike stands in the order of their numbers, which nobody chose.
fn in_order(candidates: &[Candidate]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..u32::try_from(candidates.len()).unwrap_or(u32::MAX)).collect();
    order.sort_by_key(|number| {
        let candidate = &candidates[*number as usize];
        (candidate.minutes, candidate.id)
    });
    order
}

fn each_cell(candidate: &Candidate, mut visit: impl FnMut(usize)) {
    for slot in (0..SLOTS).filter(|slot| candidate.slots & 1 << slot != 0) {
        visit(cell(None, slot));
        for skill in Skill::ALL {
            if candidate.skills & 1 << *skill as u16 != 0 {
                visit(cell(Some(*skill), slot));
            }
        }
    }
}
