//! The fictional Harbour City with the desk for passes and all that it stands on.

use std::ops::Deref;
use std::sync::Arc;
use tongxin_ledger::Ledger;
use tongxin_pass::Passes;
use tongxin_storage::{ModuleMigrations, Scratch};
use tongxin_supply::Supply;

pub use crate::harbour::{Answer, COMMUNITY, DISTRICT, NOON, OTHER_DISTRICT, Person, answer};
use crate::harbour::{Ground, Harbour};
use crate::keyring::Shelf;

const MODULES: &[ModuleMigrations] = &[
    tongxin_places::MIGRATIONS,
    tongxin_account::MIGRATIONS,
    tongxin_ledger::MIGRATIONS,
    tongxin_supply::MIGRATIONS,
    tongxin_pass::MIGRATIONS,
];
/// The last day of most passes here.
pub const LAST_DAY: &str = "2022-12-10";

pub struct World {
    harbour: Harbour,
    pub ledger: Ledger,
    pub supply: Supply,
    pub passes: Passes,
    pub shelf: Arc<Shelf>,
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
        let (db, places, accounts) = (&ground.db, &ground.places, &ground.accounts);
        let ledger = ground.ledger(&[tongxin_supply::KINDS, tongxin_pass::KINDS]);
        let supply = Supply::new(db.clone(), places.clone(), ledger.clone(), accounts.clone());
        let shelf = Arc::new(Shelf::default());
        let passes = Passes::new(
            db.clone(),
            places.clone(),
            ledger.clone(),
            accounts.clone(),
            supply.clone(),
            shelf.clone(),
        );
        let routes = ground
            .routes(&ledger)
            .merge(tongxin_supply::routes(supply.clone()))
            .merge(tongxin_pass::routes(passes.clone()));
        let texts = [tongxin_import::TEXTS, tongxin_supply::TEXTS, tongxin_pass::TEXTS];
        let origin = ground.serve(routes, &texts).await;
        World {
            harbour: ground.at(origin).await,
            ledger,
            supply,
            passes,
            shelf,
        }
    }
}
