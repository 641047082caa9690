//! The handle on care.

use crate::erased::ErasedList;
use crate::error::CareError;
use crate::vault::Vault;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use tongxin_account::Accounts;
use tongxin_city::{Day, Timestamp, Zone};
use tongxin_dispatch::Dispatch;
use tongxin_ledger::Ledger;
use tongxin_pass::Passes;
use tongxin_places::Places;
use tongxin_sms::Sms;
use tongxin_storage::Db;

/// Care; cheap to clone. What it can do stands in the files of its topics.
#[derive(Clone)]
pub struct Care {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    places: Places,
    ledger: Ledger,
    accounts: Accounts,
    vault: Vault,
    erased: Arc<dyn ErasedList>,
    trips: Trips,
    /// What reminders are sent by, where there is a gateway.
    sms: OnceLock<Sms>,
    /// When this process last looked for communities without stewards.
    uncovered_at_ms: AtomicI64,
    /// When it last looked for appointments that were confirmed after their evening's reminders.
    reminded_late_at_ms: AtomicI64,
}

/// Who takes patients to their appointments: rides, and passes for whoever rides.
#[derive(Debug, Clone)]
pub struct Trips {
    /// Books rides.
    pub dispatch: Dispatch,
    /// Issues passes.
    pub passes: Passes,
}

impl std::fmt::Debug for Care {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Care")
            .field("db", &self.inner.db)
            .finish_non_exhaustive()
    }
}

impl Care {
    /// Care over a migrated database with a city and the ledger. Health facts are sealed in the vault; whose record was erased
    /// is remembered in a list outside the database; rides and passes go with confirmed appointments.
    pub fn new(
        db: Db,
        places: Places,
        ledger: Ledger,
        accounts: Accounts,
        vault: Vault,
        erased: Arc<dyn ErasedList>,
        trips: Trips,
    ) -> Self {
        Care {
            inner: Arc::new(Inner {
                db,
                places,
                ledger,
                accounts,
                vault,
                erased,
                trips,
                sms: OnceLock::new(),
                uncovered_at_ms: AtomicI64::new(i64::MIN),
                reminded_late_at_ms: AtomicI64::new(i64::MIN),
            }),
        }
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

    pub(crate) fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    pub(crate) fn dispatch(&self) -> &Dispatch {
        &self.inner.trips.dispatch
    }

    pub(crate) fn passes(&self) -> &Passes {
        &self.inner.trips.passes
    }

    pub(crate) fn sms(&self) -> Option<&Sms> {
        self.inner.sms.get()
    }

    /// The first one counts.
    pub(crate) fn set_sms(&self, sms: Sms) {
        self.inner.sms.get_or_init(|| sms);
    }

    /// When this process last looked for communities without stewards.
    pub(crate) fn uncovered_at(&self) -> Timestamp {
        Timestamp(self.inner.uncovered_at_ms.load(Ordering::Relaxed))
    }

    pub(crate) fn set_uncovered_at(&self, at: Timestamp) {
        self.inner.uncovered_at_ms.store(at.millis(), Ordering::Relaxed);
    }

    /// When this process last looked for appointments that were confirmed after their evening's reminders.
    pub(crate) fn reminded_late_at(&self) -> Timestamp {
        Timestamp(self.inner.reminded_late_at_ms.load(Ordering::Relaxed))
    }

    pub(crate) fn set_reminded_late_at(&self, at: Timestamp) {
        self.inner.reminded_late_at_ms.store(at.millis(), Ordering::Relaxed);
    }

    pub(crate) fn erased(&self) -> &dyn ErasedList {
        &*self.inner.erased
    }

    pub(crate) fn zone(&self) -> Result<Zone, CareError> {
        Ok(self.places().city()?.file.zone.clone())
    }

    /// The day it is in the city.
    pub(crate) fn day_of(&self, now: Timestamp) -> Result<Day, CareError> {
        Ok(self.zone()?.day_of(now))
    }
}
