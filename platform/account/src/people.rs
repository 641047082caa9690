//! People with accounts: signing in, passwords, and the roles they hold.

use std::net::IpAddr;

use tongxin_city::{AccountId, GrantId, PlaceCode, Timestamp};
use tongxin_storage::{Row, Sql, StorageError, Tx, args, columns};

use crate::accounts::actor_of;
use crate::causes::{Cause, cause_of};
use crate::error::Fields;
use crate::limits::{DISPLAY_NAME_CHARS_MAX, NAME_CHARS, PASSWORD_CHARS, PEOPLE_MAX};
use crate::resets::end_open;
use crate::sessions::{OpenedSession, Owner, SessionKind, grant_of};
use crate::throttle::client_key;
use crate::{AccountError, Accounts, Action, Grant, Holder, Over, Role, Scope, Viewer};

/// A name, shown name and password that a person chose.
#[derive(Clone)]
pub struct Chosen {
    /// What they sign in with.
    pub name: String,
    /// What others see.
    pub display_name: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for Chosen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Chosen({})", self.name)
    }
}

impl Chosen {
    /// The same in the form that is stored.
    ///
    /// # Errors
    /// `Faults` naming what is wrong with each.
    pub(crate) fn checked(self) -> Result<Chosen, AccountError> {
        let mut fields = Fields::default();
        let name = self.name.trim().to_lowercase();
        if name.is_empty() {
            fields.add("name", "field-required", &[]);
        } else if !can_be_name(&name) {
            fields.add(
                "name",
                "account-field-name",
                &[("min", NAME_CHARS.start()), ("max", NAME_CHARS.end())],
            );
        }
        let display_name = fields.text("display_name", &self.display_name, DISPLAY_NAME_CHARS_MAX);
        check_password(&mut fields, "password", &self.password, &name);
        fields.into_result()?;
        Ok(Chosen {
            name,
            display_name,
            password: self.password,
        })
    }
}

/// Whether somebody could have chosen that to sign in with.
fn can_be_name(name: &str) -> bool {
    let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | '+');
    NAME_CHARS.contains(&name.chars().count()) && name.chars().all(is_allowed)
}

pub(crate) fn check_password(fields: &mut Fields, field: &'static str, password: &str, name: &str) {
    let length = password.chars().count();
    if !PASSWORD_CHARS.contains(&length) {
        fields.add(
            field,
            "account-field-password",
            &[("min", PASSWORD_CHARS.start()), ("max", PASSWORD_CHARS.end())],
        );
    } else if password.to_lowercase() == name || password.chars().all(|c| password.starts_with(c)) {
        fields.add(field, "account-field-password-weak", &[]);
    }
}

/// A person and one role they hold, as those see who look after the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRole {
    /// The account.
    pub account: AccountId,
    /// What they sign in with.
    pub name: String,
    /// What others see.
    pub display_name: String,
    /// The role.
    pub grant: Grant,
    /// What it goes with; nothing for a role given by hand.
    pub cause: Option<Cause>,
}

/// A page of people and their roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeoplePage {
    /// By name; of each person all roles.
    pub roles: Vec<HeldRole>,
    /// After whom the next page starts; none on the last.
    pub next: Option<String>,
}

impl PeoplePage {
    /// A full page may end amid a person's roles; that person is then left to the next.
    fn of(mut roles: Vec<HeldRole>) -> Self {
        if roles.len() < PEOPLE_MAX {
            return PeoplePage { roles, next: None };
        }
        let is_last = |role: &HeldRole, last: &HeldRole| role.account == last.account;
        let whole = roles
            .last()
            .map_or(0, |last| roles.iter().take_while(|role| !is_last(role, last)).count());
        if whole > 0 {
            roles.truncate(whole);
        }
        let next = roles.last().map(|last| last.name.clone());
        PeoplePage { roles, next }
    }
}

/// An account as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// Its id.
    pub id: AccountId,
    /// What they sign in with.
    pub name: String,
    /// What others see.
    pub display_name: String,
}

impl Accounts {
    /// Signs in by name and password.
    ///
    /// # Errors
    /// `Throttled` after too many failures at this account or from this client; `WrongPassword`; `Busy`; `Storage`.
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        client: IpAddr,
        kind: SessionKind,
    ) -> Result<OpenedSession, AccountError> {
        let account = self.verified(name, password, client).await?;
        self.open_session(Owner::Account(account), kind).await
    }

    /// The account of that name, if the password is its.
    async fn verified(&self, name: &str, password: &str, client: IpAddr) -> Result<AccountId, AccountError> {
        let (now, name, client) = (self.now(), name.trim().to_lowercase(), client_key(client));
        let waits = [
            self.inner.account_failures.check(&name, now),
            self.inner.client_failures.check(&client, now),
        ];
        if let Some(seconds) = waits.into_iter().filter_map(Result::err).max() {
            return Err(AccountError::Throttled { seconds });
        }
        // What nobody can be called is not looked for, and not remembered: it may be of any length.
        let can_be_name = can_be_name(&name);
        let row = if can_be_name {
            let sql = "SELECT id, password_hash FROM account WHERE name = $1";
            self.db().optional(sql, args![&*name]).await?
        } else {
            None
        };
        let hash = row.as_ref().map(|row| row.text("password_hash")).transpose()?;
        // A password longer than any that could be set is not worth hashing, and must not be a way to keep us busy.
        let is_possible = password.chars().count() <= *PASSWORD_CHARS.end();
        let is_right = is_possible && self.inner.passwords.is_right(password.to_owned(), hash).await?;
        match row.filter(|_| is_right) {
            Some(row) => {
                self.inner.account_failures.succeeded(&name);
                Ok(columns::id(&row, "id")?)
            }
            None => {
                if can_be_name {
                    self.inner.account_failures.failed(name, now);
                }
                self.inner.client_failures.failed(client, now);
                Err(AccountError::WrongPassword)
            }
        }
    }

    /// Changes the own password and ends all other sessions and links to reset it; API tokens stay.
    ///
    /// # Errors
    /// `Faults` at `old_password` or `new_password`; `Throttled`; `Storage`.
    pub async fn change_password(
        &self,
        viewer: &Viewer,
        old_password: &str,
        new_password: &str,
        client: IpAddr,
    ) -> Result<(), AccountError> {
        let account = viewer.account().ok_or(AccountError::NotPermitted)?;
        let name = self.account(account).await?.name;
        let mut fields = Fields::default();
        check_password(&mut fields, "new_password", new_password, &name);
        match self.verified(&name, old_password, client).await {
            Ok(_) => {}
            Err(AccountError::WrongPassword) => fields.add("old_password", "account-field-old-password", &[]),
            Err(other) => return Err(other),
        }
        fields.into_result()?;
        let hash = self.inner.passwords.hash(new_password.to_owned()).await?;
        let (session, now) = (viewer.session.map_or(-1, tongxin_city::TokenId::get), self.now());
        self.db()
            .write::<_, StorageError, _>(move |tx| {
                let hash = hash.clone();
                Box::pin(async move {
                    tx.execute(
                        "UPDATE account SET password_hash = $1 WHERE id = $2",
                        args![hash, account.get()],
                    )
                    .await?;
                    end_open(tx, account, now).await?;
                    let sql = "DELETE FROM session WHERE account_id = $1 AND id <> $2 AND kind <> 'token'";
                    tx.execute(sql, args![account.get(), session]).await
                })
            })
            .await?;
        self.inner.remembered.forget();
        Ok(())
    }

    /// An account.
    ///
    /// # Errors
    /// `NotFound`; `Storage`.
    pub async fn account(&self, id: AccountId) -> Result<AccountView, AccountError> {
        let sql = "SELECT id, name, display_name FROM account WHERE id = $1";
        let row = self
            .db()
            .optional(sql, args![id.get()])
            .await?
            .ok_or(AccountError::NotFound)?;
        Ok(account_view(&row)?)
    }

    /// The shown names of accounts, for lists that say who did what; unknown ids are left out.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn display_names(
        &self,
        ids: impl IntoIterator<Item = AccountId>,
    ) -> Result<std::collections::HashMap<AccountId, String>, AccountError> {
        let mut sql = Sql::new("SELECT id, display_name FROM account WHERE id IN ");
        sql.bind_list(ids.into_iter().map(AccountId::get));
        let rows = self.db().select(sql).await?;
        Ok(rows
            .iter()
            .map(|row| Ok((columns::id(row, "id")?, row.text("display_name")?)))
            .collect::<Result<_, StorageError>>()?)
    }

    /// People who hold a role that allows `action` at that place or above it, at most 200: to whom work can be given.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn people_for(&self, place: &PlaceCode, action: Action) -> Result<Vec<HeldRole>, AccountError> {
        let above = (1..=place.width()).filter_map(|width| place.prefix(width));
        let mut sql = Sql::new(HELD);
        sql.push(" AND g.place_code IN ")
            .bind_list(above.map(|code| code.to_string()));
        // Of a city's hundreds only those who may: a page of all would leave the others out.
        let may = Role::ALL.into_iter().filter(|role| Holder::Role(*role).may(action));
        sql.push(" AND g.role IN ").bind_list(may.map(Role::key));
        self.held_roles(sql, None).await
    }

    /// Who holds which role inside a scope, by name, after that account for the next page; at most 200 roles, but all of
    /// each person. Roles over organisations belong to whoever holds the organisation's place.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn people(&self, scope: &Scope, after: Option<&str>) -> Result<PeoplePage, AccountError> {
        let mut sql = Sql::new(HELD);
        sql.push(" AND (");
        scope.push_sql(&mut sql, Some("g.place_code"), Some("g.org_id"), None);
        sql.push(" OR g.org_id IN (SELECT o.id FROM org o WHERE ");
        scope.push_sql(&mut sql, Some("o.place_code"), None, None);
        sql.push("))");
        Ok(PeoplePage::of(self.held_roles(sql, after).await?))
    }

    async fn held_roles(&self, mut sql: Sql, after: Option<&str>) -> Result<Vec<HeldRole>, AccountError> {
        sql.push(" AND (g.until_at IS NULL OR g.until_at > ")
            .bind(self.now().0)
            .push(")");
        if let Some(after) = after {
            sql.push(" AND a.name > ").bind(after);
        }
        sql.push(" ORDER BY a.name, g.id LIMIT ").bind(PEOPLE_MAX as i64);
        let rows = self.db().select(sql).await?;
        Ok(rows.iter().map(held_role).collect::<Result<_, _>>()?)
    }

    /// Ends a role that the viewer could have given. The last administrator of the city stays.
    ///
    /// # Errors
    /// `NotFound` when it is outside the viewer's rights; `Faults` for the last administrator; `Storage`.
    pub async fn end_grant(&self, viewer: &Viewer, grant: GrantId) -> Result<(), AccountError> {
        let sql = "SELECT id, role, place_code, org_id, until_at FROM role_grant WHERE id = $1 AND ended_at IS NULL";
        let row = self
            .db()
            .optional(sql, args![grant.get()])
            .await?
            .ok_or(AccountError::NotFound)?;
        let held = grant_of(&row)?;
        let org_place = self.place_of(held.over).await?;
        if !viewer.may_grant(held.role, held.over, org_place.as_ref()) {
            return Err(AccountError::NotFound);
        }
        let now = self.now().0;
        let ended = self
            .db()
            .write::<_, StorageError, _>(move |tx| Box::pin(async move { end_unless_last(tx, grant, now).await }))
            .await?;
        self.inner.remembered.forget();
        if ended {
            return Ok(());
        }
        let mut fields = Fields::default();
        fields.add("", "account-field-last-administrator", &[]);
        fields.into_result()
    }

    /// Where the organisation of an org grant is.
    pub(crate) async fn place_of(&self, over: Over) -> Result<Option<PlaceCode>, AccountError> {
        match over {
            Over::Place(_) => Ok(None),
            Over::Org(org) => Ok(self.inner.places.org(org).await?.map(|org| org.place)),
        }
    }
}

const HELD: &str =
    "SELECT g.id, g.role, g.place_code, g.org_id, g.until_at, g.cause, a.id AS account_id, a.name, a.display_name
    FROM role_grant g JOIN account a ON a.id = g.account_id WHERE g.ended_at IS NULL";

fn held_role(row: &Row) -> Result<HeldRole, StorageError> {
    Ok(HeldRole {
        account: columns::id(row, "account_id")?,
        name: row.text("name")?,
        display_name: row.text("display_name")?,
        grant: grant_of(row)?,
        cause: cause_of(row)?,
    })
}

pub(crate) fn account_view(row: &Row) -> Result<AccountView, StorageError> {
    Ok(AccountView {
        id: columns::id(row, "id")?,
        name: row.text("name")?,
        display_name: row.text("display_name")?,
    })
}

async fn end_unless_last(tx: &mut Tx, grant: GrantId, now: i64) -> Result<bool, StorageError> {
    // Whoever stays must administer all of that place, for good.
    let sql = "UPDATE role_grant SET ended_at = $1, broken_at = CASE WHEN cause IS NOT NULL THEN CAST($1 AS BIGINT) END
        WHERE id = $2 AND ended_at IS NULL AND (role <> 'administrator'
        OR EXISTS (SELECT 1 FROM role_grant o WHERE o.role = 'administrator' AND o.ended_at IS NULL
                   AND o.until_at IS NULL AND o.id <> $2
                   AND o.place_code = SUBSTR(role_grant.place_code, 1, LENGTH(o.place_code))))";
    Ok(tx.execute(sql, args![now, grant.get()]).await? == 1)
}

/// Adds an account inside a write; `None` when the name is taken.
pub(crate) async fn insert_account(
    tx: &mut Tx,
    chosen: &Chosen,
    password_hash: &str,
    at: Timestamp,
) -> Result<Option<AccountId>, StorageError> {
    if tx
        .optional("SELECT id FROM account WHERE name = $1", args![&*chosen.name])
        .await?
        .is_some()
    {
        return Ok(None);
    }
    let id = AccountId::generate(at);
    tx.execute(
        "INSERT INTO account (id, name, display_name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)",
        args![id.get(), &*chosen.name, &*chosen.display_name, password_hash, at.0],
    )
    .await?;
    Ok(Some(id))
}

/// Gives an account a role inside a write.
pub(crate) async fn insert_grant(
    tx: &mut Tx,
    account: AccountId,
    grant: &Grant,
    granted_by: Option<&str>,
    cause: Option<&Cause>,
    at: Timestamp,
) -> Result<(), StorageError> {
    let (place, org) = match grant.over {
        Over::Place(place) => (Some(place.to_string()), None),
        Over::Org(org) => (None, Some(org.get())),
    };
    let own = actor_of(account);
    tx.execute(
        "INSERT INTO role_grant (id, account_id, role, place_code, org_id, granted_by, granted_at, until_at, cause)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            grant.id.get(),
            account.get(),
            grant.role.key(),
            place,
            org,
            granted_by.unwrap_or(&own),
            at.0,
            grant.until.map(Timestamp::millis),
            cause.map(ToString::to_string)
        ],
    )
    .await
    .map(drop)
}
