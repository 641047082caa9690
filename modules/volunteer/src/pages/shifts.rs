//! `/shifts`: the shifts of one's places and how they are filled; one press asks people for all that are open.

use super::SHIFTS;
use super::words::{Badge, ShiftLine, Typed, Words};
use crate::api::{Shared, ShiftQuery};
use crate::asking::AskedMatch;
use crate::error::VolunteerError;
use crate::figures::Counted;
use crate::limits::SHOWN_MAX;
use crate::rules::shift::ShiftKind;
use crate::store::figures;
use crate::store::shifts::{self, Shift};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::HashMap;
use tongxin_account::{Action, Visit};
use tongxin_web::{Address, Choice, Flash, Form, IdempotencyKey, Page, Problem, Query, html, redirect_with};

#[derive(Template)]
#[template(path = "shifts.html")]
struct ShiftsPage {
    page: Page,
    may_work: bool,
    has_people: bool,
    kinds: Vec<Choice>,
    is_short: bool,
    all: String,
    short: String,
    rows: Vec<Row>,
    next: Option<String>,
    /// Which days are shown, when the address names their end.
    days: Option<String>,
    /// The widest place whose open places can be matched.
    place: String,
    place_name: String,
}

struct Row {
    href: String,
    shift: ShiftLine,
    badge: Badge,
    need_href: Option<String>,
    /// How much it has of what is counted.
    counted: Option<String>,
}

/// The list.
pub(super) async fn show(
    State(volunteers): Shared,
    visit: Visit,
    Query(query): Query<ShiftQuery>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::ShiftRead)?;
    let words = Words::of(&volunteers, &visit)?;
    let filter = query.filter(&volunteers, visit.now())?;
    let found = shifts::page(volunteers.db(), &scope, &filter, SHOWN_MAX + 1).await;
    let mut found = found.map_err(VolunteerError::from)?;
    let has_more = found.len() > SHOWN_MAX as usize;
    found.truncate(SHOWN_MAX as usize);
    let posts = shifts::posts(volunteers.db(), found.iter().map(|shift| shift.id)).await;
    let posts = posts.map_err(VolunteerError::from)?;
    let mut counts = HashMap::new();
    if let Some(counted) = query.counted {
        let of_shifts = figures::of_shifts(volunteers.db(), counted, found.iter().map(|shift| shift.id)).await;
        counts = of_shifts.map_err(VolunteerError::from)?;
    }
    let address = Address::of(SHIFTS, &visit.asked.address).without(&["after", "after_start"]);
    let next = found.last().filter(|_| has_more).map(|last| {
        let at = address.with("after", &last.id.to_string());
        at.with("after_start", &last.span.start.to_string()).to_string()
    });
    let row = |shift: &Shift| Row {
        href: format!("{SHIFTS}/{}", shift.id),
        shift: words.shift(shift, posts.get(&shift.id).map_or(&[], Vec::as_slice)),
        badge: words.shift_badge(shift, visit.now()),
        need_href: shift.need.map(|need| format!("/needs/{need}")),
        counted: query
            .counted
            .map(|counted| said(&words, counted, counts.get(&shift.id).copied().unwrap_or(0))),
    };
    let kind = query.kind.map_or("", ShiftKind::as_str);
    let widest = visit
        .scope(Action::ShiftWork)
        .ok()
        .and_then(|scope| scope.widest_place());
    html(&ShiftsPage {
        page: visit.page("volunteer-shifts-title"),
        may_work: visit.viewer.may(Action::ShiftWork),
        has_people: visit.viewer.may(Action::VolunteerRead),
        kinds: words.choices(
            "volunteer-shift-",
            ShiftKind::ALL,
            |word| word == kind,
            Some("volunteer-offers-all"),
        ),
        is_short: query.short,
        all: address.with("short", "").to_string(),
        short: address.with("short", "true").to_string(),
        rows: found.iter().map(row).collect(),
        next,
        days: query.until.map(|until| {
            let from = words.day(query.from.unwrap_or(words.today));
            let days = words.ta(
                "volunteer-shifts-of-day",
                &[("from", &from), ("until", &words.day(until))],
            );
            let only = query
                .counted
                .map(|counted| words.t(&format!("volunteer-beside-only-{counted}")));
            [Some(days), only].into_iter().flatten().collect::<Vec<_>>().join(" ")
        }),
        place: widest.map_or_else(String::new, |place| place.to_string()),
        place_name: widest.map_or_else(String::new, |place| words.place(&place)),
    })
}

/// How many people, places or hours a shift has.
fn said(words: &Words<'_>, counted: Counted, count: i64) -> String {
    let number = match counted {
        Counted::Hours => format!("{}.{}", count / 60, count % 60 * 10 / 60),
        _ => count.to_string(),
    };
    words.ta(&format!("volunteer-beside-{counted}"), &[("n", &number)])
}

/// Asks people for all open places of the next days.
pub(super) async fn ask_all(
    State(volunteers): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let typed = Typed(form);
    let place = typed.one("place").parse().map_err(|_| Problem::not_found())?;
    visit.viewer.require_place(Action::ShiftWork, &place)?;
    let by = visit.doer(Action::ShiftWork)?;
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "match-volunteers", place.as_str().as_bytes());
    let done = volunteers.ask_all(key, by, AskedMatch { place }, visit.now()).await?;
    let flash = Flash::done("volunteer-done-matched")
        .arg("n", done.asked)
        .arg("left", done.left);
    Ok(redirect_with(&visit.asked, SHIFTS, &flash))
}
