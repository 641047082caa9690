//! Running other programs: said before, loud when it fails, never waiting for someone to type.

use anyhow::{Context as _, Result, bail};
use std::env;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a server may take to end when it is asked to.
const ENDING_MAX: Duration = Duration::from_secs(10);

/// Runs a program to its end, with its output in ours.
///
/// # Errors
/// When it can't be started or ends with anything but success.
pub fn run(command: &mut Command) -> Result<()> {
    let said = said(command);
    println!("$ {said}");
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("starting {said}"))?;
    if !status.success() {
        bail!("{said}: {status}");
    }
    Ok(())
}

/// Whether a program can be run and ends with success; its output is thrown away.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Where a program lies on the search path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// A program that runs beside the checks and ends with this value, also when a check fails.
#[derive(Debug)]
pub struct Running {
    child: Child,
    signal: &'static str,
}

impl Running {
    /// Starts a program that is asked to end by `signal` (such as `TERM`).
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start(command: &mut Command, signal: &'static str) -> Result<Self> {
        let said = said(command);
        println!("$ {said} &");
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("starting {said}"))?;
        Ok(Self { child, signal })
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let ask = format!("kill -{} {}", self.signal, self.child.id());
        let asked = Instant::now();
        if self.is_alive() && succeeds(Command::new("sh").args(["-c", &ask])) {
            while self.is_alive() && asked.elapsed() < ENDING_MAX {
                sleep(Duration::from_millis(50));
            }
        }
        if self.is_alive() {
            // It may have ended in between; nothing is left to do then.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn said(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
