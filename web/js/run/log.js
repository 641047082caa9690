// @ts-check
// What of the run was saved here, sent and refused.

import { $, button, el } from "../app-dom.js";
import { row, strip, told } from "../queue/log.js";
import { whoGets } from "./parcel.js";
import { placeName, time } from "./said.js";
import { keyOf } from "./standing.js";
import { word, wordOr } from "./words.js";

/** @typedef {import("./sender.js").Step} Step */
/** @typedef {import("../run.js").Hand} Hand */

/** @param {Hand} hand */
export function showStrip({ counts }) {
  $("strip").replaceChildren(strip(counts, word(counts.refused ? "run-log-strip-refused" : "run-log-strip", counts)));
}

/** @param {Hand} hand */
export function showLog(hand) {
  const shown = told(hand.steps).reverse();
  const list = shown.length ? el("ol", { class: "run-log" }, ...shown.map((step) => rowOf(hand, step))) : el("p", { class: "soft", text: word("run-log-none") });
  $("log-list").replaceChildren(list);
}

/** What a step is about, in words. @param {Hand} hand @param {Step} step */
export function describe(hand, { said, order }) {
  const what = said ? wordOr(`run-step-${said.event}`, "run-step-hand_over") : word("run-step-photo");
  const cargo = said?.cargo ?? (order ? { kind: "order", id: order } : null);
  if (!cargo) return what;
  for (const stop of hand.standing.stops) {
    const parcel = stop.is_pickup ? undefined : stop.cargo.find((one) => keyOf(one) === keyOf(cargo));
    if (parcel) return `${what} · ${placeName(stop.place)} · ${whoGets(parcel)}`;
  }
  return what;
}

/** Why the server did not take a step, and what to do. @param {Step} step */
export function why({ trouble }) {
  const other = [trouble?.title, trouble?.detail].filter(Boolean).join(". ");
  const own = wordOr(`run-why-${trouble?.code ?? ""}`, "run-why-other");
  return own === word("run-why-other") && other ? `${other}` : own;
}

/** @param {Hand} hand @param {Step} step */
function rowOf(hand, step) {
  const undo = () => button("undo", word("run-take-back"), () => hand.takeBack(step), { class: "button button-quiet", "data-focus": `log-undo ${step.n}` });
  const state = word(/** @type {import("./words.js").Word} */ (`run-step-${step.state}`));
  return row(step, { time: time(step.at), what: describe(hand, step), state, why: why(step), act: hand.mayTakeBack(step) ? undo() : null });
}
