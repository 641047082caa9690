//! Telling watchers (a live board) that something was committed.

use crate::StorageError;
use sqlx::postgres::{PgListener, PgPool};
use tokio::sync::watch;

/// The PostgreSQL notification channel all processes share.
pub(crate) const CHANNEL: &str = "tongxin_changes";

#[derive(Clone)]
pub(crate) struct Changes(watch::Sender<u64>);

impl Changes {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }

    pub(crate) fn bump(&self) {
        self.0.send_modify(|count| *count += 1);
    }

    /// Forwards PostgreSQL's notifications until the pool closes.
    pub(crate) async fn listen(&self, pool: &PgPool) -> Result<(), StorageError> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        let changes = self.clone();
        tokio::spawn(async move {
            // `recv` reconnects by itself; it fails only when the pool is closed.
            while listener.recv().await.is_ok() {
                changes.bump();
            }
        });
        Ok(())
    }
}
