//! How far a search is. The page asks for this part again while the search runs; without scripts it loads itself anew.

use crate::api::Shared;
use crate::limits::COSTS_SEEN_MAX;
use crate::pages::words::Words;
use crate::rules::state::PlanState;
use crate::store::plans::PlanRecord;
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::fmt::Write as _;
use tongxin_account::{Action, Visit};
use tongxin_city::PlanId;
use tongxin_web::{Page, Path, Problem, Query, html};

/// The box that a line of costs is drawn in, as `sparkline` has it.
const SPARK: (i64, i64) = (120, 32);

/// What the page saw so far.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Seen {
    /// Costs with commas between them, oldest first.
    costs: String,
}

/// A search as its page shows it.
#[derive(Debug)]
pub(super) struct Making {
    /// Where it is ended.
    pub(super) stop_href: String,
    /// Seconds that are over, and that there are at most.
    pub(super) elapsed: u64,
    pub(super) limit: u64,
    pub(super) said: String,
    pub(super) cost: String,
    pub(super) unserved: String,
    pub(super) spark: Spark,
    /// Where the part is asked for again.
    pub(super) next: String,
    /// Whether the viewer may end it.
    pub(super) may_stop: bool,
}

/// The costs as a line.
#[derive(Debug, Default)]
pub(super) struct Spark {
    pub(super) line: String,
    pub(super) last: String,
    pub(super) label: String,
}

#[derive(Template)]
#[template(path = "dispatch_making_part.html")]
struct MakingPart {
    page: Page,
    making: Making,
}

/// The part; a search that is over has the whole page loaded anew.
pub(super) async fn part(
    State(dispatch): Shared,
    visit: Visit,
    Path(id): Path<PlanId>,
    Query(seen): Query<Seen>,
) -> Result<Response, Problem> {
    let plan = dispatch.plan(&visit.scope(Action::PlanRead)?, id).await?;
    let words = Words::of(&dispatch, &visit)?;
    match making(&words, &plan, &seen) {
        Some(making) => html(&MakingPart {
            page: visit.page("dispatch-making-title"),
            making,
        }),
        None => Ok(([("hx-refresh", "true")], "").into_response()),
    }
}

/// How far the search of a plan is; nothing once it is over.
pub(super) fn making(words: &Words<'_>, plan: &PlanRecord, seen: &Seen) -> Option<Making> {
    if plan.state != PlanState::Making {
        return None;
    }
    let progress = plan.progress;
    let mut costs: Vec<i64> = seen.costs.split(',').filter_map(|cost| cost.parse().ok()).collect();
    costs.extend(progress.map(|progress| progress.cost));
    let costs = &costs[costs.len().saturating_sub(COSTS_SEEN_MAX)..];
    let elapsed = progress.map_or(0, |progress| progress.elapsed_ms / 1_000);
    let limit = progress.map_or(1, |progress| (progress.limit_ms / 1_000).max(1));
    let joined: Vec<String> = costs.iter().map(i64::to_string).collect();
    let (said_elapsed, said_limit) = (elapsed.to_string(), limit.to_string());
    Some(Making {
        stop_href: format!("/plans/{}/stop", plan.id),
        elapsed: elapsed.min(limit),
        limit,
        said: match progress {
            Some(_) => words.ta(
                "dispatch-making-seconds",
                &[("elapsed", &said_elapsed), ("limit", &said_limit)],
            ),
            None => words.t("dispatch-making-begins"),
        },
        cost: progress.map_or_else(String::new, |progress| words.km(progress.cost)),
        unserved: progress.map_or_else(String::new, |progress| progress.unserved.to_string()),
        spark: spark(words, costs),
        next: format!("/plans/{}/live?costs={}", plan.id, joined.join(",")),
        may_stop: words
            .visit
            .scope(Action::PlanWork)
            .is_ok_and(|scope| scope.orgs.contains(&plan.org)),
    })
}

/// Costs from the left to the right, the highest on top. Nothing for fewer than two.
fn spark(words: &Words<'_>, costs: &[i64]) -> Spark {
    let (Some(high), Some(low)) = (costs.iter().max(), costs.iter().min()) else {
        return Spark::default();
    };
    if costs.len() < 2 {
        return Spark::default();
    }
    let steps = i64::try_from(costs.len() - 1).unwrap_or(1);
    let point = |(at, cost): (i64, &i64)| {
        let x = at * SPARK.0 / steps;
        let y = SPARK.1 - (cost - low) * SPARK.1 / (high - low).max(1);
        (x, y)
    };
    let mut line = String::new();
    let mut last = String::new();
    for (x, y) in (0..).zip(costs).map(point) {
        let _ = write!(line, "{}{x} {y}", if line.is_empty() { "M" } else { "L" });
        last = format!("M{x} {y}h0");
    }
    let (first, now) = (words.km(costs[0]), words.km(costs[costs.len() - 1]));
    Spark {
        line,
        last,
        label: words.ta("dispatch-making-fell", &[("first", &first), ("now", &now)]),
    }
}
