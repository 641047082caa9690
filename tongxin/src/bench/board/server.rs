//! The server to be measured: this same program as a process of its own, so that its memory is its own too.

use anyhow::{Context as _, Result};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// How long a start may take, also on a busy machine.
const STARTING_MAX: Duration = Duration::from_secs(120);

/// A running server; it is killed with this value.
pub struct Server {
    child: Child,
    /// Kept open: a server that can't print may stop.
    output: Lines<BufReader<ChildStdout>>,
    /// Its address, without a slash at its end.
    pub base: String,
    /// The secret of the first administrator's link, when the database had no accounts.
    pub first_invitation: Option<String>,
}

impl Server {
    /// Starts it over a database and waits until it listens.
    pub async fn start(db: &str, city: &Path) -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args([
                "serve",
                "--addr",
                "127.0.0.1:0",
                "--rate-limit",
                "0",
                "--db",
                db,
                "--city",
            ])
            .arg(city)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("starting the server")?;
        let output = child.stdout.take().context("the server's output")?;
        let mut server = Self {
            child,
            output: BufReader::new(output).lines(),
            base: String::new(),
            first_invitation: None,
        };
        tokio::time::timeout(STARTING_MAX, server.listens())
            .await
            .context("the server did not start in time")??;
        Ok(server)
    }

    /// Reads what it prints until it says where it listens.
    async fn listens(&mut self) -> Result<()> {
        while let Some(line) = self.output.next_line().await? {
            let address = line.split_whitespace().find(|word| word.starts_with("http://"));
            match address {
                Some(address) if line.starts_with("listening on") => {
                    self.base = address.trim_end_matches('/').to_owned();
                    return Ok(());
                }
                Some(link) => self.first_invitation = link.rsplit('/').next().map(str::to_owned),
                None => {}
            }
        }
        anyhow::bail!("the server ended before it listened")
    }

    /// The most memory it ever had in use, in MiB, as the kernel counts it.
    pub fn memory_peak_mib(&self) -> Result<u64> {
        let id = self.child.id().context("the server has ended")?;
        let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = peak.and_then(|peak| peak.split_whitespace().next()?.parse::<u64>().ok());
        Ok(kib.context("VmHWM in the process's status")? / 1024)
    }
}
