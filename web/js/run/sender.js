// @ts-check
// What a phone keeps of its runs (IndexedDB `tongxin-run`), and how their steps are sent (../queue/queue.js). Both the page and
// its service worker use it, so it is a plain script without imports, taken in after queue.js.
//
// Kept: the run's key and sheet, the map's outlines and tiles around its stops, by how much the city's clock is ahead of the
// phone's, and each step with its key, moment and state. Never where a person or vehicle is. Doors and tiles go with the run's day
// (doors.js), all of it goes when the link stops opening.

/**
 * @typedef {{ kind: "order" | "transfer" | "ride", id: string }} Cargo
 * @typedef {{ line: number, received: number, damaged: number }} LineSaid
 * @typedef {{ event: string, cargo?: Cargo, code?: string, lines?: LineSaid[], point?: string, reason?: string }} Said
 * @typedef {import("../queue/queue.js").Step & { said: Said | null, order?: string }} Step a photo has nothing said, and the order that it shows
 * @typedef {{ id: string, key: string, etag: string, sheet: any, outlines: any, base?: any, aheadMs: number, openedAt: number,
 *   syncedAt: number, takenOn: number[] }} Run
 */

(() => {
  /** The cache that holds a run's tiles. @param {string} id */
  const tilesOf = (id) => `tiles-${id}`;

  /** What is sent of a step, or of the photo that shows it. @param {number} at @param {Said | null} said @param {Blob | null} [photo] @param {string} [order] */
  function messageOf(at, said, photo, order) {
    if (!said) return { address: `/api/v1/run/photos/${encodeURIComponent(order ?? "")}`, type: "image/jpeg", body: photo };
    return { address: "/api/v1/run/events", type: "application/json", body: JSON.stringify({ at: new Date(at).toISOString(), ...said }) };
  }

  /** A step as the first version of this app kept it. @param {any} old */
  function ofOld({ run, of, photo, ...step }) {
    const isWaiting = step.state === "saved" || step.state === "sending";
    const send = isWaiting ? messageOf(step.at, step.said, photo, step.order) : null;
    return { ...step, holder: run, send, ...(of ? { beside: of } : {}) };
  }

  /** @type {any} */ (globalThis).tongxinRun = {
    ...(/** @type {any} */ (globalThis).tongxinQueue({
      name: "tongxin-run",
      holders: "runs",
      endsOn: [401],
      headersOf: (/** @type {Run} */ { key }) => ({ "tongxin-run": key }),
      answered: (/** @type {Said} */ said) => ({ ...said, code: undefined, point: undefined, reason: undefined }),
      ofOld,
      forgotten: (/** @type {{ wiped: string }} */ { wiped }) => caches.delete(tilesOf(wiped)),
    })),
    messageOf,
    tilesOf,
  };
})();
