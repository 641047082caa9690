//! A plan's figures beside those of what people drive by now; better and worse are said in words.

use crate::pages::words::{Badge, Words, signed, tenths};
use crate::rules::cargo::Cargo;
use crate::rules::figures::{PlanFigures, changed};
use crate::rules::plan::PlanBody;
use crate::rules::prices::cost;
use std::collections::HashSet;
use tongxin_city::Fen;

/// One figure.
pub(super) struct CompareRow {
    pub(super) word: String,
    /// What people drive by now; empty when they drive by nothing.
    pub(super) now: String,
    pub(super) plan: String,
    /// With its sign; empty when there is nothing to compare with.
    pub(super) difference: String,
    /// Better, worse, the same; none where neither is better.
    pub(super) verdict: Option<Badge>,
}

/// Which way a figure is better.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Better {
    Less,
    More,
    Neither,
}

/// The figures of a plan, beside those of `present` when people drive by something else.
pub(super) fn compare(words: &Words<'_>, present: Option<&PlanBody>, body: &PlanBody) -> Vec<CompareRow> {
    let plan = PlanFigures::of(body);
    let now = present.map(|present| PlanFigures {
        unserved: not_planned(present, body),
        ..PlanFigures::of(present)
    });
    let row = |key: &str, of: fn(&PlanFigures) -> i64, better: Better, said: &dyn Fn(i64) -> String| {
        let (before, after) = (now.as_ref().map(of), of(&plan));
        CompareRow {
            word: words.t(key),
            now: before.map(said).unwrap_or_default(),
            plan: said(after),
            difference: before.map(|before| signed(after - before, said)).unwrap_or_default(),
            verdict: before.and_then(|before| verdict(words, after - before, better)),
        }
    };
    let plain = |number: i64| number.to_string();
    let km = |metres: i64| words.km(metres);
    let yuan = |fen: i64| words.yuan(Fen::try_from(fen).unwrap_or(Fen::MAX));
    let percent = |per_mille: i64| format!("{} %", tenths(per_mille, 10));
    let mut rows = vec![
        row("dispatch-figure-metres", |f| as_shown(f.metres), Better::Less, &km),
        row("dispatch-figure-minutes", |f| f.minutes, Better::Less, &|m| {
            words.minutes(m)
        }),
        row("dispatch-figure-cost", |f| f.cost.get(), Better::Less, &yuan),
        row("dispatch-figure-vehicles", |f| f.vehicles, Better::Less, &plain),
        row("dispatch-figure-runs", |f| f.runs, Better::Neither, &plain),
        row("dispatch-figure-stops", |f| f.stops, Better::Neither, &plain),
        row(
            "dispatch-figure-metres-a-stop",
            |f| as_shown(f.metres_a_stop),
            Better::Less,
            &km,
        ),
        row(
            "dispatch-figure-cost-a-stop",
            |f| f.cost_a_stop.get(),
            Better::Less,
            &yuan,
        ),
        row("dispatch-figure-cargo", |f| f.cargo, Better::More, &plain),
        row("dispatch-figure-late", |f| f.late, Better::Less, &plain),
        row("dispatch-figure-unserved", |f| f.unserved, Better::Less, &plain),
        row("dispatch-figure-overloaded", |f| f.overloaded, Better::Less, &plain),
        row("dispatch-figure-load", |f| f.load_per_mille, Better::More, &percent),
        row("dispatch-figure-volume", |f| f.volume_per_mille, Better::More, &percent),
        row(
            "dispatch-figure-cold-boxes",
            |f| f.cold_boxes_per_mille,
            Better::More,
            &percent,
        ),
    ];
    if let Some(present) = present {
        rows.push(CompareRow {
            word: words.t("dispatch-figure-changed"),
            now: String::new(),
            plan: changed(present, body).to_string(),
            difference: String::new(),
            verdict: None,
        });
    }
    rows
}

/// At what prices plans are compared, in words.
pub(super) fn prices(words: &Words<'_>) -> String {
    let [vehicle, km, hour] = [cost(1, 0, 0), cost(0, 1_000, 0), cost(0, 0, 3_600)].map(|fen| fen.to_string());
    words.ta(
        "dispatch-prices",
        &[("vehicle", &vehicle), ("km", &km), ("hour", &hour)],
    )
}

/// Metres to the tenth of a kilometre that the page shows: the difference is that of the two numbers beside it, and what looks
/// the same is neither better nor worse.
fn as_shown(metres: i64) -> i64 {
    (metres + 50) / 100 * 100
}

fn verdict(words: &Words<'_>, difference: i64, better: Better) -> Option<Badge> {
    let is_better = match better {
        Better::Neither => return None,
        Better::Less => difference < 0,
        Better::More => difference > 0,
    };
    let (state, key) = match (difference, is_better) {
        (0, _) => ("unknown", "dispatch-compare-same"),
        (_, true) => ("stable", "dispatch-compare-better"),
        (_, false) => ("failing", "dispatch-compare-worse"),
    };
    Some(Badge {
        state,
        word: words.t(key),
    })
}

/// Things of a plan that nobody brings as people drive now.
fn not_planned(present: &PlanBody, body: &PlanBody) -> i64 {
    let brought: HashSet<Cargo> = cargo(present).collect();
    let wanted = cargo(body).chain(body.unserved.iter().map(|left| left.cargo));
    i64::try_from(wanted.filter(|cargo| !brought.contains(cargo)).count()).unwrap_or(i64::MAX)
}

fn cargo(body: &PlanBody) -> impl Iterator<Item = Cargo> {
    let stops = body.runs.iter().flat_map(|run| &run.stops);
    stops
        .filter(|stop| !stop.is_pickup)
        .flat_map(|stop| stop.cargo.iter().copied())
}
