//! The system's packages: what the checks need from it, and how the missing ones are installed.

use crate::postgres;
use crate::process::{find, run, succeeds};
use anyhow::{Result, bail};
use std::process::Command;

/// Something the checks need from the system.
struct Needed {
    /// Debian's package.
    package: &'static str,
    is_there: fn() -> bool,
}

const NEEDED: [Needed; 4] = [
    Needed {
        package: "postgresql",
        is_there: || postgres::programs().is_some(),
    },
    Needed {
        package: "chromium",
        is_there: || find("chromium").is_some(),
    },
    Needed {
        package: "fonts-noto-cjk",
        is_there: has_chinese_font,
    },
    Needed {
        package: "python3-venv",
        is_there: can_make_venv,
    },
];

/// Installs the missing packages; asks the package manager nothing when none is missing.
///
/// # Errors
/// When something is missing and can't be installed; the message says by which command a person could.
pub fn install_missing() -> Result<()> {
    let missing = missing();
    if missing.is_empty() {
        println!("PostgreSQL, Chromium, a Chinese font and Python's venv are there");
        return Ok(());
    }
    let names = missing.join(" ");
    let Some(mut update) = package_manager() else {
        bail!("missing: {names}. Install them (on Debian, as root: apt-get install {names}) and run this again");
    };
    run(update.args(["-qq", "update"]))?;
    if let Some(mut install) = package_manager() {
        run(install
            .args(["install", "--yes", "--quiet", "--no-install-recommends"])
            .args(&missing))?;
    }
    Ok(())
}

fn missing() -> Vec<&'static str> {
    NEEDED
        .iter()
        .filter(|needed| !(needed.is_there)())
        .map(|needed| needed.package)
        .collect()
}

/// apt-get with the right to install: as root itself, else by a sudo that asks no password.
fn package_manager() -> Option<Command> {
    find("apt-get")?;
    if is_root() {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        return Some(command);
    }
    if !succeeds(Command::new("sudo").args(["-n", "true"])) {
        return None;
    }
    let mut command = Command::new("sudo");
    command.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    Some(command)
}

/// Whether this process runs as root.
pub fn is_root() -> bool {
    let answer = Command::new("id").arg("-u").output();
    answer.is_ok_and(|answer| answer.stdout.trim_ascii() == b"0")
}

/// Fontconfig may know a font of another name; where its program is missing, Debian's own list is asked.
fn has_chinese_font() -> bool {
    let answer = Command::new("fc-list").arg(":lang=zh").output();
    answer.is_ok_and(|answer| !answer.stdout.is_empty())
        || succeeds(Command::new("dpkg").args(["--status", "fonts-noto-cjk"]))
}

fn can_make_venv() -> bool {
    succeeds(Command::new("python3").args(["-c", "import venv, ensurepip"]))
}
