//! A listed firm with vehicles, drivers, goods and orders in several buildings, made through the API; and a published plan
//! of its day.

use crate::world::{Answer, COMMUNITY, DISTRICT, ORIGIN, Person, World, answer};
use serde_json::{Value, json};
use std::time::Duration;
use tongxin_account::Role;
use tongxin_city::{OrgId, PlaceCode};

/// A credit code whose check character fits.
const CREDIT_CODE: &str = "91350100M000100Y43";
/// Communities of the district, so that stops lie apart.
const COMMUNITIES: [&str; 3] = ["900010101", "900010102", "900010201"];
/// The day of the world's clock, and the one after it.
pub const TODAY: &str = "2022-11-24";
pub const TOMORROW: &str = "2022-11-25";
/// How long a search may take at most, in tenths of a second.
const SEARCH_TENTHS_MAX: u32 = 300;

pub struct Firm<'w> {
    pub world: &'w World,
    pub org: OrgId,
    pub manager: Person<'w>,
    pub rice: String,
    pub window: String,
    /// Where its orders go.
    pub buildings: Vec<PlaceCode>,
    pub orders: Vec<Ordered<'w>>,
}

/// An order with whoever waits for it.
pub struct Ordered<'w> {
    pub id: String,
    pub door: String,
    pub resident: Person<'w>,
}

/// The clock of the city, which lies an hour west of Greenwich, says three when a test begins.
const FROM_MINUTE: i64 = 3 * 60;

impl<'w> Firm<'w> {
    /// A firm with two vans and a driver, and two orders in each of three buildings, all packed.
    pub async fn open(world: &'w World) -> Firm<'w> {
        Firm::open_for(world, 3).await
    }

    /// The same with a window that begins in so many hours.
    pub async fn open_for(world: &'w World, in_hours: i64) -> Firm<'w> {
        let mut firm = Firm::listed(world, in_hours).await;
        for (at, community) in COMMUNITIES.iter().enumerate() {
            let building = world.building(community, "竹苑小区", &format!("{}栋", at + 1)).await;
            firm.buildings.push(building);
            for door in ["301", "1202"] {
                let resident = world.resident(building, door).await;
                let order = firm.order(&resident, 2).await;
                firm.orders.push(Ordered {
                    id: order,
                    door: door.to_owned(),
                    resident,
                });
            }
        }
        for order in &firm.orders {
            firm.pack(&order.id).await;
        }
        firm
    }

    /// A firm that serves the whole district and has no orders.
    async fn listed(world: &'w World, in_hours: i64) -> Firm<'w> {
        let officer = world.person(Role::Officer, DISTRICT).await;
        let application = json!({
            "credit_code": CREDIT_CODE, "kind": "outlet", "name": "海星超市", "place": COMMUNITY,
            "service_places": [DISTRICT], "orders_a_day": 300, "contact_name": "Chen", "contact_phone": "023-6789 1234",
        });
        let (status, applied) = officer.post("/supply/applications", application).await;
        assert_eq!(status, 201, "{applied}");
        let path = format!("/supply/applications/{}/list", text(&applied["id"]));
        let (status, listed) = officer.post(&path, json!({ "valid_until": "2023-02-28" })).await;
        assert_eq!(status, 200, "{listed}");
        let org: OrgId = text(&listed["org"]).parse().unwrap();
        let manager = world.manager(org).await;
        let mut firm = Firm {
            world,
            org,
            manager,
            rice: String::new(),
            window: String::new(),
            buildings: Vec::new(),
            orders: Vec::new(),
        };
        for plate in ["渝A12345", "渝A67890"] {
            let van = json!({"org": org, "plate": plate, "kind": "van", "payload_kg": 1_200, "has_cold_chain": true});
            firm.made("/supply/vehicles", van).await;
        }
        firm.add_driver("Li", "rotating").await;
        firm.rice = firm.goods().await;
        firm.window = firm.window(in_hours).await;
        firm
    }

    /// Ends one of its vehicles.
    pub async fn end_vehicle(&self, plate: &str) {
        let path = format!("/supply/vehicles/{}/end", self.vehicle(plate).await);
        let (status, ended) = self.manager.post(&path, json!({})).await;
        assert_eq!(status, 200, "{ended}");
    }

    /// The id of one of its vehicles.
    pub async fn vehicle(&self, plate: &str) -> String {
        let (_, list) = self.manager.get("/supply/vehicles").await;
        let mut vehicles = list["vehicles"].as_array().unwrap().iter();
        let found = vehicles.find(|vehicle| vehicle["plate"] == plate);
        text(&found.unwrap_or_else(|| panic!("{plate} is not in {list}"))["id"]).to_owned()
    }

    /// Somebody more who drives; answers who.
    pub async fn add_driver(&self, name: &str, shift: &str) -> String {
        let body = json!({"org": self.org, "name": name, "role": "driver", "shift": shift});
        self.made("/supply/staff", body).await
    }

    /// Ends whoever drives.
    pub async fn end_drivers(&self) {
        let (_, list) = self.manager.get("/supply/staff").await;
        for staff in list["staff"].as_array().unwrap_or_else(|| panic!("{list}")) {
            let path = format!("/supply/staff/{}/end", text(&staff["id"]));
            let (status, ended) = self.manager.post(&path, json!({})).await;
            assert_eq!(status, 200, "{ended}");
        }
    }

    async fn made(&self, path: &str, body: Value) -> String {
        let (status, made) = self.manager.post(path, body).await;
        assert_eq!(status, 201, "{made}");
        text(&made["id"]).to_owned()
    }

    /// Rice on the shelf and for sale.
    async fn goods(&self) -> String {
        let org = self.org;
        let body = json!({"gtin": "6901234567892", "name": "大米", "unit": "袋", "contents": [{"category": "grain", "amount": 5000}]});
        let rice = self.made(&format!("/outlets/{org}/items"), body).await;
        let offer = self.manager.request("PUT", &format!("/outlets/{org}/offers/{rice}"));
        let terms = json!({"price": 1_000, "household_max": 9, "is_open": true});
        let offered = answer(offer.header("idempotency-key", self.world.key()).json(&terms)).await;
        assert_eq!(offered.0, 200, "{offered:?}");
        let rows = json!({"rows": [{"item": rice, "pieces": 100}]});
        let (status, received) = self.manager.post(&format!("/outlets/{org}/receipts"), rows).await;
        assert_eq!(status, 201, "{received}");
        rice
    }

    /// A window of two hours that begins in so many hours.
    async fn window(&self, in_hours: i64) -> String {
        let from = self.world.clock.now().plus_hours(in_hours);
        let body = json!({"from_at": from.to_string(), "to_at": from.plus_hours(2).to_string(), "orders_max": 50});
        let (status, opened) = self.manager.post(&format!("/outlets/{}/windows", self.org), body).await;
        assert_eq!(status, 201, "{opened}");
        text(&opened["ids"][0]).to_owned()
    }

    /// Orders so many bags of rice.
    pub async fn order(&self, resident: &Person<'_>, pieces: i64) -> String {
        let body = json!({"org": self.org.to_string(), "window": self.window, "contact": "138 0000 0001", "note": "放门口",
            "lines": [{"item": self.rice, "pieces": pieces}]});
        let (status, placed) = resident.post("/orders", body).await;
        assert_eq!(status, 201, "{placed}");
        text(&placed["id"]).to_owned()
    }

    pub async fn pack(&self, order: &str) {
        let (_, shown) = self.manager.get(&format!("/orders/{order}")).await;
        let lines = shown["lines"].as_array().unwrap_or_else(|| panic!("{shown}"));
        let lines = lines
            .iter()
            .map(|line| json!({"line": line["line"], "picked": line["ordered"]}));
        let body = json!({ "lines": lines.collect::<Vec<_>>() });
        let (status, packed) = self.manager.post(&format!("/orders/{order}/pack"), body).await;
        assert_eq!(status, 200, "{packed}");
    }

    /// A plan of today from now on, ready to be changed or published.
    pub async fn planned(&self) -> Value {
        self.planned_for(TODAY).await
    }

    async fn planned_for(&self, day: &str) -> Value {
        self.planned_with(json!({"day": day, "seconds": 1, "from_minute": FROM_MINUTE}))
            .await
    }

    /// The same of today when nobody asks for passes.
    pub async fn planned_without_passes(&self) -> Value {
        let asked = json!({"day": TODAY, "seconds": 1, "from_minute": FROM_MINUTE, "is_without_passes": true});
        self.planned_with(asked).await
    }

    /// The same of today in which whoever drives rests around noon.
    pub async fn planned_with_rest(&self, minutes: i64) -> Value {
        let asked = json!({"day": TODAY, "seconds": 1, "from_minute": FROM_MINUTE, "rest_minutes": minutes});
        self.planned_with(asked).await
    }

    /// The same of today with a place that nobody gets into.
    pub async fn planned_with_closed(&self, place: &str) -> Value {
        let asked = json!({"day": TODAY, "seconds": 1, "from_minute": FROM_MINUTE, "closed": [place]});
        self.planned_with(asked).await
    }

    /// The same of today with a way that nobody gets across.
    pub async fn planned_round(&self, way: &Value) -> Value {
        let asked = json!({"day": TODAY, "seconds": 1, "from_minute": FROM_MINUTE, "closed_ways": [way]});
        self.planned_with(asked).await
    }

    /// The same of today with a medical crew for one of its vehicles.
    pub async fn planned_with_crew(&self, vehicle: &str) -> Value {
        let asked = json!({"day": TODAY, "seconds": 1, "from_minute": FROM_MINUTE, "crews": [vehicle]});
        self.planned_with(asked).await
    }

    /// What a firm is told that asks for a plan.
    pub async fn ask(&self, asked: Value) -> Answer {
        self.manager.post(&format!("/outlets/{}/plans", self.org), asked).await
    }

    async fn planned_with(&self, asked: Value) -> Value {
        let (status, plan) = self.ask(asked).await;
        assert!((200..300).contains(&status), "{plan}");
        self.ready(&format!("/plans/{}", text(&plan["id"]))).await
    }

    /// A plan once its search is over.
    pub async fn ready(&self, path: &str) -> Value {
        for _ in 0..SEARCH_TENTHS_MAX {
            let (_, shown) = self.manager.get(path).await;
            if shown["state"] != "making" {
                assert_eq!(shown["state"], "ready", "{shown}");
                return shown;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the search does not end");
    }

    /// Has people drive by a new plan of today; answers the runs with their links.
    pub async fn published(&self) -> Vec<Value> {
        self.published_for(TODAY).await
    }

    /// The same on another day.
    pub async fn published_for(&self, day: &str) -> Vec<Value> {
        let plan = self.planned_for(day).await;
        self.publish(&plan).await;
        self.runs_of(day).await
    }

    /// Has people drive by a plan.
    pub async fn publish(&self, plan: &Value) {
        let path = format!("/plans/{}/publish", text(&plan["id"]));
        let (status, done) = self.manager.post(&path, json!({"seq": plan["seq"]})).await;
        assert_eq!(status, 200, "{done}");
    }

    /// The firm's runs of today as it sees them, with their links.
    pub async fn runs(&self) -> Vec<Value> {
        self.runs_of(TODAY).await
    }

    async fn runs_of(&self, day: &str) -> Vec<Value> {
        let path = format!("/outlets/{}/day-runs?day={day}", self.org);
        let (status, list) = self.manager.get(&path).await;
        assert_eq!(status, 200, "{list}");
        let mut runs = Vec::new();
        for run in list["runs"].as_array().unwrap() {
            runs.push(self.run(text(&run["id"])).await);
        }
        runs
    }

    /// A run as the firm sees it.
    pub async fn run(&self, id: &str) -> Value {
        let (status, run) = self.manager.get(&format!("/day-runs/{id}")).await;
        assert_eq!(status, 200, "{run}");
        run
    }

    /// What a household says at the door.
    pub async fn code(&self, order: &str) -> String {
        let ordered = self.orders.iter().find(|ordered| ordered.id == order).unwrap();
        let (_, shown) = ordered.resident.get(&format!("/orders/{order}")).await;
        text(&shown["hand_over_code"]).to_owned()
    }

    /// Whoever ordered says that they have it.
    pub async fn receive(&self, order: &str) {
        let ordered = self.orders.iter().find(|ordered| ordered.id == order).unwrap();
        let path = format!("/orders/{order}/receive");
        let (status, received) = ordered.resident.post(&path, json!({})).await;
        assert_eq!(status, 200, "{received}");
    }

    /// How an order stands.
    pub async fn order_state(&self, order: &str) -> String {
        let (_, shown) = self.manager.get(&format!("/orders/{order}")).await;
        text(&shown["state"]).to_owned()
    }
}

/// Whoever holds a run's link.
pub struct Driver<'w> {
    world: &'w World,
    key: String,
}

impl<'w> Driver<'w> {
    /// Opens the link of a run as the firm sees it.
    pub fn of(world: &'w World, run: &Value) -> Driver<'w> {
        Driver::opening(world, text(&run["link"]))
    }

    pub fn opening(world: &'w World, link: &str) -> Driver<'w> {
        let key = link
            .strip_prefix(&format!("{ORIGIN}/run#"))
            .unwrap_or_else(|| panic!("{link}"));
        Driver {
            world,
            key: key.to_owned(),
        }
    }

    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.world
            .nobody()
            .request(method, path)
            .header("tongxin-run", &self.key)
    }

    pub async fn sheet(&self) -> Answer {
        answer(self.request("GET", "/run")).await
    }

    pub async fn say(&self, body: Value) -> Answer {
        self.say_as(&self.world.key(), body).await
    }

    pub async fn say_as(&self, key: &str, body: Value) -> Answer {
        answer(
            self.request("POST", "/run/events")
                .header("idempotency-key", key)
                .json(&body),
        )
        .await
    }

    /// The run leaves.
    pub async fn depart(&self) -> Value {
        let (status, done) = self.say(json!({"event": "depart"})).await;
        assert_eq!(status, 200, "{done}");
        done
    }

    /// Says what became of an order.
    pub async fn about(&self, event: &str, order: &str, mut more: Value) -> Answer {
        more["event"] = json!(event);
        more["cargo"] = json!({"kind": "order", "id": order});
        self.say(more).await
    }
}

/// The orders that a run carries, in the order of its stops.
pub fn orders_of(run: &Value) -> Vec<String> {
    let stops = run["stops"].as_array().unwrap_or_else(|| panic!("{run}")).iter();
    let cargo = stops.flat_map(|stop| stop["cargo"].as_array().unwrap());
    cargo.map(|held| text(&held["id"]).to_owned()).collect()
}

/// How something stands on a sheet or a run.
pub fn state_of(run: &Value, order: &str) -> String {
    let stops = run["stops"].as_array().unwrap().iter();
    let held = stops
        .flat_map(|stop| stop["cargo"].as_array().unwrap())
        .find(|held| held["id"] == order);
    text(&held.unwrap_or_else(|| panic!("{order} is not in {run}"))["state"]).to_owned()
}

/// Why a plan leaves each thing out that it does.
pub fn left_why(plan: &Value) -> Vec<&str> {
    let left = plan["body"]["unserved"].as_array().unwrap_or_else(|| panic!("{plan}"));
    left.iter().map(|left| text(&left["why"])).collect()
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

pub fn code(answer: &Answer) -> (u16, &str) {
    (answer.0, answer.1["code"].as_str().unwrap_or_default())
}
