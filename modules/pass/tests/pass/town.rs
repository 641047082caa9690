//! A listed firm with its fleet, made through the API, and what it applies for.

use crate::world::{Answer, COMMUNITY, DISTRICT, LAST_DAY, OTHER_DISTRICT, Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::{OrgId, Timestamp, Zone};
use tongxin_pass_format::{Direction, KeySet, PublicKey, Situation, StatusList, Verdict, check};

/// Credit codes whose check characters fit.
pub const CODES: [&str; 2] = ["91350100M000100Y43", "91350100M000100Y56"];
/// A plate that every firm of these tests has, with another letter each.
pub const PLATES: [&str; 3] = ["渝A00001", "渝A00002", "渝A00003"];

pub struct Town<'w> {
    pub world: &'w World,
    pub org: OrgId,
    pub officer: Person<'w>,
    pub manager: Person<'w>,
}

impl<'w> Town<'w> {
    /// A carrier that serves both districts, with three trucks and three people: two called 王, one called 李.
    pub async fn open(world: &'w World) -> Town<'w> {
        let officer = world.person(Role::Officer, DISTRICT).await;
        let application = json!({
            "credit_code": CODES[0], "kind": "carrier", "name": "渝海运输", "place": COMMUNITY,
            "service_places": [DISTRICT, OTHER_DISTRICT], "orders_a_day": 300, "contact_name": "Chen",
            "contact_phone": "023-6789 1234",
        });
        let (status, applied) = officer.post("/supply/applications", application).await;
        assert_eq!(status, 201, "{applied}");
        let path = format!("/supply/applications/{}/list", applied["id"].as_str().unwrap());
        let (status, listed) = officer.post(&path, json!({ "valid_until": "2023-02-28" })).await;
        assert_eq!(status, 200, "{listed}");
        let org: OrgId = listed["org"].as_str().unwrap().parse().unwrap();
        let manager = world.manager(org).await;
        let town = Town {
            world,
            org,
            officer,
            manager,
        };
        for plate in PLATES {
            town.add_truck(plate).await;
        }
        for name in ["王小明", "王芳", "李强"] {
            let body = json!({"org": org.to_string(), "name": name, "role": "driver", "shift": "day"});
            assert_eq!(town.manager.post("/supply/staff", body).await.0, 201);
        }
        town
    }

    /// A second carrier, with a truck; answers its id.
    pub async fn other_firm(&self, plate: &str) -> OrgId {
        let application = json!({
            "credit_code": CODES[1], "kind": "carrier", "name": "渝江运输", "place": COMMUNITY,
            "service_places": [DISTRICT], "orders_a_day": 300, "contact_name": "Chen",
            "contact_phone": "023-6789 1234",
        });
        let (status, applied) = self.officer.post("/supply/applications", application).await;
        assert_eq!(status, 201, "{applied}");
        let path = format!("/supply/applications/{}/list", applied["id"].as_str().unwrap());
        let (_, listed) = self.officer.post(&path, json!({ "valid_until": "2023-02-28" })).await;
        let org = listed["org"].as_str().unwrap();
        let body = json!({"org": org, "plate": plate, "kind": "light_truck", "payload_kg": 1_000});
        assert_eq!(self.officer.post("/supply/vehicles", body).await.0, 201);
        org.parse().unwrap()
    }

    pub async fn add_truck(&self, plate: &str) {
        let body = json!({"org": self.org.to_string(), "plate": plate, "kind": "light_truck", "payload_kg": 1_000});
        let (status, added) = self.manager.post("/supply/vehicles", body).await;
        assert_eq!(status, 201, "{added}");
    }

    /// Applies as the firm's manager.
    pub async fn apply(&self, rows: Value) -> Answer {
        self.apply_as(&self.world.key(), rows).await
    }

    pub async fn apply_as(&self, key: &str, rows: Value) -> Answer {
        let body = json!({"org": self.org.to_string(), "rows": rows});
        self.manager.post_as(key, "/passes", body).await
    }

    /// Applies for one pass; answers its id and how it stands.
    pub async fn one(&self, row: Value) -> (String, String, String) {
        let (status, applied) = self.apply(json!([row])).await;
        assert_eq!(status, 201, "{applied}");
        let row = &applied["rows"][0];
        let text = |key: &str| row[key].as_str().unwrap().to_owned();
        (text("id"), text("state"), text("rule"))
    }

    /// A pass as the manager sees it.
    pub async fn pass(&self, id: &str) -> Value {
        let (status, pass) = self.manager.get(&format!("/passes/{id}")).await;
        assert_eq!(status, 200, "{pass}");
        pass
    }

    pub async fn tick(&self) {
        self.world.passes.tick(self.world.clock.now()).await.unwrap();
    }

    /// What a gate of the first district says of a text, with the files that are published now.
    pub async fn verdict(&self, text: &str, direction: Direction) -> Verdict {
        let gate = Gate::of(self.world).await;
        gate.verdict(text, self.world.clock.now(), direction)
    }
}

/// A truck within the district.
pub fn truck(plate: &str) -> Value {
    json!({"kind": "key_goods", "plate": plate, "from": [DISTRICT], "to": [COMMUNITY], "last_day": LAST_DAY})
}

/// A truck to the other district.
pub fn across(plate: &str) -> Value {
    json!({
        "kind": "key_goods", "plate": plate, "from": [DISTRICT], "to": [OTHER_DISTRICT], "corridor": "G75",
        "last_day": LAST_DAY,
    })
}

pub fn person(surname: &str, id_end: &str) -> Value {
    json!({
        "kind": "truck_driver", "surname": surname, "id_end": id_end, "from": [COMMUNITY], "to": [DISTRICT],
        "hours": "06:00-22:00", "last_day": LAST_DAY,
    })
}

pub fn ids(ids: &[&str]) -> Value {
    json!({ "ids": ids })
}

pub fn code(answer: &Answer) -> (u16, &str) {
    (answer.0, answer.1["code"].as_str().unwrap_or_default())
}

/// The fields that a refusal names.
pub fn fields(answer: &Answer) -> Vec<&str> {
    let errors = answer.1["errors"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    errors.iter().map(|error| error["field"].as_str().unwrap()).collect()
}

/// A gate that holds the published files and has the root key by hand.
pub struct Gate {
    pub keys: KeySet,
    pub list: StatusList,
}

impl Gate {
    pub async fn of(world: &World) -> Gate {
        let root: PublicKey = world.passes.root_key().unwrap();
        let keys = KeySet::read(&file(world, "/passes/keys").await, &root, None).unwrap();
        let list = StatusList::read(&file(world, "/passes/status").await, &keys, None).unwrap();
        Gate { keys, list }
    }

    pub fn verdict(&self, text: &str, at: Timestamp, direction: Direction) -> Verdict {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let situation = Situation {
            place: COMMUNITY.parse().unwrap(),
            areas_around: &[],
            areas_within: &[],
            corridor: None,
            direction,
            at,
            clock_uncertainty: std::time::Duration::from_secs(1),
            zone: &zone,
        };
        check(text, &self.keys, &self.list, &situation)
    }
}

/// A published file, as anybody gets it.
pub async fn file(world: &World, path: &str) -> Vec<u8> {
    let answer = world.nobody().request("GET", path).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200, "{path}");
    answer.bytes().await.unwrap().to_vec()
}
