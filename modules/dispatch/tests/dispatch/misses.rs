//! What will be missed is a need before it is: behind a run that is stuck, and on one that a breakdown stopped.

use crate::firm::{Driver, Firm, orders_of, text};
use crate::world::World;
use serde_json::{Value, json};
use tongxin_city::Timestamp;

const MINUTE_MS: i64 = 60_000;

fn moment(of: &Value, key: &str) -> Timestamp {
    text(&of[key]).parse().unwrap()
}

/// The need that says of an order that it will be late, if any does.
async fn need(firm: &Firm<'_>, order: &str) -> Option<String> {
    let (_, shown) = firm.manager.get(&format!("/orders/{order}")).await;
    shown["late_need"].as_str().map(str::to_owned)
}

/// Of which orders a need says that they will be late, after the clock's look at that moment.
async fn said_late(firm: &Firm<'_>, orders: &[String], at: Timestamp) -> Vec<bool> {
    firm.world.clock.advance_to(at);
    firm.world.dispatch.tick(at).await.unwrap();
    let mut said = Vec::new();
    for order in orders {
        said.push(need(firm, order).await.is_some());
    }
    said
}

/// A run that has left, with whoever drives it: the one with the most stops.
async fn under_way(world: &World) -> (Firm<'_>, Value, Driver<'_>) {
    let firm = Firm::open(world).await;
    let runs = firm.published().await;
    let stops = |run: &Value| run["stops"].as_array().unwrap().len();
    let run = runs.into_iter().max_by_key(stops).unwrap();
    let driver = Driver::of(world, &run);
    driver.depart().await;
    (firm, run, driver)
}

pub async fn a_run_that_is_stuck_before_its_next_stop_is_late_before_it_is(world: &World) {
    let (firm, run, _) = under_way(world).await;
    let stops = run["stops"].as_array().unwrap();
    assert!(stops.len() > 1, "{run}");
    let (next, last) = (&stops[0], &stops[stops.len() - 1]);
    let begin = moment(last, "arrive_at").max(moment(last, "from_at"));
    let due = moment(last, "due_at");
    // From then on the last stop can't be made in time, as long as nobody says that the first was left.
    let known = moment(next, "leave_at").plus_millis(due.millis_since(begin));
    assert!(known < due, "{run}");
    let orders = orders_of(&run);
    let at_last = last["cargo"].as_array().unwrap().len();
    let none = vec![false; orders.len()];
    assert_eq!(said_late(&firm, &orders, known).await, none, "it may still be in time");
    let mut expected = none;
    let from = expected.len() - at_last;
    expected[from..].fill(true);
    assert_eq!(said_late(&firm, &orders, known.plus_millis(1)).await, expected);
    let said = need(&firm, &orders[from]).await;
    said_late(&firm, &orders, known.plus_minutes(1)).await;
    assert_eq!(need(&firm, &orders[from]).await, said, "once");
}

pub async fn a_stop_that_was_passed_over_makes_the_others_no_later(world: &World) {
    let (firm, run, driver) = under_way(world).await;
    let stops = run["stops"].as_array().unwrap();
    let orders = orders_of(&run);
    let passed = stops[0]["cargo"].as_array().unwrap().len();
    // All but the first stop are made as planned, save the last order.
    let last = stops.last().unwrap();
    world.clock.advance_to(moment(last, "leave_at"));
    for order in &orders[passed..orders.len() - 1] {
        assert_eq!(driver.about("drop", order, json!({"point": "大厅"})).await.0, 200);
    }
    let due = moment(&stops[0], "due_at");
    let said = said_late(&firm, &orders, due).await;
    assert_eq!(said, vec![false; orders.len()], "in time at {due}: {run}");
}

pub async fn a_door_that_confirmed_itself_makes_the_others_no_later(world: &World) {
    let (firm, run, _) = under_way(world).await;
    let stops = run["stops"].as_array().unwrap();
    let orders = orders_of(&run);
    let at_first = stops[0]["cargo"].as_array().unwrap().len();
    for order in &orders[..at_first] {
        firm.receive(order).await;
    }
    // At the second stop they have not been for long enough to be late.
    let second = moment(&stops[1], "leave_at");
    let said = said_late(&firm, &orders, second).await;
    assert_eq!(said, vec![false; orders.len()], "{run}");
    let last = stops.last().unwrap();
    let begin = moment(last, "arrive_at").max(moment(last, "from_at"));
    let spare = moment(last, "due_at").millis_since(begin);
    let known = second.plus_millis(spare);
    let first_waits = known.millis_since(moment(&stops[0], "leave_at"));
    assert!(first_waits > spare && known < moment(last, "due_at"), "{run}");
    let said = said_late(&firm, &orders, known).await;
    assert_eq!(said, vec![false; orders.len()], "{run}");
}

pub async fn what_a_breakdown_stops_and_no_plan_takes_over_is_a_need(world: &World) {
    let (firm, run, driver) = under_way(world).await;
    let orders = orders_of(&run);
    let broke_at = world.clock.now();
    let (status, broken) = driver.say(json!({"event": "break_down", "reason": "爆胎"})).await;
    assert_eq!((status, &broken["state"]), (200, &json!("broken")), "{broken}");
    let none = vec![false; orders.len()];
    let early = broke_at.plus_minutes(30).plus_millis(-1);
    assert_eq!(
        said_late(&firm, &orders, early).await,
        none,
        "the firm has time to plan anew"
    );
    let late = said_late(&firm, &orders, broke_at.plus_minutes(30)).await;
    assert_eq!(late, vec![true; orders.len()], "long before they are due");
    let said = need(&firm, &orders[0]).await;
    said_late(&firm, &orders, broke_at.plus_minutes(31)).await;
    assert_eq!(need(&firm, &orders[0]).await, said, "once");
}

pub async fn what_a_plan_takes_over_in_time_is_no_need(world: &World) {
    let (firm, run, driver) = under_way(world).await;
    let orders = orders_of(&run);
    let broke_at = world.clock.now();
    assert_eq!(driver.say(json!({"event": "break_down"})).await.0, 200);
    let again = firm.published().await;
    let fetched: Vec<String> = again
        .iter()
        .filter(|run| run["state"] == "planned")
        .flat_map(orders_of)
        .collect();
    assert!(orders.iter().all(|order| fetched.contains(order)), "{again:?}");
    let said = said_late(&firm, &orders, broke_at.plus_minutes(40)).await;
    assert_eq!(said, vec![false; orders.len()]);
}

pub async fn shortly_before_it_is_due_a_breakdown_is_said_sooner(world: &World) {
    let (firm, run, driver) = under_way(world).await;
    let orders = orders_of(&run);
    let due = moment(&run["stops"][0], "due_at");
    // The run is not stuck: it has just made all but its last order.
    let broke_at = due.plus_minutes(-20);
    world.clock.advance_to(broke_at);
    let (open, made) = orders.split_last().unwrap();
    for order in made {
        assert_eq!(driver.about("drop", order, json!({"point": "大厅"})).await.0, 200);
    }
    assert_eq!(driver.say(json!({"event": "break_down"})).await.0, 200);
    let open = [open.clone()];
    let early = broke_at.plus_millis(5 * MINUTE_MS - 1);
    assert_eq!(said_late(&firm, &open, early).await, [false]);
    assert_eq!(
        said_late(&firm, &open, broke_at.plus_minutes(5)).await,
        [true],
        "before it is due"
    );
}

pub async fn orders_of_a_run_that_broke_down_before_it_left_are_needs_too(world: &World) {
    let firm = Firm::open(world).await;
    let run = firm.published().await.remove(0);
    let orders = orders_of(&run);
    let broke_at = world.clock.now();
    let (status, stopped) = Driver::of(world, &run).say(json!({"event": "break_down"})).await;
    assert_eq!((status, &stopped["state"]), (200, &json!("cancelled")), "{stopped}");
    // One of them is sent by hand meanwhile.
    let sent = json!({"orders": [orders[0]]});
    let (status, made) = firm.manager.post(&format!("/outlets/{}/runs", firm.org), sent).await;
    assert_eq!(status, 201, "{made}");
    let mut expected = vec![true; orders.len()];
    expected[0] = false;
    assert_eq!(said_late(&firm, &orders, broke_at.plus_minutes(30)).await, expected);
}
