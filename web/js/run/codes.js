// @ts-check
// Whether a hand-over code is right, with no signal: its hash is compared with the one on the sheet. The code itself is on
// no sheet; the server judges it once more when the step arrives.

/** A resident's square code: the order and its hand-over code. */
const SQUARE = /^TONGXIN:([0-9A-Z-]{14,20}):(\d{4,12})$/i;

/**
 * What a square code says; nothing when it is another kind of code.
 * @param {string} text
 * @returns {{ order: string, code: string } | null}
 */
export function readSquare(text) {
  const [, order, code] = SQUARE.exec(text.trim()) ?? [];
  return order && code ? { order: order.toUpperCase(), code } : null;
}

/** Digits only: full-width ones of a Chinese keyboard count, spaces don't. @param {string} typed */
export function digitsOf(typed) {
  return typed.normalize("NFKC").replace(/\D/g, "");
}

/**
 * @param {string} code
 * @param {string} order
 * @param {string | null} hash
 * @param {{ salt: string, iterations: number }} codes
 */
export async function isRight(code, order, hash, { salt, iterations }) {
  // Without a hash nothing can be said here; the server says it.
  if (!hash) return true;
  const bytes = Uint8Array.from([...bytesOf(salt), ...new TextEncoder().encode(order)]);
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(code), "PBKDF2", false, ["deriveBits"]);
  const made = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes, iterations }, key, 256);
  return hexOf(new Uint8Array(made)) === hash;
}

/** @param {string} hex */
function bytesOf(hex) {
  return (hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
}

/** @param {Uint8Array} bytes */
function hexOf(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
