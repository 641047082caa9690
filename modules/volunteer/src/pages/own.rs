//! Whose page it is: the cookie that a volunteer's link leaves, and what the link and the calendar's address open.

use super::ME;
use super::words::Words;
use crate::api::Shared;
use crate::error::VolunteerError;
use crate::limits::SHOWN_MAX;
use crate::rules::place::PlaceState;
use crate::rules::shift::ShiftState;
use crate::store::places;
use crate::store::shifts::{self, Shift};
use crate::store::volunteers::Volunteer;
use crate::volunteers::Volunteers;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, header};
use tongxin_account::Visit;
use tongxin_city::{ShiftId, Timestamp};
use tongxin_web::ical::{self, Event, Status};
use tongxin_web::{Page, Path, Problem, cookie, html, redirect, refused};

/// The cookie that says whose page it is.
const COOKIE: &str = "tx_volunteer";
/// How long a phone keeps it: as long as a record is kept.
const COOKIE_SECONDS: u32 = 180 * 24 * 60 * 60;
/// How long before a shift a phone reminds.
const ALARMS: &[&str] = &["P1D", "PT2H"];

/// Whoever holds the cookie; nobody when there is none, or one that opens nothing any more.
pub(super) async fn own_of(volunteers: &Volunteers, headers: &HeaderMap) -> Result<Option<Volunteer>, VolunteerError> {
    let Some(key) = cookie(headers, COOKIE) else {
        return Ok(None);
    };
    match volunteers.opened(&key).await {
        Ok(own) => Ok(Some(own)),
        Err(VolunteerError::NoLink) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An answer that leaves the cookie of a volunteer; an empty key takes it away.
pub(super) fn with_cookie(mut response: Response, visit: &Visit, key: &str) -> Response {
    let seconds = if key.is_empty() { 0 } else { COOKIE_SECONDS };
    let secure = if visit.asked.shell.is_https { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={key}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

#[derive(Template)]
#[template(path = "volunteer_none.html")]
struct NonePage {
    page: Page,
    /// Whether a link was followed that opens nothing.
    is_dead: bool,
}

/// The page of somebody whose phone holds no link.
pub(super) fn nobody(visit: &Visit) -> Result<Response, Problem> {
    html(&NonePage {
        page: visit.page("volunteer-me-title"),
        is_dead: false,
    })
}

/// A volunteer's link: the phone knows from then on whose page it is.
pub(super) async fn open(
    State(volunteers): Shared,
    visit: Visit,
    Path(key): Path<String>,
) -> Result<Response, Problem> {
    match volunteers.opened(&key).await {
        Ok(own) => Ok(with_cookie(redirect(ME), &visit, &volunteers.own_key(&own))),
        Err(VolunteerError::NoLink) => refused(&NonePage {
            page: visit.page("volunteer-me-title"),
            is_dead: true,
        }),
        Err(error) => Err(error.into()),
    }
}

/// A volunteer's shifts as a calendar that a phone subscribes to.
pub(super) async fn calendar(
    State(volunteers): Shared,
    visit: Visit,
    Path(feed): Path<String>,
) -> Result<Response, Problem> {
    let own = match volunteers.opened_calendar(feed.trim_end_matches(".ics")).await {
        Err(VolunteerError::NoLink) => return Err(Problem::not_found()),
        found => found?,
    };
    let words = Words::of(&volunteers, &visit)?;
    let since = visit.now().plus_days(-1);
    let ahead = places::of_volunteer(volunteers.db(), own.id, since, SHOWN_MAX).await;
    let held = ahead.map_err(VolunteerError::from)?.into_iter();
    let held: Vec<ShiftId> = held
        .filter(|place| is_kept(place.state))
        .map(|place| place.shift)
        .collect();
    let found = shifts::of(volunteers.db(), held).await.map_err(VolunteerError::from)?;
    let events: Vec<Event> = found.iter().map(|shift| event(&words, shift)).collect();
    let name = visit.t("volunteer-calendar");
    let text = ical::calendar("Volunteer", &name, &events, &visit.asked.shell.zone);
    Ok(([(header::CONTENT_TYPE, ical::MEDIA_TYPE)], text).into_response())
}

const fn is_kept(state: PlaceState) -> bool {
    matches!(
        state,
        PlaceState::Taken | PlaceState::Offered | PlaceState::In | PlaceState::CalledOff
    )
}

/// It names places and no doors.
fn event(words: &Words<'_>, shift: &Shift) -> Event {
    let line = words.shift(shift, &[]);
    Event {
        uid: format!("{}@tongxin", shift.id),
        sequence: shift.seq,
        changed_at: Timestamp(shift.changed_at.millis()),
        from_at: shift.span.start,
        until_at: shift.span.end,
        status: match shift.state {
            ShiftState::Cancelled => Status::Cancelled,
            _ => Status::Confirmed,
        },
        summary: line.title,
        location: format!("{} {}", line.place, line.meet),
        description: line.about,
        alarms: ALARMS,
    }
}
