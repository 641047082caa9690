//! Reading orders for somebody: the own household's and those placed for a neighbour, a building's, an outlet's.

use crate::rules::figure::OrderHappening;
use crate::rules::order::{OrderLine, OrderState};
use crate::store::columns::{id, word};
use crate::store::orders::rows::{Order, OrderEvent, SELECT_LINES, event_of, line_of, order_columns, order_of};
use std::collections::HashMap;
use tongxin_account::Scope;
use tongxin_city::{HouseholdId, NeedId, OrderId, OrgId, PlaceCode, RunId, Timestamp, WindowId};
use tongxin_storage::{Db, Sql, StorageError, args};

/// Who asks: what their role lets them see, and the name under which they may have ordered for others.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    pub(crate) scope: Scope,
    pub(crate) actor: String,
}

impl Reader {
    /// Somebody at work in an outlet: what they ordered for a neighbour elsewhere is not theirs to pack.
    pub(crate) fn at_work(scope: &Scope) -> Reader {
        Reader {
            scope: scope.clone(),
            actor: String::new(),
        }
    }
}

/// Which orders a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct OrderFilter {
    /// In this state.
    pub(crate) state: Option<OrderState>,
    /// Open ones, or closed ones.
    pub(crate) is_open: Option<bool>,
    /// Of this outlet.
    pub(crate) org: Option<OrgId>,
    /// For this window.
    pub(crate) window: Option<WindowId>,
    /// For a door inside this place.
    pub(crate) place: Option<PlaceCode>,
    /// Of this household.
    pub(crate) household: Option<HouseholdId>,
    /// Due after the first moment and not after the second.
    pub(crate) due: Option<(Timestamp, Timestamp)>,
    /// That left with this run.
    pub(crate) run: Option<RunId>,
    /// One of these.
    pub(crate) ids: Option<Vec<OrderId>>,
    /// Not left yet, and still to leave.
    pub(crate) is_here: bool,
    /// Whether those that were placed first come first.
    pub(crate) is_oldest_first: bool,
    /// That happened to it from one moment on and before another.
    pub(crate) happened: Option<(OrderHappening, Timestamp, Timestamp)>,
}

/// A page of orders, newest first unless the filter says otherwise.
pub(crate) async fn page(
    db: &Db,
    reader: &Reader,
    filter: &OrderFilter,
    after: Option<OrderId>,
    limit: u32,
) -> Result<Vec<Order>, StorageError> {
    let mut sql = Sql::new(concat!("SELECT ", order_columns!(), " FROM household_order WHERE "));
    push_reader(&mut sql, reader);
    push_filter(&mut sql, filter);
    let (follows, order) = if filter.is_oldest_first {
        (" AND id > ", " ORDER BY id LIMIT ")
    } else {
        (" AND id < ", " ORDER BY id DESC LIMIT ")
    };
    if let Some(after) = after {
        sql.push(follows).bind(after.get());
    }
    sql.push(order).bind(limit);
    db.select(sql).await?.iter().map(order_of).collect()
}

/// The first orders on the way from building to building and door to door.
pub(crate) async fn by_door(
    db: &Db,
    reader: &Reader,
    filter: &OrderFilter,
    limit: u32,
) -> Result<Vec<Order>, StorageError> {
    let mut sql = Sql::new(concat!("SELECT ", order_columns!(), " FROM household_order WHERE "));
    push_reader(&mut sql, reader);
    push_filter(&mut sql, filter);
    sql.push(" ORDER BY building_code, door, id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(order_of).collect()
}

/// The buildings of an outlet's open orders, by code.
pub(crate) async fn open_buildings(
    db: &Db,
    reader: &Reader,
    org: OrgId,
    limit: u32,
) -> Result<Vec<PlaceCode>, StorageError> {
    let mut sql = Sql::new("SELECT DISTINCT building_code FROM household_order WHERE ");
    push_reader(&mut sql, reader);
    let filter = OrderFilter {
        org: Some(org),
        is_open: Some(true),
        ..OrderFilter::default()
    };
    push_filter(&mut sql, &filter);
    sql.push(" ORDER BY building_code LIMIT ").bind(limit);
    let rows = db.select(sql).await?;
    rows.iter().map(|row| word(row, "building_code")).collect()
}

/// An order with its lines and what happened to it.
pub(crate) async fn get(
    db: &Db,
    reader: &Reader,
    order: OrderId,
) -> Result<Option<(Order, Vec<OrderLine>, Vec<OrderEvent>)>, StorageError> {
    let mut sql = Sql::new(concat!(
        "SELECT ",
        order_columns!(),
        " FROM household_order WHERE id = "
    ));
    sql.bind(order.get()).push(" AND ");
    push_reader(&mut sql, reader);
    let rows = db.select(sql).await?;
    let Some(found) = rows.first().map(order_of).transpose()? else {
        return Ok(None);
    };
    let lines = db.all(SELECT_LINES, args![order.get()]).await?;
    let events = db
        .all(
            "SELECT seq, at, actor, kind, note FROM order_event WHERE order_id = $1 ORDER BY seq",
            args![order.get()],
        )
        .await?;
    let lines = lines.iter().map(line_of).collect::<Result<_, _>>()?;
    let events = events.iter().map(event_of).collect::<Result<_, _>>()?;
    Ok(Some((found, lines, events)))
}

/// The lines of orders that were read for somebody.
pub(crate) async fn lines(db: &Db, orders: &[Order]) -> Result<HashMap<OrderId, Vec<OrderLine>>, StorageError> {
    let mut sql = Sql::new(
        "SELECT order_id, line, item_id, price_fen, ordered, picked, received, damaged, substitute_for
         FROM order_line WHERE order_id IN ",
    );
    sql.bind_list(orders.iter().map(|order| order.id.get()))
        .push(" ORDER BY order_id, line");
    let mut lines: HashMap<OrderId, Vec<OrderLine>> = HashMap::with_capacity(orders.len());
    for row in db.select(sql).await? {
        lines.entry(id(&row, "order_id")?).or_default().push(line_of(&row)?);
    }
    Ok(lines)
}

/// Bounds a query of orders to what a reader may see.
pub(super) fn push_reader(sql: &mut Sql, reader: &Reader) {
    sql.push("(");
    reader
        .scope
        .push_sql(sql, Some("building_code"), Some("org_id"), Some("household_id"));
    sql.push(" OR (consent IS NOT NULL AND placed_by = ")
        .bind(&*reader.actor)
        .push("))");
}

fn push_filter(sql: &mut Sql, filter: &OrderFilter) {
    if let Some(state) = filter.state {
        sql.push(" AND state = ").bind(state.as_str());
    }
    match filter.is_open {
        Some(true) => sql.push(" AND closed_at IS NULL"),
        Some(false) => sql.push(" AND closed_at IS NOT NULL"),
        None => sql,
    };
    if filter.is_here {
        sql.push(" AND state IN ('placed', 'packed')");
    }
    if let Some(org) = filter.org {
        sql.push(" AND org_id = ").bind(org.get());
    }
    if let Some(window) = filter.window {
        sql.push(" AND window_id = ").bind(window.get());
    }
    if let Some(place) = &filter.place {
        let (from, below) = place.range();
        sql.push(" AND building_code >= ").bind(from);
        sql.push(" AND building_code < ").bind(below);
    }
    if let Some(household) = filter.household {
        sql.push(" AND household_id = ").bind(household.get());
    }
    if let Some((after, until)) = filter.due {
        sql.push(" AND due_at > ").bind(after.millis());
        sql.push(" AND due_at <= ").bind(until.millis());
    }
    if let Some(run) = filter.run {
        sql.push(" AND run_id = ").bind(run.get());
    }
    if let Some(ids) = &filter.ids {
        sql.push(" AND id IN ").bind_list(ids.iter().map(|id| id.get()));
    }
    if let Some((happening, from, before)) = filter.happened {
        push_happened(sql, happening, from, before);
    }
}

/// The rows behind a day's tally. When an order became late or came short stands in the ids of the needs that were raised.
fn push_happened(sql: &mut Sql, happening: OrderHappening, from: Timestamp, before: Timestamp) {
    const ARRIVED: &str = "COALESCE(dropped_at, received_at)";
    let within = |sql: &mut Sql, column: &'static str| {
        sql.push(column).push(" >= ").bind(from.millis());
        sql.push(" AND ").push(column).push(" < ").bind(before.millis());
    };
    let raised_within = |sql: &mut Sql, column: &'static str| {
        let [from, before] = [from, before].map(|at| NeedId::from_parts(at, 0).get());
        sql.push(column).push(" >= ").bind(from);
        sql.push(" AND ").push(column).push(" < ").bind(before);
    };
    sql.push(" AND (");
    match happening {
        OrderHappening::Placed => within(sql, "placed_at"),
        OrderHappening::Delivered => within(sql, ARRIVED),
        OrderHappening::OnTime => {
            within(sql, ARRIVED);
            sql.push(" AND ").push(ARRIVED).push(" <= due_at");
        }
        OrderHappening::Late => {
            raised_within(sql, "late_need_id");
            sql.push(" OR (late_need_id IS NULL AND ")
                .push(ARRIVED)
                .push(" > due_at AND ");
            within(sql, ARRIVED);
            sql.push(")");
        }
        OrderHappening::Short => {
            raised_within(sql, "short_need_id");
            sql.push(" OR id IN (SELECT order_id FROM order_short_before WHERE ");
            raised_within(sql, "need_id");
            sql.push(")");
        }
        OrderHappening::Cancelled => {
            sql.push("state = 'cancelled' AND ");
            within(sql, "closed_at");
        }
    }
    sql.push(")");
}
