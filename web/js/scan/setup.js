// @ts-check
// Setting up a gate: where it is, which way it checks, the corridor it stands on. Once, kept on the phone.

import { findPlaces, isCode } from "./places.js";
import { soundIsOn, tell, turnSound, wakeSound } from "./sound.js";
import { lang, word } from "./words.js";

/** @typedef {import("./places.js").GateKept} GateKept */

const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const input = (/** @type {string} */ id) => /** @type {HTMLInputElement} */ ($(id));

/**
 * @param {string} root the root key of the shell, as it is now
 * @param {(gate: GateKept) => void} onSet
 */
export function setUpGates(root, onSet) {
  const form = /** @type {HTMLFormElement} */ ($("gate-form"));
  $("gate-find").addEventListener("click", find);
  input("gate-place").addEventListener("input", () => sayWrong(""));
  input("gate-place").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || isCode(input("gate-place").value.trim())) return;
    event.preventDefault();
    find();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=place]:checked"));
    const place = chosen?.value ?? input("gate-place").value.trim();
    if (!isCode(place)) {
      sayWrong(word("scan-gate-error-place"));
      input("gate-place").focus();
      return;
    }
    const direction = /** @type {HTMLInputElement} */ (form.querySelector("[name=way]:checked")).value === "leave" ? "leave" : "enter";
    const name = chosen ? { [place]: { zh: chosen.dataset.zh ?? place, en: chosen.dataset.en ?? place } } : {};
    const corridor = input("gate-corridor").value.trim() || null;
    onSet({ place, corridor, direction, names: name, areasAround: [], areasWithin: [], isComplete: false, root });
    /** @type {HTMLDialogElement} */ ($("gate")).close();
  });
  $("sound-turn").addEventListener("click", () => {
    turnSound(!soundIsOn());
    saySound();
  });
  $("sound-yes").addEventListener("click", () => hear("yes"));
  $("sound-no").addEventListener("click", () => hear("no"));
}

/** @param {GateKept | null} gate */
export function openSetup(gate) {
  const given = new URLSearchParams(location.hash.slice(1));
  const place = given.get("place") ?? gate?.place ?? "";
  input("gate-place").value = place;
  input("gate-corridor").value = given.get("corridor") ?? gate?.corridor ?? "";
  const way = given.get("direction") ?? gate?.direction ?? "enter";
  const chosen = document.querySelector(`#gate-form [name=way][value="${way === "leave" ? "leave" : "enter"}"]`);
  if (chosen) /** @type {HTMLInputElement} */ (chosen).checked = true;
  $("gate-found").replaceChildren();
  $("gate-said").textContent = "";
  $("gate-close").hidden = gate === null;
  sayWrong("");
  saySound();
  const dialog = /** @type {HTMLDialogElement} */ ($("gate"));
  if (!dialog.open) dialog.showModal();
}

async function find() {
  const query = input("gate-place").value.trim();
  if (!query) return sayWrong(word("scan-gate-error-place"));
  sayWrong("");
  try {
    const found = await findPlaces(query);
    $("gate-found").replaceChildren(...found.map(choice));
    $("gate-said").textContent = found.length === 0 ? word("scan-gate-none", { q: query }) : "";
  } catch {
    $("gate-said").textContent = word("scan-gate-offline");
  }
}

/** @param {{ code: string, name: import("./places.js").Name }} place @param {number} at */
function choice({ code, name }, at) {
  const label = document.createElement("label");
  label.className = "choice";
  const radio = Object.assign(document.createElement("input"), { type: "radio", name: "place", value: code, checked: at === 0 });
  radio.dataset.zh = name.zh;
  radio.dataset.en = name.en;
  const said = document.createElement("span");
  const number = Object.assign(document.createElement("span"), { className: "soft number", textContent: code });
  said.append(lang() === "en" ? name.en : name.zh, number);
  label.append(radio, said);
  return label;
}

/** @param {string} wrong */
function sayWrong(wrong) {
  $("gate-place-error").textContent = wrong;
  $("gate-place-error").hidden = wrong === "";
  $("gate-place-field").toggleAttribute("data-invalid", wrong !== "");
  input("gate-place").setAttribute("aria-invalid", String(wrong !== ""));
}

function saySound() {
  $("sound-turn").textContent = word(soundIsOn() ? "scan-sound-on" : "scan-sound-off");
  $("sound-turn").setAttribute("aria-pressed", String(soundIsOn()));
}

/** @param {"yes" | "no"} tone */
function hear(tone) {
  wakeSound();
  tell(tone);
}
