// @ts-check
// Reading a square code, or the same typed: a volunteer's link, a shift's code. The camera's part comes when it is asked for.

import { $, dialog, input } from "../app-dom.js";
import { word } from "./words.js";

/** @typedef {import("./words.js").Word} Word */
/** @typedef {{ title: Word, label: Word, hint: Word, save: Word, read: (text: string) => string | null }} Asked `read` takes a text in, or says what is wrong with it */

/** @type {Asked | null} */
let present = null;
/** @type {import("../scan/camera.js").Camera | null} */
let camera = null;

export function setUpScan() {
  $("scan-form").addEventListener("submit", (event) => {
    event.preventDefault();
    take(input("scan-text").value);
  });
  $("scan-look").addEventListener("click", () => (camera?.stream ? stop() : look()));
  $("scan").addEventListener("close", () => {
    stop();
    present = null;
    input("scan-text").value = "";
  });
}

/** @param {Asked} asked */
export function openScan(asked) {
  present = asked;
  $("scan-title").textContent = word(asked.title);
  $("scan-label").textContent = word(asked.label);
  $("scan-hint").textContent = word(asked.hint);
  $("scan-save").textContent = word(asked.save);
  $("scan-said").textContent = "";
  sayWrong("");
  dialog("scan").showModal();
}

/** @param {string} text */
function take(text) {
  const wrong = present?.read(text) ?? "";
  sayWrong(wrong);
  if (wrong) input("scan-text").focus();
  else dialog("scan").close();
}

/** @param {string} wrong */
function sayWrong(wrong) {
  $("scan-error").textContent = wrong;
  $("scan-error").hidden = wrong === "";
  $("scan-field").toggleAttribute("data-invalid", wrong !== "");
  input("scan-text").setAttribute("aria-invalid", String(wrong !== ""));
}

async function look() {
  const { Camera } = await import("../scan/camera.js");
  camera ??= new Camera(/** @type {HTMLVideoElement} */ ($("scan-video")), (text) => {
    if (text === null) return;
    input("scan-text").value = text;
    stop();
    take(text);
  });
  $("scan-finder").hidden = false;
  $("scan-look-word").textContent = word("field-scan-stop");
  const lacking = await camera.start();
  if (!lacking) return camera.look();
  stop();
  $("scan-said").textContent = word(lacking === "denied" ? "field-scan-denied" : "field-scan-none");
}

function stop() {
  camera?.stop();
  $("scan-finder").hidden = true;
  $("scan-look-word").textContent = word("field-scan");
}
