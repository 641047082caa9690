//! The four symbols by which a reply says what it is about.

use crate::error::SmsError;
use std::fmt;
use tongxin_city::ids::{ALPHABET, value_of};

/// Symbols of a code.
pub(crate) const SYMBOLS: usize = 4;

/// A code: four symbols of the alphabet of ids. It is no secret: a reply counts only from the number that was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReplyCode([u8; SYMBOLS]);

impl ReplyCode {
    /// A new one, at random.
    ///
    /// # Errors
    /// `NoRandomness` when the system gives none.
    pub fn generate() -> Result<ReplyCode, SmsError> {
        let mut bytes = [0; SYMBOLS];
        getrandom::fill(&mut bytes).map_err(|error| SmsError::NoRandomness(error.to_string()))?;
        Ok(ReplyCode(bytes.map(|byte| ALPHABET[usize::from(byte % 32)])))
    }

    /// The code that these symbols are, in either case, with `O`, `I`, `L` read as 0, 1, 1.
    pub fn read(text: &str) -> Option<ReplyCode> {
        let values: Option<Vec<u8>> = text.chars().map(value_of).collect();
        let values: [u8; SYMBOLS] = values?.try_into().ok()?;
        Some(ReplyCode(values.map(|value| ALPHABET[usize::from(value)])))
    }
}

impl fmt::Display for ReplyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|symbol| write!(f, "{}", char::from(*symbol)))
    }
}
