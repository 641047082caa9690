//! `/supply/allotments`: the officers' list, and one allotment with its counts, its draw and its list.

use super::form_errors;
use super::words::{Fact, Row, badge, facts, phase_of, proofs, row, rules, when};
use crate::Supply;
use crate::api::Shared;
use crate::limits::{ALLOTMENTS_LISTED, RANKS_LISTED};
use crate::rules::allotment::{AllotmentState, list_is_final_at};
use crate::rules::draw_file::PublishedAsk;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::AllotmentId;
use tongxin_web::{Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, Query, html, redirect_with, refused};

/// Which page of the list.
#[derive(Debug, Deserialize)]
pub(super) struct ListQuery {
    before: Option<AllotmentId>,
}

#[derive(Template)]
#[template(path = "allotments_office.html")]
struct ListPage {
    page: Page,
    rows: Vec<Row>,
    next: Option<String>,
}

/// The allotments of the reader's outlets.
pub(super) async fn list(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::AllotmentOpen)?;
    let found = supply.allotments_within(&scope, query.before).await?;
    let page = visit.page("supply-allotments-title");
    let is_full = found.len() as i64 == ALLOTMENTS_LISTED;
    let last = found.last().map(|last| last.id).filter(|_| is_full);
    let base = "/supply/allotments";
    html(&ListPage {
        rows: found.iter().map(|one| row(one, base, &visit, &page)).collect(),
        next: last.map(|last| format!("{base}?before={last}")),
        page,
    })
}

/// Which page of the ranks.
#[derive(Debug, Default, Deserialize)]
pub(super) struct RanksQuery {
    #[serde(default)]
    after: i64,
}

#[derive(Template)]
#[template(path = "allotments_office_one.html")]
struct OnePage {
    page: Page,
    errors: FormErrors,
    id: AllotmentId,
    name: String,
    badge: (&'static str, String),
    when: String,
    asked: i64,
    served: Option<i64>,
    facts: Vec<Fact>,
    rules: Vec<String>,
    proofs: Vec<Fact>,
    /// Subdistricts and how many households ask there.
    counts: Vec<(String, i64)>,
    drawing: Option<Drawing>,
    ranks: Vec<PublishedAsk>,
    next: Option<String>,
}

/// What a draw by hand needs.
struct Drawing {
    /// Where the witness is found; none when none was named, or it has spoken.
    witness_source: Option<String>,
    typed: String,
}

/// An allotment as its officers see it.
pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<AllotmentId>,
    Query(query): Query<RanksQuery>,
) -> Result<Response, Problem> {
    html(&one_page(&supply, &visit, id, query.after, String::new(), FormErrors::default()).await?)
}

async fn one_page(
    supply: &Supply,
    visit: &Visit,
    id: AllotmentId,
    after: i64,
    typed: String,
    errors: FormErrors,
) -> Result<OnePage, Problem> {
    let scope = visit.scope(Action::AllotmentOpen)?;
    let allotment = supply.allotment_within(&scope, id).await?;
    let tree = supply.places().tree();
    let counts = supply.ask_counts(id).await?.into_iter().map(|(code, asked)| {
        let place = tree.get(&code);
        let name = place.map_or_else(|| code.to_string(), |place| place.name(visit.lang()).to_owned());
        (name, asked)
    });
    let counts = counts.collect();
    let ranks = supply.draw_list(&allotment, after).await?;
    let is_full = ranks.len() as i64 == RANKS_LISTED;
    let last = ranks.last().map(|last| last.rank).filter(|_| is_full);
    let can_draw = allotment.state != AllotmentState::Drawn && visit.now() >= list_is_final_at(allotment.closes_at);
    let page = visit.page_titled(allotment.name.clone());
    let phase = phase_of(&allotment, visit);
    Ok(OnePage {
        errors,
        id,
        badge: badge(phase, &page),
        when: when(&allotment, phase, &page),
        asked: allotment.asked,
        served: allotment.served,
        facts: facts(&allotment, &tree, &page),
        rules: rules(&allotment.lot_rules, &page),
        proofs: proofs(&allotment, &page),
        counts,
        drawing: can_draw.then(|| Drawing {
            witness_source: allotment
                .witness_source
                .clone()
                .filter(|_| allotment.witness_value.is_none()),
            typed,
        }),
        next: last.map(|last| format!("/supply/allotments/{id}?after={last}")),
        ranks,
        name: allotment.name,
        page,
    })
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DrawForm {
    key: String,
    witness: String,
}

/// Draws by hand.
pub(super) async fn draw(
    State(supply): Shared,
    visit: Visit,
    Path(id): Path<AllotmentId>,
    Form(form): Form<DrawForm>,
) -> Result<Response, Problem> {
    if let Err(error) = give(&supply, &visit, id, &form).await {
        let errors = form_errors(&visit, error)?;
        return refused(&one_page(&supply, &visit, id, 0, form.witness, errors).await?);
    }
    let is_drawn = supply.allotment(id).await?.seed.is_some();
    let flash = Flash::done(if is_drawn {
        "supply-allotment-drawn"
    } else {
        "supply-allotment-being-drawn"
    });
    Ok(redirect_with(&visit.asked, &format!("/supply/allotments/{id}"), &flash))
}

async fn give(supply: &Supply, visit: &Visit, id: AllotmentId, form: &DrawForm) -> Result<(), Problem> {
    let scope = visit.scope(Action::AllotmentOpen)?;
    let witness = Some(form.witness.clone()).filter(|said| !said.trim().is_empty());
    let key = IdempotencyKey::checked(&form.key)?;
    let key = visit.command(key, &format!("draw-allotment {id}"), form.witness.as_bytes());
    Ok(supply.draw_by_hand(&scope, id, witness, key, visit.now()).await?)
}
