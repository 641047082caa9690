// @ts-check
// A pass whose code can't be shown: the server gives the texts for a plate or a number, and they are judged here like any
// that was scanned. Needs a signal; nothing of the answer is kept.

import { word } from "./words.js";

const ADDRESS = "/api/v1/passes/lookup";
const ANSWER_WITHIN_MS = 10_000;

const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/**
 * @param {(text: string) => Promise<string>} nameOf what to call a found text in the list
 * @param {(text: string) => void} onChosen
 */
export function setUpLookup(nameOf, onChosen) {
  const field = /** @type {HTMLInputElement} */ ($("lookup-text"));
  $("lookup-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const query = field.value.trim().toUpperCase();
    if (!query) return field.focus();
    say(word("scan-lookup-busy"));
    const found = await ask(query);
    if (!found) return;
    if (found.length === 0) return say(word("scan-lookup-none", { q: query }));
    if (found.length === 1) return onChosen(found[0]);
    say(word("scan-lookup-found", { n: found.length }));
    $("lookup-found").replaceChildren(...(await Promise.all(found.map(async (text) => entry(await nameOf(text), () => onChosen(text))))));
  });
}

export function clearLookup() {
  /** @type {HTMLInputElement} */ ($("lookup-text")).value = "";
  say("");
}

/** @param {string} query @returns {Promise<string[] | null>} */
async function ask(query) {
  try {
    const response = await fetch(`${ADDRESS}?q=${encodeURIComponent(query)}`, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (response.status === 401 || response.status === 403) {
      say(word("scan-lookup-refused"));
      return null;
    }
    if (response.status === 404) return [];
    if (!response.ok) throw new TypeError(`${response.status}`);
    return (await response.json()).passes;
  } catch {
    say(word("scan-lookup-offline"));
    return null;
  }
}

/** @param {string} words */
function say(words) {
  $("lookup-said").textContent = words;
  $("lookup-found").replaceChildren();
}

/** @param {string} name @param {() => void} onChosen */
function entry(name, onChosen) {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button button-wide", textContent: name });
  button.addEventListener("click", onChosen);
  item.append(button);
  return item;
}
