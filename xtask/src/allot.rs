//! A published draw is drawn alike by the binary and by a program that knows only the format's page.

use crate::process::run;
use crate::rust;
use crate::workplace::Workplace;
use anyhow::Result;
use std::process::Command;

/// Each verifies what the other made; see tests/allotment/verify.py.
pub fn check(workplace: &Workplace) -> Result<()> {
    rust::binary(workplace)?;
    let script = workplace.path("tests/allotment/verify.py");
    run(Command::new("python3")
        .arg(script)
        .arg("--check")
        .arg(workplace.binary()))
}
