//! What answers carry.

use crate::NeedHistory;
use crate::rules::entry::EntryKind;
use crate::rules::need::{Lifeline, Priority, State, Tier};
use crate::store::attachments::Attachment;
use crate::store::list::Needs;
use crate::store::rows::{Entry, Need};
use serde::Serialize;
use tongxin_city::{AccountId, AttachmentId, HouseholdId, NeedId, OrgId, PlaceCode, Timestamp};
use utoipa::ToSchema;

/// A need.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedView {
    id: NeedId,
    /// The kind's key.
    kind: String,
    /// The topic's key.
    topic: String,
    lifeline: Lifeline,
    priority: Priority,
    state: State,
    tier: Tier,
    place: PlaceCode,
    household: Option<HouseholdId>,
    org: Option<OrgId>,
    /// Who raised it; none when the household did.
    raised_by: Option<AccountId>,
    /// Empty once erased.
    title: String,
    /// Empty once erased.
    body: String,
    contact: Option<String>,
    assigned_account: Option<AccountId>,
    assigned_org: Option<OrgId>,
    /// Who said it is solved: `account:…`.
    solver: Option<String>,
    /// The need that carries on.
    merged_into: Option<NeedId>,
    is_open: bool,
    is_overdue: bool,
    raised_at: Timestamp,
    due_at: Timestamp,
    /// When a person last did something to it.
    touched_at: Timestamp,
    closed_at: Option<Timestamp>,
    /// When its texts were erased.
    erased_at: Option<Timestamp>,
    /// The number of its last entry.
    seq: i64,
}

impl From<Need> for NeedView {
    fn from(need: Need) -> Self {
        let Need { state: need, texts } = need;
        let (facts, standing) = (need.facts, need.standing);
        NeedView {
            id: need.id,
            kind: facts.kind,
            topic: facts.topic,
            lifeline: facts.lifeline,
            priority: standing.priority,
            state: standing.state,
            tier: standing.tier,
            place: facts.place,
            household: facts.household,
            org: facts.org,
            raised_by: facts.raised_by,
            title: texts.title,
            body: texts.body,
            contact: texts.contact,
            assigned_account: standing.assigned_account,
            assigned_org: standing.assigned_org,
            solver: standing.solver.map(|solver| solver.to_string()),
            merged_into: standing.merged_into,
            is_open: standing.state.is_open(),
            is_overdue: standing.is_overdue,
            raised_at: need.raised_at,
            due_at: standing.due_at,
            touched_at: standing.touched_at,
            closed_at: standing.closed_at,
            erased_at: need.erased_at,
            seq: need.seq,
        }
    }
}

/// A page of needs.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedPage {
    needs: Vec<NeedView>,
    /// Where the next page starts, as `cursor`; none on the last.
    next: Option<String>,
}

impl From<Needs> for NeedPage {
    fn from(page: Needs) -> Self {
        NeedPage {
            needs: page.needs.into_iter().map(NeedView::from).collect(),
            next: page.next.map(|cursor| cursor.to_string()),
        }
    }
}

/// An entry on a need.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryView {
    /// Its number on the need, from 1.
    seq: i64,
    at: Timestamp,
    /// `account:…`, `household:…` or `system`.
    actor: String,
    kind: EntryKind,
    /// The state after it; none once erased.
    state: Option<State>,
    /// The tier after it; none once erased.
    tier: Option<Tier>,
    /// The priority after it; none once erased.
    priority: Option<Priority>,
    /// To whom the need was given after it.
    assigned_account: Option<AccountId>,
    /// To whom the need was given after it.
    assigned_org: Option<OrgId>,
    reason: Option<String>,
    text: Option<String>,
    /// The photo it added.
    attachment: Option<AttachmentId>,
    /// The need that carries on.
    into: Option<NeedId>,
    /// The number of the entry it took back.
    undone: Option<i64>,
}

impl From<Entry> for EntryView {
    fn from(entry: Entry) -> Self {
        let Entry {
            seq,
            at,
            actor,
            kind,
            body,
            ..
        } = entry;
        let after = body.as_ref().map(|body| &body.after);
        EntryView {
            seq,
            at,
            actor,
            kind,
            state: after.map(|after| after.state),
            tier: after.map(|after| after.tier),
            priority: after.map(|after| after.priority),
            assigned_account: after.and_then(|after| after.assigned_account),
            assigned_org: after.and_then(|after| after.assigned_org),
            reason: body.as_ref().and_then(|body| body.reason.clone()),
            text: body.as_ref().and_then(|body| body.text.clone()),
            attachment: body
                .as_ref()
                .and_then(|body| body.attachment.as_ref().map(|photo| photo.id)),
            into: body.as_ref().and_then(|body| body.into),
            undone: body.as_ref().and_then(|body| body.undone),
        }
    }
}

/// A photo; its file is at `/api/v1/attachments/{id}`.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttachmentView {
    id: AttachmentId,
    /// The number of the entry that added it.
    entry: i64,
    /// `image/jpeg` or `image/png`.
    media_type: String,
    name: String,
    /// Bytes.
    size: i64,
}

impl From<Attachment> for AttachmentView {
    fn from(attachment: Attachment) -> Self {
        let Attachment {
            id,
            entry_seq,
            media_type,
            name,
            size,
        } = attachment;
        AttachmentView {
            id,
            entry: entry_seq,
            media_type,
            name,
            size,
        }
    }
}

/// A need with its past.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedDetail {
    need: NeedView,
    /// Oldest first.
    entries: Vec<EntryView>,
    attachments: Vec<AttachmentView>,
}

impl From<NeedHistory> for NeedDetail {
    fn from(history: NeedHistory) -> Self {
        NeedDetail {
            need: history.need.into(),
            entries: history.entries.into_iter().map(EntryView::from).collect(),
            attachments: history.attachments.into_iter().map(AttachmentView::from).collect(),
        }
    }
}
