// @ts-check
// All stops in order: where, when, what is left.

import { el } from "../app-dom.js";
import { punctuality } from "./next.js";
import { stopName, wayOf } from "./on-foot.js";
import { community, parcelCount, time } from "./said.js";
import { isRideStop } from "./ride.js";
import { word } from "./words.js";

/** @typedef {import("./standing.js").Stop} Stop */
/** @typedef {import("../run.js").Hand} Hand */

/** @param {Hand} hand @returns {Node[]} */
export function stopsView(hand) {
  const { standing } = hand;
  const done = standing.stops.filter(({ isDone }) => isDone).length;
  return [
    el("h2", { class: "run-count", text: word("run-stops-all", { done, all: standing.stops.length }) }),
    el("ol", { class: "run-stops" }, ...standing.stops.map((stop) => row(hand, stop))),
  ];
}

/** @param {Hand} hand @param {Stop} stop */
function row(hand, stop) {
  const { standing, now, shown } = hand;
  const parts = stop.call ? [wayOf(stop.call)] : [`${time(stop.from_at)}–${time(stop.due_at)}`, isRideStop(stop) ? word(stop.is_pickup ? "run-gets-in" : "run-gets-out") : parcelCount(stop.cargo.length), community(stop.place)];
  return el("li", {},
    el("button", { type: "button", class: "run-row", "data-done": stop.isDone, "aria-current": stop.stop === shown ? "true" : null, "data-focus": `row ${stop.stop}`, onclick: () => hand.open(stop.stop) },
      el("span", { class: "run-number", text: String(stop.number) }),
      el("span", { class: "run-row-what" }, el("strong", { text: stopName(stop) }), el("span", { class: "soft", text: parts.filter(Boolean).join(" · ") })),
      el("span", { class: "run-row-state" }, stop.is_pickup && !stop.isDone && !isRideStop(stop) ? word("run-pickup") : punctuality(standing, stop, now))));
}
