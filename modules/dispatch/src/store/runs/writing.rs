//! Runs as they are published and as they go.

use super::record::RunRecord;
use crate::rules::cargo::Cargo;
use crate::rules::plan::{PlannedRun, PlannedStop};
use crate::rules::state::{CargoState, RunState};
use tongxin_city::{Day, OrgId, PlanId, RunId, StaffId, Timestamp};
use tongxin_storage::{StorageError, Tx, args};

/// Writes a run down with its stops, or changes one that has not left.
pub(crate) async fn put(tx: &mut Tx, plan: (PlanId, OrgId, Day), run: &PlannedRun) -> Result<(), StorageError> {
    let (plan, org, day) = plan;
    tx.execute(
        "INSERT INTO dispatch_run (id, plan_id, org_id, day, state, vehicle_id, plate, payload_kg, staff_id, place_code,
             start_at, end_at, metres, grams, room_seats, room_wheelchairs, volume_litres, cold_boxes, seq)
         VALUES ($1, $2, $3, $4, 'planned', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)
         ON CONFLICT (id) DO UPDATE SET plan_id = excluded.plan_id, vehicle_id = excluded.vehicle_id,
             plate = excluded.plate, payload_kg = excluded.payload_kg, staff_id = excluded.staff_id,
             start_at = excluded.start_at, end_at = excluded.end_at, metres = excluded.metres, grams = excluded.grams,
             room_seats = excluded.room_seats, room_wheelchairs = excluded.room_wheelchairs,
             volume_litres = excluded.volume_litres, cold_boxes = excluded.cold_boxes, state = 'planned',
             seq = dispatch_run.seq + 1",
        args![
            run.id.get(),
            plan.get(),
            org.get(),
            day.number(),
            run.vehicle.get(),
            &*run.plate,
            run.capacity.payload_kg,
            run.driver.map(StaffId::get),
            run.from.as_str(),
            run.start_at.millis(),
            run.end_at.millis(),
            run.metres,
            run.load().grams,
            run.room.seats,
            run.room.wheelchairs,
            run.capacity.volume_litres,
            run.capacity.cold_boxes
        ],
    )
    .await?;
    tx.defer("DELETE FROM dispatch_cargo WHERE run_id = $1", args![run.id.get()]);
    tx.defer("DELETE FROM dispatch_stop WHERE run_id = $1", args![run.id.get()]);
    for (position, stop) in (1..).zip(&run.stops) {
        insert_stop(tx, run.id, position, stop);
    }
    Ok(())
}

pub(in crate::store) fn insert_stop(tx: &mut Tx, run: RunId, position: i64, stop: &PlannedStop) {
    tx.defer(
        "INSERT INTO dispatch_stop (run_id, stop, position, place_code, from_at, due_at, arrive_at, leave_at, metres,
             is_pinned, is_pickup, grams, is_cold, seats, wheelchairs, rest_minutes, millilitres, cold_millilitres)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        args![
            run.get(),
            stop.stop,
            position,
            stop.place.as_str(),
            stop.from_at.millis(),
            stop.due_at.millis(),
            stop.arrive_at.millis(),
            stop.leave_at.millis(),
            stop.metres,
            stop.is_pinned,
            stop.is_pickup,
            stop.load.grams,
            stop.is_cold,
            stop.people.seats,
            stop.people.wheelchairs,
            stop.rest_minutes,
            stop.load.millilitres,
            stop.load.cold_millilitres
        ],
    );
    if stop.is_pickup {
        return;
    }
    for cargo in &stop.cargo {
        tx.defer(
            "INSERT INTO dispatch_cargo (run_id, stop, kind, cargo_id, state) VALUES ($1, $2, $3, $4, 'open')",
            args![run.get(), stop.stop, cargo.kind().as_str(), cargo.number()],
        );
    }
}

/// A run leaves, so far behind its plan; whoever was second tries again.
pub(crate) fn leave(tx: &mut Tx, run: &RunRecord, at: Timestamp, delay_ms: i64) {
    tx.defer_one(
        "UPDATE dispatch_run SET state = 'under_way', departed_at = $3, delay_ms = $4, seq = seq + 1
         WHERE id = $1 AND seq = $2",
        args![run.id.get(), run.seq, at.millis(), delay_ms],
    );
}

/// Ends a run, at the moment when it happened; whoever was second tries again. A run that gives way to a plan (`cancel`) has no end, for
/// whatever it holds the plan knows.
pub(crate) fn end(tx: &mut Tx, run: &RunRecord, state: RunState, at: Timestamp) {
    set_state(tx, run, state, Some(at.millis()));
}

/// Takes a run out of the plan; whoever was second tries again.
pub(crate) fn cancel(tx: &mut Tx, run: &RunRecord) {
    set_state(tx, run, RunState::Cancelled, None);
}

fn set_state(tx: &mut Tx, run: &RunRecord, state: RunState, ended_at: Option<i64>) {
    tx.defer_one(
        "UPDATE dispatch_run SET state = $3, ended_at = COALESCE(ended_at, $4), seq = seq + 1
         WHERE id = $1 AND seq = $2",
        args![run.id.get(), run.seq, state.as_str(), ended_at],
    );
}

/// Something happened on a run that does not move it on; whoever was second tries again.
pub(crate) fn touch(tx: &mut Tx, run: &RunRecord, delay_ms: i64) {
    tx.defer_one(
        "UPDATE dispatch_run SET delay_ms = $3, seq = seq + 1 WHERE id = $1 AND seq = $2",
        args![run.id.get(), run.seq, delay_ms],
    );
}

/// A run gets another link.
pub(crate) fn renew_link(tx: &mut Tx, run: &RunRecord) {
    tx.defer_one(
        "UPDATE dispatch_run SET link = link + 1, seq = seq + 1 WHERE id = $1 AND seq = $2",
        args![run.id.get(), run.seq],
    );
}

/// What became of something.
pub(crate) fn set_cargo(tx: &mut Tx, run: RunId, cargo: Cargo, state: CargoState, done_at: Option<Timestamp>) {
    tx.defer(
        "UPDATE dispatch_cargo SET state = $4, done_at = $5 WHERE run_id = $1 AND kind = $2 AND cargo_id = $3",
        args![
            run.get(),
            cargo.kind().as_str(),
            cargo.number(),
            state.as_str(),
            done_at.map(Timestamp::millis)
        ],
    );
}

/// A run has on board what another one had; that one brings it no more.
pub(crate) async fn take_over(tx: &mut Tx, run: RunId, cargo: Cargo) -> Result<(), StorageError> {
    tx.execute(
        "UPDATE dispatch_cargo SET state = 'taken_over'
         WHERE kind = $2 AND cargo_id = $3 AND run_id <> $1 AND (state = 'open' OR state = 'on_board')
             AND run_id IN (SELECT id FROM dispatch_run WHERE state = 'broken')",
        args![run.get(), cargo.kind().as_str(), cargo.number()],
    )
    .await?;
    Ok(())
}

/// Everything at a stop had an end.
pub(crate) fn finish_stop(tx: &mut Tx, run: RunId, stop: i64, done_at: Timestamp) {
    tx.defer(
        "UPDATE dispatch_stop SET done_at = $3 WHERE run_id = $1 AND stop = $2 AND done_at IS NULL",
        args![run.get(), stop, done_at.millis()],
    );
}
