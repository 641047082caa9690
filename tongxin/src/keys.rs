//! Secrets that must not lie in the database: the key that signs seals and the key behind cookies and codes.
//! They are made at first start, readable by the owner only, and belong into the backup beside the database.

use anyhow::{Context as _, Result, bail};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// The secret keys of one installation, 32 bytes each.
pub struct Keys {
    /// Signs the ledger's seals (Ed25519 seed).
    pub seal: [u8; 32],
    /// Signs cookies and hashes household codes.
    pub server: [u8; 32],
}

impl Keys {
    /// Reads the keys of a folder; makes what is missing.
    pub fn open(folder: &Path) -> Result<Self> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("making the folder of keys {}", folder.display()))?;
        Ok(Self {
            seal: read_or_make(&folder.join("seal.key"))?,
            server: read_or_make(&folder.join("server.key"))?,
        })
    }

    /// Where the keys of a database lie unless the user says otherwise.
    pub fn folder_of(db: &str) -> PathBuf {
        match db.strip_prefix("sqlite:") {
            Some(path) => PathBuf::from(format!("{}.keys", path.trim_start_matches("//"))),
            None => PathBuf::from("tongxin.keys"),
        }
    }
}

fn read_or_make(path: &Path) -> Result<[u8; 32]> {
    let said = || format!("the key file {}", path.display());
    if path.exists() {
        let text = fs::read_to_string(path).with_context(said)?;
        let Ok(bytes) = data_encoding::HEXLOWER.decode(text.trim().as_bytes()) else {
            bail!("{} should hold 64 hexadecimal digits", said());
        };
        return <[u8; 32]>::try_from(bytes)
            .map_err(|_| anyhow::anyhow!("{} should hold 64 hexadecimal digits", said()));
    }
    let mut key = [0; 32];
    getrandom::fill(&mut key).context("the system's random source")?;
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(said)?;
    writeln!(file, "{}", data_encoding::HEXLOWER.encode(&key)).with_context(said)?;
    file.sync_all().with_context(said)?;
    Ok(key)
}
