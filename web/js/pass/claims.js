// @ts-check
// What a pass says: the claims of a CWT (RFC 8392). A claim that is not known is refused, not skipped: it may be a
// restriction.

import { Reader, TEXT, hex } from "./cbor.js";
import {
  AREA_BYTES_MAX, CORRIDOR_BYTES_MAX, ENDS_MAX, ISSUER_BYTES_MAX, LIFE_SECONDS_MAX, NUMBERS_MAX, ORG_BYTES_MAX,
  PLACE_BYTES_MAX, PLATE_BYTES_MAX, SECOND_MAX, SURNAME_BYTES_MAX,
} from "./limits.js";
import { need } from "./refused.js";

export const ISSUER = 1;
export const SUBJECT = 2;
export const EXPIRES = 4;
export const NOT_BEFORE = 5;
export const ISSUED_AT = 6;
export const NUMBER = 7;
/** The first claim of RFC 8392's range for private use; it holds what has no registered claim. */
export const PRIVATE = -65_537;

const DAY_MINUTES = 24 * 60;
export const ALL_DAYS = 127;

/**
 * One end of a scope: a place's code, or an area's.
 * @typedef {{ place: string } | { area: string }} End
 */

/**
 * What a pass says. Either `surname` and `idEnd`, or `plate`. Times in seconds since 1970, UTC.
 * @typedef {{
 *   issuer: string, number: number, kind: number, surname: string | null, idEnd: string | null, plate: string | null,
 *   org: string, from: End[], to: End[], bothWays: boolean, corridor: string | null, days: number,
 *   hours: [number, number], notBefore: number, expires: number,
 * }} Pass
 */

/**
 * @param {Uint8Array} payload
 * @returns {Pass}
 */
export function readPass(payload) {
  const reader = new Reader(payload);
  /** @type {Pass} */
  const pass = {
    issuer: "", number: 0, kind: 0, surname: null, idEnd: null, plate: null, org: "", from: [], to: [], bothWays: false,
    corridor: null, days: ALL_DAYS, hours: [0, DAY_MINUTES], notBefore: 0, expires: 0,
  };
  reader.map(
    {
      [ISSUER]: () => (pass.issuer = plainText(reader, ISSUER_BYTES_MAX)),
      [EXPIRES]: () => (pass.expires = reader.unsigned(SECOND_MAX)),
      [NOT_BEFORE]: () => (pass.notBefore = reader.unsigned(SECOND_MAX)),
      [NUMBER]: () => (pass.number = readNumber(reader)),
      [PRIVATE]: () => readPrivate(reader, pass),
    },
    [ISSUER, EXPIRES, NOT_BEFORE, NUMBER, PRIVATE],
  );
  reader.end();
  const life = pass.expires - pass.notBefore;
  need(life > 0 && life <= LIFE_SECONDS_MAX, "an end after the start, within 92 days");
  return pass;
}

/**
 * @param {Reader} reader
 * @param {Pass} pass
 */
function readPrivate(reader, pass) {
  reader.map(
    {
      1: () => (pass.kind = inRange(reader, 1, 65_535)),
      2: () => {
        reader.array(2, 2);
        pass.surname = plainText(reader, SURNAME_BYTES_MAX);
        pass.idEnd = reader.text(4);
        need(/^[0-9A-Z]{4}$/.test(pass.idEnd), "four digits or capital letters");
      },
      3: () => {
        pass.plate = plainText(reader, PLATE_BYTES_MAX);
        need(!/\p{White_Space}/u.test(pass.plate), "a plate without spaces");
      },
      4: () => (pass.org = plainText(reader, ORG_BYTES_MAX)),
      5: () => (pass.from = readEnds(reader)),
      6: () => (pass.to = readEnds(reader)),
      7: () => (pass.bothWays = inRange(reader, 1, 1) === 1),
      8: () => (pass.corridor = plainText(reader, CORRIDOR_BYTES_MAX)),
      9: () => (pass.days = inRange(reader, 1, ALL_DAYS - 1)),
      10: () => (pass.hours = readHours(reader)),
    },
    [1, 4, 6],
  );
  need((pass.surname === null) !== (pass.plate === null), "one holder, a person or a vehicle");
}

/**
 * @param {Reader} reader
 * @param {number} least
 * @param {number} most
 */
function inRange(reader, least, most) {
  const value = reader.unsigned(most);
  need(value >= least, `${least} to ${most}`);
  return value;
}

/** @param {Reader} reader */
function readNumber(reader) {
  const bytes = reader.data(1, 4);
  need(bytes.length === 1 || bytes[0] !== 0, "a number without zeros in front");
  const number = bytes.reduce((value, byte) => value * 256 + byte, 0);
  need(number < NUMBERS_MAX, "a number that a list reaches");
  return number;
}

/**
 * @param {Reader} reader
 * @returns {End[]}
 */
function readEnds(reader) {
  return Array.from({ length: reader.array(1, ENDS_MAX) }, () => {
    if (reader.peek() === TEXT) return { area: plainText(reader, AREA_BYTES_MAX) };
    // Two digits a byte, so that the bytes in hexadecimal are the code; an odd number of digits ends with F.
    const digits = hex(reader.data(1, PLACE_BYTES_MAX)).replace(/f$/, "");
    need(/^[0-9]+$/.test(digits), "the digits of a place");
    return { place: digits };
  });
}

/**
 * @param {Reader} reader
 * @returns {[number, number]}
 */
function readHours(reader) {
  reader.array(2, 2);
  const from = reader.unsigned(DAY_MINUTES - 1);
  const until = inRange(reader, 1, DAY_MINUTES);
  need(from !== until && !(from === 0 && until === DAY_MINUTES), "hours that are not the whole day");
  return [from, until];
}

/** Control characters, and what can't be seen or turns the direction of writing round. */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffd\u{e0000}-\u{e0fff}]/u;

/**
 * Text whose letters are all to be seen, in the order they stand.
 * @param {Reader} reader
 * @param {number} most bytes
 */
function plainText(reader, most) {
  const text = reader.text(most);
  need(!HIDDEN.test(text) && !/^\p{White_Space}|\p{White_Space}$/u.test(text), "plain text");
  return text;
}
