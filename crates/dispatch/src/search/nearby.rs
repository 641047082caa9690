//! Stops worth looking at as neighbours: all of them in a small instance, those in the cells around in a large one.

use crate::model::{Instance, Travel};

/// Up to this many stops each looks at every other one.
const SMALL: usize = 3_000;

/// How many stops a cell holds on average; a stop looks at its own cell and rings around it until it has seen enough.
const CELL: f64 = 8.0;

/// How many others a stop of a large instance looks at, at least.
const ENOUGH: usize = 400;

/// The grid over a large instance's stops.
pub(super) struct Nearby {
    stops: usize,
    grid: Option<Grid>,
}

struct Grid {
    cell_of: Vec<(i64, i64)>,
    width: i64,
    height: i64,
    members: Vec<Vec<u32>>,
}

impl Nearby {
    /// Lays the grid where positions are known and the instance is large.
    pub(super) fn new(instance: &Instance, travel: &Travel) -> Self {
        let stops = instance.stops().len();
        let position: Box<dyn Fn(usize) -> [f64; 2]> = match travel {
            Travel::Straight(straight) => Box::new(|at: usize| straight.positions[at].map(f64::from)),
            Travel::Table(_) if !instance.draft().points.is_empty() => {
                Box::new(|at: usize| instance.draft().points[at])
            }
            Travel::Table(_) => return Self { stops, grid: None },
        };
        if stops <= SMALL {
            return Self { stops, grid: None };
        }
        let positions: Vec<[f64; 2]> = instance.stops().iter().map(|stop| position(stop.location)).collect();
        Self {
            stops,
            grid: Some(Grid::new(&positions)),
        }
    }

    /// The others that a stop looks at.
    pub(super) fn of(&self, stop: usize) -> Vec<u32> {
        match &self.grid {
            None => (0..self.stops as u32).filter(|&other| other as usize != stop).collect(),
            Some(grid) => grid.around(stop),
        }
    }
}

impl Grid {
    fn new(positions: &[[f64; 2]]) -> Self {
        let bound =
            |axis: usize, pick: fn(f64, f64) -> f64, from: f64| positions.iter().map(|p| p[axis]).fold(from, pick);
        let low = [0, 1].map(|axis| bound(axis, f64::min, f64::INFINITY));
        let high = [0, 1].map(|axis| bound(axis, f64::max, f64::NEG_INFINITY));
        let span = [0, 1].map(|axis| (high[axis] - low[axis]).max(1e-9));
        let side = (span[0] * span[1] * CELL / positions.len() as f64)
            .sqrt()
            .max(span[0].max(span[1]) / 1_000.0);
        let (width, height) = ((span[0] / side) as i64 + 1, (span[1] / side) as i64 + 1);
        let cell = |p: &[f64; 2]| (((p[0] - low[0]) / side) as i64, ((p[1] - low[1]) / side) as i64);
        let cell_of: Vec<(i64, i64)> = positions.iter().map(cell).collect();
        let mut members = vec![Vec::new(); (width * height) as usize];
        for (stop, &(x, y)) in cell_of.iter().enumerate() {
            members[(y * width + x) as usize].push(stop as u32);
        }
        Self {
            cell_of,
            width,
            height,
            members,
        }
    }

    fn around(&self, stop: usize) -> Vec<u32> {
        let (x, y) = self.cell_of[stop];
        let mut found = Vec::new();
        let mut rings_after_enough = 0;
        for ring in 0..self.width.max(self.height) {
            for dy in -ring..=ring {
                let step = if dy.abs() == ring { 1 } else { (2 * ring).max(1) };
                for dx in (-ring..=ring).step_by(step as usize) {
                    let (x, y) = (x + dx, y + dy);
                    if (0..self.width).contains(&x) && (0..self.height).contains(&y) {
                        let cell = &self.members[(y * self.width + x) as usize];
                        found.extend(cell.iter().copied().filter(|&other| other as usize != stop));
                    }
                }
            }
            rings_after_enough += i32::from(found.len() >= ENOUGH);
            if rings_after_enough >= 2 {
                break;
            }
        }
        found
    }
}
