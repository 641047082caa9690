//! The handle on dispatch.

use crate::error::DispatchError;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tongxin_account::Accounts;
use tongxin_city::{Day, Timestamp};
use tongxin_ledger::Ledger;
use tongxin_pass::Passes;
use tongxin_places::Places;
use tongxin_storage::Db;
use tongxin_supply::Supply;

use crate::limits::SEARCHES_AT_ONCE;
use crate::travel::TravelSource;

/// Dispatch; cheap to clone. What it can do stands in the files of its topics.
#[derive(Clone)]
pub struct Dispatch {
    inner: Arc<Inner>,
    /// Where ways come from.
    travel: TravelSource,
    /// Where vehicles may go, if anybody asks for passes.
    passes: Option<Passes>,
}

struct Inner {
    db: Db,
    places: Places,
    ledger: Ledger,
    accounts: Accounts,
    supply: Supply,
    searches: Arc<Semaphore>,
}

impl std::fmt::Debug for Dispatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dispatch")
            .field("db", &self.inner.db)
            .finish_non_exhaustive()
    }
}

impl Dispatch {
    /// Dispatch over a migrated database with a city, the ledger and supply.
    pub fn new(db: Db, places: Places, ledger: Ledger, accounts: Accounts, supply: Supply) -> Self {
        Dispatch {
            inner: Arc::new(Inner {
                db,
                places,
                ledger,
                accounts,
                supply,
                searches: Arc::new(Semaphore::new(SEARCHES_AT_ONCE)),
            }),
            travel: TravelSource::Straight,
            passes: None,
        }
    }

    /// The same with vehicles that go where their passes lead.
    #[must_use]
    pub fn with_passes(self, passes: Passes) -> Self {
        Dispatch {
            passes: Some(passes),
            ..self
        }
    }

    /// The same with ways from what the operator chose instead of straight lines.
    #[must_use]
    pub fn travelling(self, travel: TravelSource) -> Self {
        Dispatch { travel, ..self }
    }

    pub(crate) fn travel(&self) -> &TravelSource {
        &self.travel
    }

    pub(crate) fn passes(&self) -> Option<&Passes> {
        self.passes.as_ref()
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    pub(crate) fn places(&self) -> &Places {
        &self.inner.places
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.inner.ledger
    }

    pub(crate) fn accounts(&self) -> &Accounts {
        &self.inner.accounts
    }

    pub(crate) fn supply(&self) -> &Supply {
        &self.inner.supply
    }

    pub(crate) fn searches(&self) -> Arc<Semaphore> {
        Arc::clone(&self.inner.searches)
    }

    /// The day it is in the city.
    pub(crate) fn day_of(&self, now: Timestamp) -> Result<Day, DispatchError> {
        Ok(self.places().city()?.file.zone.day_of(now))
    }
}
