//! Inflating.

use super::bits::BitReader;
use super::codes::{DISTANCE_BASES, DISTANCE_BITS, END, LENGTH_BASES, LITERAL_BITS_MAX, LITERALS};
use super::{DeflateError, HEADER, adler32};

const ADLER_BYTES: usize = 4;
/// The three bits of a final block of fixed codes: final, then kind 1.
const FINAL_FIXED: usize = 0b011;

/// Inflates a pass's stream into the front of `out` and answers how many bytes there are. It never writes more than `out`
/// holds, whatever the stream says.
pub(crate) fn inflate(stream: &[u8], out: &mut [u8]) -> Result<usize, DeflateError> {
    let body = stream.strip_prefix(&HEADER).ok_or(DeflateError::Header)?;
    let (body, checksum) = body.split_last_chunk::<ADLER_BYTES>().ok_or(DeflateError::CutOff)?;
    let mut bits = BitReader::new(body);
    if bits.take(3)? != FINAL_FIXED {
        return Err(DeflateError::Block);
    }
    let len = block(&mut bits, out)?;
    if bits.bytes_ahead() > 0 || !bits.end()?.is_empty() {
        return Err(DeflateError::Trailing);
    }
    if adler32(&out[..len]).to_be_bytes() != *checksum {
        return Err(DeflateError::Checksum);
    }
    Ok(len)
}

fn block(bits: &mut BitReader<'_>, out: &mut [u8]) -> Result<usize, DeflateError> {
    let mut len = 0;
    loop {
        let (symbol, taken) = LITERALS[bits.peek(LITERAL_BITS_MAX)];
        bits.take_peeked(u32::from(taken))?;
        if symbol < END {
            *out.get_mut(len).ok_or(DeflateError::TooLong)? = symbol as u8;
            len += 1;
        } else if symbol == END {
            return Ok(len);
        } else {
            let length = with_extra(bits, LENGTH_BASES.get(usize::from(symbol - END - 1)))?;
            let symbol = (bits.take(DISTANCE_BITS)? as u8).reverse_bits() >> (8 - DISTANCE_BITS);
            let distance = with_extra(bits, DISTANCE_BASES.get(usize::from(symbol)))?;
            let from = len.checked_sub(distance).ok_or(DeflateError::Code)?;
            if out.len() - len < length {
                return Err(DeflateError::TooLong);
            }
            for index in 0..length {
                out[len + index] = out[from + index];
            }
            let is_nearest = (from + 1..len).all(|nearer| !starts_alike(out, nearer, len, length));
            if !is_nearest {
                return Err(DeflateError::Code);
            }
            len += length;
        }
    }
}

/// Whether so many bytes are the same at two places.
fn starts_alike(bytes: &[u8], one: usize, other: usize, length: usize) -> bool {
    bytes[one] == bytes[other] && bytes[one..one + length] == bytes[other..other + length]
}

fn with_extra(bits: &mut BitReader<'_>, base: Option<&(u16, u8)>) -> Result<usize, DeflateError> {
    let (base, extra) = base.ok_or(DeflateError::Code)?;
    let more = bits.take(u32::from(*extra))?;
    // Length 258 has two codes; only the short one is used.
    if (*base, more) == (227, 31) {
        return Err(DeflateError::Code);
    }
    Ok(usize::from(*base) + more)
}
