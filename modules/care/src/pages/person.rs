//! `/care/people/{id}`: one person, the visits of the last days, who opened the record; and the record itself, once it was
//! opened.

use super::person_form::{PersonForm, Typed};
use super::prescriptions::{MedicineCard, cards};
use super::words::{Badge, Words};
use crate::api::Shared;
use crate::care::Care;
use crate::ending::AskedEnd;
use crate::error::CareError;
use crate::rules::ending::EndReason;
use crate::store::people::Person;
use crate::store::visits;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::PersonId;
use tongxin_web::{Choice, Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, html, redirect_with, refused};

/// Visits that are shown.
const VISITS_SHOWN: u32 = 14;

#[derive(Template)]
#[template(path = "care_person.html")]
pub(super) struct PersonPage {
    page: Page,
    errors: FormErrors,
    id: String,
    address: String,
    contact: String,
    at_door: String,
    rhythm: String,
    ground: String,
    until: String,
    need_href: Option<String>,
    /// Whether the record is there; else only that nobody has seen somebody, or why the record ended.
    has_record: bool,
    ended: Option<String>,
    visits: Vec<VisitRow>,
    /// Who opened the record, for those who may.
    openings: Vec<String>,
    may_open: bool,
    may_edit: bool,
    /// The record, opened.
    form: Option<PersonForm>,
    /// Its medicines with their prescriptions, and what they were opened for.
    medicines: Vec<MedicineCard>,
    why: String,
    seq: i64,
    reasons: Vec<Choice>,
}

struct VisitRow {
    badge: Badge,
    day: String,
}

/// The page, with the record closed.
pub(super) async fn show(State(care): Shared, visit: Visit, Path(id): Path<PersonId>) -> Result<Response, Problem> {
    html(&closed(&care, &visit, id, FormErrors::default()).await?)
}

/// The page with the record closed, and what is wrong with something that was sent from it.
pub(super) async fn closed(
    care: &Care,
    visit: &Visit,
    id: PersonId,
    errors: FormErrors,
) -> Result<PersonPage, Problem> {
    page(care, visit, id, None, errors).await
}

async fn page(
    care: &Care,
    visit: &Visit,
    id: PersonId,
    typed: Option<Typed>,
    errors: FormErrors,
) -> Result<PersonPage, Problem> {
    let scope = visit.scope(Action::PersonRead)?;
    let words = Words::of(care, visit)?;
    let person = care.remembered(&scope, id).await?;
    let doors = care.doors_of([person.household]).await?;
    let door = doors.get(&person.household).cloned().unwrap_or_default();
    let found = visits::of_person(care.db(), id, VISITS_SHOWN).await;
    let may_open = visit.viewer.may(Action::PersonOpen) && !person.is_erased();
    Ok(PersonPage {
        page: visit.page_titled(person.name.clone().unwrap_or_else(|| words.t("care-somebody"))),
        errors,
        id: id.to_string(),
        address: format!("{} {door}", words.building(&person.building)),
        contact: person.contact.clone().unwrap_or_default(),
        at_door: person.at_door.clone().unwrap_or_default(),
        rhythm: words.rhythm(person.rhythm),
        ground: ground(&words, &person),
        until: words.day(person.expires_on),
        need_href: person.need.map(|need| format!("/needs/{need}")),
        has_record: !person.is_erased(),
        ended: ended(care, &words, &person).await?,
        visits: found
            .map_err(CareError::from)?
            .iter()
            .map(|row| VisitRow {
                badge: words.badge(row.state),
                day: format!(
                    "{} {}",
                    words.day(row.key.day),
                    words.t(&format!("care-part-{}", row.key.part))
                ),
            })
            .collect(),
        openings: if may_open {
            opened(care, &words, id).await?
        } else {
            Vec::new()
        },
        may_open,
        may_edit: visit.viewer.may(Action::PersonEdit) && person.is_looked_after(),
        form: typed.map(|typed| PersonForm::new(&words, typed, Vec::new())),
        medicines: Vec::new(),
        why: String::new(),
        seq: person.seq,
        reasons: reasons(&words),
    })
}

/// Why a record ended, who said so and who ended it.
async fn ended(care: &Care, words: &Words<'_>, person: &Person) -> Result<Option<String>, CareError> {
    let (Some(why), Some(by)) = (person.ended, person.ended_by.as_deref()) else {
        return Ok(None);
    };
    let mut said = vec![words.t(&format!("care-end-{why}"))];
    if let Some(word) = &person.ended_word {
        said.push(words.ta("care-end-word", &[("by", word)]));
    }
    said.extend(words.name(care, by).await?);
    Ok(Some(said.join(" · ")))
}

fn ground(words: &Words<'_>, person: &Person) -> String {
    let ground = &person.ground;
    let said = [
        words.t(&format!("care-basis-{}", ground.basis)),
        ground.by.clone(),
        words.day(ground.on),
        ground.purpose.clone(),
    ];
    said.join(" · ")
}

async fn opened(care: &Care, words: &Words<'_>, id: PersonId) -> Result<Vec<String>, CareError> {
    let found = care.openings_of(id.get()).await?;
    words.openings(care, &found).await
}

/// Why a record can be ended by hand.
fn reasons(words: &Words<'_>) -> Vec<Choice> {
    let choice = |reason: EndReason| Choice {
        value: reason.to_string(),
        label: words.t(&format!("care-end-{reason}")),
        chosen: reason == EndReason::Withdrawn,
        ..Choice::default()
    };
    EndReason::BY_HAND.into_iter().map(choice).collect()
}

#[derive(Debug, Deserialize)]
pub(super) struct OpenForm {
    why: String,
}

/// Opens the record, which is written down, and shows it in the form that corrects it.
pub(super) async fn open(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<PersonId>,
    Form(form): Form<OpenForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PersonOpen)?;
    let person = care.person_of(&by.may, id).await?;
    match care.open_record(by, id, form.why.clone(), visit.now()).await {
        Ok(opened) => {
            let typed = Typed::of(&person, &opened.record);
            let words = Words::of(&care, &visit)?;
            html(&PersonPage {
                medicines: cards(&words, id, &opened.record),
                why: form.why,
                ..page(&care, &visit, id, Some(typed), FormErrors::default()).await?
            })
        }
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&page(&care, &visit, id, None, errors).await?)
        }
    }
}

/// Corrects the person.
pub(super) async fn correct(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<PersonId>,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let typed = Typed(form);
    let key = IdempotencyKey::checked(typed.one("key"))?;
    let key = visit.command(key, "correct-person", format!("{id} {typed:?}").as_bytes());
    let seq = typed.one("seq").parse().unwrap_or(0);
    let done = match typed.read(care.day_of(visit.now())?) {
        Ok(asked) => care.correct(key, by, id, seq, asked, visit.now()).await,
        Err(faults) => Err(faults.into()),
    };
    match done {
        Ok(_) => Ok(redirect_with(
            &visit.asked,
            &format!("{}/{id}", super::PEOPLE),
            &Flash::done("care-done-corrected"),
        )),
        Err(error) => {
            // Over somebody else's change nothing is written: the record has to be opened again.
            let typed = Some(typed).filter(|_| !matches!(error, CareError::Refused(_)));
            let errors = visit.form_errors(error)?;
            refused(&page(&care, &visit, id, typed, errors).await?)
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct EndForm {
    key: String,
    why: EndReason,
    #[serde(default)]
    said_by: String,
}

/// Ends the record and erases it.
pub(super) async fn end(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<PersonId>,
    Form(form): Form<EndForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PersonEdit)?;
    let key = IdempotencyKey::checked(&form.key)?;
    let asked = AskedEnd {
        why: form.why,
        said_by: form.said_by,
    };
    let key = visit.command(key, "end-record", format!("{id} {asked:?}").as_bytes());
    match care.end(key, by, id, asked, visit.now()).await {
        Ok(_) => Ok(redirect_with(
            &visit.asked,
            super::PEOPLE,
            &Flash::done("care-done-ended"),
        )),
        Err(error) => {
            let errors = visit.form_errors(error)?;
            refused(&closed(&care, &visit, id, errors).await?)
        }
    }
}
