//! Passwords: Argon2id with the parameters of OWASP's Password Storage Cheat Sheet (m = 19 MiB, t = 2, p = 1), off the async
//! threads and few at a time, because each takes 19 MiB and some 30 ms.
//!
//! They have threads of their own: the allocator keeps freed memory for the thread that had it, and a pool of hundreds of
//! threads would keep 19 MiB for each that ever hashed.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use parking_lot::Mutex;
use std::sync::{Arc, mpsc};
use std::thread;
use tokio::sync::{Semaphore, oneshot};

use crate::AccountError;
use crate::limits::{HASHINGS_AT_ONCE, HASHINGS_WAITING_MAX};

/// Kibibytes of memory (OWASP).
const MEMORY_KIB: u32 = 19_456;
/// Passes over it (OWASP).
const PASSES: u32 = 2;
/// Lanes (OWASP).
const LANES: u32 = 1;

/// A well-formed hash that no password meets, so that an unknown name costs as much as a wrong password.
const NOBODYS_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IDE2IGJ5dGVz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

type Job = Box<dyn FnOnce() + Send>;

/// Hashes and verifies, a few at a time. Its threads end with it.
#[derive(Debug)]
pub(crate) struct Passwords {
    jobs: mpsc::Sender<Job>,
    waiting: Semaphore,
}

impl Passwords {
    pub(crate) fn new() -> Passwords {
        let (jobs, taken) = mpsc::channel::<Job>();
        let taken = Arc::new(Mutex::new(taken));
        for _ in 0..HASHINGS_AT_ONCE {
            let taken = Arc::clone(&taken);
            thread::spawn(move || {
                // The lock is given back before the job runs.
                let next = || taken.lock().recv().ok();
                while let Some(job) = next() {
                    job();
                }
            });
        }
        Passwords {
            jobs,
            waiting: Semaphore::new(HASHINGS_WAITING_MAX),
        }
    }

    /// The PHC string of a password, with a fresh salt.
    pub(crate) async fn hash(&self, password: String) -> Result<String, AccountError> {
        self.off_thread(move || {
            argon2()?
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
                .map_err(|_| AccountError::NoRandomness)
        })
        .await
    }

    /// Whether the password belongs to the hash; without a hash as much work for nothing.
    pub(crate) async fn is_right(&self, password: String, hash: Option<String>) -> Result<bool, AccountError> {
        self.off_thread(move || {
            let is_known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODYS_HASH.to_owned());
            let parsed = PasswordHash::new(&hash).map_err(|error| AccountError::Unreadable {
                what: "account.password_hash",
                why: error.to_string(),
            })?;
            let is_right = argon2()?.verify_password(password.as_bytes(), &parsed).is_ok();
            Ok(is_right && is_known)
        })
        .await
    }

    async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, AccountError> + Send + 'static,
    ) -> Result<T, AccountError> {
        let _place = self.waiting.try_acquire().map_err(|_| AccountError::Busy)?;
        let (answer, answered) = oneshot::channel();
        let job = Box::new(move || {
            // Whoever asked may have gone away.
            let _ = answer.send(work());
        });
        self.jobs.send(job).map_err(|_| AccountError::Busy)?;
        answered.await.map_err(|_| AccountError::Busy)?
    }
}

fn argon2() -> Result<Argon2<'static>, AccountError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|error| AccountError::Unreadable {
        what: "argon2",
        why: error.to_string(),
    })?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_opens_and_nobody_has_none() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse".into()).await.expect("hashed");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(
            passwords
                .is_right("correct horse".into(), Some(hash.clone()))
                .await
                .expect("checked")
        );
        assert!(
            !passwords
                .is_right("correct house".into(), Some(hash))
                .await
                .expect("checked")
        );
        assert!(!passwords.is_right("correct horse".into(), None).await.expect("checked"));
    }
}
