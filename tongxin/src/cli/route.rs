//! `tongxin route`: what may be said.

use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::time::Duration;
use tongxin_dispatch_solver::Limits;

/// Solve a routing instance, or judge somebody's answer to one.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct RouteCommand {
    /// What else to do.
    #[command(subcommand)]
    pub check: Option<RouteCheck>,
    /// What to solve.
    #[command(flatten)]
    pub solve: RouteOptions,
}

/// What can be done with an answer.
#[derive(Debug, Subcommand)]
pub enum RouteCheck {
    /// Judge a solution by a checker that shares nothing with the search.
    Check {
        /// The instance.
        file: PathBuf,
        /// The solution: `.sol`, or `.json` as `route` writes it.
        solution: PathBuf,
    },
}

/// Options of `route`.
#[derive(Debug, Args)]
pub struct RouteOptions {
    /// The instance: VRPLIB (`.vrp`), Solomon or Li and Lim (`.txt`), or JSON (`.json`, docs/dispatch.md).
    #[arg(required = true)]
    pub file: Option<PathBuf>,
    /// Search for so long: 10 where no iterations are said. Ctrl-C ends it with the best plan so far.
    #[arg(long, value_parser = seconds)]
    pub seconds: Option<f64>,
    /// Stop after so many iterations: without --seconds, a seed and a number of threads give the same answer on every machine.
    #[arg(long)]
    pub iterations: Option<u64>,
    /// What chance begins with.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Search with so many threads, each in an area of its own.
    #[arg(long, default_value_t = 1, value_parser = threads)]
    pub threads: usize,
    /// Write the plan: `.sol`, `.json` or `.geojson`; by default the solution's text is printed.
    #[arg(long)]
    pub out: Option<PathBuf>,
}

/// A search of which nobody said how long it is, in seconds.
const SECONDS_UNSAID: f64 = 10.0;

impl RouteOptions {
    /// What ends the search. Only where no clock does, the answer depends on nothing but what was asked.
    pub fn limits(&self) -> Limits {
        let unsaid = self.iterations.is_none().then_some(SECONDS_UNSAID);
        Limits {
            time: self.seconds.or(unsaid).map(Duration::from_secs_f64),
            iterations: self.iterations,
        }
    }
}

/// The longest search, in seconds: a day.
const SECONDS_MAX: f64 = 86_400.0;

fn seconds(text: &str) -> Result<f64, String> {
    let found = text.parse().ok().filter(|found| (0.0..=SECONDS_MAX).contains(found));
    found.ok_or_else(|| format!("a number of seconds from 0 to {SECONDS_MAX} is right"))
}

/// The most threads: more than any machine that plans routes has cores.
const THREADS_MAX: usize = 256;

fn threads(text: &str) -> Result<usize, String> {
    let found = text.parse().ok().filter(|found| (1..=THREADS_MAX).contains(found));
    found.ok_or_else(|| format!("a number of threads from 1 to {THREADS_MAX} is right"))
}
