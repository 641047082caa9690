//! The fictional Harbour City with the desk for passes and all that it stands on.

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tongxin_ledger::Ledger;
use tongxin_pass::{KeyShelf, PassError, Passes};
use tongxin_pass_format::{KeyId, SecretKey};
use tongxin_storage::{ModuleMigrations, Scratch};
use tongxin_supply::Supply;

pub use crate::harbour::{Answer, COMMUNITY, DISTRICT, NOON, OTHER_DISTRICT, Person, answer};
use crate::harbour::{Ground, Harbour};

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

/// Secret keys in memory.
#[derive(Default)]
pub struct Shelf {
    keys: Mutex<HashMap<KeyId, SecretKey>>,
    is_closed: AtomicBool,
}

impl Shelf {
    /// From now on no key is found.
    pub fn close(&self) {
        self.is_closed.store(true, Ordering::Relaxed);
    }

    pub fn open(&self) {
        self.is_closed.store(false, Ordering::Relaxed);
    }
}

impl KeyShelf for Shelf {
    fn root(&self) -> Result<SecretKey, PassError> {
        Ok(SecretKey::from_random(&[3; 32]))
    }

    fn issuer(&self, id: KeyId) -> Result<SecretKey, PassError> {
        let is_closed = self.is_closed.load(Ordering::Relaxed);
        let found = self.keys.lock().unwrap().get(&id).filter(|_| !is_closed).cloned();
        found.ok_or_else(|| PassError::Keys(format!("no key {id}")))
    }

    fn keep(&self, key: &SecretKey) -> Result<(), PassError> {
        self.keys.lock().unwrap().insert(key.id(), key.clone());
        Ok(())
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
