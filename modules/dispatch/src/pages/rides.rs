//! `/rides`: patients' rides of the own household, the own buildings or the own firm, and the form that books a trip.

mod form;

use crate::api::Shared;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::limits::RIDES_SHOWN_MAX;
use crate::pages::words::{Badge, Words};
use crate::rules::ride::{RideState, RideWay};
use crate::store::rides::{self, Ride};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use form::{TripForm, TripOf};
use serde::Deserialize;
use std::collections::HashMap;
use tongxin_account::{Action, Scope, Visit};
use tongxin_city::{HouseholdId, OrgId, PlaceCode, RideId};
use tongxin_web::{Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, Query, html, redirect_with, refused};

const OWN: &str = "/rides";

#[derive(Template)]
#[template(path = "dispatch_rides.html")]
struct RidesPage {
    page: Page,
    errors: FormErrors,
    days: Vec<RideDay>,
    has_more: bool,
    /// For whom a trip can be booked, and what was typed; nothing for whoever only reads.
    form: Option<TripOf>,
}

struct RideDay {
    title: String,
    rows: Vec<RideRow>,
}

struct RideRow {
    id: String,
    badge: Badge,
    what: String,
    times: String,
    from: String,
    to: String,
    people: String,
    firm: String,
    need_href: String,
    /// Whether the viewer may call it off.
    may_call_off: bool,
}

/// The page.
pub(super) async fn show(
    State(dispatch): Shared,
    visit: Visit,
    Query(form): Query<TripForm>,
) -> Result<Response, Problem> {
    html(&page(&dispatch, &visit, form, FormErrors::default()).await?)
}

async fn page(dispatch: &Dispatch, visit: &Visit, form: TripForm, errors: FormErrors) -> Result<RidesPage, Problem> {
    let scope = visit.scope(Action::RideRead)?;
    let words = Words::of(dispatch, visit)?;
    let found = rides::page(dispatch.db(), &scope, words.today, RIDES_SHOWN_MAX).await;
    let found = found.map_err(DispatchError::from)?;
    let may_book = visit.scope(Action::RideBook).ok();
    // Doors are for those who look after them and for whoever drives; an officer sees buildings.
    let looks_after = |ride: &Ride| may_book.as_ref().is_some_and(|scope| is_theirs(scope, ride));
    let drives = |ride: &Ride| scope.orgs.contains(&ride.org);
    let known: Vec<Ride> = (found.iter().filter(|ride| looks_after(ride) || drives(ride)).cloned()).collect();
    let firms = dispatch.places().org_names(found.iter().map(|ride| ride.org));
    let seen = Seen {
        doors: dispatch.doors_of(&known).await?,
        firms: firms.await.map_err(DispatchError::from)?,
        may_book,
    };
    let mut days: Vec<(tongxin_city::Day, RideDay)> = Vec::new();
    for ride in &found {
        if days.last().is_none_or(|(day, _)| *day != ride.day) {
            let title = words.near_day(ride.day);
            days.push((
                ride.day,
                RideDay {
                    title,
                    rows: Vec::new(),
                },
            ));
        }
        if let Some((_, day)) = days.last_mut() {
            day.rows.push(seen.row(&words, ride));
        }
    }
    let form = match &seen.may_book {
        Some(scope) => Some(TripOf::load(dispatch, &words, scope, form).await?),
        None => None,
    };
    Ok(RidesPage {
        page: visit.page("dispatch-rides-title"),
        errors,
        has_more: found.len() >= RIDES_SHOWN_MAX as usize,
        days: days.into_iter().map(|(_, day)| day).collect(),
        form,
    })
}

/// What rows name.
struct Seen {
    doors: HashMap<HouseholdId, String>,
    firms: HashMap<OrgId, String>,
    may_book: Option<Scope>,
}

impl Seen {
    /// Whether the reader looks after whoever rides, or drives them: they may know what the ride needs.
    fn is_concerned(&self, ride: &Ride) -> bool {
        self.doors.contains_key(&ride.household)
    }

    /// A place; home with its door.
    fn place(&self, words: &Words<'_>, ride: &Ride, place: &PlaceCode) -> String {
        let name = words.building(place);
        match self.doors.get(&ride.household) {
            Some(door) if *place == ride.home => format!("{name} {door}"),
            _ => name,
        }
    }

    fn row(&self, words: &Words<'_>, ride: &Ride) -> RideRow {
        let what = match ride.way {
            RideWay::There => "dispatch-ride-there",
            RideWay::Back => "dispatch-ride-back",
        };
        RideRow {
            id: ride.id.to_string(),
            badge: badge(words, ride),
            what: words.ta(what, &[("at", &words.time(ride.appointment_at))]),
            times: match ride.planned_at {
                Some(at) => words.ta("dispatch-ride-planned", &[("at", &words.time(at))]),
                None => words.ta(
                    "dispatch-ride-between",
                    &[("time", &words.span(ride.times.from_at, ride.times.until_at))],
                ),
            },
            from: self.place(words, ride, &ride.from),
            to: self.place(words, ride, &ride.to),
            people: if self.is_concerned(ride) {
                words.ride(ride.people, ride.needs)
            } else {
                words.people(ride.people)
            },
            firm: self.firms.get(&ride.org).cloned().unwrap_or_default(),
            need_href: ride.need.map_or_else(String::new, |need| format!("/needs/{need}")),
            may_call_off: ride.state == RideState::Booked
                && self.may_book.as_ref().is_some_and(|scope| is_theirs(scope, ride)),
        }
    }
}

/// Whether a ride is of somebody's own household or of one that they look after.
fn is_theirs(scope: &Scope, ride: &Ride) -> bool {
    scope.contains(&ride.home, None, Some(ride.household))
}

fn badge(words: &Words<'_>, ride: &Ride) -> Badge {
    let (state, key) = match ride.state {
        RideState::Booked if ride.need.is_some() => ("failing", "dispatch-ride-state-trouble"),
        RideState::Booked if ride.planned_at.is_some() => ("stable", "dispatch-ride-state-planned"),
        RideState::Booked => ("strained", "dispatch-ride-state-booked"),
        RideState::OnBoard => ("strained", "dispatch-ride-state-on_board"),
        RideState::Arrived => ("stable", "dispatch-ride-state-arrived"),
        RideState::Absent => ("failing", "dispatch-ride-state-absent"),
        RideState::Refused => ("unknown", "dispatch-ride-state-refused"),
        RideState::Cancelled => ("unknown", "dispatch-ride-state-cancelled"),
    };
    Badge {
        state,
        word: words.t(key),
    }
}

/// Books a trip, and shows it in the list.
pub(super) async fn book(
    State(dispatch): Shared,
    visit: Visit,
    Form(form): Form<TripForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::RideBook)?;
    let key = IdempotencyKey::checked(&form.key)?;
    let key = visit.command(key, "book-trip", format!("{form:?}").as_bytes());
    let words = Words::of(&dispatch, &visit)?;
    let booked = match form.read(&words) {
        Ok(asked) => dispatch.book_trip(key, by, asked, visit.now()).await,
        Err(faults) => Err(faults.into()),
    };
    match booked {
        Ok(_) => Ok(redirect_with(
            &visit.asked,
            OWN,
            &Flash::done("dispatch-ride-done-booked"),
        )),
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&page(&dispatch, &visit, form, errors).await?)
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct CallOffForm {
    key: String,
}

/// Calls a ride off.
pub(super) async fn call_off(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<RideId>,
    Form(form): Form<CallOffForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::RideBook)?;
    let key = IdempotencyKey::checked(&form.key)?;
    let key = visit.command(key, "call-off-ride", id.to_string().as_bytes());
    match dispatch.call_off_ride(key, by, id, visit.now()).await {
        Ok(_) => Ok(redirect_with(
            &visit.asked,
            OWN,
            &Flash::done("dispatch-ride-done-cancelled"),
        )),
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&page(&dispatch, &visit, TripForm::default(), errors).await?)
        }
    }
}
