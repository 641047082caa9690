//! From a task to runs.

use super::answer::{in_best_order, read_plan};
use super::fault::FootFault;
use super::model::{FootPlan, FootTask};
use super::ways::Ways;
use super::writing::{Written, check_task, check_ways, write};
use crate::check::check;
use crate::model::{Draft, Instance, Plan};
use crate::search::{Control, Limits, Settings, solve};

/// Ruins and recreations of each search: forty doors take a few hundred milliseconds in all.
const ITERATIONS: u64 = 4_000;
/// Searches for an earlier end, each halving what is left to gain: the last one stands for 2 % of it.
const HALVINGS: u32 = 6;

/// Plans the runs of a task: as many doors as fit into everybody's time, then everybody back as early as can be, then as
/// little time as can be in sum. The same task and seed give the same runs.
///
/// # Errors
/// [`FootFault`] naming what is wrong with the task.
pub fn plan_on_foot(task: &FootTask, seed: u64) -> Result<FootPlan, FootFault> {
    check_task(task)?;
    let ways = Ways::new(task);
    check_ways(task, &ways)?;
    let written = write(task, &ways)?;
    let first = searched(&written, written.draft.clone(), seed)?;
    let best = if first.1.unserved.is_empty() {
        earlier(&written, first, seed)?
    } else {
        first
    };
    let plan = in_best_order(&written, &best.0, best.1)?;
    Ok(read_plan(&written, &ways, &plan))
}

type Found = (Instance, Plan);

/// Narrows everybody's time until doors would be left out: the last plan that leaves none spreads the work.
fn earlier(written: &Written, first: Found, seed: u64) -> Result<Found, FootFault> {
    let people: usize = written.draft.vehicles.iter().map(|vehicle| vehicle.count).sum();
    let worked: i64 = first.1.routes.iter().map(|route| (route.end - route.start).0).sum();
    let mut best = first;
    let mut possible = longest(&best.1);
    // Nobody can be back before each has done an equal share, should dividing the work cost nothing at all; it may even save
    // a little, so begin somewhat lower.
    let mut impossible = worked / people.max(1) as i64 / 2;
    for _ in 0..HALVINGS {
        let tried = i64::midpoint(impossible, possible);
        if people < 2 || tried <= impossible {
            break;
        }
        let found = searched(written, written.within(tried), seed)?;
        if found.1.unserved.is_empty() {
            possible = longest(&found.1);
            best = found;
        } else {
            impossible = tried;
        }
    }
    Ok(best)
}

fn longest(plan: &Plan) -> i64 {
    plan.routes
        .iter()
        .map(|route| (route.end - route.start).0)
        .max()
        .unwrap_or(0)
}

/// Draft, search, check.
fn searched(written: &Written, draft: Draft, seed: u64) -> Result<Found, FootFault> {
    debug_assert_eq!(draft.stops.len(), written.loads.len());
    let instance = Instance::new(draft).map_err(FootFault::Draft)?;
    let settings = Settings {
        limits: Limits {
            time: None,
            iterations: Some(ITERATIONS),
        },
        seed,
        ..Settings::default()
    };
    let plan = solve(&instance, &settings, &mut Control::default());
    check(&instance, &plan).map_err(FootFault::Plan)?;
    Ok((instance, plan))
}
