//! Lengths of time in words: "2 小时前", "in 15 min".

use crate::{Lang, Timestamp};

/// A length of time in words, in its one or two largest units: `2天3小时`, `45 min`. The sign is ignored.
pub fn duration_in_words(millis: i64, lang: Lang) -> String {
    let minutes = millis.unsigned_abs() / Timestamp::MINUTE_MS.unsigned_abs();
    let (days, hours, minutes) = (minutes / (24 * 60), minutes / 60 % 24, minutes % 60);
    let units = match lang {
        Lang::Zh => [(days, "天"), (hours, "小时"), (minutes, "分钟")],
        Lang::En => [(days, " d"), (hours, " h"), (minutes, " min")],
    };
    let largest = units.iter().position(|(count, _)| *count > 0);
    let Some(largest) = largest else {
        return lang.pick("不到1分钟", "under 1 min").to_owned();
    };
    let words: Vec<String> = units[largest..]
        .iter()
        .take(2)
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    words.join(lang.pick("", " "))
}

/// When something happened or will happen, seen from `now`: `3小时前`, `in 2 d 4 h`, `刚刚`.
pub fn from_now_in_words(at: Timestamp, now: Timestamp, lang: Lang) -> String {
    let ahead_ms = at.millis_since(now);
    if ahead_ms.unsigned_abs() < Timestamp::MINUTE_MS.unsigned_abs() {
        return lang.pick("刚刚", "just now").to_owned();
    }
    let words = duration_in_words(ahead_ms, lang);
    match (lang, ahead_ms > 0) {
        (Lang::Zh, true) => format!("{words}后"),
        (Lang::Zh, false) => format!("{words}前"),
        (Lang::En, true) => format!("in {words}"),
        (Lang::En, false) => format!("{words} ago"),
    }
}
