//! What publishing a plan will do to the runs that people drive by.

use crate::rules::plan::{PlanBody, PlannedRun};

/// Runs by what publishing does to them. Those that have left and go on as before are none of these.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effects {
    /// People hear of them for the first time.
    pub fresh: usize,
    /// Somebody was told otherwise.
    pub changed: usize,
    /// Nobody has to be told anything.
    pub same: usize,
    /// They were to leave and no longer do.
    pub cancelled: usize,
}

/// What publishing does to a run of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// People hear of it for the first time.
    Fresh,
    /// Somebody was told otherwise.
    Changed,
    /// Nobody has to be told anything.
    Same,
}

impl Told {
    /// Against what is known of the run by now.
    pub fn of(known: Option<&PlannedRun>, run: &PlannedRun) -> Told {
        match known {
            None => Told::Fresh,
            Some(known) if known == run => Told::Same,
            Some(_) => Told::Changed,
        }
    }
}

/// What a plan does to the runs that are out now.
pub fn effects(out: &[PlannedRun], body: &PlanBody) -> Effects {
    let mut effects = Effects::default();
    for run in body.runs.iter().filter(|run| run.is_told()) {
        match Told::of(out.iter().find(|known| known.id == run.id), run) {
            Told::Fresh => effects.fresh += 1,
            Told::Same => effects.same += 1,
            Told::Changed => effects.changed += 1,
        }
    }
    let is_dropped = |run: &&PlannedRun| !run.has_left && !body.runs.iter().any(|kept| kept.id == run.id);
    effects.cancelled = out.iter().filter(is_dropped).count();
    effects
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::capacity::Capacity;
    use crate::rules::cargo::Seats;
    use tongxin_city::{RunId, Timestamp, VehicleId};

    fn run(number: i64) -> PlannedRun {
        PlannedRun {
            id: RunId::try_from(number).expect("an id"),
            vehicle: VehicleId::try_from(number).expect("an id"),
            plate: format!("渝A{number}"),
            capacity: Capacity::default(),
            room: Seats::NONE,
            driver: None,
            from: "500112".parse().expect("a code"),
            start_at: Timestamp(0),
            end_at: Timestamp(1),
            metres: 10,
            has_left: false,
            is_anew: false,
            stops: Vec::new(),
        }
    }

    #[test]
    fn each_run_that_has_not_left_is_told_apart() {
        let (mut left, mut moved) = (run(1), run(2));
        left.has_left = true;
        let out = [left.clone(), moved.clone(), run(3), run(4)];
        moved.metres = 20;
        let body = PlanBody {
            runs: vec![left, moved, run(3), run(5)],
            ..PlanBody::default()
        };
        let expected = Effects {
            fresh: 1,
            changed: 1,
            same: 1,
            cancelled: 1,
        };
        assert_eq!(effects(&out, &body), expected);
    }
}
