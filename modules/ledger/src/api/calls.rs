//! The phone bank, for programs: what its page does, for whoever answers the telephone. No text of a need is told.

use crate::api::Shared;
use crate::calling::finding::{ADDRESS_CHARS_MAX, Found, find};
use crate::calling::said::{Said, Whom, taken_today};
use crate::commands::Done;
use crate::pages::Sight;
use crate::rules::need::{NeedState, Priority, State as NeedIs, Tier};
use crate::store::calls::TakenCall;
use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use tongxin_account::{Action, Visit};
use tongxin_city::{HouseholdId, NeedId, PlaceCode, Timestamp};
use tongxin_web::{FieldFault, IdempotencyKey, Json, KeyHeader, Problem, ProblemBody, Query};
use utoipa::{IntoParams, ToSchema};

/// Where the caller lives.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AddressQuery {
    /// The address as the caller says it: names, pinyin or initials, building, unit and door.
    #[param(min_length = 1, max_length = 80)]
    q: String,
}

/// Something that an address may mean.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallFound {
    /// The household behind a registered door; none for a place.
    household: Option<HouseholdId>,
    /// Its building, or the place.
    place: PlaceCode,
    /// The place's name with what it lies in, in the reader's language.
    place_name: String,
    /// The door, or what was said of one that is not registered; empty for a place alone.
    door: String,
}

/// What an address may mean.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallFoundList {
    /// The likeliest first, at most nine.
    found: Vec<CallFound>,
}

/// Doors, buildings and places that fit an address as it is said, inside where the caller of this operation takes calls.
#[utoipa::path(get, path = "/api/v1/calls/found", tag = "calls", params(AddressQuery), responses(
    (status = 200, description = "What it may mean; perhaps nothing", body = CallFoundList),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn find_for_call(
    State(state): Shared,
    visit: Visit,
    Query(query): Query<AddressQuery>,
) -> Result<Json<CallFoundList>, Problem> {
    let scope = visit.scope(Action::CallTake)?;
    let said = query.q.trim();
    FieldFault::in_line("q", said, ADDRESS_CHARS_MAX).map_err(|fault| Problem::invalid().faults(vec![fault]))?;
    let sight = Sight::of(&state, &visit);
    let found = find(&state, &scope, said).await?.into_iter();
    let found = found.map(|one| {
        let (household, place, door) = match one {
            Found::Door(household) => (Some(household.id), household.building, household.door),
            Found::Place(code, door) => (None, code, door),
        };
        CallFound {
            household,
            place,
            place_name: sight.place(&place),
            door,
        }
    });
    Ok(Json(CallFoundList { found: found.collect() }))
}

/// How a need stands, without anything that was written about it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallNeed {
    id: NeedId,
    /// The kind's key.
    kind: String,
    /// The topic's key.
    topic: String,
    priority: Priority,
    state: NeedIs,
    tier: Tier,
    is_overdue: bool,
    raised_at: Timestamp,
    due_at: Timestamp,
}

impl From<NeedState> for CallNeed {
    fn from(need: NeedState) -> Self {
        CallNeed {
            id: need.id,
            kind: need.facts.kind,
            topic: need.facts.topic,
            priority: need.standing.priority,
            state: need.standing.state,
            tier: need.standing.tier,
            is_overdue: need.standing.is_overdue,
            raised_at: need.raised_at,
            due_at: need.standing.due_at,
        }
    }
}

/// Whose needs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CallNeedsQuery {
    /// The household that calls.
    household: HouseholdId,
}

/// What a household waits for.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallNeeds {
    /// The newest first.
    needs: Vec<CallNeed>,
}

/// What a household that calls waits for already, of what people ask for by hand.
#[utoipa::path(get, path = "/api/v1/calls/needs", tag = "calls", params(CallNeedsQuery), responses(
    (status = 200, description = "Its open needs", body = CallNeeds),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn needs_for_call(
    State(state): Shared,
    visit: Visit,
    Query(query): Query<CallNeedsQuery>,
) -> Result<Json<CallNeeds>, Problem> {
    let whom = Whom::of(&state, &visit, Some(query.household), None).await?;
    let needs = whom.open_needs(&state).await?.into_iter().map(CallNeed::from);
    Ok(Json(CallNeeds { needs: needs.collect() }))
}

/// A call with what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallTaken {
    /// When it was taken.
    at: Timestamp,
    /// Whether it was added to a need that was there already.
    is_added: bool,
    place: PlaceCode,
    household: Option<HouseholdId>,
    need: CallNeed,
}

impl From<TakenCall> for CallTaken {
    fn from(call: TakenCall) -> Self {
        CallTaken {
            at: call.at,
            is_added: call.is_added,
            place: call.need.facts.place,
            household: call.need.facts.household,
            need: call.need.into(),
        }
    }
}

/// The day's own calls.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallsTaken {
    /// The last first.
    calls: Vec<CallTaken>,
}

/// The calls that whoever asks took today, with what became of each.
#[utoipa::path(get, path = "/api/v1/calls", tag = "calls", responses(
    (status = 200, description = "The day's own calls", body = CallsTaken),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn list_calls(State(state): Shared, visit: Visit) -> Result<Json<CallsTaken>, Problem> {
    let calls = taken_today(&state, &visit).await?.into_iter().map(CallTaken::from);
    Ok(Json(CallsTaken { calls: calls.collect() }))
}

/// What a caller said: for a household, or at a place where nobody knows the door or a visitor calls.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallBody {
    /// The household that calls.
    household: Option<HouseholdId>,
    /// Where, when no household is named: from a subdistrict down.
    place: Option<PlaceCode>,
    /// The door as the caller says it, where it is not registered.
    #[serde(default)]
    #[schema(max_length = 40)]
    said: String,
    /// The key of a kind that is raised for households; see `GET /api/v1/kinds`.
    #[schema(example = "household_request")]
    kind: String,
    /// The topic's key within the kind.
    #[schema(example = "food")]
    topic: String,
    /// How urgent; normal when left out.
    priority: Option<Priority>,
    /// What is lacking, in a line; the topic's name when left out.
    #[serde(default)]
    #[schema(max_length = 120)]
    title: String,
    /// How to reach the caller.
    #[serde(default)]
    #[schema(max_length = 100)]
    contact: String,
    /// The household's open need to which it is added, instead of a second one.
    add_to: Option<NeedId>,
}

/// Writes down what was said on a call: as a need, or as more about one that the household waits for.
#[utoipa::path(post, path = "/api/v1/calls", tag = "calls", params(KeyHeader), request_body = CallBody, responses(
    (status = 201, description = "Written down", body = Done),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn take_call(
    State(state): Shared,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<CallBody>,
) -> Result<(StatusCode, Json<Done>), Problem> {
    if body.household.is_none() && body.place.is_none() {
        return Err(Problem::invalid().field("household", "field-required", &[]));
    }
    let whom = Whom::of(&state, &visit, body.household, body.place).await?;
    let said = Said {
        topic: (&body.kind, &body.topic),
        priority: body.priority,
        door: &body.said,
        title: &body.title,
        contact: &body.contact,
    };
    let done = said.write_down(&state, &visit, &whom, body.add_to, key).await?;
    Ok((StatusCode::CREATED, Json(done)))
}
