//! What a call-taker writes down on somebody's word: a need, or more about one that is there already; and their own list of it.
//!
//! A door is found as the caller says it ([`finding`]); what they say becomes what is written down ([`said`]). Whoever takes calls
//! sees no need's text: only what it is about, and how it stands.

pub(crate) mod finding;
pub(crate) mod said;

use crate::Ledger;
use crate::commands::{Asker, Done, Key};
use crate::error::LedgerError;
use crate::rules::command::{Command, CommandKind};
use crate::rules::limits::{CALLS_KEPT_MS, CALLS_LISTED_MAX};
use crate::rules::raise::NewNeed;
use crate::rules::refusal::Refusal;
use crate::store::calls::{self, TakenCall};
use crate::store::read;
use std::ops::Range;
use std::sync::Arc;
use tongxin_city::{AccountId, HouseholdId, NeedId, Timestamp};
use tongxin_storage::{Answered, Tx};

/// What somebody said on the telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    /// What they lack.
    New(NewNeed),
    /// More about what their household lacks already.
    More {
        need: NeedId,
        household: HouseholdId,
        text: String,
    },
}

impl Ledger {
    /// Writes down what was said, once, and on the list of whoever took the call.
    ///
    /// # Errors
    /// `Faults` with everything wrong with it; `NotFound` for a need that is not that household's; `Refused` when it was closed
    /// meanwhile; `RaisingNotPermitted` outside where the asker takes calls; or a storage failure.
    pub(crate) async fn take_call(
        &self,
        asker: Asker,
        account: AccountId,
        told: Told,
        key: Key,
        now: Timestamp,
    ) -> Result<Answered<Done>, LedgerError> {
        let key = key.sent_by(asker.actor, now);
        let work = Arc::new((self.clone(), asker, told));
        self.db()
            .write_once(key, move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (ledger, asker, told) = &*work;
                    let is_added = matches!(told, Told::More { .. });
                    let done = match told {
                        Told::New(need) => ledger.raise_in(tx, asker, need.clone(), None, now).await?,
                        Told::More { need, household, text } => {
                            ledger.add_in(tx, asker, (*need, *household), text, now).await?
                        }
                    };
                    calls::insert(tx, account, done.id, is_added, now);
                    Ok(done)
                })
            })
            .await
    }

    async fn add_in(
        &self,
        tx: &mut Tx,
        asker: &Asker,
        (id, household): (NeedId, HouseholdId),
        text: &str,
        now: Timestamp,
    ) -> Result<Done, LedgerError> {
        let need = read::need_state(tx, &asker.sees, id).await?;
        let need = need.filter(|need| need.facts.household == Some(household));
        let state = need.ok_or(LedgerError::NotFound)?.standing.state;
        if !state.is_open() {
            let command = CommandKind::Comment;
            return Err(Refusal::WrongState { state, command }.into());
        }
        let command = Command::Comment { text: text.to_owned() }.checked()?;
        self.command_in(tx, asker.clone(), id, command, now).await
    }

    /// The calls that somebody took within a time, the last first.
    ///
    /// # Errors
    /// A storage failure.
    pub(crate) async fn calls_taken(
        &self,
        account: AccountId,
        within: &Range<Timestamp>,
    ) -> Result<Vec<TakenCall>, LedgerError> {
        Ok(calls::taken(self.db(), account, within, CALLS_LISTED_MAX).await?)
    }

    /// Forgets who took which call, once it is long ago.
    pub(crate) async fn forget_calls(&self, now: Timestamp) -> Result<(), LedgerError> {
        let before = now.plus_millis(-CALLS_KEPT_MS);
        if !calls::has_before(self.db(), before).await? {
            return Ok(());
        }
        self.db()
            .write(move |tx| {
                Box::pin(async move {
                    calls::forget(tx, before);
                    Ok::<_, LedgerError>(())
                })
            })
            .await
    }
}
