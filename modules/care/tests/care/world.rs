//! The fictional Harbour City with care and all that it stands on.

use std::ops::Deref;
use std::sync::Arc;
use tongxin_board::Board;
use tongxin_care::{Care, MemoryList, MemoryShelf, Trips, Vault};
use tongxin_city::Timestamp;
use tongxin_dispatch::Dispatch;
use tongxin_ledger::Ledger;
use tongxin_pass::Passes;
use tongxin_storage::{ModuleMigrations, Scratch};
use tongxin_supply::Supply;

pub use crate::harbour::{Answer, DISTRICT, Person, answer};
use crate::harbour::{Ground, Harbour};
use crate::keyring::Shelf;

const MODULES: &[ModuleMigrations] = &[
    tongxin_places::MIGRATIONS,
    tongxin_account::MIGRATIONS,
    tongxin_ledger::MIGRATIONS,
    tongxin_sms::MIGRATIONS,
    tongxin_supply::MIGRATIONS,
    tongxin_pass::MIGRATIONS,
    tongxin_dispatch::MIGRATIONS,
    tongxin_care::MIGRATIONS,
];
const KINDS: &[&[tongxin_ledger::Kind]] = &[
    tongxin_care::KINDS,
    tongxin_supply::KINDS,
    tongxin_pass::KINDS,
    tongxin_dispatch::KINDS,
];
/// Eight in the morning in Harbour City on 24 November 2022.
pub const MORNING: Timestamp = Timestamp(1_669_280_400_000);

pub struct World {
    harbour: Harbour,
    pub ledger: Ledger,
    pub care: Care,
    pub passes: Passes,
    pub erased: Arc<MemoryList>,
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
        let ground = Ground::new(scratch, MODULES, MORNING).await;
        let (db, places, accounts) = (&ground.db, &ground.places, &ground.accounts);
        let ledger = ground.ledger(KINDS);
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
        let trips = Trips {
            dispatch: dispatch.clone(),
            passes: passes.clone(),
        };
        let erased = Arc::new(MemoryList::default());
        let care = Care::new(
            db.clone(),
            places.clone(),
            ledger.clone(),
            accounts.clone(),
            Vault::new(Arc::new(MemoryShelf::default())),
            erased.clone(),
            trips,
        );
        accounts.set_door_contacts(Arc::new(care.clone()));
        let routes = ground
            .routes(&ledger)
            .merge(tongxin_supply::routes(supply))
            .merge(tongxin_pass::routes(passes.clone()))
            .merge(tongxin_dispatch::routes(dispatch))
            .merge(Board::new(ledger.clone(), places.clone(), ground.clock.clone()).routes())
            .merge(tongxin_care::routes(care.clone()));
        let texts = [
            tongxin_board::TEXTS,
            tongxin_import::TEXTS,
            tongxin_supply::TEXTS,
            tongxin_pass::TEXTS,
            tongxin_dispatch::TEXTS,
            tongxin_care::TEXTS,
        ];
        let origin = ground.serve(routes, &texts).await;
        World {
            harbour: ground.at(origin).await,
            ledger,
            care,
            passes,
            erased,
        }
    }
}
