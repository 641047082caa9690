//! The fictional Harbour City with two compounds and somebody who answers the telephone.

use crate::browser::{Browser, Shown};
use crate::harbour::{DISTRICT, Ground, Harbour, NOON, Person};
use serde_json::{Value, json};
use std::ops::Deref;
use tongxin_account::Role;
use tongxin_city::HouseholdId;
use tongxin_ledger::{Kind, Ledger, Lifeline, RaisedFor, Tier, Topic};
use tongxin_storage::{ModuleMigrations, Scratch};

const MODULES: &[ModuleMigrations] = &[
    tongxin_places::MIGRATIONS,
    tongxin_account::MIGRATIONS,
    tongxin_ledger::MIGRATIONS,
];
const KINDS: &[Kind] = &[
    Kind {
        key: "household_request",
        name: "ledger-sheet",
        raised_for: RaisedFor::Household,
        start_tier: Tier::Base,
        closes_itself: false,
        topics: &[
            topic("food", "ledger-lifeline-food", Lifeline::Food),
            topic("medicine", "ledger-lifeline-health", Lifeline::Health),
        ],
    },
    Kind {
        key: "unsure_appointment",
        name: "ledger-sheet",
        raised_for: RaisedFor::HouseholdBySystem,
        start_tier: Tier::District,
        closes_itself: true,
        topics: &[topic("appointment", "ledger-lifeline-care", Lifeline::Health)],
    },
];

const fn topic(key: &'static str, name: &'static str, lifeline: Lifeline) -> Topic {
    Topic {
        key,
        name,
        lifeline,
        due_hours: [2, 8, 24, 72],
    }
}

pub struct World {
    harbour: Harbour,
    pub ledger: Ledger,
}

impl Deref for World {
    type Target = Harbour;

    fn deref(&self) -> &Harbour {
        &self.harbour
    }
}

impl World {
    pub async fn sqlite() -> World {
        World::over(Scratch::sqlite().await.unwrap()).await
    }

    pub async fn postgres() -> Option<World> {
        Some(World::over(Scratch::postgres().await.unwrap()?).await)
    }

    async fn over(scratch: Scratch) -> World {
        let ground = Ground::new(scratch, MODULES, NOON).await;
        let ledger = ground.ledger(&[KINDS]);
        let origin = ground.serve(ground.routes(&ledger), &[]).await;
        World {
            harbour: ground.at(origin).await,
            ledger,
        }
    }
}

/// A phone bank for the district, and a door that calls it.
pub struct Bank<'w> {
    pub taker: Person<'w>,
    pub caller: HouseholdId,
    /// The household's own phone.
    pub home: Person<'w>,
}

impl<'w> Bank<'w> {
    pub async fn new(world: &'w World) -> Bank<'w> {
        let building = world.building("900010101", "江湾小区", "3栋").await;
        let (caller, code) = world.coded_household(building, "2-1203").await;
        world.coded_household(building, "1-1203").await;
        world.coded_household(building, "2-1204").await;
        Bank {
            taker: world.person(Role::CallTaker, DISTRICT).await,
            caller,
            home: world.signed_in_by(&code).await,
        }
    }

    /// What the desk shows for an address.
    pub async fn found(&self, said: &str) -> Shown {
        let query: String = said.bytes().map(|byte| format!("%{byte:02X}")).collect();
        self.taker.browser().get(&format!("/calls?q={query}")).await
    }

    /// The form for the household.
    pub async fn form(&self, browser: &mut Browser) -> Shown {
        browser.get(&format!("/calls/new?household={}", self.caller)).await
    }

    /// Writes down what was said, said back before; answers the page that follows.
    pub async fn call(&self, fields: &[(&str, &str)]) -> Shown {
        let mut browser = self.taker.browser();
        let form = self.form(&mut browser).await;
        let household = self.caller.to_string();
        let fields = [&[("household", household.as_str())], fields].concat();
        let checked = browser.post(&form, "/calls/check", &fields).await;
        assert_eq!(checked.status, 200, "{}", checked.html);
        let done = browser.post(&checked, "/calls", &fields).await;
        assert_eq!(done.status, 303, "{}", done.html);
        browser.follow(&done).await
    }

    /// The household's needs, as it sees them.
    pub async fn needs(&self) -> Vec<Value> {
        self.home.get("/needs").await.1["needs"].as_array().unwrap().clone()
    }

    /// The household asks for something itself; answers the need's number.
    pub async fn asks(&self, topic: &str, title: &str) -> String {
        let asked = json!({"kind": "household_request", "topic": topic, "title": title});
        let (status, done) = self.home.post("/needs", asked).await;
        assert_eq!(status, 201, "{done}");
        done["id"].as_str().unwrap().to_owned()
    }
}
