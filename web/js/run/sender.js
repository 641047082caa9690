// @ts-check
// What a phone keeps of its runs (IndexedDB `tongxin-run`), and sending what waits. Both the page and its service worker
// use it, so it is a plain script without imports: the worker takes it in with importScripts, the page as a module.
//
// Kept: the run's key and sheet, the map's outlines and tiles around its stops, by how much the city's clock is ahead of the
// phone's, and each step with its key, moment and state. Never where a person or vehicle is. Doors and tiles go with the run's day
// (doors.js), all of it goes when the link stops opening.

/**
 * @typedef {{ kind: "order" | "transfer" | "ride", id: string }} Cargo
 * @typedef {{ line: number, received: number, damaged: number }} LineSaid
 * @typedef {{ event: string, cargo?: Cargo, code?: string, lines?: LineSaid[], point?: string, reason?: string }} Said
 * @typedef {{ status: number, code: string, title: string, detail: string }} Trouble
 * @typedef {{ n?: number, run: string, key: string, at: number, state: "saved" | "sending" | "sent" | "refused",
 *   said: Said | null, photo?: Blob | null, order?: string, of?: string, trouble?: Trouble }} Step
 * @typedef {{ id: string, key: string, etag: string, sheet: any, outlines: any, base?: any, aheadMs: number, openedAt: number,
 *   syncedAt: number, takenOn: number[] }} Run
 */

(() => {
  const NAME = "tongxin-run";
  const VERSION = 1;
  const RUNS = "runs";
  const STEPS = "steps";
  const ANSWER_WITHIN_MS = 20_000;
  /** Answers after which the same step may be sent again later; any other 4xx will not change. */
  const LATER = [408, 425, 429];

  /** @type {Promise<IDBDatabase> | undefined} */
  let opening;

  /** @returns {Promise<IDBDatabase>} */
  function open() {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, VERSION);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(RUNS, { keyPath: "id" });
        request.result.createObjectStore(STEPS, { keyPath: "n", autoIncrement: true });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return opening;
  }

  /**
   * Does `work` in one transaction over both stores, all of it or nothing; answers what `work` leaves in its request.
   * @template T
   * @param {IDBTransactionMode} mode
   * @param {(runs: IDBObjectStore, steps: IDBObjectStore) => IDBRequest<T> | void} work
   * @returns {Promise<T>}
   */
  async function within(mode, work) {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction([RUNS, STEPS], mode, { durability: mode === "readwrite" ? "strict" : "default" });
      const request = work(transaction.objectStore(RUNS), transaction.objectStore(STEPS));
      transaction.oncomplete = () => resolve(/** @type {T} */ (request?.result));
      transaction.onabort = () => reject(transaction.error);
    });
  }

  /** @returns {Promise<Run[]>} */
  const runs = () => within("readonly", (store) => store.getAll());

  /** In the order in which they happened. @returns {Promise<Step[]>} */
  const steps = () => within("readonly", (_, store) => store.getAll());

  /**
   * Changes a kept run; nothing when it was wiped meanwhile.
   * @param {string} id
   * @param {Partial<Run>} change
   */
  function changeRun(id, change) {
    return within("readwrite", (store) => {
      const found = store.get(id);
      found.onsuccess = () => {
        if (found.result) store.put({ ...found.result, ...change });
      };
    });
  }

  /** @param {number} n @param {Partial<Step>} change */
  function changeStep(n, change) {
    return within("readwrite", (_, store) => {
      const found = store.get(n);
      found.onsuccess = () => {
        if (found.result) store.put({ ...found.result, ...change });
      };
    });
  }

  /** Forgets a run and everything about it, and tells the open windows. @param {string} id */
  async function wipe(id) {
    await within("readwrite", (runStore, stepStore) => {
      runStore.delete(id);
      const all = stepStore.getAll();
      all.onsuccess = () => {
        for (const step of all.result) if (step.run === id) stepStore.delete(step.n);
      };
    });
    await caches.delete(tilesOf(id));
    tell({ wiped: id });
  }

  /** The cache that holds a run's tiles. @param {string} id */
  function tilesOf(id) {
    return `tiles-${id}`;
  }

  /** @param {object} message */
  function tell(message) {
    const channel = new BroadcastChannel(NAME);
    channel.postMessage(message);
    channel.close();
  }

  /**
   * Sends what waits, in order, each with its own key until the server has answered. Page and worker take turns; even
   * without, the key makes the second do nothing. Answers whether something has to be tried again later.
   * @returns {Promise<{ again: boolean }>}
   */
  async function sendAll() {
    if (navigator.locks) return navigator.locks.request(NAME, sendEach);
    return sendEach();
  }

  async function sendEach() {
    let again = false;
    for (const run of await runs()) {
      const waiting = (await steps()).filter((step) => step.run === run.id && (step.state === "saved" || step.state === "sending"));
      for (const step of waiting) {
        const answer = await sendOne(run, step);
        if (answer === "wiped") break;
        if (answer === "later") {
          again = true;
          break;
        }
      }
    }
    return { again };
  }

  /**
   * @param {Run} run
   * @param {Step} step
   * @returns {Promise<"done" | "later" | "wiped">}
   */
  async function sendOne(run, step) {
    const n = /** @type {number} */ (step.n);
    // From here on nobody can say that it has not reached the server.
    if (!(await claim(n))) return "done";
    let response;
    try {
      response = await fetch(addressOf(step), { ...contentOf(run, step), method: "POST", cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    } catch {
      return "later";
    }
    if (response.status === 401) {
      await wipe(run.id);
      return "wiped";
    }
    if (response.status >= 500 || LATER.includes(response.status)) return "later";
    // What was written down at a door has no further use here.
    const said = step.said && { ...step.said, code: undefined, point: undefined, reason: undefined };
    if (response.ok) await changeStep(n, { state: "sent", said, photo: null });
    else await changeStep(n, { state: "refused", said, photo: null, trouble: await troubleOf(response) });
    tell({ changed: run.id });
    return "done";
  }

  /** Whether a step is still there to be sent; who was asked to take it back may have been faster. @param {number} n */
  function claim(n) {
    let isThere = false;
    return within("readwrite", (_, store) => {
      const found = store.get(n);
      found.onsuccess = () => {
        isThere = found.result !== undefined && ["saved", "sending"].includes(found.result.state);
        if (isThere) store.put({ ...found.result, state: "sending" });
      };
    }).then(() => isThere);
  }

  /** @param {Step} step */
  function addressOf({ said, order }) {
    return said ? "/api/v1/run/events" : `/api/v1/run/photos/${encodeURIComponent(order ?? "")}`;
  }

  /** @param {Run} run @param {Step} step */
  function contentOf(run, { key, at, said, photo }) {
    const type = said ? "application/json" : "image/jpeg";
    const headers = { "tongxin-run": run.key, "idempotency-key": key, "content-type": type, accept: "application/json" };
    return { headers, body: said ? JSON.stringify({ at: new Date(at).toISOString(), ...said }) : photo };
  }

  /** @param {Response} response @returns {Promise<Trouble>} */
  async function troubleOf(response) {
    const { status } = response;
    try {
      const { code = "", title = "", detail = "", errors = [] } = await response.json();
      const said = errors.map((/** @type {{ message: string }} */ fault) => fault.message).join(" ");
      return { status, code, title, detail: said || detail };
    } catch {
      return { status, code: "", title: "", detail: "" };
    }
  }

  /** @type {any} */ (globalThis).tongxinRun = { NAME, within, runs, steps, changeRun, wipe, sendAll, tilesOf };
})();
