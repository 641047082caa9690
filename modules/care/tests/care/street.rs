//! A building with people in difficulty, and those who look after them.

use crate::world::{Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::{HouseholdId, PlaceCode, Timestamp};

/// The day on which the tests begin, in the city.
pub const TODAY: &str = "2022-11-24";

/// One building.
pub struct Street<'w> {
    pub world: &'w World,
    pub building: PlaceCode,
    pub steward: Person<'w>,
    pub worker: Person<'w>,
}

impl<'w> Street<'w> {
    pub async fn new(world: &'w World) -> Street<'w> {
        let building = world.building("900010101", "梅园", "1栋").await;
        Street {
            world,
            building,
            steward: world.person(Role::Steward, building.as_str()).await,
            worker: world.person(Role::CommunityWorker, "900010101").await,
        }
    }

    /// The household behind a new door, with its number.
    pub async fn door(&self, door: &str) -> (Person<'w>, HouseholdId) {
        let resident = self.world.resident(self.building, door).await;
        let doors = self.world.places.households(&self.building).await.unwrap();
        let household = doors.iter().find(|known| known.door == door).unwrap().id;
        (resident, household)
    }

    /// A person of those groups behind a new door, registered by the community.
    pub async fn person(&self, door: &str, groups: &[&str]) -> String {
        let (_, household) = self.door(door).await;
        let mut body = asked("陈婆婆", groups);
        body["household"] = json!(household);
        let (status, done) = self.worker.post("/care/people", body).await;
        assert_eq!(status, 201, "{done}");
        text(&done["id"]).to_owned()
    }

    /// Lets the clock look, at that hour of a day from now on.
    pub async fn at(&self, days: i64, hour: i8, minute: i8) -> Timestamp {
        let zone = self.world.places.city().unwrap().file.zone.clone();
        let day: tongxin_city::Day = TODAY.parse().unwrap();
        let now = zone.at(day.plus_days(days), hour, minute).unwrap();
        self.world.clock.advance_to(now);
        self.world.care.tick(now).await.unwrap();
        now
    }

    /// The day's visits as the steward sees them.
    pub async fn visits(&self) -> Vec<Value> {
        let (status, list) = self.steward.get("/care/visits").await;
        assert_eq!(status, 200, "{list}");
        list["visits"].as_array().unwrap().clone()
    }

    /// Says what was found at a door, today.
    pub async fn knock(&self, by: &Person<'_>, person: &str, outcome: &str) -> Value {
        let (status, done) = by.post("/care/knocks", self.said(person, outcome)).await;
        assert_eq!(status, 201, "{done}");
        done
    }

    pub fn said(&self, person: &str, outcome: &str) -> Value {
        let zone = self.world.places.city().unwrap().file.zone.clone();
        let day = zone.day_of(self.world.clock.now());
        json!({"person": person, "day": day, "part": "day", "outcome": outcome})
    }

    pub async fn need(&self, id: &str) -> Value {
        let (status, need) = self.worker.get(&format!("/needs/{id}")).await;
        assert_eq!(status, 200, "{need}");
        need["need"].clone()
    }
}

pub fn asked(name: &str, groups: &[&str]) -> Value {
    json!({"name": name, "contact": "138 0000 0001", "at_door": "耳背，多敲几下",
        "record": {"groups": groups, "wants": "每周透析三次"},
        "ground": {"basis": "consent", "by": "本人", "on": TODAY, "purpose": "每日巡访"}})
}

pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}
