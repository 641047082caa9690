// @ts-check
// What a gate's phone has counted (IndexedDB `tongxin-counts`), and how it is sent (../queue/queue.js). Both the page and its
// service worker use it, so it is a plain script without imports, taken in after queue.js.
//
// Counts gather in one open batch; it is closed before it is sent, also when the page was closed before it came to that. A step is a
// closed batch of counts by hour, direction and verdict. Who is signed in at the page lets it in; until somebody is, it waits.

/**
 * Counts by `hour|direction|verdict`; the hour is its first moment in UTC.
 * @typedef {{ id: "open", key: string, place: string, counts: Record<string, number> }} Batch
 */

(() => {
  const ADDRESS = "/api/v1/passes/counts";
  const GATE = "gate";
  const OPEN = "open";

  /** @type {import("../queue/queue.js").Queue} */
  const queue = /** @type {any} */ (globalThis).tongxinQueue({
    name: "tongxin-counts",
    holders: "gates",
    endsOn: [],
    // Nobody is signed in, or somebody who may not count here; a server that was put back to before this place was there.
    waitsOn: [401, 403, 404],
    credentials: "same-origin",
    headersOf: () => ({}),
  });

  /** @param {IDBObjectStore} kept @param {(open: Batch | undefined) => unknown} use */
  function withOpen(kept, use) {
    const found = kept.get(OPEN);
    found.onsuccess = () => use(found.result);
  }

  /** A batch to which nothing is added any more. @param {Batch} batch @returns {import("../queue/queue.js").Step} */
  function closed(batch) {
    const { key, place, counts } = batch;
    const rows = Object.entries(counts).map(([row, count]) => {
      const [hour, direction, verdict] = row.split("|");
      return { hour, direction, verdict, count };
    });
    const send = { address: ADDRESS, type: "application/json", body: JSON.stringify({ place, counts: rows }) };
    return { holder: GATE, key, at: Date.now(), state: "saved", said: { checks: checksOf(batch) }, send };
  }

  /** @param {Batch} batch */
  function checksOf({ counts }) {
    return Object.values(counts).reduce((a, b) => a + b, 0);
  }

  /** Closes what is open, so that nothing is added to what is on its way. */
  function close() {
    return queue.within("readwrite", (_, steps, kept) => {
      withOpen(kept, (open) => {
        if (!open) return;
        steps.add(closed(open));
        kept.delete(OPEN);
      });
    });
  }

  async function sendAll() {
    await close();
    return queue.sendAll();
  }

  /** @type {any} */ (globalThis).tongxinCounts = { ...queue, GATE, OPEN, withOpen, closed, checksOf, sendAll };
})();
