//! How stock came to be what it is.

use crate::Supply;
use crate::api::Shared;
use crate::api::goods::{page_limit, page_of};
use crate::limits::MOVEMENTS_FILE_ROWS_MAX;
use crate::rules::stock::MovementKind;
use crate::store::firm::Firm;
use crate::store::stock::reading::{Movement, MovementFilter};
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_account::{Action, Right, Routes, Visit, account_of};
use tongxin_city::{AccountId, Day, ItemId, MovementId, OrgId, Timestamp, Zone};
use tongxin_web::{Json, Path, Problem, ProblemBody, Query, Table, TableFormat};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

pub(super) fn routes() -> Routes<Arc<Supply>> {
    let read = Right::May(Action::StockRead);
    Routes::new()
        .api(routes!(list_movements), read)
        .api(routes!(movements_csv), read)
        .api(routes!(movements_xlsx), read)
}

/// Which movements, newest first.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct MovementQuery {
    /// Of this item.
    pub(crate) item: Option<ItemId>,
    /// Of this kind.
    #[param(inline)]
    pub(crate) kind: Option<MovementKind>,
    /// From this day on.
    pub(crate) from: Option<Day>,
    /// Until the end of this day.
    pub(crate) until: Option<Day>,
    /// `next` of the page before.
    pub(crate) cursor: Option<MovementId>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    pub(crate) limit: Option<u32>,
}

impl MovementQuery {
    pub(crate) fn filter(&self, zone: &Zone) -> MovementFilter {
        MovementFilter {
            item: self.item,
            kind: self.kind,
            from: self.from.map(|day| zone.start_of(day)),
            until: self.until.map(|day| zone.start_of(day.next())),
        }
    }
}

/// A change of stock.
#[derive(Debug, Serialize, ToSchema)]
struct MovementView {
    /// Its id.
    id: MovementId,
    /// Of what.
    item: ItemId,
    /// The item's name.
    name: String,
    /// When it happened, or was counted.
    at: Timestamp,
    /// When it was entered.
    entered_at: Timestamp,
    /// Why.
    kind: MovementKind,
    /// Pieces that came, or went (below nothing).
    change: i64,
    /// Who.
    actor: String,
    /// More about it.
    note: Option<String>,
    /// The movement that it takes back.
    undoes: Option<MovementId>,
}

impl From<Movement> for MovementView {
    fn from(movement: Movement) -> MovementView {
        MovementView {
            id: movement.id,
            item: movement.item,
            name: movement.item_name,
            at: movement.at,
            entered_at: movement.id.created_at(),
            kind: movement.kind,
            change: movement.change,
            actor: movement.actor,
            note: movement.note,
            undoes: movement.undoes,
        }
    }
}

/// A page of movements.
#[derive(Debug, Serialize, ToSchema)]
struct MovementPage {
    /// Newest first.
    movements: Vec<MovementView>,
    /// The cursor of the next page.
    next: Option<MovementId>,
}

/// How an outlet's or warehouse's stock came to be what it is.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/movements", tag = "stock",
    params(MovementQuery, ("org" = OrgId, Path, description = "The outlet or warehouse")), responses(
    (status = 200, description = "A page", body = MovementPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list_movements(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<MovementQuery>,
) -> Result<Json<MovementPage>, Problem> {
    let limit = page_limit(query.limit)?;
    let firm = supply.firm(&visit.scope(Action::StockRead)?, org).await?;
    let filter = query.filter(&visit.asked.shell.zone);
    let found = supply.movements(&firm, &filter, query.cursor, limit + 1).await?;
    let (movements, next) = page_of(found, limit, |movement| movement.id);
    let movements = movements.into_iter().map(MovementView::from).collect();
    Ok(Json(MovementPage { movements, next }))
}

/// Movements as CSV.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/movements.csv", tag = "stock",
    params(MovementQuery, ("org" = OrgId, Path, description = "The outlet or warehouse")), responses(
    (status = 200, description = "The list", body = String, content_type = "text/csv"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn movements_csv(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<MovementQuery>,
) -> Result<Response, Problem> {
    file(&supply, &visit, org, &query, TableFormat::Csv).await
}

/// Movements as a spreadsheet.
#[utoipa::path(get, path = "/api/v1/outlets/{org}/movements.xlsx", tag = "stock",
    params(MovementQuery, ("org" = OrgId, Path, description = "The outlet or warehouse")), responses(
    (status = 200, description = "The list", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn movements_xlsx(
    State(supply): Shared,
    visit: Visit,
    Path(org): Path<OrgId>,
    Query(query): Query<MovementQuery>,
) -> Result<Response, Problem> {
    file(&supply, &visit, org, &query, TableFormat::Xlsx).await
}

/// The language keys of a file's columns.
const COLUMNS: [&str; 8] = [
    "supply-stock-column-time",
    "supply-stock-column-kind",
    "supply-stock-column-item",
    "supply-stock-column-unit",
    "supply-stock-column-came",
    "supply-stock-column-went",
    "supply-stock-column-who",
    "supply-stock-column-note",
];

async fn file(
    supply: &Supply,
    visit: &Visit,
    org: OrgId,
    query: &MovementQuery,
    format: TableFormat,
) -> Result<Response, Problem> {
    page_limit(query.limit)?;
    let firm = supply.firm(&visit.scope(Action::StockRead)?, org).await?;
    let filter = query.filter(&visit.asked.shell.zone);
    let found = supply
        .movements(&firm, &filter, None, MOVEMENTS_FILE_ROWS_MAX + 1)
        .await?;
    if found.len() > MOVEMENTS_FILE_ROWS_MAX as usize {
        let max = MOVEMENTS_FILE_ROWS_MAX.to_string();
        return Err(Problem::invalid().field("from", "supply-stock-file-too-long", &[("max", &max)]));
    }
    let names = supply.actor_names(&found).await?;
    table(visit, &firm, &found, &names).download("movements", format)
}

fn table(visit: &Visit, firm: &Firm, found: &[Movement], names: &ActorNames) -> Table {
    let zone = &visit.asked.shell.zone;
    let row = |movement: &Movement| {
        vec![
            format!("{} {}", zone.day_of(movement.at), zone.format_time(movement.at)),
            kind_word(visit, movement),
            movement.item_name.clone(),
            movement.item_unit.clone(),
            pieces(movement.change),
            pieces(-movement.change),
            names.of(visit, &movement.actor),
            movement.note.clone().unwrap_or_default(),
        ]
    };
    Table {
        name: firm.org().name.clone(),
        headings: COLUMNS.iter().map(|key| visit.t(key)).collect(),
        rows: found.iter().map(row).collect(),
    }
}

/// A number above nothing, else an empty cell: what begins with a minus is taken for a formula.
fn pieces(number: i64) -> String {
    if number > 0 { number.to_string() } else { String::new() }
}

/// Why stock changed, in words.
pub(crate) fn kind_word(visit: &Visit, movement: &Movement) -> String {
    let word = visit.t(&format!("supply-stock-kind-{}", movement.kind));
    if movement.undoes.is_none() {
        return word;
    }
    let texts = &visit.asked.shell.texts;
    texts.text_with(visit.lang(), "supply-stock-kind-undone", &[("kind", &word)])
}

/// The names of those who reported.
#[derive(Debug, Default)]
pub(crate) struct ActorNames(HashMap<AccountId, String>);

impl ActorNames {
    /// What somebody is called; a household's name is nobody's business here. Whoever drove a run is known by it, a volunteer on foot by nothing.
    pub(crate) fn of(&self, visit: &Visit, actor: &str) -> String {
        if let Some(run) = actor.strip_prefix("run:") {
            let texts = &visit.asked.shell.texts;
            return texts.text_with(visit.lang(), "supply-actor-driver", &[("run", run)]);
        }
        if actor.starts_with("foot:") {
            return visit.t("supply-actor-volunteer");
        }
        let account = account_of(actor);
        account.and_then(|id| self.0.get(&id).cloned()).unwrap_or_default()
    }
}

impl Supply {
    /// The names of those who made movements.
    pub(crate) async fn actor_names(&self, movements: &[Movement]) -> Result<ActorNames, Problem> {
        let mut ids: Vec<AccountId> = movements
            .iter()
            .filter_map(|movement| account_of(&movement.actor))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(ActorNames(self.accounts().display_names(ids).await?))
    }
}
