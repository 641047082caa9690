//! Raising needs, by people and by other modules, and what those ask before they raise another.

use crate::Ledger;
use crate::commands::{Asker, Done, Key};
use crate::error::LedgerError;
use crate::rules::command::{Assignee, Caller, Circumstances, Command};
use crate::rules::decide::decide;
use crate::rules::entry::EntryKind;
use crate::rules::need::Actor;
use crate::rules::raise::{NewNeed, Raised, raise};
use crate::store::write::NewRows;
use crate::store::{Scope, read};
use parking_lot::Mutex;
use tongxin_city::{NeedId, Timestamp};
use tongxin_storage::{Answered, Tx};

impl Ledger {
    /// Raises a need once. `org_kind` is the kind of the organisation it is raised for.
    ///
    /// The caller has made sure that the place, household and organisation exist and belong together.
    ///
    /// # Errors
    /// `Faults` with everything wrong with it, `RaisingNotPermitted` outside where the asker may raise, or a storage
    /// failure.
    pub async fn raise(
        &self,
        asker: Asker,
        new: NewNeed,
        org_kind: Option<&str>,
        key: Key,
        now: Timestamp,
    ) -> Result<Answered<Done>, LedgerError> {
        let raised = self.checked(&asker, new, org_kind, now)?;
        let (ledger, actor) = (self.clone(), asker.actor);
        // Made before the write, which others wait for; another try makes another id.
        let first = Mutex::new(Some(self.ready(actor, &raised, now)?));
        self.db()
            .write_once(key.sent_by(actor, now), move |tx| {
                let ready = first
                    .lock()
                    .take()
                    .map_or_else(|| ledger.ready(actor, &raised, now), Ok);
                Box::pin(async move {
                    let Ready { rows, done } = ready?;
                    rows.insert(tx);
                    Ok(done)
                })
            })
            .await
    }

    /// Raises a need as a part of another module's write, which has its own command key.
    ///
    /// # Errors
    /// As [`Ledger::raise`].
    pub async fn raise_in(
        &self,
        tx: &mut Tx,
        asker: &Asker,
        new: NewNeed,
        org_kind: Option<&str>,
        now: Timestamp,
    ) -> Result<Done, LedgerError> {
        let raised = self.checked(asker, new, org_kind, now)?;
        let ready = self.ready(asker.actor, &raised, now)?;
        ready.rows.insert(tx);
        Ok(ready.done)
    }

    /// Closes an open need of a kind that closes itself or that the system alone raises, because what it waits for has happened;
    /// answers whether it was open.
    ///
    /// # Errors
    /// `Refused` when people raise and close needs of that kind, or a storage failure.
    pub async fn close_in(&self, tx: &mut Tx, id: NeedId, now: Timestamp) -> Result<bool, LedgerError> {
        let need = read::need_state(tx, &Scope::whole(), id).await?;
        let Some(need) = need.filter(|need| need.standing.state.is_open()) else {
            return Ok(false);
        };
        let circumstances = Circumstances::at(now, self.kinds(), &need);
        let decision = decide(
            &need,
            &Command::StrikeOff { reason: None },
            &Caller::system(),
            &circumstances,
        )?;
        self.enter(tx, &need, decision, Actor::System, now).await?;
        Ok(true)
    }

    /// Gives an open need of a kind that closes itself to somebody, as a part of the write that raised it.
    ///
    /// # Errors
    /// `NotFound`; `Refused` when people raise needs of that kind; or a storage failure.
    pub async fn assign_in(
        &self,
        tx: &mut Tx,
        id: NeedId,
        assignee: Assignee,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let need = read::need_state(tx, &Scope::whole(), id).await?;
        let need = need.ok_or(LedgerError::NotFound)?;
        let circumstances = Circumstances::at(now, self.kinds(), &need);
        let decision = decide(&need, &Command::Assign(assignee), &Caller::system(), &circumstances)?;
        self.enter(tx, &need, decision, Actor::System, now).await?;
        Ok(())
    }

    /// Adds a word of the system's own to an open need of a kind that closes itself, as a part of another module's write: what it says
    /// has changed. It is no touch.
    ///
    /// # Errors
    /// `Refused` when people close needs of that kind, or a storage failure.
    pub async fn note_in(&self, tx: &mut Tx, id: NeedId, text: String, now: Timestamp) -> Result<(), LedgerError> {
        let need = read::need_state(tx, &Scope::whole(), id).await?;
        let Some(need) = need.filter(|need| need.standing.state.is_open()) else {
            return Ok(());
        };
        let circumstances = Circumstances::at(now, self.kinds(), &need);
        let decision = decide(&need, &Command::Comment { text }, &Caller::system(), &circumstances)?;
        self.enter(tx, &need, decision, Actor::System, now).await?;
        Ok(())
    }

    /// Says something on a need, as a part of another module's write, which has its own command key.
    ///
    /// # Errors
    /// `NotFound` for a need the asker does not see, `Refused`, `Faults` for the text, or a storage failure.
    pub async fn comment_in(
        &self,
        tx: &mut Tx,
        asker: &Asker,
        id: NeedId,
        text: String,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let command = Command::Comment { text }.checked()?;
        self.command_in(tx, asker.clone(), id, command, now).await?;
        Ok(())
    }

    /// Whether a need is open, as another module's write sees it; one that is not there is not.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn is_open_in(&self, tx: &mut Tx, id: NeedId) -> Result<bool, LedgerError> {
        let need = read::need_state(tx, &Scope::whole(), id).await?;
        Ok(need.is_some_and(|need| need.standing.state.is_open()))
    }

    fn checked(
        &self,
        asker: &Asker,
        new: NewNeed,
        org_kind: Option<&str>,
        now: Timestamp,
    ) -> Result<Raised, LedgerError> {
        let raised =
            raise(new, org_kind, asker.actor, self.kinds(), self.widths(), now).map_err(LedgerError::Faults)?;
        let facts = &raised.facts;
        if !asker.may.covers_subject(&facts.place, facts.household, facts.org) {
            return Err(LedgerError::RaisingNotPermitted);
        }
        Ok(raised)
    }

    fn ready(&self, actor: Actor, raised: &Raised, now: Timestamp) -> Result<Ready, LedgerError> {
        let id = NeedId::generate(now);
        let standing = &raised.standing;
        Ok(Ready {
            rows: NewRows::new(id, raised, &self.moment(actor, now))?,
            done: Done {
                id,
                seq: 1,
                entry: EntryKind::Raised,
                state: standing.state,
                tier: standing.tier,
                priority: standing.priority,
                due_at: standing.due_at,
            },
        })
    }
}

/// A need that only has to be written, and what is answered then.
struct Ready {
    rows: NewRows,
    done: Done,
}
