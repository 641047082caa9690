//! Plans that are written as text are read as they were, whatever stops are called.

use proptest::prelude::*;

use super::sample::{With, draft};
use crate::files::{self, Form, Stated, json, sol};
use crate::*;

fn solved(instance: &Instance) -> (Plan, Bill) {
    let limits = Limits {
        time: None,
        iterations: Some(200),
    };
    let settings = Settings {
        limits,
        ..Settings::default()
    };
    let plan = solve(instance, &settings, &mut Control::default());
    let bill = check(instance, &plan).expect("a plan that keeps the rules");
    (plan, bill)
}

/// Who goes where in which order.
fn orders(plan: &Plan) -> Vec<(usize, usize, Vec<Option<usize>>)> {
    let order = |route: &Route| route.visits.iter().map(|visit| visit.stop).collect();
    let routes = plan.routes.iter();
    routes
        .map(|route| (route.vehicle, route.number, order(route)))
        .collect()
}

fn left(plan: &Plan) -> Vec<usize> {
    plan.unserved.iter().map(|unserved| unserved.stop).collect()
}

/// Two vans' stops and a reload between them: each load fills a van.
fn reloading(ids: [&str; 3]) -> Instance {
    let stops = ids.iter().zip(1..).map(|(id, location)| Stop {
        id: (*id).into(),
        location,
        delivery: vec![5],
        ..Stop::default()
    });
    let straight = Straight {
        positions: vec![[0, 0], [10, 0], [0, 20], [30, 0]],
        road_per_thousand: 1_000,
        time_per_thousand: 1_000,
    };
    let van = VehicleType {
        id: "van".into(),
        capacity: vec![10],
        end: Some(0),
        reload: Some(Reload {
            location: 0,
            duration: Time(5),
            times: 2,
        }),
        rest: Some(Rest {
            window: Window {
                earliest: Time(20),
                latest: Time(60),
            },
            duration: Time(10),
        }),
        ..VehicleType::default()
    };
    Instance::new(Draft {
        travel: vec![Travel::Straight(straight)],
        stops: stops.collect(),
        vehicles: vec![van],
        ..Draft::default()
    })
    .expect("an instance")
}

/// What is written of a plan, which is read as it was.
fn written(instance: &Instance) -> String {
    let form = Form::plain(instance);
    let (plan, bill) = solved(instance);
    let text = sol::write(instance, &form, &plan, &bill);
    let stated = sol::read(&text, instance, &form).expect("a solution");
    let cost = Some(form.cost(bill.total()));
    assert_eq!(stated, Stated { plan, cost }, "{text}");
    text
}

#[test]
fn ids_that_are_plain_words_stand_for_themselves() {
    let text = written(&reloading(["a", "b", "c"]));
    let counts = ["0", "a", "b", "c"].map(|word| text.split_whitespace().filter(|other| *other == word).count());
    assert_eq!(counts, [1; 4], "{text}");
    assert!(text.starts_with("Route #1: "), "{text}");
}

#[test]
fn where_an_id_has_a_space_or_is_that_of_a_reload_stops_go_by_number() {
    for ids in [
        ["patient gets in", "b", "c"],
        ["0", "b", "c"],
        ["", "b", "3"],
        ["2", "1\u{a0}", "0"],
    ] {
        let text = written(&reloading(ids));
        let (first, rest) = text.split_once('\n').expect("lines");
        assert_eq!(first, sol::BY_NUMBER);
        let mut stops: Vec<&str> = rest
            .lines()
            .next()
            .expect("a route")
            .split_whitespace()
            .skip(2)
            .collect();
        stops.sort_unstable();
        assert_eq!(stops, ["0", "1", "2", "3"], "{text}");
    }
}

#[test]
fn where_nobody_reloads_a_stop_may_be_called_0() {
    let mut draft = reloading(["0", "b", "c"]).into_draft();
    (draft.vehicles[0].reload, draft.vehicles[0].capacity) = (None, vec![15]);
    let text = written(&Instance::new(draft).expect("an instance"));
    assert!(text.starts_with("Route #1: ") && text.contains(" 0"), "{text}");
}

#[test]
fn a_number_that_is_no_stop_s_says_so() {
    let instance = reloading(["0", "b", "c"]);
    let form = Form::plain(&instance);
    let text = format!("{}\nRoute #1: 1 4\n", sol::BY_NUMBER);
    assert_eq!(
        sol::read(&text, &instance, &form).expect_err("no stop").to_string(),
        "line 2: stop: \"4\" is not known; expected the number of a stop, from 1, or 0 for a reload"
    );
    let by_id = sol::read("Route #1: 0 b\n", &instance, &form).expect("a plan").plan;
    assert_eq!(orders(&by_id), [(0, 0, vec![None, Some(1)])], "0 is a reload");
}

#[test]
fn a_json_answer_is_read_as_it_was_and_judged_by_its_own_times() {
    let instance = reloading(["patient gets in", "0", "c"]);
    let form = Form::plain(&instance);
    let (plan, bill) = solved(&instance);
    let text = files::write("json", &instance, &form, &plan, &bill);
    let stated = files::read_plan("json", &text, &instance, &form).expect("a plan");
    let cost = Some(form.cost(bill.total()));
    assert_eq!(stated, Stated { plan, cost });
    let hurried = text.replacen("\"end\": ", "\"end\": 1", 1);
    let late = json::read_plan(&hurried, &instance, &form).expect("a plan").plan;
    assert_ne!(
        check(&instance, &late),
        Ok(bill),
        "it is under way for longer, or needs a rest"
    );
}

#[test]
fn a_broken_json_answer_says_where() {
    let instance = reloading(["a", "b", "c"]);
    let form = Form::plain(&instance);
    let visit = r#"{ "stop": "a", "arrival": 1, "begin": 1,
        "departure": 1 }"#;
    let text = format!(
        r#"{{ "cost": 1,
  "bill": {{ "distance": 0, "duration": 0, "vehicles": 0, "required_unserved": 0, "weight_unserved": 0,
    "fixed": 0, "travelling": 0, "working": 0, "penalties": 0, "changes": 0 }},
  "routes": [{{
    "vehicle": "van", "number": 0, "start": 0, "end": 9,
    "visits": [
      {visit} ] }}],
  "unserved": [
    {{ "stop": "b", "why": "did_not_fit" }} ] }}"#
    );
    json::read_plan(&text, &instance, &form).expect("a plan");
    let said = |from: &str, to: &str| {
        assert!(text.contains(from), "{from:?} is in the file");
        json::read_plan(&text.replacen(from, to, 1), &instance, &form)
            .expect_err("a broken file")
            .to_string()
    };
    assert_eq!(
        said("\"van\"", "\"lorry\""),
        "line 5: vehicle: \"lorry\" is not known; expected an id of the instance"
    );
    assert!(said("\"a\"", "\"z\"").starts_with("line 7: stop: \"z\" is not known"));
    assert!(said("\"b\"", "\"z\"").starts_with("line 10: stop: \"z\" is not known"));
    assert_eq!(
        said("\"departure\": 1", "\"departure\": -1"),
        "line 8: departure: -1 must be a time from 0 to 1099511627775"
    );
    assert!(said("\"did_not_fit\"", "\"tired\"").starts_with("line 10: unserved[0].why: unknown variant `tired`"));
    assert!(said("\"number\"", "\"nummer\"").starts_with("line 5: routes[0].nummer: unknown field"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_plan_is_read_as_it_was(seed in any::<u64>(), bits in 0..With::BITS, stops in 4usize..16, odd in 0usize..3) {
        let mut draft = draft(seed, stops, With::from_bits(bits));
        // The form says no windows, so that with several a plan's times may come out otherwise.
        draft.stops.iter_mut().for_each(|stop| stop.windows.truncate(1));
        match odd {
            0 => draft.stops.iter_mut().for_each(|stop| stop.id.insert(1, ' ')),
            1 => draft.stops[stops / 2].id = "0".into(),
            _ => {}
        }
        let instance = Instance::new(draft).expect("samples are instances");
        let form = Form::plain(&instance);
        let (plan, bill) = solved(&instance);
        let text = sol::write(&instance, &form, &plan, &bill);
        let stated = sol::read(&text, &instance, &form).expect("a solution");
        prop_assert_eq!(&stated.plan.routes, &plan.routes, "{}", text);
        prop_assert_eq!(left(&stated.plan), left(&plan));
        prop_assert_eq!(stated.cost, Some(form.cost(bill.total())));
        let text = json::write_plan(&instance, &plan, &bill);
        prop_assert_eq!(json::read_plan(&text, &instance, &form).expect("a plan").plan, plan);
    }
}
