// @ts-check
// COSE_Sign1 (RFC 9052) as passes and their files use it: tag 18, EdDSA, the key's id and perhaps a type in the protected
// header, nothing in the other.

import { Reader, TEXT, encodedBytes, hex, joined } from "./cbor.js";
import { need } from "./refused.js";

const TAG_SIGN1 = 18;
const ALGORITHM = 1;
const KEY_ID = 4;
const TYPE = 16;
export const EDDSA = -8;
const TYPE_BYTES_MAX = 64;

/**
 * A signed message taken apart, not verified.
 * @typedef {{ keyId: string, signed: Uint8Array, payload: Uint8Array, signature: Uint8Array }} Message
 */

/**
 * @param {Uint8Array} bytes
 * @param {string | null} type what its header must say it is; passes, the short ones, say nothing
 * @returns {Message}
 */
export function openMessage(bytes, type = null) {
  const reader = new Reader(bytes);
  reader.tag(TAG_SIGN1);
  reader.array(4, 4);
  const protectedHeader = reader.data(0, bytes.length);
  const keyId = readHeader(protectedHeader, type);
  reader.mapOf(0);
  const payload = reader.data(0, bytes.length);
  const signature = reader.data(64, 64);
  reader.end();
  return { keyId, signed: signedBytes(protectedHeader, payload), payload, signature };
}

/**
 * @param {Uint8Array} header
 * @param {string | null} type
 */
function readHeader(header, type) {
  const reader = new Reader(header);
  let keyId = "";
  /** @type {string | null} */
  let found = null;
  reader.map(
    {
      [ALGORITHM]: () => need(reader.int() === EDDSA, "EdDSA and nothing else"),
      [KEY_ID]: () => (keyId = hex(reader.data(8, 8))),
      [TYPE]: () => (found = reader.text(TYPE_BYTES_MAX)),
    },
    [ALGORITHM, KEY_ID],
  );
  reader.end();
  need(found === type, `a message of type ${type}`);
  return keyId;
}

/**
 * RFC 9052's Sig_structure.
 * @param {Uint8Array} header
 * @param {Uint8Array} payload
 */
function signedBytes(header, payload) {
  const context = encodedBytes(new TextEncoder().encode("Signature1"), TEXT);
  return joined([Uint8Array.of(0x84), context, encodedBytes(header), Uint8Array.of(0x40), encodedBytes(payload)]);
}
