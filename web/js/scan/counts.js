// @ts-check
// How often each verdict came in each hour, and nothing else. Counts gather in one open batch; it is closed before it is sent,
// and sent with its id as idempotency key until the server has acknowledged it: exactly once (sender.js).

import "../queue/queue.js";
import "./sender.js";
import { wakeLater } from "../queue/keeper.js";
import { handOverOld } from "./storage.js";

/** @typedef {import("../queue/queue.js").Step} Step */
/** @typedef {import("./sender.js").Batch} Batch */
/** @typedef {{ saved: number, sent: number, refused: number }} Totals */

const WAKE = { scope: "/scan", tag: "scan-counts" };
const SENT = "sent";
const HOUR_MS = 60 * 60 * 1000;
/** Rows of a batch; a phone that was long without a signal sends several. */
const ROWS_MAX = 500;

const { GATE, OPEN, checksOf, closed, sendAll, within, withOpen } = /** @type {any} */ (globalThis).tongxinCounts;

/**
 * One more of that verdict at that time.
 * @param {string} place
 * @param {string} direction
 * @param {string} verdict
 * @param {number} at
 */
export function count(place, direction, verdict, at) {
  const hour = new Date(Math.floor(at / HOUR_MS) * HOUR_MS).toISOString().replace(".000Z", "Z");
  const row = `${hour}|${direction}|${verdict}`;
  return within("readwrite", (gates, steps, kept) => {
    gates.put({ id: GATE });
    withOpen(kept, (open) => {
      const fits = open && open.place === place && (row in open.counts || Object.keys(open.counts).length < ROWS_MAX);
      if (open && !fits) steps.add(closed(open));
      const batch = fits ? open : { id: OPEN, key: crypto.randomUUID(), place, counts: {} };
      kept.put({ ...batch, counts: { ...batch.counts, [row]: (batch.counts[row] ?? 0) + 1 } });
    });
  });
}

/** @returns {Promise<Totals>} */
export async function totals() {
  const { open, steps, sent } = await look();
  const sum = (/** @type {Step["state"][]} */ ...states) => steps.filter(({ state }) => states.includes(state)).reduce((all, { said }) => all + said.checks, 0);
  return { saved: sum("saved", "sending") + (open ? checksOf(open) : 0), sent: sent + sum("sent"), refused: sum("refused") };
}

/**
 * Sends what there is. Answers whether the server asks to sign in first.
 * @returns {Promise<{ needsSignIn: boolean }>}
 */
export async function send() {
  await handOverOld(keepOld);
  const { again, status } = await sendAll();
  if (again) await wakeLater(WAKE);
  await fold();
  return { needsSignIn: status === 401 || status === 403 };
}

/** A batch of old has the key by which the server may know it already. @param {{ id: string, place: string, counts: Record<string, number> }[]} batches */
function keepOld(batches) {
  return within("readwrite", (gates, steps) => {
    gates.put({ id: GATE });
    for (const { id, place, counts } of batches) steps.add(closed({ id: OPEN, key: id, place, counts }));
  });
}

/** Of what was sent only the sum stays. */
function fold() {
  return within("readwrite", (_, steps, kept) => {
    const before = kept.get(SENT);
    const all = steps.getAll();
    all.onsuccess = () => {
      const sent = /** @type {Step[]} */ (all.result).filter(({ state }) => state === "sent");
      for (const { n } of sent) steps.delete(/** @type {number} */ (n));
      const checks = sent.reduce((sum, { said }) => sum + said.checks, before.result?.checks ?? 0);
      kept.put({ id: SENT, checks });
    };
  });
}

/** All that is kept of counts, at one moment. */
async function look() {
  /** @type {{ open: Batch | undefined, steps: Step[], sent: number }} */
  const seen = { open: undefined, steps: [], sent: 0 };
  await within("readonly", (_, steps, kept) => {
    withOpen(kept, (open) => (seen.open = open));
    const sent = kept.get(SENT);
    sent.onsuccess = () => (seen.sent = sent.result?.checks ?? 0);
    const all = steps.getAll();
    all.onsuccess = () => (seen.steps = all.result);
  });
  return seen;
}
