// @ts-check
// The key set and the status lists that this phone holds: read from storage at the start, refreshed when there is a signal,
// replaced only by what is signed and newer. Each answer of the server also tells the time.

import { WITHDRAWN, readKeySet } from "../pass/keys.js";
import { Refused, need } from "../pass/refused.js";
import { applyDelta, readStatusList } from "../pass/statuses.js";
import { DATE_HEADER_MS, compared } from "./clock.js";
import { held, hold } from "./storage.js";

const KEYS = "/api/v1/passes/keys";
const STATUS = "/api/v1/passes/status";
/** The city's time in ms since 1970, when it isn't the world's: in a drill. */
const NOW_HEADER = "tongxin-now";
const ANSWER_WITHIN_MS = 15_000;

/**
 * @typedef {import("../pass/keys.js").KeySet} KeySet
 * @typedef {import("../pass/statuses.js").StatusList} StatusList
 * @typedef {import("./clock.js").Compared} Compared
 *
 * A file that could not be used, for the strip.
 * @typedef {{ file: "keys" | "list", why: import("../pass/refused.js").Trouble }} Wrong
 * @typedef {{ keys: KeySet | null, lists: Map<string, StatusList>, clock: Compared | null }} Held
 */

/** @param {Uint8Array} root @returns {Promise<Held>} */
export async function fromStorage(root) {
  const file = /** @type {Uint8Array | undefined} */ (await held("keys"));
  /** @type {StatusList[]} */
  const lists = (await held("lists")) ?? [];
  const clock = /** @type {Compared | undefined} */ (await held("clock")) ?? null;
  let keys = null;
  try {
    // Verified again at each start: the file is small.
    if (file) keys = await readKeySet(file, root);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  return { keys, lists: new Map(lists.map((list) => [list.issuer, list])), clock };
}

/**
 * Asks the server for what is newer. Throws when there is no signal.
 * @param {Held} all changed in place, and in storage
 * @param {Uint8Array} root
 * @returns {Promise<Wrong | null>} the first file that could not be used
 */
export async function refresh(all, root) {
  let wrong = await attempt("keys", () => refreshKeys(all, root));
  if (!all.keys) return wrong;
  const issuers = new Set([...all.keys.keys.values()].filter(({ status }) => status !== WITHDRAWN).map(({ issuer }) => issuer));
  for (const issuer of issuers) {
    wrong = (await attempt("list", () => refreshList(all, issuer))) ?? wrong;
  }
  await hold("lists", [...all.lists.values()]);
  return wrong;
}

/**
 * @param {Wrong["file"]} file
 * @param {() => Promise<void>} work
 * @returns {Promise<Wrong | null>}
 */
async function attempt(file, work) {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof Refused) return { file, why: error.trouble };
    throw error;
  }
}

/**
 * @param {Held} all
 * @param {Uint8Array} root
 */
async function refreshKeys(all, root) {
  const bytes = await asked(all, KEYS);
  if (!bytes) return;
  all.keys = await readKeySet(bytes, root, all.keys);
  await hold("keys", bytes);
  // What a withdrawn key has signed no longer counts, lists included.
  for (const [issuer, { signedBy }] of all.lists) {
    if (all.keys.keys.get(signedBy)?.status === WITHDRAWN) all.lists.delete(issuer);
  }
}

/**
 * @param {Held} all
 * @param {string} issuer
 */
async function refreshList(all, issuer) {
  const keys = /** @type {KeySet} */ (all.keys);
  const list = all.lists.get(issuer);
  const of = `issuer=${encodeURIComponent(issuer)}`;
  if (list) {
    const delta = await asked(all, `${STATUS}/delta?${of}&from=${list.issue}`);
    if (delta?.length === 0) return;
    try {
      if (delta) {
        all.lists.set(issuer, await applyDelta(delta, keys, list));
        return;
      }
    } catch (error) {
      // A delta that does not fit is no harm: the whole list is asked for.
      if (!(error instanceof Refused)) throw error;
    }
  }
  const whole = await asked(all, `${STATUS}?${of}`);
  if (!whole) return;
  const read = await readStatusList(whole, keys, list ?? null);
  need(read.issuer === issuer, `the list of ${issuer}`, "other_list");
  all.lists.set(issuer, read);
}

/**
 * The bytes of an answer; none when there is nothing new (204), null when the server has no such file. The time it came with
 * is kept when it says more than what is known.
 * @param {Held} all
 * @param {string} address
 */
async function asked(all, address) {
  const sent = Date.now();
  const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  const received = Date.now();
  const told = serverTime(response.headers);
  if (told) {
    const now = compared(sent, received, told.at, told.resolution);
    all.clock = now;
    await hold("clock", now);
  }
  if (response.status === 204) return new Uint8Array();
  if (response.status >= 500) throw new TypeError(`${address} answered ${response.status}`);
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
}

/** @param {Headers} headers */
function serverTime(headers) {
  const exact = Number(headers.get(NOW_HEADER) ?? NaN);
  if (Number.isFinite(exact)) return { at: exact, resolution: 0 };
  const date = Date.parse(headers.get("date") ?? "");
  return Number.isFinite(date) ? { at: date, resolution: DATE_HEADER_MS } : null;
}
