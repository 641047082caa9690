//! Where a VRPLIB file says what makes it no instance: the line, and the node or vehicle by its number in the file.

use crate::model::{Draft, Fault, Whose};

use super::vrplib::Parts;
use super::words::{Line, Trouble, What};

/// Where the parts of a draft come from.
pub(super) struct Origins {
    /// The node of each stop, from 1.
    nodes: Vec<usize>,
    /// The depot's node of each vehicle type, from 1.
    depots: Vec<usize>,
}

impl Origins {
    /// Remembers them; locations of a draft are the file's nodes from 0.
    pub(super) fn of(draft: &Draft) -> Self {
        Self {
            nodes: draft.stops.iter().map(|stop| stop.location + 1).collect(),
            depots: draft.vehicles.iter().map(|vehicle| vehicle.start + 1).collect(),
        }
    }

    /// The trouble with a fault. `types` is the type of each vehicle of the file.
    pub(super) fn trouble(&self, file: &Parts, types: &[usize], fault: Fault) -> Trouble {
        let (line, name) = match fault.at() {
            Some((Whose::Stop(stop, _), field)) => of_node(file, self.nodes[*stop], field),
            // Its shift is its depot's window.
            Some((Whose::Vehicle(kind, _), field)) if field.starts_with("shift") => {
                of_node(file, self.depots[*kind], "windows")
            }
            Some((Whose::Vehicle(kind, _), field)) => {
                let vehicle = 1 + types.iter().position(|other| other == kind).unwrap_or_default();
                (vehicle_line(file, vehicle, field), format!("vehicle {vehicle}"))
            }
            _ => return sum_line(file, &fault).trouble(fault.into()),
        };
        let fault = Box::new(fault);
        line.trouble(What::Named { name, fault })
    }
}

/// The line that says a field of a node, and the node's name.
fn of_node<'t>(file: &Parts<'t>, node: usize, field: &str) -> (Line<'t>, String) {
    let (section, key) = match field.split('.').next().unwrap_or_default() {
        "delivery" => ("DEMAND_SECTION", "DIMENSION"),
        "windows" => ("TIME_WINDOW_SECTION", "DIMENSION"),
        "service" => ("SERVICE_TIME_SECTION", "SERVICE_TIME"),
        "penalty" => ("PRIZE_SECTION", "DIMENSION"),
        _ => ("NODE_COORD_SECTION", "DIMENSION"),
    };
    let line = file.row(section, node).unwrap_or_else(|| file.key_line(key));
    (line, format!("node {node}"))
}

/// The line that says a field of a vehicle: its own, or the one for all.
fn vehicle_line<'t>(file: &Parts<'t>, vehicle: usize, field: &str) -> Line<'t> {
    let (section, key) = match field {
        "capacity" => ("CAPACITY_SECTION", "CAPACITY"),
        "fixed_cost" => ("VEHICLES_FIXED_COST_SECTION", "VEHICLES_FIXED_COST"),
        "cost_per_distance" => ("VEHICLES_UNIT_DISTANCE_COST_SECTION", "VEHICLES_UNIT_DISTANCE_COST"),
        "longest_duration" => ("VEHICLES_MAX_DURATION_SECTION", "VEHICLES_MAX_DURATION"),
        "longest_distance" => ("VEHICLES_MAX_DISTANCE_SECTION", "VEHICLES_MAX_DISTANCE"),
        _ => ("VEHICLES_DEPOT_SECTION", "VEHICLES"),
    };
    // A key, where there is one, is read before the section.
    file.start(key)
        .or_else(|| file.row(section, vehicle))
        .unwrap_or_else(|| file.key_line("DIMENSION"))
}

/// Where a sum over the whole file that is too large most likely comes from.
fn sum_line<'t>(file: &Parts<'t>, fault: &Fault) -> Line<'t> {
    let parts: &[&str] = match fault {
        Fault::SumTooLarge { what, .. } if what.contains("load") => &["DEMAND_SECTION"],
        Fault::SumTooLarge { what, .. } if what.contains("cost") => &[
            "VEHICLES_UNIT_DISTANCE_COST",
            "VEHICLES_UNIT_DISTANCE_COST_SECTION",
            "VEHICLES_FIXED_COST",
            "VEHICLES_FIXED_COST_SECTION",
            "PRIZE_SECTION",
        ],
        _ => &["VEHICLES"],
    };
    let found = parts.iter().find_map(|part| file.start(part));
    found.unwrap_or_else(|| file.key_line("DIMENSION"))
}
