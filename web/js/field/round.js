// @ts-check
// The day's visits, building by building in walking order: one press for who is well, one more for anything else. A row is drawn
// anew only when it changed, so that a list of 500 doors answers at once on a cheap phone.

import { badge, button, el } from "../app-dom.js";
import { dayOf, nameOfDay, time } from "../app-times.js";
import { rowsOf } from "./standing.js";
import { lang, word } from "./words.js";

/** @typedef {import("./standing.js").Row} Row */
/** @typedef {import("./standing.js").RoundSheet} RoundSheet */
/** @typedef {import("./words.js").Word} Word */
/** @typedef {import("../field.js").App} App */

/** @type {Record<string, "stable" | "strained" | "failing" | "unknown">} */
const SHAPES = { due: "unknown", well: "stable", refused: "stable", moved: "unknown", needs: "strained", no_answer: "strained", unanswered: "failing", missed: "failing" };
const SEEN = ["well", "needs", "refused"];

/** @type {"open" | "all" | "disputed"} */
let filter = "open";
let wanted = "";
/** What is drawn, by visit. @type {Map<string, { as: string, row: HTMLElement }>} */
const drawn = new Map();
/** The list that is in the page; its rows are changed in place. @type {{ as: string, list: HTMLElement } | null} */
let list = null;

/** @param {Row} row */
export function whoIs({ door, name }) {
  return [door, name].filter(Boolean).join(" · ") || word("field-no-door");
}

/** @param {Row["shown"]} state */
export function stateBadge(state) {
  return badge(SHAPES[state] ?? "unknown", word(/** @type {Word} */ (`field-state-${state}`)));
}

/** Forgets what was drawn: it names doors. */
export function forgetRound() {
  drawn.clear();
  list = null;
  wanted = "";
}

/** @param {App} app @returns {Node[]} */
export function roundView(app) {
  const { round } = app;
  if (!app.holding.round) return join(app);
  if (!round) return [el("p", { text: word(app.hasSignal ? "field-round-loading" : "field-offline") })];
  const rows = rowsOf(round, app.steps.round);
  return [head(app, round, rows), filters(app, rows), find(app), listOf(app, round, rows)];
}

/** @param {App} app @returns {Node[]} */
function join(app) {
  return [
    el("h2", { text: word("field-round-join-title") }),
    el("p", { text: word("field-round-join-text") }),
    button("door", word("field-round-join"), () => app.joinRound(), { class: "button button-primary button-wide" }),
  ];
}

/** @param {App} app @param {RoundSheet} round @param {Row[]} rows */
function head(app, round, rows) {
  const seen = rows.filter(({ shown }) => SEEN.includes(shown)).length;
  return el("div", { class: "stack stack-tight" },
    el("h2", { text: word("field-round-title", { day: nameOfDay(round.day, lang()) }) }),
    el("p", { class: "soft", text: rows.length ? word("field-round-done", { seen, all: rows.length }) : word("field-round-none") }),
    dayOf(app.now) === round.day ? null : notice(word("field-round-old-day", { day: nameOfDay(round.day, lang()) })),
    round.has_more ? notice(word("field-round-more", { n: rows.length })) : null);
}

/** @param {string} text */
const notice = (text) => el("div", { class: "notice notice-warn" }, el("p", { text }));

/** @param {App} app @param {Row[]} rows */
function filters(app, rows) {
  const kinds = /** @type {["open" | "all" | "disputed", number][]} */ ([
    ["open", rows.filter(({ isOpen }) => isOpen).length], ["all", rows.length], ["disputed", rows.filter((row) => row.is_disputed).length]]);
  const choose = (/** @type {typeof filter} */ kind) => () => {
    filter = kind;
    app.show();
  };
  const chips = kinds.filter(([kind, n]) => n > 0 || kind !== "disputed").map(([kind, n]) =>
    el("button", { type: "button", class: "chip", "aria-pressed": String(kind === filter), "data-focus": `filter ${kind}`, onclick: choose(kind), text: word(`field-filter-${kind}`, { n }) }));
  return el("div", { class: "chips", role: "group", "aria-label": word("field-filter") }, ...chips);
}

/** @type {HTMLElement | null} */
let finder = null;

/** Stays in the page while the list is drawn anew, so that the keyboard does. @param {App} app */
function find(app) {
  finder ??= el("input", { class: "input", type: "search", autocomplete: "off", id: "find", oninput: (/** @type {Event} */ { target }) => {
    wanted = /** @type {HTMLInputElement} */ (target).value.trim().toLowerCase();
    app.show();
  } });
  /** @type {HTMLInputElement} */ (finder).value = wanted;
  finder.setAttribute("aria-label", word("field-find"));
  finder.setAttribute("placeholder", word("field-find"));
  return finder;
}

/** @param {Row} row */
function isWanted(row) {
  const fits = filter === "all" || (filter === "open" ? row.isOpen : row.is_disputed);
  return wanted ? `${row.door ?? ""} ${row.name ?? ""}`.toLowerCase().includes(wanted) : fits;
}

/** @param {App} app @param {RoundSheet} round @param {Row[]} rows */
function listOf(app, round, rows) {
  const shown = rows.filter(isWanted);
  const as = `${lang()} ${filter} ${round.day} ${shown.map(({ key }) => key).join()}`;
  const fresh = shown.map((row) => ({ row, element: rowOf(app, row) }));
  if (list?.as === as) return list.list;
  const buildings = round.place_names.map((place) => section(place, fresh.filter(({ row }) => row.building === place.code).map(({ element }) => element)));
  const made = el("div", { class: "stack stack-loose", id: "doors" }, ...(shown.length || !rows.length ? buildings : [el("p", { class: "soft", text: word(filter === "open" && !wanted ? "field-all-done" : "field-found-none") })]));
  list = { as, list: made };
  return made;
}

/** @param {import("./standing.js").PlaceName} place @param {HTMLElement[]} rows */
function section(place, rows) {
  if (!rows.length) return null;
  return el("section", { class: "stack stack-tight" }, el("h3", { text: lang() === "en" ? place.en : place.zh }), el("ul", { class: "field-rows" }, ...rows));
}

/** @param {App} app @param {Row} row */
function rowOf(app, row) {
  const as = JSON.stringify([row, lang(), app.now > Date.parse(row.due_at)]);
  const before = drawn.get(row.key);
  if (before?.as === as) return before.row;
  const made = draw(app, row);
  before?.row.replaceWith(made);
  drawn.set(row.key, { as, row: made });
  return made;
}

/** @param {App} app @param {Row} row */
function draw(app, row) {
  const open = el("button", { type: "button", class: "field-row-open", "data-focus": `door ${row.key}`, onclick: () => app.openDoor(row.key) },
    el("strong", { text: whoIs(row) }),
    row.at_door ? el("span", { class: "field-row-note", text: row.at_door }) : null,
    el("span", { class: "field-row-state" }, stateBadge(row.shown),
      row.own.some(({ state }) => state !== "sent") ? el("span", { class: "field-here", text: word("field-here") }) : null,
      row.isOpen ? el("span", { class: "soft", text: dueOf(row) }) : null),
    row.is_disputed ? el("span", { class: "field-disputed" }, badge("strained", word("field-disputed"))) : null);
  const well = row.isOpen && row.door !== null
    ? el("button", { type: "button", class: "button field-well", "data-focus": `well ${row.key}`, onclick: () => app.knock(row, "well") },
      word("field-outcome-well"), el("span", { class: "visually-hidden", text: ` ${whoIs(row)}` }))
    : null;
  return el("li", { class: "field-row" }, open, well);
}

/** @param {Row} row */
export function dueOf({ part, due_at, again_by, shown }) {
  const until = shown === "no_answer" && again_by ? word("field-again", { at: time(again_by) }) : word("field-due", { at: time(due_at) });
  return part === "day" ? until : `${word(/** @type {Word} */ (`field-part-${part}`))} · ${until}`;
}
