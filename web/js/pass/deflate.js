// @ts-check
// The zlib stream of a pass: one final block of fixed codes (RFC 1951, section 3.2.6), repetitions of the nearest place
// where the same stands, padding of zeros, Adler-32, nothing after it. Narrower than zlib on purpose: what can't be written
// in two ways can't be changed unnoticed, and needs no tables from the stream.

import { need } from "./refused.js";

const END = 256;
const ADLER_BYTES = 4;

/** First length and extra bits of the symbols from 257; 258 has a symbol of its own. */
const LENGTHS = [...bases(3, 8, 4, 28), [258, 0]];
/** First distance and extra bits of the distance symbols. */
const DISTANCES = bases(1, 4, 2, 30);

/**
 * RFC 1951, section 3.2.5: `plain` symbols without extra bits, then `step` symbols for each further bit.
 * @param {number} first
 * @param {number} plain
 * @param {number} step
 * @param {number} count
 */
function bases(first, plain, step, count) {
  const all = [];
  for (let symbol = 0, base = first; symbol < count; symbol += 1) {
    const extra = symbol < plain ? 0 : Math.floor((symbol - plain) / step) + 1;
    all.push([base, extra]);
    base += 2 ** extra;
  }
  return all;
}

class Bits {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  bit() {
    need(this.at < this.bytes.length * 8, "a stream that is not cut off");
    const bit = (this.bytes[this.at >> 3] >> (this.at & 7)) & 1;
    this.at += 1;
    return bit;
  }

  /**
   * A number, lowest bit first.
   * @param {number} count
   */
  number(count) {
    let value = 0;
    for (let index = 0; index < count; index += 1) value |= this.bit() << index;
    return value;
  }

  /**
   * A code, highest bit first, going on from `begun`.
   * @param {number} count
   */
  code(count, begun = 0) {
    let value = begun;
    for (let index = 0; index < count; index += 1) value = (value << 1) | this.bit();
    return value;
  }

  /** A literal, a length or the end, in the fixed codes. */
  symbol() {
    const seven = this.code(7);
    if (seven < 0b0011000) return END + seven;
    const eight = this.code(1, seven);
    if (eight < 0xc0) return eight - 0x30;
    if (eight < 0xc8) return 280 + eight - 0xc0;
    return 144 + this.code(1, eight) - 0x190;
  }

  /** @param {number[] | undefined} base */
  withExtra(base) {
    need(base !== undefined, "a symbol that means something");
    const more = this.number(base[1]);
    need(!(base[0] === 227 && more === 31), "length 258 in its own symbol");
    return base[0] + more;
  }

  isAtEnd() {
    const spare = this.bytes.length * 8 - this.at;
    return spare < 8 && this.number(spare) === 0;
  }
}

/**
 * Inflates a pass's stream. It never makes more than `most` bytes, whatever the stream says.
 * @param {Uint8Array} stream
 * @param {number} most
 * @returns {Uint8Array}
 */
export function inflatePass(stream, most) {
  need(stream[0] === 0x78 && stream[1] === 0x01 && stream.length > 2 + ADLER_BYTES, "a stream that starts with 78 01");
  const bits = new Bits(stream.subarray(2, -ADLER_BYTES));
  need(bits.number(3) === 0b011, "one final block of fixed codes");
  const out = new Uint8Array(most);
  const length = block(bits, out);
  need(bits.isAtEnd(), "zeros up to the byte's end, and nothing after it");
  const bytes = out.slice(0, length);
  need(adler32(bytes) === bigEndian(stream.subarray(-ADLER_BYTES)), "the checksum of these bytes");
  return bytes;
}

/**
 * @param {Bits} bits
 * @param {Uint8Array} out
 */
function block(bits, out) {
  let size = 0;
  for (;;) {
    const symbol = bits.symbol();
    if (symbol === END) return size;
    if (symbol < END) {
      need(size < out.length, "no more bytes than a pass has");
      out[size++] = symbol;
      continue;
    }
    const length = bits.withExtra(LENGTHS[symbol - END - 1]);
    const distance = bits.withExtra(DISTANCES[bits.code(5)]);
    need(distance <= size, "a repetition of what stands before");
    need(length <= out.length - size, "no more bytes than a pass has");
    for (let index = 0; index < length; index += 1) out[size + index] = out[size + index - distance];
    for (let near = size - distance + 1; near < size; near += 1) {
      need(!startsAlike(out, near, size, length), "a repetition of the nearest place");
    }
    size += length;
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {number} one
 * @param {number} other
 * @param {number} length
 */
function startsAlike(bytes, one, other, length) {
  for (let index = 0; index < length; index += 1) {
    if (bytes[one + index] !== bytes[other + index]) return false;
  }
  return true;
}

/** @param {Uint8Array} bytes */
export function adler32(bytes) {
  const BASE = 65_521;
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % BASE;
    high = (high + low) % BASE;
  }
  return high * 0x10000 + low;
}

/** @param {Uint8Array} bytes */
export function bigEndian(bytes) {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
