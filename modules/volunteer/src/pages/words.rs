//! Volunteers and shifts in words.

use crate::error::VolunteerError;
use crate::rules::matching::Why;
use crate::rules::person::{Skill, VolunteerState};
use crate::rules::place::{ErrandState, PlaceState};
use crate::rules::rest::Span;
use crate::rules::shift::ShiftState;
use crate::store::shifts::{Post, Shift};
use crate::volunteers::Volunteers;
use tongxin_account::Visit;
use tongxin_city::{Day, Lang, PlaceCode, Timestamp};
use tongxin_web::Choice;

/// How something stands: its colour and its word, as `state_badge` shows them.
#[derive(Debug, Clone)]
pub(super) struct Badge {
    pub(super) state: &'static str,
    pub(super) word: String,
}

/// A shift as every list shows it.
#[derive(Debug, Clone)]
pub(super) struct ShiftLine {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) about: String,
    pub(super) meet: String,
    pub(super) place: String,
    pub(super) when: String,
    pub(super) posts: Vec<String>,
    pub(super) is_entering: bool,
}

/// What a page needs to say things in words.
pub(super) struct Words<'a> {
    pub(super) visit: &'a Visit,
    pub(super) volunteers: &'a Volunteers,
    pub(super) today: Day,
}

impl<'a> Words<'a> {
    pub(super) fn of(volunteers: &'a Volunteers, visit: &'a Visit) -> Result<Self, VolunteerError> {
        Ok(Words {
            visit,
            volunteers,
            today: volunteers.day_of(visit.now())?,
        })
    }

    pub(super) fn lang(&self) -> Lang {
        self.visit.lang()
    }

    pub(super) fn t(&self, key: &str) -> String {
        self.visit.t(key)
    }

    pub(super) fn ta(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.visit.asked.shell.texts.text_with(self.lang(), key, args)
    }

    pub(super) fn day(&self, day: Day) -> String {
        day.format(self.lang())
    }

    pub(super) fn time(&self, at: Timestamp) -> String {
        self.visit.asked.shell.zone.format_time(at)
    }

    pub(super) fn when(&self, at: Timestamp) -> String {
        self.visit.asked.shell.zone.format(at, self.lang())
    }

    /// From when until when; the day again when it is another one.
    pub(super) fn span(&self, span: &Span) -> String {
        let zone = &self.visit.asked.shell.zone;
        let is_same_day = zone.day_of(span.start) == zone.day_of(span.end.plus_millis(-1));
        let until = if is_same_day {
            self.time(span.end)
        } else {
            self.when(span.end)
        };
        format!("{}–{until}", self.when(span.start))
    }

    pub(super) fn place(&self, place: &PlaceCode) -> String {
        let [zh, en] = self.volunteers.place_name(place);
        self.lang().pick(zh, en)
    }

    /// Minutes in hours and minutes.
    pub(super) fn hours(&self, minutes: i64) -> String {
        let sign = if minutes < 0 { "−" } else { "" };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        let args = [("hours", &*hours.to_string()), ("minutes", &*rest.to_string())];
        format!("{sign}{}", self.ta("volunteer-hours", &args))
    }

    pub(super) fn listed<T: AsRef<str>>(&self, parts: &[T]) -> String {
        let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        parts.join(self.lang().pick("、", ", "))
    }

    pub(super) fn skills(&self, skills: &[Skill]) -> String {
        let words: Vec<String> = skills.iter().map(|skill| self.skill(*skill)).collect();
        self.listed(&words)
    }

    pub(super) fn skill(&self, skill: Skill) -> String {
        self.t(&format!("volunteer-skill-{skill}"))
    }

    /// A post: how many of how many, and what they have to be able to do.
    pub(super) fn post(&self, post: &Post) -> String {
        let what = match post.skill {
            Some(skill) => self.skill(skill),
            None => self.t("volunteer-post-anybody"),
        };
        let args = [
            ("what", what.as_str()),
            ("held", &post.held.to_string()),
            ("needed", &post.needed.to_string()),
        ];
        self.ta("volunteer-post", &args)
    }

    pub(super) fn shift(&self, shift: &Shift, posts: &[Post]) -> ShiftLine {
        ShiftLine {
            id: shift.id.to_string(),
            title: self.t(&format!("volunteer-shift-{}", shift.kind)),
            about: shift.about.clone(),
            meet: shift.meet.clone(),
            place: self.place(&shift.place),
            when: self.span(&shift.span),
            posts: posts.iter().map(|post| self.post(post)).collect(),
            is_entering: shift.is_entering,
        }
    }

    /// Why somebody is proposed: near, able, rested, fair.
    pub(super) fn why(&self, why: &Why) -> String {
        let rested = match why.rested_ms.map(|ms| ms / Timestamp::HOUR_MS) {
            Some(hours) if hours < 48 => self.ta("volunteer-why-rested", &[("hours", &hours.to_string())]),
            _ => self.t("volunteer-why-rested-long"),
        };
        let hours = self.hours(i64::from(why.minutes));
        let slot = self.t(&format!("volunteer-slot-{}", slot_word(why)));
        let mut parts = vec![self.t(&format!("volunteer-why-near-{}", why.near))];
        parts.extend(why.skill.map(|skill| self.skill(skill)));
        parts.push(self.ta("volunteer-why-slot", &[("slot", &slot)]));
        parts.push(rested);
        parts.push(self.ta("volunteer-why-hours", &[("hours", &hours)]));
        parts.join(" · ")
    }

    pub(super) fn volunteer_badge(&self, state: VolunteerState) -> Badge {
        let colour = match state {
            VolunteerState::Verified => "stable",
            VolunteerState::Applied => "strained",
            VolunteerState::Refused => "failing",
            VolunteerState::Erased => "unknown",
        };
        Badge {
            state: colour,
            word: self.t(&format!("volunteer-state-{state}")),
        }
    }

    pub(super) fn place_badge(&self, state: PlaceState) -> Badge {
        let colour = match state {
            PlaceState::Taken | PlaceState::In | PlaceState::Came => "stable",
            PlaceState::Invited | PlaceState::Offered | PlaceState::Waiting => "strained",
            PlaceState::Missed => "failing",
            PlaceState::Left | PlaceState::CalledOff => "unknown",
        };
        Badge {
            state: colour,
            word: self.t(&format!("volunteer-place-{state}")),
        }
    }

    /// How a shift is filled, or that it is over or called off.
    pub(super) fn shift_badge(&self, shift: &Shift, now: Timestamp) -> Badge {
        let (state, word) = match shift.state {
            ShiftState::Cancelled => ("unknown", self.t("volunteer-shift-cancelled")),
            ShiftState::Settled => ("unknown", self.t("volunteer-shift-settled")),
            ShiftState::Open => {
                let colour = match shift.is_short() {
                    false => "stable",
                    true if now >= shift.fill_by => "failing",
                    true => "strained",
                };
                let args = [
                    ("held", &*shift.held.to_string()),
                    ("needed", &*shift.needed.to_string()),
                ];
                (colour, self.ta("volunteer-shift-filled", &args))
            }
        };
        Badge { state, word }
    }

    pub(super) fn errand_badge(&self, state: ErrandState) -> Badge {
        let colour = match state {
            ErrandState::Open => "strained",
            ErrandState::Taken => "unknown",
            ErrandState::Done => "stable",
        };
        Badge {
            state: colour,
            word: self.t(&format!("volunteer-errand-{state}")),
        }
    }

    /// Choices of an enum whose words have keys with that start; an empty one first where something may be left open.
    pub(super) fn choices<T: std::fmt::Display + Copy>(
        &self,
        start: &str,
        all: &[T],
        chosen: impl Fn(&str) -> bool,
        open: Option<&str>,
    ) -> Vec<Choice> {
        let none = open.map(|key| Choice {
            label: self.t(key),
            chosen: chosen(""),
            ..Choice::default()
        });
        let choice = |value: &T| {
            let word = value.to_string();
            Choice {
                label: self.t(&format!("{start}{word}")),
                chosen: chosen(&word),
                value: word,
                ..Choice::default()
            }
        };
        none.into_iter().chain(all.iter().map(choice)).collect()
    }
}

fn slot_word(why: &Why) -> &'static str {
    why.slot.as_str()
}

/// A typed form: fields by name, some more than once.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed(pub(super) Vec<(String, String)>);

impl Typed {
    pub(super) fn one(&self, field: &str) -> &str {
        let found = self.0.iter().find(|(name, _)| name == field);
        found.map_or("", |(_, value)| value.trim())
    }

    pub(super) fn all<'t>(&'t self, field: &'t str) -> impl Iterator<Item = &'t str> {
        let found = self.0.iter().filter(move |(name, _)| name == field);
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn has(&self, field: &str, value: &str) -> bool {
        self.all(field).any(|typed| typed == value)
    }

    /// Those of several that were chosen; what is no such word was not on the page.
    pub(super) fn chosen<T: std::str::FromStr>(&self, field: &str) -> Vec<T> {
        self.all(field).filter_map(|word| word.parse().ok()).collect()
    }
}
