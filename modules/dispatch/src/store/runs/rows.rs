//! Rows to runs with their stops and cargo.

use super::record::{CargoRecord, RunRecord, StopRecord};
use crate::rules::capacity::Capacity;
use crate::rules::cargo::{Cargo, CargoKind};
use crate::store::columns::{at, corrupt, day, id, opt_at, opt_id, seats, word};
use std::collections::HashMap;
use tongxin_storage::{Db, Row, Sql, StorageError, Tx};
use tongxin_supply::Load;

pub(super) const RUN: &str =
    "SELECT id, plan_id, org_id, day, state, vehicle_id, plate, payload_kg, staff_id, place_code, start_at,
    end_at, metres, departed_at, ended_at, delay_ms, link, seq, room_seats, room_wheelchairs, volume_litres,
    cold_boxes FROM dispatch_run WHERE ";
const STOPS: &str =
    "SELECT run_id, stop, place_code, from_at, due_at, arrive_at, leave_at, metres, is_pinned, is_pickup,
    rest_minutes, grams, millilitres, cold_millilitres, seats, wheelchairs, is_cold, done_at FROM dispatch_stop WHERE run_id IN ";
const CARGO: &str = "SELECT run_id, stop, kind, cargo_id, state, done_at FROM dispatch_cargo WHERE run_id IN ";

pub(super) fn run_of(row: &Row) -> Result<RunRecord, StorageError> {
    Ok(RunRecord {
        id: id(row, "id")?,
        plan: id(row, "plan_id")?,
        org: id(row, "org_id")?,
        day: day(row, "day")?,
        state: word(row, "state")?,
        vehicle: id(row, "vehicle_id")?,
        plate: row.text("plate")?,
        capacity: Capacity {
            payload_kg: row.int("payload_kg")?,
            volume_litres: row.int("volume_litres")?,
            cold_boxes: row.opt_int("cold_boxes")?,
        },
        room: seats(row, "room_seats", "room_wheelchairs")?,
        driver: opt_id(row, "staff_id")?,
        place: word(row, "place_code")?,
        start_at: at(row, "start_at")?,
        end_at: at(row, "end_at")?,
        metres: row.int("metres")?,
        departed_at: opt_at(row, "departed_at")?,
        ended_at: opt_at(row, "ended_at")?,
        delay_ms: row.int("delay_ms")?,
        link: row.int("link")?,
        seq: row.int("seq")?,
        stops: Vec::new(),
    })
}

fn stop_of(row: &Row) -> Result<StopRecord, StorageError> {
    Ok(StopRecord {
        stop: row.int("stop")?,
        place: word(row, "place_code")?,
        from_at: at(row, "from_at")?,
        due_at: at(row, "due_at")?,
        arrive_at: at(row, "arrive_at")?,
        leave_at: at(row, "leave_at")?,
        metres: row.int("metres")?,
        is_pinned: row.flag("is_pinned")?,
        is_pickup: row.flag("is_pickup")?,
        rest_minutes: row.int("rest_minutes")?,
        load: Load {
            grams: row.int("grams")?,
            millilitres: row.int("millilitres")?,
            cold_millilitres: row.int("cold_millilitres")?,
        },
        people: seats(row, "seats", "wheelchairs")?,
        is_cold: row.flag("is_cold")?,
        done_at: opt_at(row, "done_at")?,
        cargo: Vec::new(),
    })
}

fn cargo_of(row: &Row) -> Result<CargoRecord, StorageError> {
    let kind: CargoKind = word(row, "kind")?;
    let cargo = Cargo::of(kind, row.int("cargo_id")?).map_err(|error| corrupt("cargo_id", error))?;
    Ok(CargoRecord {
        cargo,
        state: word(row, "state")?,
        done_at: opt_at(row, "done_at")?,
    })
}

/// Cargo by run and stop.
type Held = HashMap<(i64, i64), Vec<CargoRecord>>;

fn held(rows: &[Row]) -> Result<Held, StorageError> {
    let mut held = Held::new();
    for row in rows {
        let at = (row.int("run_id")?, row.int("stop")?);
        held.entry(at).or_default().push(cargo_of(row)?);
    }
    Ok(held)
}

/// What these runs hand over.
pub(super) async fn held_by(db: &Db, runs: impl IntoIterator<Item = i64>) -> Result<Held, StorageError> {
    let mut sql = Sql::new(CARGO);
    sql.bind_list(runs);
    held(&db.select(sql).await?)
}

/// Puts stops and cargo where they belong.
fn filled(mut runs: Vec<RunRecord>, stops: &[Row], cargo: &[Row]) -> Result<Vec<RunRecord>, StorageError> {
    let mut held = held(cargo)?;
    let mut by_run: HashMap<i64, Vec<StopRecord>> = HashMap::new();
    for row in stops {
        let (run, mut stop) = (row.int("run_id")?, stop_of(row)?);
        stop.cargo = held.remove(&(run, stop.stop)).unwrap_or_default();
        by_run.entry(run).or_default().push(stop);
    }
    for run in &mut runs {
        run.stops = by_run.remove(&run.id.get()).unwrap_or_default();
        name_what_is_taken_on(&mut run.stops);
    }
    Ok(runs)
}

/// Cargo is kept where it is handed over. What is taken on at a stop is what the next stop that is none hands over.
fn name_what_is_taken_on(stops: &mut [StopRecord]) {
    for at in (0..stops.len()).filter(|&at| stops[at].is_pickup).collect::<Vec<_>>() {
        let next = stops[at].stop + 1;
        let cargo = stops
            .iter()
            .find(|stop| stop.stop == next)
            .map(|stop| stop.cargo.clone());
        stops[at].cargo = cargo.unwrap_or_default();
    }
}

pub(super) async fn with_stops(db: &Db, runs: Vec<RunRecord>) -> Result<Vec<RunRecord>, StorageError> {
    if runs.is_empty() {
        return Ok(runs);
    }
    let ids = || runs.iter().map(|run| run.id.get());
    let mut stops = Sql::new(STOPS);
    stops.bind_list(ids()).push(" ORDER BY run_id, position");
    let mut cargo = Sql::new(CARGO);
    cargo.bind_list(ids()).push(" ORDER BY run_id, stop, cargo_id");
    let (stops, cargo) = (db.select(stops).await?, db.select(cargo).await?);
    filled(runs, &stops, &cargo)
}

pub(super) async fn with_stops_in(tx: &mut Tx, runs: Vec<RunRecord>) -> Result<Vec<RunRecord>, StorageError> {
    if runs.is_empty() {
        return Ok(runs);
    }
    let ids: Vec<i64> = runs.iter().map(|run| run.id.get()).collect();
    let mut stops = Sql::new(STOPS);
    stops.bind_list(ids.iter().copied()).push(" ORDER BY run_id, position");
    let mut cargo = Sql::new(CARGO);
    cargo
        .bind_list(ids.iter().copied())
        .push(" ORDER BY run_id, stop, cargo_id");
    let (stops, cargo) = (tx.select(stops).await?, tx.select(cargo).await?);
    filled(runs, &stops, &cargo)
}
