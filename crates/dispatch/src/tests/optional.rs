//! Optional stops that pay for a vehicle together, and none of them alone.

use crate::search::Walk;
use crate::*;

/// Thirty stops side by side, a thousand from the depot, worth eighty each: the way there and back is two thousand.
fn far_field() -> Draft {
    let positions = std::iter::once([0, 0]).chain((0..30).map(|number| [1_000, number]));
    let stop = |number: usize| Stop {
        id: number.to_string(),
        location: number,
        penalty: Some(Cost(80)),
        ..Stop::default()
    };
    Draft {
        travel: vec![Travel::Straight(Straight {
            positions: positions.collect(),
            road_per_thousand: 1_000,
            time_per_thousand: 1_000,
        })],
        stops: (1..=30).map(stop).collect(),
        vehicles: vec![VehicleType {
            id: "vans".into(),
            count: 2,
            end: Some(0),
            ..VehicleType::default()
        }],
        ..Draft::default()
    }
}

#[test]
fn a_vehicle_goes_where_many_small_prizes_pay_for_it() {
    let instance = Instance::new(far_field()).expect("an instance");
    for seed in 0..10 {
        let settings = Settings {
            limits: Limits {
                time: None,
                iterations: Some(500),
            },
            seed,
            ..Settings::default()
        };
        let plan = solve(&instance, &settings, &mut Control::default());
        let bill = check(&instance, &plan).expect("a plan that keeps the rules");
        assert_eq!((bill.vehicles, plan.unserved.len()), (1, 0), "seed {seed}");
    }
}

#[test]
fn a_first_plan_that_does_not_pay_still_says_what_a_leg_costs() {
    let mut draft = far_field();
    draft.stops.iter_mut().for_each(|stop| stop.penalty = Some(Cost(10)));
    let instance = Instance::new(draft).expect("an instance");
    let mut walk = Walk::new(&instance, 1);
    let scale = walk.scale();
    assert!(walk.present().0.routes.is_empty(), "nobody should go there");
    // Two thousand there and back, and a stop at every step between thirty.
    assert!(scale > 60.0, "an average leg of {scale}");
}
