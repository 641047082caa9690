//! Unified social credit codes of Chinese firms, as GB 32100-2015 defines them.
//!
//! 18 characters: the registering authority, the kind of entity, six digits of the region (GB/T 2260), nine characters
//! of the organisation (GB 11714), and a check character over all others (ISO 7064, MOD 31-3).

use std::fmt;
use std::str::FromStr;
use tongxin_web::FieldFault;

/// The characters in the order of their values; I, O, S, V and Z are left out.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH: usize = 18;
const MODULUS: usize = ALPHABET.len();
/// Each position weighs three times the one before it, modulo 31.
const WEIGHT_STEP: usize = 3;

/// A code whose check character fits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditCode(String);

/// Why a text is no credit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Not 18 characters.
    #[error("a credit code has 18 characters, this has {found}")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// A character that no code has.
    #[error("{found:?} does not occur in a credit code")]
    Sign {
        /// The first such character.
        found: char,
    },
    /// The check character does not fit: something was mistyped.
    #[error("the last character would have to be {right}")]
    Check {
        /// The one that fits the other 17.
        right: char,
    },
}

impl CreditCode {
    /// The code as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads what somebody filled in.
    ///
    /// # Errors
    /// What is wrong, at that field.
    pub fn at(field: &str, text: &str) -> Result<CreditCode, FieldFault> {
        if text.trim().is_empty() {
            return Err(FieldFault::new(field, "field-required"));
        }
        text.parse().map_err(|error| match error {
            CreditCodeError::Length { found } => {
                FieldFault::new(field, "supply-whitelist-credit-length").arg("found", found)
            }
            CreditCodeError::Sign { found } => {
                FieldFault::new(field, "supply-whitelist-credit-sign").arg("found", found)
            }
            CreditCodeError::Check { right } => {
                FieldFault::new(field, "supply-whitelist-credit-check").arg("right", right)
            }
        })
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for CreditCode {
    type Err = CreditCodeError;

    /// Reads either case, with or without blanks.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
        let code = code.to_ascii_uppercase();
        let found = code.chars().count();
        if found != LENGTH {
            return Err(CreditCodeError::Length { found });
        }
        let value = |sign| value_of(sign).ok_or(CreditCodeError::Sign { found: sign });
        let values = code.chars().map(value).collect::<Result<Vec<_>, _>>()?;
        let right = check_sign(&values[..LENGTH - 1]);
        if !code.ends_with(right) {
            return Err(CreditCodeError::Check { right });
        }
        Ok(CreditCode(code))
    }
}

fn value_of(sign: char) -> Option<usize> {
    ALPHABET.iter().position(|known| char::from(*known) == sign)
}

/// The character that makes the weighted sum of all a multiple of 31.
fn check_sign(values: &[usize]) -> char {
    let mut weight = 1;
    let mut sum = 0;
    for value in values {
        sum += value * weight;
        weight = weight * WEIGHT_STEP % MODULUS;
    }
    char::from(ALPHABET[(MODULUS - sum % MODULUS) % MODULUS])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The example of GB 32100-2015, annex.
    const EXAMPLE: &str = "91350100M000100Y43";

    #[test]
    fn the_example_of_the_standard_fits() {
        assert_eq!(EXAMPLE.parse::<CreditCode>().expect("right").as_str(), EXAMPLE);
        let typed = " 91350100 m000100y 43";
        assert_eq!(typed.parse::<CreditCode>().expect("right").as_str(), EXAMPLE);
    }

    #[test]
    fn a_wrong_code_is_told_what_would_be_right() {
        let read = |text: &str| text.parse::<CreditCode>();
        assert_eq!(read("91350100M000100Y4"), Err(CreditCodeError::Length { found: 17 }));
        assert_eq!(read("91350100I000100Y43"), Err(CreditCodeError::Sign { found: 'I' }));
        assert_eq!(read("91350100M000100Y44"), Err(CreditCodeError::Check { right: '3' }));
    }

    proptest! {
        #[test]
        fn every_single_slip_and_every_swap_of_neighbours_is_noticed(at in 0..LENGTH, other in 0..MODULUS) {
            let mut signs: Vec<char> = EXAMPLE.chars().collect();
            let slip = char::from(ALPHABET[other]);
            if signs[at] != slip {
                signs[at] = slip;
                prop_assert!(signs.iter().collect::<String>().parse::<CreditCode>().is_err());
            }
            let mut swapped: Vec<char> = EXAMPLE.chars().collect();
            if at > 0 && swapped[at] != swapped[at - 1] {
                swapped.swap(at, at - 1);
                prop_assert!(swapped.iter().collect::<String>().parse::<CreditCode>().is_err());
            }
        }

        #[test]
        fn any_seventeen_characters_have_one_check_character(values in prop::collection::vec(0..MODULUS, LENGTH - 1)) {
            let body: String = values.iter().map(|value| char::from(ALPHABET[*value])).collect();
            let fitting = ALPHABET.iter().filter(|last| format!("{body}{}", char::from(**last)).parse::<CreditCode>().is_ok());
            prop_assert_eq!(fitting.count(), 1);
        }
    }
}
