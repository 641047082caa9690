// @ts-check
// Live pages: one event stream tells that something changed; the parts then re-fetch themselves through htmx.
// <main data-live="/board/events?place=50"> … <div data-live-part hx-get="…" hx-trigger="live" hx-swap="outerHTML">
// <span class="live-state" data-live-state data-live-word="实时，{time} 更新" data-lost-word="断线，最后更新 {time}">

import { cityNow, lang } from "./page.js";

/** Parts re-fetch at most once in this time, however many events come. */
const PAUSE_MS = 2000;

const time = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: document.documentElement.dataset.zone });

/** @param {HTMLElement} host */
function live(host) {
  /** @type {number | undefined} */
  let waiting;
  let changedWhileHidden = false;
  let lastUpdate = cityNow();

  const say = (/** @type {"live" | "lost"} */ now) => {
    for (const element of document.querySelectorAll("[data-live-state]")) {
      const state = /** @type {HTMLElement} */ (element);
      state.dataset.liveNow = now;
      const words = now === "live" ? state.dataset.liveWord : state.dataset.lostWord;
      state.textContent = (words ?? "").replace("{time}", time.format(lastUpdate));
    }
  };

  const refresh = () => {
    waiting = undefined;
    if (document.hidden) {
      changedWhileHidden = true;
      return;
    }
    changedWhileHidden = false;
    lastUpdate = cityNow();
    const htmx = /** @type {any} */ (globalThis).htmx;
    for (const part of document.querySelectorAll("[data-live-part]")) htmx?.trigger(part, "live");
    say("live");
  };
  const changed = () => {
    waiting ??= window.setTimeout(refresh, PAUSE_MS);
  };

  const stream = new EventSource(host.dataset.live ?? "");
  stream.addEventListener("open", () => say("live"));
  stream.addEventListener("changed", changed);
  stream.addEventListener("message", changed);
  stream.addEventListener("error", () => say("lost"));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && changedWhileHidden) refresh();
  });
  addEventListener("pagehide", () => stream.close());
}

const host = document.querySelector("[data-live]");
if (host instanceof HTMLElement) live(host);
