//! The event stream: tells a page that something changed, and nothing else. The page then asks for its parts, under
//! its own reader's rights.

use crate::keeper::Keeper;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::stream;
use http::StatusCode;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::Instant;
use tongxin_city::Place;
use tongxin_web::Problem;

/// Streams open at the same time.
const STREAMS_MAX: usize = 500;
/// A page is told at most this often.
const PAUSE: Duration = Duration::from_secs(1);
/// A stream ends after this time; the browser opens a new one, which checks its reader's rights again.
const STREAM_MAX: Duration = Duration::from_secs(15 * 60);
/// Between signs of life, so that nothing on the way closes a quiet stream.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How long a browser waits before it opens a new stream.
const RETRY: Duration = Duration::from_secs(3);

/// Those who watch.
pub(crate) struct Watchers {
    seats: Arc<Semaphore>,
    closing: watch::Sender<bool>,
}

impl Default for Watchers {
    fn default() -> Self {
        Self {
            seats: Arc::new(Semaphore::new(STREAMS_MAX)),
            closing: watch::Sender::new(false),
        }
    }
}

struct Watcher {
    keeper: Arc<Keeper>,
    place: Place,
    changes: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    ends_at: Instant,
    quiet_until: Instant,
    said: Said,
    _seat: OwnedSemaphorePermit,
}

impl Watchers {
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// A stream of `changed` events for the board of a place.
    ///
    /// # Errors
    /// 503 when too many watch already.
    pub(crate) fn watch(&self, keeper: &Arc<Keeper>, place: Place) -> Result<Response, Problem> {
        let too_many = |_| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "board-too-many-watchers");
        let seat = Arc::clone(&self.seats).try_acquire_owned().map_err(too_many)?;
        let now = Instant::now();
        let watcher = Watcher {
            keeper: Arc::clone(keeper),
            place,
            changes: keeper.ledger.changes(),
            closing: self.closing.subscribe(),
            ends_at: now + STREAM_MAX,
            quiet_until: now,
            said: Said::Nothing,
            _seat: seat,
        };
        let events = stream::unfold(watcher, next);
        Ok(Sse::new(events)
            .keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
            .into_response())
    }
}

/// What a stream has said so far.
enum Said {
    Nothing,
    Open,
    Counts,
}

async fn next(mut watcher: Watcher) -> Option<(Result<Event, Infallible>, Watcher)> {
    match watcher.said {
        Said::Nothing => {
            // Says how soon to come back, and lets the browser know at once that the stream is open.
            watcher.said = Said::Open;
            return Some((Ok(Event::default().retry(RETRY).comment("open")), watcher));
        }
        // What happened between the page, or the stream before, and this one would never be told otherwise.
        Said::Open => watcher.said = Said::Counts,
        Said::Counts => {
            tokio::select! {
                _ = watcher.closing.wait_for(|is_closing| *is_closing) => return None,
                () = tokio::time::sleep_until(watcher.ends_at) => return None,
                changed = changed(&mut watcher.changes, watcher.quiet_until) => changed?,
            }
        }
    }
    // Told only when the new counts are there, so that the page that asks for them gets them.
    let event = match watcher.keeper.catch_up(&watcher.place).await {
        Ok(number) => Event::default().event("changed").data(number.to_string()),
        Err(error) => {
            tracing::warn!(%error, "counts for watchers could not be read");
            Event::default().comment("no counts")
        }
    };
    watcher.quiet_until = Instant::now() + PAUSE;
    Some((Ok(event), watcher))
}

/// Waits for a change, but not before `quiet_until`; none when nothing can change any more.
async fn changed(changes: &mut watch::Receiver<u64>, quiet_until: Instant) -> Option<()> {
    tokio::time::sleep_until(quiet_until).await;
    changes.changed().await.ok()
}
