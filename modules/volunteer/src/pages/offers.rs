//! `/volunteer/shifts`: shifts that one can sign up for, by when they begin.

use super::OFFERS;
use super::own::{nobody, own_of};
use super::words::{Badge, ShiftLine, Words};
use crate::api::{Shared, ShiftQuery};
use crate::error::VolunteerError;
use crate::limits::SHOWN_MAX;
use crate::rules::shift::ShiftKind;
use crate::store::shifts::{self, Post, Shift, ShiftFilter};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use tongxin_account::Visit;
use tongxin_web::{Choice, Page, Problem, Query, html};

#[derive(Template)]
#[template(path = "volunteer_offers.html")]
struct OffersPage {
    page: Page,
    about: String,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
    /// The district that is shown, and the one link to the whole city or back.
    place: String,
    other: String,
    other_label: String,
}

struct Row {
    shift: ShiftLine,
    badge: Badge,
    posts: Vec<OpenPost>,
}

struct OpenPost {
    number: i64,
    label: String,
    is_full: bool,
}

/// The page.
pub(super) async fn show(
    State(volunteers): Shared,
    visit: Visit,
    headers: HeaderMap,
    Query(query): Query<ShiftQuery>,
) -> Result<Response, Problem> {
    let Some(own) = own_of(&volunteers, &headers).await? else {
        return nobody(&visit);
    };
    let words = Words::of(&volunteers, &visit)?;
    let district = volunteers.district_of(&own.home);
    let place = query.place.unwrap_or(district);
    let filter = ShiftFilter {
        place: Some(place),
        is_short: query.short,
        is_open: true,
        team: None,
        ..query.filter(&volunteers, visit.now())?
    };
    let mut found = shifts::offered(volunteers.db(), &filter, SHOWN_MAX + 1)
        .await
        .map_err(VolunteerError::from)?;
    let has_more = found.len() > SHOWN_MAX as usize;
    found.truncate(SHOWN_MAX as usize);
    let posts = shifts::posts(volunteers.db(), found.iter().map(|shift| shift.id)).await;
    let posts = posts.map_err(VolunteerError::from)?;
    let kind = query.kind.map_or("", ShiftKind::as_str);
    let next = found.last().filter(|_| has_more).map(|last| {
        let (id, start) = (last.id, last.span.start);
        format!("{OFFERS}?place={place}&kind={kind}&after={id}&after_start={start}")
    });
    let city = volunteers.places().tree().city().map_or(district, |city| city.code);
    let is_city = place == city;
    html(&OffersPage {
        page: visit.page("volunteer-offers-title"),
        about: words.place(&place),
        kinds: words.choices(
            "volunteer-shift-",
            ShiftKind::ALL,
            |word| word == kind,
            Some("volunteer-offers-all"),
        ),
        rows: found
            .iter()
            .map(|shift| row(&words, shift, posts.get(&shift.id).map_or(&[], Vec::as_slice)))
            .collect(),
        next,
        place: place.to_string(),
        other: format!("{OFFERS}?place={}", if is_city { district } else { city }),
        other_label: visit.t(if is_city {
            "volunteer-offers-near"
        } else {
            "volunteer-offers-city"
        }),
    })
}

fn row(words: &Words<'_>, shift: &Shift, posts: &[Post]) -> Row {
    let open = |post: &Post| OpenPost {
        number: post.number,
        label: words.post(post),
        is_full: post.held >= post.needed,
    };
    Row {
        shift: words.shift(shift, &[]),
        badge: words.shift_badge(shift, words.visit.now()),
        posts: posts.iter().map(open).collect(),
    }
}
