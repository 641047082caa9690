//! Published runs, their stops, and what is handed over at them.

use crate::rules::cargo::{Cargo, CargoKind, Seats};
use crate::rules::plan::{PlannedRun, PlannedStop};
use crate::rules::state::{CargoState, RunState};
use crate::store::columns::{at, corrupt, day, id, opt_at, opt_id, seats, word};
use std::collections::HashMap;
use std::ops::Range;
use tongxin_account::Scope;
use tongxin_city::{Day, OrgId, PlaceCode, PlanId, RunId, StaffId, Timestamp, VehicleId};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, args};

/// What is handed over at a stop, as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CargoRecord {
    pub(crate) cargo: Cargo,
    pub(crate) state: CargoState,
    /// When whoever carries it says that it happened.
    pub(crate) done_at: Option<Timestamp>,
}

/// A stop as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StopRecord {
    pub(crate) stop: i64,
    pub(crate) place: PlaceCode,
    pub(crate) from_at: Timestamp,
    pub(crate) due_at: Timestamp,
    pub(crate) arrive_at: Timestamp,
    pub(crate) leave_at: Timestamp,
    pub(crate) metres: i64,
    pub(crate) is_pinned: bool,
    /// Goods are taken on here.
    pub(crate) is_pickup: bool,
    /// Minutes that whoever drives rests here first.
    pub(crate) rest_minutes: i64,
    pub(crate) grams: i64,
    /// Who get in or out.
    pub(crate) people: Seats,
    pub(crate) is_cold: bool,
    pub(crate) done_at: Option<Timestamp>,
    pub(crate) cargo: Vec<CargoRecord>,
}

/// A run as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunRecord {
    pub(crate) id: RunId,
    pub(crate) plan: PlanId,
    pub(crate) org: OrgId,
    pub(crate) day: Day,
    pub(crate) state: RunState,
    pub(crate) vehicle: VehicleId,
    pub(crate) plate: String,
    pub(crate) payload_kg: i64,
    /// Whom the vehicle has room for.
    pub(crate) room: Seats,
    pub(crate) driver: Option<StaffId>,
    pub(crate) place: PlaceCode,
    pub(crate) start_at: Timestamp,
    pub(crate) end_at: Timestamp,
    pub(crate) metres: i64,
    pub(crate) departed_at: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) delay_ms: i64,
    /// Which of its links opens it.
    pub(crate) link: i64,
    pub(crate) seq: i64,
    /// In order.
    pub(crate) stops: Vec<StopRecord>,
}

impl RunRecord {
    /// When it is expected back.
    pub(crate) fn expected_end(&self) -> Timestamp {
        self.ended_at.unwrap_or_else(|| self.end_at.plus_millis(self.delay_ms))
    }

    /// Everything that it carries.
    pub(crate) fn cargo(&self) -> impl Iterator<Item = &CargoRecord> {
        self.stops
            .iter()
            .filter(|stop| !stop.is_pickup)
            .flat_map(|stop| &stop.cargo)
    }

    /// Where something is taken on, if it is, and where it is handed over.
    pub(crate) fn stops_of(&self, cargo: Cargo) -> impl Iterator<Item = &StopRecord> {
        let holds = move |stop: &&StopRecord| stop.cargo.iter().any(|held| held.cargo == cargo);
        self.stops.iter().filter(holds)
    }

    /// Where the vehicle was done last, and when: where it loads, before its first stop.
    pub(crate) fn last_done(&self) -> (PlaceCode, Timestamp) {
        let done = self.stops.iter().filter_map(|stop| Some((stop.place, stop.done_at?)));
        let left_at = self.departed_at.unwrap_or(self.start_at);
        done.max_by_key(|(_, at)| *at).unwrap_or((self.place, left_at))
    }

    /// Whether who gets out at a stop is on board.
    pub(crate) fn is_on_board(&self, stop: i64) -> bool {
        let mut stops = self.stops.iter().filter(|other| other.stop == stop && !other.is_pickup);
        stops.any(|stop| stop.cargo.iter().any(|held| held.state == CargoState::OnBoard))
    }

    /// The run as a plan has it.
    pub(crate) fn planned(&self) -> PlannedRun {
        PlannedRun {
            id: self.id,
            vehicle: self.vehicle,
            plate: self.plate.clone(),
            payload_kg: self.payload_kg,
            room: self.room,
            driver: self.driver,
            from: self.place,
            start_at: self.departed_at.unwrap_or(self.start_at),
            end_at: self.expected_end(),
            metres: self.metres,
            has_left: self.state != RunState::Planned,
            is_anew: false,
            stops: self.stops.iter().map(StopRecord::planned).collect(),
        }
    }
}

impl StopRecord {
    /// When handing over begins as planned.
    pub(crate) fn begin_at(&self) -> Timestamp {
        self.arrive_at.plus_minutes(self.rest_minutes).max(self.from_at)
    }

    /// Whether goods are taken on here, which nobody was told to wait for; patients are fetched.
    pub(crate) fn takes_goods_on(&self) -> bool {
        self.is_pickup && self.people.is_none()
    }

    fn planned(&self) -> PlannedStop {
        PlannedStop {
            stop: self.stop,
            place: self.place,
            from_at: self.from_at,
            due_at: self.due_at,
            arrive_at: self.arrive_at,
            leave_at: self.leave_at,
            metres: self.metres,
            grams: self.grams,
            people: self.people,
            is_cold: self.is_cold,
            is_pinned: self.is_pinned,
            is_done: self.done_at.is_some(),
            is_pickup: self.is_pickup,
            rest_minutes: self.rest_minutes,
            cargo: self.cargo.iter().map(|cargo| cargo.cargo).collect(),
        }
    }
}

const RUN: &str =
    "SELECT id, plan_id, org_id, day, state, vehicle_id, plate, payload_kg, staff_id, place_code, start_at,
    end_at, metres, departed_at, ended_at, delay_ms, link, seq, room_seats, room_wheelchairs FROM dispatch_run WHERE ";
const STOPS: &str =
    "SELECT run_id, stop, place_code, from_at, due_at, arrive_at, leave_at, metres, is_pinned, is_pickup,
    rest_minutes, grams, seats, wheelchairs, is_cold, done_at FROM dispatch_stop WHERE run_id IN ";
const CARGO: &str = "SELECT run_id, stop, kind, cargo_id, state, done_at FROM dispatch_cargo WHERE run_id IN ";

fn run_of(row: &Row) -> Result<RunRecord, StorageError> {
    Ok(RunRecord {
        id: id(row, "id")?,
        plan: id(row, "plan_id")?,
        org: id(row, "org_id")?,
        day: day(row, "day")?,
        state: word(row, "state")?,
        vehicle: id(row, "vehicle_id")?,
        plate: row.text("plate")?,
        payload_kg: row.int("payload_kg")?,
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
        grams: row.int("grams")?,
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

/// Puts stops and cargo where they belong.
fn filled(mut runs: Vec<RunRecord>, stops: &[Row], cargo: &[Row]) -> Result<Vec<RunRecord>, StorageError> {
    let mut held: HashMap<(i64, i64), Vec<CargoRecord>> = HashMap::new();
    for row in cargo {
        held.entry((row.int("run_id")?, row.int("stop")?))
            .or_default()
            .push(cargo_of(row)?);
    }
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

async fn with_stops(db: &Db, runs: Vec<RunRecord>) -> Result<Vec<RunRecord>, StorageError> {
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

async fn with_stops_in(tx: &mut Tx, runs: Vec<RunRecord>) -> Result<Vec<RunRecord>, StorageError> {
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

fn day_query(org: OrgId, on: Day) -> Sql {
    let mut sql = Sql::new(RUN);
    sql.push("org_id = ").bind(org.get());
    sql.push(" AND day = ").bind(on.number());
    sql.push(" AND state <> 'cancelled' ORDER BY plate, start_at, id");
    sql
}

/// A firm's runs of a day without those that were cancelled, by vehicle and time.
pub(crate) async fn of_day(db: &Db, org: OrgId, on: Day) -> Result<Vec<RunRecord>, StorageError> {
    let runs = db.select(day_query(org, on)).await?;
    let runs = runs.iter().map(run_of).collect::<Result<_, _>>()?;
    with_stops(db, runs).await
}

/// The same as a write sees them.
pub(crate) async fn of_day_in(tx: &mut Tx, org: OrgId, on: Day) -> Result<Vec<RunRecord>, StorageError> {
    let runs = tx.select(day_query(org, on)).await?;
    let runs = runs.iter().map(run_of).collect::<Result<_, _>>()?;
    with_stops_in(tx, runs).await
}

/// How often a firm's runs of a day were changed: a plan that was made from another number is out of date.
pub(crate) async fn changes(db: &Db, org: OrgId, on: Day) -> Result<i64, StorageError> {
    let sql =
        "SELECT CAST(COALESCE(SUM(seq), 0) AS BIGINT) AS changes FROM dispatch_run WHERE org_id = $1 AND day = $2";
    db.one(sql, args![org.get(), on.number()]).await?.int("changes")
}

/// The same as a write sees it.
pub(crate) async fn changes_in(tx: &mut Tx, org: OrgId, on: Day) -> Result<i64, StorageError> {
    let sql =
        "SELECT CAST(COALESCE(SUM(seq), 0) AS BIGINT) AS changes FROM dispatch_run WHERE org_id = $1 AND day = $2";
    let row = tx.optional(sql, args![org.get(), on.number()]).await?;
    row.map_or(Ok(0), |row| row.int("changes"))
}

/// A run, if the scope covers its firm.
pub(crate) async fn get(db: &Db, scope: &Scope, run: RunId) -> Result<Option<RunRecord>, StorageError> {
    let mut sql = Sql::new(RUN);
    scope.push_sql(
        sql.push("id = ").bind(run.get()).push(" AND "),
        None,
        Some("org_id"),
        None,
    );
    let runs = db.select(sql).await?.iter().map(run_of).collect::<Result<_, _>>()?;
    Ok(with_stops(db, runs).await?.pop())
}

/// A run for whoever holds its link.
pub(crate) async fn by_link(db: &Db, run: RunId) -> Result<Option<RunRecord>, StorageError> {
    let mut sql = Sql::new(RUN);
    sql.push("id = ").bind(run.get());
    let runs = db.select(sql).await?.iter().map(run_of).collect::<Result<_, _>>()?;
    Ok(with_stops(db, runs).await?.pop())
}

/// A run as a write sees it.
pub(crate) async fn get_in(tx: &mut Tx, run: RunId) -> Result<Option<RunRecord>, StorageError> {
    let mut sql = Sql::new(RUN);
    sql.push("id = ").bind(run.get());
    let runs = tx.select(sql).await?.iter().map(run_of).collect::<Result<_, _>>()?;
    Ok(with_stops_in(tx, runs).await?.pop())
}

/// Runs that were to leave in a span and have not, and those on the road that were behind at their last stop or should have made
/// another by its end; oldest first. What a run that keeps its plan will bring late was known when it was published.
pub(crate) async fn behind(db: &Db, span: Range<Timestamp>, limit: u32) -> Result<Vec<RunRecord>, StorageError> {
    let now = span.end.millis();
    let mut sql = Sql::new(RUN);
    // The first condition is the index's own. Where goods are only taken on, nobody says that it was done.
    sql.push("(state = 'planned' OR state = 'under_way') AND start_at >= ");
    sql.bind(span.start.millis()).push(" AND start_at < ").bind(now);
    sql.push(
        " AND (state = 'planned' OR delay_ms > 0 OR EXISTS (SELECT 1 FROM dispatch_stop s
             WHERE s.run_id = dispatch_run.id AND s.done_at IS NULL
                 AND (s.is_pickup = 0 OR s.seats > 0 OR s.wheelchairs > 0) AND (s.leave_at < ",
    );
    sql.bind(now).push(" OR s.due_at < ").bind(now);
    sql.push("))) ORDER BY start_at, id LIMIT ").bind(limit);
    let runs = db.select(sql).await?.iter().map(run_of).collect::<Result<_, _>>()?;
    with_stops(db, runs).await
}

/// Writes a run down with its stops, or changes one that has not left.
pub(crate) async fn put(tx: &mut Tx, plan: (PlanId, OrgId, Day), run: &PlannedRun) -> Result<(), StorageError> {
    let (plan, org, day) = plan;
    tx.execute(
        "INSERT INTO dispatch_run (id, plan_id, org_id, day, state, vehicle_id, plate, payload_kg, staff_id, place_code,
             start_at, end_at, metres, grams, room_seats, room_wheelchairs, seq)
         VALUES ($1, $2, $3, $4, 'planned', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1)
         ON CONFLICT (id) DO UPDATE SET plan_id = excluded.plan_id, vehicle_id = excluded.vehicle_id,
             plate = excluded.plate, payload_kg = excluded.payload_kg, staff_id = excluded.staff_id,
             start_at = excluded.start_at, end_at = excluded.end_at, metres = excluded.metres, grams = excluded.grams,
             room_seats = excluded.room_seats, room_wheelchairs = excluded.room_wheelchairs, state = 'planned', seq = dispatch_run.seq + 1",
        args![
            run.id.get(),
            plan.get(),
            org.get(),
            day.number(),
            run.vehicle.get(),
            &*run.plate,
            run.payload_kg,
            run.driver.map(StaffId::get),
            run.from.as_str(),
            run.start_at.millis(),
            run.end_at.millis(),
            run.metres,
            run.grams(),
            run.room.seats,
            run.room.wheelchairs
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

pub(super) fn insert_stop(tx: &mut Tx, run: RunId, position: i64, stop: &PlannedStop) {
    tx.defer(
        "INSERT INTO dispatch_stop (run_id, stop, position, place_code, from_at, due_at, arrive_at, leave_at, metres,
             is_pinned, is_pickup, grams, is_cold, seats, wheelchairs, rest_minutes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
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
            stop.grams,
            stop.is_cold,
            stop.people.seats,
            stop.people.wheelchairs,
            stop.rest_minutes
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

/// Moves a run from one state to another, at the moment when it happened; whoever was second tries again. A run that gives way to a
/// plan (`cancel`) has no end, for whatever it holds the plan knows.
pub(crate) fn move_on(tx: &mut Tx, run: &RunRecord, state: RunState, at: Timestamp) {
    let left = (state == RunState::UnderWay).then_some(at.millis());
    let ended = (!state.is_open()).then_some(at.millis());
    set_state(tx, run, state, (left, ended));
}

/// Takes a run out of the plan; whoever was second tries again.
pub(crate) fn cancel(tx: &mut Tx, run: &RunRecord) {
    set_state(tx, run, RunState::Cancelled, (None, None));
}

fn set_state(tx: &mut Tx, run: &RunRecord, state: RunState, (left, ended): (Option<i64>, Option<i64>)) {
    tx.defer_one(
        "UPDATE dispatch_run SET state = $3, departed_at = COALESCE(departed_at, $4), ended_at = COALESCE(ended_at, $5),
             seq = seq + 1
         WHERE id = $1 AND seq = $2",
        args![run.id.get(), run.seq, state.as_str(), left, ended],
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

/// The runs that have something on board or are to take it on.
pub(crate) async fn holding_in(tx: &mut Tx, cargo: Cargo) -> Result<Vec<RunRecord>, StorageError> {
    let mut sql = Sql::new(RUN);
    sql.push("(state = 'planned' OR state = 'under_way') AND id IN (SELECT run_id FROM dispatch_cargo WHERE kind = ");
    sql.bind(cargo.kind().as_str())
        .push(" AND cargo_id = ")
        .bind(cargo.number());
    sql.push(" AND (state = 'open' OR state = 'on_board'))");
    let runs = tx.select(sql).await?.iter().map(run_of).collect::<Result<_, _>>()?;
    with_stops_in(tx, runs).await
}

/// Everything at a stop had an end.
pub(crate) fn finish_stop(tx: &mut Tx, run: RunId, stop: i64, done_at: Timestamp) {
    tx.defer(
        "UPDATE dispatch_stop SET done_at = $3 WHERE run_id = $1 AND stop = $2 AND done_at IS NULL",
        args![run.get(), stop, done_at.millis()],
    );
}

/// A stop of somebody's buildings, with its run.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub(crate) org: OrgId,
    pub(crate) plate: String,
    pub(crate) state: RunState,
    pub(crate) place: PlaceCode,
    pub(crate) arrive_at: Timestamp,
    pub(crate) due_at: Timestamp,
    pub(crate) delay_ms: i64,
    pub(crate) done_at: Option<Timestamp>,
    /// Things that are brought there; none once they stayed behind or another run took them over.
    pub(crate) cargo: i64,
}

/// What arrives in the places of a scope between two moments, first things first.
pub(crate) async fn arrivals(
    db: &Db,
    scope: &Scope,
    from: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<Arrival>, StorageError> {
    let mut sql = Sql::new(
        "SELECT s.run_id, r.org_id, r.plate, r.state, s.place_code, s.arrive_at, s.due_at, r.delay_ms, s.done_at,
             (SELECT COUNT(*) FROM dispatch_cargo c WHERE c.run_id = s.run_id AND c.stop = s.stop
                  AND c.kind <> 'ride' AND c.state <> 'behind' AND c.state <> 'taken_over') AS cargo
         FROM dispatch_stop s JOIN dispatch_run r ON r.id = s.run_id
         WHERE s.is_pickup = 0 AND r.state <> 'cancelled' AND ",
    );
    scope.push_sql(&mut sql, Some("s.place_code"), None, None);
    sql.push(" AND s.arrive_at >= ").bind(from.millis());
    sql.push(" AND s.arrive_at < ").bind(until.millis());
    sql.push(" ORDER BY s.arrive_at, s.run_id LIMIT ").bind(limit);
    let arrival = |row: &Row| {
        Ok(Arrival {
            org: id(row, "org_id")?,
            plate: row.text("plate")?,
            state: word(row, "state")?,
            place: word(row, "place_code")?,
            arrive_at: at(row, "arrive_at")?,
            due_at: at(row, "due_at")?,
            delay_ms: row.int("delay_ms")?,
            done_at: opt_at(row, "done_at")?,
            cargo: row.int("cargo")?,
        })
    };
    db.select(sql).await?.iter().map(arrival).collect()
}

/// Whose a run is.
pub(crate) async fn firm_of(db: &Db, run: RunId) -> Result<Option<OrgId>, StorageError> {
    let row = db
        .optional("SELECT org_id FROM dispatch_run WHERE id = $1", args![run.get()])
        .await?;
    row.map(|row| id(&row, "org_id")).transpose()
}
