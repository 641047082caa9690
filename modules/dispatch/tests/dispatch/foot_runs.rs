//! Runs on foot that are given out: each in the hand of whoever carries, door by door.

use crate::browser::Shown;
use crate::desk::{Desk, keeps_back, says};
use crate::firm::{Driver, Firm, code, orders_of, state_of, text};
use crate::world::{ORIGIN, Person, World, answer};
use serde_json::{Value, json};
use tongxin_account::Role;

/// Two orders that a driver put down at the gate of one building, and who looks after it.
struct Gate<'w> {
    world: &'w World,
    firm: Firm<'w>,
    orders: Vec<String>,
    steward: Person<'w>,
    path: String,
}

impl<'w> Gate<'w> {
    /// The vehicles are under way; nothing was put down yet.
    async fn coming(world: &'w World) -> Gate<'w> {
        let firm = Firm::open(world).await;
        for run in firm.published().await {
            Driver::of(world, &run).depart().await;
        }
        let building = firm.buildings[0];
        Gate {
            world,
            orders: firm.orders[..2].iter().map(|order| order.id.clone()).collect(),
            steward: world.person(Role::Steward, building.as_str()).await,
            path: format!("/hand-out?place={building}"),
            firm,
        }
    }

    async fn open(world: &'w World) -> Gate<'w> {
        let gate = Gate::coming(world).await;
        for order in &gate.orders {
            let driver = gate.driver(order).await;
            let put = driver.about("drop", order, json!({"point": "门口"})).await;
            assert_eq!(put.0, 200, "{put:?}");
        }
        gate
    }

    /// Who brings an order to the gate.
    async fn driver(&self, order: &String) -> Driver<'w> {
        let runs = self.firm.runs().await;
        let run = runs.iter().find(|run| orders_of(run).contains(order)).unwrap();
        Driver::of(self.world, run)
    }

    /// Presses "give out" on a page that is open.
    async fn give(&self, desk: &mut Desk, open: &Shown) -> Shown {
        let asked = ["place", "people", "bags", "minutes", "lift", "sign"].map(|field| (field, open.value_of(field)));
        let fields: Vec<(&str, &str)> = asked.iter().map(|(field, value)| (*field, value.as_str())).collect();
        desk.send(open, "/hand-out", &fields).await
    }

    /// Everything in one person's hand.
    async fn given(&self) -> Driver<'w> {
        let mut desk = Desk::of(&self.steward);
        let open = desk.get(&format!("{}&people=1", self.path)).await;
        let page = self.give(&mut desk, &open).await;
        says(&page, 200, &["Given out to one person", "0 of 2 doors", "not set out"]);
        Driver::opening(self.world, &links(&page)[0])
    }

    async fn under_way(&self) -> Driver<'w> {
        let volunteer = self.given().await;
        volunteer.depart().await;
        volunteer
    }

    async fn page(&self) -> Shown {
        Desk::of(&self.steward).get(&self.path).await
    }
}

/// The links of the runs on a page.
fn links(page: &Shown) -> Vec<String> {
    let start = format!("href=\"{ORIGIN}/run#");
    let rest = page.html.split(&start).skip(1);
    rest.map(|rest| format!("{ORIGIN}/run#{}", rest.split('"').next().unwrap()))
        .collect()
}

/// The number of the run on a page, as its forms name it.
fn run_on(page: &Shown) -> String {
    let rest = page.html.split_once("/hand-out/").unwrap().1;
    rest.split('/').next().unwrap().to_owned()
}

async fn figures(world: &World) -> i64 {
    let sql = "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) AS n FROM dispatch_day";
    world.db.one(sql, Vec::new()).await.unwrap().int("n").unwrap()
}

pub async fn what_was_given_out_is_signed_off_door_by_door(world: &World) {
    let gate = Gate::open(world).await;
    let counted = figures(world).await;
    let volunteer = gate.given().await;
    let page = gate.page().await;
    keeps_back(&page, &["name=\"sign\""]);
    let (status, sheet) = volunteer.sheet().await;
    assert_eq!((status, &sheet["foot"]["number"]), (200, &json!(1)), "{sheet}");
    let stops = sheet["stops"].as_array().unwrap();
    let doors: Vec<&str> = (stops.iter())
        .map(|stop| text(&stop["cargo"][0]["order"]["door"]["door"]))
        .collect();
    assert_eq!(doors.len(), 2);
    assert!(doors.contains(&"301") && doors.contains(&"1202"), "{doors:?}");
    assert!(stops[0]["call"]["bags"].as_i64().unwrap() > 0);
    let [first, second] = [&gate.orders[0], &gate.orders[1]];
    let early = volunteer.about("absent", first, json!({})).await;
    assert_eq!(code(&early), (409, "dispatch-run-not-left"));
    volunteer.depart().await;
    let right = json!({"code": gate.firm.code(first).await});
    let done = volunteer.about("hand_over", first, right).await;
    assert_eq!((done.0, &done.1["cargo"]), (200, &json!("handed_over")), "{done:?}");
    assert_eq!(gate.firm.order_state(first).await, "received");
    says(&gate.page().await, 200, &["1 of 2 doors", "carrying"]);
    let back = volunteer.say(json!({"event": "end"})).await;
    assert_eq!(code(&back), (409, "dispatch-run-has-open"));
    let put = volunteer.about("drop", second, json!({"point": "门口"})).await;
    assert_eq!(code(&put), (409, "dispatch-foot-door"));
    let (status, absent) = volunteer.about("absent", second, json!({})).await;
    assert_eq!((status, &absent["cargo"]), (200, &json!("absent")), "{absent}");
    assert_eq!(gate.firm.order_state(second).await, "returned");
    let need = text(&absent["need"]);
    let (status, need) = gate.steward.get(&format!("/needs/{need}")).await;
    assert_eq!((status, &need["need"]["topic"]), (200, &json!("absent")), "{need}");
    let (status, over) = volunteer.say(json!({"event": "end"})).await;
    assert_eq!((status, &over["state"]), (200, &json!("over")), "{over}");
    let page = gate.page().await;
    says(&page, 200, &["2 of 2 doors", "Back at the gate: 1 parcel", "done"]);
    assert!(links(&page).is_empty(), "nothing opens a run that is over");
    assert_eq!(figures(world).await, counted, "a run on foot is no vehicle's");
}

pub async fn short_and_refused_at_the_door_move_the_order_as_a_driver_does(world: &World) {
    let gate = Gate::open(world).await;
    let volunteer = gate.under_way().await;
    let [first, second] = [&gate.orders[0], &gate.orders[1]];
    let said = json!({"code": gate.firm.code(first).await, "lines": [{"line": 1, "received": 1}]});
    let short = volunteer.about("hand_over", first, said).await;
    assert_eq!((short.0, &short.1["cargo"]), (200, &json!("short")), "{short:?}");
    let (_, order) = gate.firm.manager.get(&format!("/orders/{first}")).await;
    assert_eq!(
        (&order["state"], &order["lines"][0]["received"]),
        (&json!("received"), &json!(1))
    );
    let refused = volunteer.about("refuse", second, json!({"reason": "不要了"})).await;
    assert_eq!(
        (refused.0, &refused.1["cargo"]),
        (200, &json!("refused")),
        "{refused:?}"
    );
    assert_eq!(gate.firm.order_state(second).await, "returned");
    let again = volunteer.about("absent", second, json!({})).await;
    assert_eq!(code(&again), (409, "dispatch-cargo-done"));
}

pub async fn a_wrong_household_code_on_foot_is_refused_and_counted(world: &World) {
    let gate = Gate::open(world).await;
    let volunteer = gate.under_way().await;
    let order = &gate.orders[0];
    for _ in 0..5 {
        let wrong = volunteer.about("hand_over", order, json!({"code": "x"})).await;
        assert_eq!(code(&wrong), (409, "order-wrong-code"));
    }
    let right = json!({"code": gate.firm.code(order).await});
    let spent = volunteer.about("hand_over", order, right).await;
    assert_eq!(code(&spent), (409, "order-code-spent"), "nobody tries them all");
    assert_eq!(state_of(&volunteer.sheet().await.1, order), "open");
    let other = &gate.firm.orders[2].id;
    let foreign = volunteer.about("absent", other, json!({})).await;
    assert_eq!(foreign.0, 404, "an order of another run is none of one's own");
}

pub async fn what_is_pressed_twice_is_given_out_and_said_once(world: &World) {
    let gate = Gate::open(world).await;
    let mut desk = Desk::of(&gate.steward);
    let open = desk.get(&format!("{}&people=2", gate.path)).await;
    let first = gate.give(&mut desk, &open).await;
    let again = gate.give(&mut desk, &open).await;
    says(&again, 200, &["Given out to"]);
    assert_eq!(links(&first), links(&again));
    assert_eq!(links(&first).len(), 2, "{}", first.html);
    // Somebody else who saw the same page gives nothing out a second time.
    let mut other = Desk::of(&gate.steward);
    let stale = other.get(&gate.path).await;
    let sign = open.value_of("sign");
    let building = gate.firm.buildings[0];
    let fields = [("place", building.as_str()), ("people", "2"), ("sign", sign.as_str())];
    let refused = other.send(&stale, "/hand-out", &fields).await;
    says(&refused, 409, &["What there is to hand out has changed"]);
    let volunteer = Driver::opening(world, &links(&first)[0]);
    let left = volunteer.say_as("foot-left-1", json!({"event": "depart"})).await;
    let repeated = volunteer.say_as("foot-left-1", json!({"event": "depart"})).await;
    assert_eq!((left.0, &left), (200, &repeated));
    let order = orders_of(&volunteer.sheet().await.1).remove(0);
    let said = json!({"event": "absent", "cargo": {"kind": "order", "id": order}});
    let absent = volunteer.say_as("foot-absent-1", said.clone()).await;
    assert_eq!(absent, volunteer.say_as("foot-absent-1", said).await);
    assert_eq!(absent.0, 200, "{absent:?}");
}

pub async fn a_volunteer_sees_doors_only_while_the_run_is_theirs_and_open(world: &World) {
    let gate = Gate::open(world).await;
    let before = gate.given().await;
    let sheet = before.sheet().await.1.to_string();
    assert!(sheet.contains("1202") && sheet.contains("138 0000 0001"), "{sheet}");
    let mut desk = Desk::of(&gate.steward);
    let open = desk.get(&gate.path).await;
    let run = run_on(&open);
    let renewed = desk.send(&open, &format!("/hand-out/{run}/link"), &[]).await;
    says(&renewed, 200, &["There is a new code"]);
    assert_eq!(before.sheet().await.0, 401, "it is somebody else's now");
    let volunteer = Driver::opening(world, &links(&renewed)[0]);
    assert_eq!(volunteer.sheet().await.0, 200);
    let back = desk.send(&renewed, &format!("/hand-out/{run}/take-back"), &[]).await;
    says(&back, 200, &["Taken back"]);
    let (_, sheet) = volunteer.sheet().await;
    assert_eq!(sheet["state"], "cancelled");
    assert!(!sheet.to_string().contains("1202"), "{sheet}");
    assert!(
        !back.value_of("sign").is_empty(),
        "what it was to carry is planned anew"
    );

    let volunteer = gate.under_way().await;
    let open = desk.get(&gate.path).await;
    let run = run_on(&open);
    let begun = desk.send(&open, &format!("/hand-out/{run}/take-back"), &[]).await;
    says(&begun, 409, &["Somebody has set out with this run"]);
    let (status, stopped) = volunteer.say(json!({"event": "break_down", "reason": "脚崴了"})).await;
    assert_eq!((status, &stopped["state"]), (200, &json!("broken")), "{stopped}");
    assert!(!volunteer.sheet().await.1.to_string().contains("1202"));
    assert_eq!(gate.firm.order_state(&gate.orders[0]).await, "dropped");

    let volunteer = gate.given().await;
    let later = world.clock.now().plus_hours(24);
    world.clock.advance_to(later);
    assert_eq!(volunteer.sheet().await.0, 200);
    world.clock.advance_to(later.plus_millis(1));
    assert_eq!(volunteer.sheet().await.0, 401);
    world.dispatch.tick(world.clock.now()).await.unwrap();
    let sql = "SELECT COUNT(*) AS n FROM dispatch_foot_parcel WHERE state = 'open'";
    let open = world.db.one(sql, Vec::new()).await.unwrap().int("n").unwrap();
    assert_eq!(open, 0, "a run that nobody ended holds nothing back");
    world.dispatch.tick(later.plus_hours(24 * 31)).await.unwrap();
    let sql = "SELECT COUNT(*) AS n FROM dispatch_foot_run";
    assert_eq!(world.db.one(sql, Vec::new()).await.unwrap().int("n").unwrap(), 0);
}

pub async fn nobody_else_gives_out_or_changes_a_run_on_foot(world: &World) {
    let gate = Gate::open(world).await;
    gate.given().await;
    let run = run_on(&gate.page().await);
    let neighbour = world.person(Role::Steward, gate.firm.buildings[1].as_str()).await;
    let mut desk = Desk::of(&neighbour);
    let open = desk.get("/hand-out").await;
    keeps_back(&open, &["1 person out", gate.firm.buildings[0].as_str()]);
    let own = desk.get(&format!("/hand-out?place={}", gate.firm.buildings[1])).await;
    for act in ["link", "take-back"] {
        let refused = desk.send(&own, &format!("/hand-out/{run}/{act}"), &[]).await;
        assert_eq!(refused.status, 404, "{}", refused.html);
    }
    let place = gate.firm.buildings[0];
    let given = desk
        .send(&own, "/hand-out", &[("place", place.as_str()), ("sign", "x")])
        .await;
    assert_eq!(given.status, 404);
    let volunteer = Driver::opening(world, &links(&gate.page().await)[0]);
    let order = &gate.orders[0];
    let photo = volunteer
        .request("POST", &format!("/run/photos/{order}"))
        .header("idempotency-key", world.key())
        .header("content-type", "image/png")
        .body(vec![0_u8; 8]);
    assert_eq!(answer(photo).await.0, 404);
    assert_eq!(answer(volunteer.request("GET", "/run/outlines")).await.0, 200);
}

pub async fn a_driver_without_a_signal_may_say_late_that_it_was_put_down(world: &World) {
    let gate = Gate::coming(world).await;
    let volunteer = gate.under_way().await;
    let order = &gate.orders[0];
    let right = json!({"code": gate.firm.code(order).await});
    assert_eq!(volunteer.about("hand_over", order, right).await.0, 200);
    let driver = gate.driver(order).await;
    let late = driver.about("drop", order, json!({"point": "门口"})).await;
    assert_eq!((late.0, &late.1["cargo"]), (200, &json!("dropped")), "{late:?}");
    assert_eq!(gate.firm.order_state(order).await, "received");
}

pub async fn what_a_household_fetched_itself_is_not_carried_any_more(world: &World) {
    let gate = Gate::open(world).await;
    let volunteer = gate.under_way().await;
    for ordered in &gate.firm.orders[..2] {
        let path = format!("/orders/{}/receive", ordered.id);
        let (status, fetched) = ordered.resident.post(&path, json!({})).await;
        assert_eq!(status, 200, "{fetched}");
    }
    let (_, sheet) = volunteer.sheet().await;
    let states: Vec<String> = gate.orders.iter().map(|order| state_of(&sheet, order)).collect();
    assert_eq!(states, ["cancelled", "cancelled"]);
    assert_eq!(sheet["stops"][0]["cargo"][0]["order"]["door"]["code_hash"], Value::Null);
    assert_eq!(volunteer.say(json!({"event": "end"})).await.0, 200);
}
