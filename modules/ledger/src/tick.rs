//! What the clock does: send needs up, seal, erase, forget old command keys.
//!
//! A tick may be called at any time, by several processes at once, and again after a crash: each step looks for what is
//! due and does it in writes of its own.

use crate::Ledger;
use crate::error::LedgerError;
use crate::rules::command::{Caller, Circumstances, Command, EscalationReason};
use crate::rules::decide::decide;
use crate::rules::entry::EntryKind;
use crate::rules::limits::{
    COMMAND_KEYS_MS, ERASE_AFTER_MS, SEAL_EVERY_MS, SEAL_HEADS_MAX, TICK_BATCH, TICK_BATCHES_MAX,
};
use crate::rules::need::{Actor, NeedState};
use crate::rules::seal::Seal;
use crate::store::{clockwork, seals, write};
use std::sync::Arc;
use tongxin_city::{NeedId, Timestamp};
use tongxin_storage::Tx;

/// What a tick did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ticked {
    /// Needs sent up or marked as overdue.
    pub escalated: u64,
    /// Seals made.
    pub sealed: u64,
    /// Needs erased.
    pub erased: u64,
}

/// What is done to each need of a batch; whether it was.
type Step = for<'t> fn(
    &'t Ledger,
    &'t mut Tx,
    NeedState,
    Timestamp,
) -> tongxin_storage::BoxFuture<'t, Result<bool, LedgerError>>;

impl Ledger {
    /// Does what the clock asks for at `now`.
    ///
    /// # Errors
    /// A storage failure; what was done before it stays done, and the next tick does the rest.
    pub async fn tick(&self, now: Timestamp) -> Result<Ticked, LedgerError> {
        let escalated = self.escalate_due(now).await?;
        let sealed = self.seal_if_due(now).await?;
        let erased = self.erase_closed(now).await?;
        if sealed > 0 {
            self.db()
                .forget_commands(now.plus_millis(-COMMAND_KEYS_MS).millis())
                .await?;
        }
        self.forget_calls(now).await?;
        Ok(Ticked {
            escalated,
            sealed,
            erased,
        })
    }

    async fn escalate_due(&self, now: Timestamp) -> Result<u64, LedgerError> {
        let mut count = 0;
        for _ in 0..TICK_BATCHES_MAX {
            let due = clockwork::due(self.db(), now, TICK_BATCH).await?;
            let is_last = due.len() < TICK_BATCH as usize;
            count += self
                .each_of(due, now, |ledger, tx, need, now| {
                    Box::pin(ledger.escalate(tx, need, now))
                })
                .await?;
            if is_last {
                break;
            }
        }
        Ok(count)
    }

    async fn escalate(&self, tx: &mut Tx, need: NeedState, now: Timestamp) -> Result<bool, LedgerError> {
        if need.standing.escalate_at.is_none_or(|at| at > now) {
            return Ok(false);
        }
        let is_due = !need.standing.is_overdue && need.standing.due_at <= now;
        let reason = if is_due {
            EscalationReason::Overdue
        } else {
            EscalationReason::Untouched
        };
        let circumstances = Circumstances::at(now, self.kinds(), &need);
        let decision = decide(&need, &Command::Escalate(reason), &Caller::system(), &circumstances)?;
        self.enter(tx, &need, decision, Actor::System, now).await?;
        Ok(true)
    }

    async fn erase_closed(&self, now: Timestamp) -> Result<u64, LedgerError> {
        let mut count = 0;
        for _ in 0..TICK_BATCHES_MAX {
            let closed = clockwork::unerased(self.db(), now.plus_millis(-ERASE_AFTER_MS), TICK_BATCH).await?;
            let is_last = closed.len() < TICK_BATCH as usize;
            count += self
                .each_of(closed, now, |ledger, tx, need, now| {
                    Box::pin(ledger.erase(tx, need, now))
                })
                .await?;
            if is_last {
                break;
            }
        }
        Ok(count)
    }

    async fn erase(&self, tx: &mut Tx, need: NeedState, now: Timestamp) -> Result<bool, LedgerError> {
        let is_past = need
            .standing
            .closed_at
            .is_some_and(|at| at <= now.plus_millis(-ERASE_AFTER_MS));
        if need.is_forgotten() || !is_past {
            return Ok(false);
        }
        self.erase_texts(tx, &need, now).await?;
        Ok(true)
    }

    /// Erases what a need says before its time, as a part of another module's write: whoever it is about is to be forgotten
    /// now. An open one stays open, with its kind, topic and place alone. Answers whether there was something to erase.
    ///
    /// # Errors
    /// A storage failure, or no randomness.
    pub async fn erase_in(&self, tx: &mut Tx, id: NeedId, now: Timestamp) -> Result<bool, LedgerError> {
        let need = clockwork::need_state(tx, id).await?;
        match need.filter(|need| !need.is_forgotten()) {
            Some(need) => self.erase_texts(tx, &need, now).await.map(|()| true),
            None => Ok(false),
        }
    }

    async fn erase_texts(&self, tx: &mut Tx, need: &NeedState, now: Timestamp) -> Result<(), LedgerError> {
        let body = clockwork::erasure_body(need, write::nonce()?);
        let moment = self.moment(Actor::System, now);
        write::append(tx, need, EntryKind::Erased, body, &moment);
        clockwork::erase(tx, need.id, need.seq, now).await?;
        Ok(())
    }

    async fn each_of(&self, ids: Vec<NeedId>, now: Timestamp, step: Step) -> Result<u64, LedgerError> {
        if ids.is_empty() {
            return Ok(0);
        }
        let work = Arc::new((self.clone(), ids));
        self.db()
            .write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (ledger, ids) = &*work;
                    let mut count = 0;
                    for id in ids {
                        let Some(need) = clockwork::need_state(tx, *id).await? else {
                            continue;
                        };
                        count += u64::from(step(ledger, tx, need, now).await?);
                    }
                    Ok(count)
                })
            })
            .await
    }

    async fn seal_if_due(&self, now: Timestamp) -> Result<u64, LedgerError> {
        let latest = seals::latest(self.db()).await?;
        if latest.is_some_and(|seal| now.millis_since(seal.at) < SEAL_EVERY_MS) {
            return Ok(0);
        }
        self.seal_all(now).await
    }

    /// Seals whatever changed since it was last sealed, now; answers how many seals that took. What changes while it
    /// seals waits for the next time: a seal that is not full is the last.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn seal_all(&self, now: Timestamp) -> Result<u64, LedgerError> {
        let mut count = 0;
        while count < u64::from(TICK_BATCHES_MAX) {
            let Some(seal) = self.seal_some(now).await? else { break };
            count += 1;
            if seal.head_count < i64::from(SEAL_HEADS_MAX) {
                break;
            }
        }
        Ok(count)
    }

    async fn seal_some(&self, now: Timestamp) -> Result<Option<Seal>, LedgerError> {
        let key = self.seal_key().clone();
        let seal = self
            .db()
            .write(move |tx| {
                let key = key.clone();
                Box::pin(async move { seals::make(tx, &key, now).await })
            })
            .await?;
        Ok(seal)
    }
}
