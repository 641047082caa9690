//! The zlib stream of a pass (RFC 1950, RFC 1951): one final block of fixed codes, repetitions of the nearest place where
//! the same stands, padding of zeros, nothing after it.
//!
//! Every inflater reads it, and [`inflate`] reads only it. Passes are so short that the fixed codes are also the
//! shortest; a block of one kind with no slack in it can't be changed unnoticed, costs no tables and no window, and comes
//! out alike wherever it is made. Status lists are long and go through a common zlib instead.

mod bits;
mod codes;
mod read;
mod write;

pub(crate) use read::inflate;
pub(crate) use write::deflate;

/// The two bytes a stream starts with: 32 KiB window, no dictionary, the level that zlib names for fixed codes.
const HEADER: [u8; 2] = [0x78, 0x01];

/// Why bytes are not the zlib stream of a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeflateError {
    /// Not the two bytes that a stream starts with.
    #[error("the stream does not start with 78 01")]
    Header,
    /// Not one final block of fixed codes.
    #[error("the stream is not one block of fixed codes")]
    Block,
    /// It ends too early.
    #[error("the stream is cut off")]
    CutOff,
    /// A code that means nothing, or a repetition from before the start or from farther back than it need be.
    #[error("the stream holds a code that means nothing or is not the nearest")]
    Code,
    /// More bytes than a pass may have.
    #[error("the stream holds more bytes than a pass may have")]
    TooLong,
    /// Bits after the end that are not zero.
    #[error("the bits after the block's end are not zero")]
    Padding,
    /// The checksum is of other bytes.
    #[error("the checksum does not fit")]
    Checksum,
    /// Bytes after the checksum.
    #[error("bytes follow the stream")]
    Trailing,
}

/// Adler-32 (RFC 1950). The sums are reduced once, at the end: they don't overflow below 300 MB.
fn adler32(bytes: &[u8]) -> u32 {
    const BASE: u64 = 65_521;
    let (low, high) = bytes.iter().fold((1_u64, 0_u64), |(low, high), byte| {
        let low = low + u64::from(*byte);
        (low, high + low)
    });
    ((high % BASE) << 16) as u32 | (low % BASE) as u32
}

#[cfg(test)]
mod tests;
