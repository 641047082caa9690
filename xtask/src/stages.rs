//! Which stages there are, in which order, and how long each took.

use crate::workplace::Workplace;
use crate::{allot, api, browser, calendar, fuzz, links, pass, rust, server, tools};
use anyhow::{Result, bail};
use clap::ValueEnum;
use std::time::{Duration, Instant};

/// A part of the checks. Cheap ones come first, so that a slip is told early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// Install what is missing: PostgreSQL, Chromium, a Chinese font, the locked Node and Python packages.
    Tools,
    /// The code stands as rustfmt would write it.
    Format,
    /// Relative links in the documents lead somewhere.
    Links,
    /// Clippy finds nothing in any crate or test; what it compiles is what the later stages run.
    Lint,
    /// All Rust tests, on SQLite and on a PostgreSQL started for them.
    Tests,
    /// Passes are judged alike here and by a program written from the format's page alone.
    Pass,
    /// Calendars and recurrence rules are read alike here and by programs that others wrote.
    Calendar,
    /// Passes meet bytes that nobody thought of.
    Fuzz,
    /// A server killed fifty times under load has kept every acknowledged write once.
    Crash,
    /// The server's binary for the checks from outside.
    Binary,
    /// A draw comes out alike in the binary and in a program written from the format's page alone.
    Allot,
    /// A hundredth of the city plays a day; the system's counts agree with what was done.
    Drill,
    /// Every operation of the API with generated good and bad input.
    Api,
    /// The pages in a real browser: journeys, accessibility, bad input, pictures.
    Browser,
    /// The binary that users run, as the README's first command builds it; only when it is named.
    Release,
}

impl Stage {
    fn name(self) -> String {
        self.to_possible_value()
            .map_or_else(String::new, |value| value.get_name().to_owned())
    }

    fn run(self, workplace: &Workplace) -> Result<()> {
        match self {
            Self::Tools => tools::install(workplace),
            Self::Format => rust::format(workplace),
            Self::Links => links::check(workplace),
            Self::Lint => rust::lint(workplace),
            Self::Tests => rust::tests(workplace),
            Self::Pass => pass::check(workplace),
            Self::Calendar => calendar::check(workplace),
            Self::Fuzz => fuzz::check(workplace),
            Self::Crash => rust::crash(workplace),
            Self::Binary => rust::binary(workplace),
            Self::Allot => allot::check(workplace),
            Self::Drill => server::drill(workplace),
            Self::Api => api::fuzz(workplace),
            Self::Browser => browser::tests(workplace),
            Self::Release => rust::release(workplace),
        }
    }
}

/// Runs the chosen stages (all but the release build when none is named) up to the first that fails, then says how long each took.
///
/// # Errors
/// When a stage failed; its own message stands above the table.
pub fn run(workplace: &Workplace, only: &[Stage]) -> Result<()> {
    let chosen: Vec<Stage> = Stage::value_variants()
        .iter()
        .copied()
        .filter(|stage| only.contains(stage) || (only.is_empty() && *stage != Stage::Release))
        .collect();
    let mut took: Vec<(Stage, Duration)> = Vec::new();
    let mut failed = None;
    for stage in &chosen {
        println!("\n══ {} ══", stage.name());
        let start = Instant::now();
        let outcome = stage.run(workplace);
        took.push((*stage, start.elapsed()));
        println!("── {} took {:.1} s", stage.name(), start.elapsed().as_secs_f64());
        if let Err(error) = outcome {
            println!("\n{} failed: {error:#}", stage.name());
            failed = Some(*stage);
            break;
        }
    }
    print_table(&chosen, &took, failed);
    match failed {
        Some(stage) => bail!("the stage `{}` failed", stage.name()),
        None => Ok(()),
    }
}

fn print_table(chosen: &[Stage], took: &[(Stage, Duration)], failed: Option<Stage>) {
    println!("\nstage      seconds");
    for stage in chosen {
        match took.iter().find(|(done, _)| done == stage) {
            Some((_, time)) => {
                let mark = if failed == Some(*stage) { "  FAILED" } else { "" };
                println!("{:<10} {:>7.1}{mark}", stage.name(), time.as_secs_f64());
            }
            None => println!("{:<10} {:>7}", stage.name(), "not run"),
        }
    }
    let all: Duration = took.iter().map(|(_, time)| *time).sum();
    println!("{:<10} {:>7.1}", "all", all.as_secs_f64());
}
