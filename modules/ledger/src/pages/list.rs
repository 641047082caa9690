//! `/needs`: the list, its filter in the address.

use crate::LedgerState;
use crate::api::{NeedQuery, Shared};
use crate::pages::filter::{Chip, Sentence};
use crate::pages::rows::{NeedRow, Sight, need_rows};
use crate::pages::{COUNT_MAX, ROWS};
use crate::rules::limits::BULK_MAX;
use crate::rules::need::Priority;
use crate::store::Scope;
use crate::store::list::{Filter, Page as Part};
use askama::Template;
use axum::response::Response;
use tongxin_account::{Action, Visit, places_problem};
use tongxin_city::{Level, PlaceCode, Timestamp};
use tongxin_web::{Address, Choice, Page, Problem, html};

/// The path of the list.
pub(super) const LIST: &str = "/needs";
/// The chip "untouched" shows what nobody has touched for so long.
const UNTOUCHED_HOURS: i64 = 12;

#[derive(Template)]
#[template(path = "needs.html")]
struct ListPage {
    page: Page,
    sentence: Sentence,
    chips: Vec<Chip>,
    listing: Listing,
    /// CSV and XLSX, for whoever may take lists out.
    files: Option<(String, String)>,
    may_raise: bool,
}

/// A page of rows with what can be done to the chosen ones; `need_list.html` shows it.
#[derive(Debug)]
pub(super) struct Listing {
    pub(super) rows: Vec<NeedRow>,
    pub(super) bulk: Option<Bulk>,
    /// How many there are, counted no further than [`COUNT_MAX`].
    pub(super) count: u32,
    /// "529 needs".
    pub(super) said: String,
    /// The first page, when this is a later one.
    pub(super) first: Option<String>,
    pub(super) next: Option<String>,
    /// This page, to come back to.
    pub(super) back: String,
}

/// What can be done to the chosen rows.
#[derive(Debug)]
pub(super) struct Bulk {
    pub(super) people: Vec<Choice>,
    pub(super) priorities: Vec<Choice>,
    pub(super) may_strike_off: bool,
    pub(super) may_escalate: bool,
}

/// The list.
pub(super) async fn show(state: Shared, visit: Visit) -> Result<Response, Problem> {
    let address = Address::of(LIST, &visit.asked.address);
    let query: NeedQuery = address.query()?;
    let sight = Sight::of(&state, &visit);
    let filter = query.filter(&visit.viewer)?;
    let mut part = query.page()?;
    part.limit = query.limit.unwrap_or(ROWS).min(ROWS * 2);
    let listing = listing(&state, &visit, &sight, &address, &filter, &part).await?;
    let mut page = visit.page("ledger-needs-title").with_modules(&["bulk"]);
    let scope = visit.scope(Action::NeedRead)?;
    if let Some(place) = filter.place.or(scope.places.first().copied()) {
        let href = |code: &PlaceCode| address.with("place", code.as_str()).to_string();
        page.place_path = visit.place_path(&sight.tree, &place, Action::NeedRead, href);
    }
    html(&ListPage {
        sentence: Sentence::of(&sight, &address, &scope),
        chips: chips(&sight, &address),
        files: visit
            .viewer
            .may(Action::Export)
            .then(|| (file(&address, "csv"), file(&address, "xlsx"))),
        may_raise: visit.viewer.may(Action::NeedRaise),
        listing,
        page,
    })
}

/// A page of a list as its rows, with how many there are in all.
pub(super) async fn listing(
    state: &LedgerState,
    visit: &Visit,
    sight: &Sight<'_>,
    address: &Address,
    filter: &Filter,
    part: &Part,
) -> Result<Listing, Problem> {
    let scope = Scope::for_viewer(&visit.viewer, Action::NeedRead)?;
    let (needs, count) = state.ledger.list_and_count(&scope, filter, part, COUNT_MAX).await?;
    let rows = need_rows(state, visit, sight, &needs.needs).await?;
    let bulk = if visit.viewer.may(Action::NeedWork) && !rows.is_empty() {
        Some(bulk(state, visit, sight, filter).await?)
    } else {
        None
    };
    debug_assert!(rows.len() <= BULK_MAX, "a page's rows fit one bulk command");
    Ok(Listing {
        rows,
        bulk,
        count,
        said: said(sight, count),
        first: part.after.is_some().then(|| address.without(&[]).to_string()),
        next: needs
            .next
            .map(|next| address.with("cursor", &next.to_string()).to_string()),
        back: address.to_string(),
    })
}

/// "529 needs", "more than 1000 needs".
fn said(sight: &Sight<'_>, count: u32) -> String {
    let key = if count >= COUNT_MAX {
        "ledger-count-more"
    } else {
        "ledger-count"
    };
    sight.ta(key, &[("n", &count.to_string())])
}

async fn bulk(state: &LedgerState, visit: &Visit, sight: &Sight<'_>, filter: &Filter) -> Result<Bulk, Problem> {
    let scope = visit.scope(Action::NeedWork)?;
    let place = filter
        .place
        .filter(|place| scope.contains_place(place))
        .or(scope.places.first().copied());
    let people = match place {
        Some(place) => people(state, visit, sight, &place).await?,
        None => Vec::new(),
    };
    Ok(Bulk {
        people,
        priorities: priorities(sight, None),
        may_strike_off: visit.viewer.may(Action::NeedStrikeOff),
        may_escalate: visit.viewer.may(Action::NeedEscalate),
    })
}

/// To whom work at a place can be given: those who work there, then, for whoever may see them, the organisations of its
/// subdistrict.
pub(super) async fn people(
    state: &LedgerState,
    visit: &Visit,
    sight: &Sight<'_>,
    place: &PlaceCode,
) -> Result<Vec<Choice>, Problem> {
    let mut choices: Vec<Choice> = Vec::new();
    for held in state.accounts.people_for(place, Action::NeedWork).await? {
        let value = format!("account:{}", held.account);
        if choices.iter().all(|known| known.value != value) {
            choices.push(Choice {
                label: format!(
                    "{} · {}",
                    held.display_name,
                    sight.t(&format!("role-{}", held.grant.role.key()))
                ),
                value,
                ..Choice::default()
            });
        }
    }
    if !visit.viewer.may(Action::OrgRead) {
        return Ok(choices);
    }
    let tree = &sight.tree;
    let area = tree.widths().ancestor(place, Level::Subdistrict).unwrap_or(*place);
    let filter = tongxin_places::OrgFilter {
        within: Some(vec![area]),
        ..tongxin_places::OrgFilter::default()
    };
    let orgs = state.places.orgs(&filter).await.map_err(places_problem)?;
    choices.extend(orgs.into_iter().map(|org| Choice {
        value: format!("org:{}", org.id),
        label: org.name,
        ..Choice::default()
    }));
    Ok(choices)
}

/// The priorities to choose from.
pub(super) fn priorities(sight: &Sight<'_>, chosen: Option<Priority>) -> Vec<Choice> {
    Priority::ALL
        .iter()
        .map(|priority| Choice {
            value: priority.as_str().to_owned(),
            label: sight.t(&format!("ledger-priority-{priority}")),
            hint: String::new(),
            chosen: chosen == Some(*priority),
        })
        .collect()
}

/// The address of the list as a file.
fn file(address: &Address, ending: &str) -> String {
    let same = address.without(&["sort", "limit"]);
    same.at(format!("/api/v1/needs.{ending}")).to_string()
}

fn chips(sight: &Sight<'_>, address: &Address) -> Vec<Chip> {
    let base = Address::of(LIST, "").with("place", address.first("place"));
    let since = sight.now.plus_millis(-UNTOUCHED_HOURS * Timestamp::HOUR_MS);
    let lists = [
        ("ledger-chip-open", base.clone()),
        ("ledger-chip-overdue", base.with("overdue", "true")),
        ("ledger-chip-new", base.with("state", "raised")),
        ("ledger-chip-mine", base.with("mine", "true")),
        ("ledger-chip-confirm", base.with("state", "solved")),
        (
            "ledger-chip-untouched",
            base.with("untouched_since", &since.to_string())
                .with("sort", "untouched"),
        ),
    ];
    let shown = address.without(&[]);
    let is_untouched = |list: &Address| !list.first("untouched_since").is_empty();
    lists
        .into_iter()
        .map(|(key, list)| Chip {
            text: sight.t(key),
            is_current: shown == list || (is_untouched(&list) && is_untouched(&shown)),
            href: list.to_string(),
            count: String::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_that_names_nothing_is_refused_by_its_name() {
        let query = Address::of(LIST, "/needs?state=lost").query::<NeedQuery>();
        let problem = query.expect_err("refused");
        assert_eq!(problem.status.as_u16(), 400);
        assert!(problem.has_fields());
    }
}
