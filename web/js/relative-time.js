// @ts-check
// Keeps "26 hours" true while a page stays open; the server wrote the first words, the exact time is in the title.
// <time datetime="2022-11-24T06:05:00Z" title="11月24日 周四 14:05" data-relative>26 小时</time>

import { cityNow, lang } from "./page.js";

const MINUTE_MS = 60_000;
const REFRESH_MS = 30_000;

/** @param {"minute" | "hour" | "day"} unit */
const words = (unit) => new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" });
const inMinutes = words("minute");
const inHours = words("hour");
const inDays = words("day");

/**
 * Minutes up to two hours, hours up to three days, then days: the steps in which people at work speak.
 * @param {number} ms
 */
export function span(ms) {
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS);
  if (minutes < 120) return inMinutes.format(minutes);
  if (minutes < 72 * 60) return inHours.format(Math.floor(minutes / 60));
  return inDays.format(Math.floor(minutes / (24 * 60)));
}

function refresh() {
  for (const element of document.querySelectorAll("time[data-relative]")) {
    const time = /** @type {HTMLTimeElement} */ (element);
    const at = Date.parse(time.dateTime);
    if (!Number.isNaN(at)) time.textContent = span(cityNow() - at);
  }
}

setInterval(() => {
  if (!document.hidden) refresh();
}, REFRESH_MS);

// A finger has no hover: a tap on a moment shows the exact time.
document.addEventListener("click", (event) => {
  const time = event.target instanceof Element ? event.target.closest("time[data-relative]") : null;
  if (!(time instanceof HTMLTimeElement) || time.closest("a, button")) return;
  if (!time.title) return;
  time.textContent = time.title;
  time.removeAttribute("data-relative");
});
