//! Vehicles. A plate belongs to one that has not ended.

use crate::rules::plate::Plate;
use crate::rules::vehicle::{NewVehicle, VehicleKind};
use crate::store::columns::{id, word};
use crate::store::fleet::{Columns, FleetFilter, Stay};
use crate::store::many::{self, AT_ONCE};
use std::collections::{HashMap, HashSet};
use tongxin_account::Scope;
use tongxin_city::{OrgId, Timestamp, VehicleId};
use tongxin_storage::{Db, Row, Sql, StorageError, Tx, Value, args};

const NAMES: Columns = Columns {
    org: "vehicle.org_id",
    ended_at: "vehicle.ended_at",
    searched: "vehicle.plate",
};

/// A vehicle.
#[derive(Debug, Clone)]
pub(crate) struct Vehicle {
    pub(crate) id: VehicleId,
    pub(crate) org: OrgId,
    pub(crate) plate: Plate,
    pub(crate) kind: VehicleKind,
    pub(crate) payload_kg: i64,
    /// Where the firm said so.
    pub(crate) volume_litres: Option<i64>,
    pub(crate) has_cold_chain: bool,
    /// Where the firm said so.
    pub(crate) cold_boxes: Option<i64>,
    pub(crate) patient_seats: i64,
    pub(crate) wheelchair_places: i64,
    pub(crate) has_medical_crew: bool,
    pub(crate) pass_number: Option<String>,
    pub(crate) stay: Stay,
}

impl Vehicle {
    /// What it holds, in litres: as its firm said, or as its kind does.
    pub(crate) fn hold_litres(&self) -> i64 {
        self.volume_litres.unwrap_or(self.kind.usual_litres())
    }

    /// How many cold boxes it has, likewise.
    pub(crate) fn boxes(&self) -> i64 {
        self.cold_boxes.unwrap_or(self.kind.usual_cold_boxes())
    }
}

fn vehicle(row: &Row) -> Result<Vehicle, StorageError> {
    Ok(Vehicle {
        id: id(row, "id")?,
        org: id(row, "org_id")?,
        plate: word(row, "plate")?,
        kind: word(row, "kind")?,
        payload_kg: row.int("payload_kg")?,
        volume_litres: row.opt_int("volume_litres")?,
        has_cold_chain: row.flag("has_cold_chain")?,
        cold_boxes: row.opt_int("cold_boxes")?,
        patient_seats: row.int("patient_seats")?,
        wheelchair_places: row.int("wheelchair_places")?,
        has_medical_crew: row.flag("has_medical_crew")?,
        pass_number: row.opt_text("pass_number")?,
        stay: Stay::of(row)?,
    })
}

/// A page of vehicles in the order they were added.
pub(crate) async fn page(
    db: &Db,
    scope: &Scope,
    filter: &FleetFilter,
    after: Option<VehicleId>,
    limit: u32,
) -> Result<Vec<Vehicle>, StorageError> {
    let mut sql = Sql::new(
        "SELECT vehicle.id, vehicle.org_id, vehicle.plate, vehicle.kind, vehicle.payload_kg, vehicle.volume_litres,
             vehicle.has_cold_chain, vehicle.cold_boxes, vehicle.patient_seats, vehicle.wheelchair_places,
             vehicle.has_medical_crew, vehicle.pass_number, vehicle.added_by, vehicle.added_at, vehicle.ended_at
         FROM vehicle JOIN listing ON listing.org_id = vehicle.org_id",
    );
    filter.push(&mut sql, &NAMES, scope);
    if let Some(after) = after {
        sql.push(" AND vehicle.id > ").bind(after.get());
    }
    sql.push(" ORDER BY vehicle.id LIMIT ").bind(limit);
    db.select(sql).await?.iter().map(vehicle).collect()
}

/// How many vehicles there are.
pub(crate) async fn count(db: &Db, scope: &Scope, filter: &FleetFilter) -> Result<i64, StorageError> {
    let sql = Sql::new("SELECT COUNT(*) AS count FROM vehicle JOIN listing ON listing.org_id = vehicle.org_id");
    super::count(db, sql, filter, &NAMES, scope).await
}

/// Whether a plate belongs to a vehicle that has not ended.
pub(crate) async fn taken(tx: &mut Tx, plate: &Plate) -> Result<bool, StorageError> {
    let sql = "SELECT id FROM vehicle WHERE plate = $1 AND ended_at IS NULL";
    Ok(tx.optional(sql, args![plate.as_str()]).await?.is_some())
}

/// How many vehicles of a firm have not ended.
pub(crate) async fn running(tx: &mut Tx, org: OrgId) -> Result<i64, StorageError> {
    let sql = "SELECT COUNT(*) AS count FROM vehicle WHERE org_id = $1 AND ended_at IS NULL";
    let row = tx.optional(sql, args![org.get()]).await?;
    row.map_or(Ok(0), |row| row.int("count"))
}

/// The firm of a vehicle, and whether the vehicle has ended.
pub(crate) async fn firm_of(tx: &mut Tx, vehicle: VehicleId) -> Result<Option<(OrgId, bool)>, StorageError> {
    let sql = "SELECT org_id, ended_at FROM vehicle WHERE id = $1";
    let row = tx.optional(sql, args![vehicle.get()]).await?;
    row.map(|row| Ok((id(&row, "org_id")?, row.opt_int("ended_at")?.is_some())))
        .transpose()
}

/// Which of these plates belong to a vehicle that has not ended, wherever it is.
pub(crate) async fn taken_of(db: &Db, plates: &[&Plate]) -> Result<HashSet<String>, StorageError> {
    let mut taken = HashSet::new();
    for plates in plates.chunks(AT_ONCE) {
        let mut sql = Sql::new("SELECT plate FROM vehicle WHERE ended_at IS NULL AND plate IN ");
        sql.bind_list(plates.iter().map(|plate| plate.as_str()));
        for row in db.select(sql).await? {
            taken.insert(row.text("plate")?);
        }
    }
    Ok(taken)
}

/// How many vehicles of each of these firms have not ended.
pub(crate) async fn running_of(db: &Db, orgs: &[OrgId]) -> Result<HashMap<OrgId, i64>, StorageError> {
    let sql = "SELECT org_id, COUNT(*) AS count FROM vehicle WHERE ended_at IS NULL AND org_id IN ";
    super::running_of(db, Sql::new(sql), orgs).await
}

/// The firms with a vehicle for patients that has not ended and has at least so many seats and places for wheelchairs, and a
/// medical crew where one is needed.
pub(crate) async fn firms_for_patients(
    db: &Db,
    (seats, wheelchairs): (i64, i64),
    needs_crew: bool,
) -> Result<Vec<OrgId>, StorageError> {
    let sql = "SELECT DISTINCT org_id FROM vehicle
         WHERE ended_at IS NULL AND patient_seats + wheelchair_places > 0 AND patient_seats >= $1
             AND wheelchair_places >= $2 AND has_medical_crew >= $3
         ORDER BY org_id";
    let rows = db.all(sql, args![seats, wheelchairs, needs_crew]).await?;
    rows.iter().map(|row| id(row, "org_id")).collect()
}

/// The plates of a firm's vehicles that have not ended.
pub(crate) async fn plates_of(db: &Db, org: OrgId) -> Result<Vec<String>, StorageError> {
    let sql = "SELECT plate FROM vehicle WHERE org_id = $1 AND ended_at IS NULL ORDER BY id";
    let rows = db.all(sql, args![org.get()]).await?;
    rows.iter().map(|row| row.text("plate")).collect()
}

/// Adds vehicles to firms.
pub(crate) async fn insert(
    tx: &mut Tx,
    new: &[(VehicleId, OrgId, &NewVehicle)],
    added_by: &str,
    at: Timestamp,
) -> Result<(), StorageError> {
    let row = |(id, org, new): &(VehicleId, OrgId, &NewVehicle)| {
        args![
            id.get(),
            org.get(),
            new.plate.as_str(),
            new.kind.as_str(),
            new.payload_kg,
            new.volume_litres,
            new.has_cold_chain,
            new.cold_boxes,
            new.patient_seats,
            new.wheelchair_places,
            new.has_medical_crew,
            new.pass_number.clone(),
            added_by,
            at.millis(),
        ]
    };
    let rows: Vec<Vec<Value>> = new.iter().map(row).collect();
    let head =
        "INSERT INTO vehicle (id, org_id, plate, kind, payload_kg, volume_litres, has_cold_chain, cold_boxes, patient_seats,
             wheelchair_places, has_medical_crew, pass_number, added_by, added_at) VALUES ";
    many::insert(tx, head, &rows).await
}

/// Ends a vehicle that has not ended.
pub(crate) fn end(tx: &mut Tx, id: VehicleId, by: &str, at: Timestamp) {
    tx.defer_one(
        "UPDATE vehicle SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL",
        args![id.get(), at.millis(), by],
    );
}

/// Notes the number of the pass of a vehicle that has not ended.
pub(crate) fn set_pass(tx: &mut Tx, id: VehicleId, number: Option<&str>) {
    tx.defer_one(
        "UPDATE vehicle SET pass_number = $2 WHERE id = $1 AND ended_at IS NULL",
        args![id.get(), number],
    );
}
