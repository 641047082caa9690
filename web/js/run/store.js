// @ts-check
// The runs and steps that the phone keeps, for the page. What is kept, and how it is sent: sender.js.

import "../queue/queue.js";
import "./sender.js";

/** @typedef {import("./sender.js").Run} Run */
/** @typedef {import("./sender.js").Step} Step */
/** @typedef {import("./sender.js").Said} Said */
/** @typedef {import("./sender.js").Cargo} Cargo */

/** @type {import("../queue/queue.js").Queue & { tilesOf: (id: string) => string,
 *   messageOf: (at: number, said: Said | null, photo?: Blob | null, order?: string) => import("../queue/queue.js").Message }} */
const kept = /** @type {any} */ (globalThis).tongxinRun;

export const { onChange, sendAll, stepsOf, tilesOf, wipe } = kept;
export const { changeHolder: changeRun, holders: runs, keepHolder: keepRun } = kept;

/**
 * Keeps what happened, and a photo that shows it, at once or not at all.
 * @param {string} holder the run
 * @param {number} at
 * @param {Said} said
 * @param {Blob | null} [photo]
 */
export function keepStep(holder, at, said, photo = null) {
  const [key, order] = [crypto.randomUUID(), said.cargo?.id];
  /** @type {Step[]} */
  const steps = [{ holder, key, at, state: "saved", said, send: kept.messageOf(at, said) }];
  if (photo) steps.push({ holder, key: crypto.randomUUID(), at, state: "saved", said: null, order, beside: key, send: kept.messageOf(at, null, photo, order) });
  return kept.keepSteps(steps);
}

/** Takes a step back that nobody else knows of yet, with its photo; answers whether it could be. @param {number} n */
export function takeBack(n) {
  return kept.takeBack(n, mayTakeBack);
}

/**
 * Whether a step can be taken back: nothing may have tried to send it, and nothing may rest on it.
 * @param {Step} step
 * @param {Step[]} all
 */
export function mayTakeBack(step, all) {
  const later = all.filter((other) => other.holder === step.holder && Number(other.n) > Number(step.n) && other.beside !== step.key);
  const isAbout = (/** @type {Step} */ { said }) => step.said?.event === "depart" || (step.said?.event === "take_on" && said?.cargo?.id === step.said.cargo?.id);
  const rests = later.some((other) => other.state !== "refused" && isAbout(other));
  return step.state === "saved" && step.said !== null && !rests;
}
