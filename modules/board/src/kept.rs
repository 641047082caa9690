//! One value read from the database and kept while it is current, read again only when somebody asks.
//!
//! Reading takes no more than about a tenth of a core: after a read comes a pause ten times as long. While reads are
//! quick, whoever asks waits for the newest value; when they are slow, the last value is given and a new one is read
//! meanwhile.

use parking_lot::RwLock;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// The pause after a read, in lengths of the read.
const PAUSE_FACTOR: u32 = 10;
/// Longest pause between reads, however long they take.
const PAUSE_MAX: Duration = Duration::from_secs(10);
/// Reads up to this long are waited for, with the pause before them.
const QUICK_READ: Duration = Duration::from_millis(5);
/// A value this old is not given any more, however long reading takes.
const STALE_MAX: Duration = Duration::from_secs(5);

/// A kept value of type `T`, valid for a version `V` of what it was read from.
pub(crate) struct Kept<T, V> {
    held: RwLock<Option<Held<T, V>>>,
    /// One reader at a time.
    reading: tokio::sync::Mutex<()>,
}

struct Held<T, V> {
    value: Arc<T>,
    version: V,
    /// When reading began: what was written before is in the value.
    began_at: Instant,
    read_at: Instant,
    took: Duration,
}

impl<T, V: Copy> Clone for Held<T, V> {
    fn clone(&self) -> Self {
        Self {
            value: Arc::clone(&self.value),
            ..*self
        }
    }
}

impl<T, V> Default for Kept<T, V> {
    fn default() -> Self {
        Self {
            held: RwLock::new(None),
            reading: tokio::sync::Mutex::new(()),
        }
    }
}

impl<T, V> Held<T, V> {
    fn pause_left(&self) -> Duration {
        (self.took * PAUSE_FACTOR)
            .min(PAUSE_MAX)
            .saturating_sub(self.read_at.elapsed())
    }
}

impl<T, V> Kept<T, V>
where
    T: Send + Sync + 'static,
    V: PartialEq + Copy + Send + Sync + 'static,
{
    /// The value: exact while reading is quick, else at most a few seconds old. `version` says what version there is
    /// now, `read` reads the value, given the one before.
    ///
    /// # Errors
    /// What `read` answers.
    pub(crate) async fn get<E, F>(
        self: &Arc<Self>,
        version: impl Fn() -> V + Send + Sync + 'static,
        read: impl Fn(Option<Arc<T>>) -> F + Send + Sync + 'static,
    ) -> Result<Arc<T>, E>
    where
        F: Future<Output = Result<T, E>> + Send,
        E: std::fmt::Display + Send + 'static,
    {
        let held = self.held.read().clone();
        match held {
            Some(held) if held.version == version() => Ok(held.value),
            Some(held) if held.took > QUICK_READ && held.read_at.elapsed() < STALE_MAX => {
                if held.pause_left().is_zero() {
                    let kept = Arc::clone(self);
                    tokio::spawn(async move {
                        // Whoever reads already will do, or has just read.
                        if let Ok(_one) = kept.reading.try_lock()
                            && kept.is_due(&version())
                            && let Err(error) = kept.read(&version, &read).await
                        {
                            tracing::warn!(%error, "counts could not be read");
                        }
                    });
                }
                Ok(held.value)
            }
            // Nobody waits out the pause after a slow read: what is too old to be given is rare.
            Some(held) if held.took > QUICK_READ => self.newer(version, read, false).await,
            _ => self.newer(version, read, true).await,
        }
    }

    /// Whether what is held is of another version, and the pause after reading it is over.
    fn is_due(&self, version: &V) -> bool {
        let held = self.held.read();
        held.as_ref()
            .is_none_or(|held| held.version != *version && held.pause_left().is_zero())
    }

    /// A value that holds everything written before the call, waited for.
    ///
    /// # Errors
    /// What `read` answers.
    pub(crate) async fn newest<E, F>(
        &self,
        version: impl Fn() -> V,
        read: impl Fn(Option<Arc<T>>) -> F,
    ) -> Result<Arc<T>, E>
    where
        F: Future<Output = Result<T, E>>,
    {
        self.newer(version, read, true).await
    }

    async fn newer<E, F>(
        &self,
        version: impl Fn() -> V,
        read: impl Fn(Option<Arc<T>>) -> F,
        is_paused: bool,
    ) -> Result<Arc<T>, E>
    where
        F: Future<Output = Result<T, E>>,
    {
        let asked_at = Instant::now();
        let _one_at_a_time = self.reading.lock().await;
        let held = self.held.read().clone();
        if let Some(held) = held {
            // Of many who wait one reads; the others find what was read after they asked.
            if held.began_at >= asked_at || held.version == version() {
                return Ok(held.value);
            }
            if is_paused {
                tokio::time::sleep(held.pause_left()).await;
            }
        }
        self.read(&version, &read).await
    }

    async fn read<E, F>(&self, version: &impl Fn() -> V, read: &impl Fn(Option<Arc<T>>) -> F) -> Result<Arc<T>, E>
    where
        F: Future<Output = Result<T, E>>,
    {
        let began_at = Instant::now();
        // Taken before reading: a change meanwhile makes the value outdated, not wrongly current.
        let version = version();
        let before = self.held.read().as_ref().map(|held| Arc::clone(&held.value));
        let value = Arc::new(read(before).await?);
        let (read_at, took) = (Instant::now(), began_at.elapsed());
        *self.held.write() = Some(Held {
            value: Arc::clone(&value),
            version,
            began_at,
            read_at,
            took,
        });
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicU64, Ordering};

    struct Source {
        version: AtomicU64,
        reads: AtomicU64,
        slow: Duration,
    }

    async fn get(kept: &Arc<Kept<u64, u64>>, source: &Arc<Source>) -> u64 {
        let (versions, reads) = (Arc::clone(source), Arc::clone(source));
        let answer = kept.get(
            move || versions.version.load(Ordering::SeqCst),
            move |_| {
                let source = Arc::clone(&reads);
                async move {
                    source.reads.fetch_add(1, Ordering::SeqCst);
                    tokio::time::sleep(source.slow).await;
                    Ok::<_, Infallible>(source.version.load(Ordering::SeqCst))
                }
            },
        );
        let Ok(value) = answer.await;
        *value
    }

    fn source(slow_ms: u64) -> Arc<Source> {
        Arc::new(Source {
            version: AtomicU64::new(1),
            reads: AtomicU64::new(0),
            slow: Duration::from_millis(slow_ms),
        })
    }

    // Time stands still but for what is slept, so that a busy machine changes nothing.
    #[tokio::test(start_paused = true)]
    async fn an_unchanged_value_is_read_once() {
        let (kept, source) = (Arc::default(), source(0));
        for _ in 0..100 {
            assert_eq!(get(&kept, &source).await, 1);
        }
        assert_eq!(source.reads.load(Ordering::SeqCst), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_quick_read_always_answers_the_newest() {
        let (kept, source) = (Arc::default(), source(0));
        for version in 2..20 {
            get(&kept, &source).await;
            source.version.store(version, Ordering::SeqCst);
            tokio::time::advance(Duration::from_millis(1)).await;
            assert_eq!(get(&kept, &source).await, version);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_read_answers_the_last_value_at_once_and_the_new_one_later() {
        let (kept, source) = (Arc::default(), source(40));
        get(&kept, &source).await;
        source.version.store(2, Ordering::SeqCst);
        assert_eq!(get(&kept, &source).await, 1, "not waited for");
        let started = Instant::now();
        while get(&kept, &source).await == 1 {
            assert!(started.elapsed() < STALE_MAX);
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(
            started.elapsed() > Duration::from_millis(300),
            "a pause of ten reads lies between"
        );
        assert_eq!(source.reads.load(Ordering::SeqCst), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_wait_share_one_read_even_while_the_source_changes() {
        let (kept, source) = (Arc::default(), source(30));
        let changing = Arc::clone(&source);
        let _changes = tokio::spawn(async move {
            loop {
                changing.version.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        });
        let all = (0..50).map(|_| get(&kept, &source));
        futures::future::join_all(all).await;
        assert!(source.reads.load(Ordering::SeqCst) <= 2);
    }
}
