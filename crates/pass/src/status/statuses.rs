//! One bit for each pass.

use sha2::{Digest as _, Sha256};

use crate::limits::NUMBERS_MAX;
use crate::pass::PassNumber;

/// The most bytes of bits.
pub(super) const BYTES_MAX: usize = (NUMBERS_MAX / 8) as usize;

/// Which passes are revoked, for the numbers from 0 up to its end. Eight numbers stand in a byte, the smallest in the
/// lowest bit; 1 is revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statuses {
    bits: Vec<u8>,
}

impl Statuses {
    /// No pass is revoked; the list covers at least so many numbers, up to a whole byte.
    pub fn covering(numbers: u32) -> Statuses {
        let numbers = numbers.min(NUMBERS_MAX) as usize;
        Statuses {
            bits: vec![0; numbers.div_ceil(8)],
        }
    }

    pub(super) fn from_bytes(bits: Vec<u8>) -> Option<Statuses> {
        (bits.len() <= BYTES_MAX).then_some(Statuses { bits })
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bits
    }

    pub(super) fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.bits).into()
    }

    /// How many numbers it covers.
    pub fn len(&self) -> u32 {
        (self.bits.len() * 8) as u32
    }

    /// Whether it covers none.
    pub fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }

    /// How many passes are revoked.
    pub fn revoked(&self) -> u32 {
        self.bits.iter().map(|byte| byte.count_ones()).sum()
    }

    /// Whether that pass is revoked; nothing when the list does not reach so far.
    pub fn is_revoked(&self, number: PassNumber) -> Option<bool> {
        let byte = self.bits.get(number.get() as usize / 8)?;
        Some(byte >> (number.get() % 8) & 1 == 1)
    }

    /// Revokes a pass, or takes that back; the list grows where it does not reach so far.
    pub fn set(&mut self, number: PassNumber, is_revoked: bool) {
        let at = number.get() as usize / 8;
        if at >= self.bits.len() {
            self.bits.resize(at + 1, 0);
        }
        let mask = 1 << (number.get() % 8);
        if is_revoked {
            self.bits[at] |= mask;
        } else {
            self.bits[at] &= !mask;
        }
    }

    /// Makes it cover so many bytes; never fewer than now.
    pub(super) fn grow_to(&mut self, bytes: usize) -> bool {
        let fits = (self.bits.len()..=BYTES_MAX).contains(&bytes);
        if fits {
            self.bits.resize(bytes, 0);
        }
        fits
    }

    /// The numbers whose bits differ, ascending; the shorter list counts as zeros where it ends.
    pub(super) fn differences<'a>(&'a self, other: &'a Statuses) -> impl Iterator<Item = u32> + 'a {
        let byte = |list: &Statuses, at: usize| list.bits.get(at).copied().unwrap_or(0);
        (0..self.bits.len().max(other.bits.len()))
            .map(move |at| (at, byte(self, at) ^ byte(other, at)))
            .filter(|(_, differs)| *differs != 0)
            .flat_map(|(at, differs)| {
                let is_set = move |bit: &u32| differs >> *bit & 1 == 1;
                (0..8).filter(is_set).map(move |bit| at as u32 * 8 + bit)
            })
    }
}
