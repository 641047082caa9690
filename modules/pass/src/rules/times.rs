//! Days of the week and hours of the day as people type them: `1-5`, `1,3,6-7`, `06:00-22:00`.

use tongxin_pass_format::pass::{Days, Hours};

/// Days of the week, Monday is 1 and Sunday 7; nothing typed is every day.
pub fn read_days(text: &str) -> Option<Days> {
    let mut bits = 0_u8;
    let parts = text.split([',', '，', '、', ';', ' ']).map(str::trim);
    for part in parts.filter(|part| !part.is_empty()) {
        let (first, last) = match part.split_once(['-', '–', '~', '至']) {
            Some((first, last)) => (weekday(first)?, weekday(last)?),
            None => (weekday(part)?, weekday(part)?),
        };
        if first > last {
            return None;
        }
        bits |= (first..=last).fold(0, |bits, day| bits | 1 << (day - 1));
    }
    if text.trim().is_empty() {
        Some(Days::ALL)
    } else {
        Days::from_bits(bits).ok()
    }
}

fn weekday(text: &str) -> Option<u8> {
    text.trim().parse().ok().filter(|day| (1..=7).contains(day))
}

/// Days as they are typed: the shortest text that reads back.
pub fn days_text(days: Days) -> String {
    let mut parts: Vec<(u8, u8)> = Vec::new();
    for day in (1..=7_u8).filter(|day| days.has(day - 1)) {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => parts.push((day, day)),
        }
    }
    let part = |(first, last): &(u8, u8)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    };
    parts.iter().map(part).collect::<Vec<_>>().join(",")
}

/// Hours of the day, past midnight when the second is the smaller; nothing typed is the whole day.
pub fn read_hours(text: &str) -> Option<Hours> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Hours::ALL);
    }
    let (from, until) = text.split_once(['-', '–', '~', '至'])?;
    Hours::new(minute(from)?, minute(until)?).ok()
}

/// A time of day in minutes since midnight; 24:00 is its end.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once([':', '：'])?;
    let is_short = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_short(hour) || !is_short(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= Hours::DAY_MINUTES).then_some(total)
}

/// Hours as they are typed.
pub fn hours_text(hours: Hours) -> String {
    let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    format!("{}-{}", time(hours.from_minute()), time(hours.until_minute()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_and_hours_are_read_as_people_type_them() {
        assert_eq!(read_days(""), Some(Days::ALL));
        assert_eq!(read_days("1-5"), Some(Days::WORKDAYS));
        assert_eq!(read_days("1、3、6至7").map(days_text).as_deref(), Some("1,3,6-7"));
        assert_eq!(read_hours("6:00-22:00").map(hours_text).as_deref(), Some("06:00-22:00"));
        assert_eq!(read_hours("22:00–06:00").map(|hours| hours.minutes()), Some(8 * 60));
        assert_eq!(read_hours(" "), Some(Hours::ALL));
    }

    #[test]
    fn what_is_no_day_or_hour_is_not_guessed() {
        for text in ["0", "8", "5-1", "Mon", "-", "1--3"] {
            assert_eq!(read_days(text), None, "{text}");
        }
        for text in [
            "6-22",
            "06:00",
            "06:00-06:00",
            "24:30-06:00",
            "06:60-07:00",
            "a:b-c:d",
            "006:00-7:00",
        ] {
            assert_eq!(read_hours(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_choice_of_days_reads_back(bits in 1_u8..=127) {
            let days = Days::from_bits(bits).expect("days");
            prop_assert_eq!(read_days(&days_text(days)), Some(days));
        }

        #[test]
        fn hours_read_back(from in 0_u16..1440, until in 1_u16..=1440) {
            if let Ok(hours) = Hours::new(from, until) {
                prop_assert_eq!(read_hours(&hours_text(hours)), Some(hours));
            }
        }

        #[test]
        fn whatever_is_typed_is_read_or_refused(text in "\\PC{0,16}") {
            let _ = (read_days(&text), read_hours(&text));
        }
    }
}
