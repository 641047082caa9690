// @ts-check
// How often each verdict came in each hour, and nothing else. Counts gather in one open batch; a batch is closed before it
// is sent, sent with its id as idempotency key until the server has acknowledged it, and only then removed: exactly once.

import { BATCHES, HELD, inStore } from "./storage.js";

const ADDRESS = "/api/v1/passes/counts";
const HOUR_MS = 60 * 60 * 1000;
const ANSWER_WITHIN_MS = 15_000;
/** Rows of a batch; a phone that was long without a signal sends several. */
const ROWS_MAX = 500;
/** Answers after which the same batch may be sent again later; any other 4xx will not change. */
const LATER = [401, 403, 404, 408, 425, 429];

/**
 * Counts by `hour|direction|verdict`; the hour is its first moment in UTC.
 * @typedef {{ id: string, state: "open" | "closed" | "refused", place: string, counts: Record<string, number> }} Batch
 * @typedef {{ saved: number, sent: number, refused: number }} Totals
 */

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
  return inStore(BATCHES, "readwrite", (store) => {
    const all = store.getAll();
    all.onsuccess = () => {
      const hasRoom = (/** @type {Batch} */ { counts }) => row in counts || Object.keys(counts).length < ROWS_MAX;
      const open = /** @type {Batch[]} */ (all.result).find((batch) => batch.state === "open" && batch.place === place && hasRoom(batch));
      const batch = open ?? { id: crypto.randomUUID(), state: "open", place, counts: {} };
      batch.counts[row] = (batch.counts[row] ?? 0) + 1;
      store.put(batch);
    };
  });
}

/** @returns {Promise<Totals>} */
export async function totals() {
  /** @type {Batch[]} */
  const batches = await inStore(BATCHES, "readonly", (store) => store.getAll());
  const sum = (/** @type {Batch[]} */ some) => some.flatMap(({ counts }) => Object.values(counts)).reduce((a, b) => a + b, 0);
  const refused = batches.filter(({ state }) => state === "refused");
  const sent = (await inStore(HELD, "readonly", (store) => store.get("sent"))) ?? 0;
  return { saved: sum(batches) - sum(refused), sent, refused: sum(refused) };
}

/**
 * Sends what there is. Answers whether the server asks to sign in first.
 * @returns {Promise<{ needsSignIn: boolean }>}
 */
export async function send() {
  // Two windows of one phone take turns; even without, the key makes the second do nothing.
  if (navigator.locks) return navigator.locks.request("tongxin-counts", sendAll);
  return sendAll();
}

async function sendAll() {
  for (const batch of await closeAll()) {
    const response = await fetch(ADDRESS, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": batch.id },
      body: JSON.stringify({ place: batch.place, counts: rowsOf(batch) }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (response.ok) await acknowledged(batch);
    else if (response.status === 401 || response.status === 403) return { needsSignIn: true };
    else if (response.status >= 500 || LATER.includes(response.status)) return { needsSignIn: false };
    else await inStore(BATCHES, "readwrite", (store) => store.put({ ...batch, state: "refused" }));
  }
  return { needsSignIn: false };
}

/** Closes what is open, so that nothing is added to what is on its way. @returns {Promise<Batch[]>} */
async function closeAll() {
  /** @type {Batch[]} */
  let closed = [];
  await inStore(BATCHES, "readwrite", (store) => {
    const all = store.getAll();
    all.onsuccess = () => {
      closed = /** @type {Batch[]} */ (all.result).filter(({ state }) => state !== "refused");
      for (const batch of closed) {
        batch.state = "closed";
        store.put(batch);
      }
    };
  });
  return closed;
}

/** @param {Batch} batch */
function rowsOf({ counts }) {
  return Object.entries(counts).map(([row, count]) => {
    const [hour, direction, verdict] = row.split("|");
    return { hour, direction, verdict, count };
  });
}

/** @param {Batch} batch */
async function acknowledged({ id, counts }) {
  await inStore(BATCHES, "readwrite", (store) => store.delete(id));
  const more = Object.values(counts).reduce((a, b) => a + b, 0);
  await inStore(HELD, "readwrite", (store) => {
    const sent = store.get("sent");
    sent.onsuccess = () => store.put((sent.result ?? 0) + more, "sent");
  });
}
