//! What is said about an appointment on its page: by the household, or by the hospital.

use super::page;
use crate::api::Shared;
use crate::appointments::AskedStep;
use crate::rules::appointment::{AppointmentState, Party, Step};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{AppointmentId, Zone};
use tongxin_web::{FieldFault, Flash, Form, FormErrors, IdempotencyKey, Path, Problem, redirect_with, refused};

#[derive(Debug, Deserialize)]
pub(in crate::pages) struct StepForm {
    key: String,
    step: String,
    seq: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    minutes: String,
    #[serde(default)]
    answer: String,
    /// The page that it was said on.
    #[serde(default)]
    back: String,
}

impl StepForm {
    fn read(&self, zone: &Zone) -> Result<AskedStep, Vec<FieldFault>> {
        let unreadable = |field: &str| FieldFault::new(field, "care-field-unreadable");
        let mut faults = Vec::new();
        let step = self
            .step
            .parse::<Step>()
            .map_err(|_| faults.push(unreadable("step")))
            .ok();
        let seq = self.seq.parse().map_err(|_| faults.push(unreadable("seq"))).ok();
        let mut at = None;
        if !self.at.is_empty() {
            at = zone
                .parse_local_input(&self.at)
                .map_err(|_| faults.push(unreadable("at")))
                .ok();
        }
        let mut minutes = None;
        if !self.minutes.trim().is_empty() {
            let read = self.minutes.trim().parse();
            minutes = read.map_err(|_| faults.push(unreadable("minutes"))).ok();
        }
        match (step, seq) {
            (Some(step), Some(seq)) if faults.is_empty() => Ok(AskedStep {
                step,
                seq,
                at,
                minutes,
                answer: self.answer.clone(),
            }),
            _ => Err(faults),
        }
    }
}

/// Says something for the household.
pub(in crate::pages) async fn say_at_home(
    care: Shared,
    visit: Visit,
    id: Path<AppointmentId>,
    form: Form<StepForm>,
) -> Result<Response, Problem> {
    step(care, visit, id, form, (Action::AppointmentEdit, Party::Home)).await
}

/// Answers for the hospital.
pub(in crate::pages) async fn answer(
    care: Shared,
    visit: Visit,
    id: Path<AppointmentId>,
    form: Form<StepForm>,
) -> Result<Response, Problem> {
    step(care, visit, id, form, (Action::AppointmentAnswer, Party::Desk)).await
}

async fn step(
    State(care): Shared,
    visit: Visit,
    Path(id): Path<AppointmentId>,
    Form(form): Form<StepForm>,
    (action, party): (Action, Party),
) -> Result<Response, Problem> {
    let by = visit.doer(action)?;
    let key = IdempotencyKey::checked(&form.key)?;
    let key = visit.command(key, "appointment-step", format!("{id} {form:?}").as_bytes());
    let done = match form.read(&visit.asked.shell.zone) {
        Ok(asked) => care.take_step(key, by, party, id, asked, visit.now()).await,
        Err(faults) => Err(faults.into()),
    };
    match done {
        Ok(done) => {
            let flash = Flash::done(match done.state {
                AppointmentState::Confirmed => "care-done-confirmed",
                _ => "care-done-appointment",
            });
            let own = format!("{}/{id}", crate::pages::APPOINTMENTS);
            let back = if form.back == crate::pages::HOSPITAL {
                crate::pages::HOSPITAL
            } else {
                &own
            };
            Ok(redirect_with(&visit.asked, back, &flash))
        }
        Err(error) => {
            let errors: FormErrors = visit.form_errors(error)?;
            refused(&page(&care, &visit, id, None, errors).await?)
        }
    }
}
