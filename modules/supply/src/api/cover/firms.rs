//! Cover of firms.

use crate::Supply;
use crate::api::Shared;
use crate::api::cover::queries::{FirmsQuery, known_category};
use crate::api::cover::views::{FirmCategoryCover, FirmCoverPage, FirmCoverView};
use crate::rules::book::{Book, BookedFirm};
use axum::extract::State;
use tongxin_account::{Action, Scope, Visit};
use tongxin_city::{OrgId, PlaceCode};
use tongxin_web::{Json, Problem, ProblemBody, Query};

/// For how many days each firm's stock lasts those it serves. Whoever holds a place sees the firms in it, a manager the
/// own one.
#[utoipa::path(get, path = "/api/v1/supply/cover/outlets", tag = "cover", params(FirmsQuery), responses(
    (status = 200, description = "A page", body = FirmCoverPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn firm_covers(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<FirmsQuery>,
) -> Result<Json<FirmCoverPage>, Problem> {
    let scope = visit.scope(Action::StockRead)?;
    let limit = query.limit()?;
    let category = query.category.as_deref();
    let category = category.map(|key| known_category(&supply, key)).transpose()?;
    let book = supply.cover_book(visit.now()).await?;
    let key = category.map(|category| category.key.as_str());
    let (firms, next) = page(
        firms_seen(&book, &scope, query.place.as_ref(), key),
        query.cursor,
        limit,
    );
    let firms = firms.into_iter().map(|booked| view(&supply, &book, booked)).collect();
    Ok(Json(FirmCoverPage { firms, next }))
}

/// The firms inside a scope, of a place if one is named; those that carry a category, the shortest cover first, if one
/// is.
pub(crate) fn firms_seen<'b>(
    book: &'b Book,
    scope: &Scope,
    place: Option<&'b PlaceCode>,
    category: Option<&str>,
) -> Vec<&'b BookedFirm> {
    let all: Vec<&BookedFirm> = match place {
        Some(place) => book.firms_of(place).collect(),
        None => book.firms().iter().collect(),
    };
    let mut seen = all;
    seen.retain(|booked| scope.contains(&booked.firm.place, Some(booked.firm.org), None));
    if let Some(category) = category {
        seen.retain(|booked| booked.firm.contents.contains_key(category));
        seen.sort_by_key(|booked| {
            let days = book.firm_cover(booked, category).and_then(|cover| cover.days);
            (days.is_none(), days, booked.firm.org)
        });
    }
    seen
}

/// A page after a firm, and the firm to go on after.
pub(crate) fn page(firms: Vec<&BookedFirm>, after: Option<OrgId>, limit: usize) -> (Vec<&BookedFirm>, Option<OrgId>) {
    let start = after.and_then(|after| firms.iter().position(|booked| booked.firm.org == after));
    let rest = firms.iter().skip(start.map_or(0, |start| start + 1));
    let shown: Vec<&BookedFirm> = rest.clone().take(limit).copied().collect();
    let has_more = rest.len() > limit;
    let next = shown.last().filter(|_| has_more).map(|booked| booked.firm.org);
    (shown, next)
}

fn view(supply: &Supply, book: &Book, booked: &BookedFirm) -> FirmCoverView {
    let firm = &booked.firm;
    let categories = supply.goods().categories().iter();
    let cover = categories.filter_map(|category| {
        let cover = book.firm_cover(booked, &category.key)?;
        Some(FirmCategoryCover::new(category, cover))
    });
    FirmCoverView {
        org: firm.org,
        name: firm.name.clone(),
        kind: firm.kind,
        place: firm.place,
        counted_at: firm.counted_at,
        cover: cover.collect(),
    }
}
