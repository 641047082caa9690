//! What a pass must be, issued or read.

use tongxin_city::Timestamp;

use super::{Holder, Pass};
use crate::limits::{
    CORRIDOR_BYTES_MAX, ENDS_MAX, ID_END_CHARS, ISSUER_BYTES_MAX, LIFE_DAYS_MAX, ORG_BYTES_MAX, PLATE_BYTES_MAX,
    SECOND_MAX, SURNAME_BYTES_MAX,
};

/// A field of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Who gave it.
    Issuer,
    /// The surname.
    Surname,
    /// The end of the holder's id.
    IdEnd,
    /// The plate.
    Plate,
    /// The organisation.
    Org,
    /// Where the way starts.
    From,
    /// Where it leads.
    To,
    /// The corridor.
    Corridor,
    /// The first moment.
    NotBefore,
    /// The end.
    Expires,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing stands there.
    Empty,
    /// Longer, more or later than the format allows.
    TooLong,
    /// Control or invisible characters, spaces at either end or where there may be none, lower-case in an id's end.
    Characters,
    /// Not a whole second, or beyond the calendar.
    NotASecond,
    /// Not after the first moment.
    NotAfterStart,
}

/// Why fields are not a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{field:?}: {wrong:?}")]
pub struct PassError {
    /// Which field.
    pub field: Field,
    /// What is wrong with it.
    pub wrong: Wrong,
}

impl Pass {
    /// Whether these fields are a pass.
    ///
    /// # Errors
    /// The first field that is not right.
    pub fn check(&self) -> Result<(), PassError> {
        text(Field::Issuer, &self.issuer, ISSUER_BYTES_MAX)?;
        match &self.holder {
            Holder::Person { surname, id_end } => {
                text(Field::Surname, surname, SURNAME_BYTES_MAX)?;
                let is_end = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
                if id_end.len() != ID_END_CHARS || !id_end.bytes().all(is_end) {
                    return Err(Field::IdEnd.is(Wrong::Characters));
                }
            }
            Holder::Vehicle { plate } => {
                text(Field::Plate, plate, PLATE_BYTES_MAX)?;
                if plate.contains(char::is_whitespace) {
                    return Err(Field::Plate.is(Wrong::Characters));
                }
            }
        }
        text(Field::Org, &self.org, ORG_BYTES_MAX)?;
        if let Some(corridor) = &self.scope.corridor {
            text(Field::Corridor, corridor, CORRIDOR_BYTES_MAX)?;
        }
        if self.scope.to.is_empty() {
            return Err(Field::To.is(Wrong::Empty));
        }
        for (field, ends) in [(Field::From, &self.scope.from), (Field::To, &self.scope.to)] {
            if ends.len() > ENDS_MAX {
                return Err(field.is(Wrong::TooLong));
            }
        }
        second(Field::NotBefore, self.not_before)?;
        second(Field::Expires, self.expires)?;
        match self.expires.millis_since(self.not_before) {
            ..=0 => Err(Field::Expires.is(Wrong::NotAfterStart)),
            life if life > LIFE_DAYS_MAX * Timestamp::DAY_MS => Err(Field::Expires.is(Wrong::TooLong)),
            _ => Ok(()),
        }
    }
}

impl Field {
    const fn is(self, wrong: Wrong) -> PassError {
        PassError { field: self, wrong }
    }
}

fn text(field: Field, text: &str, bytes_max: usize) -> Result<(), PassError> {
    if text.is_empty() {
        Err(field.is(Wrong::Empty))
    } else if text.len() > bytes_max {
        Err(field.is(Wrong::TooLong))
    } else if is_plain_text(text) {
        Ok(())
    } else {
        Err(field.is(Wrong::Characters))
    }
}

fn second(field: Field, moment: Timestamp) -> Result<(), PassError> {
    if is_second(moment) {
        Ok(())
    } else {
        Err(field.is(Wrong::NotASecond))
    }
}

/// Whether a moment can be written: a whole second of the calendar.
pub(crate) fn is_second(moment: Timestamp) -> bool {
    let last = SECOND_MAX as i64 * Timestamp::SECOND_MS;
    moment.millis() % Timestamp::SECOND_MS == 0 && (0..=last).contains(&moment.millis())
}

/// Text whose letters are all to be seen, in the order they stand: no control characters, nothing invisible, nothing that
/// turns the direction of writing round, no space at either end. Not empty.
pub(super) fn is_plain_text(text: &str) -> bool {
    let is_hidden = |char: char| {
        char.is_control()
            || matches!(char, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' | '\u{fffd}')
            || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(char, '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
    };
    let is_trimmed = !text.starts_with(char::is_whitespace) && !text.ends_with(char::is_whitespace);
    !text.is_empty() && is_trimmed && !text.contains(is_hidden)
}
