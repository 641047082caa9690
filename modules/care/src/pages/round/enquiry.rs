//! Where nobody answered: what a neighbour or the telephone said.

use super::answered;
use super::knock::KnockForm;
use crate::api::Shared;
use crate::enquiring::AskedEnquiry;
use crate::pages::words::Words;
use crate::rules::enquiry::Enquiry;
use axum::extract::State;
use axum::response::Response;
use tongxin_account::{Action, Visit};
use tongxin_web::{Choice, Form, IdempotencyKey, Problem};

/// What can come of it.
pub(super) fn choices(words: &Words<'_>) -> Vec<Choice> {
    let choice = |enquiry: &Enquiry| Choice {
        value: enquiry.to_string(),
        label: words.t(&format!("care-enquiry-{enquiry}")),
        ..Choice::default()
    };
    Enquiry::ALL.iter().map(choice).collect()
}

fn read(form: &KnockForm) -> Option<AskedEnquiry> {
    Some(AskedEnquiry {
        person: form.one("person").parse().ok()?,
        day: form.one("day").parse().ok()?,
        part: form.one("part").parse().ok()?,
        result: form.one("result").parse().ok()?,
        note: form.one("note").to_owned(),
        said_at: None,
    })
}

/// Writes it down, and goes back to the round.
pub(in crate::pages) async fn enquire(
    State(care): Shared,
    visit: Visit,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::VisitWork)?;
    let asker = tongxin_ledger::asker(&visit.viewer, Action::NeedComment)?;
    let form = KnockForm(form);
    let asked = read(&form).ok_or_else(|| Problem::invalid().field("result", "field-unknown-choice", &[]))?;
    let day = asked.day;
    let key = IdempotencyKey::checked(form.one("key"))?;
    let key = visit.command(key, "say-enquiry", format!("{asked:?}").as_bytes());
    let done = care.enquire(key, by, asker, asked, visit.now()).await;
    answered(&care, &visit, day, done).await
}
