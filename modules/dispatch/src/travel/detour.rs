//! Ways round what is closed. Of a bridge or a street we know two points, between which nobody gets across. A way whose straight line
//! crosses the line between them goes round by one of the two, and is longer by as much as that is longer than the straight line,
//! times the road factor. Where several are closed it goes the shortest way round all of them; where none is left there is no way.
//!
//! Whoever only touches a line, or drives along it, does not cross it. Where two lines touch, nobody slips through between them.

use crate::rules::ways::SECONDS_PER_KILOMETRE;
use tongxin_dispatch_solver::{NO_WAY, Straight, Table, Travel};

/// Between which two points nobody gets across: longitude and latitude of each, in degrees.
pub type ClosedLine = [[f64; 2]; 2];

/// By how many metres a line reaches beyond its points, so that two that share a point leave no gap there.
const REACH_METRES: f64 = 10.0;

/// East and north of some origin, in metres.
type Point = [i64; 2];

/// The ways between places that lie at `points` (longitude and latitude in degrees), round what is closed. Nothing else about
/// them changes, and none is shorter than before.
pub fn around(travel: Travel, points: &[[f64; 2]], closed: &[ClosedLine], road_factor: f64) -> Travel {
    if closed.is_empty() {
        return travel;
    }
    let map = Map::of(points, closed);
    let mut longer = Vec::new();
    for from in 0..points.len() {
        for to in from + 1..points.len() {
            longer.extend(map.further(from, to).map(|metres| (from, to, metres * road_factor)));
        }
    }
    if longer.is_empty() {
        return travel;
    }
    let mut table = table_of(travel);
    for (from, to, metres) in longer {
        lengthen(&mut table, (from, to), metres);
        lengthen(&mut table, (to, from), metres);
    }
    Travel::Table(table)
}

fn table_of(travel: Travel) -> Table {
    if let Travel::Table(table) = travel {
        return table;
    }
    let size = travel.locations();
    let (mut distances, mut durations) = (Vec::with_capacity(size * size), Vec::with_capacity(size * size));
    for from in 0..size {
        for to in 0..size {
            let leg = travel.leg(from, to);
            let whole = |number: i64| u32::try_from(number).unwrap_or(NO_WAY);
            distances.push(whole(leg.distance.0));
            durations.push(whole(leg.duration.0));
        }
    }
    Table {
        size,
        distances,
        durations: Some(durations),
    }
}

/// Makes a way longer by so many metres of road; by more than there are, there is none.
fn lengthen(table: &mut Table, (from, to): (usize, usize), metres: f64) {
    let at = from * table.size + to;
    let longer = |length: &mut u32, by: f64| {
        // A cast from float to integer saturates, which is no way.
        *length = length.saturating_add(by.round() as u32);
    };
    longer(&mut table.distances[at], metres);
    if let Some(durations) = &mut table.durations {
        longer(&mut durations[at], metres * f64::from(SECONDS_PER_KILOMETRE) / 1_000.0);
    }
}

/// Places, what is closed, and by which points one gets round it.
struct Map {
    places: Vec<Point>,
    lines: Vec<[Point; 2]>,
    turns: Vec<Point>,
    /// By place and turn: straight there.
    straight: Vec<Vec<f64>>,
    /// By place and turn: there by whichever other turns.
    round: Vec<Vec<f64>>,
}

impl Map {
    fn of(points: &[[f64; 2]], closed: &[ClosedLine]) -> Map {
        let all: Vec<[f64; 2]> = points.iter().chain(closed.iter().flatten()).copied().collect();
        let flat = Straight::metres_from_degrees(&all);
        let mut flat = flat
            .into_iter()
            .map(|[east, north]| [i64::from(east), i64::from(north)]);
        let places: Vec<Point> = flat.by_ref().take(points.len()).collect();
        let ends: Vec<Point> = flat.collect();
        let lines: Vec<[Point; 2]> = ends.chunks_exact(2).map(|ends| reaching([ends[0], ends[1]])).collect();
        let mut map = Map {
            turns: turns(&lines),
            places,
            lines,
            straight: Vec::new(),
            round: Vec::new(),
        };
        let between = map.between_turns();
        map.straight = map.places.iter().map(|place| map.straight_to_turns(*place)).collect();
        map.round = map.straight.iter().map(|straight| onward(straight, &between)).collect();
        map
    }

    /// How many metres further it is from one place to another than in a straight line; nothing where that crosses no line, and no
    /// end of metres where there is no way.
    fn further(&self, from: usize, to: usize) -> Option<f64> {
        let (a, b) = (self.places[from], self.places[to]);
        if !self.is_cut(a, b) {
            return None;
        }
        let round = self.round[from]
            .iter()
            .zip(&self.straight[to])
            .map(|(there, on)| there + on);
        Some((shortest(round) - metres(a, b)).max(0.0))
    }

    fn is_cut(&self, a: Point, b: Point) -> bool {
        self.lines.iter().any(|line| is_crossed(*line, [a, b]))
    }

    /// The straight way, where nothing is crossed.
    fn open(&self, a: Point, b: Point) -> f64 {
        if self.is_cut(a, b) { f64::INFINITY } else { metres(a, b) }
    }

    fn straight_to_turns(&self, from: Point) -> Vec<f64> {
        self.turns.iter().map(|turn| self.open(from, *turn)).collect()
    }

    /// By turn and turn, the shortest way between them (Floyd and Warshall).
    fn between_turns(&self) -> Vec<Vec<f64>> {
        let mut between: Vec<Vec<f64>> = self.turns.iter().map(|turn| self.straight_to_turns(*turn)).collect();
        for via in 0..self.turns.len() {
            let on = between[via].clone();
            for row in &mut between {
                let there = row[via];
                for (way, on) in row.iter_mut().zip(&on) {
                    *way = way.min(there + on);
                }
            }
        }
        between
    }
}

/// The ways to all turns by other turns, for a place from which some are reached straight.
fn onward(straight: &[f64], between: &[Vec<f64>]) -> Vec<f64> {
    let by = |to: usize| straight.iter().zip(between).map(move |(there, on)| there + on[to]);
    (0..straight.len()).map(|to| shortest(by(to))).collect()
}

fn shortest(ways: impl Iterator<Item = f64>) -> f64 {
    ways.fold(f64::INFINITY, f64::min)
}

/// The ends of the lines by which one gets round them: not those that lie on another line.
fn turns(lines: &[[Point; 2]]) -> Vec<Point> {
    let lies_on_another = |at: usize, end: Point| {
        let others = lines.iter().enumerate().filter(|(other, _)| *other != at);
        others.into_iter().any(|(_, line)| lies_on(*line, end))
    };
    let ends = lines
        .iter()
        .enumerate()
        .flat_map(|(at, line)| line.map(|end| (at, end)));
    ends.filter(|(at, end)| !lies_on_another(*at, *end))
        .map(|(_, end)| end)
        .collect()
}

/// A line that reaches beyond both of its ends.
fn reaching([a, b]: [Point; 2]) -> [Point; 2] {
    let by = REACH_METRES / metres(a, b).max(1.0);
    let beyond = |end: Point, other: Point| {
        let along = |axis: usize| end[axis] + ((end[axis] - other[axis]) as f64 * by).round() as i64;
        [along(0), along(1)]
    };
    [beyond(a, b), beyond(b, a)]
}

fn metres(a: Point, b: Point) -> f64 {
    ((a[0] - b[0]) as f64).hypot((a[1] - b[1]) as f64)
}

/// On which side of a line a point lies: positive on its left, negative on its right.
fn side([a, b]: [Point; 2], point: Point) -> i128 {
    let along = [0, 1].map(|axis| i128::from(b[axis] - a[axis]));
    let off = [0, 1].map(|axis| i128::from(point[axis] - a[axis]));
    (along[0] * off[1] - along[1] * off[0]).signum()
}

/// Whether two lines cross between their ends. Those that only touch, or lie on one another, do not.
fn is_crossed(line: [Point; 2], way: [Point; 2]) -> bool {
    let parted = |one: [Point; 2], other: [Point; 2]| side(one, other[0]) * side(one, other[1]) < 0;
    parted(line, way) && parted(way, line)
}

fn lies_on(line: [Point; 2], point: Point) -> bool {
    let [a, b] = line;
    let is_between = |axis: usize| (a[axis].min(b[axis])..=a[axis].max(b[axis])).contains(&point[axis]);
    side(line, point) == 0 && is_between(0) && is_between(1)
}

#[cfg(test)]
mod tests;
