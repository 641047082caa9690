// @ts-check
// A hand scanner is a keyboard: what it types outside a field is a pass that ends with Enter.

import { PREFIX } from "../pass/check.js";
import { TEXT_CHARS_MAX } from "../pass/limits.js";

/** A scanner is faster than this between two characters; a person's stray keys don't add up. */
const TYPED_WITHIN_MS = 500;

/** @param {(text: string) => void} onText */
export function onHandScanner(onText) {
  let typed = "";
  let at = 0;
  document.addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    if (event.timeStamp - at > TYPED_WITHIN_MS) typed = "";
    at = event.timeStamp;
    if (event.key.length === 1) typed = `${typed}${event.key}`.slice(0, TEXT_CHARS_MAX + 1);
    if (!typed.startsWith(PREFIX)) return;
    // Space and Enter are part of a pass here, and press no button.
    event.preventDefault();
    if (event.key !== "Enter") return;
    const text = typed;
    typed = "";
    onText(text);
  });
}
