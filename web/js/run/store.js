// @ts-check
// The runs and steps that the phone keeps, for the page. What is kept, and how it is sent: sender.js.

import "./sender.js";

/** @typedef {import("./sender.js").Run} Run */
/** @typedef {import("./sender.js").Step} Step */
/** @typedef {import("./sender.js").Said} Said */
/** @typedef {import("./sender.js").Cargo} Cargo */

/** @type {{ NAME: string,
 *   within: <T>(mode: IDBTransactionMode, work: (runs: IDBObjectStore, steps: IDBObjectStore) => IDBRequest<T> | void) => Promise<T>,
 *   runs: () => Promise<Run[]>, steps: () => Promise<Step[]>, changeRun: (id: string, change: Partial<Run>) => Promise<void>,
 *   wipe: (id: string) => Promise<void>, sendAll: () => Promise<{ again: boolean }>, tilesOf: (id: string) => string }} */
const kept = /** @type {any} */ (globalThis).tongxinRun;

export const { changeRun, runs, sendAll, tilesOf, wipe } = kept;

/** Steps of one run, in the order in which they happened. @param {string} run @returns {Promise<Step[]>} */
export async function stepsOf(run) {
  return (await kept.steps()).filter((step) => step.run === run);
}

/** @param {Run} run */
export function keepRun(run) {
  return kept.within("readwrite", (store) => store.put(run));
}

/**
 * Keeps what happened, and a photo that shows it, at once or not at all.
 * @param {string} run
 * @param {number} at
 * @param {Said} said
 * @param {Blob | null} [photo]
 */
export function keepStep(run, at, said, photo = null) {
  const key = crypto.randomUUID();
  return kept.within("readwrite", (_, store) => {
    store.add({ run, key, at, state: "saved", said });
    if (photo) store.add({ run, key: crypto.randomUUID(), at, state: "saved", said: null, photo, order: said.cargo?.id, of: key });
  });
}

/**
 * Takes a step back that nobody else knows of yet, with its photo; answers whether it could be.
 * @param {number} n
 */
export async function takeBack(n) {
  let isBack = false;
  await kept.within("readwrite", (_, store) => {
    const all = store.getAll();
    all.onsuccess = () => {
      /** @type {Step[]} */
      const steps = all.result;
      const step = steps.find((other) => other.n === n);
      isBack = step !== undefined && mayTakeBack(step, steps);
      if (!step || !isBack) return;
      for (const other of steps) if (other === step || other.of === step.key) store.delete(/** @type {number} */ (other.n));
    };
  });
  return isBack;
}

/**
 * Whether a step can be taken back: nothing may have tried to send it, and nothing may rest on it.
 * @param {Step} step
 * @param {Step[]} all
 */
export function mayTakeBack(step, all) {
  const later = all.filter((other) => other.run === step.run && Number(other.n) > Number(step.n) && other.of !== step.key);
  const isAbout = (/** @type {Step} */ { said }) => step.said?.event === "depart" || (step.said?.event === "take_on" && said?.cargo?.id === step.said.cargo?.id);
  const rests = later.some((other) => other.state !== "refused" && isAbout(other));
  return step.state === "saved" && step.said !== null && !rests;
}

/** Tells when something that is kept was changed by another window or by the worker. @param {(message: any) => void} onChange */
export function onChange(onChange) {
  new BroadcastChannel(kept.NAME).addEventListener("message", ({ data }) => onChange(data));
}
