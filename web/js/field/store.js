// @ts-check
// What the phone keeps, for the page. What it is, and how it is sealed and sent: sender.js.

import "../queue/queue.js";
import "./sender.js";

/** @typedef {import("./sender.js").Sealed} Sealed */
/** @typedef {import("./sender.js").Lock} Lock */
/** @typedef {import("./sender.js").Part} Part */
/** @typedef {import("./sender.js").Holding} Holding */
/** @typedef {import("../queue/queue.js").Step} Step */

/** @type {import("../queue/queue.js").Queue & { lock: () => Promise<Lock | undefined>, headersOf: (holding: Holding) => Promise<Record<string, string>>,
 *   seal: (key: CryptoKey, value: unknown) => Promise<Sealed>, unseal: (key: CryptoKey, sealed: Sealed) => Promise<any> }} */
const kept = /** @type {any} */ (globalThis).tongxinField;

export const { changeHolder: changeHolding, headersOf, holders: holdings, keepHolder: keepHolding, lock, onChange, seal, sendAll, stepsOf, unseal, wipe } = kept;

/** @param {Lock} lock */
export function keepLock(lock) {
  return kept.within("readwrite", (_, __, store) => store.put(lock));
}

/**
 * Counts a try at the PIN before it is made, so that whoever closes the page in between gains nothing; answers how many went wrong
 * before it.
 * @returns {Promise<number>}
 */
export async function countTry() {
  let before = 0;
  await kept.within("readwrite", (_, __, store) => {
    const found = store.get("lock");
    found.onsuccess = () => {
      before = found.result?.wrong ?? 0;
      if (found.result) store.put({ ...found.result, wrong: before + 1 });
    };
  });
  return before;
}

/** The PIN was right. */
export async function forgetTries() {
  const present = await lock();
  if (present) await keepLock({ ...present, wrong: 0 });
}

/** What was removed since it was last told, and why; told once. @returns {Promise<import("../queue/queue.js").Gone | undefined>} */
export async function takeGone() {
  const gone = await kept.within("readonly", (_, __, store) => store.get("gone"));
  if (gone) await kept.within("readwrite", (_, __, store) => store.delete("gone"));
  return gone;
}

/** Forgets what was answered before a moment: it names who stands behind a door. @param {number} before */
export function forgetAnswered(before) {
  return kept.within("readwrite", (_, steps) => {
    const walk = steps.openCursor();
    walk.onsuccess = () => {
      if (!walk.result) return;
      if (walk.result.value.answeredAt < before) walk.result.delete();
      walk.result.continue();
    };
  });
}

/** Forgets everything, and that there was a PIN. */
export async function wipeAll() {
  for (const { id } of await kept.holders()) await wipe(id, "left");
  await kept.within("readwrite", (_, __, store) => store.delete("lock"));
}

/**
 * Keeps something that was done, at once: what the page shows of it behind the PIN, what is sent as the device can open it.
 * @param {import("./vault.js").Vault} vault
 * @param {{ part: Part, at: number, said: object, address: string, body: object }} done
 */
export async function keepStep(vault, { part, at, said, address, body }) {
  const send = { address, type: "application/json", body: await seal(vault.device, body) };
  const sealed = await vault.seal(said);
  await kept.keepSteps([{ holder: part, key: crypto.randomUUID(), at, state: "saved", said: sealed, send }]);
}

/** Takes back what nobody else knows of yet. @param {Step} step */
export function takeBack(step) {
  return kept.takeBack(Number(step.n), () => true);
}
