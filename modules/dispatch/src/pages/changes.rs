//! What the firm does with a plan. Each is a form that leads back to the plan, which says at once what it did.

use crate::api::Shared;
use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::pages::parcels::cargo_named;
use crate::pages::plan::{PlanQuery, plan_page};
use crate::pages::words::tenths;
use crate::rules::figures::PlanFigures;
use crate::rules::moving::Change;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{PlanId, RunId};
use tongxin_storage::CommandKey;
use tongxin_web::{
    FieldFault, Flash, Form, IdempotencyKey, Path, Problem, fresh_key, html_with, redirect, redirect_with,
};

/// A change of a plan as its forms send it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChangeForm {
    key: String,
    seq: i64,
    change: String,
    run: String,
    stop: i64,
    to: String,
    /// Counted from 1; at the end when left empty.
    position: String,
    cargo: String,
    driver: String,
    is_pinned: bool,
}

/// The forms that only say which plan is meant, as it was seen.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct SeqForm {
    key: String,
    seq: i64,
}

impl ChangeForm {
    fn read(&self) -> Result<Change, FieldFault> {
        let run = || named(&self.run, "run");
        let to = || named(&self.to, "to");
        let (stop, position) = (self.stop, self.position()?);
        Ok(match self.change.as_str() {
            "move" => Change::Move {
                run: run()?,
                stop,
                to: to()?,
                position,
            },
            "take_out" => Change::TakeOut { run: run()?, stop },
            "put_in" => Change::PutIn {
                cargo: cargo_named(&self.cargo).ok_or_else(|| unknown("cargo"))?,
                to: to()?,
                position,
            },
            "pin" => Change::Pin {
                run: run()?,
                stop,
                is_pinned: self.is_pinned,
            },
            "driver" => Change::Driver {
                run: run()?,
                driver: match self.driver.as_str() {
                    "" => None,
                    text => Some(text.parse().map_err(|_| unknown("driver"))?),
                },
            },
            _ => return Err(unknown("change")),
        })
    }

    fn position(&self) -> Result<usize, FieldFault> {
        match self.position.trim() {
            "" => Ok(usize::MAX),
            text => match text.parse::<usize>() {
                Ok(position) if position > 0 => Ok(position - 1),
                _ => Err(FieldFault::new("position", "dispatch-change-position")),
            },
        }
    }
}

fn unknown(field: &str) -> FieldFault {
    FieldFault::new(field, "field-unknown-choice")
}

fn named(text: &str, field: &str) -> Result<RunId, FieldFault> {
    text.parse().map_err(|_| unknown(field))
}

fn command(visit: &Visit, key: &str, name: &str, id: PlanId, said: &str) -> Result<CommandKey, Problem> {
    let key = IdempotencyKey::checked(key)?;
    Ok(visit.command(key, name, format!("{id} {said}").as_bytes()))
}

fn back(id: PlanId) -> String {
    format!("/plans/{id}")
}

/// The plan's page with why it could not be done.
async fn refused(
    dispatch: &Dispatch,
    visit: &Visit,
    id: PlanId,
    query: PlanQuery,
    error: DispatchError,
) -> Result<Response, Problem> {
    let problem = Problem::from(error);
    let status: StatusCode = problem.status;
    let errors = visit.form_errors(problem)?;
    html_with(status, &plan_page(dispatch, visit, id, query, errors).await?)
}

/// What was done, or the plan's page with why it could not be.
async fn answered(
    dispatch: &Dispatch,
    visit: &Visit,
    id: PlanId,
    done: Result<Response, DispatchError>,
) -> Result<Response, Problem> {
    match done {
        Ok(answer) => Ok(answer),
        Err(error) => refused(dispatch, visit, id, PlanQuery::default(), error).await,
    }
}

/// Ends the search with the best it has.
pub(super) async fn stop(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
    Form(form): Form<SeqForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let key = command(&visit, &form.key, "stop-search", id, "")?;
    dispatch.stop_search(key, by, id).await?;
    let flash = Flash::done("dispatch-stopped");
    Ok(redirect_with(&visit.asked, &back(id), &flash))
}

/// Changes the plan and says what that did to its figures.
pub(super) async fn change(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
    Form(form): Form<ChangeForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let key = command(&visit, &form.key, "change-plan", id, &format!("{form:?}"))?;
    let query = PlanQuery {
        run: form.run.parse().or_else(|_| form.to.parse()).ok(),
    };
    let before = figures(&dispatch, &visit, id).await?;
    let asked = form.read().map_err(|fault| DispatchError::Faults(vec![fault]));
    let done = match asked {
        Ok(asked) => dispatch.change_plan(key, by, (id, form.seq), asked, visit.now()).await,
        Err(error) => Err(error),
    };
    let done = match done {
        Ok(done) => done,
        Err(error) => return refused(&dispatch, &visit, id, query, error).await,
    };
    let after = figures(&dispatch, &visit, id).await?;
    let undo = vec![
        ("key".to_owned(), fresh_key()),
        ("seq".to_owned(), done.seq.to_string()),
    ];
    let flash = effect(&form.change, &before, &after).undo(format!("/plans/{id}/undo"), undo);
    let to = match query.run {
        Some(run) => format!("/plans/{id}?run={run}"),
        None => back(id),
    };
    Ok(redirect_with(&visit.asked, &to, &flash))
}

async fn figures(dispatch: &Dispatch, visit: &Visit, id: PlanId) -> Result<PlanFigures, Problem> {
    let plan = dispatch.plan(&visit.scope(Action::PlanWork)?, id).await?;
    Ok(plan.body.as_ref().map(PlanFigures::of).unwrap_or_default())
}

/// What a change did: figures before and after. What makes a stop late or a run too heavy is a warning.
fn effect(change: &str, before: &PlanFigures, after: &PlanFigures) -> Flash {
    match change {
        "pin" => return Flash::done("dispatch-changed-pin"),
        "driver" => return Flash::done("dispatch-changed-driver"),
        _ => {}
    }
    let is_worse = after.late > before.late || after.overloaded > before.overloaded;
    let flash = if is_worse {
        Flash::warn("dispatch-changed")
    } else {
        Flash::done("dispatch-changed")
    };
    flash
        .arg("km_before", tenths(before.metres, 1_000))
        .arg("km_after", tenths(after.metres, 1_000))
        .arg("late_before", before.late)
        .arg("late_after", after.late)
        .arg("over_before", before.overloaded)
        .arg("over_after", after.overloaded)
        .arg("load_before", tenths(before.load_per_mille, 10))
        .arg("load_after", tenths(after.load_per_mille, 10))
        .arg("volume_before", tenths(before.volume_per_mille, 10))
        .arg("volume_after", tenths(after.volume_per_mille, 10))
        .arg("boxes_before", tenths(before.cold_boxes_per_mille, 10))
        .arg("boxes_after", tenths(after.cold_boxes_per_mille, 10))
        .arg("left_before", before.unserved)
        .arg("left_after", after.unserved)
}

/// Takes the last change back.
pub(super) async fn undo(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
    Form(form): Form<SeqForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let key = command(&visit, &form.key, "undo-change", id, &form.seq.to_string())?;
    let done = dispatch.undo_change(key, by, (id, form.seq)).await;
    let done = done.map(|_| redirect_with(&visit.asked, &back(id), &Flash::done("dispatch-undone")));
    answered(&dispatch, &visit, id, done).await
}

/// Drops a plan that nobody wants.
pub(super) async fn drop_it(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
    Form(form): Form<SeqForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let key = command(&visit, &form.key, "drop-plan", id, &form.seq.to_string())?;
    let done = dispatch.drop_plan(key, by, (id, form.seq)).await;
    answered(&dispatch, &visit, id, done.map(|_| redirect(&back(id)))).await
}

/// Has people drive by the plan from now on.
pub(super) async fn publish(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
    Form(form): Form<SeqForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    let key = command(&visit, &form.key, "publish-plan", id, &form.seq.to_string())?;
    let done = dispatch.publish(key, by, (id, form.seq), visit.now()).await;
    let done = done.map(|done| {
        let flash = Flash::done("dispatch-published")
            .arg("runs", done.runs)
            .arg("needs", done.needs);
        redirect_with(&visit.asked, &back(id), &flash)
    });
    answered(&dispatch, &visit, id, done).await
}
