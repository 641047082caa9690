//! A listed outlet with goods on its shelves and windows to order for, made through the API.

use crate::world::{COMMUNITY, DISTRICT, Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::OrgId;

/// Credit codes whose check characters fit.
pub const CODES: [&str; 2] = ["91350100M000100Y43", "91350100M000100Y56"];

pub struct Market<'w> {
    pub world: &'w World,
    pub org: OrgId,
    pub manager: Person<'w>,
}

impl<'w> Market<'w> {
    /// An outlet that serves [`COMMUNITY`].
    pub async fn open(world: &'w World) -> Market<'w> {
        Market::serving(world, CODES[0], COMMUNITY).await
    }

    /// The same for a pharmacy.
    pub async fn pharmacy(world: &'w World) -> Market<'w> {
        Market::listed(world, "pharmacy", CODES[0], COMMUNITY).await
    }

    pub async fn serving(world: &'w World, code: &str, place: &str) -> Market<'w> {
        Market::listed(world, "outlet", code, place).await
    }

    async fn listed(world: &'w World, kind: &str, code: &str, place: &str) -> Market<'w> {
        let officer = world.person(Role::Officer, DISTRICT).await;
        let application = json!({
            "credit_code": code, "kind": kind, "name": format!("超市 {code}"), "place": COMMUNITY,
            "service_places": [place], "orders_a_day": 300, "contact_name": "Chen", "contact_phone": "023-6789 1234",
        });
        let (status, applied) = officer.post("/supply/applications", application).await;
        assert_eq!(status, 201, "{applied}");
        let path = format!("/supply/applications/{}/list", applied["id"].as_str().unwrap());
        let (status, listed) = officer.post(&path, json!({ "valid_until": "2023-02-28" })).await;
        assert_eq!(status, 200, "{listed}");
        let org = listed["org"].as_str().unwrap().parse().unwrap();
        let manager = world.manager(org).await;
        Market { world, org, manager }
    }

    /// An item on the shelf and for sale; answers its id.
    pub async fn item(&self, name: &str, pieces: i64, price: i64, household_max: i64) -> String {
        let body = json!({"name": name, "unit": "袋", "contents": [{"category": "grain", "amount": 5000}]});
        self.on_the_shelf(body, pieces, price, household_max).await
    }

    /// The same with a trade item number; three of it a day for each household.
    pub async fn barcoded(&self, name: &str, gtin: &str, pieces: i64, price: i64) -> String {
        let contents = json!([{"category": "grain", "amount": 5000}]);
        let body = json!({"name": name, "gtin": gtin, "unit": "袋", "contents": contents});
        self.on_the_shelf(body, pieces, price, 3).await
    }

    async fn on_the_shelf(&self, body: Value, pieces: i64, price: i64, household_max: i64) -> String {
        let org = self.org;
        let (status, added) = self.manager.post(&format!("/outlets/{org}/items"), body).await;
        assert_eq!(status, 201, "{added}");
        let id = added["id"].as_str().unwrap().to_owned();
        let terms = json!({"price": price, "household_max": household_max, "is_open": true});
        assert_eq!(self.offer(&id, terms).await, 200);
        if pieces > 0 {
            let rows = json!({"rows": [{"item": id, "pieces": pieces}]});
            let (status, done) = self.manager.post(&format!("/outlets/{org}/receipts"), rows).await;
            assert_eq!(status, 201, "{done}");
        }
        id
    }

    pub async fn offer(&self, item: &str, terms: Value) -> u16 {
        let path = format!("/outlets/{}/offers/{item}", self.org);
        let request = self.manager.request("PUT", &path);
        let request = request.header("idempotency-key", self.world.key());
        request.json(&terms).send().await.unwrap().status().as_u16()
    }

    /// A window of two hours that begins in so many hours and can be ordered for until then; answers its id.
    pub async fn window(&self, in_hours: i64, orders_max: i64) -> String {
        let from = self.world.clock.now().plus_hours(in_hours);
        let body =
            json!({"from_at": from.to_string(), "to_at": from.plus_hours(2).to_string(), "orders_max": orders_max});
        let path = format!("/outlets/{}/windows", self.org);
        let (status, opened) = self.manager.post(&path, body).await;
        assert_eq!(status, 201, "{opened}");
        opened["ids"][0].as_str().unwrap().to_owned()
    }

    /// An order of one item.
    pub fn basket(&self, window: &str, item: &str, pieces: i64) -> Value {
        json!({"org": self.org.to_string(), "window": window, "lines": [{"item": item, "pieces": pieces}]})
    }

    /// On hand and promised.
    pub async fn stock(&self, item: &str) -> (i64, i64) {
        let (_, page) = self.manager.get(&format!("/outlets/{}/stock", self.org)).await;
        let lines = page["lines"].as_array().unwrap_or_else(|| panic!("{page}"));
        let line = lines.iter().find(|line| line["item"]["id"] == item).unwrap();
        (line["on_hand"].as_i64().unwrap(), line["promised"].as_i64().unwrap())
    }

    /// Orders that a window has taken.
    pub async fn taken(&self, window: &str) -> i64 {
        let (_, page) = self.manager.get(&format!("/outlets/{}/windows", self.org)).await;
        let windows = page["windows"].as_array().unwrap_or_else(|| panic!("{page}"));
        let found = windows.iter().find(|found| found["id"] == window).unwrap();
        found["orders_taken"].as_i64().unwrap()
    }
}

/// The id that a command answered.
pub fn id(answer: &(u16, Value)) -> String {
    answer.1["id"]
        .as_str()
        .unwrap_or_else(|| panic!("{answer:?}"))
        .to_owned()
}

pub fn code(answer: &(u16, Value)) -> (u16, &str) {
    (answer.0, answer.1["code"].as_str().unwrap_or_default())
}

/// What a refusal says at which field.
pub fn faults(answer: &(u16, Value)) -> Vec<(String, String)> {
    let errors = answer.1["errors"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    let text = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
    errors
        .iter()
        .map(|error| (text(error, "field"), text(error, "message")))
        .collect()
}
