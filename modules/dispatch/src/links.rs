//! The link of a run: whoever holds it may drive that run, and nothing else. What is secret in it is worked out from the
//! server's own secret, so that it can be printed again and the database alone opens no run.

use crate::dispatch::Dispatch;
use crate::error::DispatchError;
use crate::store::runs::{self, RunRecord};
use data_encoding::BASE64URL_NOPAD;
use subtle::ConstantTimeEq as _;
use tongxin_city::{RunId, Timestamp};

/// Bytes of a link's secret: 128 bits can't be guessed.
const SECRET_BYTES: usize = 16;
/// How long a link opens its run after the run is to be back, in hours: phones without a signal come back late.
const OPEN_HOURS: i64 = 36;
/// How long before it leaves.
const OPEN_BEFORE_HOURS: i64 = 48;

impl Dispatch {
    /// What opens a run: its number and its secret.
    pub(crate) fn key_of(&self, run: &RunRecord) -> String {
        format!("{}.{}", run.id, self.secret(run.id, run.link))
    }

    /// The address that whoever drives opens. What is secret stands behind `#`, which browsers don't send.
    pub(crate) fn link_of(&self, run: &RunRecord, origin: &str) -> String {
        format!("{origin}/run#{}", self.key_of(run))
    }

    fn secret(&self, run: RunId, link: i64) -> String {
        let content = [run.get().to_be_bytes(), link.to_be_bytes()].concat();
        let bytes = self.accounts().derived("run-link", &content);
        BASE64URL_NOPAD.encode(&bytes[..SECRET_BYTES])
    }

    /// The salt with which a run's hand-over codes are hashed for its sheet.
    pub(crate) fn salt_of(&self, run: RunId) -> [u8; 32] {
        self.accounts().derived("run-salt", &run.get().to_be_bytes())
    }

    /// The run that a key opens now.
    ///
    /// # Errors
    /// `NoLink` for a key that opens nothing, no longer, or not yet; or a storage failure.
    pub(crate) async fn opened(&self, key: &str, now: Timestamp) -> Result<RunRecord, DispatchError> {
        let (run, secret) = key.split_once('.').ok_or(DispatchError::NoLink)?;
        let run: RunId = run.parse().map_err(|_| DispatchError::NoLink)?;
        let run = runs::by_link(self.db(), run).await?.ok_or(DispatchError::NoLink)?;
        let is_right: bool = self.secret(run.id, run.link).as_bytes().ct_eq(secret.as_bytes()).into();
        let is_time = now >= run.start_at.plus_hours(-OPEN_BEFORE_HOURS) && now <= run.end_at.plus_hours(OPEN_HOURS);
        if is_right && is_time {
            Ok(run)
        } else {
            Err(DispatchError::NoLink)
        }
    }
}
