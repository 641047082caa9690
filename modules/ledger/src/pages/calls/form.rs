//! What the caller says, written down: topic, words, how urgent; then said back; then recorded, or added to what is there.

use super::desk::{CallRow, standing_row};
use super::digit;
use crate::api::{LedgerState, Shared};
use crate::calling::said::{DOOR_CHARS_MAX, Said, Whom, household_topics, taker};
use crate::commands::Done;
use crate::error::LedgerError;
use crate::pages::form_errors;
use crate::pages::list::priorities;
use crate::pages::raise::icon_of;
use crate::pages::rows::Sight;
use crate::rules::limits::{CONTACT_CHARS_MAX, TITLE_CHARS_MAX};
use crate::rules::need::{NeedState, Priority};
use crate::rules::raise::{NewNeed, raise};
use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::Visit;
use tongxin_city::{HouseholdId, NeedId, PlaceCode};
use tongxin_web::{Choice, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, redirect, refused};

/// Whom a call is about, and what has been written down so far.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct CallForm {
    household: Option<String>,
    place: Option<String>,
    /// The door as the caller says it, where it is not registered.
    said: String,
    topic: String,
    priority: String,
    title: String,
    contact: String,
    /// The open need to which it is added, instead of a second one.
    add_to: String,
    /// `change` goes back to the form.
    step: String,
    key: String,
}

#[derive(Template)]
#[template(path = "calls_new.html")]
struct FormPage {
    page: Page,
    errors: FormErrors,
    whom: String,
    form: CallForm,
    is_door: bool,
    open: Vec<CallRow>,
    topics: Vec<TopicChoice>,
    priorities: Vec<Choice>,
    chars: [String; 3],
}

/// A topic with its digit and what to ask.
struct TopicChoice {
    value: String,
    label: String,
    icon: &'static str,
    digit: Option<usize>,
    ask: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "calls_check.html")]
struct CheckPage {
    page: Page,
    form: CallForm,
    back: Vec<String>,
    same: Vec<CallRow>,
}

/// What a call-taker asks about a topic.
fn ask_of(topic: &str) -> &'static str {
    match topic {
        "food" | "hot_meal" => "ledger-call-ask-food",
        "medicine" => "ledger-call-ask-medicine",
        "care" => "ledger-call-ask-care",
        "repair" => "ledger-call-ask-repair",
        "talk" => "ledger-call-ask-talk",
        _ => "ledger-call-ask-other",
    }
}

/// The form.
pub(super) async fn show(state: Shared, visit: Visit, Query(form): Query<CallForm>) -> Result<Response, Problem> {
    if form.household.is_none() && form.place.is_none() {
        return Ok(redirect("/calls"));
    }
    let whom = whom(&state, &visit, &form).await?;
    html(&page(&state, &visit, &whom, form, FormErrors::default()).await?)
}

/// Whom the form names.
async fn whom(state: &LedgerState, visit: &Visit, form: &CallForm) -> Result<Whom, Problem> {
    let household = form.household.as_deref().filter(|text| !text.is_empty());
    let household = household.map(str::parse::<HouseholdId>).transpose();
    let place = form.place.as_deref().and_then(|text| text.parse::<PlaceCode>().ok());
    Whom::of(state, visit, household.map_err(|_| Problem::not_found())?, place).await
}

/// Whom it is about, as it is said.
fn in_words(whom: &Whom, sight: &Sight<'_>) -> String {
    match whom {
        Whom::Door(household) => format!("{} {}", sight.place(&household.building), household.door),
        Whom::Place(code) => sight.place(code),
    }
}

impl CallForm {
    /// What was written down so far.
    fn said(&self) -> Said<'_> {
        Said {
            topic: self.topic.split_once('.').unwrap_or_default(),
            priority: self.priority.parse().ok(),
            door: &self.said,
            title: &self.title,
            contact: &self.contact,
        }
    }
}

async fn page(
    state: &LedgerState,
    visit: &Visit,
    whom: &Whom,
    form: CallForm,
    errors: FormErrors,
) -> Result<FormPage, Problem> {
    let sight = Sight::of(state, visit);
    let topics = household_topics(sight.kinds).enumerate().map(|(at, (kind, topic))| {
        let value = format!("{}.{}", kind.key, topic.key);
        TopicChoice {
            is_chosen: form.topic == value,
            value,
            label: sight.t(topic.name),
            icon: icon_of(topic.key),
            digit: digit(at),
            ask: sight.t(ask_of(topic.key)),
        }
    });
    let topics = topics.collect();
    let chosen = form.priority.parse().unwrap_or(Priority::Normal);
    let open = whom.open_needs(state).await?;
    Ok(FormPage {
        page: visit.page("ledger-call-title").with_modules(&["digits"]),
        errors,
        whom: in_words(whom, &sight),
        is_door: matches!(whom, Whom::Door(_)),
        open: open.iter().map(|need| standing_row(&sight, need)).collect(),
        topics,
        priorities: priorities(&sight, Some(chosen)),
        form,
        chars: [TITLE_CHARS_MAX, DOOR_CHARS_MAX, CONTACT_CHARS_MAX].map(|max| max.to_string()),
    })
}

/// The summary that is said back; with what the household waits for already of the same topic.
pub(super) async fn check(state: Shared, visit: Visit, Form(form): Form<CallForm>) -> Result<Response, Problem> {
    let whom = whom(&state, &visit, &form).await?;
    if form.step == "change" {
        return html(&page(&state, &visit, &whom, form, FormErrors::default()).await?);
    }
    let sight = Sight::of(&state, &visit);
    match checked(&state, &visit, &whom, &form) {
        Ok(need) => {
            let open = whom.open_needs(&state).await?;
            let is_same = |open: &&NeedState| (&open.facts.kind, &open.facts.topic) == (&need.kind, &need.topic);
            html(&CheckPage {
                page: visit.page("ledger-call-check-title").with_modules(&["digits"]),
                back: said_back(&sight, &whom, &need, &form),
                same: open
                    .iter()
                    .filter(is_same)
                    .map(|need| standing_row(&sight, need))
                    .collect(),
                form,
            })
        }
        Err(error) => again(&state, &visit, &whom, form, error).await,
    }
}

fn checked(state: &LedgerState, visit: &Visit, whom: &Whom, form: &CallForm) -> Result<NewNeed, Problem> {
    let need = form.said().need(state, visit, whom)?;
    let (asker, _) = taker(visit)?;
    let (kinds, widths) = (state.ledger.kinds(), state.ledger.widths());
    raise(need.clone(), None, asker.actor, kinds, widths, visit.now()).map_err(LedgerError::Faults)?;
    Ok(need)
}

/// What is said to the caller, a line each.
fn said_back(sight: &Sight<'_>, whom: &Whom, need: &NewNeed, form: &CallForm) -> Vec<String> {
    let priority = need.priority.unwrap_or(Priority::Normal);
    let topic = sight.kinds.topic(&need.kind, &need.topic);
    let hours = topic.map_or(0, |topic| topic.due_hours(priority)).to_string();
    let said = form.said.trim();
    let place = match whom {
        Whom::Place(_) if !said.is_empty() => format!("{} {said}", in_words(whom, sight)),
        _ => in_words(whom, sight),
    };
    // As it is spoken.
    let place = place.replace(" › ", " ");
    let contact = form.contact.trim();
    let name = topic.map_or_else(|| need.topic.clone(), |topic| sight.t(topic.name));
    let word = sight.t(&format!("ledger-priority-{priority}"));
    vec![
        sight.ta("ledger-call-back-where", &[("place", &place)]),
        sight.ta("ledger-call-back-what", &[("topic", &name), ("what", &need.title)]),
        sight.ta("ledger-call-back-when", &[("priority", &word), ("hours", &hours)]),
        if contact.is_empty() {
            sight.t("ledger-call-back-no-contact")
        } else {
            sight.ta("ledger-call-back-contact", &[("contact", contact)])
        },
    ]
}

/// Writes it down, or adds it to the need that is there.
pub(super) async fn record(state: Shared, visit: Visit, Form(form): Form<CallForm>) -> Result<Response, Problem> {
    let whom = whom(&state, &visit, &form).await?;
    match give(&state, &visit, &whom, &form).await {
        Ok(done) => Ok(redirect(&format!("/calls?done={}", done.id))),
        Err(error) => again(&state, &visit, &whom, form, error).await,
    }
}

async fn give(state: &LedgerState, visit: &Visit, whom: &Whom, form: &CallForm) -> Result<Done, Problem> {
    let add_to = Some(form.add_to.as_str()).filter(|text| !text.is_empty());
    let add_to = add_to.map(str::parse::<NeedId>).transpose();
    let add_to = add_to.map_err(|_| Problem::not_found())?;
    let key = IdempotencyKey::checked(&form.key)?;
    form.said().write_down(state, visit, whom, add_to, key).await
}

/// The form again, as it was filled in.
async fn again(
    state: &LedgerState,
    visit: &Visit,
    whom: &Whom,
    form: CallForm,
    error: Problem,
) -> Result<Response, Problem> {
    let errors = form_errors(visit, error)?;
    refused(&page(state, visit, whom, form, errors).await?)
}
