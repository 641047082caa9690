//! A calendar as RFC 5545 writes it: events with the times that stand now, and reminders where somebody wants them.

use std::fmt::Write as _;
use tongxin_city::{Day, Timestamp, Zone};

/// The media type of a calendar.
pub const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";
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

impl Status {
    const fn word(self) -> &'static str {
        match self {
            Status::Tentative => "TENTATIVE",
            Status::Confirmed => "CONFIRMED",
            Status::Cancelled => "CANCELLED",
        }
    }
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
    /// How long before it a phone reminds, as durations (section 3.3.6): `PT2H`, `P1D`.
    pub alarms: &'static [&'static str],
}

/// A calendar of that name, made by the part of the system that is called so.
pub fn calendar(part: &str, name: &str, events: &[Event], zone: &Zone) -> String {
    let mut text = String::new();
    push(&mut text, "BEGIN", "VCALENDAR");
    push(&mut text, "VERSION", "2.0");
    push(&mut text, "PRODID", &format!("-//Tongxin//{part}//EN"));
    push(&mut text, "CALSCALE", "GREGORIAN");
    push(&mut text, "METHOD", "PUBLISH");
    push(&mut text, "NAME", &escaped(name));
    push(&mut text, "X-WR-CALNAME", &escaped(name));
    push(&mut text, "X-WR-TIMEZONE", zone.name());
    push(&mut text, "REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    for event in events {
        push_event(&mut text, event);
    }
    push(&mut text, "END", "VCALENDAR");
    text
}

fn push_event(text: &mut String, event: &Event) {
    push(text, "BEGIN", "VEVENT");
    push(text, "UID", &escaped(&event.uid));
    push(text, "SEQUENCE", &event.sequence.to_string());
    push(text, "DTSTAMP", &moment(event.changed_at));
    push(text, "DTSTART", &moment(event.from_at));
    push(text, "DTEND", &moment(event.until_at));
    push(text, "STATUS", event.status.word());
    push(text, "SUMMARY", &escaped(&event.summary));
    push(text, "LOCATION", &escaped(&event.location));
    if !event.description.is_empty() {
        push(text, "DESCRIPTION", &escaped(&event.description));
    }
    push(text, "CLASS", "PRIVATE");
    for before in event.alarms.iter().filter(|_| event.status != Status::Cancelled) {
        push(text, "BEGIN", "VALARM");
        push(text, "ACTION", "DISPLAY");
        push(text, "TRIGGER", &format!("-{before}"));
        push(text, "DESCRIPTION", &escaped(&event.summary));
        push(text, "END", "VALARM");
    }
    push(text, "END", "VEVENT");
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
fn push(text: &mut String, name: &str, value: &str) {
    let mut bytes = 0;
    for sign in name.chars().chain([':']).chain(value.chars()) {
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
mod tests {
    use super::*;

    fn event(summary: &str, status: Status) -> Event {
        let from_at = Timestamp(1_669_280_400_123);
        Event {
            uid: "one@tongxin".into(),
            sequence: 3,
            changed_at: Timestamp(0),
            from_at,
            until_at: from_at.plus_hours(4),
            status,
            summary: summary.into(),
            location: "梅园, 东门".into(),
            description: "两行\n字".into(),
            alarms: &["P1D", "PT2H"],
        }
    }

    fn written(event: Event) -> String {
        let zone = Zone::named("Atlantic/Azores").expect("a zone");
        calendar("Tests", "日程", &[event], &zone)
    }

    #[test]
    fn an_event_stands_with_its_times_in_utc_and_its_reminders() {
        let text = written(event("送货上楼", Status::Confirmed));
        assert!(text.contains("DTSTART:20221124T090000Z\r\n"), "{text}");
        assert!(text.contains("LOCATION:梅园\\, 东门\r\n"), "{text}");
        assert!(text.contains("DESCRIPTION:两行\\n字\r\n"), "{text}");
        assert!(text.contains("TRIGGER:-PT2H\r\n"), "{text}");
        assert_eq!(text.matches("BEGIN:VALARM").count(), 2);
        let off = written(event("送货上楼", Status::Cancelled));
        assert!(off.contains("STATUS:CANCELLED\r\n") && !off.contains("VALARM"));
    }

    #[test]
    fn no_text_breaks_out_of_its_line_and_none_is_too_long() {
        for summary in ["x\r\nEND:VCALENDAR", &"长".repeat(120), "a;b,c\\d\u{7}"] {
            let text = written(event(summary, Status::Tentative));
            assert_eq!(text.matches("\r\nEND:VCALENDAR").count(), 1, "{text}");
            assert!(text.split("\r\n").all(|line| line.len() <= LINE_BYTES_MAX), "{text}");
        }
    }
}
