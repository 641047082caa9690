//! `/passes/{id}`: a pass, what can be done with it now, and what happened to it.

use crate::api::Shared;
use crate::pages::form_errors;
use crate::pages::words::{Badge, Words};
use crate::rules::{PassEventKind, PassState};
use crate::store::PassEvent;
use crate::{Asked, Change, PassError, Passes};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit, account_of};
use tongxin_city::PassId;
use tongxin_web::{Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, html, redirect_with, refused};

#[derive(Template)]
#[template(path = "pass_one.html")]
struct OnePage {
    page: Page,
    errors: FormErrors,
    id: String,
    badge: Badge,
    now: String,
    facts: Vec<(String, String)>,
    /// Buttons that ask for nothing more: step, language key.
    plain: Vec<(&'static str, &'static str)>,
    /// Steps that ask for a reason.
    reasoned: Vec<(&'static str, &'static str)>,
    may_renew: bool,
    last_day: String,
    is_valid: bool,
    events: Vec<EventLine>,
}

struct EventLine {
    what: String,
    who: String,
    iso: String,
    ago: String,
    exact: String,
    note: String,
    mark: &'static str,
}

/// The fields of the small forms.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StepForm {
    key: String,
    reason: String,
    last_day: String,
}

/// The pass.
pub(super) async fn show(State(passes): Shared, visit: Visit, Path(id): Path<PassId>) -> Result<Response, Problem> {
    html(&page(&passes, &visit, id, FormErrors::default()).await?)
}

async fn page(passes: &Passes, visit: &Visit, id: PassId, errors: FormErrors) -> Result<OnePage, Problem> {
    let words = Words::of(passes, visit)?;
    let scope = visit.scope(Action::PassRead)?;
    let (pass, agreements, events) = passes.pass(&scope, id).await?;
    let may = |action: Action| {
        let scope = visit.scope(action);
        scope.is_ok_and(|scope| scope.contains(&pass.place, Some(pass.org), None))
    };
    let waits: Vec<_> = agreements
        .iter()
        .filter(|agreement| agreement.agreed_at.is_none())
        .map(|agreement| agreement.district)
        .collect();
    let may_agree = visit
        .scope(Action::PassDecide)
        .is_ok_and(|scope| waits.iter().any(|district| scope.contains_place(district)));
    let may_decide = may(Action::PassDecide);
    let (mut plain, mut reasoned) = (Vec::new(), Vec::new());
    match pass.state {
        PassState::Waiting if may_decide => plain.push(("approve", "pass-do-approve")),
        PassState::Agreeing if may_agree => plain.push(("agree", "pass-do-agree")),
        _ => {}
    }
    let may_refuse = may_decide || may_agree;
    if matches!(pass.state, PassState::Waiting | PassState::Agreeing) && may_refuse {
        reasoned.push(("refuse", "pass-do-refuse"));
    }
    if matches!(
        pass.state,
        PassState::Waiting | PassState::Agreeing | PassState::Approved
    ) && may(Action::PassApply)
    {
        plain.push(("withdraw", "pass-do-withdraw"));
    }
    let is_valid = pass.state == PassState::Valid;
    if is_valid && may(Action::PassRevoke) {
        reasoned.push(("revoke", "pass-do-revoke"));
    }
    let now = match pass.state {
        PassState::Agreeing => words.ta("pass-waits-for", &[("districts", &words.names(&waits))]),
        PassState::Refused | PassState::Revoked if pass.reason.is_some() => pass.reason.clone().unwrap_or_default(),
        _ => words.t(&format!("pass-rule-{}", pass.rule)),
    };
    let mut facts = vec![
        (words.t("pass-column-holder"), words.holder(&pass)),
        (words.t("pass-column-kind"), words.kind(pass.kind)),
        (words.t("pass-column-firm"), pass.org_name.clone()),
        (words.t("pass-column-way"), words.way(&pass)),
        (words.t("pass-column-days"), words.days(pass.days)),
        (words.t("pass-column-hours"), words.hours(pass.hours)),
        (words.t("pass-column-span"), words.span(&pass)),
    ];
    if let Some(corridor) = &pass.corridor {
        facts.push((words.t("pass-column-corridor"), corridor.clone()));
    }
    if let Some(issued) = &pass.issued {
        facts.insert(0, (words.t("pass-column-number"), issued.number.get().to_string()));
    }
    let page = visit.page("pass-one-title");
    Ok(OnePage {
        errors,
        id: id.to_string(),
        badge: words.badge(pass.state),
        now,
        facts,
        plain,
        reasoned,
        may_renew: is_valid && pass.holder.is_some() && may(Action::PassApply),
        last_day: pass.last_day.plus_days(30).to_string(),
        is_valid: is_valid && pass.issued.as_ref().is_some_and(|issued| issued.text.is_some()),
        events: lines(passes, &words, &page, &events).await?,
        page,
    })
}

async fn lines(
    passes: &Passes,
    words: &Words<'_>,
    page: &Page,
    events: &[PassEvent],
) -> Result<Vec<EventLine>, Problem> {
    let ids = events.iter().filter_map(|event| account_of(&event.actor));
    let names = passes.accounts().display_names(ids).await?;
    let who = |actor: &str| match account_of(actor) {
        Some(id) => names.get(&id).cloned().unwrap_or_else(|| words.t("pass-actor-account")),
        None => words.t("pass-actor-system"),
    };
    let last = events.len();
    let line = |(number, event): (usize, &PassEvent)| EventLine {
        what: words.t(&format!("pass-event-{}", event.kind)),
        who: who(&event.actor),
        iso: event.at.to_string(),
        ago: page.ago(&event.at),
        exact: page.when(&event.at),
        note: match event.kind {
            PassEventKind::Ruled => words.t(&format!("pass-rule-{}", event.note)),
            PassEventKind::Agreed => {
                let codes: Vec<_> = event.note.split(' ').filter_map(|code| code.parse().ok()).collect();
                words.names(&codes)
            }
            _ => event.note.clone(),
        },
        mark: if number + 1 == last { "now" } else { "" },
    };
    let mut lines: Vec<EventLine> = events.iter().enumerate().map(line).collect();
    lines.reverse();
    Ok(lines)
}

/// Takes a step, and shows the pass with what was done or what is wrong.
async fn step(
    passes: &Passes,
    visit: &Visit,
    id: PassId,
    form: &StepForm,
    (action, asked, said): (Action, Asked, &str),
) -> Result<Response, Problem> {
    let key = IdempotencyKey::checked(&form.key)?;
    let by = visit.doer(action)?;
    let command = visit.command(key, "pass command", format!("{id} {asked:?}").as_bytes());
    match passes.command(command, by, vec![id], asked, visit.now()).await {
        Ok(_) => done(visit, id, said, 1),
        Err(error) => shown_wrong(passes, visit, id, error).await,
    }
}

fn done(visit: &Visit, id: PassId, said: &str, count: usize) -> Result<Response, Problem> {
    let flash = Flash::done(said).arg("n", count);
    Ok(redirect_with(&visit.asked, &format!("/passes/{id}"), &flash))
}

async fn shown_wrong(passes: &Passes, visit: &Visit, id: PassId, error: PassError) -> Result<Response, Problem> {
    let errors = form_errors(visit, error)?;
    refused(&page(passes, visit, id, errors).await?)
}

/// Approves it.
pub(super) async fn approve(
    State(passes): Shared,
    visit: Visit,
    Path(id): Path<PassId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let asked = (Action::PassDecide, Asked::Approve, "pass-done-approve");
    step(&passes, &visit, id, &form, asked).await
}

/// Agrees for the own districts.
pub(super) async fn agree(
    State(passes): Shared,
    visit: Visit,
    Path(id): Path<PassId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let asked = (Action::PassDecide, Asked::Agree, "pass-done-agree");
    step(&passes, &visit, id, &form, asked).await
}

/// Refuses it, with a reason.
pub(super) async fn refuse(
    State(passes): Shared,
    visit: Visit,
    Path(id): Path<PassId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let reason = form.reason.clone();
    let asked = (Action::PassDecide, Asked::Refuse { reason }, "pass-done-refuse");
    step(&passes, &visit, id, &form, asked).await
}

/// Takes it back.
pub(super) async fn withdraw(
    State(passes): Shared,
    visit: Visit,
    Path(id): Path<PassId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let asked = (Action::PassApply, Asked::Withdraw, "pass-done-withdraw");
    step(&passes, &visit, id, &form, asked).await
}

/// Revokes it, with a reason.
pub(super) async fn revoke(
    State(passes): Shared,
    visit: Visit,
    Path(id): Path<PassId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let reason = form.reason.clone();
    let asked = (Action::PassRevoke, Asked::Revoke { reason }, "pass-done-revoke");
    step(&passes, &visit, id, &form, asked).await
}

/// Applies for it to go on; leads to the new pass.
pub(super) async fn renew(
    State(passes): Shared,
    visit: Visit,
    Path(id): Path<PassId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let key = IdempotencyKey::checked(&form.key)?;
    let by = visit.doer(Action::PassApply)?;
    let Ok(last_day) = form.last_day.trim().parse() else {
        let fault = tongxin_web::FieldFault::new("last_day", "field-required");
        return shown_wrong(&passes, &visit, id, fault.into()).await;
    };
    let change = Change {
        last_day: Some(last_day),
        ..Change::default()
    };
    let command = visit.command(key, "pass renew", format!("{id} {change:?}").as_bytes());
    match passes.renew(command, by, id, change, visit.now()).await {
        Ok(applied) => {
            let new = applied.rows.first().map_or(id, |row| row.id);
            done(&visit, new, "pass-done-renew", 1)
        }
        Err(error) => shown_wrong(&passes, &visit, id, error).await,
    }
}
