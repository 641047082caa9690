//! Li and Lim's text form of pick-ups with deliveries: a line with number, capacity and speed of the vehicles, then one line for
//! each task, the depot first: `task x y demand earliest latest service pickup delivery`, where one of the last two names the
//! task's other half and the other is 0.
//!
//! The objective there is fewest vehicles first, then distance: a vehicle costs more than all ways could.

use crate::model::{Cost, Draft, Pair, Stop, Travel, VehicleType};

use super::form::{Reading, Rounding};
use super::solomon::{Names, Node, Origins, node, reading, table};
use super::words::{Line, Trouble, What, lines};

const FIRST_LINE: &str = "number of vehicles, capacity, speed";
const NAMES: Names = Names {
    line: "task, x, y, demand, earliest, latest, service, pickup, delivery",
    number: "task",
    one: "task",
    lines: "tasks",
    earliest: "earliest",
    latest: "latest",
    service: "service",
};

/// A task: its node, and its other half, 0 where it has none of that kind.
struct Task<'t> {
    node: Node<'t>,
    pickup: usize,
    delivery: usize,
}

/// Reads an instance, rounded to ten-thousandths unless another rounding is given.
///
/// # Errors
/// The first [`Trouble`].
pub fn read(text: &str, rounding: Option<Rounding>) -> Result<Reading, Trouble> {
    let rounding = rounding.unwrap_or(Rounding {
        per_unit: 10_000,
        is_cut: false,
    });
    let all: Vec<Line> = lines(text).collect();
    let end = all.last().copied().unwrap_or(Line { number: 1, text: "" });
    let (first, rest) = all
        .split_first()
        .ok_or_else(|| end.trouble(What::NoSection("line with the vehicles' number")))?;
    let words = first.words();
    let count: usize = first.number(&words, 0, "number of vehicles", FIRST_LINE)?;
    let capacity: i64 = first.number(&words, 1, "capacity", FIRST_LINE)?;
    let tasks = rest
        .iter()
        .enumerate()
        .map(|(index, &line)| task(line, index, rounding))
        .collect::<Result<Vec<_>, _>>()?;
    let depot = tasks
        .first()
        .ok_or_else(|| end.trouble(What::NoSection("line for the depot")))?;
    let nodes: Vec<&Node> = tasks.iter().map(|task| &task.node).collect();
    let table = table(&nodes, rounding)?;
    let longest = table.distances.iter().copied().max().unwrap_or(0);
    let vehicle = VehicleType {
        id: "1".into(),
        count,
        capacity: vec![capacity],
        end: Some(0),
        shift: depot.node.window,
        fixed_cost: Cost(i64::from(longest) * 10 * (tasks.len() as i64 + 1)),
        ..VehicleType::default()
    };
    let stop = |(number, task): (usize, &Task)| Stop {
        id: number.to_string(),
        location: number,
        pickup: vec![task.node.demand.max(0)],
        service: task.node.service,
        windows: vec![task.node.window],
        ..Stop::default()
    };
    let draft = Draft {
        travel: vec![Travel::Table(table)],
        points: nodes.iter().map(|node| node.point).collect(),
        stops: tasks.iter().enumerate().skip(1).map(stop).collect(),
        pairs: pairs(&tasks)?,
        vehicles: vec![vehicle],
        ..Draft::default()
    };
    let origins = Origins {
        names: &NAMES,
        vehicles: *first,
        nodes: nodes.iter().map(|node| node.line).collect(),
    };
    reading(draft, rounding, 2, &origins)
}

fn task(line: Line<'_>, index: usize, rounding: Rounding) -> Result<Task<'_>, Trouble> {
    let node = node(&line, index, rounding, &NAMES)?;
    let words = line.words();
    Ok(Task {
        node,
        pickup: line.number(&words, 7, "pickup", NAMES.line)?,
        delivery: line.number(&words, 8, "delivery", NAMES.line)?,
    })
}

/// Pairs, each said by both of its tasks.
fn pairs(tasks: &[Task]) -> Result<Vec<Pair>, Trouble> {
    let mut pairs = Vec::new();
    for (number, task) in tasks.iter().enumerate().skip(1) {
        let (field, other) = if task.delivery != 0 {
            ("delivery", task.delivery)
        } else {
            ("pickup", task.pickup)
        };
        let agrees = tasks.get(other).is_some_and(|half| {
            let back = if field == "delivery" {
                half.pickup
            } else {
                half.delivery
            };
            other != number && other != 0 && back == number && half.node.demand == -task.node.demand
        });
        if !agrees {
            let expected = format!("a task that names {number} as its other half, with the opposite demand");
            return Err(task.node.line.trouble(What::Reference {
                field: field.into(),
                found: other as i64,
                expected,
            }));
        }
        if field == "delivery" {
            pairs.push(Pair {
                pickup: number - 1,
                delivery: other - 1,
                ..Pair::default()
            });
        }
    }
    Ok(pairs)
}
