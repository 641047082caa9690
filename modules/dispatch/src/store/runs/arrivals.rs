//! What arrives at buildings, for those who look after them.

use super::record::{CargoRecord, note_closed};
use super::rows::held_by;
use crate::rules::plan::begins_at;
use crate::rules::state::{CargoState, RunState};
use crate::store::columns::{at, id, opt_at, word};
use std::collections::{BTreeSet, HashMap};
use tongxin_account::Scope;
use tongxin_city::{OrderId, OrgId, PlaceCode, RunId, Timestamp};
use tongxin_storage::{Db, Row, Sql, StorageError};

/// A stop of somebody's buildings, with its run.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub(crate) run: RunId,
    pub(crate) stop: i64,
    pub(crate) org: OrgId,
    pub(crate) plate: String,
    pub(crate) state: RunState,
    pub(crate) place: PlaceCode,
    pub(crate) from_at: Timestamp,
    pub(crate) arrive_at: Timestamp,
    pub(crate) rest_minutes: i64,
    pub(crate) due_at: Timestamp,
    pub(crate) delay_ms: i64,
    pub(crate) done_at: Option<Timestamp>,
    /// What is handed over there.
    pub(crate) cargo: Vec<CargoRecord>,
}

impl Arrival {
    /// Things that are brought there; none once they stayed behind, another run took them over or nobody wants them any more.
    pub(crate) fn parcels(&self) -> usize {
        let is_brought = |held: &&CargoRecord| {
            let is_dropped = matches!(
                held.state,
                CargoState::Behind | CargoState::TakenOver | CargoState::Cancelled
            );
            held.cargo.ride().is_none() && !is_dropped
        };
        self.cargo.iter().filter(is_brought).count()
    }

    /// Orders that are out for it as far as was said on its run. They may have ended elsewhere.
    pub(crate) fn orders_out(&self) -> impl Iterator<Item = OrderId> {
        let open = self.cargo.iter().filter(|held| held.state == CargoState::Open);
        let orders = open.filter_map(|held| held.cargo.order());
        orders.filter(|_| self.state.is_out())
    }

    /// Takes note of orders that ended elsewhere, and when.
    pub(crate) fn note_closed(&mut self, closed: &HashMap<OrderId, Timestamp>) {
        let over_at = note_closed(&mut self.cargo, closed);
        self.done_at = self.done_at.or(over_at);
    }

    /// When handing over was planned to begin.
    pub(crate) fn planned_at(&self) -> Timestamp {
        begins_at(self.arrive_at, self.rest_minutes, self.from_at)
    }

    /// When it is expected to: what those who wait for it are told as well.
    pub(crate) fn expected_at(&self) -> Timestamp {
        begins_at(
            self.arrive_at.plus_millis(self.delay_ms),
            self.rest_minutes,
            self.from_at,
        )
    }
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
        "SELECT s.run_id, s.stop, r.org_id, r.plate, r.state, s.place_code, s.from_at, s.arrive_at, s.rest_minutes, s.due_at,
             r.delay_ms, s.done_at
         FROM dispatch_stop s JOIN dispatch_run r ON r.id = s.run_id
         WHERE s.is_pickup = 0 AND r.state <> 'cancelled' AND ",
    );
    scope.push_sql(&mut sql, Some("s.place_code"), None, None);
    sql.push(" AND s.arrive_at >= ").bind(from.millis());
    sql.push(" AND s.arrive_at < ").bind(until.millis());
    sql.push(" ORDER BY s.arrive_at, s.run_id LIMIT ").bind(limit);
    let arrival = |row: &Row| {
        Ok(Arrival {
            run: id(row, "run_id")?,
            stop: row.int("stop")?,
            org: id(row, "org_id")?,
            plate: row.text("plate")?,
            state: word(row, "state")?,
            place: word(row, "place_code")?,
            from_at: at(row, "from_at")?,
            arrive_at: at(row, "arrive_at")?,
            rest_minutes: row.int("rest_minutes")?,
            due_at: at(row, "due_at")?,
            delay_ms: row.int("delay_ms")?,
            done_at: opt_at(row, "done_at")?,
            cargo: Vec::new(),
        })
    };
    let found = db.select(sql).await?;
    let mut found = found.iter().map(arrival).collect::<Result<Vec<_>, StorageError>>()?;
    let runs: BTreeSet<i64> = found.iter().map(|arrival| arrival.run.get()).collect();
    let mut held = held_by(db, runs).await?;
    for arrival in &mut found {
        let at = (arrival.run.get(), arrival.stop);
        arrival.cargo = held.remove(&at).unwrap_or_default();
    }
    Ok(found)
}
