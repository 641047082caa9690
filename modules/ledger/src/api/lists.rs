//! Reading needs: lists, one need, and lists as files.

use crate::api::Shared;
use crate::api::views::{NeedDetail, NeedPage};
use crate::export::Export;
use crate::rules::limits::{CSV_ROWS_MAX, PAGE_DEFAULT, PAGE_MAX, SEARCH_CHARS_MAX, XLSX_ROWS_MAX};
use crate::rules::need::{Lifeline, Priority, State as NeedIs, Tier};
use crate::store::Scope;
use crate::store::list::{Filter, Page, Sort};
use crate::store::rows::Need;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, header};
use serde::Deserialize;
use std::sync::Arc;
use tokio::io::AsyncReadExt as _;
use tongxin_account::{Action, Viewer};
use tongxin_city::{AccountId, HouseholdId, NeedId, OrgId, PlaceCode, Timestamp};
use tongxin_places::Places;
use tongxin_web::{Asked, Json, Path, Problem, ProblemBody, Query};
use utoipa::IntoParams;

/// Bytes of a file sent at once.
const FILE_PART_BYTES: usize = 64 * 1024;

/// Which needs, in which order, which page. Without any: all open needs, earliest due first.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct NeedQuery {
    /// In one of these states; may be repeated. None means every open one.
    pub state: Vec<NeedIs>,
    /// Closed ones too, when no state is named.
    pub with_closed: bool,
    /// Of this kind.
    pub kind: Option<String>,
    /// About this topic.
    pub topic: Option<String>,
    /// Of this lifeline.
    pub lifeline: Option<Lifeline>,
    /// At exactly this tier.
    pub tier: Option<Tier>,
    /// At this tier or above.
    pub tier_from: Option<Tier>,
    /// Of this priority.
    pub priority: Option<Priority>,
    /// Overdue, or not.
    pub overdue: Option<bool>,
    /// Given to the caller.
    pub mine: bool,
    /// Given to this account.
    pub assigned_account: Option<AccountId>,
    /// Given to this organisation.
    pub assigned_org: Option<OrgId>,
    /// Of this household.
    pub household: Option<HouseholdId>,
    /// Of this organisation.
    pub org: Option<OrgId>,
    /// In this place.
    pub place: Option<PlaceCode>,
    /// Merged into this need.
    pub merged_into: Option<NeedId>,
    /// Whose title or description holds all these words.
    #[param(max_length = 100)]
    pub q: Option<String>,
    /// Raised before this moment.
    pub raised_before: Option<Timestamp>,
    /// Raised at this moment or later.
    pub raised_from: Option<Timestamp>,
    /// Last touched before this moment.
    pub untouched_since: Option<Timestamp>,
    /// Due before this moment.
    pub due_before: Option<Timestamp>,
    /// The order.
    #[param(inline)]
    pub sort: Option<Sort>,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// How many, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// For CSV: whether it starts with a byte order mark, so that spreadsheet programs read Chinese. Yes when left out.
    pub bom: Option<bool>,
}

impl NeedQuery {
    /// The filter it names.
    ///
    /// # Errors
    /// What is wrong at which parameter.
    pub fn filter(&self, viewer: &Viewer) -> Result<Filter, Problem> {
        let query = self.clone();
        let length = query.q.as_ref().map_or(0, |search| search.chars().count());
        if length > SEARCH_CHARS_MAX {
            let (max, found) = (SEARCH_CHARS_MAX.to_string(), length.to_string());
            return Err(Problem::invalid().field("q", "field-too-long", &[("max", &max), ("length", &found)]));
        }
        Ok(Filter {
            states: query.state,
            with_closed: query.with_closed,
            kind: query.kind,
            topic: query.topic,
            lifeline: query.lifeline,
            tier_from: query.tier_from,
            tier: query.tier,
            priority: query.priority,
            is_overdue: query.overdue,
            assigned_account: if query.mine {
                viewer.account()
            } else {
                query.assigned_account
            },
            assigned_org: query.assigned_org,
            household: query.household,
            org: query.org,
            place: query.place,
            merged_into: query.merged_into,
            search: query.q,
            raised_before: query.raised_before,
            raised_from: query.raised_from,
            untouched_since: query.untouched_since,
            due_before: query.due_before,
        })
    }

    /// The page it names.
    ///
    /// # Errors
    /// What is wrong at which parameter.
    pub fn page(&self) -> Result<Page, Problem> {
        let sort = self.sort.unwrap_or_default();
        let limit = self.limit.unwrap_or(PAGE_DEFAULT);
        if !(1..=PAGE_MAX).contains(&limit) {
            let max = PAGE_MAX.to_string();
            return Err(Problem::invalid().field("limit", "ledger-field-limit", &[("max", &max)]));
        }
        let after = self.cursor.as_deref().map(str::parse).transpose()?;
        Ok(Page { sort, after, limit })
    }
}

/// A page of the needs the caller may see.
#[utoipa::path(get, path = "/api/v1/needs", tag = "needs", params(NeedQuery), responses(
    (status = 200, description = "A page", body = NeedPage),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn list_needs(
    State(state): Shared,
    viewer: Viewer,
    Query(query): Query<NeedQuery>,
) -> Result<Json<NeedPage>, Problem> {
    let scope = Scope::for_viewer(&viewer, Action::NeedRead)?;
    let needs = state
        .ledger
        .list(&scope, &query.filter(&viewer)?, &query.page()?)
        .await?;
    Ok(Json(needs.into()))
}

/// A need with its entries and photos.
#[utoipa::path(get, path = "/api/v1/needs/{id}", tag = "needs",
    params(("id" = NeedId, Path, description = "The need")), responses(
    (status = 200, description = "The need", body = NeedDetail),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn get_need(
    State(state): Shared,
    viewer: Viewer,
    Path(id): Path<NeedId>,
) -> Result<Json<NeedDetail>, Problem> {
    let scope = Scope::for_viewer(&viewer, Action::NeedRead)?;
    Ok(Json(state.ledger.get(&scope, id).await?.into()))
}

/// The whole list as CSV.
#[utoipa::path(get, path = "/api/v1/needs.csv", tag = "needs", params(NeedQuery), responses(
    (status = 200, description = "The list", body = String, content_type = "text/csv"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn needs_csv(
    State(state): Shared,
    viewer: Viewer,
    asked: Asked,
    Query(query): Query<NeedQuery>,
) -> Result<Response, Problem> {
    let export = export(&state.ledger, &state.places, &viewer, &asked, &query, CSV_ROWS_MAX).await?;
    let body = Body::from_stream(export.into_csv(query.bom.unwrap_or(true)));
    Ok((
        download("text/csv; charset=utf-8", "attachment; filename=\"needs.csv\""),
        body,
    )
        .into_response())
}

/// The whole list as a spreadsheet.
#[utoipa::path(get, path = "/api/v1/needs.xlsx", tag = "needs", params(NeedQuery), responses(
    (status = 200, description = "The list", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = "4XX", description = "Refused", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(crate) async fn needs_xlsx(
    State(state): Shared,
    viewer: Viewer,
    asked: Asked,
    Query(query): Query<NeedQuery>,
) -> Result<Response, Problem> {
    let export = export(&state.ledger, &state.places, &viewer, &asked, &query, XLSX_ROWS_MAX).await?;
    let file = export.into_xlsx().await?;
    let file = file
        .reopen()
        .map_err(|error| crate::LedgerError::Export(error.to_string()))?;
    let parts = futures::stream::try_unfold(tokio::fs::File::from_std(file), |mut file| async move {
        let mut part = vec![0; FILE_PART_BYTES];
        let length = file.read(&mut part).await?;
        part.truncate(length);
        Ok::<_, std::io::Error>((length > 0).then_some((part, file)))
    });
    let media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let head = download(media_type, "attachment; filename=\"needs.xlsx\"");
    Ok((head, Body::from_stream(parts)).into_response())
}

fn download(media_type: &'static str, disposition: &'static str) -> [(header::HeaderName, HeaderValue); 3] {
    [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ]
}

/// The language keys of the columns. Contacts stay in the system: a file can't be erased in time.
const COLUMNS: [&str; 14] = [
    "ledger-column-id",
    "ledger-column-state",
    "ledger-column-priority",
    "ledger-column-kind",
    "ledger-column-topic",
    "ledger-column-place",
    "ledger-column-place-code",
    "ledger-column-title",
    "ledger-column-body",
    "ledger-column-tier",
    "ledger-column-raised",
    "ledger-column-due",
    "ledger-column-overdue",
    "ledger-column-closed",
];

async fn export(
    ledger: &crate::Ledger,
    places: &Places,
    viewer: &Viewer,
    asked: &Asked,
    query: &NeedQuery,
    rows_max: u32,
) -> Result<Export, Problem> {
    let scope = Scope::for_viewer(viewer, Action::Export)?;
    let filter = query.filter(viewer)?;
    // A file holds every page, but a page that could not be asked for is refused all the same.
    query.page()?;
    if ledger.count(&scope, &filter, rows_max.saturating_add(1)).await? > rows_max {
        return Err(Problem::invalid().field("limit", "ledger-export-too-long", &[("max", &rows_max.to_string())]));
    }
    let words = Words {
        asked: asked.clone(),
        places: places.clone(),
        ledger: ledger.clone(),
    };
    Ok(Export {
        ledger: ledger.clone(),
        scope,
        filter,
        name: asked.t("ledger-sheet"),
        headings: COLUMNS.iter().map(|key| asked.t(key)).collect(),
        cells: Arc::new(move |need| words.cells(need)),
    })
}

struct Words {
    asked: Asked,
    places: Places,
    ledger: crate::Ledger,
}

impl Words {
    /// A need's cells, in the order of [`COLUMNS`].
    fn cells(&self, need: &Need) -> Vec<String> {
        let (facts, standing) = (&need.state.facts, &need.state.standing);
        let (asked, lang) = (&self.asked, self.asked.lang);
        let time = |at: Timestamp| {
            let zone = &asked.shell.zone;
            format!("{} {}", zone.day_of(at), zone.format_time(at))
        };
        let kinds = self.ledger.kinds();
        let kind = kinds
            .get(&facts.kind)
            .map_or_else(|| facts.kind.clone(), |kind| asked.t(kind.name));
        let topic = kinds.topic(&facts.kind, &facts.topic);
        let place = self.places.get(&facts.place);
        vec![
            need.state.id.to_string(),
            asked.t(&format!("ledger-state-{}", standing.state)),
            asked.t(&format!("ledger-priority-{}", standing.priority)),
            kind,
            topic.map_or_else(|| facts.topic.clone(), |topic| asked.t(topic.name)),
            place.map_or_else(String::new, |place| place.name(lang).to_string()),
            facts.place.to_string(),
            need.texts.title.clone(),
            need.texts.body.clone(),
            asked.t(&format!("ledger-tier-{}", standing.tier)),
            time(need.state.raised_at),
            time(standing.due_at),
            asked.t(if standing.is_overdue { "ledger-yes" } else { "ledger-no" }),
            standing.closed_at.map_or_else(String::new, time),
        ]
    }
}
