//! Commands: load the need, decide, write one entry. Each is one write, done once however often it is sent.

use crate::Ledger;
use crate::error::LedgerError;
use crate::rules::command::{Caller, Circumstances, Command, Permissions};
use crate::rules::decide::{Decision, decide};
use crate::rules::entry::{EntryBody, EntryKind};
use crate::rules::need::{Actor, NeedState, Priority, State, Tier};
use crate::rules::refusal::Refusal;
use crate::store::write::{self, Moment};
use crate::store::{Scope, attachments, read};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tongxin_city::{NeedId, OrgId, Timestamp};
use tongxin_storage::{Answered, CommandKey, Digest, Tx};

/// Who asks, what of the ledger they may see, and where a role allows what they ask.
#[derive(Debug, Clone)]
pub struct Asker {
    /// Who.
    pub actor: Actor,
    /// Organisations the actor acts for.
    pub acts_for: Vec<OrgId>,
    /// Needs they may see.
    pub sees: Scope,
    /// Needs on which a role allows the command.
    pub may: Scope,
}

impl Asker {
    /// The system, as whoever raises needs by itself.
    pub fn system() -> Asker {
        Asker {
            actor: Actor::System,
            acts_for: Vec::new(),
            sees: Scope::whole(),
            may: Scope::whole(),
        }
    }

    fn caller(&self, need: &NeedState, command: &Command) -> Caller {
        let permissions = if self.may.covers(need) {
            Permissions::NONE.with(command.kind())
        } else {
            Permissions::NONE
        };
        Caller {
            actor: self.actor,
            permissions,
            acts_for: self.acts_for.clone(),
        }
    }
}

/// The key that makes a command happen once, and the digest of its content.
#[derive(Debug, Clone)]
pub struct Key {
    /// Chosen by the client.
    pub key: String,
    /// Of what was sent.
    pub digest: Digest,
}

impl Key {
    /// A key for a command of that name and content.
    pub fn new(key: impl Into<String>, name: &str, content: &[u8]) -> Self {
        Key {
            key: key.into(),
            digest: Digest::of(name, content),
        }
    }

    pub(crate) fn sent_by(self, actor: Actor, now: Timestamp) -> CommandKey {
        CommandKey {
            sender: actor.to_string(),
            key: self.key,
            digest: self.digest,
            at_ms: now.millis(),
        }
    }
}

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Done {
    /// The need.
    pub id: NeedId,
    /// The number of the entry it made; an undo names it.
    pub seq: i64,
    /// What the entry says.
    pub entry: EntryKind,
    /// The need's state now.
    pub state: State,
    /// Its tier now.
    pub tier: Tier,
    /// Its priority now.
    pub priority: Priority,
    /// Its due time now.
    pub due_at: Timestamp,
}

/// What a bulk command did to one need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkItem {
    /// The need.
    pub id: NeedId,
    /// What was done, or why nothing was.
    pub outcome: BulkOutcome,
}

/// How one part of a bulk command went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulkOutcome {
    /// Done.
    Done(Done),
    /// Refused by a rule.
    Refused(Refusal),
    /// No such need for the caller.
    NotFound,
}

/// A photo's bytes that go with a command.
pub(crate) type Bytes = Arc<[u8]>;

impl Ledger {
    /// Does a command once.
    ///
    /// # Errors
    /// `NotFound` for a need the asker does not see, `Refused`, `Faults` for its texts, or a storage failure.
    pub async fn command(
        &self,
        asker: Asker,
        id: NeedId,
        command: Command,
        key: Key,
        now: Timestamp,
    ) -> Result<Answered<Done>, LedgerError> {
        self.command_with(asker, id, command, None, key, now).await
    }

    pub(crate) async fn command_with(
        &self,
        asker: Asker,
        id: NeedId,
        command: Command,
        bytes: Option<Bytes>,
        key: Key,
        now: Timestamp,
    ) -> Result<Answered<Done>, LedgerError> {
        let key = key.sent_by(asker.actor, now);
        let order = Arc::new(Order {
            ledger: self.clone(),
            asker,
            command: command.checked()?,
            bytes,
            now,
        });
        self.db()
            .write_once(key, move |tx| {
                let order = Arc::clone(&order);
                Box::pin(async move { order.carry_out(tx, id).await })
            })
            .await
    }

    /// Does the same command to many needs, in one write and once. Each need is done or refused for itself; what was
    /// done is taken back by undoing each `Done` by its `seq`.
    ///
    /// # Errors
    /// `Faults` for the command's texts, or a storage failure; then nothing was done to any.
    pub async fn bulk(
        &self,
        asker: Asker,
        orders: Vec<(NeedId, Command)>,
        key: Key,
        now: Timestamp,
    ) -> Result<Answered<Vec<BulkItem>>, LedgerError> {
        let key = key.sent_by(asker.actor, now);
        let mut checked = Vec::with_capacity(orders.len());
        for (id, command) in orders {
            checked.push((id, command.checked()?));
        }
        // One order of rows for all writers, so that two bulk commands can't wait for each other.
        checked.sort_by_key(|(id, _)| *id);
        checked.dedup_by_key(|(id, _)| *id);
        let work = Arc::new((self.clone(), asker, checked));
        self.db()
            .write_once(key, move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (ledger, asker, orders) = &*work;
                    let mut items = Vec::with_capacity(orders.len());
                    for (id, command) in orders {
                        items.push(ledger.bulk_item(tx, asker, *id, command, now).await?);
                    }
                    Ok(items)
                })
            })
            .await
    }

    async fn bulk_item(
        &self,
        tx: &mut Tx,
        asker: &Asker,
        id: NeedId,
        command: &Command,
        now: Timestamp,
    ) -> Result<BulkItem, LedgerError> {
        // A refusal is decided before anything is written, so that it leaves no trace in the shared transaction.
        let outcome = match self.command_in(tx, asker.clone(), id, command.clone(), now).await {
            Ok(done) => BulkOutcome::Done(done),
            Err(LedgerError::Refused(refusal)) => BulkOutcome::Refused(refusal),
            Err(LedgerError::NotFound) => BulkOutcome::NotFound,
            Err(error) => return Err(error),
        };
        Ok(BulkItem { id, outcome })
    }

    /// A command as a part of a write.
    pub(crate) async fn command_in(
        &self,
        tx: &mut Tx,
        asker: Asker,
        id: NeedId,
        command: Command,
        now: Timestamp,
    ) -> Result<Done, LedgerError> {
        let order = Order {
            ledger: self.clone(),
            asker,
            command,
            bytes: None,
            now,
        };
        order.carry_out(tx, id).await
    }

    pub(crate) fn moment(&self, actor: Actor, now: Timestamp) -> Moment {
        Moment {
            actor,
            now,
            day: self.zone().day_of(now),
        }
    }
}

struct Order {
    ledger: Ledger,
    asker: Asker,
    command: Command,
    bytes: Option<Bytes>,
    now: Timestamp,
}

impl Order {
    async fn carry_out(&self, tx: &mut Tx, id: NeedId) -> Result<Done, LedgerError> {
        let need = read::need_state(tx, &self.asker.sees, id)
            .await?
            .ok_or(LedgerError::NotFound)?;
        let circumstances = self.circumstances(tx, &need).await?;
        let caller = self.asker.caller(&need, &self.command);
        let decision = decide(&need, &self.command, &caller, &circumstances)?;
        let done = self
            .ledger
            .enter(tx, &need, decision, self.asker.actor, self.now)
            .await?;
        if let (Command::Attach(attached), Some(bytes)) = (&self.command, &self.bytes) {
            attachments::insert(tx, need.id, done.seq, attached, bytes).await?;
        }
        Ok(done)
    }

    /// Only what the command needs to know is read.
    async fn circumstances(&self, tx: &mut Tx, need: &NeedState) -> Result<Circumstances, LedgerError> {
        let mut circumstances = Circumstances::at(self.now, self.ledger.kinds(), need);
        match &self.command {
            Command::Merge { into } => {
                circumstances.merge_target = read::need_state(tx, &self.asker.sees, *into).await?;
            }
            Command::Undo { .. } => circumstances.last = read::last_entry(tx, need).await?,
            Command::Attach(_) => circumstances.photos = attachments::count(tx, need.id).await?,
            _ => {}
        }
        Ok(circumstances)
    }
}

impl Ledger {
    /// Writes a decision down.
    pub(crate) async fn enter(
        &self,
        tx: &mut Tx,
        need: &NeedState,
        decision: Decision,
        actor: Actor,
        now: Timestamp,
    ) -> Result<Done, LedgerError> {
        let Decision { kind, after, said } = decision;
        let (state, tier, priority, due_at) = (after.state, after.tier, after.priority, after.due_at);
        let body = EntryBody::new(after, said, write::nonce()?);
        let seq = write::append(tx, need, kind, body, &self.moment(actor, now));
        Ok(Done {
            id: need.id,
            seq,
            entry: kind,
            state,
            tier,
            priority,
            due_at,
        })
    }
}
