// @ts-check
// One door: what to know, what was said there, also by others, and how it ended this time.

import { $, badge, dialog, el, icon, input, numberIn } from "../app-dom.js";
import { time } from "../app-times.js";
import { dueOf, stateBadge, whoIs } from "./round.js";
import { word } from "./words.js";

/** @typedef {import("./standing.js").Row} Row */
/** @typedef {import("./standing.js").Outcome} Outcome */
/** @typedef {import("./standing.js").Heard} Heard */
/** @typedef {import("./words.js").Word} Word */
/** @typedef {import("../field.js").App} App */

/** As the server takes them (modules/care: HOUSEHOLD_REQUEST, KNOCK_WANTS_MAX). */
const TOPICS = ["food", "medicine", "hot_meal", "care", "repair", "talk"];
const WANTS_MAX = 5;
/** What can come of asking elsewhere, in the order in which it is done. @type {Heard[]} */
const HEARD = ["neighbour_saw", "neighbour_no_news", "phone_reached", "phone_unreached"];

/** @type {{ row: Row, app: App } | null} */
let present = null;

export function setUpDoor() {
  $("door-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const pressed = /** @type {HTMLButtonElement | null} */ (/** @type {SubmitEvent} */ (event).submitter)?.value ?? "well";
    const heard = HEARD.find((result) => result === pressed);
    const usual = TOPICS.find((topic) => pressed === `needs:${topic}`);
    if (heard) hear(heard);
    else if (usual) save("needs", [usual]);
    else save(/** @type {Outcome} */ (pressed), ticked());
  });
  $("door").addEventListener("close", () => {
    present = null;
    // What names a person does not stay in the page.
    for (const id of ["door-title", "door-facts", "door-call"]) $(id).replaceChildren();
    input("door-note").value = "";
  });
}

/** @param {App} app @param {Row} row */
export function openDoor(app, row) {
  present = { row, app };
  input("door-note").value = "";
  $("door-usual").replaceChildren(...TOPICS.map(usual));
  $("door-wants").replaceChildren(...TOPICS.map(want));
  /** @type {HTMLDetailsElement} */ ($("door-several")).open = false;
  sayWrong(null);
  showDoor(row);
  dialog("door").showModal();
  $("door-title").focus();
}

/** The door that is open, as it stands now. @param {Row[]} rows */
export function refreshDoor(rows) {
  const row = rows.find(({ key }) => key === present?.row.key);
  if (!present || !row) return;
  present.row = row;
  showDoor(row);
}

/** @param {Row} row */
function showDoor(row) {
  $("door-title").textContent = whoIs(row);
  $("door-facts").replaceChildren(...[
    row.at_door ? el("p", { class: "run-note", text: row.at_door }) : "",
    el("p", { class: "field-row-state" }, stateBadge(row.shown), row.isOpen ? el("span", { class: "soft", text: dueOf(row) }) : null),
    row.is_disputed ? el("div", { class: "notice notice-warn" }, el("p", { text: word("field-disputed") })) : "",
    knocks(row),
  ]);
  $("door-enquire").hidden = !row.isToEnquire;
  $("door-call").replaceChildren(...call(row));
}

/** The number to call, if it is one; else how they are reached. @param {Row} row */
function call({ contact }) {
  const number = numberIn(contact);
  if (!number) return contact ? [el("p", { text: contact })] : [];
  return [el("a", { class: "button button-wide", href: `tel:${number}`, "data-focus": "call" }, icon("phone"), `${word("field-call")} ${contact}`)];
}

/** What was found there and heard elsewhere. @param {Row} row */
function knocks({ knocks, enquiries = [], own }) {
  if (!knocks.length && !enquiries.length && !own.length) return "";
  const line = (/** @type {string | number} */ at, /** @type {string} */ by, /** @type {Word} */ what, /** @type {string} */ note, isHere = false) => el("li", {},
    word("field-knock-said", { at: time(at), by, outcome: word(what) }), note ? ` · ${note}` : null,
    isHere ? badge("strained", word("field-here")) : null);
  const ownLine = (/** @type {import("./standing.js").Done} */ { at, said, state }) => {
    const isHere = state !== "sent";
    if (said.kind === "knock") return line(at, word("field-own"), `field-outcome-${said.outcome}`, said.note, isHere);
    return said.kind === "enquiry" ? line(at, word("field-own"), `field-heard-${said.result}`, said.note, isHere) : null;
  };
  return el("ul", { class: "field-knocks" },
    ...knocks.map(({ said_at, by, outcome, note }) => line(said_at, by, `field-outcome-${outcome}`, note)),
    ...enquiries.map(({ said_at, by, result, note }) => line(said_at, by, `field-heard-${result}`, note)),
    ...own.map(ownLine));
}

/** One press for what is needed most days. @param {string} topic */
function usual(topic) {
  return el("button", { class: "button field-act", value: `needs:${topic}`, text: word(/** @type {Word} */ (`field-topic-${topic}`)) });
}

function ticked() {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ ($("door-wants").querySelectorAll("input:checked"))].map(({ value }) => value);
}

/** @param {string} topic */
function want(topic) {
  return el("label", { class: "choice" }, el("input", { type: "checkbox", name: "want", value: topic }), el("span", { text: word(/** @type {Word} */ (`field-topic-${topic}`)) }));
}

/** @param {Outcome} outcome @param {string[]} chosen */
function save(outcome, chosen) {
  if (!present) return;
  const wrong = outcome !== "needs" ? null : chosen.length === 0 ? "field-wants-missing" : chosen.length > WANTS_MAX ? "field-wants-many" : null;
  sayWrong(wrong);
  if (wrong) return void $("door-wants").querySelector("input")?.focus();
  const { row, app } = present;
  const note = input("door-note").value.trim();
  dialog("door").close();
  app.knock(row, outcome, outcome === "needs" ? chosen : [], note);
}

/** @param {Heard} result */
function hear(result) {
  if (!present) return;
  const { row, app } = present;
  const note = input("door-note").value.trim();
  dialog("door").close();
  app.enquire(row, result, note);
}

/** @param {Word | null} wrong */
function sayWrong(wrong) {
  $("door-wants-error").textContent = wrong ? word(wrong) : "";
  $("door-wants-error").hidden = !wrong;
  $("door-wants-field").toggleAttribute("data-invalid", Boolean(wrong));
}
