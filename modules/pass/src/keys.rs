//! The issuer's keys: made, rotated, retired, and published as a file that the root key signs.
//!
//! A new key signs only after gates have had a day to hear of it: a pass that nobody can check helps nobody.

use crate::limits::{KEY_DAYS, KEYS_EVERY_MS, KEYS_GOOD_MS};
use crate::store::files::{self, KEYS, KeyRow, KeyState, SignedFile};
use crate::{PassError, Passes};
use serde::Serialize;
use tongxin_city::Timestamp;
use tongxin_pass_format::{IssueNumber, IssuerKey, KeyId, KeySet, KeyStatus, PublicKey, SecretKey};

/// The key that signs now.
pub(crate) struct SigningKey {
    pub(crate) secret: SecretKey,
    pub(crate) row: KeyRow,
}

/// A key of the issuer, as a person is told of it.
#[derive(Debug, Clone, Serialize)]
pub struct KeyView {
    /// Its id.
    pub id: String,
    /// Active, retired or withdrawn.
    pub state: &'static str,
    /// Whether it is the one that signs now.
    pub is_signing: bool,
    /// From when passes it signs may begin.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// The whole second that a moment lies in.
pub(crate) fn second_of(at: Timestamp) -> Timestamp {
    Timestamp(at.millis().div_euclid(Timestamp::SECOND_MS) * Timestamp::SECOND_MS)
}

/// Which of the keys signs: the newest that gates have had time to hear of, else the oldest.
fn signing(keys: &[KeyRow], now: Timestamp) -> Option<&KeyRow> {
    let active = || {
        keys.iter()
            .filter(|key| key.state == KeyState::Active && now < key.until)
    };
    let is_known = |key: &&KeyRow| now.millis_since(key.added_at) >= KEYS_EVERY_MS;
    active().rfind(is_known).or_else(|| active().next())
}

impl Passes {
    /// The key that signs now; made when there is none.
    pub(crate) async fn signing_key(&self, now: Timestamp) -> Result<SigningKey, PassError> {
        let keys = files::keys(self.db()).await?;
        if let Some(row) = signing(&keys, now) {
            let secret = self.shelf().issuer(row.public.id())?;
            return Ok(SigningKey {
                secret,
                row: row.clone(),
            });
        }
        self.add_key(now, false).await?;
        let keys = files::keys(self.db()).await?;
        let row = signing(&keys, now).ok_or_else(|| PassError::Keys("no key signs".into()))?;
        let secret = self.shelf().issuer(row.public.id())?;
        Ok(SigningKey {
            secret,
            row: row.clone(),
        })
    }

    /// Adds a key beside those that sign. It signs as soon as gates have had time to hear of it; then the others retire.
    ///
    /// # Errors
    /// When it can't be kept, or a storage failure.
    pub async fn rotate_keys(&self, now: Timestamp) -> Result<KeyId, PassError> {
        let id = self.add_key(now, true).await?;
        self.publish_keys(now).await?;
        Ok(id)
    }

    /// The secret half is kept before the public one is written, so that no key is published that nobody has.
    async fn add_key(&self, now: Timestamp, beside_others: bool) -> Result<KeyId, PassError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| PassError::Keys(error.to_string()))?;
        let secret = SecretKey::from_random(&bytes);
        self.shelf().keep(&secret)?;
        let from = second_of(now);
        let new = KeyRow {
            public: secret.public(),
            from,
            until: from.plus_days(KEY_DAYS),
            state: KeyState::Active,
            added_at: now,
        };
        self.db()
            .write(move |tx| {
                let mut new = new.clone();
                Box::pin(async move {
                    let keys = files::keys_in(tx).await?;
                    // Keys are ordered by when they were added, also those of one moment.
                    if let Some(last) = keys.last() {
                        new.added_at = new.added_at.max(last.added_at.plus_millis(1));
                    }
                    if beside_others || signing(&keys, now).is_none() {
                        files::add_key(tx, &new);
                    }
                    Ok::<_, PassError>(())
                })
            })
            .await?;
        Ok(secret.id())
    }

    /// Retires the keys that a newer one has taken over from, and adds one in time before the last can't sign any more.
    pub(crate) async fn look_after_keys(&self, now: Timestamp) -> Result<(), PassError> {
        let signer = self.signing_key(now).await?.row;
        let keys = files::keys(self.db()).await?;
        let is_newest = keys.last().is_some_and(|key| key.public == signer.public);
        let runs_out = signer.until < now.plus_days(crate::limits::FIRST_DAY_AHEAD_MAX + 7);
        if is_newest && runs_out {
            self.add_key(now, true).await?;
        }
        let older: Vec<KeyId> = keys
            .iter()
            .filter(|key| key.state == KeyState::Active && key.added_at < signer.added_at)
            .map(|key| key.public.id())
            .collect();
        if older.is_empty() {
            return Ok(());
        }
        self.db()
            .write(move |tx| {
                older.iter().for_each(|key| files::end_key(tx, *key, KeyState::Retired));
                Box::pin(async { Ok::<_, PassError>(()) })
            })
            .await
    }

    /// Withdraws a key that somebody else may have: nothing it signed counts any more, from the moment a gate holds the
    /// file that is published here. Another key takes over at once, and signs anew what this one had signed; holders
    /// find their new code where they found the old one.
    ///
    /// # Errors
    /// `NotFound` for a key that the issuer never had, when another can't be kept, or a storage failure.
    pub async fn withdraw_key(&self, id: &str, now: Timestamp) -> Result<(), PassError> {
        let keys = files::keys(self.db()).await?;
        let key = keys
            .iter()
            .map(|key| key.public.id())
            .find(|known| known.to_string() == id);
        let key = key.ok_or(PassError::NotFound)?;
        self.db()
            .write(move |tx| {
                files::end_key(tx, key, KeyState::Withdrawn);
                Box::pin(async { Ok::<_, PassError>(()) })
            })
            .await?;
        self.signing_key(now).await?;
        self.publish_keys(now).await?;
        self.publish_status(now).await?;
        self.recall(now).await
    }

    /// Signs the file of keys anew when it is a day old or does not say how the keys stand.
    ///
    /// # Errors
    /// When the root key can't be read, or a storage failure.
    pub async fn publish_keys(&self, now: Timestamp) -> Result<(), PassError> {
        let root = self.shelf().root()?;
        let rows = files::keys(self.db()).await?;
        let keys = self.issuer_keys(&rows)?;
        let known = files::file(self.db(), KEYS).await?;
        if let Some(known) = &known
            && now.millis_since(known.issued_at) < KEYS_EVERY_MS
            && KeySet::read(&known.file, &root.public(), None).is_ok_and(|set| is_the_same(&set, &keys))
        {
            return Ok(());
        }
        let issue = IssueNumber(known.map_or(0, |known| known.issue.0) + 1);
        let issued_at = second_of(now);
        let good_until = issued_at.plus_millis(KEYS_GOOD_MS);
        let set = KeySet::new(&self.issuer()?, issue, issued_at, good_until, keys)
            .map_err(|error| PassError::Failed(error.to_string()))?;
        let file = SignedFile {
            issue,
            issued_at,
            good_until,
            file: set.sign(&root),
        };
        self.db()
            .write(move |tx| {
                let file = file.clone();
                Box::pin(async move { Ok::<_, PassError>(files::keep_file(tx, KEYS, &file).await?) })
            })
            .await?;
        Ok(())
    }

    fn issuer_keys(&self, rows: &[KeyRow]) -> Result<Vec<IssuerKey>, PassError> {
        let issuer = self.issuer()?;
        let key = |row: &KeyRow| IssuerKey {
            public: row.public,
            issuer: issuer.clone(),
            from: row.from,
            until: row.until,
            status: match row.state {
                KeyState::Active => KeyStatus::Active,
                KeyState::Retired => KeyStatus::Retired,
                KeyState::Withdrawn => KeyStatus::Withdrawn,
            },
        };
        Ok(rows.iter().map(key).collect())
    }

    /// The keys as gates know them: the published set, read back.
    ///
    /// # Errors
    /// `NotSigned` before the first tick, or a storage failure.
    pub async fn key_set(&self) -> Result<KeySet, PassError> {
        let file = files::file(self.db(), KEYS).await?.ok_or(PassError::NotSigned)?;
        let root = self.root_key()?;
        KeySet::read(&file.file, &root, None).map_err(|error| PassError::Failed(error.to_string()))
    }

    /// The published file of keys.
    ///
    /// # Errors
    /// `NotSigned` before the first tick, or a storage failure.
    pub async fn keys_file(&self) -> Result<Vec<u8>, PassError> {
        Ok(files::file(self.db(), KEYS).await?.ok_or(PassError::NotSigned)?.file)
    }

    /// The public half of the root key: what a gate has to be given by hand, once.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn root_key(&self) -> Result<PublicKey, PassError> {
        Ok(self.shelf().root()?.public())
    }

    /// The issuer's keys, oldest first.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn keys(&self, now: Timestamp) -> Result<Vec<KeyView>, PassError> {
        let keys = files::keys(self.db()).await?;
        let signer = signing(&keys, now).map(|key| key.public.id());
        let view = |key: &KeyRow| KeyView {
            id: key.public.id().to_string(),
            state: key.state.as_str(),
            is_signing: signer == Some(key.public.id()),
            from: key.from,
            until: key.until,
        };
        Ok(keys.iter().map(view).collect())
    }
}

fn is_the_same(set: &KeySet, keys: &[IssuerKey]) -> bool {
    set.keys().len() == keys.len() && keys.iter().all(|key| set.get(key.public.id()) == Some(key))
}
