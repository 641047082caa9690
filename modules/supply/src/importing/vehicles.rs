//! Vehicles from a table.

use crate::Supply;
use crate::error::SupplyError;
use crate::importing::firms::{FIRM, read_firm, refuse_too_many};
use crate::importing::{CHECKS_MAX, Checked, SentTable, is_taken, or_refuse};
use crate::limits::{
    COLD_BOXES_MAX, PASS_NUMBER_CHARS_MAX, PATIENT_SEATS_MAX, VEHICLE_LITRES_MAX, VEHICLES_OF_FIRM_MAX,
    WHEELCHAIR_PLACES_MAX,
};
use crate::rules::credit_code::CreditCode;
use crate::rules::plate::Plate;
use crate::rules::vehicle::{AskedVehicle, NewVehicle, VehicleKind};
use crate::store::fleet::vehicles;
use crate::whitelist::Decider;
use std::collections::HashMap;
use std::sync::Arc;
use tongxin_city::{OrgId, Timestamp, VehicleId};
use tongxin_import::{Column, Parsed, RowReader, Sheet};
use tongxin_storage::CommandKey;

const PLATE: Column = Column::required("plate", "supply-import-plate");
const KIND: Column = Column::required("kind", "supply-import-vehicle-kind");
const PAYLOAD: Column = Column::required("payload_kg", "supply-import-payload");
const VOLUME: Column = Column::optional("volume_litres", "supply-import-volume");
const COLD_CHAIN: Column = Column::optional("has_cold_chain", "supply-import-cold-chain");
const COLD_BOXES: Column = Column::optional("cold_boxes", "supply-import-cold-boxes");
const SEATS: Column = Column::optional("patient_seats", "supply-import-patient-seats");
const WHEELCHAIRS: Column = Column::optional("wheelchair_places", "supply-import-wheelchairs");
const CREW: Column = Column::optional("has_medical_crew", "supply-import-crew");
const PASS: Column = Column::optional("pass_number", "supply-import-pass");
/// More than any plate with blanks and dots, in characters.
const PLATE_CHARS_MAX: usize = 20;

/// The table of vehicles.
pub(crate) const VEHICLES: Sheet = Sheet {
    name: "supply-import-vehicles",
    columns: &[
        FIRM,
        PLATE,
        KIND,
        PAYLOAD,
        VOLUME,
        COLD_CHAIN,
        COLD_BOXES,
        SEATS,
        WHEELCHAIRS,
        CREW,
        PASS,
    ],
};

/// A row: whose vehicle, unless the whole table belongs to one firm, and which.
#[derive(Debug, Clone)]
struct VehicleRow {
    firm: Option<CreditCode>,
    new: NewVehicle,
}

impl Supply {
    /// Takes in vehicles of firms that the caller may change; `own` is the firm of rows that name none. Answers how
    /// many.
    pub(crate) async fn import_vehicles(
        &self,
        command: CommandKey,
        by: Decider,
        own: Option<OrgId>,
        table: SentTable,
        now: Timestamp,
    ) -> Result<usize, SupplyError> {
        let mut parsed = table.read(&VEHICLES, move |row| read(row, own.is_some())).await?;
        parsed.refuse_doubles(&PLATE, |row| row.new.plate.clone());
        let mut checks = 0;
        loop {
            checks += 1;
            let rows = self.checked_vehicles(&by, own, parsed.clone()).await?;
            match self.write_vehicles(command.clone(), &by, rows, now).await {
                Err(error) if is_taken(&error) && checks < CHECKS_MAX => {}
                done => return done,
            }
        }
    }

    async fn checked_vehicles(
        &self,
        by: &Decider,
        own: Option<OrgId>,
        mut parsed: Parsed<VehicleRow>,
    ) -> Result<Checked<(OrgId, NewVehicle)>, SupplyError> {
        let firms = self.firms_of(by, &mut parsed, |row| row.firm.as_ref()).await?;
        let org = |row: &VehicleRow| org_of(&firms, own, row);
        let plates: Vec<&Plate> = parsed.rows().iter().map(|(_, row)| &row.new.plate).collect();
        let taken = vehicles::taken_of(self.db(), &plates).await?;
        let is_taken = |row: &VehicleRow| taken.contains(row.new.plate.as_str());
        let refused = parsed.rows().iter().filter(|(_, row)| is_taken(row));
        let refused: Vec<(u32, String)> = refused
            .map(|(number, row)| (*number, row.new.plate.to_string()))
            .collect();
        for (number, plate) in refused {
            parsed.refuse(number, &PLATE, "supply-fleet-plate-taken", &[("plate", &plate)]);
        }
        let orgs: Vec<OrgId> = firms.values().copied().chain(own).collect();
        let running = vehicles::running_of(self.db(), &orgs).await?;
        refuse_too_many(&mut parsed, &running, VEHICLES_OF_FIRM_MAX, org);
        let with_firm = |(_, row): (u32, VehicleRow)| Some((org(&row)?, row.new));
        Ok(parsed
            .into_rows()
            .map(|rows| rows.into_iter().filter_map(with_firm).collect()))
    }

    async fn write_vehicles(
        &self,
        command: CommandKey,
        by: &Decider,
        rows: Checked<(OrgId, NewVehicle)>,
        now: Timestamp,
    ) -> Result<usize, SupplyError> {
        let (rows, actor): (Arc<Checked<_>>, Arc<str>) = (rows.into(), by.actor.as_str().into());
        let answer = self.db().write_once(command, move |tx| {
            let (rows, actor) = (Arc::clone(&rows), Arc::clone(&actor));
            Box::pin(async move {
                let rows = rows
                    .as_ref()
                    .as_ref()
                    .map_err(|faults| SupplyError::Rows(faults.clone()))?;
                let new: Vec<_> = rows
                    .iter()
                    .map(|(org, new)| (VehicleId::generate(now), *org, new))
                    .collect();
                vehicles::insert(tx, &new, &actor, now).await?;
                Ok::<_, SupplyError>(new.len())
            })
        });
        Ok(answer.await?.value)
    }
}

fn org_of(firms: &HashMap<CreditCode, OrgId>, own: Option<OrgId>, row: &VehicleRow) -> Option<OrgId> {
    match &row.firm {
        Some(code) => firms.get(code).copied(),
        None => own,
    }
}

/// Reads every cell before the rules look at them, so that all faults of a row are told at once.
fn read(row: &mut RowReader<'_, '_>, has_own: bool) -> Option<VehicleRow> {
    let firm = read_firm(row, has_own);
    let asked = AskedVehicle {
        plate: row.text(&PLATE, PLATE_CHARS_MAX).unwrap_or_default(),
        kind: row.one_of(&KIND, VehicleKind::ALL, |kind| (kind.as_str(), kind_name(kind))),
        payload_kg: row
            .whole(&PAYLOAD, 1..=VehicleKind::HeavyTruck.payload_kg_max())
            .unwrap_or_default(),
        volume_litres: row.whole(&VOLUME, 1..=VEHICLE_LITRES_MAX),
        has_cold_chain: row.yes_no(&COLD_CHAIN).unwrap_or(false),
        cold_boxes: row.whole(&COLD_BOXES, 0..=COLD_BOXES_MAX),
        patient_seats: row.whole(&SEATS, 0..=PATIENT_SEATS_MAX).unwrap_or_default(),
        wheelchair_places: row.whole(&WHEELCHAIRS, 0..=WHEELCHAIR_PLACES_MAX).unwrap_or_default(),
        has_medical_crew: row.yes_no(&CREW).unwrap_or(false),
        pass_number: row.text(&PASS, PASS_NUMBER_CHARS_MAX).unwrap_or_default(),
    };
    let new = or_refuse(row, VEHICLES.columns, NewVehicle::read(asked));
    Some(VehicleRow { firm: firm?, new: new? })
}

const fn kind_name(kind: VehicleKind) -> &'static str {
    match kind {
        VehicleKind::Car => "supply-vehicle-car",
        VehicleKind::Van => "supply-vehicle-van",
        VehicleKind::LightTruck => "supply-vehicle-light_truck",
        VehicleKind::MediumTruck => "supply-vehicle-medium_truck",
        VehicleKind::HeavyTruck => "supply-vehicle-heavy_truck",
        VehicleKind::Trailer => "supply-vehicle-trailer",
    }
}
