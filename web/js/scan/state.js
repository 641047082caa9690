// @ts-check
// How fresh the phone's files are, how good its clock is, and what waits to be sent: in short on the strip that is always
// there, in full behind it.

import { CLOCK_TOLERANCE_MS } from "../pass/limits.js";
import { ago, lang, moment, span, word } from "./words.js";

/** From here on a file is said to be too old soon: time to walk to a signal. */
const SOON_MS = 2 * 60 * 60 * 1000;

/**
 * @typedef {import("./files.js").Held} Held
 * @typedef {import("./clock.js").Reading} Reading
 * @typedef {import("./counts.js").Totals} Totals
 * @typedef {"stable" | "strained" | "failing" | "unknown"} State
 * @typedef {{ held: Held, now: Reading, totals: Totals, needsSignIn: boolean, zone: string, root: string }} Phone
 */

const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {Phone} phone */
export function showStrip({ held, now, totals }) {
  item("strip-keys", fileState(held.keys, now), word("scan-keys"), age(held.keys, now));
  const oldest = [...held.lists.values()].sort((a, b) => a.goodUntil - b.goodUntil)[0] ?? null;
  item("strip-list", fileState(oldest, now), word("scan-list"), age(oldest, now));
  const isGood = now.uncertaintyMs <= CLOCK_TOLERANCE_MS;
  item("strip-clock", isGood ? "stable" : "strained", word("scan-clock"), word(isGood ? "scan-clock-good" : "scan-clock-bad"));
  const waiting = totals.saved + totals.refused;
  item("strip-counts", totals.refused > 0 ? "failing" : waiting > 0 ? "unknown" : "stable", "", countsSaid(totals));
}

/** @param {Phone} phone */
export function showState({ held, now, totals, needsSignIn, zone, root }) {
  const issued = (/** @type {{ issue: bigint, issuedAt: number, goodUntil: number }} */ file) =>
    word("scan-issued", { n: String(file.issue), moment: moment(file.issuedAt * 1000, zone), until: moment(file.goodUntil * 1000, zone) });
  const facts = [fact(word("scan-keys"), fileState(held.keys, now), held.keys ? [issued(held.keys), held.keys.authority] : [word("scan-no-keys")])];
  for (const list of held.lists.values()) {
    const covers = word("scan-list-covers", { n: (list.bits.length * 8).toLocaleString(lang()) });
    facts.push(fact(word("scan-list-of", { issuer: list.issuer }), fileState(list, now), [issued(list), covers]));
  }
  if (held.lists.size === 0) facts.push(fact(word("scan-list"), "failing", [word("scan-no-keys")]));
  const isGood = now.uncertaintyMs <= CLOCK_TOLERANCE_MS;
  const said = word("scan-clock-said", { moment: moment(now.at, zone), span: span(now.uncertaintyMs) });
  facts.push(fact(word("scan-clock"), isGood ? "stable" : "strained", isGood ? [said, comparedSaid(held)] : [comparedSaid(held)]));
  const counts = word("scan-counts-strip-refused", { ...totals });
  facts.push(fact(word("scan-counts"), totals.refused > 0 ? "failing" : "stable", needsSignIn ? [counts, word("scan-counts-sign-in")] : [counts]));
  facts.push(fact(word("scan-root"), root ? "stable" : "failing", [root ? (root.slice(0, 16).match(/.{4}/g) ?? []).join(" ") : word("scan-no-keys")]));
  $("state-facts").replaceChildren(...facts);
}

/** @param {Held} held */
function comparedSaid({ clock }) {
  if (!clock) return word("scan-clock-never");
  if (clock.isChanged) return word("scan-clock-changed");
  const { ahead, at } = clock;
  const offset = Math.abs(ahead) < 2000 ? word("scan-clock-exact") : word(ahead > 0 ? "scan-clock-slow" : "scan-clock-fast", { span: span(ahead) });
  return word("scan-clock-compared", { ago: ago(Math.max(0, Date.now() - at)), offset });
}

/** @param {Totals} totals */
function countsSaid({ saved, sent, refused }) {
  return word(refused > 0 ? "scan-counts-strip-refused" : "scan-counts-strip", { saved, sent, refused });
}

/**
 * @param {{ issuedAt: number, goodUntil: number } | null} file
 * @param {Reading} now
 * @returns {State}
 */
function fileState(file, now) {
  if (!file) return "failing";
  const left = file.goodUntil * 1000 - now.at;
  if (left <= -CLOCK_TOLERANCE_MS) return "failing";
  return left < SOON_MS ? "strained" : "stable";
}

/**
 * @param {{ issuedAt: number, goodUntil: number } | null} file
 * @param {Reading} now
 */
function age(file, now) {
  if (!file) return word("scan-no-keys");
  const state = fileState(file, now);
  const since = ago(Math.max(0, now.at - file.issuedAt * 1000));
  if (state === "stable") return since;
  return `${word(state === "failing" ? "scan-too-old" : "scan-soon-old")} · ${since}`;
}

/** The state's shape beside its words. @param {State} state */
function shape(state) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/static/icons/sprite.svg#state-${state}`);
  svg.append(use);
  return svg;
}

/**
 * @param {string} id
 * @param {State} state
 * @param {string} name
 * @param {string} said
 */
function item(id, state, name, said) {
  const element = $(id);
  const key = `${state} ${name} ${said}`;
  // Said again only when it changed: a screen reader and a tired eye are left in peace.
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  element.dataset.state = state;
  const words = Object.assign(document.createElement("span"), { textContent: said });
  const label = Object.assign(document.createElement("span"), { className: "soft", textContent: name });
  element.replaceChildren(shape(state), ...(name ? [label] : []), words);
}

/**
 * @param {string} name
 * @param {State} state
 * @param {string[]} lines
 */
function fact(name, state, lines) {
  const row = Object.assign(document.createElement("div"), { className: "fact" });
  const [term, said] = [document.createElement("dt"), document.createElement("dd")];
  const badge = Object.assign(document.createElement("span"), { className: "state" });
  badge.dataset.state = state;
  badge.append(shape(state), name);
  term.append(badge);
  said.append(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  row.append(term, said);
  return row;
}
