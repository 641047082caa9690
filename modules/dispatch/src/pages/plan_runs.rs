//! A plan's runs as tables of stops, with what can be changed by hand.

use crate::limits::STOPS_WITH_FORMS_MAX;
use crate::pages::gantt::hue;
use crate::pages::parcels::{Parcel, Parcels};
use crate::pages::words::{Badge, Words};
use crate::rules::capacity::Measure;
use crate::rules::plan::{PlanBody, PlannedRun, PlannedStop};
use crate::rules::working::{Driver, runs_of};
use tongxin_city::RunId;
use tongxin_web::Choice;

/// A run of a plan.
pub(super) struct RunView {
    pub(super) id: String,
    pub(super) number: usize,
    pub(super) hue: usize,
    pub(super) plate: String,
    pub(super) driver: String,
    pub(super) span: String,
    pub(super) km: String,
    /// What it carries of what it may, each measure as people read it and as a bar shows it.
    pub(super) loads: Vec<LoadView>,
    pub(super) is_overloaded: bool,
    pub(super) has_left: bool,
    pub(super) late: usize,
    pub(super) parcels: usize,
    /// This run's page if it was published.
    pub(super) href: String,
    /// Where this run's stops can be changed.
    pub(super) change_href: String,
    /// Whether they can be on this page.
    pub(super) has_forms: bool,
    /// Whether its table is shown at once.
    pub(super) is_shown: bool,
    pub(super) stops: Vec<StopView>,
    /// To which runs a stop of it can go, itself chosen.
    pub(super) to: Vec<Choice>,
    pub(super) drivers: Vec<Choice>,
}

/// How full a run makes its vehicle by one measure.
pub(super) struct LoadView {
    pub(super) said: String,
    pub(super) width: String,
    pub(super) is_over: bool,
}

/// A stop of it.
pub(super) struct StopView {
    pub(super) stop: i64,
    pub(super) position: usize,
    pub(super) place: String,
    pub(super) window: String,
    pub(super) arrive: String,
    pub(super) badge: Badge,
    pub(super) km: String,
    pub(super) kg: String,
    pub(super) number: usize,
    pub(super) is_cold: bool,
    pub(super) is_pinned: bool,
    pub(super) is_pickup: bool,
    /// That whoever drives rests there first; empty where nobody does.
    pub(super) rest: String,
    /// What is handed over, where the stop can be changed.
    pub(super) parcels: Vec<Parcel>,
}

/// What a page of runs is made from.
pub(super) struct RunsFrom<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) id: String,
    pub(super) body: &'a PlanBody,
    pub(super) parcels: &'a Parcels,
    /// Names, and when each works; nothing for whoever watches.
    pub(super) drivers: &'a [(String, Driver)],
    pub(super) chosen: Option<RunId>,
    /// Whether the viewer may change it now.
    pub(super) may_change: bool,
    pub(super) is_published: bool,
}

/// Whether the stops of a run can be changed on the page: all of them where there are few, else those of the run chosen.
pub(super) fn has_forms(body: &PlanBody, chosen: Option<RunId>, run: &PlannedRun) -> bool {
    let stops: usize = body.runs.iter().map(|run| run.stops.len()).sum();
    !run.has_left && (chosen == Some(run.id) || stops <= STOPS_WITH_FORMS_MAX)
}

impl RunsFrom<'_> {
    pub(super) fn views(&self) -> Vec<RunView> {
        let is_small = self.body.runs.len() == 1;
        let view = |(number, run): (usize, &PlannedRun)| {
            let has_forms = self.may_change && has_forms(self.body, self.chosen, run);
            RunView {
                id: run.id.to_string(),
                number,
                hue: hue(number),
                plate: run.plate.clone(),
                driver: self.driver(run),
                span: self.words.span(run.start_at, run.end_at),
                km: self.words.km(run.metres),
                loads: self.loads(run),
                is_overloaded: run.is_overloaded(),
                has_left: run.has_left,
                late: run.stops.iter().filter(|stop| stop.is_late()).count(),
                parcels: run
                    .stops
                    .iter()
                    .filter(|stop| !stop.is_pickup)
                    .map(|stop| stop.cargo.len())
                    .sum(),
                href: if self.is_published || run.has_left {
                    format!("/day-runs/{}", run.id)
                } else {
                    String::new()
                },
                change_href: if self.may_change && !has_forms && !run.has_left {
                    format!("/plans/{}?run={}#run-{number}", self.id, run.id)
                } else {
                    String::new()
                },
                has_forms,
                is_shown: self.chosen == Some(run.id) || is_small,
                stops: self.stops(run, has_forms),
                to: if has_forms {
                    self.choices(Some(run.id))
                } else {
                    Vec::new()
                },
                drivers: if has_forms {
                    self.driver_choices(run)
                } else {
                    Vec::new()
                },
            }
        };
        (1..).zip(&self.body.runs).map(view).collect()
    }

    /// The runs that something can be put into.
    pub(super) fn choices(&self, chosen: Option<RunId>) -> Vec<Choice> {
        let open = (1..).zip(&self.body.runs).filter(|(_, run)| !run.has_left);
        let choice = |(number, run): (usize, &PlannedRun)| Choice {
            value: run.id.to_string(),
            label: self.words.ta(
                "dispatch-run-choice",
                &[
                    ("number", &number.to_string()),
                    ("plate", &run.plate),
                    ("time", &self.words.time(run.start_at)),
                ],
            ),
            chosen: chosen == Some(run.id),
            ..Choice::default()
        };
        open.map(choice).collect()
    }

    fn driver(&self, run: &PlannedRun) -> String {
        let named = self.drivers.iter().find(|(_, driver)| Some(driver.id) == run.driver);
        named.map_or_else(String::new, |(name, _)| name.clone())
    }

    /// Whoever may drive a run, and who does.
    fn driver_choices(&self, run: &PlannedRun) -> Vec<Choice> {
        let nobody = Choice {
            label: self.words.t("dispatch-driver-nobody"),
            chosen: run.driver.is_none(),
            ..Choice::default()
        };
        let span = (run.start_at, run.end_at);
        let may_drive = |driver: &Driver| driver.may_drive(span, runs_of(self.body, driver.id));
        let offered = self.drivers.iter();
        let offered = offered.filter(|(_, driver)| run.driver == Some(driver.id) || may_drive(driver));
        let each = offered.map(|(name, driver)| Choice {
            value: driver.id.to_string(),
            label: name.clone(),
            chosen: run.driver == Some(driver.id),
            ..Choice::default()
        });
        std::iter::once(nobody).chain(each).collect()
    }

    /// Its weight, and beside it the measure that is fuller of the others; seats of one that is kept for patients.
    fn loads(&self, run: &PlannedRun) -> Vec<LoadView> {
        if !run.room.is_none() {
            return vec![self.people(run)];
        }
        let (load, full) = (run.load(), run.full());
        let view = |measure: Measure| {
            let per_mille = run.capacity.per_mille(measure, load);
            let percent = (per_mille / 10).to_string();
            let args = [
                ("load", self.words.measured(measure, load)),
                ("full", self.words.measured(measure, full)),
                ("percent", percent),
            ];
            let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
            LoadView {
                said: self.words.ta(&format!("dispatch-run-{measure}"), &args),
                width: width(per_mille),
                is_over: !run.capacity.is_enough(measure, load),
            }
        };
        let other = run.capacity.tightest(load);
        [Measure::Weight].into_iter().chain(other).map(view).collect()
    }

    fn people(&self, run: &PlannedRun) -> LoadView {
        let (most, room) = (run.most_people(), run.room);
        let per_mille = (most.seats + most.wheelchairs) * 1_000 / (room.seats + room.wheelchairs);
        let (people, of) = (self.words.people(most), self.words.people(room));
        LoadView {
            said: self
                .words
                .ta("dispatch-run-people", &[("people", &people), ("room", &of)]),
            width: width(per_mille),
            is_over: !room.holds(most),
        }
    }

    fn stops(&self, run: &PlannedRun, has_forms: bool) -> Vec<StopView> {
        let view = |(position, stop): (usize, &PlannedStop)| {
            let said = |cargo: &_| self.parcels.said(self.words, *cargo);
            StopView {
                stop: stop.stop,
                position,
                place: self.words.building(&stop.place),
                window: self.words.span(stop.from_at, stop.due_at),
                arrive: self.words.time(stop.begin_at()),
                badge: self.badge(stop),
                km: self.words.km(stop.metres),
                kg: if stop.people.is_none() {
                    self.words.load(stop.load)
                } else {
                    self.words.people(stop.people)
                },
                number: stop.cargo.len(),
                is_cold: stop.is_cold,
                is_pinned: stop.is_pinned,
                is_pickup: stop.is_pickup,
                rest: self.rest(stop.rest_minutes),
                parcels: if has_forms {
                    stop.cargo.iter().map(said).collect()
                } else {
                    Vec::new()
                },
            }
        };
        (1..).zip(&run.stops).map(view).collect()
    }

    fn rest(&self, minutes: i64) -> String {
        if minutes == 0 {
            return String::new();
        }
        self.words.ta("dispatch-rests", &[("minutes", &minutes.to_string())])
    }

    fn badge(&self, stop: &PlannedStop) -> Badge {
        let by = (stop.begin_at().millis() - stop.due_at.millis()) / 60_000;
        let (state, word) = match stop {
            stop if stop.is_done => ("stable", self.words.t("dispatch-stop-done")),
            stop if stop.is_pickup && !stop.is_late() => ("unknown", self.words.t(pickup_word(stop))),
            stop if stop.is_late() => {
                let time = self.words.minutes(by);
                ("failing", self.words.ta("dispatch-stop-late", &[("time", &time)]))
            }
            _ => ("stable", self.words.t("dispatch-stop-on-time")),
        };
        Badge { state, word }
    }
}

fn pickup_word(stop: &PlannedStop) -> &'static str {
    if stop.people.is_none() {
        "dispatch-stop-pickup"
    } else {
        "dispatch-stop-gets-in"
    }
}

fn width(per_mille: i64) -> String {
    format!("{}%", (per_mille / 10).min(100))
}
