//! What is written in the ledger: the kinds of entries and their bodies.

use crate::rules::command::Attached;
use crate::rules::need::{Facts, Standing, words};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tongxin_city::NeedId;

words! {
    /// What an entry says happened.
    EntryKind, "kind of entry" {
        /// The first entry.
        Raised = "raised",
        /// Somebody will deal with it.
        Accepted = "accepted",
        /// Given to a person or an organisation.
        Assigned = "assigned",
        /// Said to be done.
        Solved = "solved",
        /// Confirmed and closed.
        StruckOff = "struck_off",
        /// Refused.
        Declined = "declined",
        /// The refusal was appealed.
        Appealed = "appealed",
        /// Open again.
        Reopened = "reopened",
        /// A comment.
        Commented = "commented",
        /// A photo.
        Attached = "attached",
        /// Up one tier.
        Escalated = "escalated",
        /// Overdue with no tier above.
        Overdue = "overdue",
        /// Another need carries on.
        Merged = "merged",
        /// The priority changed.
        Prioritised = "prioritised",
        /// The entry before was taken back.
        Undone = "undone",
        /// The texts were erased.
        Erased = "erased",
    }
}

impl EntryKind {
    /// Whether the one who made it can take it back.
    pub const fn is_undoable(self) -> bool {
        matches!(
            self,
            EntryKind::Accepted
                | EntryKind::Assigned
                | EntryKind::Solved
                | EntryKind::Declined
                | EntryKind::Merged
                | EntryKind::Escalated
                | EntryKind::Prioritised
        )
    }
}

/// The words of an entry, apart from the standing after it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// A reason.
    pub reason: Option<String>,
    /// A comment or note.
    pub text: Option<String>,
    /// A photo.
    pub attachment: Option<Attached>,
    /// The need that carries on.
    pub into: Option<NeedId>,
    /// The number of the entry taken back.
    pub undone: Option<i64>,
}

/// An entry's body. Its fields stand in alphabetical order, so that the JSON text is canonical (the same value always
/// makes the same text). The nonce keeps an erased body from being guessed by its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryBody {
    /// The standing after the entry.
    pub after: Standing,
    /// A photo.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub attachment: Option<Attached>,
    /// What never changes: in the first entry, and in the one of the erasure.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub facts: Option<Facts>,
    /// The need that carries on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub into: Option<NeedId>,
    /// 16 random bytes in hex.
    pub nonce: String,
    /// A reason.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// A comment or note.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// In the first entry: the digest of the need's texts, see [`text_digest`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text_digest: Option<String>,
    /// The number of the entry taken back.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub undone: Option<i64>,
}

impl EntryBody {
    /// The body of an entry after the first.
    pub fn new(after: Standing, said: Said, nonce: String) -> Self {
        let Said {
            reason,
            text,
            attachment,
            into,
            undone,
        } = said;
        Self {
            after,
            attachment,
            facts: None,
            into,
            nonce,
            reason,
            text,
            text_digest: None,
            undone,
        }
    }

    /// The body of the first entry.
    pub fn first(facts: Facts, after: Standing, texts: &Texts, nonce: String) -> Self {
        let digest = text_digest(&nonce, texts);
        let body = Self::new(after, Said::default(), nonce);
        Self {
            facts: Some(facts),
            text_digest: Some(digest),
            ..body
        }
    }

    /// The canonical JSON text: what is stored and hashed.
    pub fn to_canonical(&self) -> String {
        // A struct of numbers, words and texts always has a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What a person wrote when raising a need; erased in time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Texts {
    /// What is lacking, in a line.
    pub title: String,
    /// More about it.
    pub body: String,
    /// How to reach the raiser.
    pub contact: Option<String>,
}

/// SHA-256, in hex, over the nonce and the need's texts, each preceded by its length. It binds the texts to the first
/// entry without keeping them twice.
pub fn text_digest(nonce: &str, texts: &Texts) -> String {
    let mut hash = Sha256::new();
    for text in [
        nonce,
        &texts.title,
        &texts.body,
        texts.contact.as_deref().unwrap_or_default(),
    ] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    }
    data_encoding::HEXLOWER.encode(&hash.finalize())
}
