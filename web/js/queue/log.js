// @ts-check
// What was saved here, sent and refused: the strip that is always there, and the rows of the list behind it.

import { badge, el } from "../app-dom.js";

/** @typedef {import("./queue.js").Step} Step */
/** @typedef {{ saved: number, sent: number, refused: number }} Counts */

/** @type {Record<Step["state"], "stable" | "strained" | "failing" | "unknown">} */
const SHAPES = { saved: "strained", sending: "strained", sent: "stable", refused: "failing" };

/** Steps that a list shows: a photo counts with its step, unless it alone was refused. @param {Step[]} steps */
export function told(steps) {
  return steps.filter(({ said, state }) => said !== null || state === "refused");
}

/** How many steps wait, were sent, were refused. @param {Step[]} steps @returns {Counts} */
export function counts(steps) {
  const of = (/** @type {string[]} */ states) => told(steps).filter(({ state }) => states.includes(state)).length;
  return { saved: of(["saved", "sending"]), sent: of(["sent"]), refused: of(["refused"]) };
}

/** The strip's text with its shape. @param {Counts} counts @param {string} said */
export function strip({ saved, refused }, said) {
  return badge(refused ? "failing" : saved ? "strained" : "stable", said);
}

/**
 * One step: when, what, how it stands, why it was refused, and what can be done about it.
 * @param {Step} step
 * @param {{ time: string, what: string, state: string, why: string, act?: Node | null }} said
 */
export function row({ state }, { time, what, state: word, why, act = null }) {
  return el("li", { class: "run-log-row" },
    el("span", { class: "number", text: time }),
    el("div", { class: "run-log-what" },
      el("strong", { text: what }),
      badge(SHAPES[state], word),
      state === "refused" ? el("p", { class: "run-why", text: why }) : null),
    act);
}
