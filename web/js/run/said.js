// @ts-check
// Places, times and amounts as people say them.

import { nameOfDay } from "../app-times.js";
import { lang, word } from "./words.js";

export { time } from "../app-times.js";

/** @typedef {import("./standing.js").Names} Names */
/** @typedef {import("./standing.js").Place} Place */

/** @param {Names[]} path */
const names = (path) => path.map((name) => (lang() === "en" ? name.en : name.zh)).join(" ");

/** The compound and the building, as people know it. @param {{ path: Names[], code: string }} place */
export function placeName({ path, code }) {
  return names(path.slice(-2)) || code;
}

/** The building alone, inside whose compound one is. @param {Place} place */
export function ownName({ path, code }) {
  return names(path.slice(-1)) || code;
}

/** What lies around it. @param {Place} place */
export function around({ path }) {
  return names(path.slice(0, -2));
}

/** The one step above the compound. @param {Place} place */
export function community({ path }) {
  return names(path.slice(-3, -2));
}

/** Thu 24 Nov, as the chosen language says it. @param {string} day */
export function dayName(day) {
  return nameOfDay(day, lang());
}

/** The largest one or two units of a time. @param {number} ms */
export function span(ms) {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 60) return word("run-span-minute", { n: minutes });
  const said = [word("run-span-hour", { n: Math.floor(minutes / 60) })];
  if (minutes % 60) said.push(word("run-span-minute", { n: minutes % 60 }));
  return said.join(" ");
}

/** @param {number} ms */
export function ago(ms) {
  return ms < 60_000 ? word("run-just-now") : word("run-ago", { span: span(ms) });
}

/** @param {number} metres */
export function kilometres(metres) {
  return (metres / 1000).toLocaleString(lang(), { maximumFractionDigits: 1 });
}

/** @param {number} fen */
export function yuan(fen) {
  return (fen / 100).toLocaleString(lang(), { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** @param {number} n */
export function parcelCount(n) {
  return n === 1 ? word("run-parcel-one") : word("run-parcels", { n });
}

/** @param {number} n */
export function stopCount(n) {
  return n === 1 ? word("run-stop-one") : word("run-stops-count", { n });
}

/** A long number in groups that can be read aloud. @param {string} id */
export function shortNumber(id) {
  return id.slice(-7);
}
