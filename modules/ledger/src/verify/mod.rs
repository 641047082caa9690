//! Verifying the ledger: every need against its entries, every entry against its hash, every seal against both, every
//! count against what it counts. Names the first row that anyone changed, removed or added behind the ledger's back.
//!
//! Reads a chunk at a time while the ledger goes on being written: a need that seems wrong is read again by itself
//! before it is called so. A row made between two seals by somebody who also computes all hashes is found only by
//! who kept a copy of what was there; what was sealed before can't be changed unseen. Which needs became overdue on a day
//! can't be told from bodies that were erased: there the count must lie between what is certain and what is possible.

mod days;
mod needs;
mod seals;

use crate::Ledger;
use crate::error::LedgerError;
use crate::rules::check::{Fault, FaultKind, FaultyRow};
use crate::rules::days::DaySums;
use crate::rules::seal::Seal;
use crate::store::verifying;
use tongxin_city::Zone;
use tongxin_storage::Db;

/// What was verified.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// Needs read.
    pub needs: u64,
    /// Entries read.
    pub entries: u64,
    /// Seals read.
    pub seals: u64,
    /// Needs that changed since they were last sealed: what a seal does not protect yet.
    pub unsealed: i64,
    /// The last seal.
    pub last_seal: Option<Seal>,
    /// The first wrong row; none when all is as it was written.
    pub fault: Option<Fault>,
}

impl Ledger {
    /// Verifies everything. `trusted_keys` are the public keys seals may be signed with; empty trusts any.
    ///
    /// # Errors
    /// A storage failure. A wrong row is no error but the answer.
    pub async fn verify(&self, trusted_keys: &[[u8; 32]]) -> Result<Verified, LedgerError> {
        let mut verified = Verified::default();
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).map_err(LedgerError::NoRandomness)?;
        let mut verifier = Verifier {
            db: self.db(),
            zone: self.zone(),
            verified: &mut verified,
            days: DaySums::new(secret),
        };
        let mut fault = verifier.needs().await?;
        if fault.is_none() {
            fault = verifier.seals(trusted_keys).await?;
        }
        if fault.is_none() {
            fault = verifier.tallies().await?;
        }
        if fault.is_none() {
            fault = verifier.days().await?;
        }
        verified.fault = fault;
        verified.unsealed = verifying::unsealed(self.db()).await?;
        Ok(verified)
    }
}

struct Verifier<'a> {
    db: &'a Db,
    zone: &'a Zone,
    verified: &'a mut Verified,
    /// What the entries count as.
    days: DaySums,
}

impl Verifier<'_> {
    /// The counts that boards sum, against the needs they count.
    async fn tallies(&self) -> Result<Option<Fault>, LedgerError> {
        let wrong = verifying::wrong_tally(self.db).await?;
        Ok(wrong.map(|key| Fault {
            row: FaultyRow::Tally(key),
            what: FaultKind::Changed,
        }))
    }
}
