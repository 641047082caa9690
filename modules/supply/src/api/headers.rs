//! Headers that requests carry.

use utoipa::IntoParams;

/// The key that makes a command happen once: a repeat with the same key gets the first answer.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
#[allow(dead_code, reason = "only described; the extractor reads it")]
pub(crate) struct KeyHeader {
    /// 8 to 80 visible ASCII characters, chosen by the client.
    #[param(
        rename = "Idempotency-Key",
        min_length = 8,
        max_length = 80,
        pattern = "^[!-~]{8,80}$"
    )]
    key: String,
}
