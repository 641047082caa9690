//! Rows to values.

use crate::rules::application::Offer;
use crate::rules::credit_code::CreditCode;
use crate::rules::listing::{ApplicationState, FirmKind, ListingEventKind, ListingState, Standing, Validity};
use crate::store::columns::{at, corrupt, day, id, opt_at, opt_id, word};
use tongxin_city::{ApplicationId, Day, OrgId, PlaceCode, Timestamp};
use tongxin_storage::{Row, StorageError};

/// A firm that asks, or asked, to be listed.
#[derive(Debug, Clone)]
pub(crate) struct Application {
    pub(crate) id: ApplicationId,
    /// The firm, when it is known already.
    pub(crate) org: Option<OrgId>,
    pub(crate) offer: Offer,
    pub(crate) state: ApplicationState,
    pub(crate) reason: Option<String>,
    pub(crate) applied_by: String,
    pub(crate) applied_at: Timestamp,
    pub(crate) decided_by: Option<String>,
    pub(crate) decided_at: Option<Timestamp>,
}

macro_rules! application_columns {
    () => {
        "id, org_id, credit_code, kind, name, place_code, service_places, orders_a_day, obligations, contact_name, \
         contact_phone, state, reason, applied_by, applied_at, decided_by, decided_at"
    };
}
pub(super) use application_columns;

pub(super) fn application(row: &Row) -> Result<Application, StorageError> {
    let places = row.text("service_places")?;
    let service_places = serde_json::from_str(&places).map_err(|error| corrupt("application.service_places", error))?;
    Ok(Application {
        id: id(row, "id")?,
        org: opt_id(row, "org_id")?,
        offer: Offer {
            credit_code: word(row, "credit_code")?,
            kind: word(row, "kind")?,
            name: row.text("name")?,
            place: word(row, "place_code")?,
            service_places,
            orders_a_day: row.int("orders_a_day")?,
            obligations: row.text("obligations")?,
            contact_name: row.text("contact_name")?,
            contact_phone: row.text("contact_phone")?,
        },
        state: word(row, "state")?,
        reason: row.opt_text("reason")?,
        applied_by: row.text("applied_by")?,
        applied_at: at(row, "applied_at")?,
        decided_by: row.opt_text("decided_by")?,
        decided_at: opt_at(row, "decided_at")?,
    })
}

/// A firm that is, or was, on the whitelist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listing {
    pub(crate) org: OrgId,
    pub(crate) credit_code: CreditCode,
    pub(crate) kind: FirmKind,
    pub(crate) name: String,
    pub(crate) place: PlaceCode,
    pub(crate) standing: Standing,
    pub(crate) orders_a_day: i64,
    pub(crate) obligations: String,
    pub(crate) contact_name: String,
    pub(crate) contact_phone: String,
    /// The number of its last event.
    pub(crate) seq: i64,
    /// Where it serves: everything inside these places.
    pub(crate) service_places: Vec<PlaceCode>,
}

impl Listing {
    /// Whether it may serve on that day.
    pub(crate) fn serves_on(&self, day: Day) -> bool {
        self.standing.state == ListingState::Listed && self.standing.valid.holds_on(day)
    }
}

macro_rules! listing_columns {
    () => {
        "org_id, credit_code, kind, name, place_code, state, valid_from, valid_until, orders_a_day, obligations, \
         contact_name, contact_phone, seq"
    };
}
pub(super) use listing_columns;

/// A listing without its service places, which lie in rows of their own.
pub(super) fn listing(row: &Row) -> Result<Listing, StorageError> {
    Ok(Listing {
        org: id(row, "org_id")?,
        credit_code: word(row, "credit_code")?,
        kind: word(row, "kind")?,
        name: row.text("name")?,
        place: word(row, "place_code")?,
        standing: Standing {
            state: word(row, "state")?,
            valid: Validity {
                from: day(row, "valid_from")?,
                until: day(row, "valid_until")?,
            },
        },
        orders_a_day: row.int("orders_a_day")?,
        obligations: row.text("obligations")?,
        contact_name: row.text("contact_name")?,
        contact_phone: row.text("contact_phone")?,
        seq: row.int("seq")?,
        service_places: Vec::new(),
    })
}

/// Something that happened to a listing.
#[derive(Debug, Clone)]
pub(crate) struct ListingEvent {
    pub(crate) seq: i64,
    pub(crate) at: Timestamp,
    pub(crate) actor: String,
    pub(crate) kind: ListingEventKind,
    /// The reason, in words; perhaps empty.
    pub(crate) note: String,
    /// The listing's last day from then on.
    pub(crate) valid_until: Option<Day>,
}

pub(super) fn event(row: &Row) -> Result<ListingEvent, StorageError> {
    Ok(ListingEvent {
        seq: row.int("seq")?,
        at: at(row, "at")?,
        actor: row.text("actor")?,
        kind: word(row, "kind")?,
        note: row.text("note")?,
        valid_until: row.opt_int("valid_until")?.map(Day::from_number),
    })
}
