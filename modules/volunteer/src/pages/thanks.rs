//! `/volunteer/thanks`: whoever wants to be thanked, by the name they chose.

use super::words::Words;
use crate::api::Shared;
use crate::error::VolunteerError;
use crate::limits::WALL_SHOWN_MAX;
use crate::store::wall;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::Visit;
use tongxin_city::VolunteerId;
use tongxin_web::{Page, Problem, Query, html};

#[derive(Template)]
#[template(path = "volunteer_thanks.html")]
struct ThanksPage {
    page: Page,
    thanked: Vec<Thanked>,
    next: Option<String>,
}

struct Thanked {
    name: String,
    place: String,
    hours: String,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct ThanksQuery {
    after: Option<VolunteerId>,
    after_minutes: Option<i64>,
}

/// The wall.
pub(super) async fn show(
    State(volunteers): Shared,
    visit: Visit,
    Query(query): Query<ThanksQuery>,
) -> Result<Response, Problem> {
    let words = Words::of(&volunteers, &visit)?;
    let after = query.after_minutes.zip(query.after);
    let mut found = wall::page(volunteers.db(), after, WALL_SHOWN_MAX + 1)
        .await
        .map_err(VolunteerError::from)?;
    let has_more = found.len() > WALL_SHOWN_MAX as usize;
    found.truncate(WALL_SHOWN_MAX as usize);
    let next = found.last().filter(|_| has_more);
    let next = next.map(|last| format!("/volunteer/thanks?after={}&after_minutes={}", last.id, last.minutes));
    let thanked = found.iter().map(|one| Thanked {
        name: one.name.clone(),
        place: words.place(&volunteers.district_of(&one.home)),
        hours: words.hours(one.minutes),
    });
    html(&ThanksPage {
        page: visit.page("volunteer-thanks-title"),
        thanked: thanked.collect(),
        next,
    })
}
