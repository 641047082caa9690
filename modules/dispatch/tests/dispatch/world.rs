//! The fictional Harbour City with dispatch and all that it stands on.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex};
use tongxin_dispatch::Dispatch;
use tongxin_ledger::Ledger;
use tongxin_pass::{KeyShelf, PassError, Passes};
use tongxin_pass_format::{KeyId, SecretKey};
use tongxin_storage::{ModuleMigrations, Scratch};
use tongxin_supply::Supply;

pub use crate::harbour::{Answer, COMMUNITY, DISTRICT, NOON, ORIGIN, OTHER_DISTRICT, Person, answer};
use crate::harbour::{Ground, Harbour};

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
        World::over(Scratch::sqlite().await.unwrap()).await
    }

    pub async fn postgres() -> Option<World> {
        Some(World::over(Scratch::postgres().await.unwrap()?).await)
    }

    async fn over(scratch: Scratch) -> World {
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
        let dispatch = dispatch.with_passes(passes.clone());
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

/// Secret keys in memory.
#[derive(Default)]
struct Shelf(Mutex<HashMap<KeyId, SecretKey>>);

impl KeyShelf for Shelf {
    fn root(&self) -> Result<SecretKey, PassError> {
        Ok(SecretKey::from_random(&[3; 32]))
    }

    fn issuer(&self, id: KeyId) -> Result<SecretKey, PassError> {
        let found = self.0.lock().unwrap().get(&id).cloned();
        found.ok_or_else(|| PassError::Keys(format!("no key {id}")))
    }

    fn keep(&self, key: &SecretKey) -> Result<(), PassError> {
        self.0.lock().unwrap().insert(key.id(), key.clone());
        Ok(())
    }
}
