// @ts-check
// A patient's ride: who gets in, where they get out, and what can be said of it.

import { badge, button, el, icon } from "../app-dom.js";
import { call, noteOf, stateBadge, whoGets } from "./parcel.js";
import { placeName, time } from "./said.js";
import { word } from "./words.js";

/** @typedef {import("./standing.js").Parcel} Parcel */
/** @typedef {import("./standing.js").Stop} Stop */
/** @typedef {import("../run.js").Hand} Hand */

/** Whether people get in or out at a stop, rather than goods. @param {{ cargo: Parcel[] }} stop */
export const isRideStop = ({ cargo }) => cargo.some(({ kind }) => kind === "ride");

/** Those who get in or out at a stop. @param {Hand} hand @param {Stop} stop */
export function rides(hand, stop) {
  return el("section", { class: "stack", "aria-label": word(stop.is_pickup ? "run-gets-in" : "run-gets-out") },
    el("h3", { class: "run-count", text: word(stop.is_pickup ? "run-gets-in" : "run-gets-out") }),
    el("ul", { class: "run-parcels" }, ...stop.cargo.map((parcel) => ride(hand, stop, parcel))));
}

/** @param {Hand} hand @param {Stop} stop @param {Parcel} parcel */
function ride(hand, stop, parcel) {
  return el("li", { class: "run-parcel card" },
    el("div", { class: "run-parcel-head" },
      el("strong", { class: "run-door", text: whoGets(parcel) }),
      ...people(parcel).map((text) => el("span", { class: "tag", text }))),
    el("p", { text: whereTo(parcel) }),
    noteOf(parcel),
    acts(hand, stop, parcel));
}

/** How many sit, how many ride in a wheelchair, and what their ride needs. @param {Parcel} parcel */
function people({ ride }) {
  if (!ride) return [];
  const { seats, wheelchairs } = ride.people;
  const needs = [ride.needs?.medical_crew ? word("run-needs-crew") : "", ride.needs?.alone ? word("run-needs-alone") : ""];
  return [seats ? word("run-seats", { n: seats }) : "", wheelchairs ? word("run-wheelchairs", { n: wheelchairs }) : "", ...needs].filter(Boolean);
}

/** @param {Parcel} parcel */
function whereTo({ ride }) {
  if (!ride) return "";
  const to = placeName({ path: ride.to.path, code: "" });
  return word(ride.way === "there" ? "run-ride-there" : "run-ride-back", { to, at: time(ride.appointment_at) });
}

/** @param {Hand} hand @param {Stop} stop @param {Parcel} parcel */
function acts(hand, stop, parcel) {
  const cargo = { kind: parcel.kind, id: parcel.id };
  const who = whoGets(parcel);
  if (stop.is_pickup && parcel.state === "open") {
    return el("div", { class: "run-acts" },
      button("check", word("run-got-in"), () => hand.say({ event: "take_on", cargo }), { class: "button run-hand-over", "data-focus": `in ${parcel.id}`, "aria-label": `${word("run-got-in")} ${who}` }),
      button("more", word("run-other"), () => hand.other(parcel), { "data-focus": `other ${parcel.id}`, "aria-label": `${word("run-other")} ${who}` }),
      call(parcel));
  }
  if (!stop.is_pickup && parcel.state === "on_board") {
    return el("div", { class: "run-acts" },
      button("check", word("run-got-out"), () => hand.say({ event: "hand_over", cargo }), { class: "button run-hand-over", "data-focus": `out ${parcel.id}`, "aria-label": `${word("run-got-out")} ${who}` }));
  }
  if (!stop.is_pickup && parcel.state === "open") return el("p", { class: "soft" }, icon("clock"), word("run-not-in-yet"));
  return el("div", { class: "run-acts" }, stop.is_pickup && parcel.state === "handed_over" ? badge("stable", word("run-got-in")) : stateBadge(parcel), undo(hand, parcel));
}

/** @param {Hand} hand @param {Parcel} parcel */
function undo(hand, { id, step }) {
  if (!step || !hand.mayTakeBack(step)) return null;
  return button("undo", word("run-take-back"), () => hand.takeBack(step), { class: "button button-quiet", "data-focus": `undo ${id}` });
}
