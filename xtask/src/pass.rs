//! Passes are judged alike here and by a program that knows only the format's page.

use crate::process::run;
use crate::tools;
use crate::workplace::Workplace;
use anyhow::Result;
use std::process::Command;

/// Each judges the vectors that the other made; see tests/pass/check.py. The Rust half is among the tests.
pub fn check(workplace: &Workplace) -> Result<()> {
    let python = tools::pass_python(workplace)?;
    let script = workplace.path("tests/pass/check.py");
    run(Command::new(python).arg(script).env("PYTHONDONTWRITEBYTECODE", "1"))
}
