//! The one handle on accounts.

use std::sync::{Arc, OnceLock};

use tongxin_city::{AccountId, PlaceCode, Timestamp};
use tongxin_clock::Clock;
use tongxin_places::Places;
use tongxin_storage::{Db, Row, StorageError, columns};

use crate::contacts::DoorContacts;
use crate::passwords::Passwords;
use crate::secrets::ServerSecret;
use crate::sessions::Remembered;
use crate::throttle::Throttle;

/// Failures at one account before the first wait.
const FREE_FAILURES_OF_ACCOUNT: u32 = 5;
/// Failures from one client before the first wait; an office or a housing estate may share one address.
const FREE_FAILURES_OF_CLIENT: u32 = 20;

/// All about accounts, sessions, roles and household codes; cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) places: Places,
    pub(crate) clock: Clock,
    pub(crate) secret: ServerSecret,
    pub(crate) passwords: Passwords,
    pub(crate) remembered: Remembered,
    pub(crate) account_failures: Throttle<String>,
    pub(crate) client_failures: Throttle<u64>,
    pub(crate) code_failures: Throttle<u64>,
    pub(crate) contacts: OnceLock<Arc<dyn DoorContacts>>,
}

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Accounts")
    }
}

impl Accounts {
    /// Accounts in a migrated database.
    pub fn new(db: Db, places: Places, clock: Clock, secret: ServerSecret) -> Accounts {
        let inner = Inner {
            db,
            places,
            clock,
            secret,
            passwords: Passwords::new(),
            remembered: Remembered::default(),
            account_failures: Throttle::new(FREE_FAILURES_OF_ACCOUNT),
            client_failures: Throttle::new(FREE_FAILURES_OF_CLIENT),
            code_failures: Throttle::new(FREE_FAILURES_OF_CLIENT),
            contacts: OnceLock::new(),
        };
        Accounts { inner: Arc::new(inner) }
    }

    /// The places over which roles are held.
    pub fn places(&self) -> &Places {
        &self.inner.places
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    /// 32 bytes that only this installation can work out from `content`, different for each purpose: for what has to be
    /// secret and shown again, and is not to lie in the database.
    pub fn derived(&self, purpose: &str, content: &[u8]) -> [u8; 32] {
        self.inner.secret.derive(purpose, content)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }
}

/// A place code of a row, or nothing.
pub(crate) fn opt_code_of(row: &Row, column: &str) -> Result<Option<PlaceCode>, StorageError> {
    row.opt_text(column)?
        .map(|text| {
            text.parse()
                .map_err(|error: tongxin_city::PlaceCodeError| columns::corrupt(column, error))
        })
        .transpose()
}

/// Who did something, by account.
pub(crate) fn actor_of(account: AccountId) -> String {
    format!("account:{account}")
}

/// The account of whoever did something, as [`crate::Viewer::actor`] writes them; none for a household or the system.
pub fn account_of(actor: &str) -> Option<AccountId> {
    actor.strip_prefix("account:")?.parse().ok()
}
