//! The time of day as a parameter, so that a drill can run a day in a minute and a test can stand still.
//!
//! [`Clock::system`] is the machine's clock; [`Clock::manual`] moves only when told to. Whoever acts by the clock
//! (the ledger's tick) waits on [`Clock::reached`], which serves both.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;
use tongxin_city::Timestamp;

/// A source of the present moment; cheap to clone, all clones agree.
#[derive(Debug, Clone)]
pub struct Clock(Kind);

#[derive(Debug, Clone)]
enum Kind {
    System,
    Manual(Arc<watch::Sender<i64>>),
}

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(Kind::System)
    }

    /// A clock that stands at `start` until [`Clock::advance_to`].
    pub fn manual(start: Timestamp) -> Self {
        Self(Kind::Manual(Arc::new(watch::Sender::new(start.0))))
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Kind::System => {
                let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Timestamp(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
            }
            Kind::Manual(at) => Timestamp(*at.borrow()),
        }
    }

    /// Moves a manual clock forward; never back, and never the machine's.
    pub fn advance_to(&self, to: Timestamp) {
        if let Kind::Manual(at) = &self.0 {
            at.send_if_modified(|at| {
                let is_later = to.0 > *at;
                *at = to.0.max(*at);
                is_later
            });
        }
    }

    /// Waits until it is `at` on this clock. Whoever acts again and again names the moment after the last one they
    /// acted for, so that a clock that moved meanwhile skips nothing.
    pub async fn reached(&self, at: Timestamp) {
        match &self.0 {
            Kind::System => {
                let wait_ms = u64::try_from(at.millis_since(self.now())).unwrap_or(0);
                tokio::time::sleep(Duration::from_millis(wait_ms)).await;
            }
            Kind::Manual(moment) => {
                // The sender lives as long as this clock, so waiting can't fail.
                let _ = moment.subscribe().wait_for(|moment| *moment >= at.0).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manual_clock_never_goes_back() {
        let clock = Clock::manual(Timestamp(1_000));
        clock.advance_to(Timestamp(5_000));
        clock.advance_to(Timestamp(2_000));
        assert_eq!(clock.clone().now(), Timestamp(5_000));
    }

    #[tokio::test]
    async fn waiting_on_a_manual_clock_ends_when_it_is_moved_far_enough() {
        let clock = Clock::manual(Timestamp(0));
        let waiting = tokio::spawn({
            let clock = clock.clone();
            async move { clock.reached(Timestamp(60_000)).await }
        });
        tokio::task::yield_now().await;
        clock.advance_to(Timestamp(59_999));
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        clock.advance_to(Timestamp(60_000));
        tokio::time::timeout(Duration::from_secs(10), waiting)
            .await
            .expect("woken")
            .expect("finished");
    }

    #[tokio::test]
    async fn a_step_made_while_the_work_went_on_is_not_waited_for_again() {
        let clock = Clock::manual(Timestamp(0));
        let began = clock.now();
        clock.advance_to(Timestamp(60_000));
        let waiting = clock.reached(began.plus_minutes(1));
        tokio::time::timeout(Duration::from_secs(10), waiting)
            .await
            .expect("at once");
    }
}
