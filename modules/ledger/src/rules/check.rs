//! Checking stored rows against the chain: a need's entries one after the other, then the need's own row.

use crate::rules::chain::{self, Hash, Link};
use crate::rules::command::Attached;
use crate::rules::days::TurnedOverdue;
use crate::rules::entry::{EntryBody, EntryKind, Texts, text_digest};
use crate::rules::need::{Facts, NeedState, Standing};
use tongxin_city::{NeedId, Timestamp};

/// The first row that is not as the ledger wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{row}: {what}")]
pub struct Fault {
    /// The row.
    pub row: FaultyRow,
    /// What is wrong with it.
    pub what: FaultKind,
}

/// A row of the ledger's tables.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultyRow {
    /// A row of `need`.
    #[error("need {0}")]
    Need(NeedId),
    /// A row of `entry`.
    #[error("entry {seq} of need {need}")]
    Entry {
        /// The need.
        need: NeedId,
        /// Its number.
        seq: i64,
    },
    /// A row of `attachment`.
    #[error("attachment {0}")]
    Attachment(tongxin_city::AttachmentId),
    /// A row of `seal`.
    #[error("seal {0}")]
    Seal(i64),
    /// A row of `seal_head`.
    #[error("head of need {need} in seal {seal}")]
    SealHead {
        /// The seal.
        seal: i64,
        /// The need.
        need: NeedId,
    },
    /// A row of `tally_now`, `tally_tier` or `tally_day`.
    #[error("count {0}")]
    Tally(String),
}

impl FaultyRow {
    /// The end of its language key.
    pub const fn code(&self) -> &'static str {
        match self {
            FaultyRow::Need(_) => "need",
            FaultyRow::Entry { .. } => "entry",
            FaultyRow::Attachment(_) => "attachment",
            FaultyRow::Seal(_) => "seal",
            FaultyRow::SealHead { .. } => "head",
            FaultyRow::Tally(_) => "tally",
        }
    }

    /// What names it within its table.
    pub fn name(&self) -> String {
        match self {
            FaultyRow::Need(id) => id.to_string(),
            FaultyRow::Entry { need, seq } => format!("{need} · {seq}"),
            FaultyRow::Attachment(id) => id.to_string(),
            FaultyRow::Seal(number) => number.to_string(),
            FaultyRow::SealHead { seal, need } => format!("{seal} · {need}"),
            FaultyRow::Tally(key) => key.clone(),
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// Something in it changed.
    #[error("changed")]
    Changed,
    /// A column of it changed.
    #[error("column {0} changed")]
    ColumnChanged(&'static str),
    /// It is gone.
    #[error("removed")]
    Removed,
    /// It was added behind the ledger's back.
    #[error("added")]
    Added,
    /// Rows that belong to it were removed, added or changed.
    #[error("its heads do not match its digest")]
    HeadsChanged,
    /// Its signature does not fit.
    #[error("wrong signature")]
    WrongSignature,
    /// It was signed with a key that is not trusted.
    #[error("signed with an unknown key")]
    UnknownKey,
}

impl FaultKind {
    /// A stable code, also the end of its language key.
    pub const fn code(self) -> &'static str {
        match self {
            FaultKind::Changed => "changed",
            FaultKind::ColumnChanged(_) => "column-changed",
            FaultKind::Removed => "removed",
            FaultKind::Added => "added",
            FaultKind::HeadsChanged => "heads-changed",
            FaultKind::WrongSignature => "wrong-signature",
            FaultKind::UnknownKey => "unknown-key",
        }
    }
}

/// An entry exactly as stored; nothing in it is trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// The need.
    pub need: NeedId,
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What.
    pub kind: String,
    /// The body, unless erased.
    pub body: Option<String>,
    /// The body's hash.
    pub body_hash: Vec<u8>,
    /// The entry's hash.
    pub hash: Vec<u8>,
}

/// A need's row as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredNeed {
    /// The row's main part.
    pub state: NeedState,
    /// Its texts.
    pub texts: Texts,
    /// The column `is_open`.
    pub is_open: bool,
}

/// Checks one need: feed its entries in order, then finish with its row.
#[derive(Debug)]
pub struct NeedCheck {
    need: NeedId,
    count: i64,
    head: Hash,
    first: Option<FirstEntry>,
    last: Option<Standing>,
    first_without_body: Option<i64>,
    erased: Option<Erased>,
    attached: Vec<Attached>,
}

#[derive(Debug)]
struct FirstEntry {
    at: Timestamp,
    body: Option<EntryBody>,
}

#[derive(Debug)]
struct Erased {
    at: Timestamp,
    facts: Option<Facts>,
}

impl NeedCheck {
    /// Starts a check.
    pub fn new(need: NeedId) -> Self {
        NeedCheck {
            need,
            count: 0,
            head: chain::START,
            first: None,
            last: None,
            first_without_body: None,
            erased: None,
            attached: Vec::new(),
        }
    }

    fn entry_fault(&self, seq: i64, what: FaultKind) -> Fault {
        Fault {
            row: FaultyRow::Entry { need: self.need, seq },
            what,
        }
    }

    /// Checks the next entry; answers whether it made the need overdue.
    ///
    /// # Errors
    /// The first fault.
    pub fn add(&mut self, entry: &StoredEntry) -> Result<TurnedOverdue, Fault> {
        let expected = self.count + 1;
        if entry.seq != expected {
            let what = if entry.seq > expected {
                FaultKind::Removed
            } else {
                FaultKind::Added
            };
            return Err(self.entry_fault(entry.seq.min(expected), what));
        }
        let body = self.checked_body(entry)?;
        self.head = self.checked_hash(entry)?;
        self.count = expected;
        if entry.kind == EntryKind::Erased.as_str() {
            let facts = body.as_ref().and_then(|body| body.facts.clone());
            self.erased = Some(Erased { at: entry.at, facts });
        }
        let after = body.as_ref().map(|body| &body.after);
        let turned = TurnedOverdue::by(&entry.kind, self.last.as_ref(), after);
        if let Some(body) = &body {
            self.last = Some(body.after.clone());
            self.attached.extend(body.attachment.clone());
        }
        if self.first.is_none() {
            self.first = Some(FirstEntry { at: entry.at, body });
        }
        Ok(turned)
    }

    fn checked_body(&mut self, entry: &StoredEntry) -> Result<Option<EntryBody>, Fault> {
        let Some(text) = &entry.body else {
            self.first_without_body.get_or_insert(entry.seq);
            return Ok(None);
        };
        if chain::body_hash(text)[..] != entry.body_hash[..] {
            return Err(self.entry_fault(entry.seq, FaultKind::ColumnChanged("body")));
        }
        let body = serde_json::from_str(text);
        body.map(Some)
            .map_err(|_| self.entry_fault(entry.seq, FaultKind::ColumnChanged("body")))
    }

    fn checked_hash(&self, entry: &StoredEntry) -> Result<Hash, Fault> {
        let changed = || self.entry_fault(entry.seq, FaultKind::Changed);
        let body_hash: &Hash = entry.body_hash.as_slice().try_into().map_err(|_| changed())?;
        let link = Link {
            need: self.need,
            seq: entry.seq,
            at: entry.at,
            kind: &entry.kind,
            actor: &entry.actor,
            body_hash,
        };
        let hash = chain::link_hash(&link, &self.head);
        if hash[..] == entry.hash[..] {
            Ok(hash)
        } else {
            Err(changed())
        }
    }

    /// Checks the need's row; answers the photos whose files should be there.
    ///
    /// # Errors
    /// The first fault.
    pub fn finish(self, stored: &StoredNeed) -> Result<Vec<Attached>, Fault> {
        let need = &stored.state;
        let Some(first) = &self.first else {
            let row = FaultyRow::Need(self.need);
            let what = if need.seq == 1 {
                FaultKind::Added
            } else {
                FaultKind::Removed
            };
            return Err(if need.seq == 1 {
                Fault { row, what }
            } else {
                self.entry_fault(1, what)
            });
        };
        if need.seq > self.count {
            return Err(self.entry_fault(self.count + 1, FaultKind::Removed));
        }
        if need.seq < self.count {
            return Err(self.entry_fault(need.seq.max(0) + 1, FaultKind::Added));
        }
        self.check_erasure(stored)?;
        let column = self.changed_column(stored, first);
        if let Some(column) = column {
            return Err(Fault {
                row: FaultyRow::Need(self.need),
                what: FaultKind::ColumnChanged(column),
            });
        }
        // Of photos that were erased no body tells any more.
        Ok(self.attached)
    }

    /// Bodies are gone only where the need was erased, and then all before the last entry that says so.
    fn check_erasure(&self, stored: &StoredNeed) -> Result<(), Fault> {
        match (&self.erased, self.first_without_body) {
            (None, Some(seq)) => Err(self.entry_fault(seq, FaultKind::ColumnChanged("body"))),
            (Some(erased), _) if stored.state.erased_at != Some(erased.at) => Err(Fault {
                row: FaultyRow::Need(self.need),
                what: FaultKind::ColumnChanged("erased_at"),
            }),
            (Some(Erased { facts: None, .. }), _) => {
                Err(self.entry_fault(self.count, FaultKind::ColumnChanged("body")))
            }
            _ => Ok(()),
        }
    }

    fn changed_column(&self, stored: &StoredNeed, first: &FirstEntry) -> Option<&'static str> {
        let need = &stored.state;
        let body = first.body.as_ref();
        let facts = self.erased.as_ref().and_then(|erased| erased.facts.as_ref());
        let facts = facts.or_else(|| body.and_then(|body| body.facts.as_ref()));
        let is_text_right = match body {
            Some(body) => body.text_digest.as_deref() == Some(&text_digest(&body.nonce, &stored.texts)),
            None => stored.texts == Texts::default(),
        };
        let columns = [
            ("head_hash", need.head == self.head),
            ("raised_at", need.raised_at == first.at),
            (
                "erased_at",
                need.erased_at == self.erased.as_ref().map(|erased| erased.at),
            ),
            ("is_open", stored.is_open == need.standing.state.is_open()),
            ("title, body or contact", is_text_right),
        ];
        columns
            .into_iter()
            .find(|(_, is_right)| !is_right)
            .map(|(column, _)| column)
            .or_else(|| facts.map_or(Some("kind"), |facts| changed_fact(facts, &need.facts)))
            .or_else(|| {
                self.last
                    .as_ref()
                    .map_or(Some("state"), |last| changed_standing(last, &need.standing))
            })
    }
}

fn changed_fact(written: &Facts, found: &Facts) -> Option<&'static str> {
    first_different(&[
        ("kind", written.kind == found.kind),
        ("topic", written.topic == found.topic),
        ("lifeline", written.lifeline == found.lifeline),
        ("place_code", written.place == found.place),
        ("subdistrict_code", written.subdistrict == found.subdistrict),
        ("district_code", written.district == found.district),
        ("household_id", written.household == found.household),
        ("org_id", written.org == found.org),
        ("raised_by_account", written.raised_by == found.raised_by),
    ])
}

fn changed_standing(written: &Standing, found: &Standing) -> Option<&'static str> {
    first_different(&[
        ("state", written.state == found.state),
        ("tier", written.tier == found.tier),
        ("priority", written.priority == found.priority),
        ("assigned_account", written.assigned_account == found.assigned_account),
        ("assigned_org", written.assigned_org == found.assigned_org),
        ("solver", written.solver == found.solver),
        ("merged_into", written.merged_into == found.merged_into),
        ("is_overdue", written.is_overdue == found.is_overdue),
        ("due_at", written.due_at == found.due_at),
        ("touched_at", written.touched_at == found.touched_at),
        ("escalate_at", written.escalate_at == found.escalate_at),
        ("closed_at", written.closed_at == found.closed_at),
    ])
}

fn first_different(columns: &[(&'static str, bool)]) -> Option<&'static str> {
    columns.iter().find(|(_, is_same)| !is_same).map(|(column, _)| *column)
}
