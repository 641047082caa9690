//! What the small forms in a row are posted to.

use crate::api::Shared;
use crate::error::SupplyError;
use crate::fleet::{Member, MemberStep};
use crate::pages::fleet::editor;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::Visit;
use tongxin_web::{Flash, Form, IdempotencyKey, Problem, redirect_with};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ChangeForm {
    key: String,
    pass_number: String,
}

/// Notes the number of a pass.
pub(super) async fn set_pass(
    member: Member,
    supply: Shared,
    visit: Visit,
    Form(form): Form<ChangeForm>,
) -> Result<Response, Problem> {
    let step = MemberStep::pass(&form.pass_number);
    change(member, supply, visit, &form.key, step, "supply-fleet-done-pass").await
}

/// Ends a vehicle or somebody's work.
pub(super) async fn end(
    member: Member,
    supply: Shared,
    visit: Visit,
    Form(form): Form<ChangeForm>,
) -> Result<Response, Problem> {
    change(
        member,
        supply,
        visit,
        &form.key,
        Ok(MemberStep::End),
        "supply-fleet-done-end",
    )
    .await
}

async fn change(
    member: Member,
    State(supply): Shared,
    visit: Visit,
    key: &str,
    step: Result<MemberStep, SupplyError>,
    said: &str,
) -> Result<Response, Problem> {
    let key = IdempotencyKey::checked(key)?;
    let step = step?;
    let command = visit.command(key, "supply-step-member", format!("{member:?} {step:?}").as_bytes());
    let org = supply
        .step_member(command, editor(&visit)?, member, step, visit.now())
        .await?;
    let list = match member {
        Member::Vehicle(_) => "vehicles",
        Member::Staff(_) => "staff",
    };
    let back = format!("/supply/firms/{org}/{list}");
    Ok(redirect_with(&visit.asked, &back, &Flash::done(said)))
}
