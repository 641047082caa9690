//! What a plan comes to, and what changed against another.

use crate::rules::capacity::Measure;
use crate::rules::cargo::Cargo;
use crate::rules::plan::{PlanBody, PlannedRun};
use crate::rules::prices::cost;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use tongxin_city::{Fen, Timestamp, VehicleId};
use tongxin_supply::Load;
use utoipa::ToSchema;

/// A plan in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanFigures {
    /// Runs.
    pub runs: i64,
    /// Vehicles that drive.
    pub vehicles: i64,
    /// Stops.
    pub stops: i64,
    /// Things that are brought.
    pub cargo: i64,
    /// Metres driven.
    pub metres: i64,
    /// The same for each stop; 0 without stops.
    pub metres_a_stop: i64,
    /// Minutes under way, of all vehicles together.
    pub minutes: i64,
    /// What vehicles, road and time cost together, in fen, at the prices by which the search compares plans.
    pub cost: Fen,
    /// The same for each stop; 0 without stops.
    pub cost_a_stop: Fen,
    /// Stops at which handing over begins after it is due.
    pub late: i64,
    /// Things that no run carries.
    pub unserved: i64,
    /// Runs that carry more than their vehicle may.
    pub overloaded: i64,
    /// What vehicles carry of what they could by weight, in thousandths, over all runs.
    pub load_per_mille: i64,
    /// The same by volume.
    pub volume_per_mille: i64,
    /// Cold boxes filled of those on board of vehicles without a cold chain, in thousandths, over all runs.
    pub cold_boxes_per_mille: i64,
}

impl PlanFigures {
    /// The figures of a plan.
    pub fn of(body: &PlanBody) -> PlanFigures {
        let runs = &body.runs;
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let stops = || runs.iter().flat_map(|run| &run.stops).filter(|stop| !stop.is_pickup);
        let filled = |measure: Measure| {
            let counts = |run: &&PlannedRun| measure != Measure::ColdBoxes || run.capacity.cold_boxes.is_some();
            let sum = |of: fn(&PlannedRun) -> Load| {
                let each = runs.iter().filter(counts).map(|run| measure.of(of(run)));
                each.fold(0i64, i64::saturating_add)
            };
            sum(PlannedRun::load).saturating_mul(1_000) / sum(|run| run.full()).max(1)
        };
        let vehicles = count(runs.iter().map(|run| run.vehicle).collect::<HashSet<_>>().len());
        let metres = runs.iter().map(|run| run.metres).sum();
        let under_way: i64 = runs.iter().map(|run| run.end_at.millis_since(run.start_at)).sum();
        let cost = cost(vehicles, metres, under_way / 1_000);
        let made = count(stops().count());
        let a_stop = |all: i64| if made == 0 { 0 } else { (all + made / 2) / made };
        PlanFigures {
            runs: count(runs.len()),
            vehicles,
            stops: made,
            cargo: count(stops().map(|stop| stop.cargo.len()).sum()),
            metres,
            metres_a_stop: a_stop(metres),
            minutes: under_way / Timestamp::MINUTE_MS,
            cost,
            cost_a_stop: Fen::try_from(a_stop(cost.get())).unwrap_or(Fen::MAX),
            late: count(stops().filter(|stop| stop.is_late()).count()),
            unserved: count(body.unserved.len()),
            overloaded: count(runs.iter().filter(|run| run.is_overloaded()).count()),
            load_per_mille: filled(Measure::Weight),
            volume_per_mille: filled(Measure::Volume),
            cold_boxes_per_mille: filled(Measure::ColdBoxes),
        }
    }
}

/// How many things another vehicle brings than in the plan before, of those that both bring.
pub fn changed(before: &PlanBody, after: &PlanBody) -> i64 {
    let brings = |body: &PlanBody| -> HashMap<Cargo, VehicleId> {
        let runs = body.runs.iter();
        runs.flat_map(|run| {
            run.stops
                .iter()
                .flat_map(|stop| &stop.cargo)
                .map(|cargo| (*cargo, run.vehicle))
        })
        .collect()
    };
    let (before, after) = (brings(before), brings(after));
    let moved = before
        .iter()
        .filter(|(cargo, vehicle)| after.get(cargo).is_some_and(|now| now != *vehicle));
    i64::try_from(moved.count()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::capacity::Capacity;
    use crate::rules::cargo::Seats;
    use crate::rules::plan::PlannedStop;
    use tongxin_city::{OrderId, PlaceCode, RunId};

    const LEAVES_AT: Timestamp = Timestamp(0);

    fn stop(number: i64) -> PlannedStop {
        let at = LEAVES_AT.plus_minutes(10 * number);
        PlannedStop {
            stop: number,
            place: "500112016001001".parse().expect("a code"),
            from_at: at,
            due_at: at,
            arrive_at: at,
            leave_at: at,
            metres: 0,
            load: Load {
                grams: 1_000,
                millilitres: 4_000,
                cold_millilitres: 1_000,
            },
            people: Seats::NONE,
            is_cold: false,
            is_pinned: false,
            is_done: false,
            is_pickup: false,
            rest_minutes: 0,
            cargo: vec![Cargo::Order(OrderId::try_from(number).expect("an id"))],
        }
    }

    fn run(number: i64, stops: i64) -> PlannedRun {
        let from: PlaceCode = "500112".parse().expect("a code");
        PlannedRun {
            id: RunId::try_from(number).expect("an id"),
            vehicle: VehicleId::try_from(1).expect("an id"),
            plate: "渝A1".into(),
            capacity: Capacity {
                payload_kg: 500,
                volume_litres: 1_000,
                cold_boxes: Some(1),
            },
            room: Seats::NONE,
            driver: None,
            from,
            start_at: LEAVES_AT,
            end_at: LEAVES_AT.plus_minutes(30),
            metres: 5_000,
            has_left: false,
            is_anew: false,
            stops: (1..=stops).map(stop).collect(),
        }
    }

    #[test]
    fn road_and_cost_a_stop_are_those_of_all_runs_over_all_stops() {
        let figures = PlanFigures::of(&PlanBody {
            runs: vec![run(1, 3), run(2, 1)],
            ..PlanBody::default()
        });
        // One vehicle 45 yuan, ten kilometres 30, an hour 21.60.
        assert_eq!((figures.cost.get(), figures.metres_a_stop), (9_660, 2_500));
        assert_eq!(figures.cost_a_stop.get(), 2_415);
        let full = (
            figures.load_per_mille,
            figures.volume_per_mille,
            figures.cold_boxes_per_mille,
        );
        assert_eq!(full, (4, 8, 50), "4 kg of 1000, 16 l of 2000, 4 l of two boxes");
        let none = PlanFigures::of(&PlanBody::default());
        assert_eq!(
            (none.cost, none.metres_a_stop, none.cost_a_stop),
            (Fen::ZERO, 0, Fen::ZERO)
        );
    }
}
