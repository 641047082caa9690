// @ts-check
// Does a pass count at this moment, as far as the gate's clock can tell? All in milliseconds.

import { ALL_DAYS } from "./claims.js";
import { CLOCK_TOLERANCE_MS, CLOCK_UNCERTAINTY_MAX_MS } from "./limits.js";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const DAY_MINUTES = 24 * 60;
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/**
 * The moments between which the true one lies. Up to the tolerance a clock is taken at its word.
 * @typedef {{ at: number, earliest: number, latest: number, slack: number }} Clock
 * @typedef {import("./claims.js").Pass} Pass
 */

/**
 * @param {number} at
 * @param {number} uncertaintyMs
 * @returns {Clock}
 */
export function clockOf(at, uncertaintyMs) {
  const slack = Math.max(uncertaintyMs - CLOCK_TOLERANCE_MS, 0);
  return { at, slack, earliest: at - slack, latest: at + slack };
}

/** Whether all of it lies before a second. @param {Clock} clock @param {number} second */
export function isBefore(clock, second) {
  return clock.latest < second * 1000 - CLOCK_TOLERANCE_MS;
}

/** Whether some of it does. @param {Clock} clock @param {number} second */
export function mayBeBefore(clock, second) {
  return clock.earliest < second * 1000 - CLOCK_TOLERANCE_MS;
}

/** Whether all of it lies at or after a second. @param {Clock} clock @param {number} second */
export function isAfter(clock, second) {
  return clock.earliest >= second * 1000 + CLOCK_TOLERANCE_MS;
}

/** Whether some of it does. @param {Clock} clock @param {number} second */
export function mayBeAfter(clock, second) {
  return clock.latest >= second * 1000 + CLOCK_TOLERANCE_MS;
}

/**
 * The pass's days and hours, by the clock on the city's walls.
 * @param {Pass} pass
 * @param {Clock} clock
 * @param {string} zone
 * @returns {{ answer: "allowed" | "unsure" } | { answer: "not_this_day" | "not_this_hour", next: number | null }}
 */
export function hoursRule(pass, clock, zone) {
  const [from, until] = pass.hours;
  if (pass.days === ALL_DAYS && from === 0 && until === DAY_MINUTES) return { answer: "allowed" };
  if (clock.slack > CLOCK_UNCERTAINTY_MAX_MS) return { answer: "unsure" };
  const now = momentOfWeek(clock.at, zone);
  const [first, last] = [now - clock.slack, now + clock.slack];
  const windows = windowsOf(pass);
  let coveredTo = first;
  let isTouched = false;
  let isWhole = false;
  for (const [opens, closes] of windows) {
    const [start, end] = [opens - CLOCK_TOLERANCE_MS, closes + CLOCK_TOLERANCE_MS];
    isTouched ||= start <= last && first < end;
    if (start <= coveredTo && coveredTo < end) {
      coveredTo = end;
      isWhole ||= end > last;
    }
  }
  if (isWhole) return { answer: "allowed" };
  if (isTouched) return { answer: "unsure" };
  const ahead = windows.map(([opens]) => opens - now).find((wait) => wait > 0);
  const next = ahead !== undefined && clock.at + ahead < pass.expires * 1000 ? clock.at + ahead : null;
  const isItsDay = ((pass.days >> Math.floor(now / DAY_MS)) & 1) === 1;
  return { answer: isItsDay ? "not_this_hour" : "not_this_day", next };
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const walls = new Map();

/**
 * Milliseconds since Monday's midnight by the clock on the wall.
 * @param {number} at
 * @param {string} zone
 */
function momentOfWeek(at, zone) {
  let wall = walls.get(zone);
  if (!wall) {
    wall = new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    walls.set(zone, wall);
  }
  const parts = Object.fromEntries(wall.formatToParts(at).map(({ type, value }) => [type, value]));
  const minutes = Number(parts.hour) * 60 + Number(parts.minute);
  const rest = ((at % MINUTE_MS) + MINUTE_MS) % MINUTE_MS;
  return WEEKDAYS.indexOf(parts.weekday) * DAY_MS + minutes * MINUTE_MS + rest;
}

/**
 * When the pass counts, in milliseconds of last, this and next week, in order.
 * @param {Pass} pass
 */
function windowsOf({ days, hours: [from, until] }) {
  const length = (until > from ? until - from : until + DAY_MINUTES - from) * MINUTE_MS;
  /** @type {[number, number][]} */
  const windows = [];
  for (let day = -7; day < 14; day += 1) {
    if (((days >> ((day + 7) % 7)) & 1) === 0) continue;
    const opens = day * DAY_MS + from * MINUTE_MS;
    windows.push([opens, opens + length]);
  }
  return windows;
}
