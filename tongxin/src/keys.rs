//! Secrets that must not lie in the database: the key that signs seals, the key behind cookies and codes, and the keys
//! that passes are signed with.
//! They are made at first start, readable by the owner only, and belong into the backup beside the database.

use anyhow::{Context as _, Result, bail};
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use tongxin_pass::{KeyShelf, PassError};
use tongxin_pass_format::{KeyId, SecretKey};

/// The secret keys of one installation, 32 bytes each.
pub struct Keys {
    /// Signs the ledger's seals (Ed25519 seed).
    pub seal: [u8; 32],
    /// Signs cookies and hashes household codes.
    pub server: [u8; 32],
    /// Where they lie.
    folder: PathBuf,
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
            folder: folder.to_path_buf(),
        })
    }

    /// The keys that passes are signed with.
    pub fn of_passes(&self) -> PassShelf {
        PassShelf {
            folder: self.folder.clone(),
        }
    }

    /// Where the keys of a database lie unless the user says otherwise.
    pub fn folder_of(db: &str) -> PathBuf {
        match db.strip_prefix("sqlite:") {
            Some(path) => PathBuf::from(format!("{}.keys", path.trim_start_matches("//"))),
            None => PathBuf::from("tongxin.keys"),
        }
    }
}

/// The root key and the issuer's keys, a file for each. Read anew whenever they are asked for, so that a key that the
/// command line added signs without a restart.
pub struct PassShelf {
    folder: PathBuf,
}

impl PassShelf {
    fn file_of(&self, id: KeyId) -> PathBuf {
        self.folder.join(format!("pass-{id}.key"))
    }
}

impl KeyShelf for PassShelf {
    fn root(&self) -> Result<SecretKey, PassError> {
        let bytes = read_or_make(&self.folder.join("pass-root.key")).map_err(unreadable)?;
        Ok(SecretKey::from_random(&bytes))
    }

    fn issuer(&self, id: KeyId) -> Result<SecretKey, PassError> {
        let file = self.file_of(id);
        if !file.exists() {
            return Err(PassError::Keys(format!("{} is missing", file.display())));
        }
        let key = SecretKey::from_random(&read_or_make(&file).map_err(unreadable)?);
        if key.id() == id {
            Ok(key)
        } else {
            Err(PassError::Keys(format!("{} holds another key", file.display())))
        }
    }

    fn keep(&self, key: &SecretKey) -> Result<(), PassError> {
        write_new(&self.file_of(key.id()), &key.to_bytes()).map_err(unreadable)
    }
}

/// What is wrong with a file; never what stands in it.
fn unreadable(error: anyhow::Error) -> PassError {
    PassError::Keys(format!("{error:#}"))
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
    write_new(path, &key)?;
    Ok(key)
}

/// Writes a key into a new file that its owner alone reads.
fn write_new(path: &Path, key: &[u8; 32]) -> Result<()> {
    let said = || format!("the key file {}", path.display());
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(said)?;
    writeln!(file, "{}", data_encoding::HEXLOWER.encode(key)).with_context(said)?;
    file.sync_all().with_context(said)
}
