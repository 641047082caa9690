//! A run that is late: what it has yet to do carries the delay, on every page and in every plan.

use crate::desk::{Desk, says};
use crate::firm::{Driver, Firm, orders_of, text};
use crate::world::World;
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::{PlaceCode, Timestamp};

fn moment(of: &Value, key: &str) -> Timestamp {
    text(&of[key]).parse().unwrap()
}

fn begin(stop: &Value) -> Timestamp {
    moment(stop, "arrive_at").max(moment(stop, "from_at"))
}

/// The time as pages show it: the clock of the city lies an hour west of Greenwich.
fn shown(at: Timestamp) -> String {
    let minutes = at.plus_hours(-1).millis().div_euclid(60_000).rem_euclid(24 * 60);
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A run of which the first stop is made so late that the last one will be late, with its last stop.
async fn late_run<'w>(firm: &Firm<'w>) -> (Value, i64, Value) {
    let runs = firm.published().await;
    let stops = |run: &Value| run["stops"].as_array().unwrap().len();
    let run = runs.into_iter().max_by_key(stops).unwrap();
    let stops = run["stops"].as_array().unwrap();
    let (first, last) = (&stops[0], stops[stops.len() - 1].clone());
    assert!(stops.len() > 1, "{run}");
    let delay = (moment(&last, "due_at").millis_since(begin(&last)) + 60_000).max(60 * 60_000);
    let driver = Driver::of(firm.world, &run);
    firm.world.clock.advance_to(moment(&run, "start_at"));
    driver.depart().await;
    firm.world
        .clock
        .advance_to(moment(first, "leave_at").plus_millis(delay));
    for order in orders_of(&json!({"stops": [first]})) {
        let down = driver.about("drop", &order, json!({"point": "大厅"})).await;
        assert_eq!(down.0, 200, "{down:?}");
    }
    (run, delay, last)
}

/// When the household of an order expects it.
async fn told(firm: &Firm<'_>, order: &str) -> Option<Timestamp> {
    let ordered = firm.orders.iter().find(|ordered| ordered.id == order).unwrap();
    let (_, shown) = ordered.resident.get(&format!("/orders/{order}")).await;
    shown["planned_at"].as_str().map(|at| at.parse().unwrap())
}

pub async fn a_delay_is_told_to_the_household_and_to_its_steward(world: &World) {
    let firm = Firm::open(world).await;
    let (_, delay, last) = late_run(&firm).await;
    let expected = begin(&last).plus_millis(delay);
    let orders = orders_of(&json!({"stops": [last]}));
    for order in &orders {
        assert_eq!(told(&firm, order).await, Some(expected));
    }
    let ordered = firm.orders.iter().find(|ordered| ordered.id == orders[0]).unwrap();
    let page = Desk::of(&ordered.resident).get(&format!("/orders/{}", orders[0])).await;
    says(&page, 200, &[&shown(expected)]);
    let steward = world.person(Role::Steward, text(&last["place"])).await;
    says(&Desk::of(&steward).get("/arrivals").await, 200, &[&shown(expected)]);
}

pub async fn a_run_that_leaves_late_is_expected_later_at_once(world: &World) {
    let firm = Firm::open(world).await;
    let stops = |run: &Value| run["stops"].as_array().unwrap().len();
    let run = firm.published().await.into_iter().max_by_key(stops).unwrap();
    let last = run["stops"].as_array().unwrap().last().unwrap().clone();
    // One minute too late for the last stop.
    let delay = moment(&last, "due_at").millis_since(moment(&last, "arrive_at")) + 60_000;
    let left_at = moment(&run, "start_at").plus_millis(delay);
    world.clock.advance_to(left_at);
    let left = Driver::of(world, &run).depart().await;
    assert_eq!(left["delay_minutes"], json!(delay / 60_000), "{left}");
    let expected = moment(&last, "due_at").plus_minutes(1);
    for order in orders_of(&json!({"stops": [last]})) {
        assert_eq!(told(&firm, &order).await, Some(expected), "{order}");
    }
    let steward = world.person(Role::Steward, text(&last["place"])).await;
    let page = Desk::of(&steward).get("/arrivals").await;
    says(&page, 200, &[&shown(expected), "Will be late"]);
    world.dispatch.tick(left_at).await.unwrap();
    for order in orders_of(&json!({"stops": [last]})) {
        let (_, shown) = firm.manager.get(&format!("/orders/{order}")).await;
        assert!(shown["late_need"].is_string(), "{shown}");
    }
}

pub async fn what_a_late_run_will_bring_late_is_late_in_a_new_plan(world: &World) {
    let firm = Firm::open(world).await;
    let (run, delay, last) = late_run(&firm).await;
    let orders = orders_of(&json!({"stops": [last]}));
    let plan = firm.planned().await;
    let runs = plan["body"]["runs"].as_array().unwrap();
    let planned = runs.iter().find(|planned| planned["id"] == run["id"]).unwrap();
    let stop = planned["stops"]
        .as_array()
        .unwrap()
        .iter()
        .find(|stop| stop["stop"] == last["stop"]);
    let expected = moment(&last, "arrive_at").plus_millis(delay);
    assert_eq!(moment(stop.unwrap(), "arrive_at"), expected, "{plan}");
    let late = plan["figures"]["late"].as_i64().unwrap();
    assert!(late >= 1, "{plan}");
    let page = Desk::of(&firm.manager)
        .get(&format!("/plans/{}", text(&plan["id"])))
        .await;
    let missed = format!("<dt>Late or not brought</dt><dd>{}</dd>", orders.len());
    says(&page, 200, &[&missed]);
    firm.publish(&plan).await;
    for order in &orders {
        assert_eq!(
            told(&firm, order).await,
            Some(begin(&last).plus_millis(delay)),
            "{order}"
        );
        let (_, shown) = firm.manager.get(&format!("/orders/{order}")).await;
        assert!(shown["late_need"].is_string(), "{shown}");
    }
}

pub async fn of_what_lies_on_a_broken_vehicle_nobody_is_told_a_time(world: &World) {
    let firm = Firm::open(world).await;
    let run = firm.published().await.remove(0);
    let order = orders_of(&run).remove(0);
    assert!(told(&firm, &order).await.is_some());
    let driver = Driver::of(world, &run);
    driver.depart().await;
    assert_eq!(driver.say(json!({"event": "break_down"})).await.0, 200);
    assert_eq!(told(&firm, &order).await, None);
}

/// How many things the briefing says that were left out.
async fn unserved(world: &World, place: &PlaceCode) -> u32 {
    let day = "2022-11-24".parse().unwrap();
    let figures = world.dispatch.figures(place, day).await.unwrap();
    let figure = figures.iter().find(|figure| figure.key.as_str() == "unserved");
    figure.unwrap().number
}

pub async fn what_is_left_out_counts_once_however_often_it_is_planned(world: &World) {
    let firm = Firm::open(world).await;
    let district: PlaceCode = crate::world::DISTRICT.parse().unwrap();
    let closed = firm.buildings[0].to_string();
    for _ in 0..2 {
        let plan = firm.planned_with_closed(&closed).await;
        let left = plan["body"]["unserved"].as_array().unwrap();
        assert_eq!(left.len(), 2, "{plan}");
        assert!(left.iter().all(|left| left["why"] == "place_closed"), "{plan}");
        firm.publish(&plan).await;
        assert_eq!(unserved(world, &district).await, 2);
    }
    firm.publish(&firm.planned().await).await;
    assert_eq!(unserved(world, &district).await, 0, "the street is open again");
}
