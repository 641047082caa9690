//! Which rows a list shows, as its address says it; pages and the API read the same parameters.

use crate::limits::{WHITELIST_PAGE_DEFAULT, WHITELIST_PAGE_MAX, WHITELIST_SEARCH_CHARS_MAX};
use crate::rules::listing::{ApplicationState, FirmKind, ListingState};
use crate::store::whitelist::WhitelistFilter;
use crate::store::whitelist::serving::ServingFilter;
use serde::Deserialize;
use tongxin_city::{ApplicationId, Day, OrgId, PlaceCode};
use tongxin_web::{Problem, require_short};
use utoipa::IntoParams;

/// Which applications.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct ApplicationQuery {
    /// In this state.
    #[param(inline)]
    pub(crate) state: Option<ApplicationState>,
    /// Of firms of this kind.
    #[param(inline)]
    pub(crate) kind: Option<FirmKind>,
    /// Of firms in this place.
    pub(crate) place: Option<PlaceCode>,
    /// Of firms whose name or credit code holds all these words.
    #[param(max_length = 100)]
    pub(crate) q: Option<String>,
    /// `next` of the page before.
    pub(crate) cursor: Option<ApplicationId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    pub(crate) limit: Option<u32>,
}

/// Which listings.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct ListingQuery {
    /// In this state.
    #[param(inline)]
    pub(crate) state: Option<ListingState>,
    /// Of firms of this kind.
    #[param(inline)]
    pub(crate) kind: Option<FirmKind>,
    /// Of firms in this place.
    pub(crate) place: Option<PlaceCode>,
    /// Of firms whose name or credit code holds all these words.
    #[param(max_length = 100)]
    pub(crate) q: Option<String>,
    /// Whose last day lies before this one.
    pub(crate) expiring_before: Option<Day>,
    /// `next` of the page before.
    pub(crate) cursor: Option<OrgId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    pub(crate) limit: Option<u32>,
}

/// Who serves where.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct ServingQuery {
    /// Who serves this place, a place around it, or a part of it.
    place: Option<PlaceCode>,
    /// Whose name holds all these words.
    #[param(max_length = 100)]
    q: Option<String>,
    /// `next` of the page before.
    pub(super) cursor: Option<OrgId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

impl ApplicationQuery {
    pub(crate) fn filter(&self) -> Result<WhitelistFilter<ApplicationState>, Problem> {
        Ok(WhitelistFilter {
            state: self.state,
            kind: self.kind,
            place: self.place,
            search: checked_search(self.q.as_deref())?,
            expiring_before: None,
        })
    }

    pub(crate) fn limit(&self) -> Result<u32, Problem> {
        checked_limit(self.limit)
    }
}

impl ListingQuery {
    pub(crate) fn filter(&self) -> Result<WhitelistFilter<ListingState>, Problem> {
        Ok(WhitelistFilter {
            state: self.state,
            kind: self.kind,
            place: self.place,
            search: checked_search(self.q.as_deref())?,
            expiring_before: self.expiring_before,
        })
    }

    pub(crate) fn limit(&self) -> Result<u32, Problem> {
        checked_limit(self.limit)
    }
}

impl ServingQuery {
    pub(super) fn filter(&self) -> Result<ServingFilter, Problem> {
        Ok(ServingFilter {
            place: self.place,
            search: checked_search(self.q.as_deref())?,
        })
    }

    pub(super) fn limit(&self) -> Result<u32, Problem> {
        checked_limit(self.limit)
    }
}

fn checked_search(search: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(search) = search else { return Ok(None) };
    require_short("q", search, WHITELIST_SEARCH_CHARS_MAX)?;
    Ok(Some(search.to_owned()))
}

/// How many rows a page has.
pub(crate) fn checked_limit(limit: Option<u32>) -> Result<u32, Problem> {
    let limit = limit.unwrap_or(WHITELIST_PAGE_DEFAULT);
    if (1..=WHITELIST_PAGE_MAX).contains(&limit) {
        return Ok(limit);
    }
    let max = WHITELIST_PAGE_MAX.to_string();
    Err(Problem::invalid().field("limit", "supply-whitelist-range", &[("min", "1"), ("max", &max)]))
}
