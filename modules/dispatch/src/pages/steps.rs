//! What happened on a run, said by the firm for whoever drives.

use crate::api::Shared;
use crate::driving::{RunStep, Said};
use crate::error::DispatchError;
use crate::pages::day_run::run_page;
use crate::pages::parcels::cargo_named;
use crate::rules::cargo::Cargo;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::RunId;
use tongxin_web::{FieldFault, Flash, Form, IdempotencyKey, Path, Problem, html_with, redirect_with};

/// A step as its forms send it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct StepForm {
    key: String,
    event: String,
    cargo: String,
    code: String,
    point: String,
    reason: String,
    /// Of another firm's goods; all when left empty.
    pieces: String,
}

impl StepForm {
    fn read(&self) -> Result<RunStep, FieldFault> {
        Ok(match self.event.as_str() {
            "depart" => RunStep::Depart,
            "hand_over" => RunStep::HandOver {
                cargo: self.cargo()?,
                code: self.code.clone(),
                lines: Vec::new(),
                pieces: match self.pieces.trim() {
                    "" => None,
                    typed => Some(
                        typed
                            .parse()
                            .map_err(|_| FieldFault::new("pieces", "dispatch-said-pieces"))?,
                    ),
                },
            },
            "drop" => RunStep::Drop {
                cargo: self.cargo()?,
                point: self.point.clone(),
            },
            "refuse" => RunStep::Refuse {
                cargo: self.cargo()?,
                reason: self.reason.clone(),
            },
            "take_on" => RunStep::TakeOn { cargo: self.cargo()? },
            "absent" => RunStep::Absent { cargo: self.cargo()? },
            "end" => RunStep::End,
            "break_down" => RunStep::BreakDown {
                reason: self.reason.clone(),
            },
            _ => return Err(FieldFault::new("event", "field-unknown-choice")),
        })
    }

    fn cargo(&self) -> Result<Cargo, FieldFault> {
        cargo_named(&self.cargo).ok_or_else(|| FieldFault::new("cargo", "field-unknown-choice"))
    }
}

/// Takes a step in, and leads back to the run.
pub(super) async fn say(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<RunId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let by = visit.doer(Action::PlanWork)?;
    dispatch.run(&by.may, id).await?;
    let key = IdempotencyKey::checked(&form.key)?;
    let key = visit.command(key, "run-step", format!("{id} {form:?}").as_bytes());
    let said = Said {
        run: id,
        actor: by.actor,
        at: None,
    };
    let done = match form.read() {
        Ok(step) => dispatch.step(key, said, step, visit.now()).await,
        Err(fault) => Err(DispatchError::Faults(vec![fault])),
    };
    match done {
        Ok(done) => {
            let flash = match done.behind.len() + done.transfers_behind.len() {
                0 => Flash::done(&format!("dispatch-said-{}", form.event)),
                behind => Flash::warn("dispatch-said-behind").arg("n", behind),
            };
            Ok(redirect_with(&visit.asked, &format!("/day-runs/{id}"), &flash))
        }
        Err(error) => {
            let problem = Problem::from(error);
            let status = problem.status;
            let errors = visit.form_errors(problem)?;
            html_with(status, &run_page(&dispatch, &visit, id, errors).await?)
        }
    }
}
