//! `/care/people`: the register of the own household or the own buildings, and the form that adds to it.

use super::choosing::Homes;
use super::person_form::{PersonForm, Typed};
use super::words::{Badge, Building, Chip, Words};
use crate::api::Shared;
use crate::api::people::PeopleQuery;
use crate::care::Care;
use crate::error::CareError;
use crate::limits::PEOPLE_SHOWN_MAX;
use crate::rules::person::PersonState;
use crate::store::people::{self, Person};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::collections::HashMap;
use tongxin_account::{Action, Visit};
use tongxin_city::HouseholdId;
use tongxin_web::{
    Address, Choice, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, redirect_with, refused,
};

#[derive(Template)]
#[template(path = "care_people.html")]
struct PeoplePage {
    page: Page,
    is_own: bool,
    may_edit: bool,
    is_to_review: bool,
    /// Everybody, and those to look at again, among whom is searched for.
    chips: Vec<Chip>,
    q: String,
    buildings: Vec<Building<Row>>,
    next: Option<String>,
}

struct Row {
    badge: Badge,
    href: String,
    who: String,
    note: String,
    rhythm: String,
    until: String,
}

/// The register.
pub(super) async fn show(
    State(care): Shared,
    visit: Visit,
    Query(query): Query<PeopleQuery>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::PersonRead)?;
    let words = Words::of(&care, &visit)?;
    let mut found = people::page(care.db(), &scope, &query.filter(words.today)?, PEOPLE_SHOWN_MAX + 1)
        .await
        .map_err(CareError::from)?;
    let has_more = found.len() > PEOPLE_SHOWN_MAX as usize;
    found.truncate(PEOPLE_SHOWN_MAX as usize);
    let doors = care.doors_of(found.iter().map(|person| person.household)).await?;
    let rows = found
        .iter()
        .map(|person| (person.building, row(&words, &doors, person)));
    let buildings = words.by_building(rows);
    let address = Address::of(super::PEOPLE, &visit.asked.address).without(&["after", "after_building"]);
    let next = found.last().filter(|_| has_more).map(|last| {
        let at = address.with("after", &last.id.to_string());
        at.with("after_building", last.building.as_str()).to_string()
    });
    html(&PeoplePage {
        page: visit.page("care-register-title"),
        is_own: scope.household.is_some(),
        may_edit: visit.viewer.may(Action::PersonEdit),
        is_to_review: query.to_review,
        chips: chips(&words, &address, query.to_review),
        q: query.q,
        buildings,
        next,
    })
}

fn chips(words: &Words<'_>, address: &Address, is_to_review: bool) -> Vec<Chip> {
    let chip = |word: &str, to_review: &str| Chip {
        href: address.with("to_review", to_review).to_string(),
        word: words.t(word),
        is_current: is_to_review != to_review.is_empty(),
    };
    vec![chip("care-register-all", ""), chip("care-register-review", "true")]
}

fn row(words: &Words<'_>, doors: &HashMap<HouseholdId, String>, person: &Person) -> Row {
    let (state, key) = match person.state {
        _ if person.need.is_some() => ("failing", "care-person-unseen"),
        PersonState::Moved => ("strained", "care-person-moved"),
        _ if person.review_on <= words.today => ("strained", "care-person-review"),
        _ => ("stable", "care-person-current"),
    };
    let door = doors.get(&person.household).cloned();
    let who: Vec<String> = door.into_iter().chain(person.name.clone()).collect();
    Row {
        badge: Badge {
            state,
            word: words.t(key),
        },
        href: format!("{}/{}", super::PEOPLE, person.id),
        who: who.join(" "),
        note: person.at_door.clone().unwrap_or_default(),
        rhythm: words.rhythm(person.rhythm),
        until: words.ta("care-person-until", &[("day", &words.day(person.expires_on))]),
    }
}

#[derive(Template)]
#[template(path = "care_person_new.html")]
struct NewPage {
    page: Page,
    errors: FormErrors,
    is_own: bool,
    /// To choose from before the doors are; none for a household that registers its own.
    buildings: Vec<Choice>,
    building: String,
    form: Option<PersonForm>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct NewQuery {
    building: String,
    household: String,
}

/// The empty form.
pub(super) async fn new(State(care): Shared, visit: Visit, Query(query): Query<NewQuery>) -> Result<Response, Problem> {
    let typed = Typed(vec![
        ("building".to_owned(), query.building),
        ("household".to_owned(), query.household),
    ]);
    html(&new_page(&care, &visit, typed, FormErrors::default()).await?)
}

async fn new_page(care: &Care, visit: &Visit, typed: Typed, errors: FormErrors) -> Result<NewPage, Problem> {
    let scope = visit.scope(Action::PersonEdit)?;
    let words = Words::of(care, visit)?;
    let chosen = (typed.one("building"), typed.one("household"));
    let homes = Homes::load(care, &words, &scope, chosen).await?;
    let has_form = homes.is_chosen();
    Ok(NewPage {
        page: visit.page("care-register-new"),
        errors,
        is_own: homes.is_own,
        buildings: homes.buildings,
        building: homes.building,
        form: has_form.then(|| PersonForm::new(&words, typed, homes.doors)),
    })
}

/// Registers somebody, and shows them.
pub(super) async fn register(
    State(care): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let typed = Typed(form);
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "register-person", format!("{typed:?}").as_bytes());
    let done = match typed.read(care.day_of(visit.now())?) {
        Ok(asked) => care.register(key, by, asked, visit.now()).await,
        Err(faults) => Err(faults.into()),
    };
    match done {
        Ok(done) => Ok(redirect_with(
            &visit.asked,
            &format!("{}/{}", super::PEOPLE, done.id),
            &Flash::done("care-done-registered"),
        )),
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&new_page(&care, &visit, typed, errors).await?)
        }
    }
}
