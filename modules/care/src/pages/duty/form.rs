//! What is done about a post, as its page sends it.

use super::{page, rows_of, rows_of_own};
use crate::api::Shared;
use crate::duty::{AskedDuty, DutyDoer};
use crate::rules::duty::{DutyStep, Post};
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::PlaceCode;
use tongxin_web::{FieldFault, Flash, Form, IdempotencyKey, Problem, redirect_with, refused};

#[derive(Debug, Deserialize)]
pub(in crate::pages) struct DutyForm {
    key: String,
    place: String,
    post: String,
    step: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    note: String,
}

impl DutyForm {
    fn read(&self) -> Result<AskedDuty, Vec<FieldFault>> {
        let mut faults = Vec::new();
        let place = read("place", &self.place, &mut faults);
        let post = read::<Post>("post", &self.post, &mut faults);
        let step = read::<DutyStep>("step", &self.step, &mut faults);
        let account = read("account", &self.account, &mut faults);
        let on = read("on", &self.on, &mut faults);
        let until = read("until", &self.until, &mut faults);
        match (place, post, step) {
            (Some(place), Some(post), Some(step)) if faults.is_empty() => Ok(AskedDuty {
                place,
                post,
                step,
                account,
                phone: self.phone.clone(),
                on,
                until,
                note: self.note.clone(),
            }),
            _ => Err(faults),
        }
    }
}

/// A field that may be left empty.
fn read<T: std::str::FromStr>(field: &str, text: &str, faults: &mut Vec<FieldFault>) -> Option<T> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let value = text.parse().ok();
    if value.is_none() {
        faults.push(FieldFault::new(field, "care-field-unreadable"));
    }
    value
}

/// Does something about a post, and shows its place.
pub(in crate::pages) async fn take(
    State(care): Shared,
    visit: Visit,
    Form(form): Form<DutyForm>,
) -> Result<Response, Problem> {
    visit.scope(Action::DutyRead)?;
    let key = IdempotencyKey::checked(&form.key)?;
    let key = visit.command(key, "take-duty", format!("{form:?}").as_bytes());
    let by = DutyDoer::of(&visit.viewer);
    let organises = form.place.trim().parse().is_ok_and(|place| by.organises(&place));
    let done = match form.read() {
        Ok(asked) => care.take_duty(key, by, asked, visit.now()).await,
        Err(faults) => Err(faults.into()),
    };
    match done {
        Ok(done) => {
            // Whoever handed over may not see the place any more, and whoever comes does not yet: their own posts they do.
            let to = match organises {
                true => format!("{}/{}", crate::pages::DUTY, done.place),
                false => crate::pages::DUTY.to_owned(),
            };
            Ok(redirect_with(&visit.asked, &to, &Flash::done("care-duty-done")))
        }
        Err(error) => {
            let errors = visit.form_errors(error)?;
            let code: PlaceCode = form.place.trim().parse().map_err(|_| Problem::not_found())?;
            if visit.viewer.require_place(Action::DutyRead, &code).is_ok() {
                let rows = rows_of(&care, &visit, code).await?;
                return refused(&page(&care, &visit, Some(code), rows, errors).await?);
            }
            let account = visit.viewer.account().ok_or_else(Problem::forbidden)?;
            let rows = rows_of_own(&care, account).await?;
            refused(&page(&care, &visit, None, rows, errors).await?)
        }
    }
}
