//! CBOR in its one deterministic form (RFC 8949, section 4.2.1), as far as the format uses it: whole numbers, byte and
//! text strings, arrays, maps, one tag.
//!
//! The reader is asked for what must come next, so it has nothing to do with what may not come: floats, simple values,
//! strings or lists of indefinite length, and things inside things deeper than the format goes are refused at their
//! first byte. It copies nothing. A general decoder would take several encodings of the same claims.

mod reader;
mod writer;

pub(crate) use reader::{Keys, Reader};
pub(crate) use writer::Writer;

/// The kinds of CBOR items, by the number in their first three bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A whole number from 0 up.
    Unsigned = 0,
    /// A whole number below 0.
    Negative = 1,
    /// Bytes.
    Bytes = 2,
    /// Text in UTF-8.
    Text = 3,
    /// A list.
    Array = 4,
    /// A map.
    Map = 5,
    /// A tag before another item.
    Tag = 6,
    /// A float, true, false, null or a simple value.
    Simple = 7,
}

/// Why bytes are not the CBOR that must stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CborError {
    /// The bytes end too early.
    #[error("the bytes are cut off")]
    CutOff,
    /// A number or length that would fit into fewer bytes.
    #[error("a number is not in its shortest form")]
    NotShortest,
    /// An indefinite length or a reserved form.
    #[error("an item has an indefinite length or a reserved form")]
    Indefinite,
    /// Another kind of item than must stand there.
    #[error("an item is {found:?} where {right:?} would be right")]
    Kind {
        /// What stands there.
        found: Item,
        /// What must.
        right: Item,
    },
    /// Another number of items than must stand there.
    #[error("a list or map has another size than it must have")]
    Size,
    /// Another tag or text than must stand there.
    #[error("an item has another value than it must have")]
    Value,
    /// Text that is not UTF-8.
    #[error("a text is not UTF-8")]
    NotUtf8,
    /// A map's keys are not in order, or one stands there twice.
    #[error("a map's keys are not in order or not different")]
    KeyOrder,
    /// A key that the format does not have.
    #[error("key {0} is not known")]
    UnknownKey(i64),
    /// A key that must stand there is missing.
    #[error("key {0} is missing")]
    Missing(i64),
    /// A number beyond what fits its place.
    #[error("a number is out of range")]
    Range,
    /// Bytes after the end.
    #[error("bytes follow the end")]
    Trailing,
}

#[cfg(test)]
mod tests;
