//! What anybody may know: the kinds of needs, and the latest seal.

use crate::api::Shared;
use crate::rules::kinds::{Kind, RaisedFor, Topic};
use crate::rules::need::{Lifeline, Priority, Tier};
use crate::seal_copy::SealView;
use axum::extract::State;
use serde::Serialize;
use tongxin_web::{Asked, Json, Problem, ProblemBody};
use utoipa::ToSchema;

/// A kind of need.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KindView {
    key: String,
    /// Its name in the asked language.
    name: String,
    /// Whether it is raised for a household.
    is_for_household: bool,
    /// Kinds of organisations it is raised for.
    org_kinds: Vec<String>,
    start_tier: Tier,
    topics: Vec<TopicView>,
}

/// What a need of a kind can be about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TopicView {
    key: String,
    /// Its name in the asked language.
    name: String,
    lifeline: Lifeline,
    due: Vec<DueView>,
}

/// How long a need may take.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DueView {
    priority: Priority,
    /// Hours until it is due.
    hours: u32,
}

impl KindView {
    fn new(kind: &Kind, asked: &Asked) -> Self {
        let org_kinds = match kind.raised_for {
            RaisedFor::Household | RaisedFor::HouseholdBySystem => &[][..],
            RaisedFor::Org(kinds) => kinds,
        };
        KindView {
            key: kind.key.to_owned(),
            name: asked.t(kind.name),
            is_for_household: kind.raised_for == RaisedFor::Household,
            org_kinds: org_kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            start_tier: kind.start_tier,
            topics: kind.topics.iter().map(|topic| TopicView::new(topic, asked)).collect(),
        }
    }
}

impl TopicView {
    fn new(topic: &Topic, asked: &Asked) -> Self {
        let due = |priority: &Priority| DueView {
            priority: *priority,
            hours: topic.due_hours(*priority),
        };
        TopicView {
            key: topic.key.to_owned(),
            name: asked.t(topic.name),
            lifeline: topic.lifeline,
            due: Priority::ALL.iter().map(due).collect(),
        }
    }
}

/// The kinds of needs and what they can be about.
#[utoipa::path(get, path = "/api/v1/kinds", tag = "needs", responses(
    (status = 200, description = "All kinds", body = Vec<KindView>),
))]
pub(crate) async fn list_kinds(State(state): Shared, asked: Asked) -> Json<Vec<KindView>> {
    Json(
        state
            .ledger
            .kinds()
            .iter()
            .map(|kind| KindView::new(kind, &asked))
            .collect(),
    )
}

/// The latest seal; 404 before the first.
#[utoipa::path(get, path = "/api/v1/ledger/seal", tag = "ledger", responses(
    (status = 200, description = "The latest seal", body = SealView),
    (status = "4XX", description = "There is none yet", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn latest_seal(State(state): Shared) -> Result<Json<SealView>, Problem> {
    let seal = state.ledger.latest_seal().await?.ok_or_else(Problem::not_found)?;
    Ok(Json(seal.into()))
}
