//! The code of a place: digits whose start is the parent's code.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The code of a place, 1 to 24 ASCII digits. A child's code starts with its parent's, so "inside" is a prefix test.
///
/// Codes order as their digit strings do: a place comes right before everything inside it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceCode {
    /// The digits in ASCII, then zero bytes; so comparing the arrays compares the strings.
    digits: [u8; PlaceCode::DIGITS_MAX],
    len: u8,
}

/// Why a text is not a place code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlaceCodeError {
    /// No digit at all.
    #[error("a place code is empty: 1 to 24 digits would be right")]
    Empty,
    /// More than [`PlaceCode::DIGITS_MAX`] digits.
    #[error("a place code has {found} characters: at most 24 digits would be right")]
    TooLong {
        /// How many characters were given.
        found: usize,
    },
    /// A character that is not an ASCII digit.
    #[error("a place code holds {found:?}: only the digits 0 to 9 would be right")]
    NotADigit {
        /// The first such character.
        found: char,
    },
}

impl PlaceCode {
    /// The longest code: room for nations whose official codes are longer than China's 12 digits, plus the users' own.
    pub const DIGITS_MAX: usize = 24;

    /// The digits.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    fn as_bytes(&self) -> &[u8] {
        &self.digits[..usize::from(self.len)]
    }

    /// How many digits the code has; its level follows from it (see [`crate::Widths`]).
    pub fn width(&self) -> usize {
        usize::from(self.len)
    }

    /// Whether this place is `outer` or lies inside it.
    pub fn is_inside(&self, outer: &PlaceCode) -> bool {
        self.as_bytes().starts_with(outer.as_bytes())
    }

    /// How many digits the codes of two places begin with alike: the more, the nearer they lie in the tree.
    pub fn shared_width(&self, other: &PlaceCode) -> usize {
        let digits = self.as_bytes().iter().zip(other.as_bytes());
        digits.take_while(|(one, other)| one == other).count()
    }

    /// The first `width` digits, or nothing when the code is shorter or `width` is 0.
    pub fn prefix(&self, width: usize) -> Option<PlaceCode> {
        if width == 0 || width > self.width() {
            return None;
        }
        let mut digits = [0; Self::DIGITS_MAX];
        digits[..width].copy_from_slice(&self.digits[..width]);
        Some(PlaceCode {
            digits,
            len: width as u8,
        })
    }

    /// This code with `number` appended in `digits` digits, zero-padded; nothing when it does not fit.
    pub fn child(&self, number: u64, digits: usize) -> Option<PlaceCode> {
        let tail = format!("{number:0digits$}");
        if tail.len() != digits {
            return None;
        }
        format!("{self}{tail}").parse().ok()
    }

    /// Bounds for SQL: `code >= lo AND code < hi` holds for exactly this place and all inside it.
    ///
    /// `hi` is the code with its last character raised by one: `50` gives `51`, `509` gives `50:` (`:` follows
    /// `9` in ASCII), so the column must compare by bytes (SQLite's BINARY, PostgreSQL's `COLLATE "C"`).
    pub fn range(&self) -> (String, String) {
        (self.as_str().to_owned(), self.after().as_str().to_owned())
    }

    /// The smallest value above everything inside this place. Not itself a valid code when it ends in `:`;
    /// only for bounds.
    pub(crate) fn after(&self) -> PlaceCode {
        let mut bound = *self;
        bound.digits[usize::from(self.len) - 1] += 1;
        bound
    }
}

impl FromStr for PlaceCode {
    type Err = PlaceCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(PlaceCodeError::Empty);
        }
        if let Some(found) = text.chars().find(|c| !c.is_ascii_digit()) {
            return Err(PlaceCodeError::NotADigit { found });
        }
        if text.len() > Self::DIGITS_MAX {
            return Err(PlaceCodeError::TooLong { found: text.len() });
        }
        let mut digits = [0; Self::DIGITS_MAX];
        digits[..text.len()].copy_from_slice(text.as_bytes());
        Ok(PlaceCode {
            digits,
            len: text.len() as u8,
        })
    }
}

impl TryFrom<String> for PlaceCode {
    type Error = PlaceCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl fmt::Display for PlaceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for PlaceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlaceCode({})", self.as_str())
    }
}

impl AsRef<str> for PlaceCode {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl Serialize for PlaceCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for PlaceCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
