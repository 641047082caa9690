//! Charts: what was raised and struck off, what is open, what became late.

use crate::numbers::grouped;
use crate::view::{Sight, tiles};
use tongxin_city::{Day, Lang};
use tongxin_ledger::EntryKind;

/// A row of a chart's table: where on the axis, and the cells.
#[derive(Debug, Clone)]
pub struct ChartRow {
    /// The axis.
    pub label: String,
    /// A number each, or "—" where nothing is known.
    pub cells: Vec<String>,
}

/// The charts' tables.
#[derive(Debug, Clone)]
pub struct Trends {
    /// "渝北，近 14 天".
    pub note: String,
    /// Raised, struck off, by day.
    pub flow: Vec<ChartRow>,
    /// Open, and overdue of it, by lifeline.
    pub open: Vec<ChartRow>,
    /// Became overdue, went up a tier, by day.
    pub late: Vec<ChartRow>,
}

pub(crate) fn trends(sight: &Sight<'_>, name: &str) -> Trends {
    let words = sight.words;
    let days = sight.snapshot.happened(&sight.place.code, None);
    let by_day = |events: [EntryKind; 2]| {
        let row = |(day, happened): &(Day, Option<crate::snapshot::Happened>)| ChartRow {
            label: short_day(*day, words.lang),
            cells: events
                .iter()
                .map(|event| happened.map_or_else(|| "—".to_owned(), |happened| grouped(happened.of(*event))))
                .collect(),
        };
        days.iter().map(row).collect()
    };
    let open = tiles::lifelines(sight).into_iter().map(|lifeline| {
        let standing = sight.standing(Some(lifeline));
        ChartRow {
            label: words.lifeline(lifeline),
            cells: vec![grouped(standing.open()), grouped(standing.overdue())],
        }
    });
    Trends {
        note: words.ta(
            "board-trend-note",
            &[("place", name), ("days", &days.len().to_string())],
        ),
        flow: by_day([EntryKind::Raised, EntryKind::StruckOff]),
        open: open.collect(),
        late: by_day([EntryKind::Overdue, EntryKind::Escalated]),
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
