//! A shift: what is to be done, where, from when until when, and whom it needs.

use crate::limits::{
    ABOUT_CHARS_MAX, FILL_BEFORE_MS, MEET_CHARS_MAX, POST_NEEDED_MAX, POSTS_MAX, SHIFT_DAYS_AHEAD, SHIFT_MS,
};
use crate::rules::person::Skill;
use crate::rules::rest::Span;
use serde::{Deserialize, Serialize};
use tongxin_city::{PlaceCode, TeamId, Timestamp, Zone, words};
use tongxin_web::FieldFault;
use utoipa::ToSchema;

words! {
    /// What a shift is about.
    ShiftKind, "kind of shift" {
        /// Bringing goods to the doors of controlled buildings.
        Deliver = "deliver",
        /// Answering the telephone.
        Hotline = "hotline",
        /// Helping where people are tested.
        Testing = "testing",
        /// Translating.
        Translation = "translation",
        /// Fetching medicine.
        Medicine = "medicine",
        /// Lessons for children.
        Lessons = "lessons",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// How a shift stands.
    ShiftState, "state of a shift" {
        /// It takes place.
        Open = "open",
        /// It was called off.
        Cancelled = "cancelled",
        /// It is over, and its hours are written down.
        Settled = "settled",
    }
}

/// Whom a shift needs: so many people, perhaps with a skill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedPost {
    /// What they have to be able to do; anybody when left out.
    #[serde(default)]
    pub skill: Option<Skill>,
    /// How many.
    #[schema(minimum = 1, maximum = 500)]
    pub needed: i64,
}

/// A shift as somebody opens it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedShift {
    /// What it is about.
    pub kind: ShiftKind,
    /// Where: a subdistrict or a place inside one.
    pub place: PlaceCode,
    /// What is done; everybody can read it, so it names nobody.
    #[serde(default)]
    #[schema(max_length = 300)]
    pub about: String,
    /// Where they meet.
    #[schema(max_length = 100)]
    pub meet: String,
    /// When it begins.
    pub start_at: Timestamp,
    /// When it ends, perhaps on the next day.
    pub end_at: Timestamp,
    /// By when it has to be filled, or it becomes a need; twelve hours before it begins when left out.
    #[serde(default)]
    pub fill_by: Option<Timestamp>,
    /// Whether they go into controlled buildings: only adults who are insured do.
    #[serde(default)]
    pub is_entering: bool,
    /// Whose it is, if it is a team's.
    #[serde(default)]
    pub team: Option<TeamId>,
    /// Whom it needs.
    pub posts: Vec<AskedPost>,
}

/// The same, checked and complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedShift {
    /// What it is about.
    pub kind: ShiftKind,
    /// Where.
    pub place: PlaceCode,
    /// What is done.
    pub about: String,
    /// Where they meet.
    pub meet: String,
    /// From when until when.
    pub span: Span,
    /// By when it has to be filled.
    pub fill_by: Timestamp,
    /// Whether they go into controlled buildings.
    pub is_entering: bool,
    /// Whose it is.
    pub team: Option<TeamId>,
    /// Whom it needs.
    pub posts: Vec<AskedPost>,
}

impl AskedShift {
    /// The same, checked at that moment.
    ///
    /// # Errors
    /// Everything wrong with it, by field.
    pub fn checked(self, now: Timestamp) -> Result<CheckedShift, Vec<FieldFault>> {
        let mut faults = Vec::new();
        faults.extend(FieldFault::in_text("about", &self.about, ABOUT_CHARS_MAX).err());
        if self.meet.trim().is_empty() {
            faults.push(FieldFault::new("meet", "field-required"));
        }
        faults.extend(FieldFault::in_line("meet", &self.meet, MEET_CHARS_MAX).err());
        faults.extend(self.time_faults(now));
        faults.extend(post_faults(&self.posts));
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(CheckedShift {
            kind: self.kind,
            place: self.place,
            about: self.about.trim().to_owned(),
            meet: self.meet.trim().to_owned(),
            fill_by: self.fill_by(now),
            span: self.start_at..self.end_at,
            is_entering: self.is_entering,
            team: self.team,
            posts: self.posts,
        })
    }

    /// A shift opened at short notice has to be filled at once.
    fn fill_by(&self, now: Timestamp) -> Timestamp {
        let usual = self.start_at.plus_millis(-FILL_BEFORE_MS).max(now);
        self.fill_by.unwrap_or(usual)
    }

    fn time_faults(&self, now: Timestamp) -> Vec<FieldFault> {
        let mut faults = Vec::new();
        if self.start_at <= now {
            faults.push(FieldFault::new("start_at", "volunteer-field-start-past"));
        }
        if self.start_at > now.plus_days(SHIFT_DAYS_AHEAD) {
            faults.push(FieldFault::new("start_at", "volunteer-field-start-far").arg("days", SHIFT_DAYS_AHEAD));
        }
        if !SHIFT_MS.contains(&self.end_at.millis_since(self.start_at)) {
            let fault = FieldFault::new("end_at", "volunteer-field-length");
            let hours = SHIFT_MS.end() / Timestamp::HOUR_MS;
            let minutes = SHIFT_MS.start() / Timestamp::MINUTE_MS;
            faults.push(fault.arg("minutes", minutes).arg("hours", hours));
        }
        if self.fill_by.is_some_and(|by| by > self.start_at) {
            faults.push(FieldFault::new("fill_by", "volunteer-field-fill-by"));
        }
        faults
    }
}

fn post_faults(posts: &[AskedPost]) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if posts.is_empty() || posts.len() > POSTS_MAX {
        faults.push(FieldFault::new("posts.0.needed", "volunteer-field-posts").arg("max", POSTS_MAX));
    }
    for (at, post) in posts.iter().enumerate().take(POSTS_MAX) {
        if !(1..=POST_NEEDED_MAX).contains(&post.needed) {
            let fault = FieldFault::new(format!("posts.{at}.needed"), "volunteer-field-whole");
            faults.push(fault.arg("min", 1).arg("max", POST_NEEDED_MAX));
        }
        if posts[..at].iter().any(|other| other.skill == post.skill) {
            faults.push(FieldFault::new(
                format!("posts.{at}.skill"),
                "volunteer-field-post-twice",
            ));
        }
    }
    faults
}

/// A moment as somebody chose it by the clock on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChosenTime {
    /// The moment.
    pub at: Timestamp,
    /// Whether the clock shows that time twice on that night; the first is meant.
    pub is_doubled: bool,
}

/// Reads a day and clock time of the city's, as a form's field sends it.
///
/// # Errors
/// That it can't be read, or that the clock is set forward over it and shows it never.
pub fn chosen_time(field: &str, typed: &str, zone: &Zone) -> Result<ChosenTime, FieldFault> {
    if typed.trim().is_empty() {
        return Err(FieldFault::new(field, "field-required"));
    }
    let at = zone
        .parse_local_input(typed)
        .map_err(|_| FieldFault::new(field, "volunteer-field-time"))?;
    let shown = zone.to_local_input(at);
    if !typed.trim().starts_with(&shown) {
        let fault = FieldFault::new(field, "volunteer-field-no-such-time");
        return Err(fault.arg("next", zone.format_time(at)));
    }
    let again = zone.to_local_input(at.plus_hours(1));
    Ok(ChosenTime {
        at,
        is_doubled: again == shown,
    })
}

#[cfg(test)]
mod tests;
