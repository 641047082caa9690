//! The stages that cargo runs: format, lint, tests, crash, binary, release.

use crate::postgres::Postgres;
use crate::process::{run, succeeds};
use crate::workplace::Workplace;
use anyhow::Result;
use std::process::Command;

/// The crash test, kept out of the other tests so that its time is told apart.
const CRASH_TEST: &str = "every_acknowledged_write_is_found_once_after_fifty_kills";
/// Where tests find their PostgreSQL; without it they run on SQLite only.
const POSTGRES: &str = "TONGXIN_TEST_POSTGRES";

/// The code stands as rustfmt would write it.
pub fn format(workplace: &Workplace) -> Result<()> {
    run(plain_cargo(workplace).args(["fmt", "--all", "--check"]))
}

/// Clippy finds nothing, in tests neither. It looks while it compiles what the later stages run: checked and then built, each
/// crate would be compiled twice, and the largest take minutes.
pub fn lint(workplace: &Workplace) -> Result<()> {
    build(workplace)
}

/// All tests but the crash test, with a PostgreSQL of their own.
pub fn tests(workplace: &Workplace) -> Result<()> {
    let postgres = Postgres::start(workplace)?;
    let mut command = if has_nextest() {
        let mut command = cargo(workplace);
        command.args([
            "nextest",
            "run",
            "--workspace",
            "--locked",
            "-E",
            &format!("not test({CRASH_TEST})"),
        ]);
        command
    } else {
        let mut command = cargo(workplace);
        command.args([
            "test",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "--skip",
            CRASH_TEST,
        ]);
        command
    };
    run(command.env(POSTGRES, &postgres.url))
}

/// The crash test alone. It names the whole workspace so that nothing is built a second time.
pub fn crash(workplace: &Workplace) -> Result<()> {
    let mut command = cargo(workplace);
    if has_nextest() {
        command.args([
            "nextest",
            "run",
            "--workspace",
            "--locked",
            "--no-capture",
            "-E",
            &format!("test({CRASH_TEST})"),
        ]);
    } else {
        command.args([
            "test",
            "--workspace",
            "--locked",
            "--test",
            "crash",
            "--",
            "--nocapture",
            CRASH_TEST,
        ]);
    }
    run(&mut command)
}

/// The binary that the lints have built, for the checks from outside.
pub fn binary(workplace: &Workplace) -> Result<()> {
    build(workplace)
}

/// Every target of every crate, always named alike, so that nothing is built a second time: a release build takes as long as
/// all tests together.
fn build(workplace: &Workplace) -> Result<()> {
    run(cargo(workplace).args(["build", "--workspace", "--all-targets", "--locked"]))
}

/// The binary that users run, built as the README's first command builds it.
pub fn release(workplace: &Workplace) -> Result<()> {
    run(plain_cargo(workplace).args(["build", "--release", "--locked"]))
}

/// nextest where it is installed; the tests pass under cargo's own runner as well.
fn has_nextest() -> bool {
    succeeds(Command::new("cargo").args(["nextest", "--version"]))
}

/// cargo with the workspace's own crates compiled by clippy's driver, which is rustc with more lints; a warning is an error.
fn cargo(workplace: &Workplace) -> Command {
    let mut command = plain_cargo(workplace);
    command
        .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
        .env("CLIPPY_ARGS", "-Dwarnings");
    command
}

fn plain_cargo(workplace: &Workplace) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(workplace.root());
    command
}
