//! Cover of places.

use crate::api::Shared;
use crate::api::cover::queries::{CoverQuery, seen_place};
use crate::api::cover::views::{CoverAnswer, CoverThreshold, PlaceCoverView};
use crate::limits::COVER_PLACES_MAX;
use axum::extract::State;
use tongxin_account::{Action, Visit};
use tongxin_city::{Level, Place, PlaceTree};
use tongxin_web::{Json, Problem, ProblemBody, Query};

/// For how many days stock lasts a place and the places inside it, in each category.
#[utoipa::path(get, path = "/api/v1/supply/cover", tag = "cover", params(CoverQuery), responses(
    (status = 200, description = "Cover", body = CoverAnswer),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn place_cover(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<CoverQuery>,
) -> Result<Json<CoverAnswer>, Problem> {
    let tree = supply.places().tree();
    let place = seen_place(&visit, &tree, Action::StockRead, query.place)?;
    let inside = children_of(&tree, &place, query.by)?;
    let book = supply.cover_book(visit.now()).await?;
    let categories = supply.goods().categories();
    let view = |place: &Place| PlaceCoverView::new(place, &book, categories);
    Ok(Json(CoverAnswer {
        as_of: visit.now(),
        thresholds: categories.iter().map(CoverThreshold::new).collect(),
        whole: view(&place),
        places: inside.into_iter().map(view).collect(),
    }))
}

/// The places of a level inside a place; right below it when no level is asked for. Below a community people are not
/// told apart.
///
/// # Errors
/// When the level does not lie inside the place, or holds more than [`COVER_PLACES_MAX`] places.
pub(crate) fn children_of<'t>(
    tree: &'t PlaceTree,
    place: &Place,
    by: Option<Level>,
) -> Result<Vec<&'t Place>, Problem> {
    let Some(level) = by.or_else(|| place.level.below().filter(|level| *level <= Level::Community)) else {
        return Ok(Vec::new());
    };
    if level <= place.level || level > Level::Community {
        return Err(Problem::invalid().field("by", "supply-cover-by", &[]));
    }
    let inside: Vec<&Place> = tree.at_level(place.code, level).take(COVER_PLACES_MAX + 1).collect();
    if inside.len() > COVER_PLACES_MAX {
        let max = COVER_PLACES_MAX.to_string();
        return Err(Problem::invalid().field("by", "supply-cover-many-places", &[("max", &max)]));
    }
    Ok(inside)
}
