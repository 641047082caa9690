//! Money in whole fen, so that sums are exact.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An amount of money from 0 to ten billion yuan, in fen (one hundredth of a yuan). In JSON and in the database the
/// number of fen; on pages in yuan, `12.50`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Fen(i64);

/// Why something is no amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FenError {
    /// Below nothing, or beyond ten billion yuan.
    #[error("{0} fen is out of bounds: 0 to {max} would be right", max = Fen::MAX.0)]
    OutOfBounds(i64),
    /// Not digits with at most two decimals.
    #[error("{0:?} is no price: yuan such as 12.50 would be right")]
    Unreadable(String),
}

impl Fen {
    /// Nothing.
    pub const ZERO: Fen = Fen(0);
    /// Ten billion yuan: no sum of one city's orders reaches it.
    pub const MAX: Fen = Fen(1_000_000_000_000);

    /// The number of fen.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// This price for so many pieces.
    ///
    /// # Errors
    /// `OutOfBounds` beyond [`Fen::MAX`].
    pub fn times(self, pieces: i64) -> Result<Fen, FenError> {
        Fen::try_from(self.0.saturating_mul(pieces))
    }

    /// The sum of both.
    ///
    /// # Errors
    /// `OutOfBounds` beyond [`Fen::MAX`].
    pub fn plus(self, other: Fen) -> Result<Fen, FenError> {
        Fen::try_from(self.0.saturating_add(other.0))
    }
}

impl TryFrom<i64> for Fen {
    type Error = FenError;

    fn try_from(fen: i64) -> Result<Fen, FenError> {
        if (0..=Fen::MAX.0).contains(&fen) {
            Ok(Fen(fen))
        } else {
            Err(FenError::OutOfBounds(fen))
        }
    }
}

impl From<Fen> for i64 {
    fn from(fen: Fen) -> i64 {
        fen.0
    }
}

impl fmt::Display for Fen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}.{:02}", self.0 / 100, self.0 % 100))
    }
}

impl FromStr for Fen {
    type Err = FenError;

    /// Reads yuan with at most two decimals: `12`, `12.5`, `12.50`.
    fn from_str(text: &str) -> Result<Fen, FenError> {
        let unreadable = || FenError::Unreadable(text.chars().take(40).collect());
        let (yuan, rest) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if yuan.is_empty() || yuan.len() > 12 || rest.len() > 2 || !is_number(yuan) || !is_number(rest) {
            return Err(unreadable());
        }
        let fen: i64 = format!("{yuan}{rest:0<2}").parse().map_err(|_| unreadable())?;
        Fen::try_from(fen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_read_back_as_they_are_shown() {
        for (text, fen) in [("12", 1200), ("12.5", 1250), ("0.05", 5), (" 3.00 ", 300)] {
            let read: Fen = text.parse().expect("yuan");
            assert_eq!(read.get(), fen, "{text}");
            assert_eq!(read.to_string().parse(), Ok(read));
        }
    }

    #[test]
    fn what_is_no_price_is_refused() {
        for text in ["", "-1", "1.234", "1e3", "１２", ".5", "99999999999999"] {
            assert!(text.parse::<Fen>().is_err(), "{text}");
        }
        assert!(Fen::try_from(-1).is_err());
        assert!(Fen::MAX.plus(Fen(1)).is_err());
    }
}
