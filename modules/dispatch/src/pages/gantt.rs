//! The day on a time line: a row for each vehicle, runs as bars, stops as ticks. Drawn with percentages, so that text keeps
//! its size at every width.

use crate::pages::words::Words;
use crate::rules::plan::PlannedRun;
use std::fmt::Write as _;
use tongxin_city::Timestamp;

/// Hours that are named at most.
const HOURS_NAMED_MAX: i64 = 9;

/// The time line.
#[derive(Debug, Default)]
pub(super) struct Gantt {
    /// Where each named hour stands, and its word.
    pub(super) hours: Vec<(String, String)>,
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
    fn of(runs: &[PlannedRun]) -> Option<Line> {
        let from = runs.iter().map(|run| run.start_at.millis()).min()?;
        let to = runs.iter().map(|run| run.end_at.millis()).max()?;
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
}

/// The time line of runs, which stand by vehicle and time.
pub(super) fn gantt(words: &Words<'_>, runs: &[PlannedRun]) -> Gantt {
    let Some(line) = Line::of(runs) else {
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
    let (start, end) = (line.at(run.start_at), line.at(run.end_at));
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
    Bar {
        anchor: format!("#run-{number}"),
        number,
        hue: hue(number),
        x: percent(start),
        width: percent((end - start).max(40)),
        middle: percent(start.midpoint(end)),
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
    }

    #[test]
    fn colours_begin_anew_after_the_eighth() {
        assert_eq!([1, 8, 9].map(hue), [1, 8, 1]);
    }
}
