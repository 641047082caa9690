//! Idempotency: a command from outside carries a key chosen by the client; a repeated key returns the first answer.

use crate::{BoxFuture, Db, StorageError, Tx, WriteError, args};
use serde::{Serialize, de::DeserializeOwned};
use sha2::Digest as _;
use std::sync::Arc;

/// Longest key a client may choose, in bytes.
pub const KEY_BYTES_MAX: usize = 80;

/// SHA-256 of a command's content, to tell a repeat from another command under the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of a command: its name (route) and its content.
    pub fn of(name: &str, content: &[u8]) -> Self {
        let mut hash = sha2::Sha256::new();
        hash.update((name.len() as u64).to_be_bytes());
        hash.update(name);
        hash.update(content);
        Self(hash.finalize().into())
    }
}

/// Tries of a command whose rows clash with another's that is not its own repeat.
const TRIES_MAX: u32 = 4;

/// Who sent a command, under which key, with what content. Keys of different senders never meet.
#[derive(Debug, Clone)]
pub struct CommandKey {
    /// `account:…`, `household:…` or another stable name of the sender.
    pub sender: String,
    /// The client's key.
    pub key: String,
    /// What was sent.
    pub digest: Digest,
    /// When, in milliseconds since 1970 UTC; old keys are forgotten.
    pub at_ms: i64,
}

/// The answer to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered<T> {
    /// The answer, the same for every repeat.
    pub value: T,
    /// Whether this was a repeat.
    pub is_repeat: bool,
}

impl Db {
    /// [`Db::write`] for a command that may be resent: under a known key nothing is done and the first answer is
    /// returned. A refused command leaves no trace, so its key may be used again.
    ///
    /// # Errors
    /// `KeyReused` for a known key with other content; what `work` returned; or a storage failure.
    pub async fn write_once<T, E, F>(&self, command: CommandKey, work: F) -> Result<Answered<T>, E>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        E: WriteError,
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
    {
        let work = Arc::new(work);
        let mut tries = 0;
        loop {
            tries += 1;
            // Repeats are rare, so the work is done first; a key that is taken undoes it.
            let (sent, work) = (command.clone(), Arc::clone(&work));
            let done = self
                .write(move |tx| Box::pin(do_under_key(tx, sent.clone(), Arc::clone(&work))))
                .await;
            let error: E = match done {
                Ok(value) => {
                    return Ok(Answered {
                        value,
                        is_repeat: false,
                    });
                }
                Err(error) => error,
            };
            // The work may also be refused because its first sending did it.
            if let Some(value) = self.first_answer(&command).await? {
                return Ok(Answered { value, is_repeat: true });
            }
            if tries == TRIES_MAX || !error.as_storage().is_some_and(StorageError::is_taken) {
                return Err(error);
            }
        }
    }

    async fn first_answer<T: DeserializeOwned>(&self, command: &CommandKey) -> Result<Option<T>, StorageError> {
        let known = self
            .optional(
                "SELECT digest, answer FROM command WHERE sender = $1 AND key = $2",
                args![&*command.sender, &*command.key],
            )
            .await?;
        let Some(row) = known else { return Ok(None) };
        if row.blob("digest")? != command.digest.0 {
            return Err(StorageError::KeyReused);
        }
        serde_json::from_str(&row.text("answer")?).map(Some).map_err(unreadable)
    }

    /// Forgets keys older than `before_ms`.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn forget_commands(&self, before_ms: i64) -> Result<u64, StorageError> {
        self.write(move |tx| {
            Box::pin(async move { tx.execute("DELETE FROM command WHERE at < $1", args![before_ms]).await })
        })
        .await
    }
}

async fn do_under_key<T, E, F>(tx: &mut Tx, command: CommandKey, work: Arc<F>) -> Result<T, E>
where
    T: Serialize + Send + 'static,
    E: WriteError,
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
{
    let value = work(tx).await?;
    let answer = serde_json::to_string(&value).map_err(unreadable)?;
    let CommandKey {
        sender,
        key,
        digest,
        at_ms,
    } = command;
    tx.defer_first(
        "INSERT INTO command (sender, key, digest, answer, at) VALUES ($1, $2, $3, $4, $5)",
        args![sender, key, digest.0, answer, at_ms],
    );
    Ok(value)
}

fn unreadable(error: serde_json::Error) -> StorageError {
    StorageError::Corrupt {
        column: "command.answer".into(),
        what: error.to_string(),
    }
}
