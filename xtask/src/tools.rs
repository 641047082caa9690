//! What the checks need beside Rust: the system's packages, and the Node and Python packages that the lock files name.

use crate::packages;
use crate::process::{find, run, succeeds};
use crate::workplace::Workplace;
use anyhow::{Context as _, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lock files of Python packages, each with the folder it is installed into. Several, so that none holds another's
/// versions back.
const API_PACKAGES: (&str, &str) = ("tests/api/requirements.txt", "venv");
const PASS_PACKAGES: (&str, &str) = ("tests/pass/requirements.txt", "venv-pass");
const CALENDAR_PACKAGES: (&str, &str) = ("tests/calendar/requirements.txt", "venv-calendar");

/// Installs whatever is missing; what is there and agrees with its lock file is left as it is.
///
/// # Errors
/// When a program is missing that can't be installed from here, or an installation fails.
pub fn install(workplace: &Workplace) -> Result<()> {
    need_program(
        "node",
        "process.exit(process.versions.node.split('.')[0] >= 20 ? 0 : 1)",
        "Node 20 or newer",
    )?;
    need_program(
        "python3",
        "import sys; sys.exit(sys.version_info < (3, 10))",
        "Python 3.10 or newer",
    )?;
    if find("npm").is_none() {
        bail!("npm is needed beside Node");
    }
    need_rust_part("fmt", "rustfmt")?;
    need_rust_part("clippy", "clippy")?;
    packages::install_missing()?;
    install_node_packages(workplace)?;
    for (lock, venv) in [API_PACKAGES, PASS_PACKAGES, CALENDAR_PACKAGES] {
        install_python_packages(workplace, lock, venv)?;
    }
    Ok(())
}

/// A program of the API tests' Python packages, such as `schemathesis`.
pub fn python_program(workplace: &Workplace, name: &str) -> Result<PathBuf> {
    installed_program(workplace, API_PACKAGES.1, name)
}

/// The Python that has the packages of tests/pass.
pub fn pass_python(workplace: &Workplace) -> Result<PathBuf> {
    installed_program(workplace, PASS_PACKAGES.1, "python")
}

/// The Python that has the packages of tests/calendar.
pub fn calendar_python(workplace: &Workplace) -> Result<PathBuf> {
    installed_program(workplace, CALENDAR_PACKAGES.1, "python")
}

fn installed_program(workplace: &Workplace, venv: &str, name: &str) -> Result<PathBuf> {
    let program = workplace.made(venv).join("bin").join(name);
    if !program.is_file() {
        bail!("{name} is not installed: run `cargo xtask test --only tools`");
    }
    Ok(program)
}

/// The browser that the tests drive.
pub fn chromium() -> Result<PathBuf> {
    find("chromium").context("Chromium is not installed: run `cargo xtask test --only tools`")
}

/// `says_yes` is a line in the program's own language that ends with success when it is new enough.
fn need_program(program: &str, says_yes: &str, said: &str) -> Result<()> {
    let switch = if program == "node" { "-e" } else { "-c" };
    if !succeeds(Command::new(program).args([switch, says_yes])) {
        bail!("{said} is needed as `{program}` on the search path");
    }
    Ok(())
}

fn need_rust_part(subcommand: &str, component: &str) -> Result<()> {
    if !succeeds(Command::new("cargo").args([subcommand, "--version"])) {
        bail!("cargo {subcommand} is needed: `rustup component add {component}`");
    }
    Ok(())
}

fn install_node_packages(workplace: &Workplace) -> Result<()> {
    let folder = workplace.path("tests/browser");
    let installed = Installed::of(&folder.join("package-lock.json"), &folder.join("node_modules"))?;
    if installed.agrees() {
        println!("the browser tests' packages are there");
        return Ok(());
    }
    run(Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .current_dir(&folder))?;
    installed.note()
}

fn install_python_packages(workplace: &Workplace, lock: &str, venv: &str) -> Result<()> {
    let (lock, venv) = (workplace.path(lock), workplace.made(venv));
    let installed = Installed::of(&lock, &venv)?;
    if installed.agrees() {
        println!("the packages of {} are there", lock.display());
        return Ok(());
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv))?;
    let mut pip = Command::new(venv.join("bin").join("pip"));
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
    ]);
    run(pip.arg(&lock))?;
    installed.note()
}

/// A folder of installed packages that remembers which lock file it was made from.
struct Installed {
    lock: Vec<u8>,
    note: PathBuf,
}

impl Installed {
    fn of(lock: &Path, folder: &Path) -> Result<Self> {
        let lock = fs::read(lock).with_context(|| format!("reading {}", lock.display()))?;
        Ok(Self {
            lock,
            note: folder.join(".made-from"),
        })
    }

    fn agrees(&self) -> bool {
        fs::read(&self.note).is_ok_and(|noted| noted == self.lock)
    }

    fn note(&self) -> Result<()> {
        fs::write(&self.note, &self.lock).with_context(|| format!("writing {}", self.note.display()))
    }
}
