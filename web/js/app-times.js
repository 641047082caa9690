// @ts-check
// Times as the apps say them: by the city's zone, whatever the phone's is.

/** @typedef {import("./app-words.js").Lang} Lang */

const zone = typeof document === "undefined" ? "UTC" : (document.documentElement.dataset.zone ?? "UTC");

/** 14:05, in the city's zone. @param {number | string} at */
export function time(at) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return format.format(typeof at === "string" ? Date.parse(at) : at);
}

/** 2022-11-24: the day in the city's zone. @param {number} at */
export function dayOf(at) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

/** 11月24日 周四, Thu 24 Nov. @param {string} day @param {Lang} lang */
export function nameOfDay(day, lang) {
  const at = Date.parse(`${day}T00:00:00Z`);
  const format = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : "zh-CN", { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return lang === "en" ? `${part.weekday} ${part.day} ${part.month}` : `${part.month.replace(/月$/, "")}月${part.day}日 ${part.weekday}`;
}
