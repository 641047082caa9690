//! `/care/appointments/day`: the appointments behind a figure of the briefing. Whoever reads it sees when, where and how each
//! stands, in which community somebody waits, and by which sign the hospital speaks of it; no household, no building, nothing
//! of what it is for.

use super::appointment_words::badge;
use super::words::{Badge, Chip, Words};
use crate::api::Shared;
use crate::error::CareError;
use crate::figures::AppointmentFigureKey;
use crate::store::appointments::sign_of;
use crate::store::tallies::DayAppointment;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::collections::HashMap;
use tongxin_account::{Action, Visit};
use tongxin_city::{AppointmentId, Day, OrgId, PlaceCode, Timestamp};
use tongxin_web::{Page, Problem, Query, html};

/// Where it is.
pub(super) const PATH: &str = "/care/appointments/day";
/// Appointments on one page.
const SHOWN_MAX: usize = 100;

#[derive(Template)]
#[template(path = "care_appointments_of_day.html")]
struct DayPage {
    page: Page,
    about: String,
    chips: Vec<Chip>,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    badge: Badge,
    when: String,
    hospital: String,
    community: String,
    sign: String,
    need_href: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct DayQuery {
    place: Option<PlaceCode>,
    day: Option<Day>,
    counted: Option<AppointmentFigureKey>,
    after: Option<AppointmentId>,
    after_at: Option<Timestamp>,
}

/// The page.
pub(super) async fn show(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<DayQuery>,
) -> Result<Response, Problem> {
    let place = visit.place_or_widest(Action::VisitRead, query.place)?;
    let words = Words::of(&care, &visit)?;
    let day = query.day.unwrap_or(words.today);
    let key = query.counted.unwrap_or(AppointmentFigureKey::Asked);
    let (mut found, rides) = care.day_appointments(&place, day).await?;
    found.retain(|row| key.counts(row, &rides));
    let all = found.len();
    if let Some(after) = query.after_at.zip(query.after) {
        found.retain(|row| (row.at, row.id) > after);
    }
    let has_more = found.len() > SHOWN_MAX;
    found.truncate(SHOWN_MAX);
    let hospitals = care.places().org_names(found.iter().map(|row| row.hospital)).await;
    let hospitals = hospitals.map_err(CareError::from)?;
    let address = |key: AppointmentFigureKey| format!("{PATH}?place={place}&day={day}&counted={key}");
    let next = found.last().filter(|_| has_more);
    let next = next.map(|last| format!("{}&after={}&after_at={}", address(key), last.id, last.at));
    let may_open_needs = visit.viewer.may(Action::NeedRead);
    let about = words.ta(
        "care-day-about",
        &[
            ("day", &words.day(day)),
            ("place", &words.place(&place)),
            ("n", &all.to_string()),
        ],
    );
    let listed = AppointmentFigureKey::ALL
        .iter()
        .filter(|key| **key != AppointmentFigureKey::NeedsRaised);
    let chip = |other: &AppointmentFigureKey| Chip {
        href: address(*other),
        word: words.t(&format!("care-appointments-counted-{other}")),
        is_current: *other == key,
    };
    html(&DayPage {
        page: visit.page("care-day-title"),
        about,
        chips: listed.map(chip).collect(),
        rows: found
            .iter()
            .map(|found| row(&words, found, &hospitals, may_open_needs))
            .collect(),
        next,
    })
}

fn row(words: &Words<'_>, row: &DayAppointment, hospitals: &HashMap<OrgId, String>, may_open_needs: bool) -> Row {
    Row {
        badge: badge(words, row.state),
        when: words.time(row.at),
        hospital: hospitals.get(&row.hospital).cloned().unwrap_or_default(),
        community: words.community(&row.building),
        sign: sign_of(row.id),
        need_href: row.need.filter(|_| may_open_needs).map(|need| format!("/needs/{need}")),
    }
}
