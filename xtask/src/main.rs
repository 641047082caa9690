//! The developer's commands: `cargo xtask test` and `cargo xtask screenshots`.
//!
//! A check is a *stage*; [`stages`] knows their order and times them. Each group of stages has a file of its own and
//! says there what it runs. Nothing here is part of the system that is served.

mod allot;
mod api;
mod browser;
mod calendar;
mod fuzz;
mod links;
mod packages;
mod pass;
mod postgres;
mod process;
mod rust;
mod server;
mod stages;
mod tools;
mod workplace;

use anyhow::Result;
use clap::{Parser, Subcommand};
use stages::Stage;
use std::process::ExitCode;
use workplace::Workplace;

/// The developer's commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Install what is missing and run all checks, in the order of the stages below.
    Test {
        /// Run these stages only, such as `--only lint,tests`.
        #[arg(long, value_enum, value_delimiter = ',')]
        only: Vec<Stage>,
    },
    /// Take the pictures of all pages into artefacts/screenshots.
    Screenshots,
}

fn main() -> ExitCode {
    match run(&Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result<()> {
    let workplace = Workplace::find()?;
    match command {
        Command::Test { only } => stages::run(&workplace, only),
        Command::Screenshots => {
            tools::install(&workplace)?;
            browser::screenshots(&workplace)
        }
    }
}
