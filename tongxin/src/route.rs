//! `tongxin route`: routing instances from files, solved here or judged. No database, no network.

use crate::cli::{RouteCheck, RouteCommand, RouteOptions};
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tongxin_dispatch_solver::files::{self, Form, Reading};
use tongxin_dispatch_solver::{Bill, Control, Instance, Plan, Progress, Settings, Why, check, solve};

/// Does what the command line asks for.
pub async fn run(command: RouteCommand) -> Result<()> {
    match command.check {
        Some(RouteCheck::Check { file, solution }) => judge(&file, &solution),
        None => find(command.solve).await,
    }
}

async fn find(options: RouteOptions) -> Result<()> {
    let file = options.file.as_deref().context("no file was named")?;
    let reading = read(file)?;
    let settings = Settings {
        limits: options.limits(),
        seed: options.seed,
        threads: options.threads,
        begin_with: None,
    };
    let cancel = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&cancel);
    let listening = tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            told.store(true, Ordering::Relaxed);
        }
    });
    let searching = tokio::task::spawn_blocking(move || search(reading, &settings, &cancel));
    let (Reading { instance, form }, plan) = searching.await?;
    listening.abort();
    let bill = match check(&instance, &plan) {
        Ok(bill) => bill,
        Err(found) => bail!("the plan breaks rules: {}", sentences(&found)),
    };
    report(&instance, &form, &plan, &bill);
    let text = |end| files::write(end, &instance, &form, &plan, &bill);
    match options.out {
        Some(out) => std::fs::write(&out, text(end_of(&out))).with_context(|| out.display().to_string()),
        None => {
            print!("{}", text("sol"));
            Ok(())
        }
    }
}

/// Searches, and says how it goes on a line of its own where somebody looks.
fn search(reading: Reading, settings: &Settings, cancel: &AtomicBool) -> (Reading, Plan) {
    let is_seen = std::io::stderr().is_terminal();
    let form = reading.form.clone();
    let mut tell = |progress: Progress| {
        let line = format!(
            "{:>6.1} s  cost {}  unserved {}  iterations {}",
            progress.elapsed.as_secs_f64(),
            form.cost(progress.cost),
            progress.required_unserved,
            progress.iterations
        );
        let _ = write!(std::io::stderr(), "\r{line:<78}");
    };
    let on_progress: Option<&mut dyn FnMut(Progress)> = if is_seen { Some(&mut tell) } else { None };
    let mut control = Control {
        cancel: Some(cancel),
        on_progress,
    };
    let plan = solve(&reading.instance, settings, &mut control);
    if is_seen {
        eprintln!();
    }
    (reading, plan)
}

fn judge(file: &Path, solution: &Path) -> Result<()> {
    let Reading { instance, form } = read(file)?;
    let text = text(solution)?;
    let stated = files::read_plan(end_of(solution), &text, &instance, &form);
    let stated = stated.with_context(|| solution.display().to_string())?;
    match check(&instance, &stated.plan) {
        Ok(bill) => {
            report(&instance, &form, &stated.plan, &bill);
            if bill.required_unserved > 0 {
                bail!(
                    "the solution leaves out {} of the required stops",
                    bill.required_unserved
                );
            }
            match stated.cost {
                Some(cost) if cost != form.cost(bill.total()) => {
                    bail!(
                        "the file says that it costs {cost}; it costs {}",
                        form.cost(bill.total())
                    )
                }
                _ => Ok(()),
            }
        }
        Err(found) => bail!("the solution breaks rules: {}", sentences(&found)),
    }
}

/// What the plan costs, and what it leaves out by reason.
fn report(instance: &Instance, form: &Form, plan: &Plan, bill: &Bill) {
    eprintln!(
        "cost {}  vehicles {}  stops {}  left out {} (of these required: {})",
        form.cost(bill.total()),
        bill.vehicles,
        instance.stops().len(),
        plan.unserved.len(),
        bill.required_unserved
    );
    let mut reasons: BTreeMap<Why, usize> = BTreeMap::new();
    for unserved in &plan.unserved {
        *reasons.entry(unserved.why).or_default() += 1;
    }
    for (why, count) in reasons {
        eprintln!("  {count:>6}  {}", said(why));
    }
}

const fn said(why: Why) -> &'static str {
    match why {
        Why::NoVehicle => "there is no vehicle",
        Why::AreaClosed => "the area is closed",
        Why::AreaNotAllowed => "no vehicle may enter the area",
        Why::NoSkill => "no vehicle has the skills",
        Why::NoSkillInArea => "no vehicle that may enter the area has the skills",
        Why::TooHeavy => "too heavy for every vehicle that may go there",
        Why::NoWay => "no vehicle has a way there and back",
        Why::TooFar => "farther than any vehicle with a way may go",
        Why::NoWindowReachable => "no vehicle gets there in time and back in its shift",
        Why::RideTooLong => "the ride would take longer than it may",
        Why::TooLong => "it would take every vehicle longer than it may be under way",
        Why::FirstStopsTooLate => "the first stops of the vehicle can't be kept any more",
        Why::NotWorthIt => "leaving it out costs less than serving it",
        Why::DidNotFit => "would fit alone, but no vehicle had room or time left",
    }
}

fn sentences<T: ToString>(found: &[T]) -> String {
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    found.join("; ")
}

fn end_of(path: &Path) -> &str {
    path.extension().and_then(|end| end.to_str()).unwrap_or_default()
}

fn text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| path.display().to_string())
}

fn read(file: &Path) -> Result<Reading> {
    files::read(end_of(file), &text(file)?).with_context(|| file.display().to_string())
}
