//! Raising needs, by people and by other modules.

use crate::Ledger;
use crate::commands::{Asker, Done, Key};
use crate::error::LedgerError;
use crate::rules::entry::EntryKind;
use crate::rules::raise::{NewNeed, Raised, raise};
use crate::store::write;
use std::sync::Arc;
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
        let key = key.sent_by(asker.actor, now);
        let work = Arc::new((self.clone(), asker, raised));
        self.db()
            .write_once(key, move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (ledger, asker, raised) = &*work;
                    ledger.insert(tx, asker, raised, now).await
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
        self.insert(tx, asker, &raised, now).await
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

    async fn insert(&self, tx: &mut Tx, asker: &Asker, raised: &Raised, now: Timestamp) -> Result<Done, LedgerError> {
        let id = NeedId::generate(now);
        write::insert_need(tx, id, raised, &self.moment(asker.actor, now))?;
        let standing = &raised.standing;
        Ok(Done {
            id,
            seq: 1,
            entry: EntryKind::Raised,
            state: standing.state,
            tier: standing.tier,
            priority: standing.priority,
            due_at: standing.due_at,
        })
    }
}
