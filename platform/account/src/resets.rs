//! New passwords for those who forgot theirs: a link that opens once. Whoever makes it could give every role that the
//! account holds, when it is made and still when it is used, so that nobody comes to more than they have.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

use tongxin_city::{AccountId, Id63, PlaceCode, Timestamp};
use tongxin_storage::{CommandKey, Row, Sql, StorageError, Tx, args, columns};

use crate::error::Fields;
use crate::limits::RESET_MS;
use crate::people::check_password;
use crate::secrets::token_hash;
use crate::sessions::grant_of;
use crate::throttle::client_key;
use crate::{AccountError, AccountView, Accounts, Grant, Viewer, Who};

/// A link just made. Its token is told only to whoever made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetMade {
    /// The secret part of the link.
    pub token: String,
    /// When the link ends.
    pub expires_at: Timestamp,
}

/// That an account's password was reset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetView {
    /// The shown name of whoever made the link.
    pub made_by: String,
    /// When it was used.
    pub used_at: Timestamp,
}

/// A grant, with where its organisation is, if it is held over one.
type Held = (Grant, Option<PlaceCode>);

struct OpenReset {
    id: i64,
    account: AccountView,
}

impl Accounts {
    /// The path of a reset's page.
    pub fn reset_path(token: &str) -> String {
        format!("/reset/{token}")
    }

    /// Those of the accounts whose password the viewer may have reset.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn may_reset(
        &self,
        viewer: &Viewer,
        accounts: HashSet<AccountId>,
    ) -> Result<HashSet<AccountId>, AccountError> {
        let held = self.held_by(&accounts).await?;
        let may = |account: &AccountId| {
            let held = held.get(account).map(Vec::as_slice).unwrap_or_default();
            viewer.may_reset(*account, held)
        };
        Ok(accounts.iter().copied().filter(may).collect())
    }

    /// What each account holds now.
    async fn held_by(&self, accounts: &HashSet<AccountId>) -> Result<HashMap<AccountId, Vec<Held>>, AccountError> {
        let mut sql = Sql::new(
            "SELECT account_id, id, role, place_code, org_id, until_at FROM role_grant
             WHERE ended_at IS NULL AND account_id IN ",
        );
        sql.bind_list(accounts.iter().map(|account| account.get()));
        sql.push(" AND (until_at IS NULL OR until_at > ")
            .bind(self.now().0)
            .push(")");
        let mut held: HashMap<AccountId, Vec<Held>> = HashMap::new();
        for row in self.db().select(sql).await? {
            let grant = grant_of(&row)?;
            let org_place = self.place_of(grant.over).await?;
            held.entry(columns::id(&row, "account_id")?)
                .or_default()
                .push((grant, org_place));
        }
        Ok(held)
    }

    /// Makes a link by which the account's holder sets a new password; links made before end. A repeated command answers
    /// the same link.
    ///
    /// # Errors
    /// `NotFound` for an account that is not there, or that the viewer may not reset; `Storage`.
    pub async fn make_reset(
        &self,
        command: CommandKey,
        viewer: &Viewer,
        account: AccountId,
    ) -> Result<ResetMade, AccountError> {
        let made_by = viewer.account().ok_or(AccountError::NotPermitted)?;
        if self.may_reset(viewer, HashSet::from([account])).await?.is_empty() {
            return Err(AccountError::NotFound);
        }
        let (secret, now) = (self.inner.secret.clone(), self.now());
        let reset = self
            .db()
            .write_once::<(i64, i64), AccountError, _>(command, move |tx| {
                let id = Id63::generate(now).get();
                let hash = token_hash(&secret.token_of(PURPOSE, id));
                let expires_at = now.plus_millis(RESET_MS).0;
                Box::pin(async move {
                    end_open(tx, account, now).await?;
                    tx.execute(
                        "INSERT INTO password_reset (id, token_hash, account_id, made_by, made_at, expires_at)
                         VALUES ($1, $2, $3, $4, $5, $6)",
                        args![id, hash, account.get(), made_by.get(), now.0, expires_at],
                    )
                    .await?;
                    Ok((id, expires_at))
                })
            })
            .await?;
        let (id, expires_at) = reset.value;
        Ok(ResetMade {
            token: self.inner.secret.token_of(PURPOSE, id),
            expires_at: Timestamp(expires_at),
        })
    }

    /// Whose password an open link sets.
    ///
    /// # Errors
    /// `LinkDead` when it is unknown, used, ended, or made by somebody who could not make it any more; `Throttled` after
    /// too many such from this client; `Storage`.
    pub async fn reset_account(&self, token: &str, client: IpAddr) -> Result<AccountView, AccountError> {
        Ok(self.open_reset(token, client).await?.account)
    }

    async fn open_reset(&self, token: &str, client: IpAddr) -> Result<OpenReset, AccountError> {
        let (now, client) = (self.now(), client_key(client));
        if let Err(seconds) = self.inner.client_failures.check(&client, now) {
            return Err(AccountError::Throttled { seconds });
        }
        let found = self.found_reset(token, now).await?;
        if found.is_none() {
            self.inner.client_failures.failed(client, now);
        }
        found.ok_or(AccountError::LinkDead)
    }

    async fn found_reset(&self, token: &str, now: Timestamp) -> Result<Option<OpenReset>, AccountError> {
        let row = self
            .db()
            .optional(OPEN_BY_HASH, args![token_hash(token), now.0])
            .await?;
        let Some(row) = row else { return Ok(None) };
        let account = account_of(&row)?;
        let maker: AccountId = columns::id(&row, "made_by")?;
        // Either may hold other roles by now.
        let viewer = Viewer {
            who: Who::Account(maker),
            grants: self.grants_of(maker, now).await?.into(),
            ..Viewer::nobody()
        };
        let may = self.may_reset(&viewer, HashSet::from([account.id])).await?;
        Ok(may.contains(&account.id).then_some(OpenReset {
            id: row.int("id")?,
            account,
        }))
    }

    /// Sets a new password by a link, and ends every session and API token of the account.
    ///
    /// # Errors
    /// As [`Accounts::reset_account`]; `Faults` at `password`; `Busy`.
    pub async fn reset_password(&self, token: &str, password: String, client: IpAddr) -> Result<(), AccountError> {
        let reset = self.open_reset(token, client).await?;
        let mut fields = Fields::default();
        check_password(&mut fields, "password", &password, &reset.account.name);
        fields.into_result()?;
        let hash = self.inner.passwords.hash(password).await?;
        let (id, account, now) = (reset.id, reset.account.id, self.now());
        self.db()
            .write::<_, AccountError, _>(move |tx| {
                let hash = hash.clone();
                Box::pin(async move {
                    use_up(tx, id, now).await?;
                    tx.execute(
                        "UPDATE account SET password_hash = $1 WHERE id = $2",
                        args![hash, account.get()],
                    )
                    .await?;
                    Ok(end_sessions(tx, account).await?)
                })
            })
            .await?;
        self.inner.remembered.forget();
        self.inner.account_failures.succeeded(&reset.account.name);
        Ok(())
    }

    /// Signs somebody out everywhere: every session and API token of theirs ends, a lost phone's too. Only for whom the viewer
    /// may have the password reset.
    ///
    /// # Errors
    /// `NotFound` for an account that is not there, or that the viewer may not reset; `Storage`.
    pub async fn sign_out_everywhere(&self, viewer: &Viewer, account: AccountId) -> Result<(), AccountError> {
        if self.may_reset(viewer, HashSet::from([account])).await?.is_empty() {
            return Err(AccountError::NotFound);
        }
        self.db()
            .write::<_, StorageError, _>(move |tx| Box::pin(end_sessions(tx, account)))
            .await?;
        self.inner.remembered.forget();
        Ok(())
    }

    /// When an account's password was last reset, and by whose link.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn last_reset(&self, account: AccountId) -> Result<Option<ResetView>, AccountError> {
        let sql = "SELECT r.used_at, a.display_name FROM password_reset r JOIN account a ON a.id = r.made_by
            WHERE r.account_id = $1 AND r.used_at IS NOT NULL ORDER BY r.id DESC LIMIT 1";
        let row = self.db().optional(sql, args![account.get()]).await?;
        let view = |row: Row| {
            Ok(ResetView {
                made_by: row.text("display_name")?,
                used_at: Timestamp(row.int("used_at")?),
            })
        };
        row.map(view).transpose()
    }
}

/// What the secret of a link is worked out for.
const PURPOSE: &str = "password-reset";

const OPEN_BY_HASH: &str = "SELECT r.id, r.made_by, a.id AS account_id, a.name, a.display_name
    FROM password_reset r JOIN account a ON a.id = r.account_id
    WHERE r.token_hash = $1 AND r.used_at IS NULL AND r.revoked_at IS NULL AND r.expires_at > $2";

fn account_of(row: &Row) -> Result<AccountView, StorageError> {
    Ok(AccountView {
        id: columns::id(row, "account_id")?,
        name: row.text("name")?,
        display_name: row.text("display_name")?,
    })
}

/// Ends an account's open links: a newer one was made, or the password is known after all.
pub(crate) async fn end_open(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<(), StorageError> {
    let sql = "UPDATE password_reset SET revoked_at = $1
        WHERE account_id = $2 AND used_at IS NULL AND revoked_at IS NULL";
    tx.execute(sql, args![now.0, account.get()]).await.map(drop)
}

/// Ends every session and token of an account.
async fn end_sessions(tx: &mut Tx, account: AccountId) -> Result<(), StorageError> {
    let sql = "DELETE FROM session WHERE account_id = $1";
    tx.execute(sql, args![account.get()]).await.map(drop)
}

/// Takes the link; whoever comes second finds it dead.
async fn use_up(tx: &mut Tx, id: i64, now: Timestamp) -> Result<(), AccountError> {
    let sql = "UPDATE password_reset SET used_at = $1
        WHERE id = $2 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $1";
    if tx.execute(sql, args![now.0, id]).await? == 1 {
        Ok(())
    } else {
        Err(AccountError::LinkDead)
    }
}
