//! Reading.

use super::{CborError, Item};

const ITEMS: [Item; 8] = [
    Item::Unsigned,
    Item::Negative,
    Item::Bytes,
    Item::Text,
    Item::Array,
    Item::Map,
    Item::Tag,
    Item::Simple,
];

/// Takes items off the front; each call says what must come next.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// Nothing follows.
    pub fn end(&self) -> Result<(), CborError> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(CborError::Trailing)
        }
    }

    fn take(&mut self, len: usize) -> Result<&'a [u8], CborError> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or(CborError::CutOff)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The kind of the next item, which stays.
    pub fn peek(&self) -> Result<Item, CborError> {
        let first = self.rest.first().ok_or(CborError::CutOff)?;
        Ok(ITEMS[usize::from(first >> 5)])
    }

    fn head(&mut self) -> Result<(Item, u64), CborError> {
        let first = self.take(1)?[0];
        let item = ITEMS[usize::from(first >> 5)];
        if item == Item::Simple {
            // Its argument may be a float; there is nothing to read.
            return Ok((item, 0));
        }
        let (value, least) = match first & 0x1f {
            short @ 0..=23 => return Ok((item, u64::from(short))),
            24 => (u64::from(self.take(1)?[0]), 24),
            25 => (self.big_endian(2)?, 0x100),
            26 => (self.big_endian(4)?, 0x1_0000),
            27 => (self.big_endian(8)?, 0x1_0000_0000),
            _ => return Err(CborError::Indefinite),
        };
        if value < least {
            return Err(CborError::NotShortest);
        }
        Ok((item, value))
    }

    fn big_endian(&mut self, len: usize) -> Result<u64, CborError> {
        let bytes = self.take(len)?;
        Ok(bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }

    fn expect(&mut self, right: Item) -> Result<u64, CborError> {
        let (found, argument) = self.head()?;
        if found == right {
            Ok(argument)
        } else {
            Err(CborError::Kind { found, right })
        }
    }

    pub fn unsigned(&mut self) -> Result<u64, CborError> {
        self.expect(Item::Unsigned)
    }

    /// A whole number from 0 up that is at most `max`.
    pub fn unsigned_to(&mut self, max: u64) -> Result<u64, CborError> {
        let value = self.unsigned()?;
        if value > max { Err(CborError::Range) } else { Ok(value) }
    }

    pub fn int(&mut self) -> Result<i64, CborError> {
        let (found, argument) = self.head()?;
        let value = i64::try_from(argument).map_err(|_| CborError::Range)?;
        match found {
            Item::Unsigned => Ok(value),
            Item::Negative => Ok(!value),
            found => Err(CborError::Kind {
                found,
                right: Item::Unsigned,
            }),
        }
    }

    pub fn bytes(&mut self) -> Result<&'a [u8], CborError> {
        let len = self.expect(Item::Bytes)?;
        self.take(usize::try_from(len).map_err(|_| CborError::CutOff)?)
    }

    /// Exactly so many bytes.
    pub fn bytes_of<const N: usize>(&mut self) -> Result<&'a [u8; N], CborError> {
        self.bytes()?.try_into().map_err(|_| CborError::Size)
    }

    pub fn text(&mut self) -> Result<&'a str, CborError> {
        let len = self.expect(Item::Text)?;
        let bytes = self.take(usize::try_from(len).map_err(|_| CborError::CutOff)?)?;
        std::str::from_utf8(bytes).map_err(|_| CborError::NotUtf8)
    }

    /// A list of at most `max` items; they follow.
    pub fn array_to(&mut self, max: usize) -> Result<usize, CborError> {
        let items = usize::try_from(self.expect(Item::Array)?).unwrap_or(usize::MAX);
        if items > max { Err(CborError::Size) } else { Ok(items) }
    }

    /// A list of exactly so many items; they follow.
    pub fn array_of(&mut self, items: usize) -> Result<(), CborError> {
        if self.array_to(items)? == items {
            Ok(())
        } else {
            Err(CborError::Size)
        }
    }

    /// A map with whole numbers as keys; take them from the answer.
    pub fn map(&mut self) -> Result<Keys, CborError> {
        let left = self.expect(Item::Map)?;
        Ok(Keys { left, last: None })
    }

    /// A map of exactly so many pairs; they follow.
    pub fn map_of(&mut self, pairs: u64) -> Result<(), CborError> {
        if self.expect(Item::Map)? == pairs {
            Ok(())
        } else {
            Err(CborError::Size)
        }
    }

    pub fn tag(&mut self, tag: u64) -> Result<(), CborError> {
        if self.expect(Item::Tag)? == tag {
            Ok(())
        } else {
            Err(CborError::Value)
        }
    }

    /// Exactly this text.
    pub fn exact_text(&mut self, right: &str) -> Result<(), CborError> {
        if self.text()? == right {
            Ok(())
        } else {
            Err(CborError::Value)
        }
    }
}

/// The keys of a map, one after the other, in order and each once.
#[derive(Debug)]
pub(crate) struct Keys {
    left: u64,
    last: Option<i64>,
}

impl Keys {
    /// The next key; its value follows in the reader.
    pub fn next(&mut self, reader: &mut Reader<'_>) -> Result<Option<i64>, CborError> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let key = reader.int()?;
        // As bytes, numbers from 0 up come first, then -1, -2, and so on.
        let rank = |key: i64| (key < 0, key.unsigned_abs());
        if self.last.is_some_and(|last| rank(last) >= rank(key)) {
            return Err(CborError::KeyOrder);
        }
        self.last = Some(key);
        Ok(Some(key))
    }

    /// The next key must be this one.
    pub fn expect(&mut self, reader: &mut Reader<'_>, right: i64) -> Result<(), CborError> {
        match self.next(reader)? {
            Some(key) if key == right => Ok(()),
            Some(key) => Err(CborError::UnknownKey(key)),
            None => Err(CborError::Missing(right)),
        }
    }

    /// No key follows.
    pub fn end(&mut self, reader: &mut Reader<'_>) -> Result<(), CborError> {
        match self.next(reader)? {
            Some(key) => Err(CborError::UnknownKey(key)),
            None => Ok(()),
        }
    }
}
