//! Solves an instance file and prints what the checker says of the answer:
//! `solve FILE [--seconds S] [--iterations N] [--seed N] [--threads N] [--out FILE]`,
//! or `solve FILE --understood OUT`, which writes what was read as JSON and searches nothing.
//!
//! The form of the file is told by its name's end: `.vrp` VRPLIB, `.json` JSON, `.txt` Li and Lim (or Solomon where it says
//! VEHICLE). `--out` takes `.sol`, `.json` or `.geojson`.

use std::time::Duration;

use tongxin_dispatch_solver::files::{self, Reading};
use tongxin_dispatch_solver::{Control, Limits, Progress, Settings, check, solve};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let file = arguments.first().ok_or("which file?")?;
    let value = |name: &str| {
        arguments
            .iter()
            .position(|word| word == name)
            .and_then(|at| arguments.get(at + 1))
    };
    let end_of = |name: &str| name.rsplit_once('.').map_or("", |(_, end)| end).to_owned();
    let Reading { instance, form } = files::read(&end_of(file), &std::fs::read_to_string(file)?)?;
    if let Some(out) = value("--understood") {
        std::fs::write(out, files::json::write_instance(&instance))?;
        return Ok(());
    }
    let limits = Limits {
        time: value("--seconds")
            .map(|word| word.parse())
            .transpose()?
            .map(Duration::from_secs_f64),
        iterations: value("--iterations").map(|word| word.parse()).transpose()?,
    };
    let seed = value("--seed").map_or(Ok(1), |word| word.parse())?;
    let threads = value("--threads").map_or(Ok(1), |word| word.parse())?;
    let mut iterations = 0;
    let mut report = |progress: Progress| {
        iterations = progress.iterations;
        if arguments.iter().any(|word| word == "--progress") {
            eprintln!(
                "{:.1} s: {} after {}",
                progress.elapsed.as_secs_f64(),
                progress.cost,
                progress.iterations
            );
        }
    };
    let settings = Settings {
        limits,
        seed,
        threads,
        begin_with: None,
    };
    let plan = solve(
        &instance,
        &settings,
        &mut Control {
            cancel: None,
            on_progress: Some(&mut report),
        },
    );
    let bill = check(&instance, &plan).map_err(|found| format!("the plan breaks rules: {found:?}"))?;
    println!(
        "cost {} vehicles {} distance {} unserved {} required_unserved {} iterations {iterations}",
        form.cost(bill.total()),
        bill.vehicles,
        bill.distance,
        plan.unserved.len(),
        bill.required_unserved,
    );
    if let Some(out) = value("--out") {
        let text = files::write(&end_of(out), &instance, &form, &plan, &bill);
        std::fs::write(out, text)?;
    }
    Ok(())
}
