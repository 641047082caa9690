//! The match itself: level by level from the nearest, then those who can be moved so that no place stays empty.

use super::index::Index;
use super::{Candidate, Ground, OpenPost, Proposal, around, can_go, why};
use crate::rules::fit::{NEAR_LEVELS, near};
use crate::rules::person::Skill;
use std::cmp::Reverse;
use std::collections::HashMap;
use tongxin_city::PlaceCode;

/// People of one list who are looked at for one place.
const LOOKS_MAX: usize = 4_000;
/// People who are looked at to fill one place by moving others, and for all places together.
const MOVING_LOOKS_MAX: u32 = 20_000;
const ALL_MOVING_LOOKS_MAX: u64 = 20_000_000;
/// People who are moved for one place.
const MOVED_MAX: u32 = 6;
/// Empty posts that are looked at for one person, and how often everybody is looked at.
const NEARER_LOOKS_MAX: usize = 500;
const NEARER_ROUNDS: usize = 3;

pub(super) struct Search<'m> {
    candidates: &'m [Candidate],
    posts: &'m [OpenPost],
    ground: Ground<'m>,
    index: Index,
    /// For which post each candidate is asked.
    asked: Vec<Option<u32>>,
    /// Places of each post that are still empty.
    free: Vec<u32>,
    /// In which round each candidate was looked at last.
    seen: Vec<u32>,
    round: u32,
    looks: u32,
}

impl<'m> Search<'m> {
    pub(super) fn new(candidates: &'m [Candidate], posts: &'m [OpenPost], ground: Ground<'m>) -> Self {
        Search {
            index: Index::new(candidates, posts, ground),
            asked: vec![None; candidates.len()],
            free: posts.iter().map(|post| post.free).collect(),
            seen: vec![0; candidates.len()],
            round: 0,
            looks: 0,
            candidates,
            posts,
            ground,
        }
    }

    pub(super) fn run(mut self) -> Vec<Proposal> {
        let order = self.order();
        for level in 0..NEAR_LEVELS.len() {
            for post in &order {
                self.fill(*post, level);
            }
        }
        self.move_people(&order);
        self.bring_nearer();
        let asked = self.asked.iter().enumerate();
        let mut proposals: Vec<Proposal> = asked
            .filter_map(|(candidate, post)| {
                let post = (*post)? as usize;
                Some(Proposal { post, candidate })
            })
            .collect();
        proposals.sort_by_key(|proposal| proposal.post);
        proposals
    }

    /// Posts that few people can fill come first.
    fn order(&self) -> Vec<u32> {
        let holders = Skill::ALL.iter().map(|skill| {
            let has = |one: &&Candidate| one.skills & 1 << *skill as u16 != 0;
            self.candidates.iter().filter(has).count()
        });
        let holders: Vec<usize> = holders.collect();
        let mut order: Vec<u32> = (0..u32::try_from(self.posts.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by_key(|number| {
            let post = &self.posts[*number as usize];
            let holders = post.wanted.skill.map_or(usize::MAX, |skill| holders[skill as usize]);
            let entering = Reverse(post.wanted.is_entering);
            (holders, entering, post.wanted.span.start, post.shift, post.post)
        });
        order
    }

    fn fill(&mut self, post: u32, level: usize) {
        while self.free[post as usize] > 0 {
            let Some(candidate) = self.first_free(post, level) else {
                return;
            };
            self.ask(candidate, post);
        }
    }

    fn ask(&mut self, candidate: u32, post: u32) {
        self.asked[candidate as usize] = Some(post);
        self.free[post as usize] -= 1;
    }

    /// Whoever nobody has asked yet and has the fewest hours at that level.
    fn first_free(&mut self, post: u32, level: usize) -> Option<u32> {
        let at = self.index.of_post[post as usize][level]?;
        let list = &mut self.index.lists[at as usize];
        // Whoever was asked stays so, for this post or for another.
        while list
            .members
            .get(list.head)
            .is_some_and(|member| self.asked[*member as usize].is_some())
        {
            list.head += 1;
        }
        let list = &self.index.lists[at as usize];
        let looked_at = list.members[list.head..].iter().take(LOOKS_MAX);
        let is_free = |member: &&u32| self.asked[**member as usize].is_none();
        looked_at
            .filter(is_free)
            .find(|member| self.can_go(**member, post))
            .copied()
    }

    fn can_go(&self, candidate: u32, post: u32) -> bool {
        let (candidate, post) = (&self.candidates[candidate as usize], &self.posts[post as usize]);
        can_go(candidate, post, self.ground.zone)
    }

    /// Fills what is still empty by moving people on whose places others can fill.
    fn move_people(&mut self, order: &[u32]) {
        let mut all_looks = 0;
        for post in order {
            while self.free[*post as usize] > 0 && all_looks < ALL_MOVING_LOOKS_MAX {
                (self.round, self.looks) = (self.round + 1, MOVING_LOOKS_MAX);
                let is_filled = self.fill_by_moving(*post, MOVED_MAX);
                all_looks += u64::from(MOVING_LOOKS_MAX - self.looks);
                if !is_filled {
                    break;
                }
            }
        }
    }

    /// Where places stay empty anyhow, whoever was asked for a far one is asked for a nearer one instead.
    fn bring_nearer(&mut self) {
        for _ in 0..NEARER_ROUNDS {
            let empty = self.empty_posts();
            let mut has_moved = false;
            for candidate in 0..self.candidates.len() {
                let Some(held) = self.asked[candidate] else {
                    continue;
                };
                if let Some(post) = self.nearer(candidate, held, &empty) {
                    self.free[held as usize] += 1;
                    self.free[post as usize] -= 1;
                    self.asked[candidate] = Some(post);
                    has_moved = true;
                }
            }
            if !has_moved {
                return;
            }
        }
    }

    /// Posts with empty places, by each place around them.
    fn empty_posts(&self) -> HashMap<PlaceCode, Vec<u32>> {
        let mut empty: HashMap<PlaceCode, Vec<u32>> = HashMap::new();
        for (number, post) in (0_u32..).zip(self.posts) {
            if self.free[number as usize] > 0 {
                for place in around(&post.place, self.ground.widths).into_iter().flatten() {
                    empty.entry(place).or_default().push(number);
                }
            }
        }
        empty
    }

    /// A post with an empty place that is nearer to somebody than the one they are asked for.
    fn nearer(&self, candidate: usize, held: u32, empty: &HashMap<PlaceCode, Vec<u32>>) -> Option<u32> {
        let one = &self.candidates[candidate];
        let now = near(&one.home, &self.posts[held as usize].place, self.ground.widths) as usize;
        let nearer = around(&one.home, self.ground.widths).into_iter().take(now).flatten();
        let posts = nearer
            .filter_map(|place| empty.get(&place))
            .flatten()
            .take(NEARER_LOOKS_MAX);
        let fits = |post: &&u32| {
            let number = **post as usize;
            self.free[number] > 0 && why(one, &self.posts[number], self.ground).is_some()
        };
        posts.into_iter().find(fits).copied()
    }

    /// An augmenting path (Kuhn, "The Hungarian method for the assignment problem", 1955), of bounded length.
    fn fill_by_moving(&mut self, post: u32, moved_max: u32) -> bool {
        let free = (0..NEAR_LEVELS.len()).find_map(|level| self.first_free(post, level));
        if let Some(candidate) = free {
            self.ask(candidate, post);
            return true;
        }
        if moved_max == 0 {
            return false;
        }
        for list in self.index.of_post[post as usize].into_iter().flatten() {
            for at in 0..self.index.lists[list as usize].members.len() {
                if self.looks == 0 {
                    return false;
                }
                self.looks -= 1;
                let member = self.index.lists[list as usize].members[at];
                let is_seen = std::mem::replace(&mut self.seen[member as usize], self.round) == self.round;
                let Some(held) = self.asked[member as usize].filter(|held| !is_seen && *held != post) else {
                    continue;
                };
                if !self.can_go(member, post) {
                    continue;
                }
                // Their place is filled by somebody else first, so that nothing is undone when it can't be.
                self.free[held as usize] += 1;
                if self.fill_by_moving(held, moved_max - 1) {
                    self.ask(member, post);
                    return true;
                }
                self.free[held as usize] -= 1;
            }
        }
        false
    }
}
