//! What requests are answered with.

use crate::error::SupplyError;
use crate::rules::listing::{ApplicationState, FirmKind, ListingEventKind, ListingState};
use crate::store::whitelist::{Application, Counts, Listing, ListingEvent};
use crate::whitelist::{BulkListed, ListedFirm, ListedOutcome, Paged};
use serde::Serialize;
use std::collections::BTreeMap;
use tongxin_city::{ApplicationId, Day, OrgId, PlaceCode, Timestamp};
use tongxin_web::{Asked, Problem, ProblemBody};
use utoipa::ToSchema;

/// An application.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApplicationView {
    id: ApplicationId,
    /// The firm, once it is known.
    org: Option<OrgId>,
    credit_code: String,
    kind: FirmKind,
    name: String,
    place: PlaceCode,
    /// Where it offers to serve.
    service_places: Vec<PlaceCode>,
    orders_a_day: i64,
    obligations: String,
    contact_name: String,
    contact_phone: String,
    state: ApplicationState,
    /// Why it was refused.
    reason: Option<String>,
    /// `account:…`, or `nobody` for whoever filled in the public form.
    applied_by: String,
    applied_at: Timestamp,
    decided_by: Option<String>,
    decided_at: Option<Timestamp>,
}

impl From<Application> for ApplicationView {
    fn from(application: Application) -> Self {
        let offer = application.offer;
        ApplicationView {
            id: application.id,
            org: application.org,
            credit_code: offer.credit_code.to_string(),
            kind: offer.kind,
            name: offer.name,
            place: offer.place,
            service_places: offer.service_places,
            orders_a_day: offer.orders_a_day,
            obligations: offer.obligations,
            contact_name: offer.contact_name,
            contact_phone: offer.contact_phone,
            state: application.state,
            reason: application.reason,
            applied_by: application.applied_by,
            applied_at: application.applied_at,
            decided_by: application.decided_by,
            decided_at: application.decided_at,
        }
    }
}

/// A page of applications: open ones in the order they came, others latest first.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApplicationPage {
    applications: Vec<ApplicationView>,
    /// How many stand in each state, whatever state was asked for.
    counts: BTreeMap<ApplicationState, i64>,
    /// The cursor of the next page.
    next: Option<ApplicationId>,
}

impl ApplicationPage {
    pub(super) fn new(page: Paged<Application, ApplicationId>, counts: Counts<ApplicationState>) -> Self {
        ApplicationPage {
            applications: page.rows.into_iter().map(Into::into).collect(),
            counts: counts.into_iter().collect(),
            next: page.next,
        }
    }
}

/// The application that something was done to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApplicationDone {
    pub(super) id: ApplicationId,
    pub(super) state: ApplicationState,
}

/// A listing.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListingView {
    org: OrgId,
    credit_code: String,
    kind: FirmKind,
    name: String,
    place: PlaceCode,
    state: ListingState,
    valid_from: Day,
    valid_until: Day,
    /// Where it serves: everything inside these places.
    service_places: Vec<PlaceCode>,
    orders_a_day: i64,
    obligations: String,
    contact_name: String,
    contact_phone: String,
    /// The number of its last event.
    seq: i64,
}

impl From<Listing> for ListingView {
    fn from(listing: Listing) -> Self {
        ListingView {
            org: listing.org,
            credit_code: listing.credit_code.to_string(),
            kind: listing.kind,
            name: listing.name,
            place: listing.place,
            state: listing.standing.state,
            valid_from: listing.standing.valid.from,
            valid_until: listing.standing.valid.until,
            service_places: listing.service_places,
            orders_a_day: listing.orders_a_day,
            obligations: listing.obligations,
            contact_name: listing.contact_name,
            contact_phone: listing.contact_phone,
            seq: listing.seq,
        }
    }
}

/// A page of listings by name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListingPage {
    listings: Vec<ListingView>,
    /// How many stand in each state, whatever state was asked for.
    counts: BTreeMap<ListingState, i64>,
    /// The cursor of the next page.
    next: Option<OrgId>,
}

impl ListingPage {
    pub(super) fn new(page: Paged<Listing, OrgId>, counts: Counts<ListingState>) -> Self {
        ListingPage {
            listings: page.rows.into_iter().map(Into::into).collect(),
            counts: counts.into_iter().collect(),
            next: page.next,
        }
    }
}

/// A listing with its history.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListingDetail {
    listing: ListingView,
    /// Oldest first.
    events: Vec<ListingEventView>,
}

impl From<(Listing, Vec<ListingEvent>)> for ListingDetail {
    fn from((listing, events): (Listing, Vec<ListingEvent>)) -> Self {
        ListingDetail {
            listing: listing.into(),
            events: events.into_iter().map(Into::into).collect(),
        }
    }
}

/// Something that happened to a listing.
#[derive(Debug, Serialize, ToSchema)]
struct ListingEventView {
    seq: i64,
    at: Timestamp,
    /// `account:…` or `system`.
    actor: String,
    kind: ListingEventKind,
    /// The reason; perhaps empty.
    note: String,
    /// The listing's last day from then on.
    valid_until: Option<Day>,
}

impl From<ListingEvent> for ListingEventView {
    fn from(event: ListingEvent) -> Self {
        ListingEventView {
            seq: event.seq,
            at: event.at,
            actor: event.actor,
            kind: event.kind,
            note: event.note,
            valid_until: event.valid_until,
        }
    }
}

/// A firm that serves today, as everybody may see it.
#[derive(Debug, Serialize, ToSchema)]
struct ServingView {
    org: OrgId,
    kind: FirmKind,
    name: String,
    place: PlaceCode,
    /// Where it serves: everything inside these places.
    serves: Vec<PlaceCode>,
    /// The last day of its listing.
    valid_until: Day,
}

/// A page of the firms that serve today, by name.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServingPage {
    firms: Vec<ServingView>,
    /// The cursor of the next page.
    next: Option<OrgId>,
}

impl From<Paged<Listing, OrgId>> for ServingPage {
    fn from(page: Paged<Listing, OrgId>) -> Self {
        let serving = |listing: Listing| ServingView {
            org: listing.org,
            kind: listing.kind,
            name: listing.name,
            place: listing.place,
            serves: listing.service_places,
            valid_until: listing.standing.valid.until,
        };
        ServingPage {
            firms: page.rows.into_iter().map(serving).collect(),
            next: page.next,
        }
    }
}

/// What a bulk listing did, application by application.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ListingsDone {
    items: Vec<ListingsDoneItem>,
}

/// What was done with one application: one of the two.
#[derive(Debug, Serialize, ToSchema)]
struct ListingsDoneItem {
    id: ApplicationId,
    /// The firm that was listed.
    done: Option<ListedFirm>,
    /// Why none was.
    problem: Option<ProblemBody>,
}

impl ListingsDone {
    pub(super) fn new(items: Vec<BulkListed>, asked: &Asked) -> Self {
        let item = |item: BulkListed| {
            let (done, problem) = match item.outcome {
                ListedOutcome::Done(done) => (Some(done), None),
                ListedOutcome::Refused(reason) => (None, Some(Problem::from(SupplyError::from(reason)))),
            };
            ListingsDoneItem {
                id: item.id,
                done,
                problem: problem.map(|problem| problem.body(&asked.shell.texts, asked.lang)),
            }
        };
        ListingsDone {
            items: items.into_iter().map(item).collect(),
        }
    }
}
