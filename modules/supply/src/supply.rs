//! The handle on everything of supply.

use crate::rules::goods::Goods;
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
    goods: Goods,
}

impl std::fmt::Debug for Supply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Supply")
            .field("db", &self.inner.db)
            .finish_non_exhaustive()
    }
}

impl Supply {
    /// Supply over a migrated database, its city and its ledger, with the categories of goods that are built in.
    pub fn new(db: Db, places: Places, ledger: Ledger, accounts: Accounts) -> Self {
        Supply::with_goods(db, places, ledger, accounts, Goods::built_in())
    }

    /// The same with a city's own categories of goods.
    pub fn with_goods(db: Db, places: Places, ledger: Ledger, accounts: Accounts, goods: Goods) -> Self {
        Supply {
            inner: Arc::new(Inner {
                db,
                places,
                ledger,
                accounts,
                goods,
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

    /// The categories of goods.
    pub fn goods(&self) -> &Goods {
        &self.inner.goods
    }
}
