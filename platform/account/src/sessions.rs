//! Being signed in: sessions of browsers and programs, and named API tokens. One table, one way to check them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::response::Response;
use http::{HeaderMap, HeaderValue, header};
use parking_lot::Mutex;
use tongxin_city::{AccountId, HouseholdId, Timestamp, TokenId};
use tongxin_storage::{CommandKey, Row, StorageError, Tx, args, columns};
use tongxin_web::Asked;

use crate::accounts::opt_code_of;
use crate::error::Fields;
use crate::limits::{
    HOUSEHOLD_IDLE_MS, IDLE_MS, REMEMBERED_MAX, REMEMBERED_SECONDS, SEEN_WRITTEN_MS, SESSION_MS, TOKEN_DAYS_MAX,
    TOKEN_NAME_CHARS_MAX, TOKENS_MAX,
};
use crate::secrets::{random_token, token_hash};
use crate::{AccountError, Accounts, Grant, Over, Role, Viewer, Who};

/// Cookie of a session. The `__Host-` prefix makes browsers refuse it from other hosts and paths; it needs https.
const COOKIE: &str = "tx_session";
const SECURE_COOKIE: &str = "__Host-tx_session";
/// Starts of tokens, so that a leaked one is recognised.
const SESSION_PREFIX: &str = "txs_";
const TOKEN_PREFIX: &str = "txk_";

/// What kind of caller is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    /// A browser, by cookie.
    Browser,
    /// A program, by bearer token.
    Program,
    /// A named API token.
    Token,
}

impl SessionKind {
    const fn key(self) -> &'static str {
        match self {
            SessionKind::Browser => "browser",
            SessionKind::Program => "program",
            SessionKind::Token => "token",
        }
    }

    fn from_key(key: &str) -> Result<SessionKind, StorageError> {
        [SessionKind::Browser, SessionKind::Program, SessionKind::Token]
            .into_iter()
            .find(|kind| kind.key() == key)
            .ok_or_else(|| columns::corrupt("session.kind", key))
    }
}

/// A session just opened. Its token is told only now.
#[derive(Debug, Clone)]
pub struct OpenedSession {
    /// Its number.
    pub id: TokenId,
    /// The secret to send.
    pub token: String,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

/// A session or token as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// Its number, to end it.
    pub id: TokenId,
    /// What kind.
    pub kind: SessionKind,
    /// A token's name.
    pub name: Option<String>,
    /// Since when.
    pub opened_at: Timestamp,
    /// Last used, to within a few minutes.
    pub seen_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

/// Whose session.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Owner {
    Account(AccountId),
    Household(HouseholdId),
}

/// Viewers seen lately, so that most requests need no query. Emptied whenever this process changes rights.
#[derive(Debug, Default)]
pub(crate) struct Remembered(Mutex<HashMap<[u8; 32], (Instant, Timestamp, Viewer)>>);

impl Remembered {
    fn get(&self, hash: &[u8; 32], now: Timestamp) -> Option<Viewer> {
        let all = self.0.lock();
        let (at, good_until, viewer) = all.get(hash)?;
        let is_fresh = at.elapsed() < Duration::from_secs(REMEMBERED_SECONDS) && now < *good_until;
        is_fresh.then(|| viewer.clone())
    }

    fn put(&self, hash: [u8; 32], good_until: Timestamp, viewer: Viewer) {
        let mut all = self.0.lock();
        if all.len() >= REMEMBERED_MAX {
            all.clear();
        }
        all.insert(hash, (Instant::now(), good_until, viewer));
    }

    /// Forgets everybody: rights or sessions have changed.
    pub(crate) fn forget(&self) {
        self.0.lock().clear();
    }
}

impl Accounts {
    /// Who holds that token now; nobody when it is unknown, ended or idle for too long.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn viewer_of(&self, token: &str) -> Result<Viewer, AccountError> {
        let (now, hash) = (self.now(), token_hash(token));
        if let Some(viewer) = self.inner.remembered.get(&hash, now) {
            return Ok(viewer);
        }
        let Some(row) = self.db().optional(SESSION_BY_HASH, args![hash, now.0]).await? else {
            return Ok(Viewer::nobody());
        };
        let viewer = self.viewer_from(&row, now).await?;
        let (seen_at, expires_at) = (row.int("seen_at")?, row.int("expires_at")?);
        if now.0 - seen_at >= SEEN_WRITTEN_MS {
            self.note_use(row.int("id")?, now).await?;
        }
        let ends = viewer
            .grants
            .iter()
            .filter_map(|grant| grant.until)
            .map(Timestamp::millis);
        // Uses are noted by the city's clock too, which may run fast.
        let good_until = ends
            .chain([expires_at, now.0 + SEEN_WRITTEN_MS])
            .min()
            .unwrap_or(expires_at);
        if viewer.who != Who::Nobody {
            self.inner.remembered.put(hash, Timestamp(good_until), viewer.clone());
        }
        Ok(viewer)
    }

    async fn viewer_from(&self, row: &Row, now: Timestamp) -> Result<Viewer, AccountError> {
        let session = Some(columns::id(row, "id")?);
        if let Some(account) = columns::opt_id::<AccountId>(row, "account_id")? {
            let name = row.opt_text("display_name")?.unwrap_or_default();
            let grants = self.grants_of(account, now).await?;
            return Ok(Viewer {
                who: Who::Account(account),
                name: name.into(),
                grants: grants.into(),
                session,
            });
        }
        let household = columns::opt_id::<HouseholdId>(row, "household_id")?;
        let found = match household {
            Some(id) => self.inner.places.household(id).await?,
            None => None,
        };
        Ok(found.map_or_else(Viewer::nobody, |found| Viewer {
            who: Who::Household {
                household: found.id,
                place: found.building,
            },
            name: found.door.into(),
            grants: Arc::new([]),
            session,
        }))
    }

    /// The grants of an account that hold at that moment.
    pub(crate) async fn grants_of(&self, account: AccountId, now: Timestamp) -> Result<Vec<Grant>, AccountError> {
        let sql = "SELECT id, role, place_code, org_id, until_at FROM role_grant
            WHERE account_id = $1 AND ended_at IS NULL AND (until_at IS NULL OR until_at > $2) ORDER BY id";
        let rows = self.db().all(sql, args![account.get(), now.0]).await?;
        Ok(rows.iter().map(grant_of).collect::<Result<_, _>>()?)
    }

    async fn note_use(&self, id: i64, now: Timestamp) -> Result<(), AccountError> {
        self.db()
            .write::<_, StorageError, _>(move |tx| {
                Box::pin(async move {
                    tx.execute(
                        "UPDATE session SET seen_at = $1 WHERE id = $2 AND seen_at < $1",
                        args![now.0, id],
                    )
                    .await
                })
            })
            .await?;
        Ok(())
    }

    pub(crate) async fn open_session(&self, owner: Owner, kind: SessionKind) -> Result<OpenedSession, AccountError> {
        let token = format!("{SESSION_PREFIX}{}", random_token()?);
        let (now, hash) = (self.now(), token_hash(&token));
        let id = TokenId::generate(now);
        let idle_ms = match owner {
            Owner::Account(_) => IDLE_MS,
            Owner::Household(_) => HOUSEHOLD_IDLE_MS,
        };
        let session = NewSession {
            id,
            hash,
            kind,
            owner,
            name: None,
            idle_ms,
            opened_at: now.0,
            expires_at: now.0 + SESSION_MS,
        };
        self.db()
            .write::<_, StorageError, _>(move |tx| {
                let session = session.clone();
                Box::pin(async move { session.insert(tx).await })
            })
            .await?;
        Ok(OpenedSession {
            id,
            token,
            expires_at: now.plus_millis(SESSION_MS),
        })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn sign_out(&self, session: TokenId) -> Result<(), AccountError> {
        self.db()
            .write::<_, StorageError, _>(move |tx| {
                Box::pin(async move {
                    tx.execute("DELETE FROM session WHERE id = $1", args![session.get()])
                        .await
                })
            })
            .await?;
        self.inner.remembered.forget();
        Ok(())
    }

    /// The sessions and tokens of an account, newest first.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn sessions_of(&self, account: AccountId) -> Result<Vec<SessionView>, AccountError> {
        let sql = "SELECT id, kind, name, opened_at, seen_at, expires_at FROM session
            WHERE account_id = $1 AND expires_at > $2 AND seen_at + idle_ms > $2 ORDER BY id DESC";
        let rows = self.db().all(sql, args![account.get(), self.now().0]).await?;
        Ok(rows.iter().map(session_view).collect::<Result<_, _>>()?)
    }

    /// Ends one of an account's own sessions or tokens.
    ///
    /// # Errors
    /// `NotFound` when it is not the account's; `Storage`.
    pub async fn end_session(&self, account: AccountId, session: TokenId) -> Result<(), AccountError> {
        let ended = self
            .db()
            .write::<_, StorageError, _>(move |tx| {
                Box::pin(async move {
                    let sql = "DELETE FROM session WHERE id = $1 AND account_id = $2";
                    tx.execute(sql, args![session.get(), account.get()]).await
                })
            })
            .await?;
        self.inner.remembered.forget();
        if ended == 1 {
            Ok(())
        } else {
            Err(AccountError::NotFound)
        }
    }

    /// Makes a named API token that holds for `days`. A repeated command gets the same token.
    ///
    /// # Errors
    /// `Faults` for a wrong name, days or too many tokens; `Storage`.
    pub async fn create_token(
        &self,
        command: CommandKey,
        account: AccountId,
        name: &str,
        days: u32,
    ) -> Result<OpenedSession, AccountError> {
        let mut fields = Fields::default();
        let name = fields.text("name", name, TOKEN_NAME_CHARS_MAX);
        if !(1..=TOKEN_DAYS_MAX).contains(&days) {
            fields.add("days", "account-field-range", &[("min", &1), ("max", &TOKEN_DAYS_MAX)]);
        }
        if self
            .sessions_of(account)
            .await?
            .iter()
            .filter(|session| session.kind == SessionKind::Token)
            .count()
            >= TOKENS_MAX
        {
            fields.add("name", "account-field-tokens", &[("max", &TOKENS_MAX)]);
        }
        fields.into_result()?;
        let now = self.now();
        let life_ms = i64::from(days) * Timestamp::DAY_MS;
        let accounts = self.clone();
        let number = self
            .db()
            .write_once::<i64, AccountError, _>(command, move |tx| {
                let (name, accounts) = (name.clone(), accounts.clone());
                Box::pin(async move {
                    let id = TokenId::generate(now);
                    let session = NewSession {
                        id,
                        hash: token_hash(&accounts.token_text(id)),
                        kind: SessionKind::Token,
                        owner: Owner::Account(account),
                        name: Some(name),
                        idle_ms: life_ms,
                        opened_at: now.0,
                        expires_at: now.0 + life_ms,
                    };
                    session.insert(tx).await?;
                    Ok(id.get())
                })
            })
            .await?
            .value;
        let id = TokenId::try_from(number).map_err(|error| columns::corrupt("session.id", error))?;
        Ok(OpenedSession {
            id,
            token: self.token_text(id),
            expires_at: id.created_at().plus_millis(life_ms),
        })
    }

    fn token_text(&self, id: TokenId) -> String {
        format!("{TOKEN_PREFIX}{}", self.inner.secret.token_of("api-token", id.get()))
    }

    /// Deletes sessions that have ended; for the hourly tick.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn forget_ended_sessions(&self) -> Result<u64, AccountError> {
        let now = self.now().0;
        Ok(self
            .db()
            .write::<_, StorageError, _>(move |tx| {
                Box::pin(async move {
                    tx.execute(
                        "DELETE FROM session WHERE expires_at <= $1 OR seen_at + idle_ms <= $1",
                        args![now],
                    )
                    .await
                })
            })
            .await?)
    }
}

const SESSION_BY_HASH: &str =
    "SELECT s.id, s.account_id, s.household_id, s.seen_at, s.idle_ms, s.expires_at, a.display_name
    FROM session s LEFT JOIN account a ON a.id = s.account_id
    WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at + s.idle_ms > $2";

#[derive(Clone)]
struct NewSession {
    id: TokenId,
    hash: [u8; 32],
    kind: SessionKind,
    owner: Owner,
    name: Option<String>,
    idle_ms: i64,
    opened_at: i64,
    expires_at: i64,
}

impl NewSession {
    async fn insert(self, tx: &mut Tx) -> Result<(), StorageError> {
        let (account, household) = match self.owner {
            Owner::Account(id) => (Some(id.get()), None),
            Owner::Household(id) => (None, Some(id.get())),
        };
        tx.execute(
            "INSERT INTO session (id, token_hash, kind, account_id, household_id, name, opened_at, seen_at, idle_ms, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)",
            args![
                self.id.get(),
                self.hash,
                self.kind.key(),
                account,
                household,
                self.name,
                self.opened_at,
                self.idle_ms,
                self.expires_at
            ],
        )
        .await
        .map(drop)
    }
}

pub(crate) fn grant_of(row: &Row) -> Result<Grant, StorageError> {
    let role = row.text("role")?;
    let over = match (opt_code_of(row, "place_code")?, columns::opt_id(row, "org_id")?) {
        (Some(place), _) => Over::Place(place),
        (None, Some(org)) => Over::Org(org),
        (None, None) => {
            return Err(columns::corrupt(
                "role_grant.place_code",
                "neither place nor organisation",
            ));
        }
    };
    Ok(Grant {
        id: columns::id(row, "id")?,
        role: Role::from_key(&role).ok_or_else(|| columns::corrupt("role_grant.role", role))?,
        over,
        until: row.opt_int("until_at")?.map(Timestamp),
    })
}

fn session_view(row: &Row) -> Result<SessionView, StorageError> {
    Ok(SessionView {
        id: columns::id(row, "id")?,
        kind: SessionKind::from_key(&row.text("kind")?)?,
        name: row.opt_text("name")?,
        opened_at: Timestamp(row.int("opened_at")?),
        seen_at: Timestamp(row.int("seen_at")?),
        expires_at: Timestamp(row.int("expires_at")?),
    })
}

/// The session's token among a request's cookies. On https only the cookie that no other host can set counts.
pub(crate) fn cookie_of(headers: &HeaderMap, is_https: bool) -> Option<String> {
    let own = if is_https { SECURE_COOKIE } else { COOKIE };
    let pairs = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|all| all.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == own)
        .map(|(_, token)| token.to_owned())
}

/// Has the browser keep a session until it closes, or forget it when `token` is none.
pub(crate) fn set_cookie(response: &mut Response, asked: &Asked, token: Option<&str>, keep_ms: Option<i64>) {
    let (name, secure) = if asked.shell.is_https {
        (SECURE_COOKIE, "; Secure")
    } else {
        (COOKIE, "")
    };
    let age = match (token, keep_ms) {
        (None, _) => "; Max-Age=0".to_owned(),
        (Some(_), Some(keep_ms)) => format!("; Max-Age={}", keep_ms / Timestamp::SECOND_MS),
        (Some(_), None) => String::new(),
    };
    let cookie = format!(
        "{name}={}; Path=/; HttpOnly; SameSite=Lax{age}{secure}",
        token.unwrap_or_default()
    );
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
