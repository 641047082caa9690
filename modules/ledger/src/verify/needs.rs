//! Every need against its entries, every entry against its hash, every photo against its digest.

use super::Verifier;
use crate::error::LedgerError;
use crate::rules::check::{Fault, FaultKind, FaultyRow, NeedCheck, StoredEntry, StoredNeed};
use crate::rules::command::Attached;
use crate::rules::days::DayKey;
use crate::store::verifying::{self, CHUNK_ROWS, ReadNeed};
use sha2::{Digest as _, Sha256};
use std::collections::VecDeque;
use tongxin_city::NeedId;
use tongxin_storage::Db;

/// How often a need that seems wrong is read again, because it may just be changing.
const READ_AGAIN: u32 = 3;

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
    /// Reads all of them, and sums up what their entries count as on each day.
    pub(super) async fn needs(&mut self) -> Result<Option<Fault>, LedgerError> {
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
            result = result.and_then(|()| {
                let turned = check.add(&entry)?;
                if let ReadNeed::Whole(stored) = need {
                    let key = DayKey::of(&stored.state.facts, &entry.kind);
                    self.days.add_entry(self.zone.day_of(entry.at).number(), &key, turned);
                }
                Ok(())
            });
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
