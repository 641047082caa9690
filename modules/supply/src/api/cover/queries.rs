//! What of cover is asked for; pages and the API read the same parameters.

use crate::Supply;
use crate::limits::{
    CATEGORY_KEY_CHARS_MAX, COVER_FIRMS_DEFAULT, COVER_FIRMS_MAX, COVER_TREND_DAYS, COVER_TREND_DAYS_MAX,
};
use crate::rules::goods::Category;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{Level, OrgId, Place, PlaceCode, PlaceTree};
use tongxin_web::Problem;
use utoipa::IntoParams;

/// Which places' cover.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct CoverQuery {
    /// The place; the widest one of the caller's when left out.
    pub(crate) place: Option<PlaceCode>,
    /// The level of the places inside that are answered with; the one right below when left out.
    #[param(inline)]
    pub(crate) by: Option<Level>,
}

/// Which firms' cover.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct FirmsQuery {
    /// Those that serve this place or lie in it.
    pub(super) place: Option<PlaceCode>,
    /// Those that carry this category, the shortest cover first; else in the order of their ids.
    #[param(max_length = 40)]
    pub(super) category: Option<String>,
    /// `next` of the page before.
    pub(super) cursor: Option<OrgId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

impl FirmsQuery {
    pub(super) fn limit(&self) -> Result<usize, Problem> {
        let limit = self.limit.unwrap_or(COVER_FIRMS_DEFAULT);
        let max = COVER_FIRMS_MAX.to_string();
        let fault = Problem::invalid().field("limit", "supply-goods-limit", &[("max", &max)]);
        (1..=COVER_FIRMS_MAX).contains(&limit).then_some(limit).ok_or(fault)
    }
}

/// Whose trend.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct TrendQuery {
    /// A place …
    pub(super) place: Option<PlaceCode>,
    /// … or a firm.
    pub(super) org: Option<OrgId>,
    /// The category's key.
    #[param(max_length = 40)]
    pub(super) category: String,
    /// Days back from today, 1 to 90; 14 when left out.
    #[param(minimum = 1, maximum = 90)]
    days: Option<i64>,
}

impl TrendQuery {
    pub(super) fn days(&self) -> Result<i64, Problem> {
        let days = self.days.unwrap_or(COVER_TREND_DAYS);
        let max = COVER_TREND_DAYS_MAX.to_string();
        let fault = Problem::invalid().field("days", "supply-cover-days", &[("max", &max)]);
        (1..=COVER_TREND_DAYS_MAX).contains(&days).then_some(days).ok_or(fault)
    }
}

/// Which firm's shortage.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ShortageQuery {
    /// The firm.
    pub(crate) org: OrgId,
    /// The category's key.
    #[param(max_length = 40)]
    pub(crate) category: String,
}

/// The category of that key.
pub(crate) fn known_category<'s>(supply: &'s Supply, key: &str) -> Result<&'s Category, Problem> {
    supply.goods().category(key).ok_or_else(|| {
        let found: String = key.chars().take(CATEGORY_KEY_CHARS_MAX).collect();
        Problem::invalid().field("category", "supply-goods-unknown-category", &[("category", &found)])
    })
}

/// The place asked for, if the viewer may see its figures: those of a whole place belong to whoever holds it.
pub(crate) fn seen_place(
    visit: &Visit,
    tree: &PlaceTree,
    action: Action,
    wanted: Option<PlaceCode>,
) -> Result<Place, Problem> {
    let scope = visit.scope(action)?;
    let code = wanted.or_else(|| scope.widest_place()).ok_or_else(Problem::not_found)?;
    let place = tree.get(&code).filter(|place| scope.contains_place(&place.code));
    place.cloned().ok_or_else(Problem::not_found)
}
