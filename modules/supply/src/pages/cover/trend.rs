//! The last days as a chart's table.

use crate::cover::Trend;
use crate::pages::whitelist::words::Words;
use crate::rules::goods::Category;
use tongxin_city::{Day, Lang};

/// A chart of days of cover with its threshold.
pub(super) struct TrendView {
    pub(super) question: String,
    pub(super) note: String,
    pub(super) rows: Vec<TrendRow>,
}

/// A day: its label, the cover then, the threshold.
pub(super) struct TrendRow {
    pub(super) day: String,
    pub(super) days: String,
    pub(super) threshold: String,
}

pub(super) fn view(words: &Words<'_>, category: &Category, of: &str, trend: &Trend) -> TrendView {
    let lang = words.visit.lang();
    let threshold = category.threshold.strained_days.to_string();
    let row = |day: &crate::cover::TrendDay| TrendRow {
        day: short_day(day.day, lang),
        days: super::tiles::number(day.days),
        threshold: threshold.clone(),
    };
    let days = trend.days.len().to_string();
    TrendView {
        question: words.ta("supply-cover-trend-question", &[("category", category.name(lang))]),
        note: words.ta("supply-cover-trend-note", &[("of", of), ("days", &days)]),
        rows: trend.days.iter().map(row).collect(),
    }
}

/// "11-24" or "24 Nov", short enough for an axis.
fn short_day(day: Day, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}-{:02}", day.month(), day.day()),
        Lang::En => {
            let text = day.format(lang);
            text.split_once(' ').map_or(text.clone(), |(_, date)| date.to_owned())
        }
    }
}
