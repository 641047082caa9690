//! The board for programs: `GET /api/v1/board/{code}`.

use crate::Board;
use crate::pages::problem;
use crate::rules::{Condition, Reason};
use crate::snapshot::{Happened, Standing};
use crate::view::{Seen, Words, counts_inside, judged, lifelines};
use axum::extract::State;
use serde::Serialize;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::{Day, Lang, Level, Place, PlaceCode, Timestamp};
use tongxin_ledger::{EntryKind, HAPPENED, Lifeline, State as NeedState};
use tongxin_web::{Json, Path, Problem, ProblemBody};
use utoipa::ToSchema;
use utoipa_axum::routes;

/// How a place stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BoardAnswer {
    /// The place.
    place: PlaceAnswer,
    /// The moment of the counts.
    as_of: Timestamp,
    /// All needs.
    needs: CountsAnswer,
    /// Each lifeline.
    lifelines: Vec<LifelineAnswer>,
    /// What happened on the last days, oldest first; empty below a subdistrict, where days are not counted.
    days: Vec<DayAnswer>,
    /// The places inside.
    places: Vec<ChildAnswer>,
}

/// A place by code and names.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceAnswer {
    /// Its code.
    code: PlaceCode,
    /// Its level.
    level: Level,
    /// Its Chinese name.
    name_zh: String,
    /// Its English name.
    name_en: String,
    /// Residents, when known.
    people: Option<u32>,
}

impl PlaceAnswer {
    fn new(place: &Place) -> Self {
        Self {
            code: place.code,
            level: place.level,
            name_zh: place.name(Lang::Zh).to_owned(),
            name_en: place.name(Lang::En).to_owned(),
            people: place.population.map(|population| population.people),
        }
    }
}

/// Needs by state. Below a subdistrict only open ones are counted.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CountsAnswer {
    /// Needs somebody still has to do something about.
    open: u32,
    /// Open needs past their due time.
    overdue: u32,
    /// Nobody has answered.
    raised: u32,
    /// Somebody will deal with it.
    accepted: u32,
    /// Given to somebody.
    assigned: u32,
    /// Said to be done, not yet confirmed.
    solved: u32,
    /// Open again.
    reopened: u32,
    /// Confirmed and closed.
    struck_off: u32,
    /// Refused with a reason.
    declined: u32,
    /// The same as another need.
    merged: u32,
}

impl CountsAnswer {
    fn new(standing: &Standing) -> Self {
        Self {
            open: standing.open(),
            overdue: standing.overdue(),
            raised: standing.of(NeedState::Raised),
            accepted: standing.of(NeedState::Accepted),
            assigned: standing.of(NeedState::Assigned),
            solved: standing.of(NeedState::Solved),
            reopened: standing.of(NeedState::Reopened),
            struck_off: standing.of(NeedState::StruckOff),
            declined: standing.of(NeedState::Declined),
            merged: standing.of(NeedState::Merged),
        }
    }
}

/// How a lifeline stands.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LifelineAnswer {
    /// Which.
    lifeline: Lifeline,
    /// How it stands.
    condition: Condition,
    /// The rule that made it so.
    reason: Reason,
    /// Its needs.
    needs: CountsAnswer,
}

/// What happened on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayAnswer {
    /// The day in the city's zone.
    day: Day,
    /// Whether anything was ever reported by then; if not, the counts are not known rather than zero.
    is_known: bool,
    /// Raised.
    raised: u32,
    /// Said to be done.
    solved: u32,
    /// Confirmed and closed.
    struck_off: u32,
    /// Refused.
    declined: u32,
    /// Went up a tier.
    escalated: u32,
    /// Became overdue.
    overdue: u32,
    /// Opened again.
    reopened: u32,
}

impl DayAnswer {
    fn new(day: Day, happened: Option<Happened>) -> Self {
        let is_known = happened.is_some();
        let happened = happened.unwrap_or_default();
        let [raised, solved, struck_off, declined, escalated, overdue, reopened] =
            HAPPENED.map(|event: EntryKind| happened.of(event));
        Self {
            day,
            is_known,
            raised,
            solved,
            struck_off,
            declined,
            escalated,
            overdue,
            reopened,
        }
    }
}

/// A place inside.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChildAnswer {
    /// The place.
    place: PlaceAnswer,
    /// Needs somebody still has to do something about.
    open: u32,
    /// Open needs past their due time.
    overdue: u32,
}

/// The API's routes.
pub(crate) fn routes(board: &Board) -> Routes {
    let right = Right::May(Action::BoardRead);
    Routes::new().api(routes!(board_of), right).with_state(board.clone())
}

/// How a place stands: needs by state, each lifeline with the rule that made its condition, the last 14 days, and the
/// places inside.
#[utoipa::path(
    get, path = "/api/v1/board/{code}", tag = "board", operation_id = "board",
    params(("code" = PlaceCode, Path, description = "The place's code")),
    responses(
        (status = 200, body = BoardAnswer, description = "The board"),
        (status = 401, body = ProblemBody, content_type = "application/problem+json", description = "Not signed in"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json", description = "No right to a board"),
        (status = 404, body = ProblemBody, content_type = "application/problem+json", description = "No such place in the reader's area"),
        (status = 503, body = ProblemBody, content_type = "application/problem+json", description = "No city is loaded"),
    )
)]
async fn board_of(
    State(board): State<Board>,
    visit: Visit,
    Path(code): Path<PlaceCode>,
) -> Result<Json<BoardAnswer>, Problem> {
    visit.viewer.require_place(Action::BoardRead, &code)?;
    let seen = board
        .seen(&code)
        .await
        .map_err(problem)?
        .ok_or_else(Problem::not_found)?;
    let shell = visit.asked.shell();
    let words = Words {
        texts: &shell.texts,
        lang: visit.lang(),
        zone: &shell.zone,
        now: visit.now(),
    };
    Ok(Json(answer(&seen, &words)))
}

fn answer(seen: &Seen, words: &Words<'_>) -> BoardAnswer {
    let sight = seen.sight(words);
    let lifeline = |lifeline| {
        let (standing, verdict) = judged(&sight, lifeline);
        LifelineAnswer {
            lifeline,
            condition: verdict.condition,
            reason: verdict.reason,
            needs: CountsAnswer::new(&standing),
        }
    };
    let days = if sight.is_tallied() {
        seen.snapshot.happened(&seen.place.code, None)
    } else {
        Vec::new()
    };
    let counts = counts_inside(&sight);
    let child = |place: &Place| {
        let standing = counts.get(&place.code).copied().unwrap_or_default();
        ChildAnswer {
            place: PlaceAnswer::new(place),
            open: standing.open(),
            overdue: standing.overdue(),
        }
    };
    BoardAnswer {
        place: PlaceAnswer::new(&seen.place),
        as_of: seen.snapshot.taken_at,
        needs: CountsAnswer::new(&sight.standing(None)),
        lifelines: lifelines(&sight).into_iter().map(lifeline).collect(),
        days: days
            .into_iter()
            .map(|(day, happened)| DayAnswer::new(day, happened))
            .collect(),
        places: seen.tree.children(&seen.place.code).map(child).collect(),
    }
}
