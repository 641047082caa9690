// @ts-check
// Which passes are revoked: a Token Status List of one bit a pass, and the small files that bring a held list up to date.

import { Reader, encodedBytes, hex, joined } from "./cbor.js";
import { EXPIRES, ISSUED_AT, ISSUER, PRIVATE, SUBJECT } from "./claims.js";
import { openMessage } from "./cose.js";
import { inflateList } from "./inflate.js";
import { ACTIVE, mayFollow } from "./keys.js";
import { ISSUER_BYTES_MAX, SECOND_MAX, STATUS_BYTES_MAX, STATUS_FILE_BYTES_MAX, URI_BYTES_MAX } from "./limits.js";
import { need } from "./refused.js";
import { isSignedBy, sha256 } from "./signature.js";

export const STATUS_TYPE = "application/statuslist+cwt";
export const DELTA_TYPE = "application/tongxin-status-delta+cwt";
const STATUS_LIST = 65_533;

/**
 * @typedef {{ issuer: string, uri: string, issue: bigint, issuedAt: number, goodUntil: number }} About
 * @typedef {About & { bits: Uint8Array, digest: string, signedBy: string }} StatusList
 * @typedef {import("./keys.js").KeySet} KeySet
 */

/**
 * Whether that pass is revoked; null when the list does not reach so far.
 * @param {StatusList} list
 * @param {number} number
 */
export function isRevoked(list, number) {
  const byte = list.bits[number >> 3];
  return byte === undefined ? null : ((byte >> (number & 7)) & 1) === 1;
}

/**
 * Reads a file that an active key of the list's issuer signed and that may follow the list which is held.
 * @param {Uint8Array} bytes
 * @param {KeySet} keys
 * @param {StatusList | null} held
 * @returns {Promise<StatusList>}
 */
export async function readStatusList(bytes, keys, held = null) {
  const { key, payload } = await openFile(bytes, STATUS_TYPE, keys);
  const reader = new Reader(payload);
  const about = emptyAbout();
  /** @type {Uint8Array} */
  let stream = new Uint8Array();
  reader.map(
    {
      ...aboutReads(reader, about),
      [STATUS_LIST]: () => (stream = readList(reader)),
      [PRIVATE]: () => reader.map({ 1: () => (about.issue = reader.big()) }, [1]),
    },
    [ISSUER, SUBJECT, EXPIRES, ISSUED_AT, STATUS_LIST, PRIVATE],
  );
  reader.end();
  checkAbout(about, key, held);
  const list = await listOf(about, await inflateList(stream, STATUS_BYTES_MAX), key);
  mayFollow(held, list);
  return list;
}

/**
 * The held list with a delta's changes.
 * @param {Uint8Array} bytes
 * @param {KeySet} keys
 * @param {StatusList} held
 * @returns {Promise<StatusList>}
 */
export async function applyDelta(bytes, keys, held) {
  const { key, payload } = await openFile(bytes, DELTA_TYPE, keys);
  const reader = new Reader(payload);
  const about = emptyAbout();
  /** @type {{ base: bigint, bytes: number, gaps: Uint8Array, hash: Uint8Array }} */
  const delta = { base: 0n, bytes: 0, gaps: new Uint8Array(), hash: new Uint8Array() };
  reader.map(
    {
      ...aboutReads(reader, about),
      [PRIVATE]: () =>
        reader.map(
          {
            1: () => (about.issue = reader.big()),
            2: () => (delta.base = reader.big()),
            3: () => (delta.bytes = reader.unsigned(STATUS_BYTES_MAX)),
            4: () => (delta.gaps = reader.data(0, payload.length)),
            5: () => (delta.hash = reader.data(32, 32)),
          },
          [1, 2, 3, 4, 5],
        ),
    },
    [ISSUER, SUBJECT, EXPIRES, ISSUED_AT, PRIVATE],
  );
  reader.end();
  checkAbout(about, key, held);
  need(about.issue > held.issue, `an issue after ${held.issue}`, "rollback");
  need(delta.base === held.issue, `a delta from issue ${held.issue}`, "wrong_base");
  need(delta.bytes >= held.bits.length, "a list that does not shrink");
  const bits = new Uint8Array(delta.bytes);
  bits.set(held.bits);
  for (const number of numbersOf(delta.gaps)) {
    need(number < bits.length * 8, "numbers within the list");
    bits[number >> 3] ^= 1 << (number & 7);
  }
  need(hex(await sha256(bits)) === hex(delta.hash), "the bits that were signed");
  return listOf(about, bits, key);
}

/**
 * The payload of a file that an active key of the set signed, and the key.
 * @param {Uint8Array} bytes
 * @param {string} type
 * @param {KeySet} keys
 */
async function openFile(bytes, type, keys) {
  need(bytes.length <= STATUS_FILE_BYTES_MAX, "a file that is not longer than any list");
  const message = openMessage(bytes, type);
  const key = keys.keys.get(message.keyId);
  need(key?.status === ACTIVE, "an active key of the set", "unknown_key");
  need(await isSignedBy(key.public, message.signed, message.signature), "the key's signature", "forged");
  return { key, payload: message.payload };
}

/** @returns {About} */
function emptyAbout() {
  return { issuer: "", uri: "", issue: 0n, issuedAt: 0, goodUntil: 0 };
}

/**
 * @param {Reader} reader
 * @param {About} about
 */
function aboutReads(reader, about) {
  return {
    [ISSUER]: () => (about.issuer = reader.text(ISSUER_BYTES_MAX)),
    [SUBJECT]: () => (about.uri = reader.text(URI_BYTES_MAX)),
    [EXPIRES]: () => (about.goodUntil = reader.unsigned(SECOND_MAX)),
    [ISSUED_AT]: () => (about.issuedAt = reader.unsigned(SECOND_MAX)),
  };
}

/** `{"lst": bytes, "bits": 1}` @param {Reader} reader */
function readList(reader) {
  reader.mapOf(2);
  need(reader.text(8) === "lst", "lst");
  const stream = reader.data(0, STATUS_FILE_BYTES_MAX);
  need(reader.text(8) === "bits" && reader.unsigned(1) === 1, "one bit a pass");
  return stream;
}

/**
 * @param {About} about
 * @param {import("./keys.js").IssuerKey} key
 * @param {StatusList | null} held
 */
function checkAbout(about, key, held) {
  need(about.issuedAt < about.goodUntil, "a time that ends after it begins");
  const isTheKeys = key.issuer === about.issuer && key.from <= about.issuedAt && about.issuedAt < key.until;
  need(isTheKeys, "a key that may sign this list", "forged");
  if (held) need(held.issuer === about.issuer && held.uri === about.uri, "the list that is held", "other_list");
}

/**
 * @param {About} about
 * @param {Uint8Array} bits
 * @param {import("./keys.js").IssuerKey} key
 * @returns {Promise<StatusList>}
 */
async function listOf(about, bits, key) {
  const times = new TextEncoder().encode(`${about.issuedAt} ${about.goodUntil}`);
  return { ...about, bits, signedBy: key.public.id, digest: hex(await sha256(joined([encodedBytes(times), bits]))) };
}

/**
 * Ascending numbers, each written as the gap to the one before it: seven bits a byte, lowest first, at most four bytes.
 * @param {Uint8Array} gaps
 */
function* numbersOf(gaps) {
  let number = -1;
  for (let at = 0; at < gaps.length; ) {
    let gap = 0;
    let size = 0;
    let byte;
    do {
      need(at < gaps.length && size < 4, "a gap of at most four bytes");
      byte = gaps[at++];
      gap += (byte & 0x7f) * 2 ** (7 * size);
      size += 1;
    } while (byte & 0x80);
    need(gap >= 1 && (size === 1 || byte !== 0), "a gap in its shortest form");
    number += gap;
    yield number;
  }
}
