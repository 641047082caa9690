// @ts-check
// Every bound of the format (docs/pass-format.md), in one place. What is beyond one is refused before it is worked on.

/** Characters of a pass's text, prefix included. */
export const TEXT_CHARS_MAX = 1_100;
/** Bytes of the whole COSE message once inflated; inflating stops there. */
export const MESSAGE_BYTES_MAX = 640;
/** Bytes of UTF-8 in each text. */
export const ISSUER_BYTES_MAX = 16;
export const ORG_BYTES_MAX = 48;
export const CORRIDOR_BYTES_MAX = 48;
export const SURNAME_BYTES_MAX = 24;
export const PLATE_BYTES_MAX = 16;
export const AREA_BYTES_MAX = 16;
export const URI_BYTES_MAX = 128;
/** Places or areas at either end of a scope. */
export const ENDS_MAX = 8;
/** Bytes of a place code, two digits in each. */
export const PLACE_BYTES_MAX = 12;
/** The longest life of a pass, in seconds: 92 days of 24 hours. */
export const LIFE_SECONDS_MAX = 92 * 24 * 60 * 60;
/** The last second that a pass or a file may name: 9999-12-30T22:00:00Z. */
export const SECOND_MAX = 253_402_207_200;
/** Passes of one issuer. */
export const NUMBERS_MAX = 8 * 1024 * 1024;
/** Bytes of a key set's file, and the keys in it. */
export const KEY_FILE_BYTES_MAX = 64 * 1024;
export const KEYS_MAX = 256;
/** Bytes of a status list's or a delta's file, and of the bits in a list. */
export const STATUS_FILE_BYTES_MAX = 2 * 1024 * 1024;
export const STATUS_BYTES_MAX = NUMBERS_MAX / 8;
/** How far a clock may be wrong without anybody noticing: a pass counts so much earlier and later than it says. */
export const CLOCK_TOLERANCE_MS = 2 * 60 * 1000;
/** A clock that may be wrong by more than this says nothing about days and hours. */
export const CLOCK_UNCERTAINTY_MAX_MS = 24 * 60 * 60 * 1000;
