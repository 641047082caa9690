// @ts-check
// A volunteer's shifts and errands: where to be next, coming and going by the code that hangs there, what is done at a door.

import { badge, button, el } from "../app-dom.js";
import { dayOf, nameOfDay, time } from "../app-times.js";
import { openScan } from "./scan.js";
import { codeIn, errandsOf, linkIn, shiftsOf } from "./standing.js";
import { lang, word } from "./words.js";

/** @typedef {import("./standing.js").ShiftSheet} ShiftSheet */
/** @typedef {ReturnType<typeof shiftsOf>[number]} ShiftRow */
/** @typedef {ReturnType<typeof errandsOf>[number]} ErrandRow */
/** @typedef {import("./words.js").Word} Word */
/** @typedef {import("../field.js").App} App */

/** @type {Record<string, "stable" | "strained" | "failing" | "unknown">} */
const SHAPES = { taken: "stable", offered: "strained", in: "stable", came: "stable", missed: "failing", invited: "strained", waiting: "unknown", called_off: "unknown", cancelled: "unknown" };
const COMES = ["taken", "offered", "missed"];

/** @param {App} app @returns {Node[]} */
export function shiftView(app) {
  const { shift } = app;
  if (!app.holding.shift) return join(app);
  if (!shift) return [el("p", { text: word(app.hasSignal ? "field-shift-loading" : "field-offline") })];
  const rows = shiftsOf(shift, app.steps.shift);
  const errands = errandsOf(shift, app.steps.shift);
  return [
    el("h2", { text: word("field-shift-title", { name: shift.name }) }),
    rows.length ? el("ul", { class: "field-rows" }, ...rows.map((row) => shiftRow(app, shift, row))) : el("p", { class: "soft", text: word("field-shift-none") }),
    ...(errands.length ? [
      el("h3", { text: word("field-errands") }), el("p", { class: "soft", text: word("field-errands-about") }),
      el("ul", { class: "field-rows" }, ...errands.map((row) => errandRow(app, shift, row)))] : []),
  ];
}

/** @param {App} app @returns {Node[]} */
function join(app) {
  const ask = () => openScan({ title: "field-shift-join", label: "field-link-label", hint: "field-link-hint", save: "field-link-save", read: (text) => {
    const key = linkIn(text);
    if (key) app.joinShift(key);
    return key ? null : word("field-link-wrong");
  } });
  return [
    el("h2", { text: word("field-shift-join-title") }),
    el("p", { text: word("field-shift-join-text") }),
    button("qr-code", word("field-shift-join"), ask, { class: "button button-primary button-wide" }),
  ];
}

/** @param {ShiftSheet} sheet @param {string} code */
function placeName({ place_names }, code) {
  const found = place_names.find((place) => place.code === code);
  return found ? (lang() === "en" ? found.en : found.zh) : code;
}

/** @param {{ kind: string, start_at: string, end_at: string }} shift */
function shiftName({ kind, start_at, end_at }) {
  const day = nameOfDay(dayOf(Date.parse(start_at)), lang());
  return `${word(/** @type {Word} */ (`field-kind-${kind}`))} · ${day} ${time(start_at)}–${time(end_at)}`;
}

/** @param {App} app @param {ShiftSheet} sheet @param {ShiftRow} row */
function shiftRow(app, sheet, row) {
  const shown = row.state === "cancelled" ? "cancelled" : row.shown;
  const step = COMES.includes(shown) ? "in" : shown === "in" ? "out" : null;
  return el("li", { class: "field-row field-row-card" },
    el("div", { class: "field-row-what" },
      el("strong", { text: shiftName(row) }),
      el("span", { text: placeName(sheet, row.place) }),
      row.meet ? el("span", { text: word("field-meet", { meet: row.meet }) }) : null,
      row.about ? el("span", { class: "field-row-note", text: row.about }) : null,
      el("span", { class: "field-row-state" }, badge(SHAPES[shown] ?? "unknown", word(/** @type {Word} */ (`field-place-${shown}`))), here(row))),
    step ? button("qr-code", word(`field-${step}`), () => askCode(app, row, step), { class: "button button-primary button-wide", "data-focus": `${step} ${row.id}` }) : null);
}

/** @param {{ own: import("./standing.js").Done[] }} row */
function here({ own }) {
  return own.some(({ state }) => state !== "sent") ? el("span", { class: "field-here", text: word("field-here") }) : null;
}

/** @param {App} app @param {ShiftRow} row @param {"in" | "out"} step */
function askCode(app, row, step) {
  openScan({ title: `field-${step}`, label: "field-code-label", hint: "field-code-hint", save: `field-code-${step}-save`, read: (text) => {
    const seen = codeIn(text);
    if (!seen) return word("field-code-wrong");
    if (seen.shift.replaceAll("-", "") !== row.id.replaceAll("-", "")) return word("field-code-other", { shift: shiftName(row) });
    app.presence(row.id, step, seen.code, shiftName(row));
    return null;
  } });
}

/** @param {App} app @param {ShiftSheet} sheet @param {ErrandRow} row */
function errandRow(app, sheet, row) {
  const isMine = row.state === "taken" && row.is_own;
  const say = (/** @type {"take" | "give_back" | "finish"} */ step, /** @type {string} */ icon, more = "") =>
    button(icon, word(/** @type {Word} */ (`field-errand-${step.replace("_", "-")}`)), () => app.errand(row.id, step, row.what), { class: `button ${more}`, "data-focus": `${step} ${row.id}` });
  return el("li", { class: "field-row field-row-card" },
    el("div", { class: "field-row-what" },
      el("strong", { text: row.what }),
      el("span", { text: [placeName(sheet, row.building), row.door, row.name].filter(Boolean).join(" · ") }),
      isMine && !row.door ? el("span", { class: "field-row-note", text: word("field-errand-waits") }) : null,
      el("span", { class: "field-row-state" }, badge(row.state === "done" ? "stable" : isMine ? "strained" : "unknown", word(isMine ? "field-errand-mine" : /** @type {Word} */ (`field-errand-${row.state}`))), here(row))),
    row.state === "open" ? say("take", "plus") : null,
    isMine ? el("div", { class: "cluster" }, say("finish", "check", "button-primary"), say("give_back", "undo")) : null);
}
