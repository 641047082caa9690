//! A day of the reference city: plans it, then plans it anew after fifty changes, and prints figures.
//! `city [--city data/chongqing] [--stops 10000] [--seconds 60] [--again 10] [--threads 1]`. A depot lies at the seat of each
//! district and has the share of the vans that its people are of the city's; there are fifty vans for a thousand stops. Stops
//! are drawn from a seed, each from a community, by its people. People and places of communities are guesses of `tongxin-city`.

use std::path::Path;
use std::time::{Duration, Instant};

use tongxin_city::{City, Level, Place, PlaceCode};
use tongxin_dispatch_solver::{
    Control, Cost, Draft, Instance, Limits, Plan, Progress, Published, Settings, Stop, Straight, Time, Travel,
    VehicleType, Window, check, solve,
};

type Failure = Box<dyn std::error::Error>;

const VANS_PER_THOUSAND_STOPS: usize = 50;
/// Compounds of a community; stops lie at them.
const COMPOUNDS: i64 = 20;
const HOUR: i64 = 3_600;

/// A plain generator of numbers, so that everybody gets the same stops.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as i64) % bound
    }
}

/// A place and its people.
struct Peopled {
    code: PlaceCode,
    people: i64,
}

fn peopled(city: &City, level: Level) -> Result<Vec<Peopled>, Failure> {
    let whole = city.tree.city().ok_or("the folder has no city")?.code;
    let place = |place: &Place| -> Result<Peopled, Failure> {
        let population = place
            .population
            .ok_or_else(|| format!("{}: its people aren't known", place.code))?;
        Ok(Peopled {
            code: place.code,
            people: population.people.into(),
        })
    };
    city.tree.at_level(whole, level).map(place).collect()
}

fn position(city: &City, code: &PlaceCode) -> Result<[f64; 2], Failure> {
    let found = city.boundaries.estimate(city.tree.widths(), code);
    let found = found.ok_or_else(|| format!("{code}: there is no boundary to guess a position from"))?;
    Ok([found.lon, found.lat])
}

/// Positions of so many compounds, each of a community drawn by its people.
fn draw(city: &City, stops: usize, numbers: &mut Numbers) -> Result<Vec<[f64; 2]>, Failure> {
    let communities = peopled(city, Level::Community)?;
    let mut people = 0;
    let up_to: Vec<i64> = communities
        .iter()
        .map(|community| {
            people += community.people;
            people
        })
        .collect();
    let widths = city.tree.widths();
    let digits = widths.width(Level::Compound) - widths.width(Level::Community);
    let mut one = |_| {
        let drawn = numbers.below(people);
        let community = communities[up_to.partition_point(|&people| people <= drawn)].code;
        let compound = community.child(1 + numbers.below(COMPOUNDS) as u64, digits);
        position(city, &compound.ok_or("the community has no room for a compound")?)
    };
    (0..stops).map(&mut one).collect()
}

/// How many of all vans each district has: rounded by the people up to it, so that none is lost.
fn vans_of(districts: &[Peopled], vans: usize) -> Vec<usize> {
    let people: i64 = districts.iter().map(|district| district.people).sum();
    let (mut before, mut counts) = (0, Vec::new());
    for district in districts {
        let share = |people_up_to: i64| people_up_to as usize * vans / people as usize;
        counts.push(share(before + district.people) - share(before));
        before += district.people;
    }
    counts
}

fn day(city: &City, stops: usize) -> Result<Draft, Failure> {
    let districts = peopled(city, Level::District)?;
    let depots = districts.len();
    let mut numbers = Numbers(2022);
    let seats: Result<Vec<_>, _> = districts
        .iter()
        .map(|district| position(city, &district.code))
        .collect();
    let points = [seats?, draw(city, stops, &mut numbers)?].concat();
    let stop = |number: usize, numbers: &mut Numbers| {
        let opens = 8 * HOUR + numbers.below(5) * 2 * HOUR;
        Stop {
            id: format!("stop {number}"),
            location: depots + number,
            delivery: vec![5 + numbers.below(60), 10 + numbers.below(200)],
            service: Time(120 + numbers.below(480)),
            windows: vec![Window {
                earliest: Time(opens),
                latest: Time(opens + 2 * HOUR),
            }],
            ..Stop::default()
        }
    };
    let counts = vans_of(&districts, stops * VANS_PER_THOUSAND_STOPS / 1_000);
    let depot = |(number, count): (usize, usize)| VehicleType {
        id: format!("vans of {}", districts[number].code),
        count,
        capacity: vec![1_500, 6_000],
        start: number,
        end: Some(number),
        // Some communities are three hours from their seat.
        shift: Window {
            earliest: Time(6 * HOUR),
            latest: Time(22 * HOUR),
        },
        longest_duration: Some(Time(10 * HOUR)),
        ..VehicleType::default()
    };
    Ok(Draft {
        travel: vec![Travel::Straight(Straight {
            positions: Straight::metres_from_degrees(&points),
            road_per_thousand: 1_300,
            time_per_thousand: 120,
        })],
        points,
        stops: (0..stops).map(|number| stop(number, &mut numbers)).collect(),
        vehicles: counts.into_iter().enumerate().map(depot).collect(),
        ..Draft::default()
    })
}

/// Fifty changes: orders that come, orders that go, addresses that take longer. All other stops are promised to their vehicles.
fn change(mut draft: Draft, plan: &Plan) -> Draft {
    let mut numbers = Numbers(51);
    for (route, visit) in plan
        .routes
        .iter()
        .flat_map(|route| route.visits.iter().map(move |visit| (route, visit)))
    {
        if let Some(stop) = visit.stop {
            draft.stops[stop].published = Some(Published {
                vehicle: route.vehicle,
                price_of_change: Cost(500),
            });
        }
    }
    for _ in 0..50 {
        let stop = numbers.below(draft.stops.len() as i64) as usize;
        draft.stops[stop].service = Time(900);
        let other = numbers.below(draft.stops.len() as i64) as usize;
        draft.stops[stop].location = draft.stops[other].location;
        draft.stops[stop].published = None;
    }
    draft
}

fn plan(instance: &Instance, seconds: f64, threads: usize, begin_with: Option<Plan>) -> Result<Plan, Failure> {
    let limits = Limits {
        time: Some(Duration::from_secs_f64(seconds)),
        iterations: None,
    };
    let (mut first, mut last) = (None, None);
    let mut report = |progress: Progress| {
        first.get_or_insert(progress);
        last = Some(progress);
    };
    let began = Instant::now();
    let settings = Settings {
        limits,
        seed: 1,
        threads,
        begin_with,
    };
    let plan = solve(
        instance,
        &settings,
        &mut Control {
            cancel: None,
            on_progress: Some(&mut report),
        },
    );
    let took = began.elapsed();
    let bill = check(instance, &plan).map_err(|found| format!("the plan breaks rules: {found:?}"))?;
    println!(
        "{} stops: {} km, {} vans, {} left out, {} of price for changes, in {:.1} s",
        instance.stops().len(),
        bill.distance.0 / 1_000,
        bill.vehicles,
        bill.required_unserved,
        bill.changes,
        took.as_secs_f64(),
    );
    if !plan.unserved.is_empty() {
        let served = could_be_served(instance, &plan)?;
        println!("  {served} of those left out could be served by a van that stays where it is");
    }
    if let (Some(first), Some(last)) = (first, last) {
        let (steps, time) = (last.iterations - first.iterations, last.elapsed - first.elapsed);
        println!(
            "  first report after {:.1} s at {} km; {:.1} µs an iteration",
            first.elapsed.as_secs_f64(),
            first.cost.0 / 1_000,
            time.as_secs_f64() * 1e6 / steps.max(1) as f64,
        );
    }
    Ok(plan)
}

/// How many of the stops left out some van could serve that is not under way.
fn could_be_served(instance: &Instance, plan: &Plan) -> Result<usize, Failure> {
    let draft = instance.draft();
    let mut idle: Vec<VehicleType> = draft.vehicles.clone();
    for route in &plan.routes {
        idle[route.vehicle].count -= 1;
    }
    let mut served = 0;
    for unserved in &plan.unserved {
        let alone = Draft {
            stops: vec![Stop {
                published: None,
                ..draft.stops[unserved.stop].clone()
            }],
            vehicles: idle.clone(),
            ..draft.clone()
        };
        let settings = Settings {
            limits: Limits {
                time: None,
                iterations: Some(1),
            },
            ..Settings::default()
        };
        let plan = solve(&Instance::new(alone)?, &settings, &mut Control::default());
        served += usize::from(plan.unserved.is_empty());
    }
    Ok(served)
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().collect();
    let value = |name: &str, default: f64| -> Result<f64, Failure> {
        let at = arguments
            .iter()
            .position(|word| word == name)
            .and_then(|at| arguments.get(at + 1));
        Ok(at.map(|word| word.parse()).transpose()?.unwrap_or(default))
    };
    let (stops, seconds, again) = (
        value("--stops", 10_000.0)?,
        value("--seconds", 60.0)?,
        value("--again", 10.0)?,
    );
    let threads = value("--threads", 1.0)? as usize;
    let folder = arguments
        .iter()
        .position(|word| word == "--city")
        .and_then(|at| arguments.get(at + 1));
    let city = City::load(Path::new(folder.map_or("data/chongqing", String::as_str)))?;
    let draft = day(&city, stops as usize)?;
    println!(
        "{} depots, {} vans",
        draft.vehicles.len(),
        draft.vehicles.iter().map(|vans| vans.count).sum::<usize>()
    );
    let instance = Instance::new(draft.clone())?;
    let first = plan(&instance, seconds, threads, None)?;
    let changed = Instance::new(change(draft, &first))?;
    plan(&changed, again, threads, Some(first))?;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .filter(|line| line.starts_with("VmHWM"))
        .for_each(|line| println!("{line}"));
    Ok(())
}
