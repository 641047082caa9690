//! The fixed codes of RFC 1951, section 3.2.6, as tables that the compiler fills.

/// The symbol that ends a block.
pub(super) const END: u16 = 256;
/// The shortest and the longest repetition.
pub(super) const LENGTHS: std::ops::RangeInclusive<usize> = 3..=258;
/// Bits of the longest literal or length code.
pub(super) const LITERAL_BITS_MAX: u32 = 9;
/// Bits of a distance code.
pub(super) const DISTANCE_BITS: u32 = 5;

/// First length and extra bits of the symbols from 257.
pub(super) const LENGTH_BASES: [(u16, u8); 29] = bases(3, 8, 4);
/// First distance and extra bits of the distance symbols.
pub(super) const DISTANCE_BASES: [(u16, u8); 30] = bases(1, 4, 2);

/// A literal, length or end code: its bits as they stand in the stream (first bit lowest) and how many they are.
pub(super) const fn literal_code(symbol: u16) -> (u16, u32) {
    let (code, bits) = match symbol {
        0..=143 => (0x30 + symbol, 8),
        144..=255 => (0x190 + symbol - 144, 9),
        256..=279 => (symbol - 256, 7),
        _ => (0xc0 + symbol - 280, 8),
    };
    (code.reverse_bits() >> (16 - bits), bits)
}

/// For each nine bits of a stream the symbol they start with and the bits it takes.
pub(super) const LITERALS: [(u16, u8); 1 << LITERAL_BITS_MAX] = {
    let mut table = [(0, 0); 1 << LITERAL_BITS_MAX];
    let mut symbol = 0;
    while symbol < 288 {
        let (code, bits) = literal_code(symbol);
        let mut entry = code as usize;
        while entry < table.len() {
            table[entry] = (symbol, bits as u8);
            entry += 1 << bits;
        }
        symbol += 1;
    }
    table
};

/// The bases of RFC 1951, section 3.2.5: `plain` symbols without extra bits, then `step` symbols for each further bit.
const fn bases<const N: usize>(first: u16, plain: usize, step: usize) -> [(u16, u8); N] {
    let mut bases = [(0, 0); N];
    let (mut symbol, mut base) = (0, first);
    while symbol < N {
        let extra = if symbol < plain { 0 } else { (symbol - plain) / step + 1 };
        bases[symbol] = (base, extra as u8);
        base = base.wrapping_add(1 << extra);
        symbol += 1;
    }
    if N == 29 {
        // The longest length has a symbol of its own.
        bases[28] = (258, 0);
    }
    bases
}
