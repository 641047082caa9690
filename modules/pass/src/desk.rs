//! The handle on the desk.

use crate::PassError;
use crate::shelf::KeyShelf;
use std::sync::Arc;
use tongxin_account::Accounts;
use tongxin_city::{Day, Timestamp};
use tongxin_ledger::Ledger;
use tongxin_pass_format::limits::ISSUER_BYTES_MAX;
use tongxin_places::Places;
use tongxin_storage::Db;
use tongxin_supply::Supply;

/// The desk; cheap to clone. What it can do stands in the files of its topics.
#[derive(Clone)]
pub struct Passes {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    places: Places,
    ledger: Ledger,
    accounts: Accounts,
    supply: Supply,
    shelf: Arc<dyn KeyShelf>,
}

impl std::fmt::Debug for Passes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passes")
            .field("db", &self.inner.db)
            .finish_non_exhaustive()
    }
}

impl Passes {
    /// The desk over a migrated database with a city, the whitelist, the ledger, and where secret keys lie.
    pub fn new(
        db: Db,
        places: Places,
        ledger: Ledger,
        accounts: Accounts,
        supply: Supply,
        shelf: Arc<dyn KeyShelf>,
    ) -> Self {
        Passes {
            inner: Arc::new(Inner {
                db,
                places,
                ledger,
                accounts,
                supply,
                shelf,
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

    pub(crate) fn supply(&self) -> &Supply {
        &self.inner.supply
    }

    pub(crate) fn shelf(&self) -> &Arc<dyn KeyShelf> {
        &self.inner.shelf
    }

    /// The day it is in the city.
    pub(crate) fn today(&self, now: Timestamp) -> Result<Day, PassError> {
        Ok(self.places().city()?.file.zone.day_of(now))
    }

    /// The issuer as passes name it: the city, as much of its Chinese name as fits.
    pub(crate) fn issuer(&self) -> Result<String, PassError> {
        let city = self.places().city()?;
        Ok(cut(city.file.name(tongxin_city::Lang::Zh), ISSUER_BYTES_MAX))
    }
}

/// As much of a text as fits into so many bytes.
pub(crate) fn cut(text: &str, bytes_max: usize) -> String {
    let mut end = 0;
    for (at, sign) in text.char_indices() {
        if at + sign.len_utf8() > bytes_max {
            break;
        }
        end = at + sign.len_utf8();
    }
    text[..end].trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_name_is_cut_between_its_signs() {
        assert_eq!(cut("重庆市", 16), "重庆市");
        assert_eq!(cut("新疆维吾尔自治区", 16), "新疆维吾尔");
        assert_eq!(cut("Harbour City of X", 13), "Harbour City");
    }
}
