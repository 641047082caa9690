//! The stage `fuzz`: passes meet bytes that nobody thought of, a minute for each target.
//!
//! libFuzzer with the coverage of LLVM's own sanitizer pass, which stable Rust can switch on; no nightly, no other
//! sanitizer, as the crate has no unsafe code. What is found lies among the checks' own files, and the command that
//! repeats it is printed.

use crate::process::run;
use crate::workplace::Workplace;
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

/// The targets, each a file in crates/pass/fuzz/fuzz_targets with a corpus of the same name.
const TARGETS: [&str; 2] = ["decode", "verify"];
const SECONDS: u32 = 60;
/// Longer inputs are refused unread.
const BYTES_MAX: u32 = 2_048;
/// What `cargo fuzz --sanitizer none` sets.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";
/// The line of libFuzzer's final figures that tells its speed.
const SPEED: &str = "stat::average_exec_per_sec:";

/// Builds the targets and runs each for a minute from its committed corpus; fails on the first crash.
pub fn check(workplace: &Workplace) -> Result<()> {
    let folder = workplace.path("crates/pass/fuzz");
    let made = workplace.made("fuzz");
    let host = host()?;
    run(Command::new("cargo")
        .args(["build", "--release", "--locked", "--target", &host, "--target-dir"])
        .arg(&made)
        .env("RUSTFLAGS", COVERAGE)
        .current_dir(&folder))?;
    // Beside each other: each uses one core.
    println!("{} for {SECONDS} s …", TARGETS.join(" and "));
    let fuzzed = |target: &'static str| run_target(&folder, &made, &host, target);
    let speeds: Vec<Result<String>> = thread::scope(|scope| {
        let running = TARGETS.map(|target| scope.spawn(move || fuzzed(target)));
        let ended = running.into_iter().map(|target| target.join());
        ended
            .map(|ended| ended.unwrap_or_else(|_| bail!("a target panicked")))
            .collect()
    });
    for (target, speed) in TARGETS.iter().zip(speeds) {
        println!("{target}: {} executions/s, nothing found", speed?);
    }
    Ok(())
}

/// Runs a target from its corpus; answers how often it ran in a second.
fn run_target(folder: &Path, made: &Path, host: &str, target: &str) -> Result<String> {
    let found = made.join("found").join(target);
    fs::create_dir_all(&found).context("making the folder for what is found")?;
    let mut fuzzer = Command::new(made.join(host).join("release").join(target));
    fuzzer
        .arg(&found)
        .arg(folder.join("corpus").join(target))
        .arg(format!("-max_total_time={SECONDS}"))
        .arg(format!("-max_len={BYTES_MAX}"))
        .arg("-print_final_stats=1")
        .arg(format!("-artifact_prefix={}/crash-{target}-", made.display()));
    let ended = fuzzer.stdin(Stdio::null()).output().context("starting the fuzzer")?;
    let said = String::from_utf8_lossy(&ended.stderr);
    if !ended.status.success() {
        bail!("{target} found something:\n{said}");
    }
    let speed = said.lines().find_map(|line| line.strip_prefix(SPEED));
    Ok(speed.unwrap_or("?").trim().to_owned())
}

/// This machine's target. It is named to cargo so that the flags hold for the targets and not for build scripts, which
/// are not linked with libFuzzer.
fn host() -> Result<String> {
    let told = Command::new("rustc")
        .arg("-vV")
        .output()
        .context("asking rustc for its host")?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc names no host")
}
