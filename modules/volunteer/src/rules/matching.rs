//! Which volunteer is asked for which open place, by a rule that everybody can be told: whoever can do it and has time then; of
//! these the nearest; of those equally near the one with the fewest hours so far. One match asks nobody twice, so that work is
//! spread; where a place would stay empty, somebody asked for another one is asked for this one instead if that one can be
//! filled otherwise, and where places stay empty anyhow, the nearer ones are filled.
//!
//! It is deterministic, and looks at a list of exactly those who come into question for a place, so that 600,000 people and
//! 100,000 places take seconds. How far it is from the best there is, a test and the example `matching` measure by a flow of
//! least cost.

use crate::rules::fit::{NEAR_LEVELS, Wanted, may_enter, near};
use crate::rules::person::{Reach, Skill, Slot};
use crate::rules::rest::{Span, is_during, may_take, rested_ms};
use tongxin_city::{PlaceCode, ShiftId, VolunteerId, Widths, Zone};

mod index;
mod search;

/// One step further away weighs as much as so many minutes of work.
pub const STEP_MINUTES: u32 = 100 * 60;

/// Somebody who can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub id: VolunteerId,
    /// Where they live.
    pub home: PlaceCode,
    /// What they can do, a bit for each [`Skill`].
    pub skills: u16,
    /// When they have time, a bit for each [`Slot`].
    pub slots: u8,
    /// How far they go.
    pub reach: Reach,
    /// How long they have worked so far.
    pub minutes: u32,
    /// The year they were born in.
    pub birth_year: i16,
    /// Whether they are insured while they help.
    pub is_covered: bool,
    /// What they have taken on around the days that are matched.
    pub busy: Vec<Span>,
    /// Times of places that they declined or gave up: they are asked for nothing else then.
    pub declined: Vec<Span>,
}

/// Places that nobody has yet, all alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPost {
    /// Of which shift.
    pub shift: ShiftId,
    /// Which of its posts.
    pub post: i64,
    /// Where.
    pub place: PlaceCode,
    /// What they ask for.
    pub wanted: Wanted,
    /// How many.
    pub free: u32,
}

/// What a match stands on besides people and places.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'g> {
    /// The city's zone.
    pub zone: &'g Zone,
    /// The widths of the city's codes.
    pub widths: &'g Widths,
}

/// Somebody who is asked for a place: both by their position in what was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    /// Which post.
    pub post: usize,
    /// Which candidate.
    pub candidate: usize,
}

/// Why somebody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Why {
    /// How near they live.
    pub near: Reach,
    /// The skill that is asked for, which they have.
    pub skill: Option<Skill>,
    /// The part of the week in which they said they have time.
    pub slot: Slot,
    /// How long they have rested since their last shift; nothing when none is known.
    pub rested_ms: Option<i64>,
    /// How long they have worked so far.
    pub minutes: u32,
}

/// The bits of several skills or parts of the week.
pub fn bits<T: Copy + Into<u32>>(values: &[T]) -> u32 {
    values.iter().fold(0, |bits, value| bits | 1 << (*value).into())
}

impl From<Skill> for u32 {
    fn from(skill: Skill) -> u32 {
        skill as u32
    }
}

impl From<Slot> for u32 {
    fn from(slot: Slot) -> u32 {
        slot as u32
    }
}

/// Asks people for open places, as the rule says; in the order of the places as they were given.
pub fn match_all(candidates: &[Candidate], posts: &[OpenPost], ground: Ground<'_>) -> Vec<Proposal> {
    search::Search::new(candidates, posts, ground).run()
}

/// Why somebody can be asked for a place; nothing when they can't.
pub fn why(candidate: &Candidate, post: &OpenPost, ground: Ground<'_>) -> Option<Why> {
    let near = near(&candidate.home, &post.place, ground.widths);
    let slot = Slot::of(post.wanted.span.start, ground.zone);
    let has_skill = post
        .wanted
        .skill
        .is_none_or(|skill| candidate.skills & 1 << skill as u16 != 0);
    let has_time = candidate.slots & 1 << slot as u8 != 0;
    if !has_skill || !has_time || near > candidate.reach || !can_go(candidate, post, ground.zone) {
        return None;
    }
    Some(Why {
        near,
        skill: post.wanted.skill,
        slot,
        rested_ms: rested_ms(&post.wanted.span, &candidate.busy),
        minutes: candidate.minutes,
    })
}

/// What only the two together say: whether somebody may go there, and rests.
fn can_go(candidate: &Candidate, post: &OpenPost, zone: &Zone) -> bool {
    let wanted = &post.wanted;
    may_enter(candidate.birth_year, candidate.is_covered, wanted, zone).is_ok()
        && !is_during(&wanted.span, &candidate.declined)
        && (candidate.busy.is_empty() || may_take(&wanted.span, &candidate.busy, zone).is_ok())
}

/// The best for one post, with the reasons, at most so many.
pub fn best_for<'c>(
    post: &OpenPost,
    candidates: impl IntoIterator<Item = &'c Candidate>,
    ground: Ground<'_>,
    most: usize,
) -> Vec<(&'c Candidate, Why)> {
    let able = candidates.into_iter();
    let mut able: Vec<_> = able.filter_map(|one| Some((one, why(one, post, ground)?))).collect();
    able.sort_by_key(|(one, why)| (why.near, why.minutes, one.id));
    able.truncate(most);
    able
}

/// What asking somebody costs, by the rule: less is better.
pub fn cost(why: &Why) -> u32 {
    why.near as u32 * STEP_MINUTES + why.minutes.min(STEP_MINUTES - 1)
}

/// The places around one, from its community to its city.
fn around(place: &PlaceCode, widths: &Widths) -> [Option<PlaceCode>; NEAR_LEVELS.len()] {
    NEAR_LEVELS.map(|level| place.prefix(widths.width(level)))
}
