//! A calendar as RFC 5545 writes it: one event for each appointment, at the times that stand now.

use std::fmt::Write as _;
use tongxin_city::{Day, Timestamp, Zone};

/// Bytes of a line, its end not counted (section 3.1).
const LINE_BYTES_MAX: usize = 75;

/// How sure an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not answered yet.
    Tentative,
    /// It is kept.
    Confirmed,
    /// It is not.
    Cancelled,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What names it for ever, so that a changed event replaces the one before it.
    pub uid: String,
    /// The number of its last change.
    pub sequence: i64,
    /// When it was changed last.
    pub changed_at: Timestamp,
    /// When it begins.
    pub from_at: Timestamp,
    /// When it ends.
    pub until_at: Timestamp,
    /// How sure it is.
    pub status: Status,
    /// What it is, in a line.
    pub summary: String,
    /// Where it is.
    pub location: String,
    /// More about it.
    pub description: String,
}

/// A calendar of that name.
pub fn calendar(name: &str, events: &[Event], zone: &Zone) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| push_folded(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Tongxin//Appointments//EN");
    line("CALSCALE", "GREGORIAN");
    line("METHOD", "PUBLISH");
    line("NAME", &escaped(name));
    line("X-WR-CALNAME", &escaped(name));
    line("X-WR-TIMEZONE", zone.name());
    line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    for event in events {
        line("BEGIN", "VEVENT");
        line("UID", &escaped(&event.uid));
        line("SEQUENCE", &event.sequence.to_string());
        line("DTSTAMP", &moment(event.changed_at));
        line("DTSTART", &moment(event.from_at));
        line("DTEND", &moment(event.until_at));
        line("STATUS", status(event.status));
        line("SUMMARY", &escaped(&event.summary));
        line("LOCATION", &escaped(&event.location));
        if !event.description.is_empty() {
            line("DESCRIPTION", &escaped(&event.description));
        }
        line("CLASS", "PRIVATE");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Tentative => "TENTATIVE",
        Status::Confirmed => "CONFIRMED",
        Status::Cancelled => "CANCELLED",
    }
}

/// A moment in UTC, to the second: `20221125T060000Z`.
fn moment(at: Timestamp) -> String {
    let seconds = at.millis().div_euclid(Timestamp::SECOND_MS);
    let of_day = seconds.rem_euclid(24 * 60 * 60);
    let day = Day::from_number(seconds.div_euclid(24 * 60 * 60));
    let mut text = day.to_string().replace('-', "");
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    // Writing into a text does not fail.
    let _ = write!(text, "T{hour:02}{minute:02}{second:02}Z");
    text
}

/// A text as a value (section 3.3.11): without signs that can't be shown.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => value.extend(['\\', sign]),
            '\n' => value.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => value.push(sign),
        }
    }
    value
}

/// Adds a line, folded where it is too long, never inside a sign.
fn push_folded(text: &mut String, line: &str) {
    let mut bytes = 0;
    for sign in line.chars() {
        if bytes + sign.len_utf8() > LINE_BYTES_MAX {
            text.push_str("\r\n ");
            // The blank counts.
            bytes = 1;
        }
        text.push(sign);
        bytes += sign.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests;
