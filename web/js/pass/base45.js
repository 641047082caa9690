// @ts-check
// Base45 (RFC 9285): bytes as the 45 characters of a QR code's alphanumeric mode.

import { need } from "./refused.js";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...ALPHABET].map((symbol, value) => [symbol, value]));

/**
 * @param {string} text
 * @returns {Uint8Array}
 */
export function decodeBase45(text) {
  need(text.length % 3 !== 1, "whole groups of characters");
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0));
  for (let at = 0, to = 0; at < text.length; at += 3) {
    const group = text.slice(at, at + 3);
    let value = 0;
    for (let index = group.length - 1; index >= 0; index -= 1) {
      const digit = VALUES.get(group[index]);
      need(digit !== undefined, "characters of Base45");
      value = value * 45 + digit;
    }
    need(value < 256 ** (group.length - 1), "groups that stand for bytes");
    if (group.length === 3) bytes[to++] = value >> 8;
    bytes[to++] = value & 0xff;
  }
  return bytes;
}
