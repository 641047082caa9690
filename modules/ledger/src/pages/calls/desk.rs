//! The desk between two calls: what to say first, where the caller lives, and the day's own calls.

use super::digit;
use crate::api::{LedgerState, Shared};
use crate::calling::finding::{ADDRESS_CHARS_MAX, Found, find};
use crate::calling::said::taken_today;
use crate::pages::rows::Sight;
use crate::rules::need::NeedState;
use crate::store::calls::TakenCall;
use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use std::collections::HashMap;
use tongxin_account::{Action, Visit, places_problem};
use tongxin_city::relative::duration_in_words;
use tongxin_city::{HouseholdId, NeedId};
use tongxin_web::{Page, Problem, Query, html};

/// What the desk shows: an address to be found, or a need just written down.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct DeskQuery {
    q: String,
    done: Option<NeedId>,
}

#[derive(Template)]
#[template(path = "calls.html")]
struct DeskPage {
    page: Page,
    said: String,
    said_max: usize,
    hits: Vec<Hit>,
    done: Option<DoneCall>,
    calls: Vec<CallRow>,
}

/// Something that an address may mean.
struct Hit {
    digit: Option<usize>,
    href: String,
    icon: &'static str,
    what: String,
    note: String,
}

/// What was just written down, to be read to the caller.
struct DoneCall {
    number: String,
    is_added: bool,
    about: String,
    due: String,
}

/// A call of today with what became of it; the number alone opens nothing.
pub(super) struct CallRow {
    pub(super) state: &'static str,
    pub(super) word: String,
    pub(super) topic: String,
    pub(super) number: String,
    pub(super) place: String,
    pub(super) who: String,
    pub(super) is_added: bool,
    pub(super) iso: String,
    pub(super) since: String,
    pub(super) exact: String,
}

/// The desk.
pub(super) async fn show(state: Shared, visit: Visit, Query(query): Query<DeskQuery>) -> Result<Response, Problem> {
    let sight = Sight::of(&state, &visit);
    let scope = visit.scope(Action::CallTake)?;
    let said = query.q.trim().to_owned();
    let found = if said.is_empty() {
        Vec::new()
    } else {
        find(&state, &scope, &said).await?
    };
    let hits = found.iter().enumerate().map(|(at, one)| hit(&sight, at, one)).collect();
    let taken = taken_today(&state, &visit).await?;
    let doors = doors_of(&state, &taken).await?;
    let done = query.done.and_then(|id| taken.iter().find(|call| call.need.id == id));
    html(&DeskPage {
        page: visit.page("ledger-calls-title").with_modules(&["digits"]),
        said,
        said_max: ADDRESS_CHARS_MAX,
        hits,
        done: done.map(|call| done_call(&sight, &doors, call)),
        calls: taken.iter().map(|call| call_row(&sight, &doors, call)).collect(),
    })
}

fn hit(sight: &Sight<'_>, at: usize, found: &Found) -> Hit {
    match found {
        Found::Door(household) => Hit {
            digit: digit(at),
            href: format!("/calls/new?household={}", household.id),
            icon: "house",
            what: format!("{} {}", sight.place(&household.building), household.door),
            note: sight.t("ledger-call-found-door"),
        },
        Found::Place(code, door) => {
            let said = form_urlencoded::Serializer::new(String::new())
                .append_pair("place", code.as_str())
                .append_pair("said", door)
                .finish();
            Hit {
                digit: digit(at),
                href: format!("/calls/new?{said}"),
                icon: "map-pin",
                what: sight.place(code),
                note: if door.is_empty() {
                    sight.t("ledger-call-found-place")
                } else {
                    sight.ta("ledger-call-found-no-door", &[("door", door)])
                },
            }
        }
    }
}

type Doors = HashMap<HouseholdId, String>;

async fn doors_of(state: &LedgerState, calls: &[TakenCall]) -> Result<Doors, Problem> {
    let households: Vec<HouseholdId> = calls.iter().filter_map(|call| call.need.facts.household).collect();
    if households.is_empty() {
        return Ok(Doors::new());
    }
    let found = state.places.households_of(households).await.map_err(places_problem)?;
    Ok(found
        .into_iter()
        .map(|household| (household.id, household.door))
        .collect())
}

fn where_it_is(sight: &Sight<'_>, doors: &Doors, need: &NeedState) -> String {
    let place = sight.place(&need.facts.place);
    match need.facts.household.and_then(|id| doors.get(&id)) {
        Some(door) => format!("{place} {door}"),
        None => place,
    }
}

fn done_call(sight: &Sight<'_>, doors: &Doors, call: &TakenCall) -> DoneCall {
    DoneCall {
        number: call.need.id.to_string(),
        is_added: call.is_added,
        about: format!(
            "{} · {}",
            sight.topic(&call.need),
            where_it_is(sight, doors, &call.need)
        ),
        due: sight.zone.format(call.need.standing.due_at, sight.lang),
    }
}

fn call_row(sight: &Sight<'_>, doors: &Doors, call: &TakenCall) -> CallRow {
    let row = standing_row(sight, &call.need);
    CallRow {
        place: where_it_is(sight, doors, &call.need),
        is_added: call.is_added,
        iso: call.at.to_string(),
        since: duration_in_words(sight.now.millis_since(call.at), sight.lang),
        exact: sight.zone.format(call.at, sight.lang),
        ..row
    }
}

/// How a need stands, without anything that was written about it.
pub(super) fn standing_row(sight: &Sight<'_>, need: &NeedState) -> CallRow {
    let (state, word) = sight.standing(need);
    let standing = &need.standing;
    let tier = sight.t(&format!("ledger-tier-{}", standing.tier));
    let state_word = sight.t(&format!("ledger-state-{}", standing.state));
    CallRow {
        state,
        word,
        topic: sight.topic(need),
        number: need.id.to_string(),
        place: String::new(),
        who: format!("{tier} · {state_word}"),
        is_added: false,
        iso: need.raised_at.to_string(),
        since: duration_in_words(sight.now.millis_since(need.raised_at), sight.lang),
        exact: sight.zone.format(need.raised_at, sight.lang),
    }
}
