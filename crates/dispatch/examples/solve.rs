//! Solves an instance file: `solve FILE [--seconds S] [--iterations N] [--seed N] [--out FILE]`.

use std::time::Duration;
use tongxin_dispatch_solver::{Control, Limits, Settings, files::vrplib, solve};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|a| a == name).and_then(|at| args.get(at + 1));
    let text = std::fs::read_to_string(&args[0]).unwrap();
    let reading = vrplib::read(&text, None).unwrap();
    let limits = Limits {
        time: option("--seconds").map(|s| Duration::from_secs_f64(s.parse().unwrap())),
        iterations: option("--iterations").map(|s| s.parse().unwrap()),
    };
    let mut report = |p: tongxin_dispatch_solver::Progress| {
        if std::env::var("TRACE").is_ok_and(|t| t == "2") { eprintln!("{:?} {} {}", p.elapsed, p.iterations, p.cost); }
    };
    let plan = solve(
        &reading.instance,
        &Settings { limits, seed: option("--seed").map_or(1, |s| s.parse().unwrap()) },
        &mut Control { cancel: None, on_progress: Some(&mut report) },
    );
    let mut cost = 0;
    for route in &plan.routes {
        let k = &reading.instance.vehicles()[route.vehicle];
        let mut at = k.start;
        let mut d = 0;
        for v in &route.visits {
            let l = reading.instance.stops()[v.stop.unwrap()].location;
            d += reading.instance.leg(route.vehicle, at, l).distance.0;
            at = l;
        }
        d += reading.instance.leg(route.vehicle, at, k.end.unwrap()).distance.0;
        cost += d * k.cost_per_distance.0 + k.fixed_cost.0;
    }
    for u in &plan.unserved { cost += reading.instance.stops()[u.stop].penalty.map_or(0, |p| p.0); }
    println!("{} routes {} unserved {}", reading.form.cost(tongxin_dispatch_solver::Cost(cost)), plan.routes.len(), plan.unserved.len());
}
