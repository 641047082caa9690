//! What requests carry.

use crate::rules::application::AskedListing;
use crate::rules::listing::FirmKind;
use serde::Deserialize;
use tongxin_city::{ApplicationId, Day, OrgId, PlaceCode};
use utoipa::ToSchema;

/// A firm that asks to be listed, or for its listing to be renewed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ApplyBody {
    /// The firm, when it is known: kind, name and place are its own then. A manager of one firm means that one.
    pub(super) org: Option<OrgId>,
    /// Its unified social credit code (GB 32100-2015); may be left out for a firm that is or was listed.
    #[serde(default)]
    #[schema(example = "91350100M000100Y43", max_length = 40)]
    credit_code: String,
    /// What it is.
    kind: Option<FirmKind>,
    /// Its name.
    #[serde(default)]
    #[schema(max_length = 100)]
    name: String,
    /// Where it stands: a community or inside one.
    place: Option<PlaceCode>,
    /// Where it offers to serve; outlets and pharmacies inside their own district.
    #[schema(min_items = 1, max_items = 50)]
    service_places: Vec<PlaceCode>,
    /// How many orders it can take in a day.
    #[schema(minimum = 1, maximum = 100_000)]
    orders_a_day: i64,
    /// What it commits itself to.
    #[serde(default)]
    #[schema(max_length = 1000)]
    obligations: String,
    /// Whom to call.
    #[schema(min_length = 1, max_length = 40)]
    contact_name: String,
    /// At which number.
    #[schema(min_length = 3, max_length = 30)]
    contact_phone: String,
}

impl From<ApplyBody> for AskedListing {
    fn from(body: ApplyBody) -> Self {
        AskedListing {
            credit_code: body.credit_code,
            kind: body.kind,
            name: body.name,
            place: body.place,
            service_places: body.service_places,
            orders_a_day: body.orders_a_day,
            obligations: body.obligations,
            contact_name: body.contact_name,
            contact_phone: body.contact_phone,
        }
    }
}

/// For how long a firm is listed.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DaysBody {
    /// The first day; today when left out, at most 30 days ahead.
    pub(super) valid_from: Option<Day>,
    /// The last day, at most 366 days ahead.
    pub(super) valid_until: Day,
}

/// Many applications and for how long their firms are listed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BulkListBody {
    /// The applications, at most 200.
    #[schema(min_items = 1, max_items = 200)]
    pub(super) ids: Vec<ApplicationId>,
    /// The first day; today when left out, at most 30 days ahead.
    pub(super) valid_from: Option<Day>,
    /// The last day, at most 366 days ahead.
    pub(super) valid_until: Day,
}

/// A reason.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ListingReasonBody {
    /// Why, in words that the firm may read.
    #[schema(min_length = 1, max_length = 500, pattern = "\\S")]
    pub(super) reason: String,
}

/// Until when a listing goes on.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RenewBody {
    /// The last day, at most 366 days ahead.
    pub(super) valid_until: Day,
}
