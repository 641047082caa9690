//! Giving runs out, and what is done to one that is out.

use super::{HandOutQuery, is_walked, page, planned};
use crate::api::Shared;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::handing_out::FootChange;
use crate::pages::words::Words;
use crate::rules::foot_run::sign_of;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Doer, Visit};
use tongxin_city::{PlaceCode, RunId};
use tongxin_storage::CommandKey;
use tongxin_web::{Flash, Form, IdempotencyKey, Path, Problem, html_with, redirect_with};

/// What was shown, to be given out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::pages) struct GiveForm {
    key: String,
    /// What tells the runs that were shown from others.
    sign: String,
    place: Option<PlaceCode>,
    people: String,
    bags: String,
    minutes: String,
    lift: String,
}

impl GiveForm {
    fn asked(&self) -> HandOutQuery {
        HandOutQuery {
            place: self.place,
            people: self.people.clone(),
            bags: self.bags.clone(),
            minutes: self.minutes.clone(),
            lift: self.lift.clone(),
        }
    }
}

/// Gives the runs out that were shown.
pub(in crate::pages) async fn give(
    State(dispatch): Shared,
    visit: Visit,
    Form(form): Form<GiveForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::HouseholdRead)?;
    let key = IdempotencyKey::checked(&form.key)?;
    let key = visit.command(key, "hand-out", format!("{form:?}").as_bytes());
    match given(&dispatch, &visit, (key, by), &form).await {
        Ok((place, people)) => {
            let flash = Flash::done("dispatch-foot-given").arg("n", people);
            Ok(redirect_with(&visit.asked, &format!("/hand-out?place={place}"), &flash))
        }
        Err(error) => {
            let problem = Problem::from(error);
            let status = problem.status;
            let errors = visit.form_errors(problem)?;
            html_with(status, &page(&dispatch, &visit, form.asked(), errors).await?)
        }
    }
}

/// Plans once more what was shown, for the same orders and people give the same runs, and gives that out.
async fn given(
    dispatch: &Dispatch,
    visit: &Visit,
    (key, by): (CommandKey, Doer),
    form: &GiveForm,
) -> Result<(PlaceCode, usize), DispatchError> {
    let words = Words::of(dispatch, visit)?;
    let place = form.place.filter(|place| is_walked(&words, place));
    let place = place.ok_or(DispatchError::NotFound)?;
    let inside = by.may.within(&place);
    if inside.places.is_empty() {
        return Err(DispatchError::NotFound);
    }
    let hands = form.asked().hands().checked()?;
    let planned = planned(dispatch, &words, (&place, &inside), hands).await?;
    let runs = planned.map_or_else(Vec::new, |(on_foot, plan)| on_foot.runs(&plan));
    let is_as_shown = sign_of(&runs) == form.sign;
    let people = dispatch
        .give_out(key, by, place, (runs, is_as_shown), visit.now())
        .await?;
    Ok((place, people))
}

#[derive(Debug, Deserialize)]
pub(in crate::pages) struct ChangeForm {
    key: String,
}

/// Gives a run another link.
pub(in crate::pages) async fn renew(
    State(dispatch): Shared,
    visit: Visit,
    Path(run): Path<RunId>,
    Form(form): Form<ChangeForm>,
) -> Result<Response, Problem> {
    change(
        &dispatch,
        &visit,
        (run, FootChange::Renew),
        form,
        "dispatch-foot-renewed",
    )
    .await
}

/// Takes a run back that nobody has set out with.
pub(in crate::pages) async fn take_back(
    State(dispatch): Shared,
    visit: Visit,
    Path(run): Path<RunId>,
    Form(form): Form<ChangeForm>,
) -> Result<Response, Problem> {
    let asked = (run, FootChange::TakeBack);
    change(&dispatch, &visit, asked, form, "dispatch-foot-taken-back").await
}

async fn change(
    dispatch: &Dispatch,
    visit: &Visit,
    (run, what): (RunId, FootChange),
    form: ChangeForm,
    done: &str,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::HouseholdRead)?;
    let key = IdempotencyKey::checked(&form.key)?;
    let key = visit.command(key, "foot-run", format!("{run} {what:?}").as_bytes());
    match dispatch.change_foot_run(key, by, (run, what), visit.now()).await {
        Ok(place) => {
            let there = format!("/hand-out?place={place}");
            Ok(redirect_with(&visit.asked, &there, &Flash::done(done)))
        }
        Err(error) => {
            let problem = Problem::from(error);
            let status = problem.status;
            let errors = visit.form_errors(problem)?;
            html_with(status, &page(dispatch, visit, HandOutQuery::default(), errors).await?)
        }
    }
}
