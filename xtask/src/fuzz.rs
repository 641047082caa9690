//! The stage `fuzz`: passes meet bytes that nobody thought of, a minute for each target.
//!
//! libFuzzer with the coverage of LLVM's own sanitizer pass, which stable Rust can switch on; no nightly, no other
//! sanitizer, as the crate has no unsafe code. What is found lies among the checks' own files, and the command that
//! repeats it is printed.

use crate::process::run;
use crate::workplace::Workplace;
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::process::{Command, Stdio};

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
    for target in TARGETS {
        let found = made.join("found").join(target);
        fs::create_dir_all(&found).context("making the folder for what is found")?;
        let mut fuzzer = Command::new(made.join(&host).join("release").join(target));
        fuzzer
            .arg(&found)
            .arg(folder.join("corpus").join(target))
            .arg(format!("-max_total_time={SECONDS}"))
            .arg(format!("-max_len={BYTES_MAX}"))
            .arg("-print_final_stats=1")
            .arg(format!("-artifact_prefix={}/crash-{target}-", made.display()));
        println!("{target} for {SECONDS} s …");
        let ended = fuzzer.stdin(Stdio::null()).output().context("starting the fuzzer")?;
        let said = String::from_utf8_lossy(&ended.stderr);
        if !ended.status.success() {
            bail!("{target} found something:\n{said}");
        }
        let speed = said.lines().find_map(|line| line.strip_prefix(SPEED)).unwrap_or("?");
        println!("{target}: {} executions/s, nothing found", speed.trim());
    }
    Ok(())
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
