// @ts-check
// Ed25519 and SHA-256: by the browser's own cryptography where it has Ed25519, else by the vendored library.

import { Point, verifyAsync } from "../../vendor/noble-ed25519.js";
import { need } from "./refused.js";

/** Not there on a page that came over plain HTTP. */
const { subtle } = globalThis.crypto;

/**
 * A public key that may be trusted.
 * @typedef {{ bytes: Uint8Array, id: string, imported: Promise<CryptoKey | null> }} PublicKey
 */

/** Whose arithmetic is used; a page that looks into a slow gate may ask. */
let isNative = true;

/** @param {boolean} use false: always the library's, as on a phone whose browser has no Ed25519 */
export function useNative(use) {
  isNative = use;
}

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<Uint8Array>}
 */
export async function sha256(bytes) {
  return new Uint8Array(await subtle.digest("SHA-256", /** @type {BufferSource} */ (bytes)));
}

/**
 * The key of 32 bytes: a point of the curve, and none of the eight under which anybody can sign.
 * @param {Uint8Array} bytes
 * @returns {Promise<PublicKey>}
 */
export async function publicKey(bytes) {
  let isStrong = false;
  try {
    isStrong = bytes.length === 32 && !Point.fromBytes(bytes).isSmallOrder();
  } catch {
    // Not a point.
  }
  need(isStrong, "a public key that can be trusted");
  const id = (await sha256(bytes)).subarray(0, 8);
  const copy = bytes.slice();
  return { bytes: copy, id: Array.from(id, (byte) => byte.toString(16).padStart(2, "0")).join(""), imported: nativeKey(copy) };
}

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<CryptoKey | null>}
 */
async function nativeKey(bytes) {
  try {
    return await subtle.importKey("raw", /** @type {BufferSource} */ (bytes), "Ed25519", false, ["verify"]);
  } catch {
    return null;
  }
}

/**
 * Whether the key signed these bytes.
 * @param {PublicKey} key
 * @param {Uint8Array} signed
 * @param {Uint8Array} signature
 * @returns {Promise<boolean>}
 */
export async function isSignedBy(key, signed, signature) {
  const native = isNative ? await key.imported : null;
  if (native) return subtle.verify("Ed25519", native, /** @type {BufferSource} */ (signature), /** @type {BufferSource} */ (signed));
  return verifyAsync(signature, signed, key.bytes, { zip215: false });
}
