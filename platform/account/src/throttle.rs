//! Slowing down those who guess: after a few failures each further one doubles the wait. In memory, by the city's clock.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;

use parking_lot::Mutex;
use tongxin_city::Timestamp;

/// The first wait.
const FIRST_WAIT_MS: i64 = Timestamp::SECOND_MS;
/// The longest wait.
const LONGEST_WAIT_MS: i64 = 15 * Timestamp::MINUTE_MS;
/// Failures are forgotten after this long without another.
const FORGOTTEN_MS: i64 = Timestamp::HOUR_MS;
/// Keys remembered at most; when more, the forgotten go first, then all (their waits are short).
const KEYS_MAX: usize = 50_000;

/// Counts failures for each key.
#[derive(Debug)]
pub(crate) struct Throttle<K> {
    free_failures: u32,
    failures: Mutex<HashMap<K, Failures>>,
}

#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last_at: Timestamp,
}

impl<K: Hash + Eq> Throttle<K> {
    /// A throttle that lets `free_failures` pass without a wait.
    pub(crate) fn new(free_failures: u32) -> Throttle<K> {
        Throttle {
            free_failures,
            failures: Mutex::new(HashMap::new()),
        }
    }

    /// `Err` with the whole seconds to wait before this key may try again.
    pub(crate) fn check(&self, key: &K, now: Timestamp) -> Result<(), u64> {
        let wait_ms = self.failures.lock().get(key).map_or(0, |failures| {
            self.wait_ms(failures.count) - now.millis_since(failures.last_at)
        });
        if wait_ms <= 0 {
            return Ok(());
        }
        Err(wait_ms.unsigned_abs().div_ceil(Timestamp::SECOND_MS.unsigned_abs()))
    }

    /// Remembers a failure.
    pub(crate) fn failed(&self, key: K, now: Timestamp) {
        let mut all = self.failures.lock();
        if all.len() >= KEYS_MAX && !all.contains_key(&key) {
            all.retain(|_, failures| now.millis_since(failures.last_at) < FORGOTTEN_MS);
            if all.len() >= KEYS_MAX {
                all.clear();
            }
        }
        let failures = all.entry(key).or_insert(Failures { count: 0, last_at: now });
        if now.millis_since(failures.last_at) >= FORGOTTEN_MS {
            failures.count = 0;
        }
        *failures = Failures {
            count: failures.count.saturating_add(1),
            last_at: now,
        };
    }

    /// Forgets a key that succeeded.
    pub(crate) fn succeeded(&self, key: &K) {
        self.failures.lock().remove(key);
    }

    fn wait_ms(&self, failures: u32) -> i64 {
        match failures.checked_sub(self.free_failures) {
            None | Some(0) => 0,
            Some(over) => FIRST_WAIT_MS
                .saturating_mul(1_i64 << (over - 1).min(20))
                .min(LONGEST_WAIT_MS),
        }
    }
}

/// What stands for a client: its address, or for IPv6 the network of 64 bits that one subscriber gets.
pub fn client_key(client: IpAddr) -> u64 {
    match client {
        IpAddr::V4(address) => u64::from(u32::from(address)),
        // The high half of an IPv6 address never looks like a small number in practice, so both share one table.
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(v4) => u64::from(u32::from(v4)),
            None => (u128::from(address) >> 64) as u64,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp(1_700_000_000_000);

    #[test]
    fn each_failure_after_the_free_ones_doubles_the_wait_up_to_a_quarter_hour() {
        let throttle = Throttle::new(3);
        for _ in 0..3 {
            throttle.failed("a", NOON);
            assert_eq!(throttle.check(&"a", NOON), Ok(()));
        }
        let waits: Vec<_> = (0..12)
            .map(|_| {
                throttle.failed("a", NOON);
                throttle.check(&"a", NOON)
            })
            .collect();
        assert_eq!(waits[..4], [Err(1), Err(2), Err(4), Err(8)]);
        assert_eq!(waits[11], Err(900));
        assert_eq!(throttle.check(&"a", NOON.plus_seconds(900)), Ok(()));
        assert_eq!(throttle.check(&"b", NOON), Ok(()), "another is not held back");
    }

    #[test]
    fn a_success_and_an_hour_of_peace_forget_the_failures() {
        let throttle = Throttle::new(1);
        throttle.failed("a", NOON);
        throttle.failed("a", NOON);
        throttle.succeeded(&"a");
        assert_eq!(throttle.check(&"a", NOON), Ok(()));
        for _ in 0..8 {
            throttle.failed("a", NOON);
        }
        throttle.failed("a", NOON.plus_hours(1));
        assert_eq!(throttle.check(&"a", NOON.plus_hours(1)), Ok(()));
    }
}
