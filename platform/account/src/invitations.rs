//! Invitations: a link that gives one role to whoever opens it first, and makes their account.

use tongxin_city::{AccountId, GrantId, InvitationId, Timestamp};
use tongxin_storage::{CommandKey, Digest, Row, Sql, StorageError, Tx, args, columns};

use crate::accounts::opt_code_of;
use crate::error::Fields;
use crate::limits::{FIRST_LINK_MS, INVITATION_MS, PEOPLE_MAX};
use crate::people::{Chosen, insert_account, insert_grant};
use crate::secrets::token_hash;
use crate::sessions::{OpenedSession, Owner, SessionKind};
use crate::{AccountError, Accounts, Grant, Over, Role, Scope, Viewer};

/// A role to be offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// The role.
    pub role: Role,
    /// Over what.
    pub over: Over,
    /// When the role ends, if it does.
    pub until: Option<Timestamp>,
}

/// An invitation just made. Its token is told only to whoever made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// Its id, to revoke it.
    pub id: InvitationId,
    /// The secret part of the link.
    pub token: String,
    /// When the link ends.
    pub expires_at: Timestamp,
}

/// An open invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationView {
    /// Its id.
    pub id: InvitationId,
    /// The role it gives.
    pub role: Role,
    /// Over what.
    pub over: Over,
    /// When the role ends, if it does.
    pub until: Option<Timestamp>,
    /// When it was made.
    pub invited_at: Timestamp,
    /// When the link ends.
    pub expires_at: Timestamp,
}

impl Accounts {
    /// The path of an invitation's page.
    pub fn join_path(token: &str) -> String {
        format!("/join/{token}")
    }

    /// While no account exists: a link that makes the first administrator of the whole city, valid for 24 hours. Links
    /// made before end. Nothing once there is an account.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn first_administrator_link(&self, origin: &str) -> Result<Option<String>, AccountError> {
        let id = InvitationId::generate(self.now());
        let token = self.inner.secret.token_of("invitation", id.get());
        let (hash, now) = (token_hash(&token), self.now().0);
        let is_made = self
            .db()
            .write::<_, StorageError, _>(move |tx| {
                Box::pin(async move {
                    if tx.optional("SELECT id FROM account LIMIT 1", vec![]).await?.is_some() {
                        return Ok(false);
                    }
                    tx.execute(
                        "UPDATE invitation SET revoked_at = $1 WHERE used_at IS NULL AND revoked_at IS NULL",
                        args![now],
                    )
                    .await?;
                    tx.execute(
                        "INSERT INTO invitation (id, token_hash, role, invited_by, invited_at, expires_at)
                         VALUES ($1, $2, 'administrator', 'system', $3, $4)",
                        args![id.get(), hash, now, now + FIRST_LINK_MS],
                    )
                    .await?;
                    Ok(true)
                })
            })
            .await?;
        Ok(is_made.then(|| format!("{}{}", origin.trim_end_matches('/'), Self::join_path(&token))))
    }

    /// Offers a role. A repeated command answers the same link.
    ///
    /// # Errors
    /// `NotPermitted` when the viewer may not give that role over that; `Faults` for an unknown place or organisation or
    /// an end in the past; `Storage`.
    pub async fn invite(
        &self,
        command: CommandKey,
        viewer: &Viewer,
        new: NewInvitation,
    ) -> Result<Invited, AccountError> {
        let org_place = self.place_of(new.over).await?;
        self.check_offer(&new, org_place.is_some())?;
        if !viewer.may_grant(new.role, new.over, org_place.as_ref()) {
            return Err(AccountError::NotPermitted);
        }
        let (invited_by, secret, now) = (viewer.actor(), self.inner.secret.clone(), self.now());
        let number = self
            .db()
            .write_once::<i64, AccountError, _>(command, move |tx| {
                let id = InvitationId::generate(now);
                let hash = token_hash(&secret.token_of("invitation", id.get()));
                let (new, invited_by) = (new.clone(), invited_by.clone());
                Box::pin(async move {
                    insert(tx, id, hash, &new, &invited_by, now).await?;
                    Ok(id.get())
                })
            })
            .await?
            .value;
        let id = InvitationId::try_from(number).map_err(|error| columns::corrupt("invitation.id", error))?;
        let token = self.inner.secret.token_of("invitation", number);
        Ok(Invited {
            id,
            token,
            expires_at: id.created_at().plus_millis(INVITATION_MS),
        })
    }

    fn check_offer(&self, new: &NewInvitation, has_org: bool) -> Result<(), AccountError> {
        let mut fields = Fields::default();
        match new.over {
            Over::Place(place) if self.inner.places.get(&place).is_none() => {
                fields.add("place", "account-field-unknown-place", &[("code", &place)]);
            }
            Over::Org(org) if !has_org => fields.add("org", "account-field-unknown-org", &[("id", &org)]),
            _ => {}
        }
        match (new.role.is_over_org(), new.over) {
            (true, Over::Place(_)) => fields.add("org", "account-field-needs-org", &[]),
            (false, Over::Org(_)) => fields.add("place", "account-field-needs-place", &[]),
            _ => {}
        }
        if new.until.is_some_and(|until| until <= self.now()) {
            fields.add("until", "account-field-past", &[]);
        }
        fields.into_result()
    }

    /// The open invitation of that token.
    ///
    /// # Errors
    /// `LinkDead` when there is none; `Places` while no city is loaded; `Storage`.
    pub async fn invitation(&self, token: &str) -> Result<InvitationView, AccountError> {
        let sql = "SELECT id, role, place_code, org_id, until_at, invited_at, expires_at FROM invitation
            WHERE token_hash = $1 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $2";
        let row = self.db().optional(sql, args![token_hash(token), self.now().0]).await?;
        self.view_of(&row.ok_or(AccountError::LinkDead)?)
    }

    /// The invitations inside a scope that are still open, newest first.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn open_invitations(&self, scope: &Scope) -> Result<Vec<InvitationView>, AccountError> {
        let mut sql = Sql::new(
            "SELECT id, role, place_code, org_id, until_at, invited_at, expires_at FROM invitation
             WHERE used_at IS NULL AND revoked_at IS NULL AND invited_by <> 'system' AND expires_at > ",
        );
        sql.bind(self.now().0).push(" AND (");
        scope.push_sql(&mut sql, Some("place_code"), Some("org_id"), None);
        sql.push(" OR org_id IN (SELECT o.id FROM org o WHERE ");
        scope.push_sql(&mut sql, Some("o.place_code"), None, None);
        sql.push(")) ORDER BY id DESC LIMIT ").bind(PEOPLE_MAX as i64);
        let rows = self.db().select(sql).await?;
        rows.iter().map(|row| self.view_of(row)).collect()
    }

    fn view_of(&self, row: &Row) -> Result<InvitationView, AccountError> {
        let role = row.text("role")?;
        let over = match (opt_code_of(row, "place_code")?, columns::opt_id(row, "org_id")?) {
            (Some(place), _) => Over::Place(place),
            (None, Some(org)) => Over::Org(org),
            // The first administrator's: the whole city.
            (None, None) => Over::Place(self.inner.places.city()?.file.code),
        };
        Ok(InvitationView {
            id: columns::id(row, "id")?,
            role: Role::from_key(&role).ok_or_else(|| columns::corrupt("invitation.role", role))?,
            over,
            until: row.opt_int("until_at")?.map(Timestamp),
            invited_at: Timestamp(row.int("invited_at")?),
            expires_at: Timestamp(row.int("expires_at")?),
        })
    }

    /// Makes an account with the offered role and signs it in.
    ///
    /// # Errors
    /// `LinkDead` when the invitation is not open any more; `Faults` for what was chosen; `Storage`.
    pub async fn accept(
        &self,
        token: &str,
        chosen: Chosen,
        kind: SessionKind,
    ) -> Result<(AccountId, OpenedSession), AccountError> {
        let invitation = self.invitation(token).await?;
        let chosen = chosen.checked()?;
        let hash = self.inner.passwords.hash(chosen.password.clone()).await?;
        let now = self.now();
        let account = self
            .db()
            .write::<_, AccountError, _>(move |tx| {
                let (chosen, hash, invitation) = (chosen.clone(), hash.clone(), invitation.clone());
                Box::pin(async move {
                    use_up(tx, invitation.id, now).await?;
                    let Some(account) = insert_account(tx, &chosen, &hash, now).await? else {
                        let mut fields = Fields::default();
                        fields.add("name", "account-field-name-taken", &[]);
                        fields.into_result()?;
                        return Err(AccountError::NotFound);
                    };
                    give(tx, account, &invitation, now).await?;
                    Ok(account)
                })
            })
            .await?;
        Ok((account, self.open_session(Owner::Account(account), kind).await?))
    }

    /// Adds the offered role to an account that exists.
    ///
    /// # Errors
    /// `LinkDead` when the invitation is not open any more; `Storage`.
    pub async fn accept_as(&self, token: &str, account: AccountId) -> Result<(), AccountError> {
        let invitation = self.invitation(token).await?;
        let now = self.now();
        self.db()
            .write::<_, AccountError, _>(move |tx| {
                let invitation = invitation.clone();
                Box::pin(async move {
                    use_up(tx, invitation.id, now).await?;
                    Ok(give(tx, account, &invitation, now).await?)
                })
            })
            .await?;
        self.inner.remembered.forget();
        Ok(())
    }

    /// Ends an open invitation that the viewer could have made.
    ///
    /// # Errors
    /// `NotFound` when it is not open or outside the viewer's rights; `Storage`.
    pub async fn revoke_invitation(&self, viewer: &Viewer, id: InvitationId) -> Result<(), AccountError> {
        let sql = "SELECT id, role, place_code, org_id, until_at, invited_at, expires_at FROM invitation
            WHERE id = $1 AND used_at IS NULL AND revoked_at IS NULL";
        let row = self
            .db()
            .optional(sql, args![id.get()])
            .await?
            .ok_or(AccountError::NotFound)?;
        let invitation = self.view_of(&row)?;
        let org_place = self.place_of(invitation.over).await?;
        if !viewer.may_grant(invitation.role, invitation.over, org_place.as_ref()) {
            return Err(AccountError::NotFound);
        }
        let now = self.now().0;
        self.db()
            .write::<_, StorageError, _>(move |tx| {
                Box::pin(async move {
                    let sql = "UPDATE invitation SET revoked_at = $1 WHERE id = $2 AND used_at IS NULL";
                    tx.execute(sql, args![now, id.get()]).await
                })
            })
            .await?;
        Ok(())
    }

    /// Makes an account with roles, for the drill and the command line: as an invitation accepted at once.
    ///
    /// # Errors
    /// `NotPermitted` as [`Accounts::invite`]; `Faults` for what was chosen; `Storage`.
    pub async fn enrol(&self, by: &Viewer, chosen: Chosen, role: Role, over: Over) -> Result<AccountId, AccountError> {
        let command = CommandKey {
            sender: by.actor(),
            key: crate::secrets::random_token()?,
            digest: Digest::of("enrol", chosen.name.as_bytes()),
            at_ms: self.now().0,
        };
        let invited = self
            .invite(
                command,
                by,
                NewInvitation {
                    role,
                    over,
                    until: None,
                },
            )
            .await?;
        let (account, session) = self.accept(&invited.token, chosen, SessionKind::Program).await?;
        self.sign_out(session.id).await?;
        Ok(account)
    }
}

async fn insert(
    tx: &mut Tx,
    id: InvitationId,
    hash: [u8; 32],
    new: &NewInvitation,
    invited_by: &str,
    now: Timestamp,
) -> Result<(), StorageError> {
    let (place, org) = match new.over {
        Over::Place(place) => (Some(place.to_string()), None),
        Over::Org(org) => (None, Some(org.get())),
    };
    tx.execute(
        "INSERT INTO invitation (id, token_hash, role, place_code, org_id, until_at, invited_by, invited_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            id.get(),
            hash,
            new.role.key(),
            place,
            org,
            new.until.map(Timestamp::millis),
            invited_by,
            now.0,
            id.created_at().plus_millis(INVITATION_MS).0
        ],
    )
    .await
    .map(drop)
}

/// Takes the invitation; whoever comes second finds it dead.
async fn use_up(tx: &mut Tx, id: InvitationId, now: Timestamp) -> Result<(), AccountError> {
    let sql = "UPDATE invitation SET used_at = $1 WHERE id = $2 AND used_at IS NULL AND revoked_at IS NULL AND expires_at > $1";
    if tx.execute(sql, args![now.0, id.get()]).await? == 1 {
        Ok(())
    } else {
        Err(AccountError::LinkDead)
    }
}

async fn give(
    tx: &mut Tx,
    account: AccountId,
    invitation: &InvitationView,
    now: Timestamp,
) -> Result<(), StorageError> {
    let row = tx
        .optional(
            "SELECT invited_by FROM invitation WHERE id = $1",
            args![invitation.id.get()],
        )
        .await?;
    let granted_by = row.map(|row| row.text("invited_by")).transpose()?;
    let grant = Grant {
        id: GrantId::generate(now),
        role: invitation.role,
        over: invitation.over,
        until: invitation.until,
    };
    insert_grant(tx, account, &grant, granted_by.as_deref(), None, now).await
}
