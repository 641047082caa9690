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
        self.write(move |tx| Box::pin(answer_once(tx, command.clone(), Arc::clone(&work))))
            .await
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

async fn answer_once<T, E, F>(tx: &mut Tx, command: CommandKey, work: Arc<F>) -> Result<Answered<T>, E>
where
    T: Serialize + DeserializeOwned + Send + 'static,
    E: WriteError,
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
{
    let CommandKey {
        sender,
        key,
        digest,
        at_ms,
    } = command;
    let known = tx
        .optional(
            "SELECT digest, answer FROM command WHERE sender = $1 AND key = $2",
            args![&*sender, &*key],
        )
        .await?;
    if let Some(row) = known {
        if row.blob("digest")? != digest.0 {
            return Err(StorageError::KeyReused.into());
        }
        let value = serde_json::from_str(&row.text("answer")?).map_err(unreadable)?;
        return Ok(Answered { value, is_repeat: true });
    }
    let value = work(tx).await?;
    let answer = serde_json::to_string(&value).map_err(unreadable)?;
    tx.execute(
        "INSERT INTO command (sender, key, digest, answer, at) VALUES ($1, $2, $3, $4, $5)",
        args![sender, key, digest.0, answer, at_ms],
    )
    .await?;
    Ok(Answered {
        value,
        is_repeat: false,
    })
}

fn unreadable(error: serde_json::Error) -> StorageError {
    StorageError::Corrupt {
        column: "command.answer".into(),
        what: error.to_string(),
    }
}
