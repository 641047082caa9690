//! The handle on everything of supply.

use std::sync::Arc;
use tongxin_account::Accounts;
use tongxin_ledger::Ledger;
use tongxin_places::Places;
use tongxin_storage::Db;

/// Supply; cheap to clone. What it can do stands in the files of its topics.
#[derive(Clone)]
pub struct Supply {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    places: Places,
    ledger: Ledger,
    accounts: Accounts,
}

impl std::fmt::Debug for Supply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Supply")
            .field("db", &self.inner.db)
            .finish_non_exhaustive()
    }
}

impl Supply {
    /// Supply over a migrated database, its city and its ledger.
    pub fn new(db: Db, places: Places, ledger: Ledger, accounts: Accounts) -> Self {
        Supply {
            inner: Arc::new(Inner {
                db,
                places,
                ledger,
                accounts,
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
}
