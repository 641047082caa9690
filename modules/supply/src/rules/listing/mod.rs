//! A firm on the whitelist: from listed to ended.
//!
//! An officer lists it for a time, suspends and resumes it, renews it before or after it ran out, or ends it. The clock
//! expires it the day after its last. Ended and expired firms come back by another application.

use crate::limits::{VALID_DAYS_MAX, VALID_FROM_DAYS_MAX};
use tongxin_city::{Day, words};
use tongxin_places::OrgKind;
use tongxin_web::FieldFault;

words! {
    /// What a listed firm is.
    FirmKind, "kind of firm" {
        /// A shop or supermarket that serves doors.
        Outlet = "outlet",
        /// A pharmacy that serves doors.
        Pharmacy = "pharmacy",
        /// A warehouse.
        Warehouse = "warehouse",
        /// A wholesaler.
        Wholesaler = "wholesaler",
        /// A carrier.
        Carrier = "carrier",
    }
}

words! {
    /// How a listing stands.
    ListingState, "state of a listing" {
        /// The firm serves, within its days.
        Listed = "listed",
        /// It may not serve for now; its days run on.
        Suspended = "suspended",
        /// Its days are over.
        Expired = "expired",
        /// It left the whitelist.
        Ended = "ended",
    }
}

words! {
    /// How an application stands.
    ApplicationState, "state of an application" {
        /// Waits for an officer.
        Open = "open",
        /// Led to a listing.
        Listed = "listed",
        /// Refused, with a reason.
        Refused = "refused",
        /// Taken back by whoever applied.
        Withdrawn = "withdrawn",
    }
}

words! {
    /// What happened to a listing.
    ListingEventKind, "kind of event of a listing" {
        /// Listed, for the first time or again.
        Listed = "listed",
        /// Its days were extended.
        Renewed = "renewed",
        /// Suspended, with a reason.
        Suspended = "suspended",
        /// Serves again.
        Resumed = "resumed",
        /// Its days were over.
        Expired = "expired",
        /// Left the whitelist, with a reason.
        Ended = "ended",
    }
}

impl FirmKind {
    /// The organisation a firm of this kind is.
    pub const fn org_kind(self) -> OrgKind {
        match self {
            FirmKind::Outlet => OrgKind::Outlet,
            FirmKind::Pharmacy => OrgKind::Pharmacy,
            FirmKind::Warehouse => OrgKind::Warehouse,
            FirmKind::Wholesaler => OrgKind::Wholesaler,
            FirmKind::Carrier => OrgKind::Carrier,
        }
    }

    /// The kind of firm an organisation can be listed as.
    pub fn of(org: OrgKind) -> Option<FirmKind> {
        FirmKind::ALL.iter().copied().find(|kind| kind.org_kind() == org)
    }

    /// Whether it brings goods to doors, which it can only do nearby.
    pub const fn serves_doors(self) -> bool {
        matches!(self, FirmKind::Outlet | FirmKind::Pharmacy)
    }
}

/// From which day to which a listing holds; both belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
}

impl Validity {
    /// The days an officer chose; from today when no first day was.
    ///
    /// # Errors
    /// The field whose day is too early or too late, with the days that would be right.
    pub fn chosen(from: Option<Day>, until: Day, today: Day) -> Result<Validity, FieldFault> {
        let from = from.unwrap_or(today);
        between("valid_from", from, today, today.plus_days(VALID_FROM_DAYS_MAX))?;
        between("valid_until", until, from, today.plus_days(VALID_DAYS_MAX))?;
        Ok(Validity { from, until })
    }

    /// Whether that day is one of them.
    pub fn holds_on(&self, day: Day) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

fn between(field: &str, day: Day, first: Day, last: Day) -> Result<(), FieldFault> {
    if (first..=last).contains(&day) {
        return Ok(());
    }
    let fault = FieldFault::new(field, "supply-whitelist-days");
    Err(fault.arg("first", first).arg("last", last))
}

/// What of a listing its steps change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How it stands.
    pub state: ListingState,
    /// Its days.
    pub valid: Validity,
}

/// What is done to a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// List it, for the first time or again.
    List(Validity),
    /// It may not serve for now.
    Suspend,
    /// It serves again.
    Resume,
    /// Its days go on until that one.
    Renew(Day),
    /// It leaves the whitelist.
    End,
    /// The clock found its days to be over.
    Expire,
}

/// Why a step is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The listing does not stand so that this can be done; the problem's code says how it stands.
    State(&'static str),
    /// A day is too early or too late.
    Field(FieldFault),
}

impl Step {
    /// What it is called in the listing's history.
    pub const fn event(self) -> ListingEventKind {
        match self {
            Step::List(_) => ListingEventKind::Listed,
            Step::Suspend => ListingEventKind::Suspended,
            Step::Resume => ListingEventKind::Resumed,
            Step::Renew(_) => ListingEventKind::Renewed,
            Step::End => ListingEventKind::Ended,
            Step::Expire => ListingEventKind::Expired,
        }
    }
}

/// How a listing stands after a step.
///
/// # Errors
/// Why the step is not taken.
pub fn decide(now: Standing, step: Step, today: Day) -> Result<Standing, Refusal> {
    use ListingState::{Ended, Expired, Listed, Suspended};
    let into = |state| Ok(Standing { state, ..now });
    match (step, now.state) {
        (Step::List(_), Suspended) => Err(Refusal::State("listing-suspended")),
        (Step::List(valid), _) => Ok(Standing { state: Listed, valid }),
        (Step::Suspend, Listed) => into(Suspended),
        (Step::Suspend, _) => Err(Refusal::State("listing-not-listed")),
        (Step::Resume, Suspended) if now.valid.until < today => Err(Refusal::State("listing-over")),
        (Step::Resume, Suspended) => into(Listed),
        (Step::Resume, _) => Err(Refusal::State("listing-not-suspended")),
        (Step::Renew(_) | Step::End, Ended) => Err(Refusal::State("listing-ended")),
        (Step::Renew(until), state) => renew(now, if state == Expired { Listed } else { state }, until, today),
        (Step::End, _) => into(Ended),
        (Step::Expire, Listed) if now.valid.until < today => into(Expired),
        (Step::Expire, _) => Err(Refusal::State("listing-not-listed")),
    }
}

/// A suspended firm stays suspended with more days; an expired one serves again.
fn renew(now: Standing, state: ListingState, until: Day, today: Day) -> Result<Standing, Refusal> {
    between("valid_until", until, today, today.plus_days(VALID_DAYS_MAX)).map_err(Refusal::Field)?;
    let valid = Validity { until, ..now.valid };
    Ok(Standing { state, valid })
}

/// The steps a person can take now, the likeliest first.
pub fn offered(now: Standing, today: Day) -> Vec<ListingEventKind> {
    let tried = [Step::Resume, Step::Renew(today), Step::Suspend, Step::End];
    let is_possible = |step: &Step| decide(now, *step, today).is_ok();
    tried.into_iter().filter(is_possible).map(Step::event).collect()
}

#[cfg(test)]
mod tests;
