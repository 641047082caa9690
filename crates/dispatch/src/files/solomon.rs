//! Solomon's text form, which Gehring and Homberger use too: a name, `VEHICLE` with number and capacity, `CUSTOMER` with one
//! line for each node, the depot first.

use crate::model::{Draft, Fault, Instance, Stop, Table, Time, Travel, VehicleType, Whose, Window};

use super::form::{Form, Reading, Rounding};
use super::words::{Line, Trouble, What, lines};

const VEHICLE_LINE: &str = "number of vehicles and capacity";

/// What the lines of both text forms begin with: number, place, demand, window and service.
pub(super) struct Node<'t> {
    pub(super) line: Line<'t>,
    pub(super) point: [f64; 2],
    pub(super) demand: i64,
    pub(super) window: Window,
    pub(super) service: Time,
}

/// What a form calls its lines and their fields.
pub(super) struct Names {
    /// The line's fields, for whoever has to mend it.
    pub(super) line: &'static str,
    pub(super) number: &'static str,
    /// What a line is for, in a sentence; and all of them.
    pub(super) one: &'static str,
    pub(super) lines: &'static str,
    pub(super) earliest: &'static str,
    pub(super) latest: &'static str,
    pub(super) service: &'static str,
}

const NAMES: Names = Names {
    line: "number, x, y, demand, ready time, due date, service time",
    number: "number",
    one: "node",
    lines: "nodes",
    earliest: "ready time",
    latest: "due date",
    service: "service time",
};

/// Reads an instance, with the rounding of the DIMACS challenge unless another one is given.
///
/// # Errors
/// The first [`Trouble`].
pub fn read(text: &str, rounding: Option<Rounding>) -> Result<Reading, Trouble> {
    let rounding = rounding.unwrap_or(Rounding::DIMACS);
    let all: Vec<Line> = lines(text).collect();
    let end = all.last().copied().unwrap_or(Line { number: 1, text: "" });
    let name = all.first().map(|line| line.text).unwrap_or_default();
    let numeric = |line: &&Line| {
        line.text
            .starts_with(|first: char| first.is_ascii_digit() || first == '-' || first == '.')
    };
    let is_title = |line: &Line| line.text.to_ascii_uppercase().starts_with("VEHICLE");
    let from = all
        .iter()
        .position(is_title)
        .ok_or_else(|| end.trouble(What::NoSection("VEHICLE")))?;
    let mut numbers = all[from..].iter().filter(numeric);
    let line = numbers
        .next()
        .ok_or_else(|| end.trouble(What::NoSection("line with the vehicles' number and capacity")))?;
    let words = line.words();
    let count: usize = line.number(&words, 0, "number of vehicles", VEHICLE_LINE)?;
    let capacity: i64 = line.number(&words, 1, "capacity", VEHICLE_LINE)?;
    let nodes = numbers
        .enumerate()
        .map(|(index, line)| node(line, index, rounding, &NAMES))
        .collect::<Result<Vec<_>, _>>()?;
    let depot = nodes
        .first()
        .ok_or_else(|| end.trouble(What::NoSection("line for the depot")))?;
    let vehicle = VehicleType {
        id: "1".into(),
        count,
        capacity: vec![capacity],
        end: Some(0),
        shift: depot.window,
        ..VehicleType::default()
    };
    let stop = |(number, node): (usize, &Node<'_>)| Stop {
        id: number.to_string(),
        location: number,
        delivery: vec![node.demand],
        service: node.service,
        windows: vec![node.window],
        ..Stop::default()
    };
    let origins = Origins {
        names: &NAMES,
        vehicles: *line,
        nodes: nodes.iter().map(|node| node.line).collect(),
    };
    let draft = Draft {
        name: name.into(),
        travel: vec![Travel::Table(table(&nodes.iter().collect::<Vec<_>>(), rounding)?)],
        points: nodes.iter().map(|node| node.point).collect(),
        stops: nodes.iter().enumerate().skip(1).map(stop).collect(),
        vehicles: vec![vehicle],
        ..Draft::default()
    };
    reading(draft, rounding, 1, &origins)
}

/// Reads the fields that a node's line begins with; nodes follow each other, and the depot is 0.
pub(super) fn node<'t>(line: &Line<'t>, index: usize, rounding: Rounding, names: &Names) -> Result<Node<'t>, Trouble> {
    let words = line.words();
    let number: usize = line.number(&words, 0, names.number, names.line)?;
    if number != index {
        let expected = format!("{index}: {} follow each other, the depot is 0", names.lines);
        return Err(line.trouble(What::Reference {
            field: names.number.into(),
            found: number as i64,
            expected,
        }));
    }
    let value = |at, field| line.number::<f64>(&words, at, field, names.line);
    let time = |at, field| Ok(Time(rounding.apply(value(at, field)?)));
    Ok(Node {
        line: *line,
        point: [value(1, "x")?, value(2, "y")?],
        demand: line.number(&words, 3, "demand", names.line)?,
        window: Window {
            earliest: time(4, names.earliest)?,
            latest: time(5, names.latest)?,
        },
        service: time(6, names.service)?,
    })
}

/// Which lines say what.
pub(super) struct Origins<'t> {
    pub(super) names: &'static Names,
    /// The one with number and capacity of the vehicles.
    pub(super) vehicles: Line<'t>,
    /// That of each node, the depot first.
    pub(super) nodes: Vec<Line<'t>>,
}

impl Origins<'_> {
    /// The trouble with a fault, at the line that says it. `pickups` are the stops where pairs begin.
    fn trouble(&self, pickups: &[usize], fault: Fault) -> Trouble {
        let node = match fault.at() {
            Some((Whose::Stop(stop, _), _)) => Some(stop + 1),
            Some((Whose::Pair(pair), _)) => Some(pickups[*pair] + 1),
            // Their shift is the depot's window.
            Some((Whose::Vehicle(..), field)) if field.starts_with("shift") => Some(0),
            _ => None,
        };
        let (line, name) = match node {
            Some(node) => (self.nodes[node], format!("{} {node}", self.names.one)),
            None => (self.vehicles, "vehicles".to_owned()),
        };
        let fault = Box::new(fault);
        line.trouble(What::Named { name, fault })
    }
}

/// An instance of one type of vehicle with the form of its solutions.
pub(super) fn reading(draft: Draft, rounding: Rounding, decimals: u32, origins: &Origins) -> Result<Reading, Trouble> {
    let count = draft.vehicles.first().map_or(0, |vehicle| vehicle.count);
    let pickups: Vec<usize> = draft.pairs.iter().map(|pair| pair.pickup).collect();
    let instance = Instance::new(draft).map_err(|fault| origins.trouble(&pickups, fault))?;
    let vehicles = vec![0; count.min(instance.stops().len().max(1))];
    Ok(Reading {
        instance,
        form: Form {
            vehicles,
            is_numbered: false,
            divisor: rounding.per_unit,
            decimals,
        },
    })
}

/// Straight distances between all nodes.
///
/// # Errors
/// The trouble with the first node that is too far from another one.
pub(super) fn table(nodes: &[&Node], rounding: Rounding) -> Result<Table, Trouble> {
    let entry = |from: &Node, to: &Node| {
        let (dx, dy) = (from.point[0] - to.point[0], from.point[1] - to.point[1]);
        let length = rounding.apply((dx * dx + dy * dy).sqrt());
        super::vrplib_parts::entry(length).ok_or_else(|| too_far(to.line, length))
    };
    let distances = nodes
        .iter()
        .flat_map(|from| nodes.iter().map(move |to| entry(from, to)));
    Ok(Table {
        size: nodes.len(),
        distances: distances.collect::<Result<_, _>>()?,
        durations: None,
    })
}

/// The trouble with a point that is too far from another one.
fn too_far(line: Line, found: i64) -> Trouble {
    line.trouble(What::Reference {
        field: "the distance from another line's point".into(),
        found,
        expected: format!("from 0 to {} after rounding", crate::model::NO_WAY - 1),
    })
}
