// @ts-check
// What a phone keeps of somebody's work (IndexedDB), and sending what waits: the same for everybody who works with no signal.
// Pages and their service workers use it, so it is a plain script without imports: the worker takes it in with importScripts,
// the page as a module. Each app says whose work it keeps and how it is let in (run/sender.js, field/sender.js, scan/sender.js).
//
// A *holder* is what lets in: a run's link, a volunteer's link, an account's token, the browser's session. A *step* is something that somebody did. Each
// carries its whole message, so that whichever version of the app sends it, it is sent as it was said.

/**
 * @typedef {{ address: string, type: string, body: any }} Message
 * @typedef {{ status: number, code: string, title: string, detail: string, fields?: string[] }} Trouble
 * @typedef {"saved" | "sending" | "sent" | "refused"} StepState
 * @typedef {{ n?: number, holder: string, key: string, at: number, state: StepState, said: any, send: Message | null, beside?: string,
 *   answeredAt?: number, trouble?: Trouble, [more: string]: any }} Step
 *   `said` is what the app itself shows of it; `beside` the key of a step that goes away together with it
 * @typedef {{ id: string, [more: string]: any }} Holder
 * @typedef {(holders: IDBObjectStore, steps: IDBObjectStore, kept: IDBObjectStore) => IDBRequest<any> | void} Work
 * @typedef {{ name: string, holders: string, endsOn: number[], headersOf: (holder: any) => Record<string, string> | Promise<Record<string, string>>,
 *   credentials?: RequestCredentials, waitsOn?: number[], bodyOf?: (message: Message) => Promise<any>, answered?: (said: any) => any, ofOld?: (step: any) => Step,
 *   forgotten?: (gone: Gone) => Promise<unknown> }} App
 *   `endsOn` are answers that say that the holder lets nobody in any more, `waitsOn` others that say that it will later; `answered` is what is left of `said` then; `ofOld` makes a step of
 *   the first version of this app one of the present
 * @typedef {"shut" | "old" | "left"} WhyGone shut by the server, not heard of for too long, or left by whoever holds the phone
 * @typedef {{ wiped: string, why: WhyGone, lost: number }} Gone `lost` is how many steps were not sent
 * @typedef {{ again: boolean, status: number }} Sent whether something has to be tried again later, and the answer that said so; 0 where nobody answered
 * @typedef {{ name: string, within: <T>(mode: IDBTransactionMode, work: (holders: IDBObjectStore, steps: IDBObjectStore, kept: IDBObjectStore) => IDBRequest<T> | void) => Promise<T>,
 *   holders: () => Promise<any[]>, stepsOf: (id: string) => Promise<Step[]>, keepHolder: (holder: Holder) => Promise<unknown>,
 *   changeHolder: (id: string, change: object) => Promise<void>, keepSteps: (steps: Step[]) => Promise<unknown>,
 *   takeBack: (n: number, may: (step: Step, all: Step[]) => boolean) => Promise<boolean>, wipe: (id: string, why?: WhyGone) => Promise<void>,
 *   sendAll: () => Promise<Sent>, onChange: (listen: (message: any) => void) => void, tell: (message: object) => void }} Queue
 */

(() => {
  /** The version of what is kept. 1: only runs had it, and a step had no message of its own. */
  const VERSION = 2;
  const STEPS = "steps";
  const KEPT = "kept";
  const ANSWER_WITHIN_MS = 20_000;
  /** Answers after which the same step may be sent again later; any other 4xx will not change. */
  const LATER = [408, 425, 429];
  const WAITING = ["saved", "sending"];

  /** @param {App} app @returns {Queue} */
  function queueOf({ name, holders: HOLDERS, endsOn, headersOf, credentials = "omit", waitsOn = [], bodyOf, answered, ofOld, forgotten }) {
    /** @type {Promise<IDBDatabase> | undefined} */
    let opening;

    /** @returns {Promise<IDBDatabase>} */
    function open() {
      opening ??= openAt(VERSION).catch((error) => {
        // What a newer version of the app has kept is still sent by this one.
        if (error?.name === "VersionError") return openAt(undefined);
        throw error;
      });
      return opening;
    }

    /** @param {number | undefined} version @returns {Promise<IDBDatabase>} */
    function openAt(version) {
      return new Promise((resolve, reject) => {
        const request = indexedDB.open(name, version);
        request.onupgradeneeded = ({ oldVersion }) => bringUp(request, oldVersion);
        request.onsuccess = () => {
          // A newer version of the app, in another window, need not wait for this one.
          request.result.onversionchange = () => {
            request.result.close();
            opening = undefined;
          };
          resolve(request.result);
        };
        request.onerror = () => reject(request.error);
      });
    }

    /** Nothing of what an older version kept is dropped. @param {IDBOpenDBRequest} request @param {number} before */
    function bringUp({ result, transaction }, before) {
      if (before < 1) {
        result.createObjectStore(HOLDERS, { keyPath: "id" });
        result.createObjectStore(STEPS, { keyPath: "n", autoIncrement: true });
      }
      if (before < 2) result.createObjectStore(KEPT, { keyPath: "id" });
      if (before !== 1 || !ofOld) return;
      const walk = /** @type {IDBTransaction} */ (transaction).objectStore(STEPS).openCursor();
      walk.onsuccess = () => {
        walk.result?.update(ofOld(walk.result.value));
        walk.result?.continue();
      };
    }

    /**
     * Does `work` in one transaction over all that is kept, all of it or nothing; answers what `work` leaves in its request.
     * @param {IDBTransactionMode} mode
     * @param {Work} work
     * @returns {Promise<any>}
     */
    async function within(mode, work) {
      const database = await open();
      return new Promise((resolve, reject) => {
        const transaction = database.transaction([HOLDERS, STEPS, KEPT], mode, { durability: mode === "readwrite" ? "strict" : "default" });
        const request = work(transaction.objectStore(HOLDERS), transaction.objectStore(STEPS), transaction.objectStore(KEPT));
        transaction.oncomplete = () => resolve(request?.result);
        transaction.onabort = () => reject(transaction.error);
      });
    }

    /** @returns {Promise<any[]>} */
    const holders = () => within("readonly", (store) => store.getAll());

    /** In the order in which they happened. @param {string} id @returns {Promise<Step[]>} */
    async function stepsOf(id) {
      /** @type {Step[]} */
      const all = await within("readonly", (_, store) => store.getAll());
      return all.filter(({ holder }) => holder === id);
    }

    /** @param {Holder} holder */
    const keepHolder = (holder) => within("readwrite", (store) => store.put(holder));

    /** Changes a kept holder; nothing when it was wiped meanwhile. @param {string} id @param {object} change */
    function changeHolder(id, change) {
      return within("readwrite", (store) => {
        const found = store.get(id);
        found.onsuccess = () => {
          if (found.result) store.put({ ...found.result, ...change });
        };
      });
    }

    /** Keeps what happened, all of it or nothing. @param {Step[]} steps */
    const keepSteps = (steps) => within("readwrite", (_, store) => steps.map((step) => store.add(step)).at(-1));

    /** @param {number} n @param {Partial<Step>} change */
    function changeStep(n, change) {
      return within("readwrite", (_, store) => {
        const found = store.get(n);
        found.onsuccess = () => {
          if (found.result) store.put({ ...found.result, ...change });
        };
      });
    }

    /**
     * Takes a step back that nobody else knows of yet, with what goes together with it; answers whether it could be.
     * @param {number} n
     * @param {(step: Step, all: Step[]) => boolean} may
     */
    async function takeBack(n, may) {
      let isBack = false;
      await within("readwrite", (_, store) => {
        const all = store.getAll();
        all.onsuccess = () => {
          /** @type {Step[]} */
          const steps = all.result;
          const step = steps.find((other) => other.n === n);
          isBack = step !== undefined && step.state === "saved" && may(step, steps);
          if (!step || !isBack) return;
          for (const other of steps) if (other === step || other.beside === step.key) store.delete(/** @type {number} */ (other.n));
        };
      });
      return isBack;
    }

    /** Forgets a holder and everything about it, and tells the open windows. @param {string} id @param {WhyGone} [why] */
    async function wipe(id, why = "shut") {
      let lost = 0;
      await within("readwrite", (holderStore, stepStore) => {
        holderStore.delete(id);
        const all = stepStore.getAll();
        all.onsuccess = () => {
          const own = /** @type {Step[]} */ (all.result).filter(({ holder }) => holder === id);
          lost = own.filter(({ state }) => WAITING.includes(state)).length;
          for (const step of own) stepStore.delete(/** @type {number} */ (step.n));
        };
      });
      await forgotten?.({ wiped: id, why, lost });
      tell({ wiped: id, why, lost });
    }

    /** @param {object} message */
    function tell(message) {
      const channel = new BroadcastChannel(name);
      channel.postMessage(message);
      channel.close();
    }

    /** Tells when something that is kept was changed by another window or by the worker. @param {(message: any) => void} listen */
    function onChange(listen) {
      new BroadcastChannel(name).addEventListener("message", ({ data }) => listen(data));
    }

    /**
     * Sends what waits, in order, each with its own key until the server has answered. Page and worker take turns; even
     * without, the key makes the second do nothing.
     * @returns {Promise<Sent>}
     */
    async function sendAll() {
      if (navigator.locks) return navigator.locks.request(name, sendEach);
      return sendEach();
    }

    async function sendEach() {
      /** @type {Sent} */
      const sent = { again: false, status: 0 };
      for (const holder of await holders()) {
        const waiting = (await stepsOf(holder.id)).filter(({ state }) => WAITING.includes(state));
        for (const step of waiting) {
          const answer = await sendOne(holder, step);
          if (answer === "wiped") break;
          if (answer === "done") continue;
          Object.assign(sent, { again: true, status: answer.later });
          break;
        }
      }
      return sent;
    }

    /**
     * @param {Holder} holder
     * @param {Step} step
     * @returns {Promise<"done" | "wiped" | { later: number }>}
     */
    async function sendOne(holder, step) {
      const n = /** @type {number} */ (step.n);
      // From here on nobody can say that it has not reached the server.
      if (!step.send || !(await claim(n))) return "done";
      let response;
      try {
        response = await post(holder, step.key, step.send);
      } catch {
        return { later: 0 };
      }
      const { status } = response;
      if (endsOn.includes(status)) {
        await wipe(holder.id);
        return "wiped";
      }
      if (status >= 500 || LATER.includes(status) || waitsOn.includes(status)) return { later: status };
      // What was written down at a door has no further use here.
      const left = { said: step.said && answered ? answered(step.said) : step.said, send: null, answeredAt: Date.now() };
      if (response.ok) await changeStep(n, { state: "sent", ...left });
      else await changeStep(n, { state: "refused", ...left, trouble: await troubleOf(response) });
      tell({ changed: holder.id });
      return "done";
    }

    /** @param {Holder} holder @param {string} key @param {Message} message */
    async function post(holder, key, message) {
      const headers = { ...(await headersOf(holder)), "idempotency-key": key, "content-type": message.type, accept: "application/json" };
      const body = bodyOf ? await bodyOf(message) : message.body;
      return fetch(message.address, { method: "POST", headers, body, cache: "no-store", credentials, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    }

    /** Whether a step is still there to be sent; who was asked to take it back may have been faster. @param {number} n */
    function claim(n) {
      let isThere = false;
      return within("readwrite", (_, store) => {
        const found = store.get(n);
        found.onsuccess = () => {
          isThere = found.result !== undefined && WAITING.includes(found.result.state);
          if (isThere) store.put({ ...found.result, state: "sending" });
        };
      }).then(() => isThere);
    }

    return { name, within, holders, stepsOf, keepHolder, changeHolder, keepSteps, takeBack, wipe, sendAll, onChange, tell };
  }

  /** @param {Response} response @returns {Promise<Trouble>} */
  async function troubleOf(response) {
    const { status } = response;
    try {
      const { code = "", title = "", detail = "", errors = [] } = await response.json();
      const said = errors.map((/** @type {{ message: string }} */ fault) => fault.message).join(" ");
      return { status, code, title, detail: said || detail, fields: errors.map((/** @type {{ field: string }} */ { field }) => field) };
    } catch {
      return { status, code: "", title: "", detail: "" };
    }
  }

  /** @type {any} */ (globalThis).tongxinQueue = queueOf;
})();
