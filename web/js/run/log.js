// @ts-check
// What was saved here, sent and refused: the strip that is always there, and the list behind it.

import { $, badge, button, el } from "./dom.js";
import { whoGets } from "./parcel.js";
import { placeName, time } from "./said.js";
import { keyOf } from "./standing.js";
import { word, wordOr } from "./words.js";

/** @typedef {import("./sender.js").Step} Step */
/** @typedef {import("../run.js").Hand} Hand */

/** @type {Record<Step["state"], "stable" | "strained" | "failing" | "unknown">} */
const SHAPES = { saved: "strained", sending: "strained", sent: "stable", refused: "failing" };

/** @param {Hand} hand */
export function showStrip({ counts }) {
  const strip = $("strip");
  const state = counts.refused ? "failing" : counts.saved ? "strained" : "stable";
  strip.replaceChildren(badge(state, word(counts.refused ? "run-log-strip-refused" : "run-log-strip", counts)));
}

/** @param {Hand} hand */
export function showLog(hand) {
  const told = hand.steps.filter(({ said, state }) => said !== null || state === "refused").reverse();
  const list = told.length ? el("ol", { class: "run-log" }, ...told.map((step) => row(hand, step))) : el("p", { class: "soft", text: word("run-log-none") });
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
function row(hand, step) {
  return el("li", { class: "run-log-row" },
    el("span", { class: "number", text: time(step.at) }),
    el("div", { class: "run-log-what" },
      el("strong", { text: describe(hand, step) }),
      badge(SHAPES[step.state], word(/** @type {import("./words.js").Word} */ (`run-step-${step.state}`))),
      step.state === "refused" ? el("p", { class: "run-why", text: why(step) }) : null),
    hand.mayTakeBack(step) ? button("undo", word("run-take-back"), () => hand.takeBack(step), { class: "button button-quiet", "data-focus": `log-undo ${step.n}` }) : null);
}
