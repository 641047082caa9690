//! Another firm's goods on a run: they are sent when it leaves, brought or come back, and counted by whoever receives them.

use crate::desk::{Desk, says};
use crate::firm::{Driver, Firm, code, state_of, text};
use crate::world::{Answer, DISTRICT, Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::OrgId;

/// A credit code whose check character fits.
const CREDIT_CODE: &str = "91350100M000100Y56";

/// A firm that has agreed to give rice to another.
struct Giving<'w> {
    firm: Firm<'w>,
    officer: Person<'w>,
    receiver: Person<'w>,
    to: OrgId,
}

impl<'w> Giving<'w> {
    async fn open(world: &'w World) -> Giving<'w> {
        let firm = Firm::open(world).await;
        let officer = world.person(Role::Officer, DISTRICT).await;
        let application = json!({
            "credit_code": CREDIT_CODE, "kind": "outlet", "name": "贝壳超市", "place": "900010102",
            "service_places": ["900010102"], "orders_a_day": 300, "contact_name": "Wu", "contact_phone": "023-6789 1235",
        });
        let (status, applied) = officer.post("/supply/applications", application).await;
        assert_eq!(status, 201, "{applied}");
        let path = format!("/supply/applications/{}/list", text(&applied["id"]));
        let (status, listed) = officer.post(&path, json!({"valid_until": "2023-02-28"})).await;
        assert_eq!(status, 200, "{listed}");
        let to: OrgId = text(&listed["org"]).parse().unwrap();
        let receiver = world.manager(to).await;
        Giving {
            firm,
            officer,
            receiver,
            to,
        }
    }

    /// A transfer of so many bags that the firm agreed to.
    async fn agreed(&self, pieces: i64) -> String {
        let asked = json!({"from": self.firm.org, "to": self.to, "item": self.firm.rice, "pieces": pieces});
        let (status, done) = self.officer.post("/supply/transfers", asked).await;
        assert_eq!(status, 201, "{done}");
        let id = text(&done["id"]).to_owned();
        step(&self.firm.manager, &id, "agree", json!({})).await;
        id
    }

    /// The transfer as its firm sees it, with its past.
    async fn seen(&self, id: &str) -> Value {
        let (status, seen) = self.firm.manager.get(&format!("/supply/transfers/{id}")).await;
        assert_eq!(status, 200, "{seen}");
        seen
    }

    async fn state(&self, id: &str) -> String {
        text(&self.seen(id).await["transfer"]["state"]).to_owned()
    }

    /// The run that carries it, published, with whoever drives that.
    async fn published(&self, id: &str) -> (Value, Driver<'w>) {
        let runs = self.firm.published().await;
        let run = runs
            .into_iter()
            .find(|run| run["state"] == "planned" && carries(run, id));
        let run = run.expect("a run carries the transfer");
        let driver = Driver::of(self.firm.world, &run);
        (run, driver)
    }

    /// Bags of the firm on hand.
    async fn on_hand(&self) -> i64 {
        let (_, page) = self
            .firm
            .manager
            .get(&format!("/outlets/{}/stock", self.firm.org))
            .await;
        page["lines"][0]["on_hand"].as_i64().unwrap()
    }
}

async fn step(person: &Person<'_>, id: &str, step: &str, body: Value) -> Value {
    let (status, done) = person.post(&format!("/supply/transfers/{id}/{step}"), body).await;
    assert_eq!(status, 200, "{step}: {done}");
    done
}

async fn say(driver: &Driver<'_>, event: &str, id: &str, mut more: Value) -> Answer {
    more["event"] = json!(event);
    more["cargo"] = json!({"kind": "transfer", "id": id});
    driver.say(more).await
}

fn carries(run: &Value, id: &str) -> bool {
    let stops = run["stops"].as_array().unwrap().iter();
    let mut cargo = stops.flat_map(|stop| stop["cargo"].as_array().unwrap());
    cargo.any(|held| held["kind"] == "transfer" && held["id"] == id)
}

/// What the sheet says of it.
async fn on_sheet(driver: &Driver<'_>, id: &str) -> Value {
    let (_, sheet) = driver.sheet().await;
    let stops = sheet["stops"].as_array().unwrap().iter();
    let mut cargo = stops.flat_map(|stop| stop["cargo"].as_array().unwrap());
    let held = cargo.find(|held| held["id"] == id);
    held.unwrap_or_else(|| panic!("{id} is not in {sheet}"))["transfer"].clone()
}

pub async fn a_transfer_is_sent_brought_and_counted_by_whoever_receives_it(world: &World) {
    let giving = Giving::open(world).await;
    let id = giving.agreed(30).await;
    let (run, driver) = giving.published(&id).await;
    let before = giving.on_hand().await;
    let left = driver.depart().await;
    assert_eq!(left["transfers_behind"], json!([]), "{left}");
    let seen = giving.seen(&id).await;
    assert_eq!(
        (&seen["transfer"]["state"], &seen["transfer"]["sent"]),
        (&json!("sent"), &json!(30))
    );
    let actor = text(&seen["events"][2]["actor"]);
    assert_eq!(actor, format!("run:{}", text(&run["id"])), "the driver's run sent it");
    assert!(giving.on_hand().await <= before - 30);
    let told = on_sheet(&driver, &id).await;
    assert_eq!((&told["pieces"], text(&told["to"])), (&json!(30), "贝壳超市"), "{told}");

    // A plan that is made now leaves it where it is.
    let again = giving.firm.planned().await;
    let runs = again["body"]["runs"].as_array().unwrap();
    assert_eq!(runs.iter().filter(|run| carries(run, &id)).count(), 1, "{again}");
    assert!(!again["body"]["unserved"].to_string().contains(&id), "{again}");

    let down = say(&driver, "drop", &id, json!({"point": "门口"})).await;
    assert_eq!(code(&down), (409, "dispatch-transfer-not-put-down"));
    let many = say(&driver, "hand_over", &id, json!({"pieces": 31})).await;
    assert_eq!(many.0, 422, "{many:?}");
    let lines = json!({"lines": [{"line": 1, "received": 2}]});
    assert_eq!(say(&driver, "hand_over", &id, lines).await.0, 422);
    let done = say(&driver, "hand_over", &id, json!({})).await;
    assert_eq!((done.0, &done.1["cargo"]), (200, &json!("handed_over")), "{done:?}");
    assert_eq!(giving.state(&id).await, "sent", "whoever receives it counts it");
    let page = Desk::of(&giving.receiver).get(&format!("/supply/transfers/{id}")).await;
    says(
        &page,
        200,
        &["Brought, as whoever drove says", "counts what arrived", "Driver of run"],
    );
    let received = step(&giving.receiver, &id, "receive", json!({"pieces": 30})).await;
    assert_eq!(
        (text(&received["state"]), &received["need"]),
        ("received", &Value::Null)
    );
}

pub async fn what_is_short_or_comes_back_stands_in_the_books(world: &World) {
    let giving = Giving::open(world).await;
    let short = giving.agreed(10).await;
    let not_wanted = giving.agreed(6).await;
    let nobody = giving.agreed(4).await;
    let (run, driver) = giving.published(&short).await;
    assert!(carries(&run, &not_wanted) && carries(&run, &nobody), "{run}");
    driver.depart().await;
    let left = giving.on_hand().await;

    let done = say(&driver, "hand_over", &short, json!({"pieces": 8})).await;
    assert_eq!((done.0, &done.1["cargo"]), (200, &json!("short")), "{done:?}");
    let events = giving.seen(&short).await["events"].clone();
    assert_eq!(
        (&events[3]["step"], &events[3]["pieces"]),
        (&json!("bring"), &json!(8)),
        "{events}"
    );
    let received = step(&giving.receiver, &short, "receive", json!({"pieces": 8})).await;
    assert!(received["need"].is_string(), "two bags are looked for: {received}");

    let refused = say(&driver, "refuse", &not_wanted, json!({"reason": "货不对"})).await;
    assert_eq!(
        (refused.0, &refused.1["cargo"]),
        (200, &json!("refused")),
        "{refused:?}"
    );
    assert_eq!(giving.state(&not_wanted).await, "cancelled");
    let absent = say(&driver, "absent", &nobody, json!({})).await;
    assert_eq!((absent.0, &absent.1["cargo"]), (200, &json!("absent")), "{absent:?}");
    assert_eq!(giving.state(&nobody).await, "agreed", "it is sent again");
    assert_eq!(giving.on_hand().await, left + 10, "both came back");
    let again = giving.firm.planned().await;
    let runs = again["body"]["runs"].as_array().unwrap().iter();
    let fresh: Vec<&Value> = runs.filter(|run| run["has_left"] == false).collect();
    assert!(fresh.iter().any(|run| carries(run, &nobody)), "{again}");
    assert!(!fresh.iter().any(|run| carries(run, &not_wanted)), "{again}");
}

pub async fn a_transfer_that_was_sent_by_hand_goes_with_its_run(world: &World) {
    let giving = Giving::open(world).await;
    let (by_hand, dropped) = (giving.agreed(10).await, giving.agreed(5).await);
    giving.published(&by_hand).await;
    step(&giving.firm.manager, &by_hand, "send", json!({"pieces": 9})).await;
    step(&giving.receiver, &dropped, "cancel", json!({"reason": "不需要了"})).await;
    // Planned anew before the run leaves, it is still to be brought.
    let (run, driver) = giving.published(&by_hand).await;
    assert!(!carries(&run, &dropped), "{run}");
    let told = on_sheet(&driver, &by_hand).await;
    assert_eq!((&told["pieces"], text(&told["name"])), (&json!(9), "大米"), "{told}");
    let left = driver.depart().await;
    assert_eq!(left["transfers_behind"], json!([]), "{left}");
    let (_, sheet) = driver.sheet().await;
    assert_eq!(state_of(&sheet, &by_hand), "open");
    assert_eq!(say(&driver, "hand_over", &by_hand, json!({})).await.0, 200);
}

pub async fn a_transfer_that_is_no_longer_wanted_stays_behind(world: &World) {
    let giving = Giving::open(world).await;
    let id = giving.agreed(10).await;
    let (_, driver) = giving.published(&id).await;
    step(&giving.receiver, &id, "cancel", json!({"reason": "不需要了"})).await;
    let left = driver.depart().await;
    assert_eq!(left["transfers_behind"], json!([id]), "{left}");
    let (_, sheet) = driver.sheet().await;
    assert_eq!(state_of(&sheet, &id), "behind");
}

pub async fn a_transfer_on_a_broken_vehicle_is_fetched_from_there(world: &World) {
    let giving = Giving::open(world).await;
    let id = giving.agreed(10).await;
    let (broken, driver) = giving.published(&id).await;
    driver.depart().await;
    assert_eq!(driver.say(json!({"event": "break_down"})).await.0, 200);
    let (again, second) = giving.published(&id).await;
    let pickups = again["stops"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|stop| stop["is_pickup"] == true);
    let mut taken_on = pickups.flat_map(|stop| stop["cargo"].as_array().unwrap());
    assert!(taken_on.any(|held| held["id"] == json!(id)), "{again}");
    second.depart().await;
    let first = giving.firm.run(text(&broken["id"])).await;
    assert_eq!(state_of(&first, &id), "taken_over");
    assert_eq!(say(&second, "hand_over", &id, json!({})).await.0, 200);
    let seen = giving.seen(&id).await;
    let steps: Vec<&str> = seen["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| text(&event["step"]))
        .collect();
    assert_eq!(steps, ["propose", "agree", "send", "bring"], "it was sent once: {seen}");
}

pub async fn a_transfer_that_will_be_late_is_said_to_whoever_waits(world: &World) {
    let giving = Giving::open(world).await;
    let id = giving.agreed(10).await;
    let (_, driver) = giving.published(&id).await;
    driver.depart().await;
    assert_eq!(driver.say(json!({"event": "break_down"})).await.0, 200);
    let broke_at = world.clock.now();
    let late_need = |seen: &Value| seen["transfer"]["late_need"].as_str().map(str::to_owned);
    world.dispatch.tick(broke_at.plus_minutes(20)).await.unwrap();
    assert_eq!(
        late_need(&giving.seen(&id).await),
        None,
        "the firm has time to plan anew"
    );
    world.clock.advance_to(broke_at.plus_minutes(30));
    world.dispatch.tick(broke_at.plus_minutes(30)).await.unwrap();
    let said = late_need(&giving.seen(&id).await).expect("a need says so");
    let (status, need) = giving.officer.get(&format!("/needs/{said}")).await;
    assert_eq!((status, &need["need"]["topic"]), (200, &json!("transfer")), "{need}");
    assert!(
        text(&need["need"]["title"]).contains("10 pieces will come late"),
        "{need}"
    );
    world.dispatch.tick(broke_at.plus_minutes(31)).await.unwrap();
    assert_eq!(late_need(&giving.seen(&id).await), Some(said), "once");
}
