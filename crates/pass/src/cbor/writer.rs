//! Writing.

use super::Item;

/// Puts items one after the other; the caller keeps map keys in order.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Has room for so many bytes before it must grow.
    pub fn with_room(bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(bytes),
        }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn head(&mut self, item: Item, argument: u64) -> &mut Self {
        let kind = (item as u8) << 5;
        let bytes = argument.to_be_bytes();
        match argument {
            0..=23 => self.bytes.push(kind | argument as u8),
            24..=0xff => self.bytes.extend([kind | 24, bytes[7]]),
            0x100..=0xffff => self.bytes.extend([kind | 25, bytes[6], bytes[7]]),
            0x1_0000..=0xffff_ffff => {
                self.bytes.push(kind | 26);
                self.bytes.extend(&bytes[4..]);
            }
            _ => {
                self.bytes.push(kind | 27);
                self.bytes.extend(bytes);
            }
        }
        self
    }

    pub fn unsigned(&mut self, value: u64) -> &mut Self {
        self.head(Item::Unsigned, value)
    }

    pub fn int(&mut self, value: i64) -> &mut Self {
        if value < 0 {
            self.head(Item::Negative, !value as u64)
        } else {
            self.head(Item::Unsigned, value as u64)
        }
    }

    pub fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.head(Item::Bytes, bytes.len() as u64);
        self.bytes.extend(bytes);
        self
    }

    pub fn text(&mut self, text: &str) -> &mut Self {
        self.head(Item::Text, text.len() as u64);
        self.bytes.extend(text.as_bytes());
        self
    }

    pub fn array(&mut self, items: usize) -> &mut Self {
        self.head(Item::Array, items as u64)
    }

    pub fn map(&mut self, pairs: usize) -> &mut Self {
        self.head(Item::Map, pairs as u64)
    }

    pub fn tag(&mut self, tag: u64) -> &mut Self {
        self.head(Item::Tag, tag)
    }
}
