// @ts-check
// What a browser must have for the field app, asked before anything else. One that can't even read this is told so by the page.

import { $ } from "../app-dom.js";
import { fillWords, lang, word } from "./words.js";

/** @typedef {import("./words.js").Word} Word */

/** What browsers have no name for that people know. @type {Word[]} */
const OWN_WORDS = ["field-old-secure", "field-old-private"];

/** Names of what is lacking: a word of ours, else what browsers call it. @returns {Promise<string[]>} */
export async function lacking() {
  if (!isSecureContext) return ["field-old-secure"];
  const there = {
    "Web Crypto": globalThis.crypto?.subtle,
    IndexedDB: globalThis.indexedDB,
    "Service Worker": navigator.serviceWorker,
    BroadcastChannel: globalThis.BroadcastChannel,
    "<dialog>": globalThis.HTMLDialogElement,
    "AbortSignal.timeout": globalThis.AbortSignal?.timeout,
  };
  const missing = Object.entries(there).filter(([, has]) => !has).map(([name]) => name);
  if (missing.length) return missing;
  return (await keeps()) ? [] : ["field-old-private"];
}

/** Whether the browser lets a page keep things; a private window may not. @returns {Promise<boolean>} */
function keeps() {
  return new Promise((resolve) => {
    const request = indexedDB.open("tongxin-field-try");
    request.onerror = () => resolve(false);
    request.onsuccess = () => {
      request.result.close();
      indexedDB.deleteDatabase("tongxin-field-try");
      resolve(true);
    };
  });
}

/** The page for browsers that can't do it stays, and says what is lacking. @param {string[]} missing */
export function sayOld(missing) {
  fillWords();
  const said = missing.map((what) => (OWN_WORDS.includes(/** @type {Word} */ (what)) ? word(/** @type {Word} */ (what)) : what));
  $(lang() === "en" ? "old-why-en" : "old-why-zh").prepend(`${word("field-old-why", { lacking: said.join(", ") })} `);
  document.body.dataset.view = "old";
}
