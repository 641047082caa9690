// @ts-check
// Choosing the PIN, and typing it.

import { $, button, el, input } from "../app-dom.js";
import { PIN_DIGITS, TRIES_MAX, make, unlock } from "./vault.js";
import { word } from "./words.js";

/** @typedef {import("./words.js").Word} Word */
/** @typedef {import("./vault.js").Vault} Vault */

/** The form that chooses a PIN. @param {(vault: Vault) => void} onMade @param {() => void} onBack @returns {Node[]} */
export function newPinView(onMade, onBack) {
  const save = async () => {
    const [pin, again] = [digits("pin"), digits("pin-again")];
    if (!PIN_DIGITS.test(pin)) return sayWrong("pin", word("field-pin-form"));
    if (pin !== again) return sayWrong("pin-again", word("field-pin-differ"));
    onMade(await make(pin));
  };
  return [
    el("h2", { text: word("field-pin-new-title") }), el("p", { text: word("field-pin-new-text") }),
    form(save, [field("pin", "field-pin", "field-pin-hint", "new-password"), field("pin-again", "field-pin-again", null, "new-password"), submit("field-pin-save")]),
    button("chevron-left", word("field-back"), onBack, { class: "button button-quiet" }),
  ];
}

/**
 * The form that opens what is kept.
 * @param {{ opened: (vault: Vault) => void, gone: (why: string) => void, forget: () => void }} on
 * @returns {Node[]}
 */
export function pinView(on) {
  const open = async () => {
    const pin = digits("pin");
    // What can't be a PIN is no try.
    if (!PIN_DIGITS.test(pin)) return sayWrong("pin", word("field-pin-form"));
    const answer = await unlock(pin);
    if (typeof answer !== "number") return on.opened(answer);
    if (answer === 0) return on.gone(word("field-pin-out", { n: TRIES_MAX }));
    input("pin").value = "";
    sayWrong("pin", word("field-pin-wrong", { n: answer }));
  };
  return [
    el("h2", { text: word("field-pin-title") }),
    el("p", { id: "pin-waits", hidden: true }),
    form(open, [field("pin", "field-pin", null, "off"), submit("field-pin-open")]),
    el("details", { class: "confirm" }, el("summary", { class: "button button-quiet", text: word("field-pin-forgot") }),
      el("div", { class: "stack" }, el("p", { id: "pin-forgot-text" }),
        button("declined", word("field-pin-forgot-do"), on.forget, { class: "button button-danger" }))),
  ];
}

/** How many records were not sent; that changes while somebody types. @param {number} waiting */
export function sayWaiting(waiting) {
  $("pin-waits").hidden = waiting === 0;
  $("pin-waits").textContent = word("field-pin-waits", { n: waiting });
  $("pin-forgot-text").textContent = word("field-pin-forgot-text", { n: waiting });
}

/** @param {() => Promise<void>} onSubmit @param {Node[]} parts */
function form(onSubmit, parts) {
  let isBusy = false;
  return el("form", { class: "form", novalidate: true, onsubmit: async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    try {
      await onSubmit();
    } finally {
      isBusy = false;
    }
  } }, ...parts);
}

/** @param {string} id @param {Word} label @param {Word | null} hint @param {string} fill */
function field(id, label, hint, fill) {
  return el("div", { class: "field", id: `${id}-field` },
    el("label", { for: id, text: word(label) }),
    hint ? el("p", { class: "hint", id: `${id}-hint`, text: word(hint) }) : null,
    el("p", { class: "field-error", id: `${id}-error`, role: "alert", hidden: true }),
    el("input", { class: "input run-code", id, type: "password", inputmode: "numeric", autocomplete: fill, maxlength: 12, "aria-describedby": `${hint ? `${id}-hint ` : ""}${id}-error` }));
}

/** @param {Word} said */
const submit = (said) => el("div", { class: "form-actions" }, el("button", { class: "button button-primary button-wide", text: word(said) }));

/** Full-width digits of a Chinese keyboard count. @param {string} id */
const digits = (id) => input(id).value.normalize("NFKC").trim();

/** @param {string} id @param {string} wrong */
function sayWrong(id, wrong) {
  for (const error of document.querySelectorAll("#view-pin .field-error")) /** @type {HTMLElement} */ (error).hidden = true;
  $(`${id}-error`).textContent = wrong;
  $(`${id}-error`).hidden = false;
  $(`${id}-field`).setAttribute("data-invalid", "");
  input(id).setAttribute("aria-invalid", "true");
  input(id).focus();
}
