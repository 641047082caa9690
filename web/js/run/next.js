// @ts-check
// The page in the hand at a door: where to next, by when, and what is handed over there.

import { badge, button, el, icon } from "../app-dom.js";
import { whyNoDoors } from "./doors.js";
import { backFirst, settingOut, stopName, toTake, wayOf } from "./on-foot.js";
import { parcels } from "./parcel.js";
import { isRideStop, rides } from "./ride.js";
import { around, dayName, kilometres, parcelCount, placeName, span, stopCount, time } from "./said.js";
import { expected } from "./standing.js";
import { word } from "./words.js";

/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("./standing.js").Stop} Stop */
/** @typedef {import("../run.js").Hand} Hand */

/**
 * @param {Hand} hand
 * @returns {Node[]}
 */
export function nextView(hand) {
  const { standing, chosen } = hand;
  const stop = standing.stops.find((one) => one.stop === chosen) ?? standing.next;
  if (standing.state === "planned" && standing.sheet.foot) return [noDoors(hand), settingOut(hand), toTake(hand), stuck(hand)];
  if (standing.state === "planned") return [noDoors(hand), departure(hand), standing.stops.every(isRideStop) ? "" : loadList(standing), stuck(hand)];
  if (standing.state !== "under_way") return [ending(hand)];
  if (!stop) return [homecoming(hand), stuck(hand)];
  return [noDoors(hand), stopHead(hand, stop), ...stopParts(hand, stop), stuck(hand)];
}

/** That doors are not there yet, or not any more. @param {Hand} hand */
function noDoors({ standing, now }) {
  const why = whyNoDoors(standing, now);
  return why ? el("div", { class: "notice", id: "no-doors" }, icon("door"), el("p", { text: word(why, { day: dayName(standing.sheet.day) }) })) : "";
}

/** @param {Hand} hand @param {Stop} stop */
function stopParts(hand, stop) {
  if (stop.is_pickup && !isRideStop(stop)) return [pickup(hand, stop)];
  const parts = [isRideStop(stop) ? rides(hand, stop) : parcels(hand, stop)];
  if (stop.isDone) parts.unshift(stopDone(hand));
  return parts;
}

/** @param {Hand} hand @param {Stop} stop */
function stopHead(hand, stop) {
  const { standing, now } = hand;
  const isNext = stop.stop === standing.next?.stop;
  return el(
    "section",
    { class: "run-stop", "aria-labelledby": "stop-name" },
    el("p", { class: "run-of" },
      word("run-next-of", { n: stop.number, all: standing.stops.length }),
      isNext ? null : el("span", { class: "run-out-of-turn", text: word("run-not-next") }),
      isNext ? null : button("chevron-left", word("run-to-next"), () => hand.open(null), { class: "run-link", "data-focus": "to-next" })),
    el("h2", { id: "stop-name", class: "run-place", text: stopName(stop) }),
    ...(stop.call ? [el("p", { class: "run-around", text: wayOf(stop.call) }), stop.isDone ? null : backFirst(hand, stop)] : [
      el("p", { class: "run-around", text: around(stop.place) }),
      times(standing, stop, now),
      stop.isDone ? null : navigation(stop),
    ]),
  );
}

/** @param {Standing} standing @param {Stop} stop @param {number} now */
function times(standing, stop, now) {
  const { at } = expected(standing, stop, now);
  const cell = (/** @type {string} */ label, /** @type {Child} */ value) => el("div", {}, el("dt", { text: label }), el("dd", {}, value));
  return el(
    "dl",
    { class: "run-times" },
    cell(word("run-window"), `${time(stop.from_at)}–${time(stop.due_at)}`),
    cell(word("run-planned"), stop.rest_minutes ? word("run-planned-rest", { at: time(stop.arrive_at), n: stop.rest_minutes }) : time(stop.arrive_at)),
    el("div", { class: "run-times-state" }, el("dt", { class: "visually-hidden", text: time(at) }), el("dd", {}, punctuality(standing, stop, now))),
  );
}
/** @typedef {import("../app-dom.js").Child} Child */

/** @param {Standing} standing @param {Stop} stop @param {number} now */
export function punctuality(standing, stop, now) {
  if (stop.isDone) return badge("stable", stop.done_at ? word("run-stop-done", { at: time(stop.done_at) }) : word("run-cargo-handed_over"));
  // Nobody was told when somebody comes on foot.
  if (stop.call) return badge("unknown", word("run-cargo-open"));
  const { at, behindMs, lateMs } = expected(standing, stop, now);
  if (lateMs >= 60_000) return badge("failing", word("run-late", { span: span(lateMs) }));
  if (behindMs >= 60_000) return badge("strained", word("run-behind", { span: span(behindMs) }));
  if (at < Date.parse(stop.from_at)) return badge("stable", word("run-early", { from: time(stop.from_at) }));
  return badge("stable", word("run-on-time"));
}

/** @param {Stop} stop */
function navigation({ place, metres }) {
  if (place.lon === null || place.lat === null) return null;
  const at = `${place.lat.toFixed(6)},${place.lon.toFixed(6)}`;
  const href = `geo:${at}?q=${at}(${encodeURIComponent(placeName(place))})`;
  return el(
    "div",
    { class: "run-way" },
    el("a", { class: "button", href, "data-focus": "navigate" }, icon("map-pin"), `${word("run-navigate")} · ${word("run-metres", { km: kilometres(metres) })}`),
    place.is_estimated ? el("p", { class: "soft", text: word("run-estimated") }) : null,
  );
}

/** @param {Hand} hand */
function stopDone(hand) {
  return el("div", { class: "run-done card" },
    el("p", {}, badge("stable", word("run-all-parcels-done"))),
    button("arrow-right", word("run-on-to-next"), () => hand.open(null), { class: "button button-primary button-wide", "data-focus": "on" }));
}

/** @param {Hand} hand @param {Stop} stop */
function pickup(hand, stop) {
  return el("section", { class: "card stack" },
    el("h2", { text: word("run-pickup") }),
    el("p", { text: word("run-pickup-text", { n: parcelCount(stop.cargo.length) }) }),
    loadLines([stop]),
    stop.isDone ? badge("stable", word("run-picked-up")) : button("check", word("run-picked-up"), () => hand.takeOn(stop.stop), { class: "button button-primary button-wide", "data-focus": "picked-up" }));
}

/** @param {Hand} hand */
function departure(hand) {
  const { standing } = hand;
  const { sheet, stops } = standing;
  const plan = {
    start: time(sheet.start_at), end: time(sheet.end_at), place: placeName(sheet.from), stops: stopCount(stops.length),
    parcels: standing.stops.some(isRideStop) ? word("run-rides", { n: standing.open }) : parcelCount(standing.open), km: kilometres(sheet.metres),
  };
  return el("section", { class: "run-stop" },
    el("p", { class: "run-of", text: `${dayName(sheet.day)} · ${sheet.firm}` }),
    el("h2", { class: "run-place", text: word("run-depart-title") }),
    el("p", { text: word("run-depart-plan", plan) }),
    ...(sheet.passes ?? []).map((pass) => el("p", { text: passWords(pass) })),
    button("transport", word("run-depart"), () => hand.say({ event: "depart" }), { class: "button button-primary button-wide run-main-act", "data-focus": "depart" }),
    el("p", { class: "soft", text: word("run-depart-behind") }));
}

/** When a pass of the vehicle counts, and by which road. A sheet kept from before names none. @param {import("./standing.js").Pass} pass */
function passWords({ from_at, until_at, corridor }) {
  const span = { from: time(from_at), until: time(until_at).replace(/^00:00$/, "24:00") };
  return corridor ? word("run-pass-corridor", { ...span, road: corridor }) : word("run-pass", span);
}

/** @param {Standing} standing */
function loadList({ stops }) {
  const grams = stops.filter(({ is_pickup }) => !is_pickup).reduce((sum, stop) => sum + stop.grams, 0);
  return el("section", { class: "stack stack-tight" },
    el("div", { class: "spread" }, el("h2", { text: word("run-load") }), el("p", { class: "soft", text: word("run-load-weight", { kg: Math.ceil(grams / 1000) }) })),
    loadLines(stops.filter((stop) => !stop.is_pickup && !isRideStop(stop))));
}

/** The last stop is loaded first. @param {Stop[]} stops */
function loadLines(stops) {
  const row = (/** @type {Stop} */ stop) => el("li", { class: "run-load-row" },
    el("span", { class: "run-number", text: String(stop.number) }),
    el("span", {}, el("strong", { text: placeName(stop.place) }), el("span", { class: "soft", text: ` ${parcelCount(stop.cargo.length)}` })),
    stop.cargo.some(({ order, transfer }) => order?.is_cold || transfer?.is_cold) ? el("span", { class: "tag", text: word("run-cold") }) : null);
  return el("ol", { class: "run-load" }, ...stops.map(row).reverse());
}

/** @param {Hand} hand */
function homecoming(hand) {
  const parcels = hand.standing.stops.filter(({ is_pickup }) => !is_pickup).flatMap(({ cargo }) => cargo);
  const back = parcels.filter(({ kind, state }) => kind !== "ride" && (state === "refused" || state === "absent")).length;
  return el("section", { class: "run-stop" },
    el("h2", { class: "run-place", text: word("run-end-title") }),
    el("p", { text: back ? word("run-end-text", { n: parcelCount(back) }) : word("run-end-text-none") }),
    button("house", word("run-end"), () => hand.say({ event: "end" }), { class: "button button-primary button-wide run-main-act", "data-focus": "end" }));
}

/** @param {Hand} hand */
function ending(hand) {
  const { standing: { state }, counts } = hand;
  const texts = /** @type {const} */ ({ over: "run-over-text", broken: "run-broken-text", cancelled: "run-cancelled-text" });
  const key = texts[/** @type {"over"} */ (state)] ?? "run-over-text";
  const text = counts.saved && state === "over" ? word("run-over-waiting", { n: counts.saved }) : word(key);
  const mayForget = counts.saved === 0 && hand.sheetState !== "under_way" && hand.sheetState !== "planned";
  return el("section", { class: "run-stop" },
    el("h2", { class: "run-place", text: word(/** @type {import("./words.js").Word} */ (`run-state-${state}`)) }),
    el("p", { text }),
    mayForget ? button("sign-out", word("run-forget"), () => hand.forget(), { "data-focus": "forget" }) : null);
}

/** @param {Hand} hand */
function stuck(hand) {
  return el("div", { class: "run-stuck" }, button("warning", word("run-break-down"), () => hand.breakDown(), { class: "button button-quiet", "data-focus": "stuck" }));
}
