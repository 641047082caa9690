//! A plan to begin with that can't be kept: what breaks a rule is left out, even if the search has no time to mend it.

use crate::*;

#[test]
fn waiting_for_one_window_and_missing_the_next_is_not_taken_over() {
    let window = |earliest, latest| {
        vec![Window {
            earliest: Time(earliest),
            latest: Time(latest),
        }]
    };
    let stop = |location: usize, windows| Stop {
        id: location.to_string(),
        location,
        windows,
        ..Stop::default()
    };
    let draft = Draft {
        travel: vec![Travel::Straight(Straight {
            positions: vec![[0, 0], [10, 0], [20, 0]],
            road_per_thousand: 1_000,
            time_per_thousand: 1_000,
        })],
        stops: vec![stop(1, window(100, 200)), stop(2, window(0, 50))],
        vehicles: vec![VehicleType {
            id: "van".into(),
            end: Some(0),
            ..VehicleType::default()
        }],
        ..Draft::default()
    };
    let instance = Instance::new(draft).expect("an instance");
    let wrong_way = Plan {
        routes: vec![route_of(&instance, 0, &[Some(0), Some(1)])],
        unserved: Vec::new(),
    };
    let settings = Settings {
        begin_with: Some(wrong_way),
        ..Settings::default()
    };
    let plan = solve(&instance, &settings, &mut Control::default());
    let bill = check(&instance, &plan).expect("a plan that keeps the rules");
    assert_eq!(bill.required_unserved, 0);
}
