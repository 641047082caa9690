//! Runs on foot: given out, what became of each parcel, forgotten.

use crate::rules::foot_run::PlannedFootRun;
use crate::rules::state::{CargoState, RunState};
use crate::store::columns::{at, day, id, opt_at, word};
use std::collections::{HashMap, HashSet};
use tongxin_account::Scope;
use tongxin_city::{Day, OrderId, OrgId, PlaceCode, RunId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// One order on a run, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FootParcel {
    pub(crate) order: OrderId,
    /// Whose goods they are.
    pub(crate) org: OrgId,
    pub(crate) state: CargoState,
    pub(crate) done_at: Option<Timestamp>,
}

/// A door on one trip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FootCallRecord {
    pub(crate) stop: i64,
    pub(crate) trip: i64,
    pub(crate) place: PlaceCode,
    pub(crate) bags: i64,
    pub(crate) at_seconds: i64,
    pub(crate) is_by_lift: bool,
    pub(crate) parcels: Vec<FootParcel>,
}

/// A run on foot as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FootRunRecord {
    pub(crate) id: RunId,
    /// At whose gate it begins.
    pub(crate) place: PlaceCode,
    pub(crate) day: Day,
    /// Which of those who carry there that day.
    pub(crate) number: i64,
    pub(crate) state: RunState,
    pub(crate) given_at: Timestamp,
    pub(crate) seconds: i64,
    pub(crate) metres: i64,
    pub(crate) floors: i64,
    pub(crate) bags: i64,
    pub(crate) departed_at: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
    /// Which of its links opens it.
    pub(crate) link: i64,
    pub(crate) seq: i64,
    /// In the order in which they are walked to.
    pub(crate) calls: Vec<FootCallRecord>,
}

impl FootRunRecord {
    pub(crate) fn parcels(&self) -> impl Iterator<Item = &FootParcel> {
        self.calls.iter().flat_map(|call| &call.parcels)
    }

    /// Whether somebody looks after every door that it goes to.
    pub(crate) fn is_within(&self, scope: &Scope) -> bool {
        self.calls.iter().all(|call| scope.contains_place(&call.place))
    }
}

const RUN: &str = "SELECT id, place_code, day, number, state, given_at, seconds, metres, floors, bags, departed_at,
    ended_at, link, seq FROM dispatch_foot_run WHERE ";
const CALLS: &str = "SELECT run_id, stop, trip, place_code, bags, at_seconds, is_by_lift FROM dispatch_foot_call
    WHERE run_id IN ";
const PARCELS: &str =
    "SELECT run_id, stop, order_id, org_id, state, done_at FROM dispatch_foot_parcel WHERE run_id IN ";

fn run_of(row: &Row) -> Result<FootRunRecord, StorageError> {
    Ok(FootRunRecord {
        id: id(row, "id")?,
        place: word(row, "place_code")?,
        day: day(row, "day")?,
        number: row.int("number")?,
        state: word(row, "state")?,
        given_at: at(row, "given_at")?,
        seconds: row.int("seconds")?,
        metres: row.int("metres")?,
        floors: row.int("floors")?,
        bags: row.int("bags")?,
        departed_at: opt_at(row, "departed_at")?,
        ended_at: opt_at(row, "ended_at")?,
        link: row.int("link")?,
        seq: row.int("seq")?,
        calls: Vec::new(),
    })
}

fn call_of(row: &Row) -> Result<FootCallRecord, StorageError> {
    Ok(FootCallRecord {
        stop: row.int("stop")?,
        trip: row.int("trip")?,
        place: word(row, "place_code")?,
        bags: row.int("bags")?,
        at_seconds: row.int("at_seconds")?,
        is_by_lift: row.flag("is_by_lift")?,
        parcels: Vec::new(),
    })
}

fn parcel_of(row: &Row) -> Result<FootParcel, StorageError> {
    Ok(FootParcel {
        order: id(row, "order_id")?,
        org: id(row, "org_id")?,
        state: word(row, "state")?,
        done_at: opt_at(row, "done_at")?,
    })
}

/// The two statements that fill runs: what they call at, and with what.
fn parts_of(runs: &[Row]) -> Result<[Sql; 2], StorageError> {
    let ids = runs.iter().map(|row| row.int("id")).collect::<Result<Vec<_>, _>>()?;
    let (mut calls, mut parcels) = (Sql::new(CALLS), Sql::new(PARCELS));
    calls.bind_list(ids.iter().copied()).push(" ORDER BY run_id, stop");
    parcels.bind_list(ids).push(" ORDER BY run_id, stop, order_id");
    Ok([calls, parcels])
}

fn filled(runs: &[Row], calls: &[Row], parcels: &[Row]) -> Result<Vec<FootRunRecord>, StorageError> {
    let mut held: HashMap<(i64, i64), Vec<FootParcel>> = HashMap::new();
    for row in parcels {
        let at = (row.int("run_id")?, row.int("stop")?);
        held.entry(at).or_default().push(parcel_of(row)?);
    }
    let mut by_run: HashMap<i64, Vec<FootCallRecord>> = HashMap::new();
    for row in calls {
        let (run, mut call) = (row.int("run_id")?, call_of(row)?);
        call.parcels = held.remove(&(run, call.stop)).unwrap_or_default();
        by_run.entry(run).or_default().push(call);
    }
    let run = |row: &Row| {
        let mut run = run_of(row)?;
        run.calls = by_run.remove(&run.id.get()).unwrap_or_default();
        Ok(run)
    };
    runs.iter().map(run).collect()
}

async fn select(db: &Db, sql: Sql) -> Result<Vec<FootRunRecord>, StorageError> {
    let runs = db.select(sql).await?;
    let [calls, parcels] = parts_of(&runs)?;
    filled(&runs, &db.select(calls).await?, &db.select(parcels).await?)
}

/// A run for whoever holds its link.
pub(crate) async fn by_link(db: &Db, run: RunId) -> Result<Option<FootRunRecord>, StorageError> {
    let mut sql = Sql::new(RUN);
    sql.push("id = ").bind(run.get());
    Ok(select(db, sql).await?.pop())
}

/// A run as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, run: RunId) -> Result<Option<FootRunRecord>, StorageError> {
    let mut sql = Sql::new(RUN);
    sql.push("id = ").bind(run.get());
    let runs = tx.select(sql).await?;
    let [calls, parcels] = parts_of(&runs)?;
    Ok(filled(&runs, &tx.select(calls).await?, &tx.select(parcels).await?)?.pop())
}

/// Runs of a day, and those of the day before that are still out, all of whose doors lie inside a scope.
pub(crate) async fn of_day(db: &Db, scope: &Scope, today: Day, limit: u32) -> Result<Vec<FootRunRecord>, StorageError> {
    let mut sql = Sql::new(RUN);
    sql.push("day >= ").bind(today.plus_days(-1).number());
    sql.push(" AND (day = ").bind(today.number());
    sql.push(" OR state = 'planned' OR state = 'under_way') AND state <> 'cancelled'");
    sql.push(" AND EXISTS (SELECT 1 FROM dispatch_foot_call c WHERE c.run_id = dispatch_foot_run.id AND ");
    scope.push_sql(&mut sql, Some("c.place_code"), None, None);
    sql.push(") ORDER BY day, number, id LIMIT ").bind(limit);
    let mut runs = select(db, sql).await?;
    runs.retain(|run| run.is_within(scope));
    Ok(runs)
}

const OUT: &str = "SELECT order_id FROM dispatch_foot_parcel WHERE state = 'open' AND order_id IN ";

/// Of these orders those that somebody has on a run.
pub(crate) async fn out_among(db: &Db, orders: &[OrderId]) -> Result<HashSet<OrderId>, StorageError> {
    let mut sql = Sql::new(OUT);
    sql.bind_list(orders.iter().map(|order| order.get()));
    db.select(sql).await?.iter().map(|row| id(row, "order_id")).collect()
}

/// Whether somebody has one of these orders on a run, as a write sees it.
pub(crate) async fn is_any_out_in(tx: &mut Tx, orders: &[OrderId]) -> Result<bool, StorageError> {
    let mut sql = Sql::new(OUT);
    sql.bind_list(orders.iter().map(|order| order.get()));
    Ok(!tx.select(sql).await?.is_empty())
}

/// The number of the next person who carries at a gate that day.
pub(crate) async fn next_number_in(tx: &mut Tx, place: &PlaceCode, day: Day) -> Result<i64, StorageError> {
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 AS number FROM dispatch_foot_run
               WHERE place_code = $1 AND day = $2 AND state <> 'cancelled'";
    let row = tx.optional(sql, args![place.as_str(), day.number()]).await?;
    row.map_or(Ok(1), |row| row.int("number"))
}

/// Writes down what somebody is to carry.
pub(crate) fn insert(
    tx: &mut Tx,
    run: RunId,
    (place, day, number): (&PlaceCode, Day, i64),
    planned: &PlannedFootRun,
    now: Timestamp,
) {
    tx.defer(
        "INSERT INTO dispatch_foot_run (id, place_code, day, number, state, given_at, seconds, metres, floors, bags, seq)
         VALUES ($1, $2, $3, $4, 'planned', $5, $6, $7, $8, $9, 1)",
        args![
            run.get(),
            place.as_str(),
            day.number(),
            number,
            now.millis(),
            i64::from(planned.seconds),
            i64::from(planned.metres),
            i64::from(planned.floors),
            i64::from(planned.bags)
        ],
    );
    for (stop, call) in (1_i64..).zip(&planned.calls) {
        tx.defer(
            "INSERT INTO dispatch_foot_call (run_id, stop, trip, place_code, bags, at_seconds, is_by_lift)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            args![
                run.get(),
                stop,
                call.trip as i64,
                call.building.as_str(),
                i64::from(call.bags),
                i64::from(call.at_seconds),
                call.is_by_lift
            ],
        );
        for (order, org) in &call.parcels {
            tx.defer(
                "INSERT INTO dispatch_foot_parcel (run_id, order_id, org_id, stop, state) VALUES ($1, $2, $3, $4, 'open')",
                args![run.get(), order.get(), org.get(), stop],
            );
        }
    }
}

/// Moves a run from one state to another, at the moment when it happened; whoever was second tries again.
pub(crate) fn move_on(tx: &mut Tx, run: &FootRunRecord, state: RunState, at: Timestamp) {
    let left = (state == RunState::UnderWay).then_some(at.millis());
    let ended = (!state.is_open()).then_some(at.millis());
    tx.defer_one(
        "UPDATE dispatch_foot_run SET state = $3, departed_at = COALESCE(departed_at, $4),
             ended_at = COALESCE(ended_at, $5), seq = seq + 1
         WHERE id = $1 AND seq = $2",
        args![run.id.get(), run.seq, state.as_str(), left, ended],
    );
}

/// A run changes by what became of a parcel; whoever was second tries again.
pub(crate) fn touch(tx: &mut Tx, run: &FootRunRecord) {
    let sql = "UPDATE dispatch_foot_run SET seq = seq + 1 WHERE id = $1 AND seq = $2";
    tx.defer_one(sql, args![run.id.get(), run.seq]);
}

/// A run gets another link.
pub(crate) fn renew_link(tx: &mut Tx, run: &FootRunRecord) {
    let sql = "UPDATE dispatch_foot_run SET link = link + 1, seq = seq + 1 WHERE id = $1 AND seq = $2";
    tx.defer_one(sql, args![run.id.get(), run.seq]);
}

/// What became of a parcel.
pub(crate) fn set_parcel(tx: &mut Tx, run: RunId, order: OrderId, state: CargoState, done_at: Timestamp) {
    tx.defer(
        "UPDATE dispatch_foot_parcel SET state = $3, done_at = $4 WHERE run_id = $1 AND order_id = $2",
        args![run.get(), order.get(), state.as_str(), done_at.millis()],
    );
}

/// What is open of a run becomes something else: it goes nowhere any more.
pub(crate) fn close_open(tx: &mut Tx, run: RunId, state: CargoState) {
    tx.defer(
        "UPDATE dispatch_foot_parcel SET state = $2 WHERE run_id = $1 AND state = 'open'",
        args![run.get(), state.as_str()],
    );
}

/// Whether runs that were given out before a moment are still out, or runs of days before one are kept.
pub(crate) async fn has_old(db: &Db, before: Timestamp, day: Day) -> Result<bool, StorageError> {
    let sql = "SELECT 1 AS found FROM dispatch_foot_run
               WHERE (state = 'planned' OR state = 'under_way') AND given_at < $1 LIMIT 1";
    let is_out = db.optional(sql, args![before.millis()]).await?.is_some();
    let sql = "SELECT 1 AS found FROM dispatch_foot_run WHERE day < $1 LIMIT 1";
    Ok(is_out || db.optional(sql, args![day.number()]).await?.is_some())
}

/// Ends runs that were given out before a moment: what is open of them lies at the drop point.
pub(crate) fn end_old(tx: &mut Tx, before: Timestamp, now: Timestamp) {
    tx.defer(
        "UPDATE dispatch_foot_parcel SET state = 'behind' WHERE state = 'open' AND run_id IN
             (SELECT id FROM dispatch_foot_run WHERE (state = 'planned' OR state = 'under_way') AND given_at < $1)",
        args![before.millis()],
    );
    tx.defer(
        "UPDATE dispatch_foot_run SET state = CASE WHEN state = 'planned' THEN 'cancelled' ELSE 'broken' END,
             ended_at = $2, seq = seq + 1
         WHERE (state = 'planned' OR state = 'under_way') AND given_at < $1",
        args![before.millis(), now.millis()],
    );
}

/// Forgets runs of days before one, with all that is kept of them.
pub(crate) fn forget(tx: &mut Tx, before: Day) {
    let day = || args![before.number()];
    tx.defer(
        "DELETE FROM dispatch_event WHERE run_id IN (SELECT id FROM dispatch_foot_run WHERE day < $1)",
        day(),
    );
    tx.defer(
        "DELETE FROM dispatch_foot_parcel WHERE run_id IN (SELECT id FROM dispatch_foot_run WHERE day < $1)",
        day(),
    );
    tx.defer(
        "DELETE FROM dispatch_foot_call WHERE run_id IN (SELECT id FROM dispatch_foot_run WHERE day < $1)",
        day(),
    );
    tx.defer("DELETE FROM dispatch_foot_run WHERE day < $1", day());
}
