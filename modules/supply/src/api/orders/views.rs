//! What an outlet sees of its orders: the door, and neither the household behind it nor its hand-over code.

use crate::Supply;
use crate::api::orders::reading::is_late;
use crate::outlet::{PickBuilding, PickList, Scanned, WorkNames, WorkOrder};
use crate::rules::gtin::Gtin;
use crate::rules::item::Item;
use crate::rules::order::{OrderLine, OrderState, Substitutes};
use crate::rules::payment::Pays;
use crate::rules::window::Window;
use crate::store::runs::Run;
use serde::Serialize;
use tongxin_account::Visit;
use tongxin_city::{
    Fen, ItemId, Lang, OrderId, OrgId, PlaceCode, PlaceTree, RunId, StaffId, Timestamp, VehicleId, WindowId,
};
use utoipa::ToSchema;

/// What views are made with: what ids are called, in whose language, and when.
struct Eye<'e> {
    names: &'e WorkNames,
    tree: &'e PlaceTree,
    lang: Lang,
    now: Timestamp,
}

/// A place's own name.
fn place_name(tree: &PlaceTree, lang: Lang, code: &PlaceCode) -> String {
    let place = tree.get(code);
    place.map_or_else(|| code.to_string(), |place| place.name(lang).to_owned())
}

/// The window of an order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WorkWindowView {
    id: WindowId,
    /// When delivery begins.
    from: Option<Timestamp>,
    /// When it ends.
    until: Timestamp,
}

/// Where an order goes.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WorkDoorView {
    building: PlaceCode,
    name: String,
    /// As on the door; empty once erased.
    door: String,
}

/// A line of an order at work.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WorkLineView {
    /// Its number within the order.
    line: i64,
    item: ItemId,
    name: String,
    /// How it is sold.
    unit: String,
    #[schema(value_type = Option<String>, example = "06901234567892")]
    gtin: Option<Gtin>,
    /// Pieces ordered; 0 for a substitute.
    ordered: i64,
    /// Pieces packed; none until then.
    picked: Option<i64>,
    /// The line whose item was not there.
    substitute_for: Option<i64>,
}

impl WorkLineView {
    fn of(line: &OrderLine, item: Option<&Item>) -> WorkLineView {
        WorkLineView {
            line: line.line,
            item: line.item,
            name: item.map(|item| item.name.clone()).unwrap_or_default(),
            unit: item.map(|item| item.unit.clone()).unwrap_or_default(),
            gtin: item.and_then(|item| item.gtin),
            ordered: line.ordered,
            picked: line.picked,
            substitute_for: line.substitute_for,
        }
    }
}

/// An order as its outlet sees it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WorkOrderView {
    /// Its number.
    id: OrderId,
    /// The number of its last event.
    seq: i64,
    state: OrderState,
    window: WorkWindowView,
    door: WorkDoorView,
    /// By number.
    lines: Vec<WorkLineView>,
    /// What is wanted instead of what is not there.
    substitutes: Substitutes,
    pays: Pays,
    /// What is to be paid, as far as is known, in fen.
    #[schema(value_type = i64, minimum = 0)]
    total: Fen,
    /// How to reach the household.
    contact: Option<String>,
    /// What it noted.
    note: Option<String>,
    /// Whether it should have arrived.
    is_late: bool,
    /// The run it left with.
    run: Option<RunId>,
    /// Where it was put down.
    drop_point: Option<String>,
    /// The SHA-256 of the photo of it, in hex; the file is at `orders/{id}/photo`.
    photo: Option<String>,
}

impl WorkOrderView {
    /// What a visitor sees of an outlet's orders.
    pub(super) fn all(supply: &Supply, visit: &Visit, orders: Vec<WorkOrder>, names: &WorkNames) -> Vec<WorkOrderView> {
        let eye = Eye {
            names,
            tree: &supply.places().tree(),
            lang: visit.lang(),
            now: visit.now(),
        };
        orders.into_iter().map(|order| WorkOrderView::of(order, &eye)).collect()
    }

    fn of(work: WorkOrder, eye: &Eye<'_>) -> WorkOrderView {
        let WorkOrder { order, lines } = work;
        let window = eye.names.windows.get(&order.window);
        let lines = lines
            .iter()
            .map(|line| WorkLineView::of(line, eye.names.items.get(&line.item)));
        WorkOrderView {
            is_late: is_late(&order, eye.now),
            id: order.id,
            seq: order.seq,
            state: order.state,
            window: WorkWindowView {
                id: order.window,
                from: window.map(|window| window.from_at),
                until: order.due_at,
            },
            door: WorkDoorView {
                building: order.building,
                name: place_name(eye.tree, eye.lang, &order.building),
                door: order.door,
            },
            lines: lines.collect(),
            substitutes: order.substitutes,
            pays: order.pays,
            total: order.total,
            contact: order.contact,
            note: order.note,
            run: order.run,
            drop_point: order.drop_point,
            photo: order.photo,
        }
    }
}

/// An item to be picked.
#[derive(Debug, Serialize, ToSchema)]
struct PickItemView {
    item: ItemId,
    name: String,
    /// How it is sold.
    unit: String,
    #[schema(value_type = Option<String>, example = "06901234567892")]
    gtin: Option<Gtin>,
    /// Pieces to be packed.
    pieces: i64,
    /// Pieces of these that are packed.
    picked: i64,
}

/// What one building gets.
#[derive(Debug, Serialize, ToSchema)]
struct PickBuildingView {
    building: PlaceCode,
    name: String,
    /// Orders that have not left.
    orders: i64,
    pieces: i64,
    /// Pieces of these that are packed.
    picked: i64,
}

/// What is to be picked for a window.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PickListView {
    window: Window,
    /// By name.
    items: Vec<PickItemView>,
    /// By code.
    buildings: Vec<PickBuildingView>,
}

impl PickListView {
    pub(super) fn of(list: PickList, tree: &PlaceTree, lang: Lang) -> PickListView {
        let items = list.items.into_iter().map(|(item, pieces)| PickItemView {
            item: item.id,
            name: item.name,
            unit: item.unit,
            gtin: item.gtin,
            pieces: pieces.pieces,
            picked: pieces.picked,
        });
        let building = |building: PickBuilding| PickBuildingView {
            name: place_name(tree, lang, &building.building),
            building: building.building,
            orders: building.orders,
            pieces: building.pieces.pieces,
            picked: building.pieces.picked,
        };
        PickListView {
            window: list.window,
            items: items.collect(),
            buildings: list.buildings.into_iter().map(building).collect(),
        }
    }
}

/// What a barcode names.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ScannedView {
    item: ItemId,
    name: String,
    /// How it is sold.
    unit: String,
    #[schema(value_type = Option<String>, example = "06901234567892")]
    gtin: Option<Gtin>,
    /// The line of the order it belongs to; none when it is not in this order.
    line: Option<i64>,
    /// Pieces of the line that are ordered.
    ordered: Option<i64>,
    /// Pieces of the line that are packed.
    picked: Option<i64>,
}

impl From<Scanned> for ScannedView {
    fn from(Scanned { item, line }: Scanned) -> ScannedView {
        ScannedView {
            item: item.id,
            name: item.name,
            unit: item.unit,
            gtin: item.gtin,
            line: line.as_ref().map(|line| line.line),
            ordered: line.as_ref().map(|line| line.ordered),
            picked: line.and_then(|line| line.picked),
        }
    }
}

/// A run.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrderRunView {
    id: RunId,
    org: OrgId,
    made_at: Timestamp,
    /// `open` while something of it is on its way, else `done`.
    state: &'static str,
    /// Who brings it.
    staff: Option<StaffId>,
    vehicle: Option<VehicleId>,
    note: Option<String>,
    /// Orders that left with it.
    orders_count: i64,
    /// Orders of these that are on their way.
    on_their_way: i64,
}

impl From<Run> for OrderRunView {
    fn from(run: Run) -> OrderRunView {
        OrderRunView {
            state: if run.is_open() { "open" } else { "done" },
            id: run.id,
            org: run.org,
            made_at: run.made_at,
            staff: run.staff,
            vehicle: run.vehicle,
            note: run.note,
            orders_count: run.orders,
            on_their_way: run.on_their_way,
        }
    }
}

/// A run with its orders.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrderRunDetailView {
    #[serde(flatten)]
    #[schema(inline)]
    pub(super) run: OrderRunView,
    /// From building to building and door to door.
    pub(super) orders: Vec<WorkOrderView>,
}
