//! `/care/duty`: the posts that one holds or comes to; and `/care/duty/{code}`: who is responsible for a place, with what can be
//! done about it.

mod form;

pub(super) use form::take;

use super::words::{Badge, Words};
use crate::api::Shared;
use crate::care::Care;
use crate::duty::DutyDoer;
use crate::error::CareError;
use crate::limits::{DUTY_EVENTS_SHOWN_MAX, DUTY_NOTE_CHARS_MAX, DUTY_PHONE_CHARS_MAX, POSTS_SHOWN_MAX};
use crate::rules::duty::{By, Post, Standing};
use crate::store::duty::{self as store, PostRow};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::collections::HashMap;
use tongxin_account::{Action, Visit};
use tongxin_city::{AccountId, Day, PlaceCode};
use tongxin_web::{Choice, FormErrors, Page, Path, Problem, html};

#[derive(Template)]
#[template(path = "care_duty.html")]
struct DutyPage {
    page: Page,
    errors: FormErrors,
    /// Where the page leads up to; nothing on the page of one's own posts.
    about: String,
    posts: Vec<PostBox>,
    people: Vec<Choice>,
    phone_max: String,
    note_max: String,
    coverage_href: String,
}

/// A post with what can be done about it.
struct PostBox {
    badge: Badge,
    place: String,
    href: String,
    code: String,
    post: String,
    name: String,
    /// Who holds it, since and until when, and under which number.
    held: Option<String>,
    next: Option<String>,
    note: String,
    need_href: Option<String>,
    can: Can,
    history: Vec<String>,
}

#[derive(Default)]
struct Can {
    assign: bool,
    offer: bool,
    give: bool,
    take: bool,
    decline: bool,
    end: bool,
}

impl Can {
    fn of(standing: &Standing, by: By) -> Can {
        let held = standing.held.as_ref();
        let is_holder = held.is_some_and(|held| by.account == Some(held.account));
        let may = is_holder || by.organises;
        let next = standing.next.as_ref();
        let is_next = next.is_some_and(|next| by.account == Some(next.account));
        Can {
            assign: held.is_none() && by.organises,
            offer: held.is_some() && next.is_none() && may,
            give: is_holder && next.is_some_and(|next| !next.is_given),
            take: is_next && next.is_some_and(|next| !next.is_taken),
            decline: next.is_some() && (may || is_next),
            end: held.is_some_and(|held| held.until.is_none()) && may,
        }
    }
}

/// The own posts.
pub(super) async fn own(State(care): Shared, visit: Visit) -> Result<Response, Problem> {
    visit.scope(Action::DutyRead)?;
    let account = visit.viewer.account().ok_or_else(Problem::forbidden)?;
    let rows = store::of_account(care.db(), account, POSTS_SHOWN_MAX).await;
    let rows = rows.map_err(CareError::from)?;
    html(&page(&care, &visit, None, rows, FormErrors::default()).await?)
}

/// The posts of a place.
pub(super) async fn of_place(
    State(care): Shared,
    visit: Visit,
    Path(code): Path<PlaceCode>,
) -> Result<Response, Problem> {
    let rows = rows_of(&care, &visit, code).await?;
    html(&page(&care, &visit, Some(code), rows, FormErrors::default()).await?)
}

/// The posts of a place, also those that nobody ever held.
async fn rows_of(care: &Care, visit: &Visit, code: PlaceCode) -> Result<Vec<PostRow>, Problem> {
    visit.viewer.require_place(Action::DutyRead, &code)?;
    let place = care.places().get(&code).ok_or_else(Problem::not_found)?;
    let known = store::of_places(care.db(), &[code]).await.map_err(CareError::from)?;
    let empty = |post| PostRow {
        place: code,
        post,
        subdistrict: code,
        standing: Standing::default(),
        vacant_from: None,
        need: None,
        seq: 0,
    };
    let rows: Vec<PostRow> = Post::of(place.level)
        .map(|post| {
            known
                .iter()
                .find(|row| row.post == post)
                .cloned()
                .unwrap_or_else(|| empty(post))
        })
        .collect();
    if rows.is_empty() {
        return Err(Problem::not_found());
    }
    Ok(rows)
}

async fn page(
    care: &Care,
    visit: &Visit,
    place: Option<PlaceCode>,
    rows: Vec<PostRow>,
    errors: FormErrors,
) -> Result<DutyPage, Problem> {
    let words = Words::of(care, visit)?;
    let doer = DutyDoer::of(&visit.viewer);
    let held = rows
        .iter()
        .filter_map(|row| row.standing.held.as_ref().map(|held| held.account));
    let next = rows
        .iter()
        .filter_map(|row| row.standing.next.as_ref().map(|next| next.account));
    let names = care
        .accounts()
        .display_names(held.chain(next))
        .await
        .map_err(CareError::from)?;
    let mut posts = Vec::with_capacity(rows.len());
    for row in &rows {
        let history = match place {
            Some(_) => history(care, &words, row).await?,
            None => Vec::new(),
        };
        posts.push(post_box(&words, row, (&names, doer.at(&row.place)), history));
    }
    let people = match place {
        Some(place) => people(care, &words, &place).await?,
        None => Vec::new(),
    };
    Ok(DutyPage {
        page: visit.page("care-duty-title"),
        errors,
        about: place.map_or_else(|| words.t("care-duty-own"), |place| words.building(&place)),
        posts,
        people,
        phone_max: DUTY_PHONE_CHARS_MAX.to_string(),
        note_max: DUTY_NOTE_CHARS_MAX.to_string(),
        coverage_href: super::COVERAGE.to_owned(),
    })
}

fn post_box(
    words: &Words<'_>,
    row: &PostRow,
    (names, by): (&HashMap<AccountId, String>, By),
    history: Vec<String>,
) -> PostBox {
    let standing = &row.standing;
    let name = |account: &AccountId| names.get(account).cloned().unwrap_or_default();
    let days = |from: Day, until: Option<Day>| match until {
        Some(until) => words.ta(
            "care-duty-from-to",
            &[("from", &words.day(from)), ("to", &words.day(until))],
        ),
        None => words.ta("care-duty-from", &[("from", &words.day(from))]),
    };
    let held = standing.held.as_ref();
    let next = standing.next.as_ref();
    let (state, key) = match (held, row.vacant_from) {
        (None, _) => ("failing", "care-duty-vacant"),
        (Some(_), Some(_)) => ("strained", "care-duty-ending"),
        (Some(_), None) => ("stable", "care-duty-held"),
    };
    PostBox {
        badge: Badge {
            state,
            word: words.t(key),
        },
        place: words.building(&row.place),
        href: format!("{}/{}", super::DUTY, row.place),
        code: row.place.to_string(),
        post: row.post.to_string(),
        name: words.t(&format!("care-post-{}", row.post)),
        held: held.map(|held| {
            format!(
                "{} · {} · {}",
                name(&held.account),
                held.phone,
                days(held.since, held.until)
            )
        }),
        next: next.map(|next| {
            let said = match (next.is_given, next.is_taken) {
                (true, true) => "care-duty-agreed",
                (true, false) => "care-duty-waits-next",
                (false, true) => "care-duty-waits-holder",
                (false, false) => "care-duty-waits-both",
            };
            format!(
                "{} · {} · {}",
                name(&next.account),
                days(next.on, next.until),
                words.t(said)
            )
        }),
        note: next.map_or_else(String::new, |next| next.note.clone()),
        need_href: row.need.map(|need| format!("/needs/{need}")),
        can: Can::of(standing, by),
        history,
    }
}

async fn history(care: &Care, words: &Words<'_>, row: &PostRow) -> Result<Vec<String>, CareError> {
    let events = store::events(care.db(), &row.place, row.post, DUTY_EVENTS_SHOWN_MAX).await?;
    let actors = care
        .names_of(words.visit, events.iter().map(|event| event.actor.as_str()))
        .await?;
    let about = care
        .accounts()
        .display_names(events.iter().filter_map(|event| event.account))
        .await?;
    let line = |event: &store::Happened| {
        let by = actors.get(&event.actor).cloned().unwrap_or_default();
        let whom = event
            .account
            .and_then(|account| about.get(&account).cloned())
            .unwrap_or_default();
        let step = words.t(&format!("care-duty-step-{}", event.step));
        let note = event.note.clone().map_or_else(String::new, |note| format!(" · {note}"));
        format!("{} · {step} {whom} · {by}{note}", words.when(event.at))
    };
    Ok(events.iter().map(line).collect())
}

/// Whoever works at a place, and can be responsible for it.
async fn people(care: &Care, words: &Words<'_>, place: &PlaceCode) -> Result<Vec<Choice>, CareError> {
    let mut known = care.accounts().people_for(place, Action::VisitWork).await?;
    known.dedup_by_key(|held| held.account);
    let choice = |held: tongxin_account::HeldRole| Choice {
        value: held.account.to_string(),
        label: format!(
            "{} ({})",
            held.display_name,
            words.t(&format!("role-{}", held.grant.role.key()))
        ),
        ..Choice::default()
    };
    let none = Choice {
        label: words.t("care-duty-choose"),
        chosen: true,
        ..Choice::default()
    };
    Ok(std::iter::once(none).chain(known.into_iter().map(choice)).collect())
}
