// @ts-check
// Handing over: the code that they tell or show, judged here; and what arrived, where it is not all.

import { Camera } from "../scan/camera.js";
import { digitsOf, isRight, readSquare } from "./codes.js";
import { $, dialog, el, input } from "../app-dom.js";
import { whoGets } from "./parcel.js";
import { word } from "./words.js";

/** @typedef {import("./standing.js").Parcel} Parcel */
/** @typedef {import("./standing.js").Line} Line */
/** @typedef {import("./sender.js").LineSaid} LineSaid */
/** @typedef {import("./sender.js").Said} Said */

const CODE_DIGITS_LEAST = 4;

/** @type {{ parcel: Parcel, codes: { salt: string, iterations: number }, say: (said: Said) => void } | null} */
let present = null;
/** @type {Camera | null} */
let camera = null;

/**
 * @param {Parcel} parcel
 * @param {{ salt: string, iterations: number }} codes
 * @param {(said: Said) => void} say
 */
export function openHandOver(parcel, codes, say) {
  present = { parcel, codes, say };
  const isOrder = parcel.kind === "order";
  $("hand-who").textContent = whoGets(parcel);
  $("hand-code-field").hidden = !isOrder;
  $("hand-arrived").hidden = !parcel.order?.lines.length;
  input("hand-code").value = "";
  input("hand-all").checked = true;
  sayWrong("");
  sayLinesWrong("");
  $("hand-scan-said").textContent = "";
  showLines();
  dialog("hand").showModal();
  if (isOrder) input("hand-code").focus();
}

export function setUpHandOver() {
  const form = /** @type {HTMLFormElement} */ ($("hand-form"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  form.addEventListener("change", ({ target }) => /** @type {HTMLInputElement} */ (target).name === "arrived" && showLines());
  input("hand-code").addEventListener("input", () => sayWrong(""));
  $("hand-scan").addEventListener("click", () => (camera?.stream ? stopScan() : startScan()));
  dialog("hand").addEventListener("close", () => {
    stopScan();
    input("hand-code").value = "";
    present = null;
  });
}

async function save() {
  if (!present) return;
  const { parcel, codes, say } = present;
  const lines = saidLines();
  if (lines === null) return;
  const code = digitsOf(input("hand-code").value);
  if (parcel.kind === "order") {
    if (code.length < CODE_DIGITS_LEAST) return wrongCode("run-code-missing");
    if (!(await isRight(code, parcel.id, parcel.order?.door?.code_hash ?? null, codes))) return wrongCode("run-code-wrong");
  }
  // It may have been closed while the code was judged.
  if (present?.parcel !== parcel) return;
  dialog("hand").close();
  say({ event: "hand_over", cargo: { kind: parcel.kind, id: parcel.id }, code: parcel.kind === "order" ? code : "", lines });
}

/** @param {import("./words.js").Word} key */
function wrongCode(key) {
  sayWrong(word(key));
  input("hand-code").focus();
  input("hand-code").select();
}

/** @param {string} wrong */
function sayWrong(wrong) {
  $("hand-code-error").textContent = wrong;
  $("hand-code-error").hidden = wrong === "";
  $("hand-code-field").toggleAttribute("data-invalid", wrong !== "");
  input("hand-code").setAttribute("aria-invalid", String(wrong !== ""));
}

/** @param {string} wrong */
function sayLinesWrong(wrong) {
  $("hand-lines-error").textContent = wrong;
  $("hand-lines-error").hidden = wrong === "";
}

function showLines() {
  const lines = present?.parcel.order?.lines ?? [];
  $("hand-lines").hidden = input("hand-all").checked;
  sayLinesWrong("");
  $("hand-lines").replaceChildren(...(input("hand-all").checked ? [] : lines.map(lineFields)));
}

/** @param {Line} line */
function lineFields(line) {
  return el("fieldset", { class: "run-line", "data-line": line.line },
    el("legend", {}, el("strong", { text: line.name }), el("span", { class: "soft", text: ` ${word("run-line-of", { n: line.pieces, unit: line.unit })}` })),
    stepper(`received-${line.line}`, line.name, word("run-received"), line.pieces, line.pieces),
    stepper(`damaged-${line.line}`, line.name, word("run-damaged"), 0, line.pieces));
}

/**
 * A number with a large button on either side.
 * @param {string} id
 * @param {string} name of what is counted
 * @param {string} said what is counted of it
 * @param {number} value
 * @param {number} most
 */
function stepper(id, name, said, value, most) {
  const number = /** @type {HTMLInputElement} */ (el("input", { class: "input", id, type: "number", inputmode: "numeric", min: 0, max: most, value, "aria-describedby": "hand-lines-error" }));
  const turn = (/** @type {number} */ by) => () => (number.value = String(Math.max(0, Math.min(most, (Number(number.value) || 0) + by))));
  const press = (/** @type {string} */ sign, /** @type {number} */ by) => el("button", { type: "button", class: "button", "aria-label": `${name} ${said} ${sign}1`, onclick: turn(by), text: sign });
  const label = el("label", { for: id }, el("span", { class: "visually-hidden", text: `${name} ` }), said);
  return el("div", { class: "run-stepper" }, label, press("−", -1), number, press("+", 1));
}

/** What arrived of the lines of which it was not all; nothing when the fields say what can't be. @returns {LineSaid[] | null} */
function saidLines() {
  if (input("hand-all").checked || $("hand-arrived").hidden) return [];
  const lines = present?.parcel.order?.lines ?? [];
  const said = lines.map(({ line, pieces }) => ({ line, pieces, received: numberOf(`received-${line}`, pieces), damaged: numberOf(`damaged-${line}`, pieces) }));
  const wrong = said.find(({ received, damaged }) => received === null || damaged === null || damaged > received);
  if (wrong) {
    sayLinesWrong(word("run-line-wrong"));
    input(`damaged-${wrong.line}`).focus();
    return null;
  }
  const differ = said.filter(({ pieces, received, damaged }) => received !== pieces || damaged !== 0);
  if (differ.length === 0) {
    sayLinesWrong(word("run-lines-same"));
    input("hand-all").focus();
    return null;
  }
  return differ.map(({ line, received, damaged }) => ({ line, received: Number(received), damaged: Number(damaged) }));
}

/** @param {string} id @param {number} most */
function numberOf(id, most) {
  const number = Number(input(id).value);
  return input(id).value !== "" && Number.isInteger(number) && number >= 0 && number <= most ? number : null;
}

async function startScan() {
  camera ??= new Camera(/** @type {HTMLVideoElement} */ ($("hand-video")), onLook);
  $("hand-scan-said").textContent = word("run-scan-aim");
  $("hand-finder").hidden = false;
  $("hand-scan-word").textContent = word("run-scan-stop");
  const lacking = await camera.start();
  if (lacking) {
    stopScan();
    $("hand-scan-said").textContent = word(lacking === "denied" ? "run-scan-denied" : "run-scan-none");
    return;
  }
  camera.look();
}

function stopScan() {
  camera?.stop();
  $("hand-finder").hidden = true;
  $("hand-scan-word").textContent = word("run-scan");
}

/** @param {string | null} text */
function onLook(text) {
  if (text === null || !present) return;
  const seen = readSquare(text);
  if (!seen) return void ($("hand-scan-said").textContent = word("run-scan-unknown"));
  if (seen.order.replaceAll("-", "") !== present.parcel.id.replaceAll("-", "")) {
    $("hand-scan-said").textContent = word("run-scan-other", { number: seen.order });
    return;
  }
  stopScan();
  $("hand-scan-said").textContent = "";
  input("hand-code").value = seen.code;
  sayWrong("");
  $("hand-save").focus();
}
