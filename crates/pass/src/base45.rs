//! Base45 (RFC 9285): bytes as the 45 characters that a QR code's alphanumeric mode holds at 5.5 bits each.

/// The characters, in the order of their values.
const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const NONE: u8 = 0xff;
/// The value of each byte, or [`NONE`].
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value = 0;
    while value < ALPHABET.len() {
        values[ALPHABET[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// Why a text is not Base45.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Base45Error {
    /// A character outside the alphabet; lower-case letters are.
    #[error("character {at} is not one of Base45's")]
    NotInAlphabet {
        /// Which character, counted from 0.
        at: usize,
    },
    /// Three characters above 65,535, or the last two above 255.
    #[error("the group at character {at} stands for no bytes")]
    TooLarge {
        /// The group's first character, counted from 0.
        at: usize,
    },
    /// One character more than a whole number of groups.
    #[error("a lone character stands at the end")]
    Lone,
    /// More bytes than the caller has room for.
    #[error("more bytes than a pass may have")]
    TooLong,
}

/// Writes bytes as text at the end of `text`.
pub fn encode(bytes: &[u8], text: &mut String) {
    let symbol = |value: u32| char::from(ALPHABET[(value % 45) as usize]);
    text.reserve(bytes.len().div_ceil(2) * 3);
    for pair in bytes.chunks(2) {
        let value = pair.iter().fold(0, |value, byte| value * 256 + u32::from(*byte));
        text.push(symbol(value));
        text.push(symbol(value / 45));
        if pair.len() == 2 {
            text.push(symbol(value / (45 * 45)));
        }
    }
}

/// Whether a byte is one of the characters.
pub(crate) fn is_in_alphabet(byte: u8) -> bool {
    VALUES[usize::from(byte)] != NONE
}

/// Reads a text into the front of `bytes` and answers how many they are. Each text stands for other bytes than every
/// other text.
///
/// # Errors
/// When the text is not Base45 or has more bytes than there is room for.
pub fn decode(text: &[u8], bytes: &mut [u8]) -> Result<usize, Base45Error> {
    let len = text.len() / 3 * 2 + usize::from(text.len() % 3 == 2);
    if text.len() % 3 == 1 {
        return Err(Base45Error::Lone);
    }
    let bytes = bytes.get_mut(..len).ok_or(Base45Error::TooLong)?;
    let groups = text.chunks(3).zip(bytes.chunks_mut(2)).enumerate();
    for (group, (symbols, bytes)) in groups {
        let at = group * 3;
        let mut value = 0;
        for (index, symbol) in symbols.iter().enumerate().rev() {
            let digit = VALUES[usize::from(*symbol)];
            if digit == NONE {
                return Err(Base45Error::NotInAlphabet { at: at + index });
            }
            value = value * 45 + u32::from(digit);
        }
        match bytes {
            [first, second] if value <= 0xffff => {
                *first = (value >> 8) as u8;
                *second = value as u8;
            }
            [only] if value <= 0xff => *only = value as u8,
            _ => return Err(Base45Error::TooLarge { at }),
        }
    }
    Ok(len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Result<Vec<u8>, Base45Error> {
        let mut bytes = [0; 64];
        decode(text.as_bytes(), &mut bytes).map(|len| bytes[..len].to_vec())
    }

    #[test]
    fn the_rfcs_examples_come_out() {
        for (bytes, text) in [
            ("AB", "BB8"),
            ("Hello!!", "%69 VD92EX0"),
            ("base-45", "UJCLQE7W581"),
            ("ietf!", "QED8WEX0"),
            ("", ""),
        ] {
            let mut encoded = String::new();
            encode(bytes.as_bytes(), &mut encoded);
            assert_eq!(encoded, text);
            assert_eq!(decoded(text), Ok(bytes.as_bytes().to_vec()));
        }
    }

    #[test]
    fn what_is_no_base45_is_refused() {
        // RFC 9285 names GGW (65,536) and ::: (91,124); FGW is 65,535.
        assert_eq!(decoded("FGW"), Ok(vec![0xff, 0xff]));
        assert_eq!(decoded("GGW"), Err(Base45Error::TooLarge { at: 0 }));
        assert_eq!(decoded("BB8:::"), Err(Base45Error::TooLarge { at: 3 }));
        assert_eq!(decoded("::"), Err(Base45Error::TooLarge { at: 0 }));
        assert_eq!(decoded("BB8B"), Err(Base45Error::Lone));
        assert_eq!(decoded("Bb8"), Err(Base45Error::NotInAlphabet { at: 1 }));
        assert_eq!(decoded(&"0".repeat(99)), Err(Base45Error::TooLong));
    }
}
