// @ts-check
// A run on foot where it looks otherwise than a vehicle's: doors in walking order, trip by trip from the drop point.

import { button, el } from "../app-dom.js";
import { dayName, ownName, placeName, shortNumber, span, stopCount } from "./said.js";
import { word } from "./words.js";

/** @typedef {import("./standing.js").Sheet} Sheet */
/** @typedef {import("./standing.js").Stop} Stop */
/** @typedef {import("../run.js").Hand} Hand */

/** Who carries, or with what: what a run is called. @param {Sheet} sheet */
export function runName({ foot, plate }) {
  return foot ? word("run-foot-person", { n: foot.number }) : plate;
}

/** The building, and on foot the door, while that is known. @param {Stop} stop */
export function stopName({ place, call, cargo }) {
  const door = cargo.find(({ order }) => order?.door)?.order?.door?.door ?? "";
  return call ? `${ownName(place)} ${door}`.trim() : placeName(place);
}

/** Which trip, how one goes up, how much. @param {import("./standing.js").Call} call */
export function wayOf({ trip, bags, is_by_lift }) {
  return [word("run-foot-trip", { n: trip }), word(is_by_lift ? "run-foot-lift" : "run-foot-stairs"), bagCount(bags)].join(" · ");
}

/** @param {number} n */
function bagCount(n) {
  return word("run-foot-bags", { n });
}

/** What of a trip is to be taken, from a stop on which a trip begins; nothing on the first, with which one sets out. @param {Hand} hand @param {Stop} stop */
export function backFirst({ standing: { stops } }, stop) {
  const before = stops[stops.findIndex((one) => one.stop === stop.stop) - 1];
  const trip = stop.call?.trip;
  if (!trip || !before || before.call?.trip === trip) return null;
  const taken = tripOf(stops, trip);
  const numbers = taken.flatMap(({ cargo }) => cargo.map(({ id }) => `#${shortNumber(id)}`));
  return el("p", { class: "run-note", text: word("run-foot-back", { n: trip, bags: bagCount(bagsOf(taken)), numbers: numbers.join(" ") }) });
}

/** @param {Stop[]} stops @param {number} trip */
function tripOf(stops, trip) {
  return stops.filter(({ call }) => call?.trip === trip);
}

/** @param {Stop[]} stops */
function bagsOf(stops) {
  return stops.reduce((sum, { call }) => sum + (call?.bags ?? 0), 0);
}

/** @param {Hand} hand */
export function settingOut(hand) {
  const { sheet, stops } = hand.standing;
  const plan = {
    place: placeName(sheet.from), stops: stopCount(stops.length), bags: bagCount(bagsOf(stops)),
    span: span(Date.parse(sheet.end_at) - Date.parse(sheet.start_at)),
  };
  return el("section", { class: "run-stop" },
    el("p", { class: "run-of", text: dayName(sheet.day) }),
    el("h2", { class: "run-place", text: word("run-depart-title") }),
    el("p", { text: word("run-depart-plan", plan) }),
    button("arrow-right", word("run-depart"), () => hand.say({ event: "depart" }), { class: "button button-primary button-wide run-main-act", "data-focus": "depart" }),
    el("p", { class: "soft", text: word("run-depart-behind") }));
}

/** What is taken on each trip, in the order of its doors. @param {Hand} hand */
export function toTake({ standing: { stops } }) {
  const trips = [...new Set(stops.map(({ call }) => call?.trip ?? 1))];
  const row = (/** @type {Stop} */ stop) => el("li", { class: "run-load-row" },
    el("span", { class: "run-number", text: String(stop.number) }),
    el("span", {}, el("strong", { text: stopName(stop) }), el("span", { class: "soft", text: ` ${stop.cargo.map(({ id }) => `#${shortNumber(id)}`).join(" ")}` })),
    stop.cargo.some(({ order }) => order?.is_cold) ? el("span", { class: "tag", text: word("run-cold") }) : null);
  return el("section", { class: "stack stack-tight" },
    el("h2", { text: word("run-load") }),
    ...trips.flatMap((trip) => {
      const of = tripOf(stops, trip);
      return [
        el("h3", { text: `${word("run-foot-trip", { n: trip })} · ${bagCount(bagsOf(of))}` }),
        el("ol", { class: "run-load" }, ...of.map(row)),
      ];
    }));
}
