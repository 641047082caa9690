//! `/passes`: what officers have to decide, and every pass that is theirs to see.

use crate::api::Shared;
use crate::api::queries::PassQuery;
use crate::listing::StateCounts;
use crate::pages::words::{Badge, Words};
use crate::pages::{ROWS, form_errors};
use crate::rules::PassState;
use crate::store::PassRecord;
use crate::store::reading::Agreement;
use crate::{Asked, PassError, Passes};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit};
use tongxin_city::{OrgId, PassId};
use tongxin_web::{
    Address, Flash, Form, FormErrors, IdempotencyKey, Page, Problem, Query, html, redirect_with, refused,
};

#[derive(Template)]
#[template(path = "passes.html")]
struct PassesPage {
    page: Page,
    errors: FormErrors,
    list: PassList,
    search: String,
    /// What can be done with chosen rows: value, language key.
    offers: Vec<(&'static str, &'static str)>,
    export: String,
    /// The firm whose passes these are, where the viewer may revoke all of them.
    revocable: Option<String>,
}

/// A list of passes with its chips and pages; the outlet's page shows the same.
pub(super) struct PassList {
    pub(super) chips: Vec<Chip>,
    pub(super) rows: Vec<PassLine>,
    pub(super) first: Option<String>,
    pub(super) next: Option<String>,
    /// Whether rows can be chosen.
    pub(super) may_choose: bool,
    /// Where each row's firm leads, up to its id.
    pub(super) firm_page: &'static str,
    /// The state of the rows, or empty.
    pub(super) state: &'static str,
}

pub(super) struct Chip {
    pub(super) text: String,
    pub(super) count: String,
    pub(super) href: String,
    pub(super) is_current: bool,
}

pub(super) struct PassLine {
    pub(super) id: String,
    pub(super) badge: Badge,
    pub(super) holder: String,
    pub(super) note: String,
    pub(super) way: String,
    pub(super) who: String,
    pub(super) org: String,
    pub(super) iso: String,
    pub(super) ago: String,
    pub(super) exact: String,
}

/// Which state a list shows when the address names none: what waits, if anything does.
const QUEUE: [PassState; 2] = [PassState::Waiting, PassState::Agreeing];

impl PassList {
    /// The rows a query asks for; `path` is the list's own address.
    pub(super) async fn of(
        passes: &Passes,
        visit: &Visit,
        action: Action,
        path: &'static str,
        query: &PassQuery,
    ) -> Result<PassList, Problem> {
        let (words, scope, filter) = (
            Words::of(passes, visit)?,
            visit.scope(action)?,
            query.filter(passes, visit.now())?,
        );
        let page = visit.page("pass-list-title");
        let found = passes.page(&scope, &filter, query.cursor, ROWS).await?;
        let counts = passes.counts(&scope, &filter).await?;
        let address = Address::of(path, &visit.asked.address).without(&["cursor"]);
        Ok(PassList {
            chips: chips(&words, &address, query.state, &counts),
            rows: found.rows.iter().map(|row| line(&words, &page, row)).collect(),
            first: query.cursor.map(|_| address.to_string()),
            next: found
                .next
                .map(|next| address.with("cursor", &next.to_string()).to_string()),
            may_choose: query.state.is_some_and(|state| QUEUE.contains(&state)),
            firm_page: if visit.viewer.may(Action::PassApply) {
                "/outlet/passes?org="
            } else {
                "/passes?org="
            },
            state: query.state.map_or("", PassState::as_str),
        })
    }
}

fn chips(words: &Words<'_>, address: &Address, chosen: Option<PassState>, counts: &StateCounts) -> Vec<Chip> {
    let all = Chip {
        text: words.t("pass-all"),
        count: counts.iter().map(|(_, count)| count).sum::<i64>().to_string(),
        href: address.without(&["state"]).to_string(),
        is_current: chosen.is_none(),
    };
    let each = PassState::ALL.iter().filter_map(|state| {
        let count = counts.iter().find(|(known, _)| known == state)?.1;
        Some(Chip {
            text: words.t(&format!("pass-state-{state}")),
            count: count.to_string(),
            href: address.with("state", state.as_str()).to_string(),
            is_current: chosen == Some(*state),
        })
    });
    [all].into_iter().chain(each).collect()
}

fn line(words: &Words<'_>, page: &Page, (pass, agreements): &(PassRecord, Vec<Agreement>)) -> PassLine {
    let missing: Vec<_> = agreements
        .iter()
        .filter(|agreement| agreement.agreed_at.is_none())
        .map(|agreement| agreement.district)
        .collect();
    let note = match pass.state {
        PassState::Agreeing => words.ta("pass-waits-for", &[("districts", &words.names(&missing))]),
        PassState::Waiting => words.t(&format!("pass-rule-{}", pass.rule)),
        PassState::Refused | PassState::Revoked => {
            let rule = || words.t(&format!("pass-rule-{}", pass.rule));
            pass.reason.clone().unwrap_or_else(rule)
        }
        _ => words.span(pass),
    };
    PassLine {
        id: pass.id.to_string(),
        badge: words.badge(pass.state),
        holder: format!("{} · {}", words.holder(pass), words.kind(pass.kind)),
        note,
        way: words.way(pass),
        who: pass.org_name.clone(),
        org: pass.org.to_string(),
        iso: pass.applied_at.to_string(),
        ago: page.ago(&pass.applied_at),
        exact: page.when(&pass.applied_at),
    }
}

/// The list.
pub(super) async fn show(
    State(passes): Shared,
    visit: Visit,
    Query(query): Query<PassQuery>,
) -> Result<Response, Problem> {
    html(&page(&passes, &visit, &query, FormErrors::default()).await?)
}

async fn page(passes: &Passes, visit: &Visit, query: &PassQuery, errors: FormErrors) -> Result<PassesPage, Problem> {
    let list = PassList::of(passes, visit, Action::PassRead, "/passes", query).await?;
    let may_decide = visit.viewer.may(Action::PassDecide);
    // Whoever presses Enter in the reason's field refuses, as the first button does.
    let offers = match query.state {
        Some(PassState::Waiting) if may_decide => vec![("refuse", "pass-do-refuse"), ("approve", "pass-do-approve")],
        Some(PassState::Agreeing) if may_decide => vec![("refuse", "pass-do-refuse"), ("agree", "pass-do-agree")],
        _ => Vec::new(),
    };
    let address = Address::of("/passes", &visit.asked.address).without(&["cursor"]);
    Ok(PassesPage {
        page: visit.page("pass-list-title"),
        errors,
        search: query.q.clone().unwrap_or_default(),
        revocable: query
            .org
            .filter(|_| visit.viewer.may(Action::PassRevoke) && !list.rows.is_empty())
            .map(|org| org.to_string()),
        export: address.at("/api/v1/passes.xlsx").to_string(),
        list: PassList {
            may_choose: !offers.is_empty(),
            ..list
        },
        offers,
    })
}

/// Does the same with all chosen passes.
pub(super) async fn decide(
    State(passes): Shared,
    visit: Visit,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let field = |name: &str| {
        fields
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    };
    let key = IdempotencyKey::checked(field("key"))?;
    let chosen = fields.iter().filter(|(name, _)| name == "pass");
    let ids: Vec<PassId> = chosen
        .map(|(_, id)| id.parse().map_err(|_| PassError::NotFound))
        .collect::<Result<_, _>>()?;
    let (asked, said) = match field("do") {
        "approve" => (Asked::Approve, "pass-done-approve"),
        "agree" => (Asked::Agree, "pass-done-agree"),
        _ => {
            let reason = field("reason").to_owned();
            (Asked::Refuse { reason }, "pass-done-refuse")
        }
    };
    let state = field("state").parse().unwrap_or(PassState::Waiting);
    let by = visit.doer(Action::PassDecide)?;
    let command = visit.command(key, "pass command", format!("{ids:?} {asked:?}").as_bytes());
    match passes.command(command, by, ids, asked, visit.now()).await {
        Ok(done) => {
            let flash = Flash::done(said).arg("n", done.passes.len());
            Ok(redirect_with(&visit.asked, &format!("/passes?state={state}"), &flash))
        }
        Err(error) => {
            let errors = form_errors(&visit, error)?;
            let query = PassQuery {
                state: Some(state),
                ..PassQuery::default()
            };
            refused(&page(&passes, &visit, &query, errors).await?)
        }
    }
}

/// A firm, and why it may pass no more.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RevokeForm {
    key: String,
    org: String,
    reason: String,
}

/// Revokes every valid pass of a firm, and refuses what it has applied for.
pub(super) async fn revoke_firm(
    State(passes): Shared,
    visit: Visit,
    Form(form): Form<RevokeForm>,
) -> Result<Response, Problem> {
    let key = IdempotencyKey::checked(&form.key)?;
    let org: OrgId = form.org.parse().map_err(|_| Problem::not_found())?;
    let by = visit.doer(Action::PassRevoke)?;
    let command = visit.command(key, "pass revoke firm", format!("{org} {}", form.reason).as_bytes());
    match passes.revoke_firm(command, by, org, &form.reason, visit.now()).await {
        Ok(count) => {
            let flash = Flash::done("pass-done-revoke").arg("n", count);
            Ok(redirect_with(&visit.asked, &format!("/passes?org={org}"), &flash))
        }
        Err(error) => {
            let errors = form_errors(&visit, error)?;
            let query = PassQuery {
                org: Some(org),
                ..PassQuery::default()
            };
            refused(&page(&passes, &visit, &query, errors).await?)
        }
    }
}
