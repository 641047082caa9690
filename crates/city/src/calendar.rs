//! Time as the city sees it: moments in UTC, days and clock times in the city's own zone.
//!
//! Moments are stored in UTC ([`Timestamp`]); a [`Zone`] turns them into [`Day`]s and words. What "now" is comes
//! from the caller, always.

use std::fmt;
use std::ops::{Add, Range, Sub};
use std::str::FromStr;
use std::time::Duration;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::Lang;

/// A moment, in milliseconds since 1970-01-01 00:00 UTC. In JSON an RFC 3339 string in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

/// A text that is no moment, day, clock time or zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// Not an RFC 3339 date and time with offset.
    #[error("{0:?} is not a moment: a date and time such as 2022-11-24T19:00:00Z would be right")]
    NotATimestamp(String),
    /// Not an ISO 8601 calendar date.
    #[error("{0:?} is not a date: one such as 2022-11-24 would be right")]
    NotADay(String),
    /// Not a local date and time as HTML's `datetime-local` sends it.
    #[error("{0:?} is not a date and time: one such as 2022-11-24T19:00 would be right")]
    NotALocalTime(String),
    /// Not a zone of the IANA time zone database.
    #[error("{0:?} is not a time zone: an IANA name such as Asia/Shanghai would be right")]
    UnknownZone(String),
}

impl Timestamp {
    /// Milliseconds in a second.
    pub const SECOND_MS: i64 = 1_000;
    /// Milliseconds in a minute.
    pub const MINUTE_MS: i64 = 60 * Self::SECOND_MS;
    /// Milliseconds in an hour.
    pub const HOUR_MS: i64 = 60 * Self::MINUTE_MS;
    /// Milliseconds in 24 hours; a civil [`Day`] may be shorter or longer.
    pub const DAY_MS: i64 = 24 * Self::HOUR_MS;

    /// Milliseconds since 1970-01-01 00:00 UTC, as stored.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The moment `millis` later (earlier when negative).
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Timestamp {
        Timestamp(self.0.saturating_add(millis))
    }

    /// The moment `seconds` later (earlier when negative).
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Timestamp {
        self.plus_millis(seconds.saturating_mul(Self::SECOND_MS))
    }

    /// The moment `minutes` later (earlier when negative).
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Timestamp {
        self.plus_millis(minutes.saturating_mul(Self::MINUTE_MS))
    }

    /// The moment `hours` later (earlier when negative).
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Timestamp {
        self.plus_millis(hours.saturating_mul(Self::HOUR_MS))
    }

    /// The moment `days` times 24 hours later (earlier when negative).
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Timestamp {
        self.plus_millis(days.saturating_mul(Self::DAY_MS))
    }

    /// Milliseconds from `earlier` to this moment; negative when `earlier` is in fact later.
    pub const fn millis_since(self, earlier: Timestamp) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// As a jiff value; moments beyond the years -9999 to 9999 are held at that range's edge.
    fn instant(self) -> jiff::Timestamp {
        let edge = if self.0 < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        };
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(edge)
    }
}

impl Add<Duration> for Timestamp {
    type Output = Timestamp;

    fn add(self, duration: Duration) -> Timestamp {
        self.plus_millis(i64::try_from(duration.as_millis()).unwrap_or(i64::MAX))
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Timestamp;

    fn sub(self, duration: Duration) -> Timestamp {
        self.plus_millis(-i64::try_from(duration.as_millis()).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.instant().fmt(f)
    }
}

impl FromStr for Timestamp {
    type Err = CalendarError;

    /// Reads RFC 3339 with any offset; anything finer than a millisecond is cut off.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let instant: jiff::Timestamp = text
            .trim()
            .parse()
            .map_err(|_| CalendarError::NotATimestamp(text.to_owned()))?;
        Ok(Timestamp(instant.as_millisecond()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// A civil day in the city's zone. In JSON an ISO 8601 date such as `2022-11-24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    const EPOCH: Date = Date::constant(1970, 1, 1);

    /// The day of that year, month (1 to 12) and day of the month; nothing when the calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day `days` later (earlier when negative), held at the calendar's edge in the year 9999 or -9999.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Day {
        Day(self.0.saturating_add(jiff::SignedDuration::from_hours(
            days.saturating_mul(24).clamp(-HOURS_MAX, HOURS_MAX),
        )))
    }

    /// The next day.
    #[must_use]
    pub fn next(self) -> Day {
        self.plus_days(1)
    }

    /// The day before.
    #[must_use]
    pub fn previous(self) -> Day {
        self.plus_days(-1)
    }

    /// Days since 1970-01-01, for storing and counting.
    pub fn number(self) -> i64 {
        self.0.duration_since(Self::EPOCH).as_hours() / 24
    }

    /// The day that is `number` days after 1970-01-01.
    pub fn from_number(number: i64) -> Day {
        Day(Self::EPOCH).plus_days(number)
    }

    /// Whole days from `earlier` to this day.
    pub fn days_since(self, earlier: Day) -> i64 {
        self.number() - earlier.number()
    }

    /// For people: `11月24日 周四`, `Thu 24 Nov`.
    pub fn format(self, lang: Lang) -> String {
        let weekday = usize::from(self.0.weekday().to_monday_zero_offset().unsigned_abs());
        match lang {
            Lang::Zh => format!("{}月{}日 周{}", self.month(), self.day(), WEEKDAYS_ZH[weekday]),
            Lang::En => format!("{} {} {}", WEEKDAYS_EN[weekday], self.day(), self.month_name_en()),
        }
    }

    /// For people, with the year: `2022年11月24日 周四`, `Thu 24 Nov 2022`.
    pub fn format_with_year(self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("{}年{}", self.year(), self.format(lang)),
            Lang::En => format!("{} {}", self.format(lang), self.year()),
        }
    }

    fn month_name_en(self) -> &'static str {
        MONTHS_EN[usize::from(self.month().unsigned_abs()) - 1]
    }
}

/// More hours than lie between any two days of the calendar (years -9999 to 9999).
const HOURS_MAX: i64 = 20_000 * 366 * 24;
const WEEKDAYS_ZH: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
const WEEKDAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Day {
    type Err = CalendarError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let not_a_day = || CalendarError::NotADay(text.to_owned());
        // jiff would also take the date out of a longer date and time.
        if text.trim().contains([':', 'T', 't', ' ']) {
            return Err(not_a_day());
        }
        text.trim().parse().map(Day).map_err(|_| not_a_day())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// The city's time zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of that name in the IANA database, which is built in.
    ///
    /// # Errors
    /// When the database has no such zone.
    pub fn named(name: &str) -> Result<Zone, CalendarError> {
        TimeZone::get(name)
            .map(Zone)
            .map_err(|_| CalendarError::UnknownZone(name.to_owned()))
    }

    /// The zone's IANA name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The day it is here at that moment.
    pub fn day_of(&self, at: Timestamp) -> Day {
        Day(self.local(at).date())
    }

    /// The day's first moment: midnight, or the first later moment where a clock change skips midnight.
    pub fn start_of(&self, day: Day) -> Timestamp {
        self.moment(day.0.to_datetime(jiff::civil::Time::midnight()))
    }

    /// The day's moments, from its start to the next day's; 23 or 25 hours long where clocks change.
    pub fn span_of(&self, day: Day) -> Range<Timestamp> {
        self.start_of(day)..self.start_of(day.next())
    }

    /// That clock time on that day; nothing when there is no such hour or minute. A time skipped by a clock change
    /// moves on by the length of the gap, a repeated one means its first occurrence (RFC 5545, section 3.3.5).
    pub fn at(&self, day: Day, hour: i8, minute: i8) -> Option<Timestamp> {
        let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
        Some(self.moment(day.0.to_datetime(time)))
    }

    /// Minutes since midnight by the clock on the wall, 0 to 1439.
    pub fn minute_of_day(&self, at: Timestamp) -> u16 {
        let local = self.local(at);
        u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs())
    }

    /// The 24-hour clock, the same in both languages: `19:07`.
    pub fn format_time(&self, at: Timestamp) -> String {
        let local = self.local(at);
        format!("{:02}:{:02}", local.hour(), local.minute())
    }

    /// Day and time for people: `11月24日 周四 19:07`, `Thu 24 Nov 19:07`.
    pub fn format(&self, at: Timestamp, lang: Lang) -> String {
        format!("{} {}", self.day_of(at).format(lang), self.format_time(at))
    }

    /// As [`Zone::format`], with the year.
    pub fn format_with_year(&self, at: Timestamp, lang: Lang) -> String {
        format!("{} {}", self.day_of(at).format_with_year(lang), self.format_time(at))
    }

    /// The value of an HTML `datetime-local` field: `2022-11-24T19:07`.
    pub fn to_local_input(&self, at: Timestamp) -> String {
        format!("{}T{}", self.day_of(at), self.format_time(at))
    }

    /// Reads what an HTML `datetime-local` field sends: `2022-11-24T19:07`, perhaps with seconds.
    ///
    /// # Errors
    /// When it is no local date and time, or carries an offset.
    pub fn parse_local_input(&self, text: &str) -> Result<Timestamp, CalendarError> {
        let not_local = || CalendarError::NotALocalTime(text.to_owned());
        // jiff would also take a date alone, or drop an offset.
        let has_time_only =
            |(_, time): (&str, &str)| time.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b':' | b'.'));
        if !text.trim().split_once('T').is_some_and(has_time_only) {
            return Err(not_local());
        }
        let local: DateTime = text.trim().parse().map_err(|_| not_local())?;
        Ok(self.moment(local))
    }

    fn local(&self, at: Timestamp) -> DateTime {
        self.0.to_datetime(at.instant())
    }

    /// Only fails within a day of the calendar's edge in the years -9999 and 9999; there the edge is the answer.
    fn moment(&self, local: DateTime) -> Timestamp {
        let edge = if local.year() < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        };
        Timestamp(self.0.to_timestamp(local).unwrap_or(edge).as_millisecond())
    }
}
