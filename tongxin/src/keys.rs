//! Secrets that must not lie in the database: the key that signs seals, the key behind cookies and codes, the keys that
//! passes are signed with, and those that wrap what health facts are sealed with.
//! They are made at first start or first use, readable by the owner only, and belong into the backup beside the database.

use anyhow::{Context as _, Result, bail};
use std::fmt::Display;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use tongxin_care::{CareError, Erased, ErasedList, VaultError, WrappingKey, WrappingKeyId, WrappingShelf};
use tongxin_city::VolunteerId;
use tongxin_pass::{KeyShelf, PassError};
use tongxin_pass_format::{KeyId, SecretKey};
use tongxin_sms::Secret;
use tongxin_volunteer::{LeftList, VolunteerError};
use zeroize::Zeroizing;

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
        make_folder(folder)?;
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

    /// The keys that wrap what health facts are sealed with.
    pub fn of_care(&self) -> CareShelf {
        CareShelf {
            folder: self.folder.join("care"),
        }
    }

    /// What care erased, for backups that are put back.
    pub fn of_erased(&self) -> Gone {
        Gone(self.folder.join("erased-people"))
    }

    /// Volunteers who left, for the same.
    pub fn of_left(&self) -> Gone {
        Gone(self.folder.join("left-volunteers"))
    }

    /// What a gateway of texts knows us by: its operator gives it, and it is put beside the other keys as one line of text.
    pub fn sms_token(&self) -> Result<Secret> {
        let file = self.folder.join("sms.key");
        let text = Zeroizing::new(
            fs::read_to_string(&file)
                .with_context(|| format!("--sms needs the gateway's token in the file {}", file.display()))?,
        );
        if text.trim().is_empty() || text.trim().contains(char::is_whitespace) {
            bail!("{} should hold the gateway's token on one line", file.display());
        }
        Ok(Secret::new(&text))
    }

    /// What a gateway brings replies with; made at first use.
    pub fn sms_inward(&self) -> Result<Secret> {
        let key = Zeroizing::new(read_or_make(&self.folder.join("sms-in.key"))?);
        Ok(Secret::new(&data_encoding::HEXLOWER.encode(&*key)))
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

/// The wrapping keys of health facts, a file for each in a folder of their own, which is made with the first. Read anew
/// whenever they are asked for, so that a server knows what the command line has made.
pub struct CareShelf {
    folder: PathBuf,
}

impl CareShelf {
    fn file_of(&self, id: WrappingKeyId) -> PathBuf {
        self.folder.join(format!("{id}.key"))
    }
}

impl WrappingShelf for CareShelf {
    fn ids(&self) -> Result<Vec<WrappingKeyId>, VaultError> {
        if !self.folder.exists() {
            return Ok(Vec::new());
        }
        let said = || format!("the folder of keys {}", self.folder.display());
        let mut ids = Vec::new();
        for file in fs::read_dir(&self.folder).with_context(said).map_err(not_on_shelf)? {
            let file = file.with_context(said).map_err(not_on_shelf)?.file_name();
            let id: Option<WrappingKeyId> = file.to_str().and_then(|name| name.strip_suffix(".key")?.parse().ok());
            ids.extend(id);
        }
        ids.sort_unstable();
        Ok(ids)
    }

    fn read(&self, id: WrappingKeyId) -> Result<WrappingKey, VaultError> {
        let bytes = Zeroizing::new(read(&self.file_of(id)).map_err(not_on_shelf)?);
        Ok(WrappingKey::from_bytes(&bytes))
    }

    fn keep(&self, id: WrappingKeyId, key: &WrappingKey) -> Result<(), VaultError> {
        make_folder(&self.folder).map_err(not_on_shelf)?;
        write_new(&self.file_of(id), &key.to_bytes()).map_err(not_on_shelf)?;
        // What is sealed under it is on disk soon after; so must be the names of the file and of its folder.
        let folders = [Some(self.folder.as_path()), self.folder.parent()];
        for folder in folders.into_iter().flatten() {
            let synced = fs::File::open(folder).and_then(|folder| folder.sync_all());
            synced
                .with_context(|| format!("the folder of keys {}", folder.display()))
                .map_err(not_on_shelf)?;
        }
        Ok(())
    }

    fn remove(&self, id: WrappingKeyId) -> Result<(), VaultError> {
        let file = self.file_of(id);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(VaultError::Shelf(format!("{}: {error}", file.display())))
            }
            _ => Ok(()),
        }
    }
}

/// What is wrong with a file; never what stands in it.
fn not_on_shelf(error: anyhow::Error) -> VaultError {
    VaultError::Shelf(format!("{error:#}"))
}

/// The same at the desk for passes.
fn unreadable(error: anyhow::Error) -> PassError {
    PassError::Keys(format!("{error:#}"))
}

fn make_folder(folder: &Path) -> Result<()> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.with_context(|| format!("making the folder of keys {}", folder.display()))
}

fn read(path: &Path) -> Result<[u8; 32]> {
    let said = || format!("the key file {}", path.display());
    let text = fs::read_to_string(path).with_context(said)?;
    let Ok(bytes) = data_encoding::HEXLOWER.decode(text.trim().as_bytes()) else {
        bail!("{} should hold 64 hexadecimal digits", said());
    };
    <[u8; 32]>::try_from(bytes).map_err(|_| anyhow::anyhow!("{} should hold 64 hexadecimal digits", said()))
}

/// The key in a file, which is made where there is none. Of several who make it at once all get the same.
fn read_or_make(path: &Path) -> Result<[u8; 32]> {
    if path.exists() {
        return read(path);
    }
    let said = || format!("the key file {}", path.display());
    let mut key = [0; 32];
    getrandom::fill(&mut key).context("the system's random source")?;
    // Whole before it has its name: nobody reads half a key. Its owner alone may read it.
    let mut draft = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new("."))).with_context(said)?;
    writeln!(draft, "{}", data_encoding::HEXLOWER.encode(&key)).with_context(said)?;
    draft.as_file().sync_all().with_context(said)?;
    match draft.persist_noclobber(path) {
        Ok(_) => Ok(key),
        Err(taken) if taken.error.kind() == ErrorKind::AlreadyExists => read(path),
        Err(other) => Err(other.error).with_context(said),
    }
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

/// A file of what was erased, by its number, one a line. It says nothing of anybody, and outlives the database.
pub struct Gone(PathBuf);

impl Gone {
    fn add<T: Display>(&self, gone: &[T]) -> Result<(), String> {
        // Each begins a line of its own, so that one that a crash cut off spoils no other.
        let begun = gone.iter().map(|one| format!("\n{one}"));
        let lines: String = begun.chain(["\n".to_owned()]).collect();
        let write = || -> std::io::Result<()> {
            let mut open = fs::OpenOptions::new();
            let mut file = open.create(true).append(true).mode(0o600).open(&self.0)?;
            file.write_all(lines.as_bytes())?;
            file.sync_all()
        };
        write().map_err(|error| format!("{}: {error}", self.0.display()))
    }

    fn read<T: FromStr>(&self) -> Result<Vec<T>, String> {
        let text = match fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(format!("{}: {error}", self.0.display())),
        };
        let lines = text.lines().filter(|line| !line.is_empty());
        // A line that a crash cut off fails its check symbol; nothing was erased by it.
        Ok(lines.filter_map(|line| line.parse().ok()).collect())
    }
}

impl ErasedList for Gone {
    fn remember(&self, erased: &[Erased]) -> Result<(), CareError> {
        self.add(erased).map_err(CareError::Erased)
    }

    fn all(&self) -> Result<Vec<Erased>, CareError> {
        self.read().map_err(CareError::Erased)
    }
}

impl LeftList for Gone {
    fn remember(&self, left: VolunteerId) -> Result<(), VolunteerError> {
        self.add(&[left]).map_err(VolunteerError::Failed)
    }

    fn all(&self) -> Result<Vec<VolunteerId>, VolunteerError> {
        self.read().map_err(VolunteerError::Failed)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;
    use tongxin_city::Timestamp;

    #[test]
    fn a_wrapping_key_is_a_file_that_its_owner_alone_reads() {
        let folder = tempfile::TempDir::new().unwrap();
        let keys = Keys::open(&folder.path().join("keys")).unwrap();
        let shelf = keys.of_care();
        assert_eq!(shelf.current().unwrap(), None);
        let day = Timestamp(1_669_262_400_000);
        let ids = [day.plus_days(1), day].map(WrappingKeyId::generate);
        let made = ids.map(|_| WrappingKey::generate().unwrap());
        for (id, key) in ids.iter().zip(&made) {
            shelf.keep(*id, key).unwrap();
            let file = folder.path().join(format!("keys/care/{id}.key"));
            assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::write(folder.path().join("keys/care/notes.txt"), "no key").unwrap();
        assert_eq!(shelf.ids().unwrap(), [ids[1], ids[0]]);
        assert_eq!(shelf.current().unwrap(), Some(ids[0]));
        assert_eq!(keys.of_care().read(ids[1]).unwrap().to_bytes(), made[1].to_bytes());
        // None is ever written over, nor made by reading.
        assert!(matches!(shelf.keep(ids[0], &made[1]), Err(VaultError::Shelf(_))));
        assert_eq!(shelf.read(ids[0]).unwrap().to_bytes(), made[0].to_bytes());
        shelf.remove(ids[0]).unwrap();
        shelf.remove(ids[0]).unwrap();
        assert!(matches!(shelf.read(ids[0]), Err(VaultError::Shelf(_))));
        assert_eq!(shelf.ids().unwrap(), [ids[1]]);
    }

    #[test]
    fn a_gateways_token_is_the_operators_and_the_secret_of_replies_is_made_once() {
        let folder = tempfile::TempDir::new().unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        let missing = format!("{:#}", keys.sms_token().unwrap_err());
        assert!(missing.contains("sms.key"), "{missing}");
        fs::write(folder.path().join("sms.key"), "two words\n").unwrap();
        let wrong = format!("{:#}", keys.sms_token().unwrap_err());
        assert!(wrong.contains("one line") && !wrong.contains("two words"), "{wrong}");
        fs::write(folder.path().join("sms.key"), "the-token\n").unwrap();
        assert!(keys.sms_token().unwrap().is("the-token"));
        let made = keys.sms_inward().unwrap();
        let file = folder.path().join("sms-in.key");
        assert!(made.is(fs::read_to_string(&file).unwrap().trim()));
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
        let again = Keys::open(folder.path()).unwrap().sms_inward().unwrap();
        assert!(again.is(fs::read_to_string(folder.path().join("sms-in.key")).unwrap().trim()));
    }

    #[test]
    fn of_several_who_make_a_key_at_once_all_get_the_same() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("one.key");
        let made: Vec<[u8; 32]> = std::thread::scope(|scope| {
            let all: Vec<_> = (0..16).map(|_| scope.spawn(|| read_or_make(&path).unwrap())).collect();
            all.into_iter().map(|one| one.join().unwrap()).collect()
        });
        assert!(made.iter().all(|key| *key == read(&path).unwrap()));
        let left = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 1, "no draft is left");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_file_that_holds_no_key_is_named_without_what_stands_in_it() {
        let folder = tempfile::TempDir::new().unwrap();
        let shelf = Keys::open(folder.path()).unwrap().of_care();
        let id = WrappingKeyId::generate(Timestamp(1_669_262_400_000));
        shelf.keep(id, &WrappingKey::generate().unwrap()).unwrap();
        fs::write(folder.path().join(format!("care/{id}.key")), "abcdef").unwrap();
        let said = shelf.read(id).unwrap_err().to_string();
        assert!(said.contains(&id.to_string()) && !said.contains("abcdef"), "{said}");
    }
}
