//! `/outlet/labels`: one label for each order's bags, to be printed: where it goes, what it is, how many pieces.

use crate::api::Shared;
use crate::error::SupplyError;
use crate::limits::LABELS_MAX;
use crate::outlet::{WorkNames, WorkOrder};
use crate::pages::orders::words::{pieces, window};
use crate::pages::orders::{LABELS, ORDERS};
use crate::pages::outlet::OutletFrame;
use crate::pages::whitelist::words::Words;
use crate::store::orders::list::OrderFilter;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_account::{Action, Visit, qr_svg};
use tongxin_city::{OrderId, OrgId, PlaceCode, WindowId};
use tongxin_web::{FieldFault, Page, Problem, Query, html};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct LabelsQuery {
    org: Option<OrgId>,
    window: Option<WindowId>,
    building: Option<PlaceCode>,
    /// Ids with commas between them.
    orders: String,
}

impl LabelsQuery {
    fn ids(&self) -> Result<Option<Vec<OrderId>>, SupplyError> {
        let texts = self.orders.split(',').map(str::trim).filter(|text| !text.is_empty());
        let ids: Vec<OrderId> = texts
            .take(LABELS_MAX as usize + 1)
            .map(|text| {
                text.parse()
                    .map_err(|_| FieldFault::new("orders", "supply-labels-orders"))
            })
            .collect::<Result<_, _>>()?;
        Ok(Some(ids).filter(|ids| !ids.is_empty()))
    }
}

#[derive(Template)]
#[template(path = "outlet_labels.html")]
struct LabelsPage {
    page: Page,
    frame: OutletFrame,
    labels: Vec<Label>,
    /// Whether there are more than are printed at once.
    has_more: bool,
}

struct Label {
    building: String,
    door: String,
    number: String,
    window: String,
    pieces: String,
    outlet: String,
    qr_svg: String,
}

/// Labels of the orders asked for, else of all of a window that have not left.
pub(super) async fn show(
    State(supply): Shared,
    visit: Visit,
    Query(query): Query<LabelsQuery>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::OrderWork)?;
    let ids = query.ids()?;
    // Orders are asked for by their number alone; whose they are, the first of them says.
    let org = match ids.as_ref().and_then(|ids| ids.first()) {
        Some(first) => Some(supply.work_order(&scope, *first).await?.0.order.org),
        None => query.org,
    };
    let (firm, frame) = supply.outlet_frame(&visit, Action::OrderWork, org, LABELS).await?;
    let words = Words::of(&supply, &visit)?;
    let is_asked = ids.is_some() || query.window.is_some();
    let filter = OrderFilter {
        org: Some(firm.id()),
        window: query.window,
        place: query.building,
        is_here: ids.is_none(),
        ids,
        ..OrderFilter::default()
    };
    let limit = if is_asked { LABELS_MAX } else { 0 };
    let work = supply.work_by_door(&scope, &filter, limit).await?;
    let labels = work
        .orders
        .iter()
        .map(|order| label(&words, &work.names, order, &frame.name))
        .collect::<Result<_, _>>()?;
    html(&LabelsPage {
        page: visit.page("supply-labels-title"),
        labels,
        has_more: is_asked && work.next.is_some(),
        frame,
    })
}

fn label(words: &Words<'_>, names: &WorkNames, work: &WorkOrder, outlet: &str) -> Result<Label, Problem> {
    let order = &work.order;
    let origin = words.visit.asked.shell.public_origin.trim_end_matches('/');
    let number = order.id.to_string();
    Ok(Label {
        building: words.building(&order.building),
        door: order.door.clone(),
        window: window(words.visit, names, order.window),
        pieces: words.ta("supply-labels-pieces", &[("n", &pieces(work).to_string())]),
        outlet: outlet.to_owned(),
        qr_svg: qr_svg(&format!("{origin}{ORDERS}/{number}"), &number)?,
        number,
    })
}
