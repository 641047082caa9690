//! From what lies at a compound's gate to a task for people who carry it to the doors.

use crate::limits::{FOOT_BAGS_AT_ONCE, FOOT_MINUTES, FOOT_PEOPLE};
use std::collections::{BTreeMap, BTreeSet};
use tongxin_city::{OrderId, OrgId, PlaceCode};
use tongxin_dispatch_solver::foot::{Carrier, FootBuilding, FootDoor, FootTask, WaysOnFoot, read_door_label};
use tongxin_web::FieldFault;

/// What one bag weighs, in grams (an assumption: what a hand carries up ten floors).
pub const BAG_GRAMS: i64 = 6_000;

/// One thing for a door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    /// The order.
    pub order: OrderId,
    /// Whose goods they are.
    pub org: OrgId,
    /// The building.
    pub building: PlaceCode,
    /// As on the door.
    pub door: String,
    /// What it weighs.
    pub grams: i64,
    /// Whether some of it has to stay cold.
    pub is_cold: bool,
}

/// Who carries, and how the houses are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hands {
    /// How many carry.
    pub people: usize,
    /// Bags that one takes at once.
    pub bags_at_once: u32,
    /// How long one may be under way.
    pub minutes: u32,
    /// Whether lifts run.
    pub has_lift: bool,
}

impl Default for Hands {
    /// Two volunteers with two bags in each hand, for an hour and a half.
    fn default() -> Self {
        Hands {
            people: 2,
            bags_at_once: 4,
            minutes: 90,
            has_lift: true,
        }
    }
}

impl Hands {
    /// The same with its bounds checked.
    ///
    /// # Errors
    /// Everything that is wrong, each at its field.
    pub fn checked(self) -> Result<Hands, Vec<FieldFault>> {
        let fields = [
            ("people", u32::try_from(self.people).unwrap_or(u32::MAX), FOOT_PEOPLE),
            ("bags", self.bags_at_once, FOOT_BAGS_AT_ONCE),
            ("minutes", self.minutes, FOOT_MINUTES),
        ];
        let wrong = fields
            .into_iter()
            .filter(|(_, number, bounds)| !bounds.contains(number));
        let faults: Vec<FieldFault> = wrong
            .map(|(field, _, bounds)| {
                let fault = FieldFault::new(field, "dispatch-foot-range");
                fault.arg("min", bounds.start()).arg("max", bounds.end())
            })
            .collect();
        if faults.is_empty() { Ok(self) } else { Err(faults) }
    }
}

impl Parcel {
    /// How many bags it makes; it has bags of its own.
    pub fn bags(&self) -> u32 {
        u32::try_from(((self.grams + BAG_GRAMS - 1) / BAG_GRAMS).max(1)).unwrap_or(u32::MAX)
    }
}

/// What is brought to a door at once. A parcel is never divided, so that one person signs it off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// The building.
    pub building: PlaceCode,
    /// As on the door.
    pub door: String,
    /// What goes there.
    pub parcels: Vec<Parcel>,
    /// How many bags that makes, as many as one takes at once at most.
    pub bags: u32,
    /// Whether one parcel is more than that: two carry it, or one goes twice.
    pub is_too_heavy: bool,
}

impl Door {
    /// What goes to one door, as loads that one takes at once.
    fn loads(building: PlaceCode, door: &str, parcels: Vec<Parcel>, at_once: u32) -> Vec<Door> {
        let mut loads: Vec<Door> = Vec::new();
        for parcel in parcels {
            let (bags, is_too_heavy) = (parcel.bags().min(at_once), parcel.bags() > at_once);
            match loads.last_mut().filter(|load| load.bags + bags <= at_once) {
                Some(load) => {
                    load.bags += bags;
                    load.parcels.push(parcel);
                }
                None => loads.push(Door {
                    building,
                    door: door.to_owned(),
                    parcels: vec![parcel],
                    bags,
                    is_too_heavy,
                }),
            }
        }
        loads
    }
}

/// A task, and what its numbers mean.
#[derive(Debug, Clone, PartialEq)]
pub struct OnFoot {
    /// For the solver.
    pub task: FootTask,
    /// Its doors in their order; a door with more than one takes at once stands there several times.
    pub doors: Vec<Door>,
}

impl OnFoot {
    /// How many doors are gone to.
    pub fn doors_count(&self) -> usize {
        let doors: BTreeSet<_> = self.doors.iter().map(|door| (door.building, &*door.door)).collect();
        doors.len()
    }

    /// The task of bringing these parcels from a gate. `point` says where a building lies, in degrees; one that nobody knows
    /// is taken to lie at the gate.
    pub fn of(
        parcels: Vec<Parcel>,
        gate: [f64; 2],
        point: impl Fn(&PlaceCode) -> Option<[f64; 2]>,
        hands: Hands,
    ) -> OnFoot {
        let mut by_door: BTreeMap<(PlaceCode, String), Vec<Parcel>> = BTreeMap::new();
        for parcel in parcels {
            by_door
                .entry((parcel.building, parcel.door.clone()))
                .or_default()
                .push(parcel);
        }
        let doors: Vec<Door> = (by_door.into_iter())
            .flat_map(|((building, door), parcels)| Door::loads(building, &door, parcels, hands.bags_at_once))
            .collect();
        let mut codes: Vec<PlaceCode> = doors.iter().map(|door| door.building).collect();
        codes.dedup();
        let points = std::iter::once(gate).chain(codes.iter().map(|code| point(code).unwrap_or(gate)));
        let task = FootTask {
            ways: WaysOnFoot::Positions(points.collect()),
            buildings: codes.iter().map(|code| building(code, &doors, hands)).collect(),
            doors: (doors.iter().enumerate())
                .map(|(at, door)| foot_door(at, door, &codes))
                .collect(),
            people: vec![Carrier {
                id: "volunteer".to_owned(),
                count: hands.people,
                bags_at_once: hands.bags_at_once,
                minutes_max: hands.minutes,
            }],
        };
        OnFoot { task, doors }
    }
}

/// A building as its doors' labels tell it.
fn building(code: &PlaceCode, doors: &[Door], hands: Hands) -> FootBuilding {
    let labels = doors.iter().filter(|door| door.building == *code);
    let labels: Vec<_> = labels.map(|door| read_door_label(&door.door)).collect();
    FootBuilding {
        id: code.to_string(),
        has_lift: hands.has_lift,
        units: labels.iter().filter_map(|label| label.unit).max().unwrap_or(1),
        floors: (labels.iter().filter_map(|label| label.floor).max()).and_then(|floor| u16::try_from(floor).ok()),
    }
}

fn foot_door(at: usize, door: &Door, codes: &[PlaceCode]) -> FootDoor {
    let label = read_door_label(&door.door);
    FootDoor {
        id: at.to_string(),
        building: codes.iter().position(|code| *code == door.building).unwrap_or(0),
        unit: label.unit,
        floor: label.floor,
        bags: door.bags,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongxin_city::Timestamp;
    use tongxin_dispatch_solver::foot::plan_on_foot;

    fn parcel(number: u32, building: &str, door: &str, grams: i64) -> Parcel {
        Parcel {
            order: OrderId::from_parts(Timestamp(0), number),
            org: OrgId::from_parts(Timestamp(0), 1),
            building: building.parse().expect("a code"),
            door: door.to_owned(),
            grams,
            is_cold: false,
        }
    }

    const TOWER: &str = "500112016001002001";
    const OTHER: &str = "500112016001002002";

    fn on_foot(parcels: Vec<Parcel>, hands: Hands) -> OnFoot {
        let point = |code: &PlaceCode| Some([106.55 + if code.as_str() == OTHER { 0.001 } else { 0.0 }, 29.5]);
        OnFoot::of(parcels, [106.5495, 29.5], point, hands)
    }

    #[test]
    fn what_goes_to_one_door_is_one_call_and_heavy_things_are_several_bags() {
        let parcels = vec![
            parcel(1, TOWER, "2-1203", 100),
            parcel(2, TOWER, "2-1203", 13_000),
            parcel(3, OTHER, "301", 0),
        ];
        let on_foot = on_foot(parcels, Hands::default());
        assert_eq!(on_foot.doors.len(), 2);
        let task = &on_foot.task;
        assert_eq!((task.doors[0].bags, task.doors[1].bags), (4, 1));
        assert_eq!((task.doors[0].unit, task.doors[0].floor), (Some(2), Some(12)));
        assert_eq!((task.buildings[0].units, task.buildings[0].floors), (2, Some(12)));
    }

    #[test]
    fn what_one_does_not_take_at_once_is_several_calls_and_no_parcel_is_divided() {
        let parcels = vec![
            parcel(1, TOWER, "301", 12_000),
            parcel(2, TOWER, "301", 6_000),
            parcel(3, TOWER, "301", 30_000),
        ];
        let hands = Hands {
            bags_at_once: 2,
            ..Hands::default()
        };
        let on_foot = on_foot(parcels, hands);
        let loads: Vec<_> = (on_foot.doors.iter())
            .map(|load| (load.parcels.len(), load.bags, load.is_too_heavy))
            .collect();
        assert_eq!(loads, [(1, 2, false), (1, 1, false), (1, 2, true)]);
        assert_eq!(on_foot.doors_count(), 1);
        let plan = plan_on_foot(&on_foot.task, 1).expect("a plan");
        assert!(plan.left.is_empty());
        let runs = on_foot.runs(&plan);
        let mut brought: Vec<OrderId> = (runs.iter().flat_map(|run| &run.calls))
            .flat_map(|call| call.parcels.iter().map(|parcel| parcel.0))
            .collect();
        brought.sort_unstable();
        assert_eq!(
            brought,
            [1, 2, 3].map(|number| OrderId::from_parts(Timestamp(0), number))
        );
    }

    #[test]
    fn forty_doors_become_runs_of_a_team_that_is_back_sooner_than_one() {
        let doors = (0..40).map(|number| {
            let building = if number % 2 == 0 { TOWER } else { OTHER };
            parcel(
                number,
                building,
                &format!("{}0{}", 2 + number / 4, 1 + number % 4),
                5_000,
            )
        });
        let parcels: Vec<Parcel> = doors.collect();
        let planned = |people| {
            let hands = Hands {
                people,
                minutes: 240,
                ..Hands::default()
            };
            let on_foot = on_foot(parcels.clone(), hands);
            let plan = plan_on_foot(&on_foot.task, 1).expect("a plan");
            let brought: u32 = plan.runs.iter().map(|run| run.bags).sum();
            assert_eq!((brought, plan.left.len()), (40, 0));
            plan.seconds
        };
        assert!(planned(4) * 2 < planned(1));
    }

    #[test]
    fn who_carries_is_bounded() {
        let hands = Hands {
            people: 0,
            bags_at_once: 99,
            minutes: 1,
            has_lift: true,
        };
        let faults: Vec<String> = hands
            .checked()
            .expect_err("wrong")
            .into_iter()
            .map(|fault| fault.field)
            .collect();
        assert_eq!(faults, ["people", "bags", "minutes"]);
        assert!(Hands::default().checked().is_ok());
    }
}
