//! What is sent.

use crate::rules::{AskedPass, PassKind};
use crate::{Asked, Change};
use serde::Deserialize;
use tongxin_city::{Day, OrgId, PassId, PlaceCode};
use utoipa::ToSchema;

/// A pass to apply for: for a person (surname and the end of an id) or for a vehicle (plate).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PassRowBody {
    /// What it is for.
    kind: PassKind,
    /// The holder's surname.
    #[serde(default)]
    #[schema(max_length = 24)]
    surname: String,
    /// The last four characters of an id that the holder chose to show.
    #[serde(default)]
    #[schema(max_length = 4)]
    id_end: String,
    /// The number plate (GA 36-2018).
    #[serde(default)]
    #[schema(example = "渝A12345", max_length = 20)]
    plate: String,
    /// Where the way starts.
    #[schema(min_items = 1, max_items = 8)]
    from: Vec<PlaceCode>,
    /// Where it leads.
    #[schema(min_items = 1, max_items = 8)]
    to: Vec<PlaceCode>,
    /// Whether it counts on the way back too.
    #[serde(default = "yes")]
    both_ways: bool,
    /// The corridor whose gates let it through on the way.
    #[serde(default)]
    #[schema(max_length = 48)]
    corridor: String,
    /// Days of the week, Monday is 1: `1-5`, `1,3,6-7`; every day when left out.
    #[serde(default)]
    #[schema(max_length = 30)]
    days: String,
    /// Hours of the day, past midnight when the second is the smaller: `06:00-22:00`; all day when left out.
    #[serde(default)]
    #[schema(max_length = 30)]
    hours: String,
    /// The first day; today when left out.
    #[serde(default)]
    first_day: Option<Day>,
    /// The last day, at most 92 days with the first.
    last_day: Day,
}

const fn yes() -> bool {
    true
}

impl From<PassRowBody> for AskedPass {
    fn from(body: PassRowBody) -> Self {
        AskedPass {
            kind: Some(body.kind),
            surname: body.surname,
            id_end: body.id_end,
            plate: body.plate,
            from: body.from,
            to: body.to,
            both_ways: body.both_ways,
            corridor: body.corridor,
            days: body.days,
            hours: body.hours,
            first_day: body.first_day,
            last_day: Some(body.last_day),
        }
    }
}

/// A firm's application.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PassApplyBody {
    /// The firm.
    pub(super) org: OrgId,
    /// A row for each pass, 1 to 500.
    #[schema(min_items = 1, max_items = 500)]
    pub(super) rows: Vec<PassRowBody>,
}

/// Some passes, 1 to 500.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PassIdsBody {
    /// The passes.
    #[schema(min_items = 1, max_items = 500)]
    pub(super) ids: Vec<PassId>,
}

/// Some passes, 1 to 500, and why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PassIdsReasonBody {
    /// The passes.
    #[schema(min_items = 1, max_items = 500)]
    pub(super) ids: Vec<PassId>,
    /// Why, in words that the firm may read.
    #[schema(min_length = 1, max_length = 300, pattern = "\\S")]
    pub(super) reason: String,
}

impl PassIdsReasonBody {
    pub(super) fn refuse(self) -> (Vec<PassId>, Asked) {
        (self.ids, Asked::Refuse { reason: self.reason })
    }

    pub(super) fn revoke(self) -> (Vec<PassId>, Asked) {
        (self.ids, Asked::Revoke { reason: self.reason })
    }
}

/// A firm whose passes are revoked, and why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RevokeFirmBody {
    /// The firm.
    pub(super) org: OrgId,
    /// Why.
    #[schema(min_length = 1, max_length = 300, pattern = "\\S")]
    pub(super) reason: String,
}

/// Until when a pass goes on.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RenewPassBody {
    /// The last day.
    last_day: Day,
}

impl From<RenewPassBody> for Change {
    fn from(body: RenewPassBody) -> Self {
        Change {
            last_day: Some(body.last_day),
            ..Change::default()
        }
    }
}

/// What of a pass is to be otherwise; what is left out stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangePassBody {
    /// Where the way starts.
    #[schema(min_items = 1, max_items = 8)]
    from: Option<Vec<PlaceCode>>,
    /// Where it leads.
    #[schema(min_items = 1, max_items = 8)]
    to: Option<Vec<PlaceCode>>,
    /// Whether it counts on the way back.
    both_ways: Option<bool>,
    /// Days of the week.
    #[schema(max_length = 30)]
    days: Option<String>,
    /// Hours of the day.
    #[schema(max_length = 30)]
    hours: Option<String>,
    /// The last day.
    last_day: Option<Day>,
}

impl From<ChangePassBody> for Change {
    fn from(body: ChangePassBody) -> Self {
        Change {
            from: body.from,
            to: body.to,
            both_ways: body.both_ways,
            days: body.days,
            hours: body.hours,
            last_day: body.last_day,
        }
    }
}
