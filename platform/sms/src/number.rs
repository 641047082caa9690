//! Telephone numbers that texts reach, as people write them.

use crate::limits::NUMBER_DIGITS;
use std::fmt;
use tongxin_city::half_width;

/// The country of a number that names none.
const HOME_COUNTRY: &str = "86";
/// Digits of a mobile number there; it begins with 1.
const HOME_MOBILE_DIGITS: usize = 11;

/// A mobile number with its country, as ITU-T E.164 writes it: `+8613800000001`. It shows its last digits only when it is logged.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number(String);

impl Number {
    /// The first mobile number in what somebody wrote as a way to reach them: `138 0000 0001, ring twice`. A landline is none.
    pub fn find(text: &str) -> Option<Number> {
        let mut run = String::new();
        for sign in text.chars().map(plain).chain(['\n']) {
            if sign.is_ascii_digit() || sign == '+' {
                run.push(sign);
            } else if !matches!(sign, ' ' | '-' | '(' | ')' | '.') {
                if let Some(number) = Number::of_run(&run) {
                    return Some(number);
                }
                run.clear();
            }
        }
        None
    }

    fn of_run(run: &str) -> Option<Number> {
        let digits: String = run.chars().filter(char::is_ascii_digit).collect();
        let abroad = run.starts_with('+') || run.starts_with("00");
        let whole = if abroad {
            digits.trim_start_matches('0').to_owned()
        } else if digits.len() == HOME_MOBILE_DIGITS && digits.starts_with('1') {
            format!("{HOME_COUNTRY}{digits}")
        } else {
            return None;
        };
        NUMBER_DIGITS
            .contains(&whole.len())
            .then(|| Number(format!("+{whole}")))
    }

    /// The number with its country.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Full-width digits and signs as plain ones.
fn plain(sign: char) -> char {
    match sign {
        '\u{3000}' => ' ',
        sign => half_width(sign),
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.len().saturating_sub(4);
        write!(f, "Number(…{})", &self.0[shown..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<String> {
        Number::find(text).map(|number| number.as_str().to_owned())
    }

    #[test]
    fn a_mobile_number_is_read_as_people_write_it() {
        for text in [
            "13800000001",
            "138 0000 0001",
            "１３８-0000-0001",
            "+86 138 0000 0001",
            "0086 13800000001",
            "敲三下，138 0000 0001（女儿）",
            "023-6789 1234 / 138 0000 0001",
        ] {
            assert_eq!(found(text).as_deref(), Some("+8613800000001"), "{text}");
        }
        assert_eq!(found("+44 7700 900123").as_deref(), Some("+447700900123"));
    }

    #[test]
    fn what_no_text_reaches_is_no_number() {
        for text in [
            "",
            "敲门",
            "023-6789 1234",
            "120",
            "1380000000",
            "138000000012",
            "+123",
            "++",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_log_shows_its_last_digits_only() {
        let said = format!("{:?}", Number::find("13800001234"));
        assert!(said.contains("1234") && !said.contains("13800"), "{said}");
    }
}
