//! The real server with a played day behind it, for the checks that come from outside; and the drill by itself.

use crate::process::{Running, run};
use crate::rust;
use crate::workplace::Workplace;
use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The scenario that is played.
const SCENARIO: &str = "chongqing-2022";
/// The base map of the checks from outside.
const MAP: &str = "tests/map/city.mbtiles";
/// The share of the city in the drill that is checked need by need.
const DRILL_SCALE: &str = "0.01";
/// The share of the city behind the checks from outside: some of every kind of need.
const LOOK_SCALE: &str = "0.002";
/// How long the day may take to be played.
const PLAYING_MAX: Duration = Duration::from_secs(180);

/// Plays a hundredth of the city's day; the player itself compares the system's counts with what it did.
pub fn drill(workplace: &Workplace) -> Result<()> {
    rust::binary(workplace)?;
    let mut command = Command::new(workplace.binary());
    run(command
        .args(["drill", SCENARIO, "--scale", DRILL_SCALE, "--lang", "en"])
        .current_dir(workplace.root()))
}

/// A server that goes on after its drill, with ways in for each kind of user. It ends with this value.
#[derive(Debug)]
pub struct Server {
    /// The file that names the server's address and its users.
    pub links: PathBuf,
    /// The address, without a slash at its end.
    pub base: String,
    users: Value,
    // Ends before its folder goes: fields drop in this order.
    _running: Running,
    _folder: Folder,
}

impl Server {
    /// Builds the server if need be, starts it on a new database, and waits until the day is played.
    ///
    /// # Errors
    /// When it ends or isn't ready in time; the message names its log.
    pub fn start(workplace: &Workplace, name: &str) -> Result<Self> {
        rust::binary(workplace)?;
        let folder = Folder::make(workplace.made(&format!("{name}-server")))?;
        let links = folder.path.join("links.json");
        let log_path = workplace.made(&format!("logs/{name}-server.log"));
        let log = File::create(&log_path).with_context(|| format!("making {}", log_path.display()))?;
        let mut command = Command::new(workplace.binary());
        command
            .args([
                "drill",
                SCENARIO,
                "--scale",
                LOOK_SCALE,
                "--keep",
                "--addr",
                "127.0.0.1:0",
                "--map",
                MAP,
                "--links",
            ])
            .arg(&links);
        command
            .arg("--db")
            .arg(format!("sqlite:{}", folder.path.join("tongxin.db").display()));
        command
            .current_dir(workplace.root())
            .stdout(log.try_clone()?)
            .stderr(log);
        let mut running = Running::start(&mut command, "TERM")?;
        let started = Instant::now();
        let read = loop {
            if let Some(read) = read_links(&links) {
                break read;
            }
            if !running.is_alive() || started.elapsed() > PLAYING_MAX {
                print_end_of(&log_path);
                bail!("the server did not come up; its log is {}", log_path.display());
            }
            sleep(Duration::from_millis(100));
        };
        println!("the server is up after {:.1} s", started.elapsed().as_secs_f64());
        let base = read["base"]
            .as_str()
            .context("the links name no address")?
            .trim_end_matches('/')
            .to_owned();
        Ok(Self {
            links,
            base,
            users: read["users"].clone(),
            _running: running,
            _folder: folder,
        })
    }

    /// The API token of a user with this role.
    ///
    /// # Errors
    /// When the drill left none.
    pub fn token(&self, role: &str) -> Result<&str> {
        let users = self.users.as_array().map(Vec::as_slice).unwrap_or_default();
        let user = users.iter().find(|user| user["role"] == role);
        user.and_then(|user| user["token"].as_str())
            .with_context(|| format!("no token of a user with the role {role}"))
    }
}

/// The file appears when the server is ready; half a file is not ready.
fn read_links(path: &Path) -> Option<Value> {
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}

fn print_end_of(log: &Path) {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    for line in &lines[lines.len().saturating_sub(30)..] {
        println!("  | {line}");
    }
}

/// The folder of a server's database, empty at first and removed at last.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn make(path: PathBuf) -> Result<Self> {
        if path.exists() {
            fs::remove_dir_all(&path).with_context(|| format!("removing {}", path.display()))?;
        }
        fs::create_dir_all(&path).with_context(|| format!("making {}", path.display()))?;
        Ok(Self { path })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left is removed at the next start.
        let _ = fs::remove_dir_all(&self.path);
    }
}
