//! Stops, vehicles and depots of a VRPLIB file.

use crate::model::{Cost, Distance, NO_WAY, Stop, Time, VehicleType, Window};

use super::form::Rounding;
use super::vrplib::Parts;
use super::words::{Line, Trouble, What};

/// Where the nodes are, if the file says.
pub(super) fn points(file: &Parts, size: usize) -> Result<Option<Vec<[f64; 2]>>, Trouble> {
    let Some(rows) = file.rows("NODE_COORD_SECTION", size)? else {
        return Ok(None);
    };
    let form = "node, x and y";
    let point =
        |(line, words): &(Line, Vec<&str>)| Ok([line.number(words, 0, "x", form)?, line.number(words, 1, "y", form)?]);
    rows.iter().map(point).collect::<Result<_, _>>().map(Some)
}

/// A distance as an entry of a table.
pub(super) fn entry(length: i64) -> Option<u32> {
    u32::try_from(length).ok().filter(|&length| length != NO_WAY)
}

/// The trouble with a distance from one node to another, which are counted from 0 here, that no table holds.
pub(super) fn too_far(line: Line, (from, to): (usize, usize), found: i64) -> Trouble {
    line.trouble(What::Reference {
        field: format!("the distance from node {} to node {}", from + 1, to + 1),
        found,
        expected: format!("from 0 to {} after rounding", NO_WAY - 1),
    })
}

/// A full matrix, however its lines are broken.
pub(super) fn matrix(file: &Parts, size: usize, rounding: Rounding) -> Result<Vec<u32>, Trouble> {
    let rows = file
        .section("EDGE_WEIGHT_SECTION")
        .ok_or_else(|| file.no("EDGE_WEIGHT_SECTION"))?;
    let format = file.text("EDGE_WEIGHT_FORMAT").unwrap_or("FULL_MATRIX");
    if format != "FULL_MATRIX" {
        let what = What::Unknown {
            field: "EDGE_WEIGHT_FORMAT".into(),
            found: format.into(),
            expected: "FULL_MATRIX",
        };
        return Err(file.key_line("EDGE_WEIGHT_FORMAT").trouble(what));
    }
    let mut distances = Vec::new();
    for line in rows {
        for word in line.words() {
            let length = rounding.apply(line.parse(word, "EDGE_WEIGHT_SECTION")?);
            let at = distances.len();
            let nodes = || (at / size.max(1), at % size.max(1));
            distances.push(entry(length).ok_or_else(|| too_far(*line, nodes(), length))?);
        }
    }
    if distances.len() != size.saturating_mul(size) {
        let what = What::Count {
            section: "EDGE_WEIGHT_SECTION".into(),
            found: distances.len(),
            expected: size.saturating_mul(size),
        };
        return Err(rows.last().copied().unwrap_or(file.key_line("DIMENSION")).trouble(what));
    }
    Ok(distances)
}

/// The nodes that are depots, from 0.
pub(super) fn depots(file: &Parts, size: usize) -> Result<Vec<usize>, Trouble> {
    let rows = file.section("DEPOT_SECTION").ok_or_else(|| file.no("DEPOT_SECTION"))?;
    let mut depots = Vec::new();
    for line in rows {
        for word in line.words() {
            let node: i64 = line.parse(word, "DEPOT_SECTION")?;
            if node == -1 {
                return Ok(depots);
            }
            let known = usize::try_from(node)
                .ok()
                .filter(|node| (1..=size).contains(node) && !depots.contains(&(node - 1)));
            let Some(node) = known else {
                let expected = format!("a node from 1 to {size}, each once, or -1 at the end");
                return Err(line.trouble(What::Reference {
                    field: "DEPOT_SECTION".into(),
                    found: node,
                    expected,
                }));
            };
            depots.push(node - 1);
        }
    }
    Ok(depots)
}

/// One number a node.
fn numbers(file: &Parts, name: &'static str, size: usize) -> Result<Option<Vec<f64>>, Trouble> {
    let Some(rows) = file.rows(name, size)? else {
        return Ok(None);
    };
    rows.iter()
        .map(|(line, words)| line.number(words, 0, name, "number and value"))
        .collect::<Result<_, _>>()
        .map(Some)
}

/// The windows of all nodes, if the file says.
fn windows(file: &Parts, size: usize, rounding: Rounding) -> Result<Option<Vec<Window>>, Trouble> {
    let Some(rows) = file.rows("TIME_WINDOW_SECTION", size)? else {
        return Ok(None);
    };
    let form = "node, earliest and latest";
    let window = |(line, words): &(Line, Vec<&str>)| {
        let time = |at, field| Ok(Time(rounding.apply(line.number(words, at, field, form)?)));
        Ok(Window {
            earliest: time(0, "earliest")?,
            latest: time(1, "latest")?,
        })
    };
    rows.iter().map(window).collect::<Result<_, _>>().map(Some)
}

/// Every node that is no depot.
pub(super) fn stops(file: &Parts, size: usize, depots: &[usize], rounding: Rounding) -> Result<Vec<Stop>, Trouble> {
    let demands = file.rows("DEMAND_SECTION", size)?.map(|rows| {
        let demand = |(line, words): &(Line, Vec<&str>)| line.number::<i64>(words, 0, "demand", "node and demand");
        rows.iter().map(demand).collect::<Result<Vec<_>, _>>()
    });
    let demands = demands.transpose()?;
    let windows = windows(file, size, rounding)?;
    let services = numbers(file, "SERVICE_TIME_SECTION", size)?;
    let service: f64 = file.key("SERVICE_TIME")?.unwrap_or(0.0);
    let prizes = numbers(file, "PRIZE_SECTION", size)?;
    let stop = |node: usize| Stop {
        id: node.to_string(),
        location: node,
        delivery: demands.iter().map(|demands| demands[node]).collect(),
        service: Time(rounding.apply(services.as_ref().map_or(service, |services| services[node]))),
        windows: windows.iter().map(|windows| windows[node]).collect(),
        penalty: prizes.as_ref().map(|prizes| Cost(rounding.apply(prizes[node]))),
        ..Stop::default()
    };
    Ok((0..size).filter(|node| !depots.contains(node)).map(stop).collect())
}

/// The trouble with a vehicle, by its number, whose depot is none.
fn no_depot(file: &Parts, vehicle: usize, home: Option<f64>) -> Trouble {
    let line = file.row("VEHICLES_DEPOT_SECTION", vehicle);
    match (line, home) {
        (Some(line), Some(home)) => line.trouble(What::Reference {
            field: "VEHICLES_DEPOT_SECTION".into(),
            found: home as i64,
            expected: "a node of DEPOT_SECTION".into(),
        }),
        _ => file.no("depot in DEPOT_SECTION"),
    }
}

/// The vehicle types, and the type of each vehicle of the file.
pub(super) fn vehicles(
    file: &Parts,
    size: usize,
    depots: &[usize],
    rounding: Rounding,
) -> Result<(Vec<VehicleType>, Vec<usize>), Trouble> {
    let count = file
        .key("VEHICLES")?
        .unwrap_or(size.saturating_sub(depots.len()).max(1));
    let by_vehicle = |key: &str, section: &'static str| -> Result<Option<Vec<f64>>, Trouble> {
        match file.key::<f64>(key)? {
            Some(value) => Ok(Some(vec![value; count.min(size.max(1 << 20))])),
            None => numbers(file, section, count),
        }
    };
    let capacities = by_vehicle("CAPACITY", "CAPACITY_SECTION")?;
    let fixed = by_vehicle("VEHICLES_FIXED_COST", "VEHICLES_FIXED_COST_SECTION")?;
    let rates = by_vehicle("VEHICLES_UNIT_DISTANCE_COST", "VEHICLES_UNIT_DISTANCE_COST_SECTION")?;
    let durations = by_vehicle("VEHICLES_MAX_DURATION", "VEHICLES_MAX_DURATION_SECTION")?;
    let distances = by_vehicle("VEHICLES_MAX_DISTANCE", "VEHICLES_MAX_DISTANCE_SECTION")?;
    let homes = numbers(file, "VEHICLES_DEPOT_SECTION", count)?;
    let windows = windows(file, size, rounding)?;
    let mut types: Vec<VehicleType> = Vec::new();
    let mut numbering = Vec::new();
    for vehicle in 0..count.min(1 << 20) {
        let of = |list: &Option<Vec<f64>>| list.as_ref().map(|list| list[vehicle]);
        let depot = of(&homes).map_or(depots.first().copied(), |home| {
            depots.iter().copied().find(|&depot| depot as f64 + 1.0 == home)
        });
        let depot = depot.ok_or_else(|| no_depot(file, vehicle + 1, of(&homes)))?;
        let kind = VehicleType {
            count: 1,
            capacity: of(&capacities).map(|capacity| capacity as i64).into_iter().collect(),
            start: depot,
            end: Some(depot),
            shift: windows.as_ref().map_or(Window::ALWAYS, |windows| windows[depot]),
            fixed_cost: Cost(of(&fixed).map_or(0, |cost| rounding.apply(cost))),
            cost_per_distance: Cost(of(&rates).map_or(1, |rate| rate as i64)),
            longest_duration: of(&durations).map(|longest| Time(rounding.apply(longest))),
            longest_distance: of(&distances).map(|longest| Distance(rounding.apply(longest))),
            ..VehicleType::default()
        };
        let alike = |known: &VehicleType| {
            VehicleType {
                id: String::new(),
                count: 1,
                ..known.clone()
            } == kind
        };
        let at = types.iter().position(alike).unwrap_or_else(|| {
            types.push(VehicleType {
                id: (types.len() + 1).to_string(),
                count: 0,
                ..kind.clone()
            });
            types.len() - 1
        });
        types[at].count += 1;
        numbering.push(at);
    }
    Ok((types, numbering))
}
