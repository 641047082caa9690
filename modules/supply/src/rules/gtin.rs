//! Trade item numbers (GTIN-8, -12, -13, -14), as the GS1 General Specifications define them.
//!
//! All are kept as 14 digits with zeros in front, as the specifications have it for databases. The last digit checks the
//! others: weighted 3 and 1 in turn from the right, all digits add up to a multiple of ten. That finds every single wrong
//! digit, and every swap of neighbours unless the two differ by five.

use std::fmt;
use std::str::FromStr;
use tongxin_web::FieldFault;

/// Digits of a number as it is kept.
const DIGITS: usize = 14;
/// Digits of a number as it stands on a package.
const LENGTHS: [usize; 4] = [8, 12, 13, DIGITS];
/// Characters read at most, dashes and blanks included: the longest number with a sign between all its digits.
const SIGNS_MAX: usize = 2 * DIGITS;

/// A number whose check digit fits and that is the same thing everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gtin([u8; DIGITS]);

/// Why a text is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GtinError {
    /// Not 8, 12, 13 or 14 digits.
    #[error("a GTIN has 8, 12, 13 or 14 digits, this has {found}")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A character that is no digit.
    #[error("{found:?} is no digit")]
    Sign {
        /// The first such character.
        found: char,
    },
    /// The check digit does not fit: something was mistyped.
    #[error("the last digit would have to be {right}")]
    Check {
        /// The one that fits the others.
        right: u8,
    },
    /// A number that each shop or firm gives out for itself, for goods weighed or packed there.
    #[error("a number for use inside one firm names no trade item")]
    Restricted,
}

impl Gtin {
    /// Reads what somebody filled in.
    ///
    /// # Errors
    /// What is wrong, at that field.
    pub fn at(field: impl Into<String>, text: &str) -> Result<Gtin, FieldFault> {
        let field = field.into();
        text.parse().map_err(|error| match error {
            GtinError::Length { found } => FieldFault::new(field, "supply-goods-gtin-length").arg("found", found),
            GtinError::Sign { found } => FieldFault::new(field, "supply-goods-gtin-sign").arg("found", found),
            GtinError::Check { right } => FieldFault::new(field, "supply-goods-gtin-check").arg("right", right),
            GtinError::Restricted => FieldFault::new(field, "supply-goods-gtin-restricted"),
        })
    }

    /// The 14 digits, as they are kept.
    pub fn as_str(&self) -> &str {
        // Only digits are ever put in, so that this is never empty.
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The number as it stands on the package: 8, 13 or 14 digits. (The 12 of North America are read as 13 with a zero.)
    pub fn printed(&self) -> &str {
        let digits = self.as_str();
        match digits.bytes().take_while(|digit| *digit == b'0').count() {
            0 => digits,
            1..=5 => &digits[1..],
            _ => &digits[6..],
        }
    }

    /// Prefixes 02, 04 and 20 to 29 are for use inside a region or firm, those of GTIN-8 that begin with 0 or 2 too.
    fn is_restricted(&self) -> bool {
        let digits = self.as_str();
        match digits.strip_prefix("000000") {
            Some(short) => short.starts_with(['0', '2']),
            None => ["02", "04", "2"].iter().any(|prefix| digits[1..].starts_with(prefix)),
        }
    }
}

/// The digit that fits the 13 before it.
fn check_digit(digits: &[u8]) -> u8 {
    let weighted = digits.iter().rev().zip([3, 1].iter().cycle());
    let sum: u32 = weighted.map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    ((10 - sum % 10) % 10) as u8
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl serde::Serialize for Gtin {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl FromStr for Gtin {
    type Err = GtinError;

    /// Reads 8, 12, 13 or 14 digits, with or without dashes and blanks.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut digits = Vec::with_capacity(DIGITS);
        for sign in text.trim().chars().take(SIGNS_MAX) {
            match sign {
                '0'..='9' => digits.push(sign as u8),
                '-' | ' ' => {}
                found => return Err(GtinError::Sign { found }),
            }
        }
        let found = digits.len();
        if !LENGTHS.contains(&found) {
            return Err(GtinError::Length { found });
        }
        let mut kept = [b'0'; DIGITS];
        kept[DIGITS - found..].copy_from_slice(&digits);
        let (data, check) = kept.split_at(DIGITS - 1);
        let right = check_digit(data);
        if check[0] != b'0' + right {
            return Err(GtinError::Check { right });
        }
        let gtin = Gtin(kept);
        if gtin.is_restricted() {
            return Err(GtinError::Restricted);
        }
        Ok(gtin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Gtin, GtinError> {
        text.parse()
    }

    #[test]
    fn numbers_of_each_length_are_kept_as_fourteen_digits_and_shown_as_printed() {
        for (text, kept, printed) in [
            ("96385074", "00000096385074", "96385074"),
            ("614141000036", "00614141000036", "0614141000036"),
            ("6901234567892", "06901234567892", "6901234567892"),
            ("690-1234 56789-2", "06901234567892", "6901234567892"),
            ("16901234567899", "16901234567899", "16901234567899"),
        ] {
            let gtin = read(text).expect(text);
            assert_eq!((gtin.as_str(), gtin.printed()), (kept, printed));
            assert_eq!(read(gtin.printed()), Ok(gtin));
        }
    }

    #[test]
    fn a_wrong_check_digit_is_told_the_right_one() {
        assert_eq!(read("6901234567891"), Err(GtinError::Check { right: 2 }));
    }

    #[test]
    fn other_lengths_and_signs_are_named() {
        assert_eq!(read("690123456789"), Err(GtinError::Check { right: 7 }));
        assert_eq!(read("69012345678"), Err(GtinError::Length { found: 11 }));
        assert_eq!(read(""), Err(GtinError::Length { found: 0 }));
        assert_eq!(read("690123456789X"), Err(GtinError::Sign { found: 'X' }));
        assert_eq!(read("６901234567892"), Err(GtinError::Sign { found: '６' }));
    }

    #[test]
    fn numbers_that_shops_give_out_themselves_are_not_taken_for_the_same_thing_everywhere() {
        for text in [
            "2000000000008",
            "0200000000004",
            "0400000000008",
            "20000004",
            "00000000000000",
        ] {
            assert_eq!(read(text), Err(GtinError::Restricted), "{text}");
        }
    }

    /// The digits of a right number of some length.
    fn right() -> impl Strategy<Value = Vec<u8>> {
        prop::sample::select(&LENGTHS[..]).prop_flat_map(|length| {
            prop::collection::vec(b'0'..=b'9', length - 1).prop_map(|mut digits| {
                let check = b'0' + check_digit(&digits);
                digits.push(check);
                digits
            })
        })
    }

    fn is_caught(digits: &[u8]) -> bool {
        let text = String::from_utf8(digits.to_vec()).expect("digits");
        matches!(read(&text), Err(GtinError::Check { .. }))
    }

    proptest! {
        #[test]
        fn right_numbers_read_back(digits in right()) {
            let text = String::from_utf8(digits).expect("digits");
            match read(&text) {
                Ok(gtin) => {
                    prop_assert_eq!(read(gtin.as_str()), Ok(gtin));
                    prop_assert_eq!(read(gtin.printed()), Ok(gtin));
                }
                Err(error) => prop_assert_eq!(error, GtinError::Restricted),
            }
        }

        #[test]
        fn every_single_wrong_digit_is_caught(digits in right(), position in 0..DIGITS, step in 1..10u8) {
            let mut digits = digits;
            let position = position % digits.len();
            digits[position] = b'0' + (digits[position] - b'0' + step) % 10;
            prop_assert!(is_caught(&digits));
        }

        #[test]
        fn swapped_neighbours_are_caught_unless_they_differ_by_five(digits in right(), position in 0..DIGITS) {
            let mut digits = digits;
            let position = position % (digits.len() - 1);
            let difference = digits[position].abs_diff(digits[position + 1]);
            digits.swap(position, position + 1);
            prop_assert_eq!(is_caught(&digits), difference != 0 && difference != 5);
        }

        #[test]
        fn no_text_brings_it_down(text in ".{0,40}") {
            let _ = read(&text);
        }
    }
}
