//! `/volunteers`: the community's volunteers; whoever waits for a look comes first.

use super::PEOPLE;
use super::join::{FormAt, JoinPage, JoinQuery};
use super::person_form::read;
use super::words::{Badge, Typed, Words};
use crate::api::{Shared, VolunteerQuery};
use crate::error::VolunteerError;
use crate::limits::SHOWN_MAX;
use crate::rules::person::{Skill, VolunteerState};
use crate::store::listing;
use crate::store::volunteers::Volunteer;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_web::{
    Address, Choice, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, redirect_with, refused,
};

#[derive(Template)]
#[template(path = "volunteers.html")]
struct PeoplePage {
    page: Page,
    may_edit: bool,
    may_export: bool,
    chips: Vec<Chip>,
    q: String,
    state: String,
    skills: Vec<Choice>,
    rows: Vec<Row>,
    next: Option<String>,
    csv: String,
    xlsx: String,
}

struct Chip {
    href: String,
    word: String,
    count: i64,
    is_current: bool,
}

struct Row {
    href: String,
    badge: Badge,
    name: String,
    note: String,
    place: String,
    hours: String,
}

/// The list.
pub(super) async fn show(
    State(volunteers): Shared,
    visit: Visit,
    Query(query): Query<VolunteerQuery>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::VolunteerRead)?;
    let words = Words::of(&volunteers, &visit)?;
    let found = listing::page(volunteers.db(), &scope, &query.filter()?, SHOWN_MAX + 1).await;
    let mut found = found.map_err(VolunteerError::from)?;
    let has_more = found.len() > SHOWN_MAX as usize;
    found.truncate(SHOWN_MAX as usize);
    let address = Address::of(PEOPLE, &visit.asked.address).without(&["after", "after_home"]);
    let next = found.last().filter(|_| has_more).map(|last| {
        let at = address.with("after", &last.id.to_string());
        at.with("after_home", last.home.as_str()).to_string()
    });
    let counts = listing::counts(volunteers.db(), &scope)
        .await
        .map_err(VolunteerError::from)?;
    let state = query.state.map_or("", VolunteerState::as_str);
    let skill = query.skill.map_or("", Skill::as_str);
    html(&PeoplePage {
        page: visit.page("volunteer-people-title"),
        may_edit: visit.viewer.may(Action::VolunteerEdit),
        may_export: visit.viewer.may(Action::Export),
        chips: chips(&words, &address, &counts, state),
        q: query.q.clone().unwrap_or_default(),
        state: state.to_owned(),
        skills: words.choices(
            "volunteer-skill-",
            Skill::ALL,
            |word| word == skill,
            Some("volunteer-any-skill"),
        ),
        rows: found.iter().map(|one| row(&words, one)).collect(),
        next,
        csv: address.at("/api/v1/volunteers.csv").to_string(),
        xlsx: address.at("/api/v1/volunteers.xlsx").to_string(),
    })
}

fn chips(words: &Words<'_>, address: &Address, counts: &[(VolunteerState, i64)], current: &str) -> Vec<Chip> {
    let shown = [
        VolunteerState::Applied,
        VolunteerState::Verified,
        VolunteerState::Refused,
    ];
    let count = |state: VolunteerState| {
        counts
            .iter()
            .find(|(known, _)| *known == state)
            .map_or(0, |(_, count)| *count)
    };
    let all = Chip {
        href: address.with("state", "").to_string(),
        word: words.t("volunteer-all"),
        count: shown.iter().map(|state| count(*state)).sum(),
        is_current: current.is_empty(),
    };
    let chip = |state: VolunteerState| Chip {
        href: address.with("state", state.as_str()).to_string(),
        word: words.t(&format!("volunteer-state-{state}")),
        count: count(state),
        is_current: current == state.as_str(),
    };
    std::iter::once(all).chain(shown.into_iter().map(chip)).collect()
}

fn row(words: &Words<'_>, one: &Volunteer) -> Row {
    let covered = if one.is_covered {
        "volunteer-is-covered"
    } else {
        "volunteer-not-covered-short"
    };
    let mut note = vec![words.t(covered)];
    if !one.skills.is_empty() {
        note.push(words.skills(&one.skills));
    }
    Row {
        href: format!("{PEOPLE}/{}", one.id),
        badge: words.volunteer_badge(one.state),
        name: one.shown_name(),
        note: note.join(" · "),
        place: words.place(&one.home),
        hours: words.hours(one.minutes),
    }
}

const DESK: FormAt = FormAt {
    title: "volunteer-new-title",
    path: "/volunteers/new",
    action: PEOPLE,
    about: "volunteer-new-about",
    button: "volunteer-new-do",
};

/// The form for somebody who has no phone.
pub(super) async fn new(
    State(volunteers): Shared,
    visit: Visit,
    Query(query): Query<JoinQuery>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::VolunteerEdit)?;
    let words = Words::of(&volunteers, &visit)?;
    html(&JoinPage::new(
        &words,
        DESK,
        Some(&scope),
        &query,
        (None, FormErrors::default()),
    )?)
}

/// Enters somebody whom the community knows.
pub(super) async fn enter(
    State(volunteers): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::VolunteerEdit)?;
    let scope = by.may.clone();
    let typed = Typed(form);
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "enter-volunteer", format!("{typed:?}").as_bytes());
    match volunteers.register(key, Some(by), read(&typed), visit.now()).await {
        Ok(done) => {
            let flash = Flash::done("volunteer-done-entered");
            Ok(redirect_with(&visit.asked, &format!("{PEOPLE}/{}", done.id), &flash))
        }
        Err(error) => {
            let words = Words::of(&volunteers, &visit)?;
            let typed = (Some(typed), visit.form_errors(error)?);
            refused(&JoinPage::new(
                &words,
                DESK,
                Some(&scope),
                &JoinQuery::default(),
                typed,
            )?)
        }
    }
}
