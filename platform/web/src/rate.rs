//! How often one client may ask: a token bucket for each key. Bounded in memory: when too many clients are known,
//! those who have not asked for longest are forgotten (their buckets are full again anyway).

use parking_lot::Mutex;
use std::collections::HashMap;
use std::hash::Hash;
use std::time::{Duration, Instant};

/// Clients remembered at most.
const CLIENTS_MAX: usize = 50_000;

/// A limit of `burst` at once and `per_second` on average for each key.
#[derive(Debug)]
pub struct RateLimit<K> {
    burst: f64,
    per_second: f64,
    buckets: Mutex<HashMap<K, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

impl<K: Hash + Eq + Clone> RateLimit<K> {
    /// A limit of `burst` at once, refilled evenly within `window`.
    pub fn new(burst: u32, window: Duration) -> Self {
        let burst = f64::from(burst);
        Self {
            burst,
            per_second: burst / window.as_secs_f64().max(0.001),
            buckets: Mutex::new(HashMap::new()),
        }
    }

    /// Takes one; `Err` with the seconds to wait when none is left.
    ///
    /// # Errors
    /// Whole seconds until one is there again, at least 1.
    pub fn take(&self, key: &K) -> Result<(), u64> {
        self.take_at(key, Instant::now())
    }

    fn take_at(&self, key: &K, now: Instant) -> Result<(), u64> {
        let mut buckets = self.buckets.lock();
        if buckets.len() >= CLIENTS_MAX && !buckets.contains_key(key) {
            let full_after = Duration::from_secs_f64(self.burst / self.per_second);
            buckets.retain(|_, bucket| now.duration_since(bucket.at) < full_after);
            if buckets.len() >= CLIENTS_MAX {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(key.clone()).or_insert(Bucket {
            tokens: self.burst,
            at: now,
        });
        let gained = now.duration_since(bucket.at).as_secs_f64() * self.per_second;
        bucket.tokens = (bucket.tokens + gained).min(self.burst);
        bucket.at = now;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        let seconds = ((1.0 - bucket.tokens) / self.per_second).ceil();
        // A wait is at most one window, far below what u64 holds.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Err((seconds as u64).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_the_burst_one_waits_and_then_may_again() {
        let limit = RateLimit::new(3, Duration::from_secs(30));
        let start = Instant::now();
        for _ in 0..3 {
            assert_eq!(limit.take_at(&"a", start), Ok(()));
        }
        assert_eq!(limit.take_at(&"a", start), Err(10));
        assert_eq!(limit.take_at(&"b", start), Ok(()), "another client is not held back");
        assert_eq!(limit.take_at(&"a", start + Duration::from_secs(10)), Ok(()));
    }
}
