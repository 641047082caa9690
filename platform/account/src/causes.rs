//! Roles that go with something else, such as a post: whichever module knows it gives and ends them, each in a write of its own.
//!
//! Such a role stands beside the same role given by hand; neither ends with the other. When somebody ends one by hand while what
//! it goes with stands, it is *broken* until that module has heard of it.

use std::fmt;

use tongxin_city::{AccountId, GrantId, PlaceCode, Timestamp};
use tongxin_storage::{Row, StorageError, Tx, args, columns};

use crate::people::insert_grant;
use crate::{AccountError, Accounts, Grant, Over, Role};

/// What a role goes with. Its text form stands in the log of grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause(String);

impl Cause {
    /// Something of a kind, such as a post; both are words of the module that knows it.
    pub fn new(kind: &str, which: impl fmt::Display) -> Cause {
        Cause(format!("{kind} {which}"))
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A role that goes with something.
#[derive(Debug, Clone)]
pub struct Caused<'c> {
    /// Who holds it.
    pub account: AccountId,
    /// Which role.
    pub role: Role,
    /// Over which place.
    pub place: PlaceCode,
    /// With what it goes.
    pub cause: &'c Cause,
    /// Who brought that about.
    pub by: &'c str,
}

impl Accounts {
    /// Gives a role that goes with something, as a part of another module's write. [`Accounts::rights_changed`] comes after it.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn give_in(&self, tx: &mut Tx, caused: Caused<'_>, now: Timestamp) -> Result<GrantId, AccountError> {
        let grant = Grant {
            id: GrantId::generate(now),
            role: caused.role,
            over: Over::Place(caused.place),
            until: None,
        };
        insert_grant(tx, caused.account, &grant, Some(caused.by), Some(caused.cause), now).await?;
        Ok(grant.id)
    }

    /// Ends a role with what it went with, as a part of another module's write; one that had ended is no longer broken.
    /// [`Accounts::rights_changed`] comes after it.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn end_in(&self, tx: &mut Tx, grant: GrantId, now: Timestamp) -> Result<(), AccountError> {
        let sql = "UPDATE role_grant SET ended_at = COALESCE(ended_at, $2), broken_at = NULL
             WHERE id = $1 AND cause IS NOT NULL";
        tx.execute(sql, args![grant.get(), now.0]).await?;
        Ok(())
    }

    /// Roles that somebody ended by hand while what they go with stood, the oldest first.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn broken(&self, kind: &str, limit: u32) -> Result<Vec<GrantId>, AccountError> {
        // A space ends the kind's word, and an exclamation mark is the sign after it.
        let sql = "SELECT id FROM role_grant WHERE broken_at IS NOT NULL AND cause >= $1 AND cause < $2
             ORDER BY broken_at LIMIT $3";
        let args = args![format!("{kind} "), format!("{kind}!"), i64::from(limit)];
        let rows = self.db().all(sql, args).await?;
        let ids = rows.iter().map(|row| columns::id(row, "id"));
        Ok(ids.collect::<Result<_, StorageError>>()?)
    }

    /// Has everybody's rights read anew: a write of another module has given or ended some.
    pub fn rights_changed(&self) {
        self.inner.remembered.forget();
    }
}

/// With what the role of a row goes.
pub(crate) fn cause_of(row: &Row) -> Result<Option<Cause>, StorageError> {
    Ok(row.opt_text("cause")?.map(Cause))
}
