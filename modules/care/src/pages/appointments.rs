//! `/care/appointments`: the appointments of the own household or the own buildings, and when each door must open.

use super::appointment_words::{AppointmentRow, Known};
use super::words::Words;
use crate::api::Shared;
use crate::care::Care;
use crate::error::CareError;
use crate::limits::APPOINTMENTS_SHOWN_MAX;
use crate::store::appointments::{self, AppointmentFilter};
use crate::store::{calendars, series};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{AppointmentId, Day, PlaceCode, SeriesId, Timestamp};
use tongxin_web::{Flash, Form, IdempotencyKey, Page, Path, Problem, Query, html, redirect_with};

/// Series that a page names.
const SERIES_SHOWN_MAX: u32 = 50;

#[derive(Template)]
#[template(path = "care_appointments.html")]
struct AppointmentsPage {
    page: Page,
    is_own: bool,
    days: Vec<DayRows>,
    next: Option<String>,
    /// Days before today, and back.
    is_past: bool,
    series: Vec<SeriesRow>,
    /// The link to the calendar, for a household: just made, or that there is one.
    calendar: Option<CalendarBox>,
}

struct DayRows {
    title: String,
    rows: Vec<AppointmentRow>,
}

struct SeriesRow {
    id: String,
    rule: String,
    next: String,
    who: String,
}

/// What is said of a calendar's link.
pub(super) struct CalendarBox {
    /// The address, once, when it was just made.
    pub(super) link: Option<String>,
    /// That there is one, and until when.
    pub(super) until: Option<String>,
    /// How a household is reminded.
    pub(super) reminder: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub(super) struct AppointmentsQuery {
    from: Option<Day>,
    place: Option<PlaceCode>,
    after: Option<AppointmentId>,
    after_at: Option<Timestamp>,
}

/// The list.
pub(super) async fn show(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<AppointmentsQuery>,
) -> Result<Response, Problem> {
    html(&page(&care, &visit, query, None).await?)
}

async fn page(
    care: &Care,
    visit: &Visit,
    query: AppointmentsQuery,
    link: Option<String>,
) -> Result<AppointmentsPage, Problem> {
    let scope = visit.scope(Action::AppointmentEdit)?;
    let words = Words::of(care, visit)?;
    let filter = AppointmentFilter {
        from: Some(query.from.unwrap_or(words.today)),
        place: query.place,
        after: query.after_at.zip(query.after),
        ..AppointmentFilter::default()
    };
    let found = appointments::page(care.db(), &scope, &filter, APPOINTMENTS_SHOWN_MAX + 1).await;
    let mut found = found.map_err(CareError::from)?;
    let has_more = found.len() > APPOINTMENTS_SHOWN_MAX as usize;
    found.truncate(APPOINTMENTS_SHOWN_MAX as usize);
    let known = Known::of(care, &words, &found).await?;
    let mut days: Vec<(Day, DayRows)> = Vec::new();
    for row in &found {
        if days.last().is_none_or(|(day, _)| *day != row.day) {
            let title = words.day(row.day);
            days.push((
                row.day,
                DayRows {
                    title,
                    rows: Vec::new(),
                },
            ));
        }
        if let Some((_, day)) = days.last_mut() {
            day.rows.push(known.row(&words, row));
        }
    }
    let next = found.last().filter(|_| has_more).map(|last| {
        let from = query.from.map_or_else(String::new, |day| format!("&from={day}"));
        format!("{}?after={}&after_at={}{from}", super::APPOINTMENTS, last.id, last.at)
    });
    Ok(AppointmentsPage {
        page: visit.page("care-appointments-title"),
        is_own: scope.household.is_some(),
        days: days.into_iter().map(|(_, day)| day).collect(),
        next,
        is_past: query.from.is_some_and(|from| from < words.today),
        series: series_rows(care, &words, &scope).await?,
        calendar: calendar_box(care, visit, link).await?,
    })
}

async fn series_rows(
    care: &Care,
    words: &Words<'_>,
    scope: &tongxin_account::Scope,
) -> Result<Vec<SeriesRow>, CareError> {
    let found = series::to_come(care.db(), scope, SERIES_SHOWN_MAX).await?;
    let doors = care.doors_of(found.iter().map(|series| series.household)).await?;
    let names = care
        .places()
        .org_names(found.iter().map(|series| series.hospital))
        .await?;
    let row = |series: &series::Series| {
        let door = doors.get(&series.household).cloned().unwrap_or_default();
        SeriesRow {
            id: series.id.to_string(),
            rule: names.get(&series.hospital).cloned().unwrap_or_default(),
            next: series.next_on.map_or_else(String::new, |day| words.day(day)),
            who: format!("{} {door}", words.building(&series.building)),
        }
    };
    Ok(found.iter().map(row).collect())
}

/// What is said of the own calendar's link; nothing for whoever has no calendar of their own.
pub(super) async fn calendar_box(
    care: &Care,
    visit: &Visit,
    link: Option<String>,
) -> Result<Option<CalendarBox>, CareError> {
    let Ok(may) = visit.scope(Action::CalendarShare) else {
        return Ok(None);
    };
    let Ok(of) = Care::own_calendar(&may, None) else {
        return Ok(None);
    };
    let made = calendars::of(care.db(), of, visit.now()).await?;
    let zone = &visit.asked.shell.zone;
    Ok(Some(CalendarBox {
        link,
        until: made.map(|made| zone.day_of(made.until).format(visit.lang())),
        reminder: may.household.map(|_| care.reminder_key()),
    }))
}

#[derive(Debug, Deserialize)]
pub(super) struct KeyForm {
    pub(super) key: String,
}

/// Makes the own calendar's link, and shows it once.
pub(super) async fn make_calendar(
    State(care): Shared,
    visit: Visit,
    Form(form): Form<KeyForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::CalendarShare)?;
    let key = visit.command(IdempotencyKey::checked(&form.key)?, "make-calendar", b"own");
    let made = care.make_calendar(key, by, None, visit.now()).await?;
    let link = visit.asked.shell.link(&made.path);
    if visit.viewer.may(Action::AppointmentAnswer) {
        return super::hospital::with_link(&care, &visit, link).await;
    }
    html(&page(&care, &visit, AppointmentsQuery::default(), Some(link)).await?)
}

/// Ends the own calendar's link.
pub(super) async fn end_calendar(
    State(care): Shared,
    visit: Visit,
    Form(form): Form<KeyForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::CalendarShare)?;
    let key = visit.command(IdempotencyKey::checked(&form.key)?, "end-calendar", b"own");
    care.end_calendar(key, by, None).await?;
    let back = if visit.viewer.may(Action::AppointmentAnswer) {
        super::HOSPITAL
    } else {
        super::APPOINTMENTS
    };
    let done = Flash::done("care-done-calendar-ended");
    Ok(redirect_with(&visit.asked, back, &done))
}

/// Ends a series.
pub(super) async fn end_series(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<SeriesId>,
    Form(form): Form<KeyForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::AppointmentEdit)?;
    let key = IdempotencyKey::checked(&form.key)?;
    let key = visit.command(key, "end-series", id.to_string().as_bytes());
    let ended = care.end_series(key, by, id, visit.now()).await?;
    let done = Flash::done("care-done-series-ended").arg("n", ended.cancelled);
    Ok(redirect_with(&visit.asked, super::APPOINTMENTS, &done))
}
