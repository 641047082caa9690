// @ts-check
// The keys that issuers sign with: a file signed by the root key, which a gate is given when it is set up.

import { Reader, hex } from "./cbor.js";
import { EXPIRES, ISSUED_AT, ISSUER, PRIVATE } from "./claims.js";
import { EDDSA, openMessage } from "./cose.js";
import { ISSUER_BYTES_MAX, KEYS_MAX, KEY_FILE_BYTES_MAX, SECOND_MAX } from "./limits.js";
import { need } from "./refused.js";
import { isSignedBy, publicKey, sha256 } from "./signature.js";

export const KEYS_TYPE = "application/tongxin-keys+cwt";
/** It signs. */
export const ACTIVE = 1;
/** It signs nothing more; the passes it signed count until they end. */
export const RETIRED = 2;
/** Nothing it signed counts. */
export const WITHDRAWN = 3;
const CURVE_ED25519 = 6;
const KEY_TYPE_OCTETS = 1;

/**
 * @typedef {{ public: import("./signature.js").PublicKey, issuer: string, from: number, until: number, status: number }} IssuerKey
 * @typedef {{
 *   authority: string, issue: bigint, issuedAt: number, goodUntil: number, keys: Map<string, IssuerKey>, digest: string,
 * }} KeySet
 */

/**
 * Reads a file that the root key signed and that may follow the set which is held.
 * @param {Uint8Array} bytes
 * @param {Uint8Array} root the root's public key, 32 bytes
 * @param {KeySet | null} held
 * @returns {Promise<KeySet>}
 */
export async function readKeySet(bytes, root, held = null) {
  need(bytes.length <= KEY_FILE_BYTES_MAX, "a file that is not longer than any key set");
  const message = openMessage(bytes, KEYS_TYPE);
  need(await isSignedBy(await publicKey(root), message.signed, message.signature), "the root's signature", "forged");
  const { entries, ...about } = readClaims(message.payload);
  /** @type {Map<string, IssuerKey>} */
  const keys = new Map();
  let last = "";
  for (const { id, x, ...entry } of entries) {
    const key = await publicKey(x);
    need(key.id === id && id > last, "keys in the order of their ids");
    last = id;
    keys.set(id, { public: key, ...entry });
  }
  const digest = hex(await sha256(message.payload));
  mayFollow(held, { ...about, digest });
  return { ...about, keys, digest };
}

/** @param {Uint8Array} payload */
function readClaims(payload) {
  const reader = new Reader(payload);
  const about = { authority: "", issue: 0n, issuedAt: 0, goodUntil: 0, entries: /** @type {ReturnType<typeof readEntry>[]} */ ([]) };
  reader.map(
    {
      [ISSUER]: () => (about.authority = reader.text(ISSUER_BYTES_MAX)),
      [EXPIRES]: () => (about.goodUntil = reader.unsigned(SECOND_MAX)),
      [ISSUED_AT]: () => (about.issuedAt = reader.unsigned(SECOND_MAX)),
      [PRIVATE]: () =>
        reader.map(
          {
            1: () => (about.issue = reader.big()),
            2: () => (about.entries = Array.from({ length: reader.array(0, KEYS_MAX) }, () => readEntry(reader))),
          },
          [1, 2],
        ),
    },
    [ISSUER, EXPIRES, ISSUED_AT, PRIVATE],
  );
  reader.end();
  need(about.issuedAt < about.goodUntil, "a time that ends after it begins");
  return about;
}

/** @param {Reader} reader */
function readEntry(reader) {
  const entry = { id: "", x: new Uint8Array(), issuer: "", from: 0, until: 0, status: 0 };
  reader.map(
    {
      1: () => readCoseKey(reader, entry),
      2: () => (entry.issuer = reader.text(ISSUER_BYTES_MAX)),
      3: () => (entry.from = reader.unsigned(SECOND_MAX)),
      4: () => (entry.until = reader.unsigned(SECOND_MAX)),
      5: () => (entry.status = reader.unsigned(WITHDRAWN)),
    },
    [1, 2, 3, 4, 5],
  );
  need(entry.status >= ACTIVE && entry.from < entry.until, "a key that is active, retired or withdrawn, and a span");
  return entry;
}

/**
 * RFC 9052, section 7: an octet key pair on the curve Ed25519.
 * @param {Reader} reader
 * @param {{ id: string, x: Uint8Array }} entry
 */
function readCoseKey(reader, entry) {
  reader.map(
    {
      1: () => need(reader.int() === KEY_TYPE_OCTETS, "an octet key pair"),
      2: () => (entry.id = hex(reader.data(8, 8))),
      3: () => need(reader.int() === EDDSA, "EdDSA"),
      [-1]: () => need(reader.int() === CURVE_ED25519, "Ed25519"),
      [-2]: () => (entry.x = reader.data(32, 32)),
    },
    [1, 2, 3, -1, -2],
  );
}

/**
 * Issues only go up; the same number may come again only with the same content.
 * @param {{ issue: bigint, digest: string } | null} held
 * @param {{ issue: bigint, digest: string }} offered
 */
export function mayFollow(held, offered) {
  if (!held) return;
  const isSame = offered.issue === held.issue && offered.digest === held.digest;
  need(offered.issue > held.issue || isSame, `an issue after ${held.issue}`, "rollback");
}
