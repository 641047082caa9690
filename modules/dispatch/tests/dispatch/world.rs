//! The fictional Harbour City with dispatch and all that it stands on.

use std::ops::Deref;
use std::sync::Arc;
use tongxin_dispatch::Dispatch;
use tongxin_dispatch::travel::TravelSource;
use tongxin_ledger::Ledger;
use tongxin_pass::Passes;
use tongxin_storage::{ModuleMigrations, Scratch};
use tongxin_supply::Supply;

pub use crate::harbour::{Answer, COMMUNITY, DISTRICT, NOON, ORIGIN, OTHER_DISTRICT, Person, answer};
use crate::harbour::{Ground, Harbour};
use crate::keyring::Shelf;

const MODULES: &[ModuleMigrations] = &[
    tongxin_places::MIGRATIONS,
    tongxin_account::MIGRATIONS,
    tongxin_ledger::MIGRATIONS,
    tongxin_supply::MIGRATIONS,
    tongxin_pass::MIGRATIONS,
    tongxin_dispatch::MIGRATIONS,
];

pub struct World {
    harbour: Harbour,
    pub ledger: Ledger,
    pub supply: Supply,
    pub passes: Passes,
    pub dispatch: Dispatch,
}

impl Deref for World {
    type Target = Harbour;

    fn deref(&self) -> &Harbour {
        &self.harbour
    }
}

impl World {
    pub async fn sqlite() -> World {
        World::sqlite_travelling(TravelSource::Straight).await
    }

    /// The same with ways from there.
    pub async fn sqlite_travelling(travel: TravelSource) -> World {
        World::over(Scratch::sqlite().await.unwrap(), travel).await
    }

    pub async fn postgres() -> Option<World> {
        World::postgres_travelling(TravelSource::Straight).await
    }

    /// The same with ways from there.
    pub async fn postgres_travelling(travel: TravelSource) -> Option<World> {
        let scratch = Scratch::postgres().await.unwrap()?;
        Some(World::over(scratch, travel).await)
    }

    async fn over(scratch: Scratch, travel: TravelSource) -> World {
        let ground = Ground::new(scratch, MODULES, NOON).await;
        let (db, places, accounts) = (&ground.db, &ground.places, &ground.accounts);
        let ledger = ground.ledger(&[tongxin_supply::KINDS, tongxin_pass::KINDS, tongxin_dispatch::KINDS]);
        let supply = Supply::new(db.clone(), places.clone(), ledger.clone(), accounts.clone());
        let passes = Passes::new(
            db.clone(),
            places.clone(),
            ledger.clone(),
            accounts.clone(),
            supply.clone(),
            Arc::new(Shelf::default()),
        );
        let dispatch = Dispatch::new(
            db.clone(),
            places.clone(),
            ledger.clone(),
            accounts.clone(),
            supply.clone(),
        );
        let dispatch = dispatch.with_passes(passes.clone()).travelling(travel);
        let routes = ground
            .routes(&ledger)
            .merge(tongxin_supply::routes(supply.clone()))
            .merge(tongxin_pass::routes(passes.clone()))
            .merge(tongxin_dispatch::routes(dispatch.clone()));
        let texts = [tongxin_supply::TEXTS, tongxin_dispatch::TEXTS];
        let origin = ground.serve(routes, &texts).await;
        World {
            harbour: ground.at(origin).await,
            ledger,
            supply,
            passes,
            dispatch,
        }
    }
}
