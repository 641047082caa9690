//! A day of a city of the size of the reference city: plans it, then plans it anew after fifty changes, and prints figures.
//! `city [--stops 10000] [--seconds 60] [--again 10] [--threads 1]`. The city is drawn from a seed: stops in clusters, 38 depots, 500 vans.

use std::time::{Duration, Instant};

use tongxin_dispatch_solver::{
    Control, Cost, Draft, Instance, Limits, Plan, Progress, Published, Settings, Stop, Straight, Time, Travel,
    VehicleType, Window, check, solve,
};

type Failure = Box<dyn std::error::Error>;

const DEPOTS: usize = 38;
const VANS_PER_THOUSAND_STOPS: usize = 50;
const HOUR: i64 = 3_600;

/// A plain generator of numbers, so that everybody gets the same city.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: i64) -> i64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as i64) % bound
    }

    /// A place near one of a hundred centres, in metres, on a plane of sixty kilometres.
    fn place(&mut self) -> [i32; 2] {
        let mut centre = Numbers(7 + 1_000 * self.below(100) as u64);
        [(); 2].map(|()| {
            let around = (0..4).map(|_| self.below(4_000) - 2_000).sum::<i64>();
            (centre.below(60_000) + around) as i32
        })
    }
}

fn city(stops: usize) -> Draft {
    let mut numbers = Numbers(2022);
    let positions: Vec<[i32; 2]> = (0..DEPOTS + stops).map(|_| numbers.place()).collect();
    let stop = |number: usize, numbers: &mut Numbers| {
        let opens = 8 * HOUR + numbers.below(5) * 2 * HOUR;
        Stop {
            id: format!("stop {number}"),
            location: DEPOTS + number,
            delivery: vec![5 + numbers.below(60), 10 + numbers.below(200)],
            service: Time(120 + numbers.below(480)),
            windows: vec![Window {
                earliest: Time(opens),
                latest: Time(opens + 2 * HOUR),
            }],
            ..Stop::default()
        }
    };
    let vans = stops * VANS_PER_THOUSAND_STOPS / 1_000;
    let depot = |number: usize| VehicleType {
        id: format!("vans of depot {number}"),
        count: vans / DEPOTS + usize::from(number < vans % DEPOTS),
        capacity: vec![1_500, 6_000],
        start: number,
        end: Some(number),
        shift: Window {
            earliest: Time(7 * HOUR),
            latest: Time(20 * HOUR),
        },
        longest_duration: Some(Time(10 * HOUR)),
        ..VehicleType::default()
    };
    Draft {
        travel: vec![Travel::Straight(Straight {
            positions,
            road_per_thousand: 1_300,
            time_per_thousand: 120,
        })],
        stops: (0..stops).map(|number| stop(number, &mut numbers)).collect(),
        vehicles: (0..DEPOTS).map(depot).collect(),
        ..Draft::default()
    }
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
        draft.stops[stop].location = DEPOTS + numbers.below(draft.stops.len() as i64) as usize;
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
    let draft = city(stops as usize);
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
