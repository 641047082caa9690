// @ts-check
// Keeps "26 h" true while a page stays open; the server wrote the first words, the exact time is in the title.
// <time datetime="2022-11-24T06:05:00Z" title="11月24日 周四 14:05" data-relative="since|ago">1天2小时</time>
// The words are those of the server's own (crates/city, relative.rs), so that nothing jumps at the first refresh.

import { cityNow, lang } from "./page.js";

const MINUTE_MS = 60_000;
const REFRESH_MS = 30_000;

const isZh = lang.startsWith("zh");

/**
 * A length of time in its one or two largest units; the sign is ignored.
 * @param {number} ms
 */
export function span(ms) {
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS);
  /** @type {[number, string][]} */
  const units = [
    [Math.floor(minutes / (24 * 60)), isZh ? "天" : " d"],
    [Math.floor(minutes / 60) % 24, isZh ? "小时" : " h"],
    [minutes % 60, isZh ? "分钟" : " min"],
  ];
  const largest = units.findIndex(([count]) => count > 0);
  if (largest < 0) return isZh ? "不到1分钟" : "under 1 min";
  return units
    .slice(largest, largest + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join(isZh ? "" : " ");
}

/**
 * When something happened or will happen, seen from the city's present moment.
 * @param {number} aheadMs
 */
export function fromNow(aheadMs) {
  if (Math.abs(aheadMs) < MINUTE_MS) return isZh ? "刚刚" : "just now";
  const words = span(aheadMs);
  if (isZh) return aheadMs > 0 ? `${words}后` : `${words}前`;
  return aheadMs > 0 ? `in ${words}` : `${words} ago`;
}

function refresh() {
  for (const element of document.querySelectorAll("time[data-relative]")) {
    const time = /** @type {HTMLTimeElement} */ (element);
    const aheadMs = Date.parse(time.dateTime) - cityNow();
    if (Number.isNaN(aheadMs)) continue;
    time.textContent = time.dataset.relative === "ago" ? fromNow(aheadMs) : span(aheadMs);
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
