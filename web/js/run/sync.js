// @ts-check
// Between the phone and the server: steps out, the sheet in.

import { askBasemap } from "../basemap.js";
import { Keeper } from "../queue/keeper.js";
import { mayTell, withoutDoors } from "./doors.js";
import { standing } from "./standing.js";
import { changeRun, keepRun, runs, sendAll, stepsOf, tilesOf, wipe } from "./store.js";

const SHEET = "/api/v1/run";
const OUTLINES = "/api/v1/run/outlines";
const ANSWER_WITHIN_MS = 20_000;
/** The name under which the browser wakes the worker when there is a signal (Background Sync). */
const WAKE = "run-steps";

/** @typedef {import("./store.js").Run} Run */

/**
 * Asks for the run's sheet. Answers whether the link opened it, did not, or nobody answered.
 * @param {Run} run
 * @returns {Promise<"there" | "shut" | "silent">}
 */
export async function refresh(run) {
  let response;
  try {
    response = await ask(SHEET, run.key, run.etag ? { "if-none-match": run.etag } : {});
  } catch {
    return "silent";
  }
  if (response.status === 401) {
    await wipe(run.id);
    return "shut";
  }
  if (response.status === 304) {
    await changeRun(run.id, { aheadMs: ahead(response, run.aheadMs), syncedAt: Date.now() });
    return "there";
  }
  if (!response.ok) return "silent";
  const sheet = await response.json();
  await changeRun(run.id, { sheet, etag: response.headers.get("etag") ?? "", aheadMs: ahead(response, run.aheadMs), syncedAt: Date.now() });
  return "there";
}

/** By how much the city's clock is ahead of this phone's. @param {Response} response @param {number} before */
function ahead(response, before) {
  const told = Number(response.headers.get("tongxin-now"));
  return told > 0 ? told - Date.now() : before;
}

/** What is drawn beneath the map, once. @param {Run} run */
async function outline(run) {
  try {
    const base = await askBasemap();
    const response = await ask(OUTLINES, run.key);
    if (response.ok) await changeRun(run.id, { outlines: await response.json(), base });
  } catch {
    // The next round asks again.
  }
}

/** @param {string} address @param {string} key @param {Record<string, string>} [more] */
function ask(address, key, more = {}) {
  const headers = { "tongxin-run": key, accept: "application/json", ...more };
  return fetch(address, { headers, cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
}

/**
 * Keeps a run whose link was opened, empty until its sheet is there.
 * @param {string} key
 */
export async function open(key) {
  const [id] = key.split(".");
  const kept = (await runs()).find((run) => run.id === id);
  const fresh = { id, etag: "", sheet: null, outlines: null, base: null, aheadMs: 0, syncedAt: 0, takenOn: [] };
  await keepRun({ ...fresh, ...kept, key, openedAt: Date.now() });
  return id;
}

/** Keeps a run up to date. @param {string} id @param {(isDone: boolean) => unknown} onDone */
export function keeperOf(id, onDone) {
  return new Keeper(() => round(id), { scope: "/run", tag: WAKE }, onDone);
}

/** Steps first, so that the sheet knows them. @param {string} id */
async function round(id) {
  const { again } = await sendAll();
  const run = (await runs()).find((one) => one.id === id);
  if (!run) return true;
  const answer = await refresh(run);
  if (answer === "there" && !run.outlines) await outline(run);
  return answer !== "silent" && !again;
}

/** Forgets, signal or not, runs whose link can't open any more, and of others what their day is over for; answers those that are left, latest first. */
export async function left() {
  for (const run of await runs()) await forgetPast(run);
  return (await runs()).sort((a, b) => b.openedAt - a.openedAt);
}

/** @param {Run} run */
async function forgetPast(run) {
  const { id, sheet, aheadMs, takenOn } = run;
  if (!sheet) return;
  const now = Date.now() + aheadMs;
  if (now > Date.parse(sheet.closes_at)) return wipe(id);
  const knowsWhere = sheet.tells_doors || run.base;
  if (knowsWhere && !mayTell(standing(sheet, await stepsOf(id), takenOn), now)) await forgetDoors(run);
}

/** Steps that wait stay, so that they still reach the server; where they were done goes. @param {Run} run */
async function forgetDoors({ id, sheet }) {
  await changeRun(id, { sheet: withoutDoors(sheet), etag: "", base: null });
  await caches.delete(tilesOf(id));
}
