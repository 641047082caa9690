// @ts-check
// The check at a gate: a text, the keys, the status lists and the situation in; a verdict out. Written from
// docs/pass-format.md, which says what each verdict means. Pure: no page, no storage, no network, no clock of its own.
// Start at `check`. `keys.js` and `statuses.js` read the files it needs.

import { decodeBase45 } from "./base45.js";
import { readPass } from "./claims.js";
import { openMessage } from "./cose.js";
import { inflatePass } from "./deflate.js";
import { WITHDRAWN } from "./keys.js";
import { MESSAGE_BYTES_MAX, TEXT_CHARS_MAX } from "./limits.js";
import { otherWay, placeRule } from "./places.js";
import { Refused, need } from "./refused.js";
import { isSignedBy } from "./signature.js";
import { isRevoked } from "./statuses.js";
import { clockOf, hoursRule, isAfter, isBefore, mayBeAfter, mayBeBefore } from "./times.js";

export const PREFIX = "TX1:";

/**
 * @typedef {import("./claims.js").Pass} Pass
 * @typedef {import("./keys.js").KeySet} KeySet
 * @typedef {import("./statuses.js").StatusList} StatusList
 * @typedef {import("./places.js").Gate & { at: number, uncertaintyMs: number, zone: string }} Situation
 *   `at` is what the clock says, in ms since 1970; `uncertaintyMs` by how much it may be wrong, either way
 *
 * @typedef {"valid" | "revoked" | "expired" | "not_yet" | "not_this_direction" | "not_this_place" | "not_this_day"
 *   | "not_this_hour" | "list_too_old" | "clock_unsure" | "damaged" | "unknown_key" | "forged"} VerdictKey
 *
 * What a page needs to say why: moments in ms, and what is lacking.
 * @typedef {{ moment?: number, next?: number | null, allowed?: string, lacking?: string, keyId?: string }} Facts
 * @typedef {{ key: VerdictKey, pass: Pass | null, facts: Facts }} Verdict
 */

/** Each verdict there is, in the order in which they are told. */
export const VERDICTS = /** @type {VerdictKey[]} */ ([
  "valid", "revoked", "expired", "not_yet", "not_this_direction", "not_this_place", "not_this_day", "not_this_hour",
  "list_too_old", "clock_unsure", "damaged", "unknown_key", "forged",
]);

/**
 * @param {string} text as it was read from a QR code
 * @param {KeySet} keys
 * @param {Map<string, StatusList>} lists by issuer
 * @param {Situation} gate
 * @returns {Promise<Verdict>}
 */
export async function check(text, keys, lists, gate) {
  if (!text.startsWith(PREFIX)) return { key: "damaged", pass: null, facts: { lacking: "other_code" } };
  try {
    const pass = await believe(text, keys);
    return "key" in pass ? pass : judge(pass, keys, lists.get(pass.issuer) ?? null, gate);
  } catch (error) {
    if (error instanceof Refused) return { key: "damaged", pass: null, facts: {} };
    throw error;
  }
}

/**
 * What a text says that a key of the set signed; else the verdict.
 * @param {string} text
 * @param {KeySet} keys
 * @returns {Promise<Pass | Verdict>}
 */
async function believe(text, keys) {
  need(text.length <= TEXT_CHARS_MAX, "a text that is not longer than any pass");
  const message = openMessage(inflatePass(decodeBase45(text.slice(PREFIX.length)), MESSAGE_BYTES_MAX));
  const { keyId } = message;
  /** @param {string} lacking @returns {Verdict} */
  const unknown = (lacking) => ({ key: "unknown_key", pass: null, facts: { keyId, lacking } });
  const key = keys.keys.get(keyId);
  if (!key) return unknown("not_in_set");
  if (key.status === WITHDRAWN) return unknown("withdrawn");
  if (!(await isSignedBy(key.public, message.signed, message.signature))) return { key: "forged", pass: null, facts: { keyId } };
  const pass = readPass(message.payload);
  if (pass.issuer !== key.issuer) return unknown("other_issuer");
  if (pass.notBefore < key.from || pass.notBefore >= key.until) return unknown("outside_span");
  return pass;
}

/**
 * Judges a true pass. A definite refusal is told before a doubt.
 * @param {Pass} pass
 * @param {KeySet} keys
 * @param {StatusList | null} list
 * @param {Situation} gate
 * @returns {Verdict}
 */
export function judge(pass, keys, list, gate) {
  const clock = clockOf(gate.at, gate.uncertaintyMs);
  /** @param {VerdictKey} key @param {Facts} facts @returns {Verdict} */
  const told = (key, facts = {}) => ({ key, pass, facts });
  if (list && isRevoked(list, pass.number)) return told("revoked", { moment: list.issuedAt * 1000 });
  if (isAfter(clock, pass.expires)) return told("expired", { moment: pass.expires * 1000 });
  if (isBefore(clock, pass.notBefore)) return told("not_yet", { moment: pass.notBefore * 1000 });
  const place = placeRule(pass, gate);
  if (place === "other_direction") return told("not_this_direction", { allowed: otherWay(gate.direction) });
  if (place === "elsewhere") return told("not_this_place");
  const hours = hoursRule(pass, clock, gate.zone);
  if ("next" in hours) return told(hours.answer, { next: hours.next });

  if (!list) return told("list_too_old", { lacking: "no_list" });
  if (isRevoked(list, pass.number) === null) return told("list_too_old", { lacking: "beyond_list", moment: list.issuedAt * 1000 });
  if (mayBeAfter(clock, list.goodUntil)) return told("list_too_old", { lacking: "statuses", moment: list.goodUntil * 1000 });
  if (mayBeAfter(clock, keys.goodUntil)) return told("list_too_old", { lacking: "keys", moment: keys.goodUntil * 1000 });

  for (const { issuedAt } of [keys, list]) {
    if (isBefore(clock, issuedAt)) return told("clock_unsure", { lacking: "slow", moment: issuedAt * 1000 });
  }
  if (mayBeAfter(clock, pass.expires)) return told("clock_unsure", { lacking: "end", moment: pass.expires * 1000 });
  if (mayBeBefore(clock, pass.notBefore)) return told("clock_unsure", { lacking: "start", moment: pass.notBefore * 1000 });
  if (hours.answer === "unsure") return told("clock_unsure", { lacking: "hours" });
  return told("valid");
}
