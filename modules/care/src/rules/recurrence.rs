//! How an appointment comes again: the part of RFC 5545's recurrence rules (section 3.3.10) that a form can offer.
//!
//! `FREQ` is `DAILY`, `WEEKLY` or `MONTHLY`; `INTERVAL` may stand beside it, `BYDAY` beside `WEEKLY`; every rule ends, with `COUNT`
//! or `UNTIL` (a date, or a moment). Weeks begin on Monday, the standard's own default. What is read is written in one form again, and what is
//! not known is refused by name rather than half understood.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use tongxin_city::{Day, Timestamp, Zone};

/// Characters of a rule as text.
pub const RULE_CHARS_MAX: usize = 120;
/// Appointments of one series: dialysis three times a week for the life of a record.
pub const TIMES_MAX: u16 = 60;
/// Days, weeks or months between two of them.
pub const INTERVAL_MAX: u16 = 12;
/// Turns of a rule that are looked at: a monthly rule on the 31st skips five months of a year.
const TURNS_MAX: u16 = TIMES_MAX * 3;

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// Each so many days.
    Daily,
    /// On these days of each so many weeks; on the first one's day when there are none.
    Weekly,
    /// On the first one's day of each so many months; a month without that day is left out.
    Monthly,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weekday(u8);

/// When it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// After so many times, the first included.
    Count(u16),
    /// With that day.
    Until(Day),
}

/// A rule by which an appointment comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// How often.
    pub frequency: Frequency,
    /// Of how many days, weeks or months one counts.
    pub interval: u16,
    /// Days of the week.
    pub by_day: BTreeSet<Weekday>,
    /// When it ends.
    pub ending: Ending,
}

/// Why a text is no rule that is known here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecurrenceError {
    /// A part that is not one of those that are known, or that does not fit beside the others.
    #[error("{0} is no part that is known")]
    Part(String),
    /// A value out of its range.
    #[error("{0} is out of range")]
    Value(String),
    /// Neither `COUNT` nor `UNTIL`, or both.
    #[error("a rule ends with COUNT or with UNTIL")]
    Ending,
}

impl Weekday {
    /// Their names in the standard, from Monday.
    const NAMES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// All of them, from Monday.
    pub fn all() -> impl Iterator<Item = Weekday> {
        (0..7).map(Weekday)
    }

    /// The day of the week of a day: 1 January 1970, day 0, was a Thursday.
    pub fn of(day: Day) -> Weekday {
        let from_monday = (day.number() + 3).rem_euclid(7);
        Weekday(u8::try_from(from_monday).unwrap_or(0))
    }

    /// Its name in the standard.
    pub fn name(self) -> &'static str {
        Self::NAMES.get(usize::from(self.0)).copied().unwrap_or("MO")
    }

    /// The day of that name.
    pub fn named(name: &str) -> Option<Weekday> {
        Weekday::all().find(|day| day.name() == name)
    }
}

impl Recurrence {
    /// A rule for something that first begins at a moment: where it ends with a moment, the last that begins by then counts.
    ///
    /// # Errors
    /// Why it is no rule that is known here.
    pub fn read(text: &str, first_at: Timestamp, zone: &Zone) -> Result<Recurrence, RecurrenceError> {
        let minute = zone.minute_of_day(first_at);
        read(text, |until| {
            let (day, last_minute) = match until {
                Until::Day(day) => return Some(day),
                Until::Local(day, minute) => (day, minute),
                Until::Utc(at) => (zone.day_of(at), zone.minute_of_day(at)),
            };
            Some(if minute <= last_minute { day } else { day.previous() })
        })
    }

    /// The days of the rule from its first on, which always counts; at most [`TIMES_MAX`].
    pub fn days(&self, first: Day) -> Vec<Day> {
        self.all_days(first).take(usize::from(TIMES_MAX)).collect()
    }

    /// Whether it names more days than a series may have.
    pub fn is_too_long(&self, first: Day) -> bool {
        self.all_days(first).nth(usize::from(TIMES_MAX)).is_some()
    }

    fn all_days(&self, first: Day) -> impl Iterator<Item = Day> {
        let (times, last) = match self.ending {
            Ending::Count(times) => (times, None),
            Ending::Until(last) => (u16::MAX, Some(last)),
        };
        let days = (0..TURNS_MAX).flat_map(move |turn| self.days_of_turn(first, turn));
        days.filter(move |day| *day >= first)
            .take_while(move |day| last.is_none_or(|last| *day <= last))
            .take(usize::from(times))
    }

    /// The days of its so-manieth day, week or month, in order.
    fn days_of_turn(&self, first: Day, turn: u16) -> Vec<Day> {
        let step = i64::from(turn) * i64::from(self.interval);
        match self.frequency {
            Frequency::Daily => vec![first.plus_days(step)],
            Frequency::Weekly if self.by_day.is_empty() => vec![first.plus_days(7 * step)],
            Frequency::Weekly => {
                let monday = first.plus_days(7 * step - i64::from(Weekday::of(first).0));
                let of_week = self.by_day.iter().map(|day| monday.plus_days(i64::from(day.0)));
                of_week.collect()
            }
            Frequency::Monthly => months_later(first, step).into_iter().collect(),
        }
    }

    /// Whether its first day is one that the rule itself names; the standard says nothing of one that is not.
    pub fn names(&self, first: Day) -> bool {
        self.by_day.is_empty() || self.by_day.contains(&Weekday::of(first))
    }
}

/// The same day so many months later; nothing in a month that has no such day.
fn months_later(first: Day, months: i64) -> Option<Day> {
    let all = i64::from(first.year()) * 12 + i64::from(first.month()) - 1 + months;
    let year = i16::try_from(all.div_euclid(12)).ok()?;
    let month = i8::try_from(all.rem_euclid(12) + 1).ok()?;
    Day::new(year, month, first.day())
}

impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let frequency = match self.frequency {
            Frequency::Daily => "DAILY",
            Frequency::Weekly => "WEEKLY",
            Frequency::Monthly => "MONTHLY",
        };
        write!(f, "FREQ={frequency}")?;
        if self.interval != 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        if !self.by_day.is_empty() {
            let names: Vec<&str> = self.by_day.iter().map(|day| day.name()).collect();
            write!(f, ";BYDAY={}", names.join(","))?;
        }
        match self.ending {
            Ending::Count(times) => write!(f, ";COUNT={times}"),
            Ending::Until(day) => write!(f, ";UNTIL={}", day.to_string().replace('-', "")),
        }
    }
}

/// The parts of a rule as they are read, each at most once.
#[derive(Default)]
struct Parts {
    frequency: Option<Frequency>,
    interval: Option<u16>,
    by_day: Option<BTreeSet<Weekday>>,
    ending: Option<Last>,
}

/// When it ends, as it stands in the text.
enum Last {
    Count(u16),
    Until(Until),
}

/// `UNTIL` as the standard writes it: `20221224`, `20221224T235959` by the clock there, `20221224T160000Z` by UTC.
enum Until {
    Day(Day),
    /// With the minute of that day.
    Local(Day, u16),
    Utc(Timestamp),
}

/// As it is kept: it ends with a day.
impl FromStr for Recurrence {
    type Err = RecurrenceError;

    fn from_str(text: &str) -> Result<Self, RecurrenceError> {
        read(text, |until| match until {
            Until::Day(day) => Some(day),
            Until::Local(..) | Until::Utc(_) => None,
        })
    }
}

/// Reads a rule; `last_day` says with which day it ends.
fn read(text: &str, last_day: impl FnOnce(Until) -> Option<Day>) -> Result<Recurrence, RecurrenceError> {
    let mut parts = Parts::default();
    let cut: String = text.trim().chars().take(RULE_CHARS_MAX + 1).collect();
    if cut.chars().count() > RULE_CHARS_MAX {
        return Err(RecurrenceError::Value("RRULE".to_owned()));
    }
    for part in cut.strip_prefix("RRULE:").unwrap_or(&cut).split(';') {
        parts.read(part)?;
    }
    let frequency = parts.frequency.ok_or(RecurrenceError::Part("FREQ".to_owned()))?;
    if parts.by_day.is_some() && frequency != Frequency::Weekly {
        return Err(RecurrenceError::Part("BYDAY".to_owned()));
    }
    let ending = match parts.ending.ok_or(RecurrenceError::Ending)? {
        Last::Count(times) => Ending::Count(times),
        Last::Until(until) => {
            let last = last_day(until).ok_or_else(|| RecurrenceError::Value("UNTIL".to_owned()))?;
            Ending::Until(last)
        }
    };
    Ok(Recurrence {
        frequency,
        interval: parts.interval.unwrap_or(1),
        by_day: parts.by_day.unwrap_or_default(),
        ending,
    })
}

impl Parts {
    fn read(&mut self, part: &str) -> Result<(), RecurrenceError> {
        let unknown = || RecurrenceError::Part(part.to_owned());
        let wrong = || RecurrenceError::Value(part.to_owned());
        let (name, value) = part.split_once('=').ok_or_else(unknown)?;
        match name {
            "FREQ" if self.frequency.is_none() => {
                self.frequency = Some(match value {
                    "DAILY" => Frequency::Daily,
                    "WEEKLY" => Frequency::Weekly,
                    "MONTHLY" => Frequency::Monthly,
                    _ => return Err(unknown()),
                });
            }
            "INTERVAL" if self.interval.is_none() => {
                self.interval = Some(number(value, INTERVAL_MAX).ok_or_else(wrong)?);
            }
            "BYDAY" if self.by_day.is_none() => {
                let days: Option<BTreeSet<Weekday>> = value.split(',').map(Weekday::named).collect();
                self.by_day = Some(days.ok_or_else(wrong)?);
            }
            "COUNT" | "UNTIL" if self.ending.is_some() => return Err(RecurrenceError::Ending),
            "COUNT" => self.ending = Some(Last::Count(number(value, TIMES_MAX).ok_or_else(wrong)?)),
            "UNTIL" => self.ending = Some(Last::Until(until(value).ok_or_else(wrong)?)),
            // The standard's own default, which many programs write.
            "WKST" if value == "MO" => {}
            _ => return Err(unknown()),
        }
        Ok(())
    }
}

fn number(text: &str, max: u16) -> Option<u16> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|_| is_plain)?;
    (1..=max).contains(&number).then_some(number)
}

fn until(text: &str) -> Option<Until> {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let [year, month, day] = numbers(date, [4, 2, 2])?;
    let day = Day::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )?;
    let Some(time) = time else {
        return Some(Until::Day(day));
    };
    let utc = time.strip_suffix('Z');
    let [hour, minute, second] = numbers(utc.unwrap_or(time), [2, 2, 2])?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let minute = hour * 60 + minute;
    Some(match utc {
        Some(_) => Until::Utc(Timestamp(day.number() * Timestamp::DAY_MS).plus_minutes(i64::from(minute))),
        None => Until::Local(day, minute),
    })
}

/// The numbers of which a text consists, each of so many digits.
fn numbers<const N: usize>(text: &str, digits: [usize; N]) -> Option<[u16; N]> {
    let mut left = text;
    let mut numbers = [0; N];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let (own, rest) = left.split_at_checked(digits)?;
        *number = own
            .parse()
            .ok()
            .filter(|_| own.bytes().all(|byte| byte.is_ascii_digit()))?;
        left = rest;
    }
    left.is_empty().then_some(numbers)
}

#[cfg(test)]
mod tests;
