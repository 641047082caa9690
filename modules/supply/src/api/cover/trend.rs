//! Cover on the last days, and what would help.

use crate::Supply;
use crate::api::Shared;
use crate::api::cover::queries::{ShortageQuery, TrendQuery, known_category, seen_place};
use crate::api::cover::views::{SuggestedTransfer, SuggestedTransfers, TrendAnswer};
use crate::rules::book::{Book, BookedFirm};
use axum::extract::State;
use tongxin_account::{Action, Visit};
use tongxin_city::OrgId;
use tongxin_web::{Json, Problem, ProblemBody, Query};

/// How cover of a place or a firm went, and when it will be too low.
#[utoipa::path(get, path = "/api/v1/supply/cover/trend", tag = "cover", params(TrendQuery), responses(
    (status = 200, description = "The last days", body = TrendAnswer),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn cover_trend(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<TrendQuery>,
) -> Result<Json<TrendAnswer>, Problem> {
    let category = known_category(&supply, &query.category)?;
    let days = query.days()?;
    let book = supply.cover_book(visit.now()).await?;
    let key = category.key.as_str();
    let trend = match (query.place, query.org) {
        (Some(_), Some(_)) => return Err(Problem::invalid().field("org", "supply-cover-one-of-both", &[])),
        (place, None) => {
            let place = seen_place(&visit, &supply.places().tree(), Action::StockRead, place)?;
            supply.place_trend(&book, &place.code, key, days, visit.now()).await?
        }
        (None, Some(org)) => {
            let booked = seen_firm(&visit, &book, org)?;
            supply.firm_trend(&book, booked, key, days, visit.now()).await?
        }
    };
    Ok(Json(TrendAnswer::new(category, &trend)))
}

/// Transfers that would bring a firm's cover back to the threshold.
#[utoipa::path(get, path = "/api/v1/supply/cover/suggestions", tag = "cover", params(ShortageQuery), responses(
    (status = 200, description = "The nearest first; none when nothing is short", body = SuggestedTransfers),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn suggested_transfers(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<ShortageQuery>,
) -> Result<Json<SuggestedTransfers>, Problem> {
    let transfers = suggested(&supply, &visit, &query).await?;
    let transfers = transfers.into_iter().map(SuggestedTransfer::from).collect();
    Ok(Json(SuggestedTransfers { transfers }))
}

async fn suggested(
    supply: &Supply,
    visit: &Visit,
    query: &ShortageQuery,
) -> Result<Vec<crate::cover::Suggestion>, Problem> {
    let category = known_category(supply, &query.category)?;
    let book = supply.cover_book(visit.now()).await?;
    let booked = seen_firm(visit, &book, query.org)?;
    Ok(supply.suggestions(&book, booked, &category.key).await?)
}

/// A listed firm inside the viewer's scope.
pub(crate) fn seen_firm<'b>(visit: &Visit, book: &'b Book, org: OrgId) -> Result<&'b BookedFirm, Problem> {
    let scope = visit.scope(Action::StockRead)?;
    book.firm(org)
        .filter(|booked| scope.contains(&booked.firm.place, Some(org), None))
        .ok_or_else(Problem::not_found)
}
