//! The day on a time line: a row for each vehicle, its shift behind, runs as bars, rests as gaps in them, stops as ticks. Drawn
//! with percentages, so that text keeps its size at every width.

use crate::pages::words::Words;
use crate::rules::plan::{PlannedRun, PlannedStop};
use std::fmt::Write as _;
use tongxin_city::Timestamp;

/// Hours that are named at most.
const HOURS_NAMED_MAX: i64 = 9;

/// A bar is at least so wide, in hundredths of a percent, that it can be seen.
const NARROWEST: i64 = 40;

/// The time line.
#[derive(Debug, Default)]
pub(super) struct Gantt {
    /// Where each named hour stands, and its word.
    pub(super) hours: Vec<(String, String)>,
    /// When vehicles may be under way: where that begins, and how wide it is.
    pub(super) shift: (String, String),
    pub(super) rows: Vec<GanttRow>,
}

/// A vehicle's day.
#[derive(Debug)]
pub(super) struct GanttRow {
    pub(super) plate: String,
    pub(super) bars: Vec<Bar>,
}

/// A run as a bar.
#[derive(Debug)]
pub(super) struct Bar {
    pub(super) anchor: String,
    pub(super) number: usize,
    pub(super) hue: usize,
    pub(super) x: String,
    pub(super) width: String,
    pub(super) middle: String,
    /// Where whoever drives rests: where that begins, and how wide it is.
    pub(super) rests: Vec<(String, String)>,
    /// Where handing over begins, and whether that is late.
    pub(super) ticks: Vec<(String, bool)>,
    /// The same in words.
    pub(super) said: String,
}

/// From when to when the line goes.
#[derive(Clone, Copy)]
struct Line {
    from: i64,
    to: i64,
}

impl Line {
    /// Wide enough for the shift and all runs; none without runs.
    fn of(shift: (Timestamp, Timestamp), runs: &[PlannedRun]) -> Option<Line> {
        let from = runs.iter().map(|run| run.start_at).min()?.min(shift.0).millis();
        let to = runs.iter().map(|run| run.end_at).max()?.max(shift.1).millis();
        let hour = Timestamp::HOUR_MS;
        let from = from.div_euclid(hour) * hour;
        let to = (to + hour - 1).div_euclid(hour) * hour;
        Some(Line {
            from,
            to: to.max(from + hour),
        })
    }

    /// A share of the line in hundredths of a percent.
    fn share(self, millis: i64) -> i64 {
        (millis * 10_000) / (self.to - self.from)
    }

    fn at(self, at: Timestamp) -> i64 {
        self.share(at.millis() - self.from)
    }

    /// Where a span begins on the line, and how wide it is.
    fn span(self, from: Timestamp, to: Timestamp) -> (String, String) {
        let (from, to) = (self.at(from), self.at(to));
        (percent(from), percent((to - from).max(NARROWEST)))
    }
}

/// The time line of runs, which stand by vehicle and time, in the shift of their plan.
pub(super) fn gantt(words: &Words<'_>, shift: (Timestamp, Timestamp), runs: &[PlannedRun]) -> Gantt {
    let Some(line) = Line::of(shift, runs) else {
        return Gantt::default();
    };
    let mut rows: Vec<GanttRow> = Vec::new();
    for (number, run) in (1..).zip(runs) {
        let bar = bar(words, line, number, run);
        match rows.last_mut().filter(|row| row.plate == run.plate) {
            Some(row) => row.bars.push(bar),
            None => rows.push(GanttRow {
                plate: run.plate.clone(),
                bars: vec![bar],
            }),
        }
    }
    Gantt {
        hours: hours(words, line),
        shift: line.span(shift.0, shift.1),
        rows,
    }
}

fn hours(words: &Words<'_>, line: Line) -> Vec<(String, String)> {
    let count = (line.to - line.from) / Timestamp::HOUR_MS;
    let step = (count + HOURS_NAMED_MAX - 1) / HOURS_NAMED_MAX;
    let named = (0..count).step_by(usize::try_from(step.max(1)).unwrap_or(1));
    named
        .map(|hour| {
            let at = Timestamp(line.from + hour * Timestamp::HOUR_MS);
            (percent(line.at(at)), words.time(at))
        })
        .collect()
}

fn bar(words: &Words<'_>, line: Line, number: usize, run: &PlannedRun) -> Bar {
    let (x, width) = line.span(run.start_at, run.end_at);
    let rests: Vec<_> = run.stops.iter().filter_map(PlannedStop::rest).collect();
    let stops = run.stops.iter().filter(|stop| !stop.is_pickup);
    let late = stops.clone().filter(|stop| stop.is_late()).count();
    let mut said = words.ta(
        "dispatch-gantt-run",
        &[
            ("number", &number.to_string()),
            ("span", &words.span(run.start_at, run.end_at)),
            ("stops", &stops.count().to_string()),
        ],
    );
    if late > 0 {
        let _ = write!(said, " · {}", words.n("dispatch-line-late", late));
    }
    for &(from, to) in &rests {
        let _ = write!(
            said,
            " · {}",
            words.ta("dispatch-gantt-rest", &[("span", &words.span(from, to))])
        );
    }
    Bar {
        anchor: format!("#run-{number}"),
        number,
        hue: hue(number),
        x,
        width,
        middle: percent(line.at(run.start_at).midpoint(line.at(run.end_at))),
        rests: rests.into_iter().map(|(from, to)| line.span(from, to)).collect(),
        ticks: run
            .stops
            .iter()
            .map(|stop| (percent(line.at(stop.begin_at())), stop.is_late()))
            .collect(),
        said,
    }
}

/// Hundredths of a percent as SVG has them.
fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// Colours that runs have; beyond them they begin anew, so that a number always stands beside.
const HUES: usize = 8;

/// The colour of a run by its number.
pub(super) fn hue(number: usize) -> usize {
    (number + HUES - 1) % HUES + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_the_line_is_a_percentage() {
        let line = Line {
            from: 0,
            to: 4 * Timestamp::HOUR_MS,
        };
        assert_eq!(percent(line.at(Timestamp(Timestamp::HOUR_MS))), "25.00%");
        assert_eq!(percent(line.at(Timestamp(Timestamp::MINUTE_MS))), "0.41%");
        let hour = |hours: i64| Timestamp(hours * Timestamp::HOUR_MS);
        assert_eq!(line.span(hour(1), hour(3)), ("25.00%".into(), "50.00%".into()));
        assert_eq!(
            line.span(hour(1), hour(1)).1,
            "0.40%",
            "what takes no time can still be seen"
        );
    }

    #[test]
    fn colours_begin_anew_after_the_eighth() {
        assert_eq!([1, 8, 9].map(hue), [1, 8, 1]);
    }
}
