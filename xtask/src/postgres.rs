//! A PostgreSQL of the tests' own: on loopback, in a folder that goes when the tests end, with nothing to remember.
//!
//! Its folder lies in the system's folder for temporary files, not in `target/`: PostgreSQL refuses to run as root, its own user
//! may not be allowed into the repository, and a socket's path may have at most 107 bytes.

use crate::packages::is_root;
use crate::process::{Running, run, succeeds};
use crate::workplace::Workplace;
use anyhow::{Context as _, Result, bail};
use std::env;
use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, id};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Debian keeps each version's programs in a folder of its own, off the search path.
const DEBIAN_VERSIONS: &str = "/usr/lib/postgresql";
/// The user that Debian's package makes.
const OWN_USER: &str = "postgres";
/// How long it may take until it answers.
const STARTING_MAX: Duration = Duration::from_secs(30);
/// Tests run beside each other, each with a pool of its own.
const CONNECTIONS_MAX: u32 = 300;

/// The folder of the newest PostgreSQL's programs.
pub fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir(DEBIAN_VERSIONS).into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .collect();
    versions.sort_unstable();
    let on_path = || crate::process::find("initdb").and_then(|file| file.parent().map(Path::to_owned));
    versions.pop().map(|(_, folder)| folder).or_else(on_path)
}

/// A started PostgreSQL; it stops and its folder goes with this value.
#[derive(Debug)]
pub struct Postgres {
    /// Its address for the tests.
    pub url: String,
    // Declared in this order because fields drop in this order: the server ends before its folder goes.
    _server: Running,
    _folder: Folder,
}

impl Postgres {
    /// Makes a new cluster and starts it.
    ///
    /// # Errors
    /// When PostgreSQL is missing, can't be started or doesn't answer in time.
    pub fn start(workplace: &Workplace) -> Result<Self> {
        let programs = programs().context("PostgreSQL is not installed: run `cargo xtask test --only tools`")?;
        let owner = if is_root() { Some(Owner::find()?) } else { None };
        let folder = Folder::make(owner.as_ref())?;
        let data = folder.path.join("data");
        let program = |name: &str| {
            let mut command = Command::new(programs.join(name));
            command.current_dir(&folder.path);
            if let Some(owner) = &owner {
                command.uid(owner.user).gid(owner.group);
            }
            command
        };
        let mut initdb = program("initdb");
        initdb.args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--no-sync",
            "--no-instructions",
        ]);
        run(initdb
            .arg("-D")
            .arg(&data)
            .stdout(File::create(workplace.made("logs/initdb.log"))?))?;

        let port = free_port()?;
        let log = File::create(workplace.made("logs/postgres.log"))?;
        let mut server = program("postgres");
        server.arg("-D").arg(&data).arg("-k").arg(&folder.path);
        server.args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        for setting in [
            format!("max_connections={CONNECTIONS_MAX}"),
            "fsync=off".into(),
            "full_page_writes=off".into(),
        ] {
            server.args(["-c", &setting]);
        }
        server.stdout(log.try_clone()?).stderr(log);
        // QUIT is PostgreSQL's immediate shutdown: its data goes anyway.
        let mut server = Running::start(&mut server, "QUIT")?;
        let ready = || succeeds(program("pg_isready").args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]));
        let started = Instant::now();
        while !ready() {
            if !server.is_alive() || started.elapsed() > STARTING_MAX {
                bail!(
                    "PostgreSQL did not start; its log is {}",
                    workplace.made("logs/postgres.log").display()
                );
            }
            sleep(Duration::from_millis(100));
        }
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        Ok(Self {
            url,
            _server: server,
            _folder: folder,
        })
    }
}

/// The user that PostgreSQL runs as when we are root.
#[derive(Debug)]
struct Owner {
    user: u32,
    group: u32,
}

impl Owner {
    fn find() -> Result<Self> {
        let users = fs::read_to_string("/etc/passwd").context("reading the list of users")?;
        let line = users.lines().find(|line| line.split(':').next() == Some(OWN_USER));
        let mut fields = line.context("there is no user `postgres`")?.split(':').skip(2);
        let mut number = || fields.next()?.parse().ok();
        let (Some(user), Some(group)) = (number(), number()) else {
            bail!("the user `postgres` has no number");
        };
        Ok(Self { user, group })
    }
}

/// A folder of the database's own, removed when the value goes.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn make(owner: Option<&Owner>) -> Result<Self> {
        let path = env::temp_dir().join(format!("tongxin-postgres-{}", id()));
        fs::create_dir(&path).with_context(|| format!("making {}", path.display()))?;
        if let Some(owner) = owner {
            chown(&path, Some(owner.user), Some(owner.group))
                .with_context(|| format!("giving away {}", path.display()))?;
        }
        Ok(Self { path })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed here, the system removes with its other temporary files.
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("looking for a free port")?;
    Ok(listener.local_addr().context("looking for a free port")?.port())
}
