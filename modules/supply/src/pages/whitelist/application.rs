//! `/supply/applications/{id}`: what a firm says of itself, and the decision.

use crate::Supply;
use crate::api::Shared;
use crate::limits::{LISTING_REASON_CHARS_MAX, VALID_DAYS_DEFAULT};
use crate::pages::whitelist::form_errors;
use crate::pages::whitelist::words::{Badge, Words, actors};
use crate::rules::listing::ApplicationState;
use crate::whitelist::Decider;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{ApplicationId, Day, PlaceCode};
use tongxin_web::{
    FieldFault, Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, html, html_with, redirect_with,
};

#[derive(Template)]
#[template(path = "whitelist_application.html")]
struct ApplicationPage {
    page: Page,
    errors: FormErrors,
    id: ApplicationId,
    name: String,
    badge: Badge,
    /// What is to be done now, or what was done.
    now: String,
    facts: Vec<(String, String)>,
    phone: String,
    /// The firm's page, once it is known.
    firm: Option<String>,
    may_decide: bool,
    may_withdraw: bool,
    withdraw_action: String,
    typed: DecisionForm,
    reason_chars_max: String,
}

/// The decision as it was filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct DecisionForm {
    key: String,
    valid_from: String,
    valid_until: String,
    reason: String,
}

/// The page.
pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ApplicationId>,
) -> Result<Response, Problem> {
    let today = supply.today(visit.now())?;
    let typed = DecisionForm {
        valid_from: today.to_string(),
        valid_until: today.plus_days(VALID_DAYS_DEFAULT).to_string(),
        ..DecisionForm::default()
    };
    html(&page(&supply, &visit, id, typed, FormErrors::default()).await?)
}

async fn page(
    supply: &Supply,
    visit: &Visit,
    id: ApplicationId,
    typed: DecisionForm,
    errors: FormErrors,
) -> Result<ApplicationPage, Problem> {
    let words = Words::of(supply, visit)?;
    let application = supply.application(&visit.scope(Action::ListingRead)?, id).await?;
    let named = [Some(application.applied_by.as_str()), application.decided_by.as_deref()];
    let names = actors(supply, &words, named.into_iter().flatten()).await?;
    let who = |actor: &str| names.get(actor).cloned().unwrap_or_default();
    let offer = &application.offer;
    let mut page = visit.page_titled(offer.name.clone());
    let href = |code: &PlaceCode| format!("/supply/applications?place={code}");
    page.place_path = visit.place_path(&words.tree, &offer.place, Action::ListingRead, href);
    let applied = format!(
        "{} · {}",
        page.when(&application.applied_at),
        who(&application.applied_by)
    );
    let mut facts = vec![
        (
            words.t("supply-whitelist-column-kind"),
            words.t(&format!("supply-firm-{}", offer.kind)),
        ),
        (
            words.t("supply-whitelist-column-credit-code"),
            offer.credit_code.to_string(),
        ),
        (words.t("supply-whitelist-column-place"), words.place(&offer.place)),
        (
            words.t("supply-whitelist-column-serves"),
            words.names(&offer.service_places),
        ),
        (
            words.t("supply-whitelist-column-orders"),
            offer.orders_a_day.to_string(),
        ),
        (words.t("supply-apply-obligations"), offer.obligations.clone()),
        (words.t("supply-apply-contact-name"), offer.contact_name.clone()),
        (words.t("supply-application-applied"), applied),
    ];
    if let (Some(at), Some(by)) = (&application.decided_at, &application.decided_by) {
        facts.push((
            words.t("supply-application-decided"),
            format!("{} · {}", page.when(at), who(by)),
        ));
    }
    facts.extend(
        application
            .reason
            .clone()
            .map(|reason| (words.t("supply-whitelist-reason"), reason)),
    );
    let is_open = application.state == ApplicationState::Open;
    let may = |action| {
        let scope = visit.scope(action);
        is_open && scope.is_ok_and(|scope| scope.contains(&offer.place, application.org, None))
    };
    let may_decide = may(Action::ListingDecide);
    let with = if may_decide { "act" } else { "wait" };
    Ok(ApplicationPage {
        errors,
        id,
        name: offer.name.clone(),
        badge: words.application(application.state),
        now: if is_open {
            words.t(&format!("supply-application-now-open-{with}"))
        } else {
            words.t(&format!("supply-application-now-{}", application.state))
        },
        phone: offer.contact_phone.clone(),
        firm: application.org.map(|org| format!("/supply/firms/{org}")),
        may_decide,
        may_withdraw: may(Action::ListingApply),
        withdraw_action: format!("/supply/applications/{id}/withdraw"),
        typed,
        reason_chars_max: LISTING_REASON_CHARS_MAX.to_string(),
        facts: facts.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        page,
    })
}

fn by(visit: &Visit, action: Action) -> Result<Decider, Problem> {
    Ok(Decider {
        actor: visit.viewer.actor(),
        may: visit.scope(action)?,
    })
}

/// The page again with what is wrong with the decision.
async fn again(
    supply: &Supply,
    visit: &Visit,
    id: ApplicationId,
    form: DecisionForm,
    problem: Problem,
) -> Result<Response, Problem> {
    let status = problem.status;
    let errors = form_errors(visit, problem)?;
    html_with(status, &page(supply, visit, id, form, errors).await?)
}

fn day(field: &str, text: &str) -> Result<Day, Problem> {
    let fault = || FieldFault::new(field, "supply-whitelist-no-day");
    text.parse().map_err(|_| crate::SupplyError::from(fault()).into())
}

/// Lists the firm.
pub(super) async fn list(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ApplicationId>,
    Form(form): Form<DecisionForm>,
) -> Result<Response, Problem> {
    let listed = async {
        let key = IdempotencyKey::checked(&form.key)?;
        let from = match form.valid_from.as_str() {
            "" => None,
            from => Some(day("valid_from", from)?),
        };
        let days = (from, day("valid_until", &form.valid_until)?);
        let command = visit.command(key, "supply list", format!("{id} {days:?}").as_bytes());
        let by = by(&visit, Action::ListingDecide)?;
        Ok(supply.list_application(command, by, id, days, visit.now()).await?)
    };
    match listed.await {
        Ok(listed) => {
            let flash = Flash::done("supply-application-done-list");
            Ok(redirect_with(
                &visit.asked,
                &format!("/supply/firms/{}", listed.org),
                &flash,
            ))
        }
        Err(problem) => again(&supply, &visit, id, form, problem).await,
    }
}

/// Refuses the application.
pub(super) async fn refuse(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ApplicationId>,
    Form(form): Form<DecisionForm>,
) -> Result<Response, Problem> {
    let refused = async {
        let key = IdempotencyKey::checked(&form.key)?;
        let command = visit.command(key, "supply refuse", format!("{id} {}", form.reason).as_bytes());
        let by = by(&visit, Action::ListingDecide)?;
        Ok(supply
            .refuse_application(command, by, id, &form.reason, visit.now())
            .await?)
    };
    match refused.await {
        Ok(id) => Ok(done(&visit, id, "supply-application-done-refuse")),
        Err(problem) => again(&supply, &visit, id, form, problem).await,
    }
}

/// Takes the application back.
pub(super) async fn withdraw(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<ApplicationId>,
    Form(form): Form<DecisionForm>,
) -> Result<Response, Problem> {
    let withdrawn = async {
        let key = IdempotencyKey::checked(&form.key)?;
        let command = visit.command(key, "supply withdraw", id.to_string().as_bytes());
        let by = by(&visit, Action::ListingApply)?;
        Ok(supply.withdraw_application(command, by, id, visit.now()).await?)
    };
    match withdrawn.await {
        Ok(id) => Ok(done(&visit, id, "supply-application-done-withdraw")),
        Err(problem) => again(&supply, &visit, id, form, problem).await,
    }
}

fn done(visit: &Visit, id: ApplicationId, key: &str) -> Response {
    redirect_with(&visit.asked, &format!("/supply/applications/{id}"), &Flash::done(key))
}
