//! How volunteers and shifts are shown to programs.

use crate::rules::fit::Unable;
use crate::rules::matching::Why;
use crate::rules::person::{Reach, Skill, Slot, VolunteerState};
use crate::rules::place::PlaceState;
use crate::rules::shift::{ShiftKind, ShiftState};
use crate::store::hours::Entry;
use crate::store::places::Place;
use crate::store::shifts::{Post, Shift};
use crate::store::volunteers::Volunteer;
use serde::Serialize;
use tongxin_city::{Day, NeedId, PlaceCode, ShiftId, TeamId, Timestamp, VolunteerId};
use utoipa::ToSchema;

/// A volunteer as the community sees them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VolunteerView {
    /// Who.
    id: VolunteerId,
    /// Name.
    name: String,
    /// Telephone number.
    phone: String,
    /// The year they were born in.
    birth_year: Option<i16>,
    /// Where they live.
    home: PlaceCode,
    /// What they can do.
    skills: Vec<Skill>,
    /// When they have time.
    slots: Vec<Slot>,
    /// How far they go.
    reach: Reach,
    /// Whether they are insured while they help.
    is_covered: bool,
    /// How they stand.
    state: VolunteerState,
    /// Why they were refused.
    why: String,
    /// Minutes so far.
    minutes: i64,
    /// Until when the record is kept.
    keep_until: Day,
}

impl From<&Volunteer> for VolunteerView {
    fn from(volunteer: &Volunteer) -> Self {
        VolunteerView {
            id: volunteer.id,
            name: volunteer.shown_name(),
            phone: volunteer.phone.clone().unwrap_or_default(),
            birth_year: volunteer.birth_year,
            home: volunteer.home,
            skills: volunteer.skills.clone(),
            slots: volunteer.slots.clone(),
            reach: volunteer.reach,
            is_covered: volunteer.is_covered,
            state: volunteer.state,
            why: volunteer.why.clone().unwrap_or_default(),
            minutes: volunteer.minutes,
            keep_until: volunteer.keep_until,
        }
    }
}

/// Whom a shift needs, and how many there are.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ShiftPostView {
    /// Its number within the shift.
    number: i64,
    /// What they have to be able to do.
    skill: Option<Skill>,
    /// How many.
    needed: i64,
    /// How many there are.
    held: i64,
}

impl From<&Post> for ShiftPostView {
    fn from(post: &Post) -> Self {
        ShiftPostView {
            number: post.number,
            skill: post.skill,
            needed: post.needed,
            held: post.held,
        }
    }
}

/// A shift: nobody in it is named.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ShiftView {
    /// Which.
    id: ShiftId,
    /// What it is about.
    kind: ShiftKind,
    /// Where.
    place: PlaceCode,
    /// What is done.
    about: String,
    /// Where they meet.
    meet: String,
    /// When it begins.
    start_at: Timestamp,
    /// When it ends.
    end_at: Timestamp,
    /// By when it has to be filled.
    fill_by: Timestamp,
    /// Whether they go into controlled buildings.
    is_entering: bool,
    /// Whose it is.
    team: Option<TeamId>,
    /// How it stands.
    state: ShiftState,
    /// The need that says that people are lacking.
    need: Option<NeedId>,
    /// Whom it needs.
    posts: Vec<ShiftPostView>,
}

impl ShiftView {
    pub(super) fn new(shift: &Shift, posts: &[Post]) -> Self {
        ShiftView {
            id: shift.id,
            kind: shift.kind,
            place: shift.place,
            about: shift.about.clone(),
            meet: shift.meet.clone(),
            start_at: shift.span.start,
            end_at: shift.span.end,
            fill_by: shift.fill_by,
            is_entering: shift.is_entering,
            team: shift.team,
            state: shift.state,
            need: shift.need,
            posts: posts.iter().map(ShiftPostView::from).collect(),
        }
    }
}

/// A place of somebody in a shift.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlaceView {
    /// In which shift.
    shift: ShiftId,
    /// Whose.
    volunteer: VolunteerId,
    /// Their name, for whoever may know it.
    name: String,
    /// In which post.
    post: i64,
    /// How it stands.
    state: PlaceState,
    /// When they came.
    in_at: Option<Timestamp>,
    /// When they went.
    out_at: Option<Timestamp>,
    /// Why it was given back for them, when they did not give it up themselves.
    given_back: Option<Unable>,
}

impl PlaceView {
    pub(super) fn new(place: &Place, name: String) -> Self {
        PlaceView {
            shift: place.shift,
            volunteer: place.volunteer,
            name,
            post: place.post,
            state: place.state,
            in_at: place.in_at,
            out_at: place.out_at,
            given_back: place.given_back,
        }
    }
}

/// An entry of the hours' ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HoursView {
    /// Its number.
    number: i64,
    /// Of which shift; nothing for a correction.
    shift: Option<ShiftId>,
    /// On which day.
    day: Day,
    /// How many minutes; negative when some are taken.
    minutes: i64,
    /// Why, when it is a correction.
    why: String,
    /// Who entered it.
    by: String,
    /// When.
    at: Timestamp,
}

impl HoursView {
    pub(super) fn new(entry: &Entry, by: String) -> Self {
        HoursView {
            number: entry.number,
            shift: entry.shift,
            day: entry.day,
            minutes: entry.minutes,
            why: entry.why.clone().unwrap_or_default(),
            by,
            at: entry.at,
        }
    }
}

/// Why somebody is proposed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WhyView {
    /// How near they live.
    near: Reach,
    /// The skill that is asked for, which they have.
    skill: Option<Skill>,
    /// The part of the week in which they said they have time.
    slot: Slot,
    /// How many minutes they have rested since their last shift; nothing when none is known.
    rested_minutes: Option<i64>,
    /// How many minutes they have worked so far.
    minutes: u32,
}

impl From<&Why> for WhyView {
    fn from(why: &Why) -> Self {
        WhyView {
            near: why.near,
            skill: why.skill,
            slot: why.slot,
            rested_minutes: why.rested_ms.map(|ms| ms / Timestamp::MINUTE_MS),
            minutes: why.minutes,
        }
    }
}
