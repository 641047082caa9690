//! Rest: how much one person may take on. The same rules hold whoever enters it: the volunteer, a match, the desk.

use crate::limits::{DAY_MINUTES_MAX, NIGHT_HOURS, NIGHT_MS, NIGHTS_MAX, REST_MS, WEEK_MINUTES_MAX};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use tongxin_city::{Day, Timestamp, Zone};

/// From when until when somebody works.
pub type Span = Range<Timestamp>;

/// How far around a shift others have to be looked at.
pub const LOOK_AROUND_MS: i64 = 8 * Timestamp::DAY_MS;

/// Why somebody can't take a shift on besides those they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tired {
    /// They are elsewhere at that time.
    Overlap,
    /// It would be more than a day's hours.
    Day,
    /// They would not have slept.
    Rest,
    /// It would be more than a week's hours.
    Week,
    /// It would be too many nights.
    Nights,
}

impl Tired {
    /// The code of the refusal that says so.
    pub const fn code(self) -> &'static str {
        match self {
            Tired::Overlap => "volunteer-rest-overlap",
            Tired::Day => "volunteer-rest-day",
            Tired::Rest => "volunteer-rest-between",
            Tired::Week => "volunteer-rest-week",
            Tired::Nights => "volunteer-rest-nights",
        }
    }
}

/// Whether somebody who has these shifts can take another one on.
///
/// # Errors
/// Which rule it would break first.
pub fn may_take(new: &Span, others: &[Span], zone: &Zone) -> Result<(), Tired> {
    if is_during(new, others) {
        return Err(Tired::Overlap);
    }
    if days_of(new, zone).any(|day| minutes_on(day, new, others, zone) > DAY_MINUTES_MAX) {
        return Err(Tired::Day);
    }
    let (stretch, worked) = stretch(new, others);
    if worked > DAY_MINUTES_MAX {
        return Err(Tired::Day);
    }
    if stretch.end.millis_since(stretch.start) > Timestamp::DAY_MS - REST_MS {
        return Err(Tired::Rest);
    }
    if is_over_in_a_week(new, others, minutes, WEEK_MINUTES_MAX) {
        return Err(Tired::Week);
    }
    let nights = i64::try_from(NIGHTS_MAX).unwrap_or(i64::MAX);
    let is_night = |span: &Span| i64::from(is_night(span, zone));
    if is_night(new) == 1 && is_over_in_a_week(new, others, is_night, nights) {
        return Err(Tired::Nights);
    }
    Ok(())
}

/// Whether a shift and some other time have a moment in common.
pub fn is_during(new: &Span, others: &[Span]) -> bool {
    others
        .iter()
        .any(|other| other.start < new.end && new.start < other.end)
}

/// How long before a shift somebody's last one ended; nothing when none is known.
pub fn rested_ms(new: &Span, others: &[Span]) -> Option<i64> {
    let before = others.iter().filter(|other| other.end <= new.start);
    before.map(|other| new.start.millis_since(other.end)).min()
}

/// Whether a shift is a night's.
pub fn is_night(span: &Span, zone: &Zone) -> bool {
    let (from, until) = NIGHT_HOURS;
    let night = |day: Day| {
        let begins = zone.at(day, from, 0).unwrap_or(zone.span_of(day).end);
        let ends = zone.at(day.next(), until, 0).unwrap_or(begins);
        shared_ms(span, &(begins..ends))
    };
    let first = zone.day_of(span.start).previous();
    (0..=2).any(|days| night(first.plus_days(days)) >= NIGHT_MS)
}

fn days_of(span: &Span, zone: &Zone) -> impl Iterator<Item = Day> {
    let (first, last) = (zone.day_of(span.start), zone.day_of(span.end.plus_millis(-1)));
    (0..=last.days_since(first).max(0)).map(move |days| first.plus_days(days))
}

/// A shift across midnight counts on both days, with what lies on each.
fn minutes_on(day: Day, new: &Span, others: &[Span], zone: &Zone) -> i64 {
    let day = zone.span_of(day);
    let shared: i64 = std::iter::once(new)
        .chain(others)
        .map(|span| shared_ms(span, &day))
        .sum();
    shared / Timestamp::MINUTE_MS
}

fn minutes(span: &Span) -> i64 {
    span.end.millis_since(span.start) / Timestamp::MINUTE_MS
}

fn shared_ms(one: &Span, other: &Span) -> i64 {
    let (start, end) = (one.start.max(other.start), one.end.min(other.end));
    end.millis_since(start).max(0)
}

/// The time from one sleep to the next in which a shift lies, and how many minutes of it are worked.
fn stretch(new: &Span, others: &[Span]) -> (Span, i64) {
    let mut stretch = new.clone();
    let mut worked = minutes(new);
    let mut rest: Vec<&Span> = others.iter().collect();
    let is_near = |stretch: &Span, other: &Span| {
        other.start.millis_since(stretch.end) < REST_MS && stretch.start.millis_since(other.end) < REST_MS
    };
    while let Some(at) = rest.iter().position(|other| is_near(&stretch, other)) {
        let other = rest.swap_remove(at);
        stretch = stretch.start.min(other.start)..stretch.end.max(other.end);
        worked += minutes(other);
    }
    (stretch, worked)
}

/// Whether in some seven days around the new shift there would be more of something than may be. The days that count are
/// those that begin with one of the shifts.
fn is_over_in_a_week(new: &Span, others: &[Span], of: impl Fn(&Span) -> i64, most: i64) -> bool {
    let all: Vec<&Span> = std::iter::once(new).chain(others).collect();
    let sum = |from: Timestamp| {
        let until = from.plus_days(7);
        let inside = all.iter().filter(|span| span.start >= from && span.start < until);
        inside.map(|span| of(span)).sum::<i64>()
    };
    let starts = all.iter().map(|span| span.start);
    let around = starts.filter(|from| *from <= new.start && new.start < from.plus_days(7));
    around.into_iter().any(|from| sum(from) > most)
}

#[cfg(test)]
mod tests;
