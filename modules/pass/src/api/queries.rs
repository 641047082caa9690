//! Which passes a list shows, as its address says it; pages and the API read the same parameters.

use crate::Passes;
use crate::error::PassError;
use crate::limits::{PAGE_DEFAULT, PAGE_MAX, SEARCH_CHARS_MAX};
use crate::rules::{PassHappening, PassKind, PassState};
use crate::store::reading::PassFilter;
use serde::Deserialize;
use tongxin_city::{Day, OrgId, PassBatchId, PassId, PlaceCode, Timestamp};
use tongxin_web::{FieldFault, Problem, require_short};
use utoipa::IntoParams;

/// Which passes.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct PassQuery {
    /// In this state.
    #[param(inline)]
    pub(crate) state: Option<PassState>,
    /// For this.
    #[param(inline)]
    pub(crate) kind: Option<PassKind>,
    /// Of this firm.
    pub(crate) org: Option<OrgId>,
    /// Of firms in this place.
    pub(crate) place: Option<PlaceCode>,
    /// Applied for together.
    pub(crate) batch: Option<PassBatchId>,
    /// With this plate, surname or number.
    #[param(max_length = 40)]
    pub(crate) q: Option<String>,
    /// To which this happened on the day of `date`.
    #[param(inline)]
    pub(crate) happened: Option<PassHappening>,
    /// The day on which it happened; today when left out.
    pub(crate) date: Option<Day>,
    /// Only those to which not all districts agreed in time.
    pub(crate) late: bool,
    /// `next` of the page before.
    pub(crate) cursor: Option<PassId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    pub(crate) limit: Option<u32>,
}

impl PassQuery {
    /// The conditions, for whoever asks at that moment.
    pub(crate) fn filter(&self, passes: &Passes, now: Timestamp) -> Result<PassFilter, Problem> {
        if let Some(search) = &self.q {
            require_short("q", search, SEARCH_CHARS_MAX)?;
        }
        let happened = match self.happened {
            None => None,
            Some(happening) => {
                let zone = passes.places().city().map_err(PassError::from)?.file.zone.clone();
                let day = self.date.unwrap_or_else(|| zone.day_of(now));
                Some((happening, zone.span_of(day)))
            }
        };
        Ok(PassFilter {
            state: self.state,
            happened,
            is_late: self.late,
            org: self.org,
            kind: self.kind,
            place: self.place,
            batch: self.batch,
            search: self.q.clone(),
        })
    }

    pub(crate) fn limit(&self) -> Result<u32, PassError> {
        let limit = self.limit.unwrap_or(PAGE_DEFAULT);
        if (1..=PAGE_MAX).contains(&limit) {
            return Ok(limit);
        }
        Err(FieldFault::new("limit", "pass-field-limit").arg("max", PAGE_MAX).into())
    }
}
