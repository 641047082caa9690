//! What a published draw calls a household: random, and another one in each allotment.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use tongxin_city::ids::ALPHABET;

/// Random bytes behind a pseudonym: among a million of them two are the same once in 10^12 allotments.
pub const PSEUDONYM_BYTES: usize = 10;
const SYMBOLS: usize = 16;

/// Sixteen digits and capital letters without I, L, O and U, such as `7K2QH0ZD9M4XW1BC`.
///
/// It is drawn afresh for each ask, so that nobody but the household knows whose it is, and two allotments can't be
/// laid side by side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pseudonym([u8; SYMBOLS]);

/// Why a text is no pseudonym.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is no pseudonym: 16 digits and capital letters without I, L, O, U would be right")]
pub struct NoPseudonym {
    /// The text, cut to a sane length.
    pub found: String,
}

impl Pseudonym {
    /// The pseudonym of these random bytes.
    pub fn from_random(bytes: [u8; PSEUDONYM_BYTES]) -> Pseudonym {
        let number = bytes
            .iter()
            .fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        Pseudonym(std::array::from_fn(|position| {
            ALPHABET[(number >> (5 * (SYMBOLS - 1 - position)) & 31) as usize]
        }))
    }

    /// Its symbols in ASCII, as they are hashed.
    pub const fn as_bytes(&self) -> &[u8; SYMBOLS] {
        &self.0
    }
}

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let symbols: String = self.0.iter().map(|symbol| char::from(*symbol)).collect();
        f.pad(&symbols)
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Pseudonym {
    type Err = NoPseudonym;

    /// Reads exactly what is shown: other spellings would hash to other lots.
    fn from_str(text: &str) -> Result<Self, NoPseudonym> {
        let no_pseudonym = || NoPseudonym {
            found: text.chars().take(40).collect(),
        };
        let symbols = <[u8; SYMBOLS]>::try_from(text.as_bytes()).map_err(|_| no_pseudonym())?;
        if symbols.iter().all(|symbol| ALPHABET.contains(symbol)) {
            Ok(Pseudonym(symbols))
        } else {
            Err(no_pseudonym())
        }
    }
}

impl TryFrom<String> for Pseudonym {
    type Error = NoPseudonym;

    fn try_from(text: String) -> Result<Self, NoPseudonym> {
        text.parse()
    }
}

impl From<Pseudonym> for String {
    fn from(pseudonym: Pseudonym) -> String {
        pseudonym.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_reads_back_as_it_is_shown() {
        for bytes in [[0; 10], [0xff; 10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]] {
            let pseudonym = Pseudonym::from_random(bytes);
            assert_eq!(pseudonym.to_string().parse(), Ok(pseudonym));
        }
        assert_eq!(Pseudonym::from_random([0xff; 10]).to_string(), "ZZZZZZZZZZZZZZZZ");
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in [
            "",
            "7k2qh0zd9m4xw1bc",
            "7K2Q-H0ZD-9M4X-W1BC",
            "7K2QH0ZD9M4XW1BO",
            "７K2QH0ZD9M4XW",
        ] {
            assert!(text.parse::<Pseudonym>().is_err(), "{text}");
        }
    }
}
