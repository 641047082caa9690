//! Calendars and recurrence rules are read alike here and by programs that others wrote.

use crate::process::run;
use crate::tools;
use crate::workplace::Workplace;
use anyhow::Result;
use std::process::Command;

/// See tests/calendar/check.py. The Rust half, which writes the same file and the same days, is among the tests.
pub fn check(workplace: &Workplace) -> Result<()> {
    let python = tools::calendar_python(workplace)?;
    let script = workplace.path("tests/calendar/check.py");
    run(Command::new(python).arg(script).env("PYTHONDONTWRITEBYTECODE", "1"))
}
