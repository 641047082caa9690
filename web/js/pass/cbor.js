// @ts-check
// CBOR in its one deterministic form (RFC 8949, section 4.2.1), as far as passes use it. The reader is asked for what must
// come next, so that floats, indefinite lengths and anything deeper than the format goes are refused at their first byte.

import { need } from "./refused.js";

const UNSIGNED = 0;
const NEGATIVE = 1;
const BYTES = 2;
export const TEXT = 3;
const ARRAY = 4;
const MAP = 5;
const TAG = 6;

/** The least argument that needs 1, 2, 4 or 8 more bytes. */
const LEAST = [24n, 0x100n, 0x1_0000n, 0x1_0000_0000n];

// A byte order mark is a character like another: it must reach the rule that refuses what can't be seen.
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  end() {
    need(this.at === this.bytes.length, "nothing after the end");
  }

  /** The kind of the next item, which stays. */
  peek() {
    need(this.at < this.bytes.length, "bytes that are not cut off");
    return this.bytes[this.at] >> 5;
  }

  /** @param {number} length */
  take(length) {
    need(length <= this.bytes.length - this.at, "bytes that are not cut off");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /**
   * The argument of an item that must be of one of these kinds.
   * @param {...number} kinds
   * @returns {{ kind: number, argument: bigint }}
   */
  head(...kinds) {
    const kind = this.peek();
    need(kinds.includes(kind), `an item of kind ${kinds}`);
    const short = this.take(1)[0] & 0x1f;
    if (short < 24) return { kind, argument: BigInt(short) };
    need(short < 28, "a definite length");
    let argument = 0n;
    for (const byte of this.take(2 ** (short - 24))) argument = (argument << 8n) | BigInt(byte);
    need(argument >= LEAST[short - 24], "a number in its shortest form");
    return { kind, argument };
  }

  /** A number of up to 64 bits. */
  big() {
    return this.head(UNSIGNED).argument;
  }

  /** @param {number} most */
  unsigned(most) {
    const { argument } = this.head(UNSIGNED);
    need(argument <= BigInt(most), `at most ${most}`);
    return Number(argument);
  }

  /** A small whole number of either sign; keys and labels are such. */
  int() {
    const { kind, argument } = this.head(UNSIGNED, NEGATIVE);
    need(argument < 0x1_0000_0000n, "a key");
    return kind === NEGATIVE ? -1 - Number(argument) : Number(argument);
  }

  /**
   * @param {number} least
   * @param {number} most
   */
  data(least, most) {
    const length = this.length(BYTES);
    need(length >= least && length <= most, `${least} to ${most} bytes`);
    return this.take(length);
  }

  /** @param {number} most bytes */
  text(most) {
    const length = this.length(TEXT);
    need(length >= 1 && length <= most, `a text of at most ${most} bytes`);
    const bytes = this.take(length);
    try {
      return UTF8.decode(bytes);
    } catch {
      need(false, "text in UTF-8");
    }
  }

  /**
   * A list of that many items, which follow; answers how many.
   * @param {number} least
   * @param {number} most
   */
  array(least, most) {
    const length = this.length(ARRAY);
    need(length >= least && length <= most, `a list of ${least} to ${most}`);
    return length;
  }

  /** @param {number} tag */
  tag(tag) {
    need(this.head(TAG).argument === BigInt(tag), `tag ${tag}`);
  }

  /** @param {number} pairs */
  mapOf(pairs) {
    need(this.length(MAP) === pairs, `a map of ${pairs}`);
  }

  /**
   * A map with whole numbers as keys: `reads` holds a reader for each key there may be; `needed` must all stand there.
   * @param {Record<number, () => void>} reads
   * @param {number[]} needed
   */
  map(reads, needed) {
    const pairs = this.length(MAP);
    const missing = new Set(needed);
    let last = -1;
    for (let pair = 0; pair < pairs; pair += 1) {
      const key = this.int();
      // As bytes, numbers from 0 up come first, then -1, -2 and so on.
      const rank = key < 0 ? 2 ** 40 - key : key;
      need(rank > last, "keys in order, each once");
      last = rank;
      need(Object.hasOwn(reads, key), `no key ${key}`);
      reads[key]();
      missing.delete(key);
    }
    need(missing.size === 0, `key ${[...missing]}`);
  }

  /** @param {number} kind */
  length(kind) {
    const { argument } = this.head(kind);
    need(argument <= BigInt(this.bytes.length), "bytes that are not cut off");
    return Number(argument);
  }
}

/**
 * The encoding of a byte string, and with another kind of a text's.
 * @param {Uint8Array} bytes
 */
export function encodedBytes(bytes, kind = BYTES) {
  const { length } = bytes;
  const first = kind << 5;
  /** @type {number[]} */
  let head;
  if (length < 24) head = [first | length];
  else if (length < 0x100) head = [first | 24, length];
  else if (length < 0x1_0000) head = [first | 25, length >> 8, length & 0xff];
  else head = [first | 26, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff];
  return joined([Uint8Array.from(head), bytes]);
}

/** @param {Uint8Array[]} parts */
export function joined(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} bytes */
export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
