//! The board's pages: a place's board, the same for a wall, and the parts a live page asks for again.

use crate::view::{BoardView, Measure, Wish, Words};
use crate::{Board, KeeperError};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::{Method, StatusCode};
use serde::Deserialize;
use tongxin_account::{Action, Right, Routes, Visit};
use tongxin_city::PlaceCode;
use tongxin_places::PlacesError;
use tongxin_web::{Page, Path, Problem, Query, html, redirect};

/// Where the map gets the districts' boundaries.
const BOUNDARIES: &str = "/api/v1/districts.geojson";
/// Script modules of a board.
const MODULES: [&str; 3] = ["live", "chart", "map"];

/// What a page asks for besides its place.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(crate) struct Asking {
    #[serde(default)]
    measure: Measure,
}

/// Which board is watched; one's own when not said.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Watching {
    place: Option<PlaceCode>,
}

#[derive(Template)]
#[template(path = "board.html")]
struct BoardPage {
    page: Page,
    board: BoardView,
    is_wall: bool,
    geojson: String,
    briefing_href: Option<String>,
}

#[derive(Template)]
#[template(path = "board_live.html")]
struct LiveParts {
    page: Page,
    board: BoardView,
}

/// The pages' routes.
pub(crate) fn routes(board: &Board) -> Routes {
    let right = Right::May(Action::BoardRead);
    Routes::new()
        .page(Method::GET, "/board", right, own_board)
        .page(Method::GET, "/board/wall", right, own_wall)
        .page(Method::GET, "/board/events", right, events)
        .page(Method::GET, "/board/{code}", right, board_of)
        .page(Method::GET, "/board/{code}/wall", right, wall_of)
        .page(Method::GET, "/board/{code}/live", right, live_of)
        .with_state(board.clone())
}

async fn own_board(visit: Visit) -> Result<Response, Problem> {
    Ok(redirect(&crate::links::board(&own_place(&visit)?)))
}

async fn own_wall(visit: Visit) -> Result<Response, Problem> {
    Ok(redirect(&format!("{}/wall", crate::links::board(&own_place(&visit)?))))
}

/// The widest place whose board one may see.
fn own_place(visit: &Visit) -> Result<PlaceCode, Problem> {
    let place = visit.scope(Action::BoardRead)?.widest_place();
    place.ok_or_else(Problem::forbidden)
}

async fn board_of(
    State(board): State<Board>,
    visit: Visit,
    Path(code): Path<PlaceCode>,
    Query(asking): Query<Asking>,
) -> Result<Response, Problem> {
    page(&board, &visit, &code, asking, false).await
}

async fn wall_of(
    State(board): State<Board>,
    visit: Visit,
    Path(code): Path<PlaceCode>,
    Query(asking): Query<Asking>,
) -> Result<Response, Problem> {
    page(&board, &visit, &code, asking, true).await
}

async fn live_of(
    State(board): State<Board>,
    visit: Visit,
    Path(code): Path<PlaceCode>,
    Query(asking): Query<Asking>,
) -> Result<Response, Problem> {
    let view = view(&board, &visit, &code, asking).await?;
    html(&LiveParts {
        page: visit.page("board-lifelines"),
        board: view,
    })
}

async fn events(
    State(board): State<Board>,
    visit: Visit,
    Query(watching): Query<Watching>,
) -> Result<Response, Problem> {
    let code = match watching.place {
        Some(code) => code,
        None => own_place(&visit)?,
    };
    visit.viewer.require_place(Action::BoardRead, &code)?;
    let tree = board.keeper.places.tree();
    let place = tree.get(&code).cloned().ok_or_else(Problem::not_found)?;
    board.watchers.watch(&board.keeper, place)
}

async fn page(
    board: &Board,
    visit: &Visit,
    code: &PlaceCode,
    asking: Asking,
    is_wall: bool,
) -> Result<Response, Problem> {
    let view = view(board, visit, code, asking).await?;
    let mut page = visit.page_titled(view.title.clone()).with_modules(&MODULES);
    page.place_path = visit.place_path(
        &board.keeper.places.tree(),
        code,
        Action::BoardRead,
        crate::links::board,
    );
    let briefing = format!("/briefing?place={code}");
    let has_boundaries = board
        .keeper
        .places
        .city()
        .is_ok_and(|city| !city.boundaries.collection().is_empty());
    html(&BoardPage {
        page,
        is_wall,
        geojson: if has_boundaries {
            BOUNDARIES.to_owned()
        } else {
            String::new()
        },
        briefing_href: (visit.viewer.may(Action::BriefingRead) && view.trends.is_some()).then_some(briefing),
        board: view,
    })
}

/// A place's board as this viewer may see it.
pub(crate) async fn view(board: &Board, visit: &Visit, code: &PlaceCode, asking: Asking) -> Result<BoardView, Problem> {
    visit.viewer.require_place(Action::BoardRead, code)?;
    let may_read_needs = visit.viewer.require_place(Action::NeedRead, code).is_ok();
    let shell = visit.asked.shell();
    let words = Words {
        texts: &shell.texts,
        lang: visit.lang(),
        zone: &shell.zone,
        now: visit.now(),
    };
    let wish = Wish {
        measure: asking.measure,
        may_read_needs,
    };
    board
        .view(code, wish, &words)
        .await
        .map_err(problem)?
        .ok_or_else(Problem::not_found)
}

/// Why there is no board, to its reader.
pub(crate) fn problem(error: KeeperError) -> Problem {
    if let KeeperError::Places(PlacesError::NoCity) = error {
        return Problem::new(StatusCode::SERVICE_UNAVAILABLE, "board-no-city");
    }
    tracing::error!(%error, "no board");
    Problem::internal()
}
