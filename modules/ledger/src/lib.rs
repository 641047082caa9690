//! The ledger of needs: the one list of what somebody in the city lacks, from raised to struck off, and of everything
//! that was done about it.
//!
//! Words: a *need* holds the present, its *entries* the past, which is only ever added to; a *kind* says what a need can
//! be about and is declared by the module it belongs to; a *tier* is who deals with it; a *seal* is the hourly signature
//! over all needs.
//!
//! Start at [`Ledger`]. [`rules`] decides, [`store`] has the SQL; other modules raise needs with [`Ledger::raise`] and
//! read counts with [`Ledger::standing_counts`].
//! The ledger knows no other module, and never changes or removes an entry (only erases its text in time).

mod api;
mod asking;
mod calling;
mod carrying_out;
mod commands;
mod error;
mod export;
mod pages;
mod problems;
mod raising;
pub mod rules;
mod seal_copy;
mod store;
mod subject;
mod tick;
pub mod verify;

pub use api::{CommandBody, LedgerState, NeedQuery, routes};
pub use asking::{action_of, actor_of, asker};
pub use commands::{Asker, BulkItem, BulkOutcome, Done, Key};
pub use error::LedgerError;
pub use pages::{NeedRow, NextStep, OrgPage, OwnNeeds, Sight, TopicLink, need_rows};
pub use rules::command::{Assignee, Command, CommandKind, EscalationReason};
pub use rules::entry::EntryKind;
pub use rules::kinds::{Kind, Kinds, RaisedFor, Topic};
pub use rules::need::{Actor, Lifeline, Priority, State, Tier};
pub use rules::raise::NewNeed;
pub use rules::refusal::Refusal;
pub use rules::seal::{Seal, SealKey};
pub use seal_copy::SealCopyError;
pub use store::attachments::{Attachment, AttachmentFile};
pub use store::counts::{DayCount, HAPPENED, HappenedRow, StandingCount, StandingRow, TierCount};
pub use store::happenings::{Happening, HappeningFilter};
pub use store::list::{Cursor, Filter, Needs, Page, Sort};
pub use store::rows::{Entry, Need};
pub use store::{MIGRATIONS, Scope};
pub use subject::{AskedNeed, Subject, resolve};
pub use tick::Ticked;

use rules::command::Attached;
use rules::limits::{FILE_NAME_CHARS_MAX, PAGE_MAX};
use rules::photo;
use std::sync::Arc;
use store::list::Search;
use store::{attachments, counts, list, read, seals};
use tokio::sync::Semaphore;
use tongxin_city::{AttachmentId, Day, Level, NeedId, PlaceCode, Timestamp, Widths, Zone};
use tongxin_i18n::TextPart;
use tongxin_storage::{Answered, Db};

/// The words of the ledger.
pub const TEXTS: TextPart = TextPart {
    module: "ledger",
    zh: concat!(
        include_str!("locales/zh-CN.ftl"),
        include_str!("locales/zh-CN/calls.ftl")
    ),
    en: concat!(include_str!("locales/en.ftl"), include_str!("locales/en/calls.ftl")),
};

/// Photos decoded at the same time; each may take 200 MB.
const PHOTOS_AT_ONCE: usize = 1;

/// The ledger; cheap to clone.
#[derive(Clone)]
pub struct Ledger {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    kinds: Kinds,
    widths: Widths,
    zone: Zone,
    seal_key: SealKey,
    photo_permits: Semaphore,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger")
            .field("db", &self.inner.db)
            .finish_non_exhaustive()
    }
}

/// A need with its past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedHistory {
    /// The need.
    pub need: Need,
    /// Its entries, oldest first.
    pub entries: Vec<Entry>,
    /// Its photos.
    pub attachments: Vec<Attachment>,
}

/// A photo as somebody sends it.
#[derive(Debug, Clone)]
pub struct SentPhoto {
    /// The file's name; cut to what is kept.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Ledger {
    /// The ledger over a migrated database.
    pub fn new(db: Db, kinds: Kinds, widths: Widths, zone: Zone, seal_key: SealKey) -> Self {
        let photo_permits = Semaphore::new(PHOTOS_AT_ONCE);
        Ledger {
            inner: Arc::new(Inner {
                db,
                kinds,
                widths,
                zone,
                seal_key,
                photo_permits,
            }),
        }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The kinds of needs there are.
    pub fn kinds(&self) -> &Kinds {
        &self.inner.kinds
    }

    pub(crate) fn widths(&self) -> &Widths {
        &self.inner.widths
    }

    pub(crate) fn zone(&self) -> &Zone {
        &self.inner.zone
    }

    pub(crate) fn seal_key(&self) -> &SealKey {
        &self.inner.seal_key
    }

    /// A page of the needs a scope covers.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn list(&self, scope: &Scope, filter: &Filter, page: &Page) -> Result<Needs, LedgerError> {
        let search = Search::of(self.db(), filter).await?;
        self.found(scope, filter, &search, page).await
    }

    async fn found(
        &self,
        scope: &Scope,
        filter: &Filter,
        search: &Search<'_>,
        page: &Page,
    ) -> Result<Needs, LedgerError> {
        let page = Page {
            limit: page.limit.min(PAGE_MAX),
            ..*page
        };
        Ok(list::needs(self.db(), self.widths(), scope, filter, search, &page).await?)
    }

    /// A page of a list, and how many needs the list holds, counted no further than `max`.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn list_and_count(
        &self,
        scope: &Scope,
        filter: &Filter,
        page: &Page,
        max: u32,
    ) -> Result<(Needs, u32), LedgerError> {
        let search = Search::of(self.db(), filter).await?;
        let needs = self.found(scope, filter, &search, page).await?;
        let count = list::count(self.db(), self.widths(), scope, filter, &search, max).await?;
        Ok((needs, count))
    }

    /// How many needs a list holds, counted no further than `max`.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn count(&self, scope: &Scope, filter: &Filter, max: u32) -> Result<u32, LedgerError> {
        let search = Search::of(self.db(), filter).await?;
        Ok(list::count(self.db(), self.widths(), scope, filter, &search, max).await?)
    }

    /// A need with its past.
    ///
    /// # Errors
    /// `NotFound` when there is none or the scope does not cover it; or a storage failure.
    pub async fn get(&self, scope: &Scope, id: NeedId) -> Result<NeedHistory, LedgerError> {
        let need = read::need(self.db(), scope, id).await?.ok_or(LedgerError::NotFound)?;
        let entries = read::entries(self.db(), &need).await?;
        let attachments = attachments::of_need(self.db(), &need).await?;
        Ok(NeedHistory {
            need,
            entries,
            attachments,
        })
    }

    /// Adds a photo to a need once, without its metadata.
    ///
    /// # Errors
    /// `Photo` when the file can't be kept, else as [`Ledger::command`].
    pub async fn attach(
        &self,
        asker: Asker,
        id: NeedId,
        sent: SentPhoto,
        key: Key,
        now: Timestamp,
    ) -> Result<Answered<Done>, LedgerError> {
        let SentPhoto { name, bytes } = sent;
        // Seen before the decoder works for somebody who may not know the need.
        read::need(self.db(), &asker.sees, id)
            .await?
            .ok_or(LedgerError::NotFound)?;
        let photo = self.keep_photo(bytes).await?;
        let attached = Attached {
            digest: photo.digest,
            id: AttachmentId::generate(now),
            media_type: photo.media_type.to_owned(),
            name: name
                .chars()
                .filter(|c| !c.is_control())
                .take(FILE_NAME_CHARS_MAX)
                .collect(),
            size: photo.bytes.len() as u64,
        };
        self.command_with(asker, id, Command::Attach(attached), Some(photo.bytes.into()), key, now)
            .await
    }

    /// Cleans a photo as [`rules::photo::keep`] does, off the request threads and one at a time.
    ///
    /// # Errors
    /// `Photo` when the file can't be kept.
    pub async fn keep_photo(&self, bytes: Vec<u8>) -> Result<photo::Photo, LedgerError> {
        let lost = |what: String| LedgerError::Photo(photo::PhotoError::Damaged(what));
        let _permit = self
            .inner
            .photo_permits
            .acquire()
            .await
            .map_err(|error| lost(error.to_string()))?;
        let kept = tokio::task::spawn_blocking(move || photo::keep(&bytes)).await;
        Ok(kept.map_err(|error| lost(error.to_string()))??)
    }

    /// A photo's file.
    ///
    /// # Errors
    /// `NotFound` when there is none or the scope does not cover its need; or a storage failure.
    pub async fn attachment(&self, scope: &Scope, id: AttachmentId) -> Result<AttachmentFile, LedgerError> {
        attachments::file(self.db(), scope, id)
            .await?
            .ok_or(LedgerError::NotFound)
    }

    /// Needs by state (and `overdue`), kind and topic in a place of subdistrict level or above, summed by districts or
    /// subdistricts, or over all.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn standing_counts(
        &self,
        inside: &PlaceCode,
        by: Option<Level>,
    ) -> Result<Vec<StandingCount>, LedgerError> {
        Ok(counts::standing(self.db(), self.widths(), inside, by).await?)
    }

    /// Open needs by state (and `overdue`), kind and topic in a subdistrict or below, summed by the places of `by`.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn open_counts_below(&self, inside: &PlaceCode, by: Level) -> Result<Vec<StandingCount>, LedgerError> {
        Ok(counts::open_below(self.db(), self.widths(), inside, by).await?)
    }

    /// Open needs by tier in a place of subdistrict level or above.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn tier_counts(&self, inside: &PlaceCode) -> Result<Vec<TierCount>, LedgerError> {
        Ok(counts::tiers(self.db(), inside).await?)
    }

    /// What happened in a place of subdistrict level or above from one day to another, both included. Events are kinds
    /// of entries; `overdue` counts needs that became overdue.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn day_counts(&self, inside: &PlaceCode, from: Day, to: Day) -> Result<Vec<DayCount>, LedgerError> {
        Ok(counts::days(self.db(), inside, from, to).await?)
    }

    /// The latest seal; public, so that anybody can keep a copy.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn latest_seal(&self) -> Result<Option<Seal>, LedgerError> {
        Ok(seals::latest(self.db()).await?)
    }

    /// A receiver that wakes when needs changed.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<u64> {
        self.db().changes()
    }
}
