// @ts-check
// The PIN, and what lies behind it. A random key seals what is kept; that key is sealed by one made from the PIN, so that neither
// lies on the phone open. Who guesses has few tries here, and away from here each costs as long as the iterations take.

import { countTry, forgetTries, keepLock, lock, seal, unseal, wipeAll } from "./store.js";

/** @typedef {import("./sender.js").Sealed} Sealed */
/** @typedef {import("./sender.js").Lock} Lock */

/** Digits of a PIN. */
export const PIN_DIGITS = /^\d{6,12}$/;
/** After so many wrong PINs everything on the phone is removed. */
export const TRIES_MAX = 8;
/** PBKDF2-HMAC-SHA256, as the OWASP Password Storage Cheat Sheet (2023) asks for. */
const ITERATIONS = 600_000;
const SALT_BYTES = 16;
const AES = { name: "AES-GCM", length: 256 };

export class Vault {
  /** @param {CryptoKey} key @param {CryptoKey} device */
  constructor(key, device) {
    this.key = key;
    this.device = device;
  }

  /** @param {unknown} value */
  seal(value) {
    return seal(this.key, value);
  }

  /** @param {Sealed} sealed @returns {Promise<any>} */
  open(sealed) {
    return unseal(this.key, sealed);
  }
}

/** A new vault behind a new PIN. @param {string} pin */
export async function make(pin) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const behind = await keyOf(pin, salt, ITERATIONS);
  const key = await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
  const device = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = await crypto.subtle.wrapKey("raw", key, behind, { name: "AES-GCM", iv });
  await keepLock({ id: "lock", salt, iterations: ITERATIONS, wrapped: { iv, bytes }, device, wrong: 0 });
  return new Vault(key, device);
}

/**
 * Opens the vault; answers how many tries are left when the PIN is wrong. After the last one nothing is kept any more.
 * @param {string} pin
 * @returns {Promise<Vault | number>}
 */
export async function unlock(pin) {
  const present = await lock();
  if (!present) return 0;
  const before = await countTry();
  const key = before < TRIES_MAX ? await opened(present, pin) : null;
  if (key) {
    await forgetTries();
    return new Vault(key, present.device);
  }
  const left = Math.max(0, TRIES_MAX - before - 1);
  if (left === 0) await wipeAll();
  return left;
}

/** @param {Lock} lock @param {string} pin */
async function opened({ salt, iterations, wrapped: { iv, bytes } }, pin) {
  const behind = await keyOf(pin, salt, iterations);
  try {
    return await crypto.subtle.unwrapKey("raw", bytes, behind, { name: "AES-GCM", iv }, AES, false, ["encrypt", "decrypt"]);
  } catch {
    // The tag does not fit: another PIN.
    return null;
  }
}

/** @param {string} pin @param {Uint8Array<ArrayBuffer>} salt @param {number} iterations */
async function keyOf(pin, salt, iterations) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, typed, AES, false, ["wrapKey", "unwrapKey"]);
}
