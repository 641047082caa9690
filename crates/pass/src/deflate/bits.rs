//! Bits of a deflate stream, lowest first.

use super::DeflateError;

/// Takes bits off the front.
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    /// Bits read ahead, the next one lowest.
    ahead: u64,
    count: u32,
}

impl<'a> BitReader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            ahead: 0,
            count: 0,
        }
    }

    /// The next bits without taking them; zeros stand for what is not there.
    pub fn peek(&mut self, bits: u32) -> usize {
        while self.count < bits {
            let Some((byte, rest)) = self.bytes.split_first() else {
                break;
            };
            self.ahead |= u64::from(*byte) << self.count;
            self.count += 8;
            self.bytes = rest;
        }
        (self.ahead & ((1 << bits) - 1)) as usize
    }

    /// Takes bits that were peeked at.
    pub fn take_peeked(&mut self, bits: u32) -> Result<(), DeflateError> {
        self.count = self.count.checked_sub(bits).ok_or(DeflateError::CutOff)?;
        self.ahead >>= bits;
        Ok(())
    }

    pub fn take(&mut self, bits: u32) -> Result<usize, DeflateError> {
        let value = self.peek(bits);
        self.take_peeked(bits)?;
        Ok(value)
    }

    /// The bytes after the one that the last bit stood in, whose other bits must be zero.
    pub fn end(mut self) -> Result<&'a [u8], DeflateError> {
        let padding = self.count % 8;
        if self.take(padding)? != 0 {
            return Err(DeflateError::Padding);
        }
        Ok(self.bytes)
    }

    /// How many whole bytes were read ahead.
    pub fn bytes_ahead(&self) -> usize {
        (self.count / 8) as usize
    }
}

/// Puts bits at the end.
pub(super) struct BitWriter<'a> {
    bytes: &'a mut Vec<u8>,
    pending: u64,
    count: u32,
}

impl<'a> BitWriter<'a> {
    pub fn new(bytes: &'a mut Vec<u8>) -> Self {
        Self {
            bytes,
            pending: 0,
            count: 0,
        }
    }

    pub fn put(&mut self, value: u16, bits: u32) {
        self.pending |= u64::from(value) << self.count;
        self.count += bits;
        while self.count >= 8 {
            self.bytes.push(self.pending as u8);
            self.pending >>= 8;
            self.count -= 8;
        }
    }

    /// Fills the last byte with zeros.
    pub fn end(self) {
        if self.count > 0 {
            self.bytes.push(self.pending as u8);
        }
    }
}
