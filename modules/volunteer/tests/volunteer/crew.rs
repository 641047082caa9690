//! A community with volunteers and those who look after it.

use crate::world::{Answer, COMMUNITY, Person, World};
use serde_json::{Value, json};
use tongxin_account::Role;
use tongxin_city::{Day, Timestamp};

/// The day on which the tests begin, in the city.
pub const TODAY: &str = "2022-11-24";

/// One community.
pub struct Crew<'w> {
    pub world: &'w World,
    pub worker: Person<'w>,
}

impl<'w> Crew<'w> {
    pub async fn new(world: &'w World) -> Crew<'w> {
        Crew {
            world,
            worker: world.person(Role::CommunityWorker, COMMUNITY).await,
        }
    }

    /// Somebody who registered themselves, and has their link.
    pub async fn applied(&self, name: &str, more: Value) -> (Person<'w>, String) {
        let mut person = self.world.nobody();
        let (status, done) = person.post("/volunteer/registrations", asked(name, more)).await;
        assert_eq!(status, 201, "{done}");
        person.key = Some(text(&done["key"]));
        (person, text(&done["volunteer"]["id"]))
    }

    /// The same, verified by the community.
    pub async fn verified(&self, name: &str, more: Value) -> (Person<'w>, String) {
        let (person, id) = self.applied(name, more).await;
        let path = format!("/volunteers/{id}/verify");
        let (status, done) = self.worker.post(&path, json!({"is_verified": true})).await;
        assert_eq!((status, done["state"].as_str()), (200, Some("verified")), "{done}");
        (person, id)
    }

    /// A verified adult who is insured and has time on weekday mornings and afternoons.
    pub async fn helper(&self, name: &str) -> (Person<'w>, String) {
        self.verified(name, json!({})).await
    }

    /// A shift of so many hours from an hour of a day from now on.
    pub async fn shift(&self, at: (i64, i8), hours: i64, more: Value) -> String {
        let (status, done) = self.worker.post("/shifts", self.asked_shift(at, hours, more)).await;
        assert_eq!(status, 201, "{done}");
        text(&done["id"])
    }

    pub fn asked_shift(&self, (days, hour): (i64, i8), hours: i64, more: Value) -> Value {
        let start = self.at(days, hour, 0);
        let plain = json!({
            "kind": "deliver", "place": COMMUNITY, "meet": "东门", "start_at": start.to_string(),
            "end_at": start.plus_hours(hours).to_string(), "posts": [{"needed": 1}],
        });
        merged(plain, more)
    }

    /// That clock time of a day from now on.
    pub fn at(&self, days: i64, hour: i8, minute: i8) -> Timestamp {
        let zone = self.world.places.city().unwrap().file.zone.clone();
        let day: Day = TODAY.parse().unwrap();
        zone.at(day.plus_days(days), hour, minute).unwrap()
    }

    /// Lets the clock look at that time.
    pub async fn clock(&self, days: i64, hour: i8, minute: i8) {
        let now = self.at(days, hour, minute);
        self.world.clock.advance_to(now);
        self.world.volunteers.tick(now).await.unwrap();
    }

    /// What stands in a shift's square code.
    pub async fn code(&self, shift: &str) -> String {
        let (status, list) = self.worker.get(&format!("/shifts/{shift}/places")).await;
        assert_eq!(status, 200, "{list}");
        text(&list["code"])
    }

    /// The shift as the desk lists it.
    pub async fn listed(&self, shift: &str) -> Value {
        let (status, list) = self.worker.get(&format!("/shifts?from={TODAY}")).await;
        assert_eq!(status, 200, "{list}");
        let shifts = list["shifts"].as_array().unwrap();
        shifts.iter().find(|one| one["id"] == shift).unwrap().clone()
    }
}

impl Person<'_> {
    /// A step about a place; answers how it stands, or the refusal's code.
    pub async fn step(&self, step: &str, shift: &str) -> String {
        said(
            self.post("/volunteer/me/steps", json!({"shift": shift, "step": step}))
                .await,
            "state",
        )
    }

    /// Comes or goes; answers how the place stands, or the refusal's code or first field's message.
    pub async fn says(&self, step: &str, code: &str) -> String {
        said(
            self.post("/volunteer/me/presence", json!({"code": code, "step": step}))
                .await,
            "state",
        )
    }

    /// Minutes so far, by the own page.
    pub async fn minutes(&self) -> i64 {
        let (status, own) = self.get("/volunteer/me").await;
        assert_eq!(status, 200, "{own}");
        own["volunteer"]["minutes"].as_i64().unwrap()
    }
}

/// What an answer says, or why it was refused.
pub fn said((status, body): Answer, field: &str) -> String {
    match status {
        200 | 201 => text(&body[field]),
        422 => text(&body["errors"][0]["message"]),
        _ => text(&body["code"]),
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// What a volunteer says of themselves.
pub fn asked(name: &str, more: Value) -> Value {
    let digits = name
        .bytes()
        .fold(7_u64, |sum, byte| sum * 31 % 100_000_000 + u64::from(byte));
    let plain = json!({
        "name": name, "phone": format!("138{:08}", digits % 100_000_000), "birth_year": 1990, "home": COMMUNITY,
        "slots": ["weekday_morning", "weekday_afternoon"], "reach": "district", "is_covered": true,
    });
    merged(plain, more)
}

pub fn merged(mut plain: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        plain[name] = value.clone();
    }
    plain
}
