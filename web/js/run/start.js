// @ts-check
// What stands there when no run is open: how to open one, those that the phone keeps, or why the link opened nothing.

import { $, button, el } from "./dom.js";
import { dayName } from "./said.js";
import { word } from "./words.js";

/** @typedef {import("./sender.js").Run} Run */
/** @typedef {"none" | "loading" | "offline" | "wiped" | "not-secure" | "no-storage"} Why */

/** @type {Record<Why, { title: import("./words.js").Word, text: import("./words.js").Word }>} */
const SAID = {
  none: { title: "run-none-title", text: "run-none-text" },
  loading: { title: "run-title", text: "run-loading" },
  offline: { title: "run-title", text: "run-offline-first" },
  wiped: { title: "run-wiped-title", text: "run-wiped-text" },
  "not-secure": { title: "run-title", text: "run-not-secure" },
  "no-storage": { title: "run-title", text: "run-no-storage" },
};

/**
 * @param {Why} why
 * @param {Run[]} others runs that the phone keeps and that could be opened instead
 * @param {(run: Run) => void} onOpen
 */
export function showStart(why, others, onOpen) {
  const { title, text } = SAID[why];
  const choices = others.filter(({ sheet }) => sheet).map((run) =>
    button("transport", word("run-open-kept", { plate: run.sheet.plate, day: dayName(run.sheet.day) }), () => onOpen(run), { class: "button button-wide" }));
  $("start").replaceChildren(
    el("h1", { class: "run-place", text: word(title) }),
    el("p", { text: word(text) }),
    ...(choices.length ? [el("h2", { text: word("run-kept") }), ...choices] : []),
  );
}
