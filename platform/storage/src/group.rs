//! Writing. On SQLite one thread owns the one write connection: whatever waits is run in one transaction, and everyone
//! is answered after the shared commit. A write that fails leaves nothing and its neighbours stand: most fail before
//! they change anything; for one that does not the group is run again, each write in a savepoint of its own. On
//! PostgreSQL each write is a transaction; lost races are tried again.

use crate::changes::{CHANNEL, Changes};
use crate::counts::Counts;
use crate::db::Engine;
use crate::sqlite::Sqlite;
use crate::tx::Connection;
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

/// A queued write, which can be run again as long as it was not answered.
trait Job: Send {
    /// Runs it; whether what it did is to be kept.
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> BoxFuture<'t, bool>;

    /// Answers after the commit: `None` for success, else why the group's commit failed.
    fn answer(self: Box<Self>, failure: Option<&str>);
}

pub(crate) struct GroupedWriter {
    queue: mpsc::Sender<Message>,
}

enum Message {
    Write(Box<dyn Job>),
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
        let failure = match runtime.block_on(run_group(&mut tx, &mut jobs)) {
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
        for job in jobs {
            job.answer(failure.as_deref());
        }
        if let Some(done) = stop {
            waiting.close();
            tx.close();
            let _ = done.send(());
            return;
        }
    }
}

/// Whether anybody is to be told of the changes.
async fn run_group(tx: &mut Tx, jobs: &mut [Box<dyn Job>]) -> Result<bool, StorageError> {
    if jobs.is_empty() {
        return Ok(false);
    }
    if let Some(is_announced) = run_together(tx, jobs).await? {
        return Ok(is_announced);
    }
    run_apart(tx, jobs).await
}

/// Runs the writes one after the other. None when one failed after it had changed something: then all is undone.
///
/// Savepoints would let each be undone alone, but they cost a third of all writing: SQLite copies each page that changes
/// within one, and its text index goes to disk at each instead of once for the group.
async fn run_together(tx: &mut Tx, jobs: &mut [Box<dyn Job>]) -> Result<Option<bool>, StorageError> {
    let mut counts = Counts::default();
    let mut is_announced = false;
    tx.execute("BEGIN IMMEDIATE", vec![]).await?;
    for job in jobs {
        let changes_before = tx.changes();
        if is_kept(job, tx).await {
            counts.add(std::mem::take(&mut tx.counts));
            is_announced |= std::mem::take(&mut tx.is_announced);
            continue;
        }
        tx.forget();
        if !tx.is_open() {
            return Err(StorageError::Abandoned);
        }
        if tx.changes() != changes_before {
            tx.execute("ROLLBACK", vec![]).await?;
            return Ok(None);
        }
    }
    tx.flush_counts(counts).await?;
    tx.execute("COMMIT", vec![]).await?;
    Ok(Some(is_announced))
}

/// Runs the writes again, each in a savepoint, so that what fails is undone alone.
async fn run_apart(tx: &mut Tx, jobs: &mut [Box<dyn Job>]) -> Result<bool, StorageError> {
    let mut counts = Counts::default();
    let mut is_announced = false;
    tx.execute("BEGIN IMMEDIATE", vec![]).await?;
    for job in jobs {
        tx.execute("SAVEPOINT write_one", vec![]).await?;
        if is_kept(job, tx).await {
            counts.add(std::mem::take(&mut tx.counts));
            is_announced |= std::mem::take(&mut tx.is_announced);
        } else {
            tx.forget();
            tx.execute("ROLLBACK TO write_one", vec![]).await?;
        }
        tx.execute("RELEASE write_one", vec![]).await?;
    }
    tx.flush_counts(counts).await?;
    tx.execute("COMMIT", vec![]).await?;
    Ok(is_announced)
}

/// Runs a write. One that panics is not kept and its caller told `Abandoned`; the writer lives on.
async fn is_kept(job: &mut Box<dyn Job>, tx: &mut Tx) -> bool {
    AssertUnwindSafe(job.run(tx)).catch_unwind().await.unwrap_or(false)
}

impl Db {
    /// Runs `work` in a transaction and answers once it is durably committed. On an error from `work` nothing of
    /// it stays. `work` may run more than once (lost races on PostgreSQL, a failed neighbour on SQLite), so it clones
    /// what it consumes.
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
                let write = OneWrite {
                    work,
                    result: None,
                    answer,
                };
                match writer.queue.send(Message::Write(Box::new(write))).await {
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
        let mut counts = Counts::default();
        counts.add(std::mem::take(&mut tx.counts));
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

struct OneWrite<T, E, F> {
    work: F,
    /// Of the last run; none when it panicked.
    result: Option<Result<T, E>>,
    answer: oneshot::Sender<Result<T, E>>,
}

impl<T, E, F> Job for OneWrite<T, E, F>
where
    T: Send + 'static,
    E: WriteError,
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
{
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> BoxFuture<'t, bool> {
        Box::pin(async move {
            self.result = None;
            let mut result = (self.work)(tx).await;
            if result.is_ok()
                && let Err(error) = tx.flush().await
            {
                result = Err(error.into());
            }
            self.result.insert(result).is_ok()
        })
    }

    fn answer(self: Box<Self>, failure: Option<&str>) {
        let result = self.result.unwrap_or_else(|| Err(StorageError::Abandoned.into()));
        let result = match failure {
            Some(why) => result.and(Err(StorageError::CommitFailed(why.to_owned()).into())),
            None => result,
        };
        // The caller may have gone away (a closed connection); the write stands.
        let _ = self.answer.send(result);
    }
}
