//! The browser tests in tests/browser, against a started server.

use crate::process::run;
use crate::server::Server;
use crate::tools;
use crate::workplace::Workplace;
use anyhow::{Context as _, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Takes pictures of all pages in all languages and widths, on demand; the tests leave one of each page too.
const PICTURES: &str = "screenshots.test.mjs";

/// All browser tests.
pub fn tests(workplace: &Workplace) -> Result<()> {
    run_files(workplace, &test_files(workplace)?)
}

/// Only the pictures of all pages.
pub fn screenshots(workplace: &Workplace) -> Result<()> {
    run_files(workplace, &[workplace.path("tests/browser").join(PICTURES)])
}

fn run_files(workplace: &Workplace, files: &[PathBuf]) -> Result<()> {
    let chromium = tools::chromium()?;
    let server = Server::start(workplace, "browser")?;
    let mut node = Command::new("node");
    // Two files beside each other: each drives a browser of its own, and waits for pages more than it computes.
    node.args(["--test", "--test-concurrency=2", "--test-reporter=spec"])
        .args(files);
    node.env("TONGXIN_LINKS", &server.links)
        .env("TONGXIN_CHROMIUM", chromium);
    node.env("TONGXIN_ARTEFACTS", workplace.path("artefacts"));
    run(node.current_dir(workplace.path("tests/browser")))
}

fn test_files(workplace: &Workplace) -> Result<Vec<PathBuf>> {
    let folder = workplace.path("tests/browser");
    let entries = fs::read_dir(&folder).with_context(|| format!("listing {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    let is_test = |file: &PathBuf| file.to_string_lossy().ends_with(".test.mjs") && !file.ends_with(PICTURES);
    files.retain(is_test);
    files.sort();
    Ok(files)
}
