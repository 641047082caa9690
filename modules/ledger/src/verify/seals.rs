//! Every seal against the one before it, its signature, its heads and the entries they name.

use super::Verifier;
use crate::Ledger;
use crate::error::LedgerError;
use crate::rules::chain;
use crate::rules::check::{Fault, FaultKind, FaultyRow};
use crate::rules::seal::{HeadsDigest, Seal};
use crate::store::seals;
use crate::store::verifying::CHUNK_ROWS;

impl Ledger {
    /// Whether the chain of seals holds a seal of which a copy was kept outside: names the seal when it is gone or another
    /// stands in its place. [`Ledger::verify`] finds what was changed before a seal that is there; that the newest seals
    /// were dropped together with what they sealed, only a copy shows.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn missing_seal(&self, kept: &Seal) -> Result<Option<Fault>, LedgerError> {
        let what = match seals::numbered(self.db(), kept.number).await? {
            Some(found) if found == *kept => return Ok(None),
            Some(_) => FaultKind::Changed,
            None => FaultKind::Removed,
        };
        Ok(Some(Fault {
            row: FaultyRow::Seal(kept.number),
            what,
        }))
    }
}

impl Verifier<'_> {
    pub(super) async fn seals(&mut self, trusted_keys: &[[u8; 32]]) -> Result<Option<Fault>, LedgerError> {
        let mut previous = chain::START;
        loop {
            let number = self.verified.seals as i64;
            let chunk = seals::after(self.db, number, CHUNK_ROWS).await?;
            for seal in &chunk {
                if let Some(fault) = self.seal(seal, previous, trusted_keys).await? {
                    return Ok(Some(fault));
                }
                previous = seal.hash();
                self.verified.seals += 1;
            }
            self.verified.last_seal = chunk.last().cloned().or(self.verified.last_seal.take());
            if chunk.len() < CHUNK_ROWS as usize {
                break;
            }
        }
        let orphan = seals::orphan_head(self.db).await?;
        Ok(orphan.map(|(seal, _)| Fault {
            row: FaultyRow::Seal(seal),
            what: FaultKind::Removed,
        }))
    }

    async fn seal(
        &self,
        seal: &Seal,
        previous: chain::Hash,
        trusted_keys: &[[u8; 32]],
    ) -> Result<Option<Fault>, LedgerError> {
        let expected = self.verified.seals as i64 + 1;
        let fault = |number, what| {
            Ok(Some(Fault {
                row: FaultyRow::Seal(number),
                what,
            }))
        };
        if seal.number != expected {
            return fault(expected, FaultKind::Removed);
        }
        if !seal.is_signed() {
            return fault(seal.number, FaultKind::WrongSignature);
        }
        if !trusted_keys.is_empty() && !trusted_keys.contains(&seal.public_key) {
            return fault(seal.number, FaultKind::UnknownKey);
        }
        if seal.previous != previous {
            return fault(seal.number, FaultKind::Changed);
        }
        self.heads(seal).await
    }

    /// A head that differs from its entry: if the heads are as they were signed, the entry was changed; else the head.
    async fn heads(&self, seal: &Seal) -> Result<Option<Fault>, LedgerError> {
        let mut digest = HeadsDigest::default();
        let mut different = None;
        let mut after = -1;
        loop {
            let chunk = seals::heads(self.db, seal.number, after, CHUNK_ROWS).await?;
            for (head, entry_hash) in &chunk {
                after = head.need.get();
                digest.add(head.need, head.seq, &head.hash);
                if entry_hash.as_deref() != Some(&head.hash[..]) {
                    different.get_or_insert((*head, entry_hash.is_some()));
                }
            }
            if chunk.len() < CHUNK_ROWS as usize {
                break;
            }
        }
        let is_as_signed = digest.digest() == seal.heads_digest && digest.count == seal.head_count;
        Ok(match (is_as_signed, different) {
            (true, None) => None,
            (true, Some((head, is_there))) => Some(Fault {
                row: FaultyRow::Entry {
                    need: head.need,
                    seq: head.seq,
                },
                what: if is_there {
                    FaultKind::Changed
                } else {
                    FaultKind::Removed
                },
            }),
            (false, Some((head, _))) => Some(Fault {
                row: FaultyRow::SealHead {
                    seal: seal.number,
                    need: head.need,
                },
                what: FaultKind::Changed,
            }),
            (false, None) => Some(Fault {
                row: FaultyRow::Seal(seal.number),
                what: FaultKind::HeadsChanged,
            }),
        })
    }
}
