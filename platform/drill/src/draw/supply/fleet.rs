//! Vehicles and staff, spread evenly over the firms of a kind.

use crate::draw::scaled;
use crate::plan_supply::{PlannedStaff, PlannedVehicle, SupplyPlan};
use crate::scenario_supply::{FirmKind, SupplyScenario};

/// Vehicles in turn: kind, payload in kilograms, cold chain.
const VEHICLES: [(&str, u32, bool); 5] = [
    ("van", 1_000, false),
    ("light_truck", 1_800, true),
    ("van", 1_200, true),
    ("medium_truck", 6_000, false),
    ("heavy_truck", 18_000, false),
];
/// A vehicle that is kept for patients: seats and places for wheelchairs.
const FOR_PATIENTS: (&str, u32, bool) = ("van", 500, false);
const ROOM: [u32; 2] = [3, 1];
/// Shifts in turn of those who bring nothing. Whoever brings goods works by day, when the windows are.
const SHIFTS: [&str; 3] = ["day", "night", "rotating"];

/// Roles in turn, with what the name begins with.
const fn roles(kind: FirmKind) -> &'static [(&'static str, &'static str)] {
    match kind {
        FirmKind::Outlet => &[
            ("picker", "演练分拣员"),
            ("courier", "演练配送员"),
            ("picker", "演练分拣员"),
            ("manager", "演练店长"),
        ],
        FirmKind::Pharmacy => &[("pharmacist", "演练药师"), ("courier", "演练配送员")],
        FirmKind::Warehouse | FirmKind::Wholesaler => &[("loader", "演练装卸工"), ("picker", "演练分拣员")],
        FirmKind::Carrier => &[("driver", "演练司机"), ("loader", "演练装卸工")],
    }
}

pub(super) fn draw(supply: &SupplyScenario, scale: f64, drawn: &mut SupplyPlan) {
    for crowd in &supply.firms {
        let of_kind: Vec<usize> = (0..drawn.firms.len())
            .filter(|index| drawn.firms[*index].kind == crowd.kind)
            .collect();
        for (number, firm) in of_kind.iter().cycle().take(scaled(crowd.vehicles, scale)).enumerate() {
            let is_for_patients = number < scaled(crowd.for_patients, scale);
            let (kind, payload_kg, has_cold_chain) = if is_for_patients {
                FOR_PATIENTS
            } else {
                VEHICLES[number % VEHICLES.len()]
            };
            let [patient_seats, wheelchair_places] = if is_for_patients { ROOM } else { [0, 0] };
            drawn.vehicles.push(PlannedVehicle {
                firm: *firm,
                plate: format!("{}{:05}", supply.plates, drawn.vehicles.len() + 1),
                kind,
                payload_kg,
                has_cold_chain,
                patient_seats,
                wheelchair_places,
            });
        }
        let roles = roles(crowd.kind);
        for (number, firm) in of_kind.iter().cycle().take(scaled(crowd.staff, scale)).enumerate() {
            let (role, title) = roles[number % roles.len()];
            drawn.staff.push(PlannedStaff {
                firm: *firm,
                name: format!("{title} {:04}", drawn.staff.len() + 1),
                role,
                shift: if matches!(role, "courier" | "driver") {
                    "day"
                } else {
                    SHIFTS[number % SHIFTS.len()]
                },
            });
        }
    }
}
