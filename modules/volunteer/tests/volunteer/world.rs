//! The fictional Harbour City with volunteers and all that they stand on.

use crate::gateway::{Carrier, TOKEN};
use std::ops::Deref;
use std::sync::Arc;
use tongxin_city::Timestamp;
use tongxin_ledger::Ledger;
use tongxin_sms::{HttpGateway, Secret, Sms};
use tongxin_storage::{ModuleMigrations, Scratch};
use tongxin_volunteer::Volunteers;

pub use crate::harbour::{Answer, COMMUNITY, Person, answer};
use crate::harbour::{Ground, Harbour};

const MODULES: &[ModuleMigrations] = &[
    tongxin_places::MIGRATIONS,
    tongxin_account::MIGRATIONS,
    tongxin_ledger::MIGRATIONS,
    tongxin_sms::MIGRATIONS,
    tongxin_volunteer::MIGRATIONS,
];
/// Eight in the morning in Harbour City on 24 November 2022.
pub const MORNING: Timestamp = Timestamp(1_669_280_400_000);

pub struct World {
    harbour: Harbour,
    pub ledger: Ledger,
    pub volunteers: Volunteers,
    /// What texts go out by, and where they arrive.
    pub sms: Sms,
    pub carrier: Carrier,
}

/// What the gateway brings replies with.
pub const INWARD: &str = "what the gateway brings replies with";

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
        let ledger = ground.ledger(&[tongxin_volunteer::KINDS]);
        let volunteers = Volunteers::new(
            ground.db.clone(),
            ground.places.clone(),
            ledger.clone(),
            ground.accounts.clone(),
            Arc::new(tongxin_volunteer::MemoryList::default()),
        );
        let carrier = Carrier::start().await;
        let gateway = HttpGateway::at(&carrier.address, Secret::new(TOKEN)).unwrap();
        let sms = Sms::new(ground.db.clone(), Arc::new(gateway), Secret::new(INWARD));
        volunteers.remind_by(&sms);
        let routes = ground
            .routes(&ledger)
            .merge(tongxin_sms::routes(Some(sms.clone())))
            .merge(tongxin_volunteer::routes(volunteers.clone()));
        let texts = [tongxin_import::TEXTS, tongxin_sms::TEXTS, tongxin_volunteer::TEXTS];
        let origin = ground.serve(routes, &texts).await;
        World {
            harbour: ground.at(origin).await,
            ledger,
            volunteers,
            sms,
            carrier,
        }
    }
}
