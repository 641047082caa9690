//! Plans and runs in words.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::rules::capacity::Measure;
use crate::rules::cargo::{CargoKind, RideNeeds, Seats};
use crate::rules::state::{CargoState, PlanState, RunState};
use crate::store::runs::{RunRecord, StopRecord};
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_account::{Visit, account_of};
use tongxin_city::relative::duration_in_words;
use tongxin_city::{Day, Fen, Level, PlaceCode, PlaceTree, Timestamp};
use tongxin_supply::Load;
use tongxin_web::Problem;

/// A minus sign as wide as a plus.
const MINUS: &str = "−";

/// How something stands: its colour and its word, as `state_badge` shows them.
#[derive(Debug, Clone)]
pub(super) struct Badge {
    pub(super) state: &'static str,
    pub(super) word: String,
}

/// What a page needs to say plans and runs in words.
pub(super) struct Words<'a> {
    pub(super) visit: &'a Visit,
    pub(super) tree: Arc<PlaceTree>,
    pub(super) today: Day,
}

impl<'a> Words<'a> {
    pub(super) fn of(dispatch: &Dispatch, visit: &'a Visit) -> Result<Self, DispatchError> {
        Ok(Words {
            visit,
            tree: dispatch.places().tree(),
            today: dispatch.day_of(visit.now())?,
        })
    }

    pub(super) fn t(&self, key: &str) -> String {
        self.visit.t(key)
    }

    pub(super) fn ta(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.visit.asked.shell.texts.text_with(self.visit.lang(), key, args)
    }

    /// A text with a number in it.
    pub(super) fn n(&self, key: &str, number: impl ToString) -> String {
        self.ta(key, &[("n", &number.to_string())])
    }

    pub(super) fn day(&self, day: Day) -> String {
        day.format(self.visit.lang())
    }

    /// A day for choosing: today and tomorrow by these words.
    pub(super) fn near_day(&self, day: Day) -> String {
        match day.days_since(self.today) {
            0 => self.ta("dispatch-today", &[("day", &self.day(day))]),
            1 => self.ta("dispatch-tomorrow", &[("day", &self.day(day))]),
            _ => self.day(day),
        }
    }

    /// Day and time.
    pub(super) fn when(&self, at: Timestamp) -> String {
        self.visit.asked.shell.zone.format(at, self.visit.lang())
    }

    /// A clock time.
    pub(super) fn time(&self, at: Timestamp) -> String {
        self.visit.asked.shell.zone.format_time(at)
    }

    /// Two clock times.
    pub(super) fn span(&self, from: Timestamp, to: Timestamp) -> String {
        format!("{}–{}", self.time(from), self.time(to))
    }

    /// A place's own name.
    pub(super) fn name(&self, code: &PlaceCode) -> String {
        let place = self.tree.get(code);
        place.map_or_else(|| code.to_string(), |place| place.name(self.visit.lang()).to_owned())
    }

    /// A place with those above it, from its district down.
    pub(super) fn place(&self, code: &PlaceCode) -> String {
        let path = self.tree.path(code);
        let names = path.iter().filter(|place| place.level >= Level::District);
        let names: Vec<&str> = names.map(|place| place.name(self.visit.lang())).collect();
        if names.is_empty() {
            self.name(code)
        } else {
            names.join(" › ")
        }
    }

    /// A building with the compound above it, as people know it: many compounds have a building 1.
    pub(super) fn building(&self, code: &PlaceCode) -> String {
        self.tree.building_name(code, self.visit.lang())
    }

    pub(super) fn km(&self, metres: i64) -> String {
        self.n("dispatch-km", tenths(metres, 1_000))
    }

    pub(super) fn kg(&self, grams: i64) -> String {
        self.n("dispatch-kg", tenths(grams, 1_000))
    }

    pub(super) fn litres(&self, millilitres: i64) -> String {
        self.n("dispatch-litres", (millilitres + 999) / 1_000)
    }

    /// A load by one measure.
    pub(super) fn measured(&self, measure: Measure, load: Load) -> String {
        match measure {
            Measure::Weight => self.kg(load.grams),
            Measure::Volume => self.litres(load.millilitres),
            Measure::ColdBoxes => self.n("dispatch-boxes", load.cold_boxes()),
        }
    }

    /// A load by weight and volume.
    pub(super) fn load(&self, load: Load) -> String {
        format!("{} · {}", self.kg(load.grams), self.litres(load.millilitres))
    }

    pub(super) fn yuan(&self, fen: Fen) -> String {
        self.n("dispatch-yuan", fen)
    }

    /// Who ride, or how many have room.
    pub(super) fn people(&self, people: Seats) -> String {
        let seats = self.n("dispatch-seats", people.seats);
        let chairs = self.n("dispatch-wheelchairs", people.wheelchairs);
        match (people.seats, people.wheelchairs) {
            (_, 0) => seats,
            (0, _) => chairs,
            _ => format!("{seats}{}{chairs}", self.visit.lang().pick("、", ", ")),
        }
    }

    /// Who ride, and what their ride needs.
    pub(super) fn ride(&self, people: Seats, needs: RideNeeds) -> String {
        let crew = needs.medical_crew.then(|| self.t("dispatch-needs-crew"));
        let alone = needs.alone.then(|| self.t("dispatch-needs-alone"));
        let said = [Some(self.people(people)), crew, alone].into_iter().flatten();
        said.collect::<Vec<_>>().join(self.visit.lang().pick("，", ", "))
    }

    pub(super) fn minutes(&self, minutes: i64) -> String {
        duration_in_words(minutes * Timestamp::MINUTE_MS, self.visit.lang())
    }

    pub(super) fn plan_state(&self, state: PlanState) -> Badge {
        Badge {
            state: match state {
                PlanState::Published => "stable",
                PlanState::Making | PlanState::Ready => "strained",
                PlanState::Failed => "failing",
                PlanState::Replaced | PlanState::Dropped => "unknown",
            },
            word: self.t(&format!("dispatch-plan-state-{state}")),
        }
    }

    /// How a run stands; one that is behind says by how much.
    pub(super) fn run_state(&self, run: &RunRecord) -> Badge {
        let delay = run.delay_ms / Timestamp::MINUTE_MS;
        let waits = (self.visit.now().millis() - run.start_at.millis()) / Timestamp::MINUTE_MS;
        let word = self.t(&format!("dispatch-run-state-{}", run.state));
        match run.state {
            RunState::Planned if waits > 0 => Badge {
                state: "failing",
                word: self.ta("dispatch-run-waits", &[("time", &self.minutes(waits))]),
            },
            RunState::UnderWay if delay > 0 => Badge {
                state: "failing",
                word: self.ta("dispatch-run-behind", &[("time", &self.minutes(delay))]),
            },
            RunState::Planned | RunState::UnderWay => Badge {
                state: "strained",
                word,
            },
            RunState::Over => Badge { state: "stable", word },
            RunState::Broken => Badge { state: "failing", word },
            RunState::Cancelled => Badge { state: "unknown", word },
        }
    }

    /// How something stands on its run; an order that the run is not to bring any more ended elsewhere.
    pub(super) fn cargo_state(&self, kind: CargoKind, state: CargoState) -> Badge {
        Badge {
            state: match state {
                CargoState::HandedOver | CargoState::Dropped => "stable",
                CargoState::Open | CargoState::OnBoard | CargoState::Short => "strained",
                CargoState::Refused | CargoState::Absent => "failing",
                CargoState::Behind | CargoState::TakenOver | CargoState::Cancelled => "unknown",
            },
            word: match (kind, state) {
                (CargoKind::Order, CargoState::Cancelled) => self.t("dispatch-cargo-state-closed"),
                _ => self.t(&format!("dispatch-cargo-state-{state}")),
            },
        }
    }
}

/// When handing over is expected to begin at a stop of a run, as far as can be said now.
pub(super) fn expected(run: &RunRecord, stop: &StopRecord) -> Timestamp {
    stop.expected_at(run.behind_ms())
}

/// A number in units of `unit`, with one decimal below a hundred of them.
pub(super) fn tenths(number: i64, unit: i64) -> String {
    let sign = if number < 0 { MINUS } else { "" };
    let tenths = (number.abs() * 10 + unit / 2) / unit;
    if tenths >= 1_000 {
        format!("{sign}{}", (tenths + 5) / 10)
    } else {
        format!("{sign}{}.{}", tenths / 10, tenths % 10)
    }
}

/// A difference with its sign.
pub(super) fn signed(number: i64, said: impl Fn(i64) -> String) -> String {
    match number {
        0 => said(0),
        1.. => format!("+{}", said(number)),
        _ => format!("{MINUS}{}", said(-number)),
    }
}

/// Those who did things, by how they are remembered: accounts by the name they chose, whoever drives by their link.
pub(super) async fn actors(
    dispatch: &Dispatch,
    words: &Words<'_>,
    actors: Vec<&str>,
) -> Result<HashMap<String, String>, Problem> {
    let ids = actors.iter().filter_map(|actor| account_of(actor));
    let names = dispatch
        .accounts()
        .display_names(ids)
        .await
        .map_err(DispatchError::from)?;
    let said = |actor: &str| match account_of(actor) {
        Some(id) => names.get(&id).cloned().unwrap_or_default(),
        None if actor.starts_with("run") => words.t("dispatch-actor-driver"),
        None => words.t("dispatch-actor-system"),
    };
    Ok(actors.iter().map(|actor| ((*actor).to_owned(), said(actor))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_exact_as_they_are_of_use() {
        assert_eq!(tenths(12_340, 1_000), "12.3");
        assert_eq!(tenths(0, 1_000), "0.0");
        assert_eq!(tenths(123_900, 1_000), "124");
        assert_eq!(tenths(-1_260, 1_000), "−1.3");
        assert_eq!(signed(-5, |number| number.to_string()), "−5");
        assert_eq!(signed(5, |number| number.to_string()), "+5");
        assert_eq!(signed(0, |number| number.to_string()), "0");
    }
}
