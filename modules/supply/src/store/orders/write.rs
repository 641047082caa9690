//! Placing orders and moving them on. What many orders share (a window's places, stock, tallies) comes last in a write,
//! so that PostgreSQL holds those rows for as short as it can.

use crate::rules::basket::BasketLine;
use crate::rules::figure::OrderHappening;
use crate::rules::order::{Decision, OrderEventKind, OrderLine, OrderState, StockChange, StockMove, Substitutes};
use crate::rules::payment::Pays;
use crate::rules::stock::MovementKind;
use crate::store::orders::rows::{Consent, Order, SELECT_LINES, line_of, order_columns, order_of};
use crate::store::stock::{self, Moved};
use crate::store::windows;
use tongxin_account::Scope;
use tongxin_city::{
    AllotmentId, Day, Fen, HouseholdId, ItemId, NeedId, OrderId, OrgId, PlaceCode, RunId, Timestamp, WindowId,
};
use tongxin_storage::{StorageError, Tx, args};

/// An order to be written.
#[derive(Debug, Clone)]
pub(crate) struct NewOrder {
    pub(crate) id: OrderId,
    pub(crate) org: OrgId,
    pub(crate) window: WindowId,
    pub(crate) household: HouseholdId,
    pub(crate) building: PlaceCode,
    pub(crate) subdistrict: PlaceCode,
    pub(crate) door: String,
    pub(crate) contact: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) substitutes: Substitutes,
    pub(crate) placed_by: String,
    pub(crate) consent: Option<Consent>,
    pub(crate) hand_over_code: String,
    pub(crate) allotment: Option<AllotmentId>,
}

/// What it holds and costs, and when it is due.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'a> {
    pub(crate) lines: &'a [BasketLine],
    pub(crate) total: Fen,
    pub(crate) pays: Pays,
    /// The end of its window.
    pub(crate) due_at: Timestamp,
}

/// Who does something, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment<'a> {
    pub(crate) actor: &'a str,
    pub(crate) now: Timestamp,
    /// The day in the city's zone.
    pub(crate) day: Day,
}

/// Writes an order down, without the window's place and the stock; see [`take`].
pub(crate) fn insert(tx: &mut Tx, new: &NewOrder, terms: &Terms<'_>, moment: &Moment<'_>) {
    tx.defer(
        "INSERT INTO household_order (id, org_id, window_id, household_id, building_code, subdistrict_code, door,
             contact, note, state, pays, total_fen, substitutes, placed_by, consent, placed_at, due_at,
             hand_over_code, allotment_id, seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'placed', $10, $11, $12, $13, $14, $15, $16, $17, $18, 1)",
        args![
            new.id.get(),
            new.org.get(),
            new.window.get(),
            new.household.get(),
            new.building.as_str(),
            new.subdistrict.as_str(),
            &*new.door,
            new.contact.as_deref(),
            new.note.as_deref(),
            terms.pays.as_str(),
            terms.total.get(),
            new.substitutes.as_str(),
            &*new.placed_by,
            new.consent.as_ref().map(Consent::to_string),
            moment.now.millis(),
            terms.due_at.millis(),
            &*new.hand_over_code,
            new.allotment.map(AllotmentId::get),
        ],
    );
    for (number, line) in (1..).zip(terms.lines) {
        insert_line(
            tx,
            new.id,
            &OrderLine::ordered(number, line.item, line.price, line.pieces),
        );
    }
    insert_event(tx, new.id, 1, OrderEventKind::Placed, None, moment);
    count(tx, OrderHappening::Placed, &new.subdistrict, moment.day);
}

/// Takes a place in the window and the pieces from stock, all of which were seen to be free within the same write. The
/// lines come in the order of their items' ids, so that two writers on PostgreSQL can't wait for each other.
pub(crate) fn take(tx: &mut Tx, org: OrgId, window: WindowId, lines: &[BasketLine], now: Timestamp) {
    windows::take_place(tx, window, now);
    for line in lines {
        stock::promise_seen(tx, org, line.item, line.pieces);
    }
}

fn insert_line(tx: &mut Tx, order: OrderId, line: &OrderLine) {
    tx.defer(
        "INSERT INTO order_line (order_id, line, item_id, price_fen, ordered, picked, received, damaged, substitute_for)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            order.get(),
            line.line,
            line.item.get(),
            line.price.get(),
            line.ordered,
            line.picked,
            line.received,
            line.damaged,
            line.substitute_for
        ],
    );
}

fn insert_event(tx: &mut Tx, order: OrderId, seq: i64, kind: OrderEventKind, note: Option<&str>, moment: &Moment<'_>) {
    tx.defer(
        "INSERT INTO order_event (order_id, seq, at, actor, kind, note) VALUES ($1, $2, $3, $4, $5, $6)",
        args![order.get(), seq, moment.now.millis(), moment.actor, kind.as_str(), note],
    );
}

fn count(tx: &mut Tx, happening: OrderHappening, subdistrict: &PlaceCode, day: Day) {
    tx.count(
        "INSERT INTO supply_day (day, subdistrict_code, event, count) VALUES ($1, $2, $3, $4)
         ON CONFLICT (day, subdistrict_code, event) DO UPDATE SET count = supply_day.count + excluded.count",
        args![day.number(), subdistrict.as_str(), happening.as_str()],
        1,
    );
}

/// An order with its lines, as a write sees it, if the scope covers it or the helper placed it for somebody.
pub(crate) async fn get_in(
    tx: &mut Tx,
    scope: &Scope,
    helper: Option<&str>,
    id: OrderId,
) -> Result<Option<(Order, Vec<OrderLine>)>, StorageError> {
    let sql = concat!("SELECT ", order_columns!(), " FROM household_order WHERE id = $1");
    let row = tx.optional(sql, args![id.get()]).await?;
    let Some(order) = row.as_ref().map(order_of).transpose()? else {
        return Ok(None);
    };
    let is_seen = scope.contains(&order.building, Some(order.org), Some(order.household));
    let is_helper = order.consent.is_some() && helper == Some(&*order.placed_by);
    if !is_seen && !is_helper {
        return Ok(None);
    }
    let lines = tx.all(SELECT_LINES, args![id.get()]).await?;
    let lines = lines.iter().map(line_of).collect::<Result<_, _>>()?;
    Ok(Some((order, lines)))
}

/// The same for the system's own work.
pub(crate) async fn get_for_system(tx: &mut Tx, id: OrderId) -> Result<Option<(Order, Vec<OrderLine>)>, StorageError> {
    let sql = concat!("SELECT ", order_columns!(), " FROM household_order WHERE id = $1");
    let Some(row) = tx.optional(sql, args![id.get()]).await? else {
        return Ok(None);
    };
    let lines = tx.all(SELECT_LINES, args![id.get()]).await?;
    let lines = lines.iter().map(line_of).collect::<Result<_, _>>()?;
    Ok(Some((order_of(&row)?, lines)))
}

/// What can't be done because the outlet's stock does not hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotThere {
    /// The item.
    pub(crate) item: ItemId,
    /// What was tried.
    pub(crate) change: StockChange,
}

/// A need that is raised because an order is short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NewShort {
    pub(crate) need: NeedId,
    /// Whether the day counted the order as short already: it does so once.
    pub(crate) is_counted: bool,
}

/// Moves an order to where a decision puts it. Answers what stock does not hold; then nothing of the write may stay.
pub(crate) async fn move_on(
    tx: &mut Tx,
    order: &Order,
    before: &[OrderLine],
    decision: &Decision,
    short: Option<NewShort>,
    moment: &Moment<'_>,
) -> Result<Result<i64, NotThere>, StorageError> {
    let seq = order.seq + 1;
    // The order's own row first: whoever is second waits here, and not with half of the stock in hand.
    update_row(tx, order, decision, short.map(|short| short.need), seq, moment.now);
    if let (Some(before), Some(_)) = (order.short_need, short) {
        keep_short_before(tx, order.id, before);
    }
    for line in before.iter().filter(|known| !decision.has_line(known.line)) {
        delete_line(tx, order.id, line.line);
    }
    for line in &decision.lines {
        match before.iter().find(|known| known.line == line.line) {
            None => insert_line(tx, order.id, line),
            Some(known) if known != line => update_line(tx, order.id, line),
            Some(_) => {}
        }
    }
    insert_event(tx, order.id, seq, decision.event, decision.note.as_deref(), moment);
    let is_newly_short = short.is_some_and(|short| !short.is_counted);
    count_decision(tx, order, decision, is_newly_short, moment);
    // An order that was drawn by lot took no place.
    if decision.state == OrderState::Cancelled && order.allotment.is_none() {
        windows::free_place(tx, order.window);
    }
    for step in &decision.moves {
        if !move_stock(tx, order, step, moment).await? {
            return Ok(Err(NotThere {
                item: step.item,
                change: step.change,
            }));
        }
    }
    Ok(Ok(seq))
}

fn update_row(tx: &mut Tx, order: &Order, decision: &Decision, short_need: Option<NeedId>, seq: i64, now: Timestamp) {
    let reached = |state: OrderState, known: Option<Timestamp>| {
        let now = (decision.state == state).then_some(now);
        known.or(now).map(Timestamp::millis)
    };
    // Packing that was taken back has not happened.
    let packed_at = order.packed_at.filter(|_| decision.state != OrderState::Placed);
    let closed_at = (!decision.state.is_open()).then_some(now.millis());
    tx.defer_one(
        "UPDATE household_order SET state = $3, total_fen = $4, run_id = $5, drop_point = $6, packed_at = $7,
             sent_at = $8, dropped_at = $9, received_at = $10, closed_at = $11, short_need_id = $12, seq = $13
         WHERE id = $1 AND seq = $2",
        args![
            order.id.get(),
            order.seq,
            decision.state.as_str(),
            decision.total.get(),
            decision.run.or(order.run).map(i64::from),
            decision.drop_point.as_deref().or(order.drop_point.as_deref()),
            reached(OrderState::Packed, packed_at),
            reached(OrderState::Sent, order.sent_at),
            reached(OrderState::Dropped, order.dropped_at),
            reached(OrderState::Received, order.received_at),
            closed_at,
            short_need.or(order.short_need).map(i64::from),
            seq,
        ],
    );
}

fn update_line(tx: &mut Tx, order: OrderId, line: &OrderLine) {
    tx.defer(
        "UPDATE order_line SET picked = $3, received = $4, damaged = $5 WHERE order_id = $1 AND line = $2",
        args![order.get(), line.line, line.picked, line.received, line.damaged],
    );
}

fn delete_line(tx: &mut Tx, order: OrderId, line: i64) {
    tx.defer(
        "DELETE FROM order_line WHERE order_id = $1 AND line = $2",
        args![order.get(), line],
    );
}

/// Another need takes the place of that one on the order; the day of that one still finds the order by it.
fn keep_short_before(tx: &mut Tx, order: OrderId, need: NeedId) {
    tx.defer(
        "INSERT INTO order_short_before (need_id, order_id) VALUES ($1, $2)",
        args![need.get(), order.get()],
    );
}

fn count_decision(tx: &mut Tx, order: &Order, decision: &Decision, is_newly_short: bool, moment: &Moment<'_>) {
    let mut add = |event| count(tx, event, &order.subdistrict, moment.day);
    if decision.state == OrderState::Cancelled {
        add(OrderHappening::Cancelled);
    }
    let arrives = decision.state.has_arrived() && !order.state.has_arrived();
    if arrives {
        add(OrderHappening::Delivered);
    }
    if arrives && moment.now <= order.due_at {
        add(OrderHappening::OnTime);
    } else if arrives && order.late_need.is_none() {
        add(OrderHappening::Late);
    }
    if is_newly_short {
        add(OrderHappening::Short);
    }
}

/// Somebody at the outlet gave a wrong hand-over code.
pub(crate) fn count_wrong_code(tx: &mut Tx, order: OrderId) {
    tx.defer(
        "UPDATE household_order SET wrong_codes = wrong_codes + 1 WHERE id = $1",
        args![order.get()],
    );
}

/// Notes when an order that has not arrived is to, or that nobody knows any more.
pub(crate) fn plan_arrival(tx: &mut Tx, order: OrderId, at: Option<Timestamp>) {
    tx.defer(
        "UPDATE household_order SET planned_at = $2 WHERE id = $1 AND closed_at IS NULL AND dropped_at IS NULL",
        args![order.get(), at.map(Timestamp::millis)],
    );
}

/// An order that is on its way goes on with another run.
pub(crate) fn take_over(tx: &mut Tx, order: OrderId, run: RunId) {
    tx.defer(
        "UPDATE household_order SET run_id = $2 WHERE id = $1 AND state = 'sent'",
        args![order.get(), run.get()],
    );
}

/// What the clock counts when an order is late before it arrives.
pub(crate) fn mark_late(tx: &mut Tx, order: &Order, need: NeedId, day: Day) {
    tx.defer_one(
        "UPDATE household_order SET late_need_id = $3 WHERE id = $1 AND seq = $2 AND late_need_id IS NULL",
        args![order.id.get(), order.seq, need.get()],
    );
    count(tx, OrderHappening::Late, &order.subdistrict, day);
}

async fn move_stock(tx: &mut Tx, order: &Order, step: &StockMove, moment: &Moment<'_>) -> Result<bool, StorageError> {
    let moved = |kind| Moved {
        org: order.org,
        item: step.item,
        pieces: step.pieces,
        kind,
        cause: Some(order.id.get()),
        actor: moment.actor,
        note: None,
        at: moment.now,
    };
    match step.change {
        StockChange::Promise => stock::promise(tx, order.org, step.item, step.pieces).await,
        StockChange::Leave => stock::leave(tx, &moved(MovementKind::Order)).await,
        StockChange::Release => {
            stock::release(tx, order.org, step.item, step.pieces);
            Ok(true)
        }
        StockChange::Back => {
            stock::arrive(tx, &moved(MovementKind::Return));
            Ok(true)
        }
    }
}
