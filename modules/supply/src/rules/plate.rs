//! Number plates of motor vehicles in China, as GA 36-2018 defines them: 7 characters, 8 for new-energy vehicles.

use std::fmt;
use std::str::FromStr;
use tongxin_web::FieldFault;

/// The signs of the provinces, autonomous regions and municipalities.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/// A last sign that says what the vehicle is: trailer, learner, police, Hong Kong, Macao.
const SPECIAL_ENDS: &str = "挂学警港澳";
/// Signs of an ordinary plate, and of a new-energy one.
const LENGTH: usize = 7;
const NEW_ENERGY_LENGTH: usize = 8;
/// Letters that mark a new-energy vehicle: A to E for electric, F to K (without I) for others.
const ENERGY_LETTERS: &str = "ABCDEFGHJK";

/// A plate that can be one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plate(String);

/// Why a text is no plate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlateError {
    /// Neither 7 nor 8 signs.
    #[error("a plate has 7 signs, a new-energy one 8; this has {found}")]
    Length {
        /// How many there are.
        found: usize,
    },
    /// The first sign is no province.
    #[error("a plate begins with its province, as 渝 does; this begins with {found}")]
    Province {
        /// The first sign.
        found: char,
    },
    /// The second sign is no office's letter, or one after it is neither digit nor letter.
    #[error("{found} can't stand there: digits and letters other than I and O would be right")]
    Sign {
        /// The first such sign.
        found: char,
    },
    /// Eight signs without the mark of new energy.
    #[error("a plate of 8 signs is a new-energy one and has a letter from A to K in its third or last place")]
    Energy,
}

impl Plate {
    /// The plate without blanks and dots.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads what somebody filled in.
    ///
    /// # Errors
    /// What is wrong, at that field.
    pub fn at(field: &str, text: &str) -> Result<Plate, FieldFault> {
        if text.trim().is_empty() {
            return Err(FieldFault::new(field, "field-required"));
        }
        text.parse().map_err(|error| match error {
            PlateError::Length { found } => FieldFault::new(field, "supply-fleet-plate-length").arg("found", found),
            PlateError::Province { found } => FieldFault::new(field, "supply-fleet-plate-province").arg("found", found),
            PlateError::Sign { found } => FieldFault::new(field, "supply-fleet-plate-sign").arg("found", found),
            PlateError::Energy => FieldFault::new(field, "supply-fleet-plate-energy"),
        })
    }
}

impl fmt::Display for Plate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Plate {
    type Err = PlateError;

    /// Reads either case, with or without blanks, dots and dashes.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_kept = |sign: &char| !sign.is_whitespace() && !matches!(sign, '·' | '.' | '•' | '-');
        let signs: Vec<char> = text
            .chars()
            .filter(is_kept)
            .map(|sign| sign.to_ascii_uppercase())
            .collect();
        let found = signs.len();
        if found != LENGTH && found != NEW_ENERGY_LENGTH {
            return Err(PlateError::Length { found });
        }
        let (province, office, serial) = (signs[0], signs[1], &signs[2..]);
        if !PROVINCES.contains(province) {
            return Err(PlateError::Province { found: province });
        }
        if !is_letter(office) {
            return Err(PlateError::Sign { found: office });
        }
        if found == NEW_ENERGY_LENGTH {
            check_new_energy(serial)?;
        } else {
            check_ordinary(serial)?;
        }
        Ok(Plate(signs.into_iter().collect()))
    }
}

/// I and O are left out, because they look like digits.
fn is_letter(sign: char) -> bool {
    sign.is_ascii_uppercase() && !matches!(sign, 'I' | 'O')
}

fn check_ordinary(serial: &[char]) -> Result<(), PlateError> {
    let last = serial.len() - 1;
    let is_right = |(at, sign): &(usize, &char)| {
        sign.is_ascii_digit() || is_letter(**sign) || (*at == last && SPECIAL_ENDS.contains(**sign))
    };
    match serial.iter().enumerate().find(|sign| !is_right(sign)) {
        Some((_, found)) => Err(PlateError::Sign { found: *found }),
        None => Ok(()),
    }
}

/// Small vehicles: the mark, a letter or digit, four digits. Large ones: five digits, the mark.
fn check_new_energy(serial: &[char]) -> Result<(), PlateError> {
    if let Some(found) = serial.iter().find(|sign| !sign.is_ascii_digit() && !is_letter(**sign)) {
        return Err(PlateError::Sign { found: *found });
    }
    let are_digits = |part: &[char]| part.iter().all(char::is_ascii_digit);
    let is_small = ENERGY_LETTERS.contains(serial[0]) && are_digits(&serial[2..]);
    let is_large = ENERGY_LETTERS.contains(serial[5]) && are_digits(&serial[..5]);
    if is_small || is_large {
        Ok(())
    } else {
        Err(PlateError::Energy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, PlateError> {
        text.parse::<Plate>().map(|plate| plate.to_string())
    }

    #[test]
    fn a_plate_is_read_as_people_write_it() {
        assert_eq!(read("渝a·12345").as_deref(), Ok("渝A12345"));
        assert_eq!(read("渝B7K91挂").as_deref(), Ok("渝B7K91挂"));
        assert_eq!(read("渝AD12345").as_deref(), Ok("渝AD12345"), "a small electric one");
        assert_eq!(read("渝A12345F").as_deref(), Ok("渝A12345F"), "a large hybrid one");
    }

    #[test]
    fn a_wrong_plate_is_told_what_would_be_right() {
        assert_eq!(read("渝B7K9挂"), Err(PlateError::Length { found: 6 }));
        assert_eq!(read("A123456"), Err(PlateError::Province { found: 'A' }));
        assert_eq!(read("渝112345"), Err(PlateError::Sign { found: '1' }));
        assert_eq!(read("渝A1234O"), Err(PlateError::Sign { found: 'O' }));
        assert_eq!(read("渝A挂1234"), Err(PlateError::Sign { found: '挂' }));
        assert_eq!(read("渝A123456"), Err(PlateError::Energy));
        assert_eq!(read("渝ADA234B"), Err(PlateError::Energy));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused_and_a_plate_reads_back(text in "\\PC{0,12}") {
            if let Ok(plate) = text.parse::<Plate>() {
                prop_assert_eq!(plate.as_str().parse::<Plate>(), Ok(plate.clone()));
            }
        }
    }
}
