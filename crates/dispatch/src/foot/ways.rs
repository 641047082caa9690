//! From door to door: along paths, by lift and by stairs, whichever is sooner.

use super::model::{FootDoor, FootTask, WaysOnFoot};
use super::pace::{
    CORRIDOR_SECONDS, DETOUR_PER_HUNDRED, FLOORS_ASSUMED, LIFT_FLOOR_SECONDS, LIFT_WAIT_SECONDS, STAIRS_DOWN_SECONDS,
    STAIRS_UP_SECONDS, UNIT_METRES, WALK_METRES_PER_MINUTE,
};
use crate::model::{Straight, Travel};

/// Where somebody stands: at the drop point or before a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spot {
    /// At the drop point.
    Drop,
    /// On a level of a unit; the ground is level 0.
    Door { building: usize, unit: u16, level: i16 },
}

/// A way, and what it costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LegOnFoot {
    pub(crate) seconds: u32,
    /// On the ground.
    pub(crate) metres: u32,
    /// By stairs.
    pub(crate) floors_climbed: u32,
}

/// All ways of a task.
pub(crate) struct Ways<'t> {
    task: &'t FootTask,
    /// Metres between the drop point and the buildings, row by row.
    metres: Vec<u32>,
}

impl<'t> Ways<'t> {
    pub(crate) fn new(task: &'t FootTask) -> Self {
        let metres = match &task.ways {
            WaysOnFoot::Metres(metres) => metres.clone(),
            WaysOnFoot::Positions(points) => metres_between(points),
        };
        Self { task, metres }
    }

    /// Metres from one point to another: 0 is the drop point, 1 the first building.
    pub(crate) fn metres(&self, from: usize, to: usize) -> u32 {
        self.metres[from * (self.task.buildings.len() + 1) + to]
    }

    /// Where a door is; what nobody knows is assumed.
    pub(crate) fn spot(&self, door: &FootDoor) -> Spot {
        let building = &self.task.buildings[door.building];
        let middle = || i16::try_from(building.floors.unwrap_or(FLOORS_ASSUMED).div_ceil(2)).unwrap_or(1);
        let floor = door.floor.unwrap_or_else(middle);
        Spot::Door {
            building: door.building,
            unit: door.unit.unwrap_or(1),
            level: if floor > 0 { floor - 1 } else { floor },
        }
    }

    /// From one spot to another.
    pub(crate) fn leg(&self, from: Spot, to: Spot) -> LegOnFoot {
        match (from, to) {
            (Spot::Door { level: a, .. }, Spot::Door { building, level: b, .. }) if is_same_unit(from, to) => {
                if a == b {
                    return LegOnFoot {
                        seconds: CORRIDOR_SECONDS,
                        ..LegOnFoot::default()
                    };
                }
                self.rise(building, a, b)
            }
            _ => {
                let (down, along, up) = (self.way_down(from), self.on_ground(from, to), self.way_up(to));
                LegOnFoot {
                    seconds: down.seconds + along.seconds + up.seconds,
                    metres: along.metres,
                    floors_climbed: down.floors_climbed + up.floors_climbed,
                }
            }
        }
    }

    /// Whether one takes the lift from the ground to there.
    pub(crate) fn is_by_lift(&self, spot: Spot) -> bool {
        matches!(spot, Spot::Door { building, level, .. }
            if level != 0 && self.rise(building, 0, level).seconds < stairs(0, level).seconds)
    }

    fn way_down(&self, spot: Spot) -> LegOnFoot {
        match spot {
            Spot::Drop => LegOnFoot::default(),
            Spot::Door { building, level, .. } => self.rise(building, level, 0),
        }
    }

    fn way_up(&self, spot: Spot) -> LegOnFoot {
        match spot {
            Spot::Drop => LegOnFoot::default(),
            Spot::Door { building, level, .. } => self.rise(building, 0, level),
        }
    }

    fn on_ground(&self, from: Spot, to: Spot) -> LegOnFoot {
        let point = |spot| match spot {
            Spot::Drop => (0, 1),
            Spot::Door { building, unit, .. } => (building + 1, unit),
        };
        let ((a, unit_a), (b, unit_b)) = (point(from), point(to));
        // A building's point is the entrance of its first unit.
        let along = |unit: u16| u32::from(unit.saturating_sub(1)) * UNIT_METRES;
        let metres = if a == b {
            along(unit_a).abs_diff(along(unit_b))
        } else {
            self.metres(a, b) + along(unit_a) + along(unit_b)
        };
        LegOnFoot {
            seconds: (metres * 60).div_ceil(WALK_METRES_PER_MINUTE),
            metres,
            floors_climbed: 0,
        }
    }

    /// From level to level inside a unit.
    fn rise(&self, building: usize, from: i16, to: i16) -> LegOnFoot {
        let on_stairs = stairs(from, to);
        if from == to || !self.task.buildings[building].has_lift {
            return on_stairs;
        }
        let by_lift = LIFT_WAIT_SECONDS + u32::from(from.abs_diff(to)) * LIFT_FLOOR_SECONDS;
        if by_lift < on_stairs.seconds {
            LegOnFoot {
                seconds: by_lift,
                ..LegOnFoot::default()
            }
        } else {
            on_stairs
        }
    }
}

/// Whether both are doors of one unit, so that nobody need go down to the ground between them.
pub(crate) fn is_same_unit(a: Spot, b: Spot) -> bool {
    matches!((a, b), (Spot::Door { building: a, unit: m, .. }, Spot::Door { building: b, unit: n, .. }) if a == b && m == n)
}

fn stairs(from: i16, to: i16) -> LegOnFoot {
    let floors = u32::from(from.abs_diff(to));
    let (each, floors_climbed) = if to > from {
        (STAIRS_UP_SECONDS, floors)
    } else {
        (STAIRS_DOWN_SECONDS, 0)
    };
    LegOnFoot {
        seconds: floors * each,
        metres: 0,
        floors_climbed,
    }
}

/// Straight lines in metres times the detour, for points in degrees.
fn metres_between(points: &[[f64; 2]]) -> Vec<u32> {
    let straight = Travel::Straight(Straight {
        positions: Straight::metres_from_degrees(points),
        road_per_thousand: DETOUR_PER_HUNDRED * 10,
        time_per_thousand: 0,
    });
    let pairs = (0..points.len()).flat_map(|from| (0..points.len()).map(move |to| (from, to)));
    pairs
        .map(|(from, to)| u32::try_from(straight.leg(from, to).distance.0).unwrap_or(u32::MAX))
        .collect()
}
