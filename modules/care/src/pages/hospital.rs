//! `/hospital`: the desk of a hospital. One question, "which appointments wait for our word?", and one action: to confirm.

use super::appointment_words::{AppointmentRow, Known};
use super::appointments::{CalendarBox, calendar_box};
use super::words::{Chip, Words};
use crate::api::Shared;
use crate::care::Care;
use crate::error::CareError;
use crate::limits::APPOINTMENTS_SHOWN_MAX;
use crate::rules::appointment::AppointmentState;
use crate::store::appointments::{self, AppointmentFilter};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{AppointmentId, Timestamp};
use tongxin_web::{Page, Problem, Query, html};

#[derive(Template)]
#[template(path = "care_hospital.html")]
struct HospitalPage {
    page: Page,
    about: String,
    chips: Vec<Chip>,
    rows: Vec<DeskRow>,
    next: Option<String>,
    calendar: Option<CalendarBox>,
}

struct DeskRow {
    shown: AppointmentRow,
    id: String,
    seq: i64,
    day: String,
    /// When it has to be confirmed.
    confirm_by: Option<String>,
    can_confirm: bool,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct HospitalQuery {
    state: Option<AppointmentState>,
    after: Option<AppointmentId>,
    after_at: Option<Timestamp>,
}

/// The page.
pub(super) async fn show(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<HospitalQuery>,
) -> Result<Response, Problem> {
    html(&page(&care, &visit, query, None).await?)
}

/// The page with a calendar's link that was just made.
pub(super) async fn with_link(care: &Care, visit: &Visit, link: String) -> Result<Response, Problem> {
    html(&page(care, visit, HospitalQuery::default(), Some(link)).await?)
}

async fn page(care: &Care, visit: &Visit, query: HospitalQuery, link: Option<String>) -> Result<HospitalPage, Problem> {
    let scope = visit.scope(Action::AppointmentAnswer)?;
    let words = Words::of(care, visit)?;
    let filter = AppointmentFilter {
        from: Some(words.today),
        state: query.state,
        after: query.after_at.zip(query.after),
        ..AppointmentFilter::default()
    };
    let found = appointments::page(care.db(), &scope, &filter, APPOINTMENTS_SHOWN_MAX + 1).await;
    let mut found = found.map_err(CareError::from)?;
    let has_more = found.len() > APPOINTMENTS_SHOWN_MAX as usize;
    found.truncate(APPOINTMENTS_SHOWN_MAX as usize);
    let known = Known::of(care, &words, &found).await?;
    let names = care
        .places()
        .org_names(scope.orgs.iter().copied())
        .await
        .map_err(CareError::from)?;
    let mut hospitals: Vec<String> = names.into_values().collect();
    hospitals.sort_unstable();
    let next = found.last().filter(|_| has_more).map(|last| {
        let state = query.state.map_or_else(String::new, |state| format!("&state={state}"));
        format!("{}?after={}&after_at={}{state}", super::HOSPITAL, last.id, last.at)
    });
    let row = |row: &appointments::Appointment| DeskRow {
        shown: known.row(&words, row),
        id: row.id.to_string(),
        seq: row.seq,
        day: words.day(row.day),
        confirm_by: row
            .confirm_by
            .map(|at| words.ta("care-confirm-by", &[("at", &words.when(at))])),
        can_confirm: row.state == AppointmentState::Asked,
    };
    Ok(HospitalPage {
        page: visit.page("care-hospital-title"),
        about: hospitals.join(visit.lang().pick("、", ", ")),
        chips: chips(&words, query.state),
        rows: found.iter().map(row).collect(),
        next,
        calendar: calendar_box(care, visit, link).await?,
    })
}

fn chips(words: &Words<'_>, chosen: Option<AppointmentState>) -> Vec<Chip> {
    let all = Chip {
        href: super::HOSPITAL.to_owned(),
        word: words.t("care-round-all"),
        is_current: chosen.is_none(),
    };
    let states = [
        AppointmentState::Asked,
        AppointmentState::Proposed,
        AppointmentState::Confirmed,
        AppointmentState::Refused,
    ];
    let chip = |state: AppointmentState| Chip {
        href: format!("{}?state={state}", super::HOSPITAL),
        word: words.t(&format!("care-appointment-{state}")),
        is_current: chosen == Some(state),
    };
    std::iter::once(all).chain(states.map(chip)).collect()
}
