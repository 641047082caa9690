//! Deflating: the longest repetition at each place, and one byte later if there is a longer one.

use super::bits::BitWriter;
use super::codes::{DISTANCE_BASES, DISTANCE_BITS, END, LENGTH_BASES, LENGTHS, literal_code};
use super::{HEADER, adler32};

/// The farthest that a repetition reaches.
const DISTANCE_MAX: usize = 32_768;

/// A repetition of what stands `distance` bytes before.
#[derive(Clone, Copy)]
struct Repetition {
    length: usize,
    distance: usize,
}

/// Writes a pass as the stream that [`super::inflate`] reads. Looks at every earlier byte; for a pass's few hundred.
pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut stream = Vec::with_capacity(bytes.len() + bytes.len() / 8 + 8);
    stream.extend(HEADER);
    let mut bits = BitWriter::new(&mut stream);
    bits.put(0b011, 3);
    let mut at = 0;
    while at < bytes.len() {
        match worth(bytes, at) {
            Some(repetition) if worth(bytes, at + 1).is_none_or(|next| next.length <= repetition.length) => {
                put_repetition(&mut bits, repetition);
                at += repetition.length;
            }
            _ => {
                put_literal(&mut bits, u16::from(bytes[at]));
                at += 1;
            }
        }
    }
    put_literal(&mut bits, END);
    bits.end();
    stream.extend(adler32(bytes).to_be_bytes());
    stream
}

/// The longest repetition at this place, the nearest of those, when it takes fewer bits than the bytes themselves.
fn worth(bytes: &[u8], at: usize) -> Option<Repetition> {
    let ahead = bytes.get(at..).filter(|ahead| ahead.len() >= *LENGTHS.start())?;
    let mut best: Option<Repetition> = None;
    for distance in 1..=at.min(DISTANCE_MAX) {
        let from = &bytes[at - distance..];
        if from[..3] != ahead[..3] {
            continue;
        }
        let same = from.iter().zip(ahead).take(*LENGTHS.end()).take_while(|(a, b)| a == b);
        let length = same.count();
        if best.is_none_or(|best| length > best.length) {
            best = Some(Repetition { length, distance });
        }
    }
    best.filter(|best| {
        let literals: u32 = ahead[..best.length]
            .iter()
            .map(|byte| literal_code(u16::from(*byte)).1)
            .sum();
        bits_of(*best) < literals
    })
}

fn bits_of(repetition: Repetition) -> u32 {
    let (symbol, extra, _) = symbol_of(&LENGTH_BASES, repetition.length);
    let (_, far, _) = symbol_of(&DISTANCE_BASES, repetition.distance);
    literal_code(END + 1 + symbol).1 + extra + DISTANCE_BITS + far
}

fn put_literal(bits: &mut BitWriter<'_>, symbol: u16) {
    let (code, count) = literal_code(symbol);
    bits.put(code, count);
}

fn put_repetition(bits: &mut BitWriter<'_>, repetition: Repetition) {
    let (symbol, extra, more) = symbol_of(&LENGTH_BASES, repetition.length);
    put_literal(bits, END + 1 + symbol);
    bits.put(more, extra);
    let (symbol, extra, more) = symbol_of(&DISTANCE_BASES, repetition.distance);
    bits.put(symbol.reverse_bits() >> (16 - DISTANCE_BITS), DISTANCE_BITS);
    bits.put(more, extra);
}

/// The symbol for a value, how many extra bits it has, and what they say.
fn symbol_of(bases: &[(u16, u8)], value: usize) -> (u16, u32, u16) {
    let value = value as u16;
    let symbol = bases.partition_point(|(base, _)| *base <= value) - 1;
    let (base, extra) = bases[symbol];
    (symbol as u16, u32::from(extra), value - base)
}
