//! Writing. On SQLite one thread owns the one write connection: whatever waits is run in one transaction, each
//! write in a savepoint of its own, and everyone is answered after the shared commit. On PostgreSQL each write is a
//! transaction; lost races are tried again.

use crate::changes::{CHANNEL, Changes};
use crate::db::Engine;
use crate::sqlite::Sqlite;
use crate::tx::{Connection, Counts};
use crate::{BoxFuture, Db, StorageError, Tx, WriteError};
use futures::FutureExt as _;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::thread;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

/// Writes that may wait before callers are held back.
const QUEUE_MAX: usize = 4096;
/// Writes that share one commit; bounds how long the first of them waits.
const GROUP_MAX: usize = 512;
/// Tries of a write that keeps losing races on PostgreSQL.
const TRIES_MAX: u32 = 8;

/// Told after the commit: `None` for success, else why the group's commit failed.
type Reply = Box<dyn FnOnce(Option<&str>) + Send>;

/// A queued write. Its savepoint is kept when `is_kept`.
struct Outcome {
    is_kept: bool,
    reply: Reply,
}
type Job = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Outcome> + Send>;

pub(crate) struct GroupedWriter {
    queue: mpsc::Sender<Message>,
}

enum Message {
    Write(Job),
    Stop(oneshot::Sender<()>),
}

impl GroupedWriter {
    /// Starts the thread. Its statements work right there: a write that waits for nothing else never changes threads.
    pub(crate) fn start(connection: Sqlite, changes: Changes) -> Result<Self, StorageError> {
        let (queue, waiting) = mpsc::channel(QUEUE_MAX);
        let (tx, runtime) = (Tx::new(Connection::Sqlite(connection)), Handle::current());
        thread::Builder::new()
            .name("writer".into())
            .spawn(move || write_groups(tx, waiting, &changes, &runtime))
            .map_err(|_| StorageError::Abandoned)?;
        Ok(Self { queue })
    }

    pub(crate) async fn stop(&self) {
        let (done, is_done) = oneshot::channel();
        if self.queue.send(Message::Stop(done)).await.is_ok() {
            let _ = is_done.await;
        }
    }
}

fn write_groups(mut tx: Tx, mut waiting: mpsc::Receiver<Message>, changes: &Changes, runtime: &Handle) {
    let mut group = Vec::with_capacity(GROUP_MAX);
    while waiting.blocking_recv_many(&mut group, GROUP_MAX) > 0 {
        let mut stop = None;
        let mut jobs = Vec::with_capacity(group.len());
        for message in group.drain(..) {
            match message {
                Message::Write(job) => jobs.push(job),
                Message::Stop(done) => stop = Some(done),
            }
        }
        let mut replies = Vec::with_capacity(jobs.len());
        let failure = match runtime.block_on(run_group(&mut tx, jobs, &mut replies)) {
            Ok(is_announced) => {
                if is_announced {
                    changes.bump();
                }
                None
            }
            Err(error) => {
                tracing::error!(%error, "a group of writes failed");
                let _ = runtime.block_on(tx.execute("ROLLBACK", vec![]));
                Some(error.to_string())
            }
        };
        for reply in replies {
            reply(failure.as_deref());
        }
        if let Some(done) = stop {
            waiting.close();
            tx.close();
            let _ = done.send(());
            return;
        }
    }
}

async fn run_group(tx: &mut Tx, jobs: Vec<Job>, replies: &mut Vec<Reply>) -> Result<bool, StorageError> {
    if jobs.is_empty() {
        return Ok(false);
    }
    let mut counts = Counts::new();
    let mut is_announced = false;
    tx.execute("BEGIN IMMEDIATE", vec![]).await?;
    for job in jobs {
        tx.begin_one();
        // A write that panics is undone and its caller told `Abandoned`; the writer lives on.
        let outcome = AssertUnwindSafe(job(tx)).catch_unwind().await;
        let its_counts = std::mem::take(&mut tx.counts);
        let its_announced = std::mem::take(&mut tx.is_announced);
        let is_kept = matches!(&outcome, Ok(outcome) if outcome.is_kept);
        if is_kept {
            for (key, delta) in its_counts {
                *counts.entry(key).or_default() += delta;
            }
            is_announced |= its_announced;
        } else {
            tx.undo_one().await?;
        }
        if let Ok(outcome) = outcome {
            replies.push(outcome.reply);
        }
    }
    tx.flush_counts(counts).await?;
    tx.execute("COMMIT", vec![]).await?;
    Ok(is_announced)
}

impl Db {
    /// Runs `work` in a transaction and answers once it is durably committed. On an error from `work` nothing of
    /// it stays. `work` may run more than once (lost races on PostgreSQL), so it clones what it consumes.
    ///
    /// # Errors
    /// What `work` returned, or a storage failure.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: WriteError,
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
    {
        match &self.inner.engine {
            Engine::Sqlite { writer, .. } => {
                let (answer, answered) = oneshot::channel();
                let job: Job = Box::new(move |tx| Box::pin(run_one(tx, work, answer)));
                let sent = writer.queue.send(Message::Write(job)).await;
                match sent {
                    Ok(()) => answered.await.unwrap_or_else(|_| Err(StorageError::Abandoned.into())),
                    Err(_) => Err(StorageError::Abandoned.into()),
                }
            }
            Engine::Postgres { pool } => {
                let work = Arc::new(work);
                let mut tries = 0;
                loop {
                    tries += 1;
                    match self.try_on_postgres(pool, &*work).await {
                        Err(error)
                            if tries < TRIES_MAX && error.as_storage().is_some_and(StorageError::is_retryable) => {}
                        result => return result,
                    }
                }
            }
        }
    }

    async fn try_on_postgres<T, E, F>(&self, pool: &sqlx::PgPool, work: &F) -> Result<T, E>
    where
        E: WriteError,
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
    {
        let transaction = pool.begin().await.map_err(StorageError::from)?;
        let mut tx = Tx::new(Connection::Postgres(transaction));
        // Returning early drops the transaction, which rolls it back.
        let value = work(&mut tx).await?;
        tx.flush().await?;
        let counts = std::mem::take(&mut tx.counts);
        tx.flush_counts(counts).await?;
        if tx.is_announced {
            tx.execute("SELECT pg_notify($1, '')", vec![CHANNEL.into()]).await?;
        }
        if let Connection::Postgres(transaction) = tx.connection {
            transaction.commit().await.map_err(StorageError::from)?;
        }
        Ok(value)
    }
}

async fn run_one<T, E, F>(tx: &mut Tx, work: F, answer: oneshot::Sender<Result<T, E>>) -> Outcome
where
    T: Send + 'static,
    E: WriteError,
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
{
    let mut result = work(tx).await;
    if result.is_ok()
        && let Err(error) = tx.keep_one().await
    {
        result = Err(error.into());
    }
    Outcome {
        is_kept: result.is_ok(),
        reply: Box::new(move |failure| {
            let result = match failure {
                Some(why) => result.and(Err(StorageError::CommitFailed(why.to_owned()).into())),
                None => result,
            };
            // The caller may have gone away (a closed connection); the write stands.
            let _ = answer.send(result);
        }),
    }
}
