//! Verifying the ledger: every need against its entries, every entry against its hash, every seal against both, every
//! standing count against the needs. Names the first row that anyone changed, removed or added behind the ledger's back.
//!
//! Reads a chunk at a time while the ledger goes on being written: a need that seems wrong is read again by itself
//! before it is called so. A row made between two seals by somebody who also computes all hashes is found only by
//! who kept a copy of what was there; what was sealed before can't be changed unseen.

use crate::Ledger;
use crate::error::LedgerError;
use crate::rules::chain;
use crate::rules::check::{Fault, FaultKind, FaultyRow, NeedCheck, StoredEntry, StoredNeed};
use crate::rules::command::Attached;
use crate::rules::seal::{HeadsDigest, Seal};
use crate::store::seals;
use crate::store::verifying::{self, CHUNK_ROWS, ReadNeed};
use sha2::{Digest as _, Sha256};
use std::collections::VecDeque;
use tongxin_city::NeedId;
use tongxin_storage::Db;

/// How often a need that seems wrong is read again, because it may just be changing.
const READ_AGAIN: u32 = 3;

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
        let mut verifier = Verifier {
            db: self.db(),
            verified: &mut verified,
        };
        let mut fault = verifier.needs().await?;
        if fault.is_none() {
            fault = verifier.seals(trusted_keys).await?;
        }
        if fault.is_none() {
            fault = verifier.tallies().await?;
        }
        verified.fault = fault;
        verified.unsealed = verifying::unsealed(self.db()).await?;
        Ok(verified)
    }
}

struct Verifier<'a> {
    db: &'a Db,
    verified: &'a mut Verified,
}

/// All entries in order, read a chunk at a time.
struct Entries<'a> {
    db: &'a Db,
    waiting: VecDeque<StoredEntry>,
    after: (i64, i64),
    is_ended: bool,
}

impl<'a> Entries<'a> {
    fn after(db: &'a Db, after: (i64, i64)) -> Self {
        Entries {
            db,
            waiting: VecDeque::new(),
            after,
            is_ended: false,
        }
    }

    /// The next entry, without taking it.
    async fn peek(&mut self) -> Result<Option<&StoredEntry>, LedgerError> {
        if self.waiting.is_empty() && !self.is_ended {
            self.waiting = verifying::entries(self.db, self.after.0, self.after.1).await?.into();
            self.is_ended = self.waiting.len() < CHUNK_ROWS as usize;
            if let Some(last) = self.waiting.back() {
                self.after = (last.need.get(), last.seq);
            }
        }
        Ok(self.waiting.front())
    }

    /// The next entry, if it belongs to that need or one before it.
    async fn next_up_to(&mut self, need: NeedId) -> Result<Option<StoredEntry>, LedgerError> {
        let is_wanted = self.peek().await?.is_some_and(|entry| entry.need <= need);
        Ok(if is_wanted { self.waiting.pop_front() } else { None })
    }
}

impl Verifier<'_> {
    async fn needs(&mut self) -> Result<Option<Fault>, LedgerError> {
        let mut entries = Entries::after(self.db, (-1, 0));
        let mut after = -1;
        loop {
            let chunk = verifying::needs(self.db, after).await?;
            for need in &chunk {
                let id = id_of(need);
                after = id.get();
                if let Some(fault) = self.need(id, need, &mut entries).await? {
                    return Ok(Some(fault));
                }
            }
            if chunk.len() < CHUNK_ROWS as usize {
                break;
            }
        }
        // Entries of needs that are gone; or of needs raised since.
        while let Some(entry) = entries.peek().await? {
            let id = entry.need;
            if let Some(fault) = self.read_again(id).await? {
                return Ok(Some(fault));
            }
            while entries.next_up_to(id).await?.is_some() {}
        }
        Ok(None)
    }

    async fn need(
        &mut self,
        id: NeedId,
        need: &ReadNeed,
        entries: &mut Entries<'_>,
    ) -> Result<Option<Fault>, LedgerError> {
        self.verified.needs += 1;
        let mut check = NeedCheck::new(id);
        let mut result = Ok(());
        while let Some(entry) = entries.next_up_to(id).await? {
            if entry.need < id {
                // No row of `need` came for it.
                if let Some(fault) = self.read_again(entry.need).await? {
                    return Ok(Some(fault));
                }
                continue;
            }
            self.verified.entries += 1;
            result = result.and_then(|()| check.add(&entry));
        }
        let result = match (result, need) {
            (Ok(()), ReadNeed::Whole(stored)) => check.finish(stored),
            (Err(fault), _) => Err(fault),
            (Ok(()), ReadNeed::Unreadable(_)) => Err(unreadable(id)),
        };
        match result {
            Ok(attached) => self.photos(&attached).await,
            Err(_) => self.read_again(id).await,
        }
    }

    /// Checks one need by itself, until it holds still.
    async fn read_again(&self, id: NeedId) -> Result<Option<Fault>, LedgerError> {
        let mut fault = None;
        for _ in 0..READ_AGAIN {
            let before = verifying::need(self.db, id).await?;
            fault = self.alone(id, before.as_ref()).await?.err();
            let is_still = seq_of(before.as_ref()) == seq_of(verifying::need(self.db, id).await?.as_ref());
            if fault.is_none() || is_still {
                break;
            }
        }
        Ok(fault)
    }

    async fn alone(&self, id: NeedId, need: Option<&ReadNeed>) -> Result<Result<(), Fault>, LedgerError> {
        let stored: &StoredNeed = match need {
            Some(ReadNeed::Whole(stored)) => stored,
            Some(ReadNeed::Unreadable(_)) => return Ok(Err(unreadable(id))),
            None => {
                return Ok(Err(Fault {
                    row: FaultyRow::Need(id),
                    what: FaultKind::Removed,
                }));
            }
        };
        let mut check = NeedCheck::new(id);
        let mut entries = Entries::after(self.db, (id.get(), i64::MIN));
        while let Some(entry) = entries.next_up_to(id).await? {
            if let Err(fault) = check.add(&entry) {
                return Ok(Err(fault));
            }
        }
        Ok(check.finish(stored).map(drop))
    }

    async fn photos(&self, attached: &[Attached]) -> Result<Option<Fault>, LedgerError> {
        for photo in attached {
            let row = FaultyRow::Attachment(photo.id);
            let Some(bytes) = verifying::photo(self.db, photo.id).await? else {
                return Ok(Some(Fault {
                    row,
                    what: FaultKind::Removed,
                }));
            };
            if data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)) != photo.digest {
                return Ok(Some(Fault {
                    row,
                    what: FaultKind::ColumnChanged("bytes"),
                }));
            }
        }
        Ok(None)
    }

    /// The counts that boards sum, against the needs they count. What happened on a day is not counted again.
    async fn tallies(&self) -> Result<Option<Fault>, LedgerError> {
        let wrong = verifying::wrong_tally(self.db).await?;
        Ok(wrong.map(|key| Fault {
            row: FaultyRow::Tally(key),
            what: FaultKind::Changed,
        }))
    }

    async fn seals(&mut self, trusted_keys: &[[u8; 32]]) -> Result<Option<Fault>, LedgerError> {
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

fn id_of(need: &ReadNeed) -> NeedId {
    match need {
        ReadNeed::Whole(stored) => stored.state.id,
        ReadNeed::Unreadable(id) => *id,
    }
}

fn seq_of(need: Option<&ReadNeed>) -> Option<i64> {
    match need {
        Some(ReadNeed::Whole(stored)) => Some(stored.state.seq),
        _ => None,
    }
}

fn unreadable(id: NeedId) -> Fault {
    Fault {
        row: FaultyRow::Need(id),
        what: FaultKind::Changed,
    }
}
