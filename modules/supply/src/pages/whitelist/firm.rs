//! `/supply/firms/{org}`: how a firm's listing stands and what can be done with it; where it serves; what happened.

use crate::Supply;
use crate::api::Shared;
use crate::error::SupplyError;
use crate::limits::{LISTING_REASON_CHARS_MAX, VALID_DAYS_DEFAULT};
use crate::pages::steps::{EventView, Offer};
use crate::pages::whitelist::form_errors;
use crate::pages::whitelist::words::{Badge, Words, actors};
use crate::rules::listing::{ListingEventKind, offered};
use crate::store::fleet::FleetFilter;
use crate::store::whitelist::{Listing, ListingEvent};
use crate::whitelist::{AskedStep, Decider};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, PlaceCode};
use tongxin_web::{
    FieldFault, Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, fresh_key, html, html_with, redirect_with,
};

#[derive(Template)]
#[template(path = "whitelist_firm.html")]
struct FirmPage {
    page: Page,
    errors: FormErrors,
    org: OrgId,
    badge: Badge,
    /// What is to be done now, or what is waited for.
    now: String,
    /// The steps that can be taken, the likeliest first.
    steps: Vec<Offer>,
    /// Where the firm asks for its listing to be renewed.
    apply_href: Option<String>,
    facts: Vec<(String, String)>,
    phone: String,
    vehicles: String,
    staff: String,
    events: Vec<EventView>,
    reason_chars_max: String,
}

/// A step as its form sends it; each field bears the name of its step.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct StepForm {
    key: String,
    suspend_reason: String,
    end_reason: String,
    valid_until: String,
}

/// The page.
pub(super) async fn show(State(supply): Shared, visit: Visit, Path(org): Path<OrgId>) -> Result<Response, Problem> {
    html(&page(&supply, &visit, org, FormErrors::default(), None).await?)
}

async fn page(
    supply: &Supply,
    visit: &Visit,
    org: OrgId,
    errors: FormErrors,
    tried: Option<(&'static str, StepForm)>,
) -> Result<FirmPage, Problem> {
    let words = Words::of(supply, visit)?;
    let scope = visit.scope(Action::ListingRead)?;
    let (listing, events) = supply.listing_history(&scope, org).await?;
    let fleet = FleetFilter {
        org: Some(org),
        ..FleetFilter::default()
    };
    let (vehicles, staff) = supply.fleet_counts(&scope, &fleet).await?;
    let names = actors(supply, &words, events.iter().map(|event| event.actor.as_str())).await?;
    let may = |action| {
        let scope = visit.scope(action);
        scope.is_ok_and(|scope| scope.contains(&listing.place, Some(org), None))
    };
    let steps = if may(Action::ListingDecide) {
        offers(&words, &listing, tried)
    } else {
        Vec::new()
    };
    let mut page = visit.page_titled(listing.name.clone());
    let href = |code: &PlaceCode| format!("/supply/firms?place={code}");
    page.place_path = visit.place_path(&words.tree, &listing.place, Action::ListingRead, href);
    let last = events.last().map_or(0, |event| event.seq);
    let view = |event: &ListingEvent| {
        let who = names.get(&event.actor).cloned().unwrap_or_default();
        EventView::new(
            &page,
            &event.at,
            what(&words, event),
            who,
            &event.note,
            event.seq == last,
        )
    };
    Ok(FirmPage {
        errors,
        org,
        badge: words.listing(&listing.standing),
        now: words.ta(
            &format!("supply-firm-now-{}", listing.standing.state),
            &[("day", &words.day(listing.standing.valid.until))],
        ),
        apply_href: may(Action::ListingApply).then(|| format!("/supply/apply?org={org}")),
        facts: facts(&words, &listing),
        phone: listing.contact_phone.clone(),
        vehicles: words.ta("supply-firm-vehicles", &[("n", &vehicles.to_string())]),
        staff: words.ta("supply-firm-staff", &[("n", &staff.to_string())]),
        events: events.iter().rev().map(view).collect(),
        steps,
        reason_chars_max: LISTING_REASON_CHARS_MAX.to_string(),
        page,
    })
}

fn facts(words: &Words<'_>, listing: &Listing) -> Vec<(String, String)> {
    let facts = [
        (
            "supply-whitelist-column-kind",
            words.t(&format!("supply-firm-{}", listing.kind)),
        ),
        ("supply-whitelist-column-credit-code", listing.credit_code.to_string()),
        ("supply-whitelist-column-place", words.place(&listing.place)),
        ("supply-whitelist-column-from", words.day(listing.standing.valid.from)),
        ("supply-whitelist-column-until", words.day(listing.standing.valid.until)),
        ("supply-whitelist-column-serves", words.names(&listing.service_places)),
        ("supply-whitelist-column-orders", listing.orders_a_day.to_string()),
        ("supply-apply-obligations", listing.obligations.clone()),
        ("supply-apply-contact-name", listing.contact_name.clone()),
    ];
    let said = facts.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(key, value)| (words.t(key), value)).collect()
}

fn what(words: &Words<'_>, event: &ListingEvent) -> String {
    let until = event.valid_until.map(|day| words.day(day)).unwrap_or_default();
    let key = format!("supply-listing-event-{}", event.kind);
    match event.kind {
        ListingEventKind::Listed | ListingEventKind::Renewed => words.ta(&key, &[("day", &until)]),
        _ => words.t(&key),
    }
}

fn offers(words: &Words<'_>, listing: &Listing, tried: Option<(&'static str, StepForm)>) -> Vec<Offer> {
    let (tried, form) = tried.unwrap_or_default();
    let later = words.today.plus_days(VALID_DAYS_DEFAULT).to_string();
    let offer = |event| {
        let (name, icon, field, typed) = match event {
            ListingEventKind::Suspended => ("suspend", "declined", "suspend_reason", &form.suspend_reason),
            ListingEventKind::Resumed => ("resume", "reopen", "", &later),
            ListingEventKind::Renewed if tried == "renew" => ("renew", "calendar", "valid_until", &form.valid_until),
            ListingEventKind::Renewed => ("renew", "calendar", "valid_until", &later),
            _ => ("end", "close", "end_reason", &form.end_reason),
        };
        let question = match field {
            "" => String::new(),
            "valid_until" => words.t("supply-whitelist-column-until"),
            _ => words.t("supply-whitelist-reason"),
        };
        Offer {
            name,
            label: words.t(&format!("supply-firm-step-{name}")),
            icon,
            field,
            question,
            value: typed.clone(),
            is_open: tried == name,
        }
    };
    offered(listing.standing, words.today).into_iter().map(offer).collect()
}

/// Takes a step; `step` is what its form asks for.
async fn take(
    supply: &Supply,
    visit: &Visit,
    org: OrgId,
    name: &'static str,
    form: StepForm,
    step: Result<AskedStep, Problem>,
) -> Result<Response, Problem> {
    let taken = async {
        let (key, step) = (IdempotencyKey::checked(&form.key)?, step?);
        let command = visit.command(key, "supply step", format!("{org} {step:?}").as_bytes());
        let by = Decider {
            actor: visit.viewer.actor(),
            may: visit.scope(Action::ListingDecide)?,
        };
        Ok::<_, Problem>(supply.step_listing(command, by, org, step, visit.now()).await?)
    };
    let own = format!("/supply/firms/{org}");
    match taken.await {
        Ok(_) => {
            let mut flash = Flash::done(&format!("supply-firm-done-{name}"));
            if name == "suspend" {
                let fields = vec![("key".to_owned(), fresh_key())];
                flash = flash.undo(format!("{own}/resume"), fields);
            }
            Ok(redirect_with(&visit.asked, &own, &flash))
        }
        Err(problem) => {
            let status = problem.status;
            let mut errors = form_errors(visit, problem)?;
            for error in errors.list.iter_mut().filter(|error| error.field == "reason") {
                error.field = format!("{name}_reason");
            }
            html_with(status, &page(supply, visit, org, errors, Some((name, form))).await?)
        }
    }
}

/// Suspends the firm.
pub(super) async fn suspend(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let reason = form.suspend_reason.clone();
    take(&supply, &visit, org, "suspend", form, Ok(AskedStep::Suspend { reason })).await
}

/// Lets the firm serve again.
pub(super) async fn resume(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    take(&supply, &visit, org, "resume", form, Ok(AskedStep::Resume)).await
}

/// Extends the firm's listing.
pub(super) async fn renew(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let fault = || SupplyError::from(FieldFault::new("valid_until", "supply-whitelist-no-day"));
    let until = form.valid_until.parse().map_err(|_| fault().into());
    let step = until.map(|until| AskedStep::Renew { until });
    take(&supply, &visit, org, "renew", form, step).await
}

/// Takes the firm off the whitelist.
pub(super) async fn end(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Form(form): Form<StepForm>,
) -> Result<Response, Problem> {
    let reason = form.end_reason.clone();
    take(&supply, &visit, org, "end", form, Ok(AskedStep::End { reason })).await
}
