//! What is answered.

use crate::listing::{PassPage, StateCounts};
use crate::rules::times::{days_text, hours_text};
use crate::rules::{PassEventKind, PassKind, PassRule, PassState};
use crate::store::reading::Agreement;
use crate::store::{PassEvent, PassRecord};
use serde::Serialize;
use tongxin_city::{Day, NeedId, OrgId, PassBatchId, PassId, PlaceCode, Timestamp};
use tongxin_pass_format::pass::{Holder, Ways};
use utoipa::ToSchema;

/// A district that must agree.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PassAgreementView {
    district: PlaceCode,
    agreed_at: Option<Timestamp>,
}

impl From<Agreement> for PassAgreementView {
    fn from(agreement: Agreement) -> Self {
        PassAgreementView {
            district: agreement.district,
            agreed_at: agreement.agreed_at,
        }
    }
}

/// A pass. Surname, end of the id, plate and text are empty once their holder is forgotten.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PassView {
    id: PassId,
    batch: PassBatchId,
    org: OrgId,
    org_name: String,
    place: PlaceCode,
    kind: PassKind,
    surname: Option<String>,
    id_end: Option<String>,
    plate: Option<String>,
    from: Vec<PlaceCode>,
    to: Vec<PlaceCode>,
    both_ways: bool,
    corridor: Option<String>,
    days: String,
    hours: String,
    first_day: Day,
    last_day: Day,
    state: PassState,
    /// The rule that decided, or says why none could.
    rule: PassRule,
    reason: Option<String>,
    /// The pass whose place it takes, or took.
    replaces: Option<PassId>,
    districts: Vec<PassAgreementView>,
    agree_by: Option<Timestamp>,
    /// The need that was raised when a district did not agree in time.
    need: Option<NeedId>,
    applied_by: String,
    applied_at: Timestamp,
    /// From here on: once it is issued.
    number: Option<u32>,
    /// What its QR code holds.
    text: Option<String>,
    not_before: Option<Timestamp>,
    expires: Option<Timestamp>,
    issued_at: Option<Timestamp>,
}

impl PassView {
    pub(super) fn new(pass: PassRecord, agreements: Vec<Agreement>) -> PassView {
        let (surname, id_end, plate) = match pass.holder {
            Some(Holder::Person { surname, id_end }) => (Some(surname), Some(id_end), None),
            Some(Holder::Vehicle { plate }) => (None, None, Some(plate)),
            None => (None, None, None),
        };
        let issued = pass.issued;
        PassView {
            id: pass.id,
            batch: pass.batch,
            org: pass.org,
            org_name: pass.org_name,
            place: pass.place,
            kind: pass.kind,
            surname,
            id_end,
            plate,
            from: pass.from,
            to: pass.to,
            both_ways: pass.ways == Ways::Both,
            corridor: pass.corridor,
            days: days_text(pass.days),
            hours: hours_text(pass.hours),
            first_day: pass.first_day,
            last_day: pass.last_day,
            state: pass.state,
            rule: pass.rule,
            reason: pass.reason,
            replaces: pass.replaces,
            districts: agreements.into_iter().map(Into::into).collect(),
            agree_by: pass.agree_by,
            need: pass.need,
            applied_by: pass.applied_by,
            applied_at: pass.applied_at,
            number: issued.as_ref().map(|issued| issued.number.get()),
            not_before: issued.as_ref().map(|issued| issued.not_before),
            expires: issued.as_ref().map(|issued| issued.expires),
            issued_at: issued.as_ref().map(|issued| issued.at),
            text: issued.and_then(|issued| issued.text),
        }
    }
}

/// How many passes stand in a state.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PassCount {
    state: PassState,
    count: i64,
}

fn counted(counts: StateCounts) -> Vec<PassCount> {
    counts
        .into_iter()
        .map(|(state, count)| PassCount { state, count })
        .collect()
}

/// A page of passes: those that wait in the order they came, others latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PassListPage {
    passes: Vec<PassView>,
    /// How many stand in each state, whatever state is asked for.
    counts: Vec<PassCount>,
    /// The cursor of the next page.
    next: Option<PassId>,
}

impl PassListPage {
    pub(super) fn new(page: PassPage, counts: StateCounts) -> PassListPage {
        let view = |(pass, agreements)| PassView::new(pass, agreements);
        PassListPage {
            passes: page.rows.into_iter().map(view).collect(),
            counts: counted(counts),
            next: page.next,
        }
    }
}

/// Something that happened to a pass.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PassEventView {
    at: Timestamp,
    actor: String,
    kind: PassEventKind,
    /// The reason, a number or a code; perhaps empty.
    note: String,
}

/// A pass with its history, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PassDetail {
    #[serde(flatten)]
    pass: PassView,
    events: Vec<PassEventView>,
}

impl PassDetail {
    pub(super) fn new((pass, agreements, events): (PassRecord, Vec<Agreement>, Vec<PassEvent>)) -> PassDetail {
        let event = |event: PassEvent| PassEventView {
            at: event.at,
            actor: event.actor,
            kind: event.kind,
            note: event.note,
        };
        PassDetail {
            pass: PassView::new(pass, agreements),
            events: events.into_iter().map(event).collect(),
        }
    }
}

/// How the passes of a batch stand.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PassBatchView {
    batch: PassBatchId,
    counts: Vec<PassCount>,
    /// Approved and waiting to be issued, which goes on by itself.
    waiting: i64,
}

impl PassBatchView {
    pub(super) fn new(batch: PassBatchId, counts: StateCounts) -> PassBatchView {
        let approved = counts.iter().find(|(state, _)| *state == PassState::Approved);
        PassBatchView {
            batch,
            waiting: approved.map_or(0, |(_, count)| *count),
            counts: counted(counts),
        }
    }
}

/// How many passes something was done to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PassesDone {
    pub(super) passes: u64,
    /// Approved and still waiting to be issued, in the whole city.
    pub(super) waiting: i64,
}
