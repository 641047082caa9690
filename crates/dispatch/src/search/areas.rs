//! The map cut into areas that are searched side by side.
//!
//! Routes whose middles lie on the same side of a line belong together, and the line turns from one round to the next, so that
//! what was a border is soon the inside of an area. After Santini, Schneider, Vidal and Vigo (2023), *Decomposition strategies
//! for vehicle routing heuristics*, INFORMS Journal on Computing 35(3), where routes are clustered by their barycentres.

use super::problem::{NONE, Problem};
use super::state::State;

/// The line turns by this much: the golden angle, with which no two cuts of a search are alike.
const TURN: f64 = 2.399_963_229_728_653;

/// What one area is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Area {
    /// Vehicles, used and idle.
    pub(crate) routes: Vec<u32>,
    /// Jobs that are not served.
    pub(crate) absent: Vec<u32>,
}

/// A used route, as cutting sees it.
#[derive(Clone, Copy, Debug)]
struct Middle {
    route: u32,
    at: [f64; 2],
    stops: usize,
}

/// Cuts the present plan into so many areas with about as many stops each. Each vehicle and each absent job is in one of them.
pub(crate) fn cut(state: &State, areas: usize, round: u64) -> Vec<Area> {
    let mut cut = vec![Area::default(); areas];
    let used = (0..state.routes.len() as u32).filter(|&route| !state.routes[route as usize].order.is_empty());
    let mut middles: Vec<Middle> = used.map(|route| middle(state, route)).collect();
    spread(&mut middles, &mut cut, round as f64 * TURN);
    let mut area_of = vec![NONE; state.routes.len()];
    for (number, area) in cut.iter().enumerate() {
        area.routes
            .iter()
            .for_each(|&route| area_of[route as usize] = number as u32);
    }
    deal_idle(state, &mut cut, &area_of);
    for &job in &state.absent {
        cut[home(state, job, &area_of)].absent.push(job);
    }
    cut
}

/// Halves routes by a line through the map, and each half by a line across that one.
fn spread(middles: &mut [Middle], areas: &mut [Area], angle: f64) {
    if let [area] = areas {
        area.routes.extend(middles.iter().map(|middle| middle.route));
        return;
    }
    let (sin, cos) = angle.sin_cos();
    let along = |middle: &Middle| middle.at[0] * cos + middle.at[1] * sin;
    middles.sort_by(|a, b| along(a).total_cmp(&along(b)).then(a.route.cmp(&b.route)));
    let half = areas.len() / 2;
    let stops: usize = middles.iter().map(|middle| middle.stops).sum();
    let wanted = stops * half / areas.len();
    let mut seen = 0;
    let first = middles
        .iter()
        .take_while(|middle| {
            seen += middle.stops;
            seen <= wanted
        })
        .count();
    let (left, right) = middles.split_at_mut(first);
    let (one, other) = areas.split_at_mut(half);
    spread(left, one, angle + std::f64::consts::FRAC_PI_2);
    spread(right, other, angle + std::f64::consts::FRAC_PI_2);
}

/// Deals idle vehicles in turn to the areas that use their type, or to all if none does.
fn deal_idle(state: &State, areas: &mut [Area], area_of: &[u32]) {
    let mut users = vec![Vec::new(); state.idle.len()];
    for (route, &area) in area_of.iter().enumerate().filter(|&(_, &area)| area != NONE) {
        let list: &mut Vec<u32> = &mut users[state.problem.vehicles[route] as usize];
        if !list.contains(&area) {
            list.push(area);
        }
    }
    for (idle, users) in state.idle.iter().zip(&mut users) {
        if users.is_empty() {
            users.extend(0..areas.len() as u32);
        }
        for (turn, &route) in idle.iter().rev().enumerate() {
            areas[users[turn % users.len()] as usize].routes.push(route);
        }
    }
}

/// The area of the nearest stop that is served.
fn home(state: &State, job: u32, area_of: &[u32]) -> usize {
    let problem = state.problem;
    let area = |stop: u32| {
        let near = problem.neighbours.around(stop).iter();
        let route = near.map(|&other| state.nodes[other as usize].route);
        route
            .filter(|&route| route != NONE)
            .map(|route| area_of[route as usize])
            .next()
    };
    problem.jobs[job as usize].stops().find_map(area).unwrap_or(0) as usize
}

fn middle(state: &State, route: u32) -> Middle {
    let stops = || {
        state.routes[route as usize]
            .order
            .iter()
            .filter(|&&node| state.is_stop(node))
    };
    let count = stops().count();
    let mut at = [0.0; 2];
    for &stop in stops() {
        let [x, y] = position(state.problem, stop);
        at = [at[0] + x / count as f64, at[1] + y / count as f64];
    }
    Middle {
        route,
        at,
        stops: count,
    }
}

/// Where a stop is, or, where nobody said it, its number: stops are numbered along a path.
fn position(problem: &Problem, stop: u32) -> [f64; 2] {
    let location = problem.stops[stop as usize].location as usize;
    let draft = problem.instance.draft();
    match (&draft.travel[0], draft.points.get(location)) {
        (crate::model::Travel::Straight(straight), _) => straight.positions[location].map(f64::from),
        (_, Some(&point)) => point,
        _ => [f64::from(stop), 0.0],
    }
}
