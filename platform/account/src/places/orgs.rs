//! JSON under `/api/v1` about organisations, and lists of them as files.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use tongxin_city::OrgId;
use tongxin_places::{LIST_MAX, Org, OrgFilter};
use tongxin_web::{IdempotencyKey, Json, Path, Problem, ProblemBody, Query, Table, TableFormat, require_short};
use utoipa_axum::routes;

use crate::api::bodies::KeyHeader;
use crate::places::bodies::{NewOrgsBody, OrgIdsBody, OrgQuery, OrgsBody};
use crate::places::places_problem;
use crate::{Accounts, Action, Right, Routes, Visit};

/// Characters of a name that is looked for.
const NAME_CHARS_MAX: usize = 80;
/// Organisations in one file, which is written whole before it is sent.
const FILE_ROWS_MAX: usize = 50_000;

pub(super) fn routes() -> Routes<Accounts> {
    let read = Right::May(Action::OrgRead);
    Routes::new()
        .api(routes!(list_orgs), read)
        .api(routes!(add_orgs), Right::May(Action::OrgAdd))
        .api(routes!(get_org), read)
        .api(routes!(orgs_csv), read)
        .api(routes!(orgs_xlsx), read)
}

/// The organisations asked for among those that the caller sees: inside their places, else their own.
pub(super) fn filter(visit: &Visit, query: &OrgQuery) -> Result<OrgFilter, Problem> {
    let mut scope = visit.scope(Action::OrgRead)?;
    if let Some(name) = &query.name {
        require_short("name", name, NAME_CHARS_MAX)?;
    }
    if let Some(within) = &query.within {
        scope = scope.within(within);
    }
    let (within, ids) = if scope.places.is_empty() {
        (None, Some(scope.orgs))
    } else {
        (Some(scope.places), None)
    };
    Ok(OrgFilter {
        kind: query.kind,
        name: query.name.clone(),
        within,
        ids,
        after: query.after,
    })
}

/// Organisations inside the caller's places, or the caller's own, 200 at a time.
#[utoipa::path(get, path = "/api/v1/orgs", tag = "places", params(OrgQuery), responses(
    (status = 200, description = "The organisations", body = OrgsBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn list_orgs(
    State(accounts): State<Accounts>,
    visit: Visit,
    Query(query): Query<OrgQuery>,
) -> Result<Json<OrgsBody>, Problem> {
    let filter = filter(&visit, &query)?;
    let orgs = accounts.places().orgs(&filter).await.map_err(places_problem)?;
    let next = if orgs.len() == LIST_MAX {
        orgs.last().map(|org| org.id)
    } else {
        None
    };
    Ok(Json(OrgsBody { orgs, next }))
}

/// An organisation inside the caller's places, or the caller's own.
#[utoipa::path(get, path = "/api/v1/orgs/{id}", tag = "places",
    params(("id" = OrgId, Path, description = "The organisation")), responses(
    (status = 200, description = "The organisation", body = Org),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn get_org(State(accounts): State<Accounts>, visit: Visit, Path(id): Path<OrgId>) -> Result<Json<Org>, Problem> {
    let scope = visit.scope(Action::OrgRead)?;
    let org = accounts.places().org(id).await.map_err(places_problem)?;
    org.filter(|org| scope.contains(&org.place, Some(org.id), None))
        .map(Json)
        .ok_or_else(Problem::not_found)
}

/// Adds organisations inside the caller's places, all or none.
#[utoipa::path(post, path = "/api/v1/orgs", tag = "places", params(KeyHeader), request_body = NewOrgsBody, responses(
    (status = 201, description = "Added", body = OrgIdsBody),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn add_orgs(
    State(accounts): State<Accounts>,
    visit: Visit,
    key: IdempotencyKey,
    Json(body): Json<NewOrgsBody>,
) -> Result<(StatusCode, Json<OrgIdsBody>), Problem> {
    let scope = visit.scope(Action::OrgAdd)?;
    if !body.rows.iter().all(|row| scope.contains_place(&row.place)) {
        return Err(Problem::forbidden());
    }
    let command = visit.command(key, "add-orgs", format!("{body:?}").as_bytes());
    let rows = body.rows.into_iter().map(Into::into).collect();
    let added = accounts
        .places()
        .add_orgs(command, &visit.viewer.actor(), rows)
        .await
        .map_err(places_problem)?;
    Ok((StatusCode::CREATED, Json(OrgIdsBody { ids: added.value })))
}

/// The whole list as CSV.
#[utoipa::path(get, path = "/api/v1/orgs.csv", tag = "places", params(OrgQuery), responses(
    (status = 200, description = "The file", content_type = "text/csv", body = String),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn orgs_csv(
    State(accounts): State<Accounts>,
    visit: Visit,
    Query(query): Query<OrgQuery>,
) -> Result<Response, Problem> {
    file(&accounts, &visit, &query, TableFormat::Csv).await
}

/// The whole list as a spreadsheet.
#[utoipa::path(get, path = "/api/v1/orgs.xlsx", tag = "places", params(OrgQuery), responses(
    (status = 200, description = "The file", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
async fn orgs_xlsx(
    State(accounts): State<Accounts>,
    visit: Visit,
    Query(query): Query<OrgQuery>,
) -> Result<Response, Problem> {
    file(&accounts, &visit, &query, TableFormat::Xlsx).await
}

/// The language keys of a file's columns.
const COLUMNS: [&str; 5] = ["orgs-id", "orgs-kind", "orgs-name", "orgs-place", "place-code"];

async fn file(accounts: &Accounts, visit: &Visit, query: &OrgQuery, format: TableFormat) -> Result<Response, Problem> {
    let mut filter = filter(visit, query)?;
    let mut rows = Vec::new();
    loop {
        let orgs = accounts.places().orgs(&filter).await.map_err(places_problem)?;
        filter.after = orgs.last().map(|org| org.id);
        rows.extend(orgs.iter().map(|org| cells(accounts, visit, org)));
        if orgs.len() < LIST_MAX {
            break;
        }
        if rows.len() >= FILE_ROWS_MAX {
            let max = FILE_ROWS_MAX.to_string();
            return Err(Problem::invalid().field("within", "orgs-file-too-long", &[("max", &max)]));
        }
    }
    let table = Table {
        name: visit.t("orgs-title"),
        headings: COLUMNS.map(|key| visit.t(key)).to_vec(),
        rows,
    };
    table.download("orgs", format)
}

/// An organisation's cells, in the order of [`COLUMNS`].
fn cells(accounts: &Accounts, visit: &Visit, org: &Org) -> Vec<String> {
    let place = accounts.places().get(&org.place);
    vec![
        org.id.to_string(),
        visit.t(&format!("org-kind-{}", org.kind.key())),
        org.name.clone(),
        place.map_or_else(String::new, |place| place.name(visit.lang()).to_owned()),
        org.place.to_string(),
    ]
}
