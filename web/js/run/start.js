// @ts-check
// What stands there when no run is open: how to open one, those that the phone keeps, or why the link opened nothing.

import { Camera } from "../scan/camera.js";
import { $, button, el } from "../app-dom.js";
import { runName } from "./on-foot.js";
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
    button("transport", word("run-open-kept", { plate: runName(run.sheet), day: dayName(run.sheet.day) }), () => onOpen(run), { class: "button button-wide" }));
  $("start").replaceChildren(
    el("h2", { class: "run-place", text: word(title) }),
    el("p", { text: word(text) }),
    ...(choices.length ? [el("h3", { text: word("run-kept") }), ...choices] : []),
  );
}

/** @type {Camera | null} */
let camera = null;

/**
 * The key in a run's link; nothing when it is another text.
 * @param {string} text
 */
export function keyIn(text) {
  const [, key] = /(?:^|\/run#)([0-9A-Za-z-]{14,20}\.[\w-]{16,40})$/.exec(text.trim()) ?? [];
  return key ?? null;
}

/** An app on a home screen has a memory of its own: there the link is scanned once more. @param {(key: string) => void} onKey */
export function setUpStart(onKey) {
  $("start-look").addEventListener("click", () => (camera?.stream ? stopLooking() : look(onKey)));
}

/** @param {(key: string) => void} onKey */
async function look(onKey) {
  camera ??= new Camera(/** @type {HTMLVideoElement} */ ($("start-video")), (text) => {
    if (text === null) return;
    const key = keyIn(text);
    if (!key) return void ($("start-said").textContent = word("run-scan-no-run"));
    stopLooking();
    onKey(key);
  });
  $("start-finder").hidden = false;
  $("start-said").textContent = "";
  $("start-look-word").textContent = word("run-scan-stop");
  const lacking = await camera.start();
  if (!lacking) return camera.look();
  stopLooking();
  $("start-said").textContent = word(lacking === "denied" ? "run-scan-denied" : "run-scan-none");
}

export function stopLooking() {
  camera?.stop();
  $("start-finder").hidden = true;
  $("start-look-word").textContent = word("run-scan-sheet");
}
