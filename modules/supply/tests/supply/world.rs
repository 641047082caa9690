//! The fictional Harbour City with supply and all that it stands on.

use std::ops::Deref;
use tongxin_account::Routes;
use tongxin_city::{HouseholdId, PlaceCode};
use tongxin_ledger::{Kind, Ledger, Lifeline, RaisedFor, Tier, Topic};
use tongxin_storage::{ModuleMigrations, Scratch};
use tongxin_supply::Supply;

pub use crate::harbour::{Answer, COMMUNITY, DISTRICT, NOON, OTHER_DISTRICT, Person, answer};
use crate::harbour::{Ground, Harbour};

const MODULES: &[ModuleMigrations] = &[
    tongxin_places::MIGRATIONS,
    tongxin_account::MIGRATIONS,
    tongxin_ledger::MIGRATIONS,
    tongxin_supply::MIGRATIONS,
];
/// What households ask for elsewhere, as far as supply asks for it in their name.
const HOUSEHOLD_KINDS: &[Kind] = &[Kind {
    key: "household_request",
    name: "household_request",
    raised_for: RaisedFor::Household,
    start_tier: Tier::Base,
    closes_itself: false,
    topics: &[Topic {
        key: "medicine",
        name: "medicine",
        lifeline: Lifeline::Health,
        due_hours: [2, 4, 12, 24],
    }],
}];

pub struct World {
    harbour: Harbour,
    #[allow(dead_code, reason = "asked by tests of what supply raises")]
    pub ledger: Ledger,
    pub supply: Supply,
    /// A building of [`COMMUNITY`].
    pub building: PlaceCode,
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
        let (ledger, supply, routes) = supply_of(&ground);
        let origin = serve(&ground, routes).await;
        let harbour = ground.at(origin).await;
        World {
            building: harbour.building(COMMUNITY, "一号小区", "1栋").await,
            harbour,
            ledger,
            supply,
        }
    }

    /// The household behind a new door of [`World::building`], signed in by its code.
    pub async fn resident(&self, door: &str) -> (HouseholdId, Person<'_>) {
        let (household, code) = self.coded_household(door).await;
        (household, self.signed_in_by(&code).await)
    }

    /// The household behind a new door of [`World::building`], and its code.
    pub async fn coded_household(&self, door: &str) -> (HouseholdId, String) {
        self.harbour.coded_household(self.building, door).await
    }
}

/// Serves a database that another process set up; answers where.
pub async fn serve_again(database: &str) -> String {
    let ground = Ground::again(database, NOON).await;
    let (_, _, routes) = supply_of(&ground);
    serve(&ground, routes).await
}

fn supply_of(ground: &Ground) -> (Ledger, Supply, Routes) {
    let ledger = ground.ledger(&[tongxin_supply::KINDS, HOUSEHOLD_KINDS]);
    let supply = Supply::new(
        ground.db.clone(),
        ground.places.clone(),
        ledger.clone(),
        ground.accounts.clone(),
    );
    let routes = ground.routes(&ledger).merge(tongxin_supply::routes(supply.clone()));
    (ledger, supply, routes)
}

async fn serve(ground: &Ground, routes: Routes) -> String {
    ground
        .serve(routes, &[tongxin_import::TEXTS, tongxin_supply::TEXTS])
        .await
}
