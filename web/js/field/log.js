// @ts-check
// What was recorded: saved here, sent, refused with why and what to do.

import { $, button, el } from "../app-dom.js";
import { time } from "../app-times.js";
import { counts, row, strip, told } from "../queue/log.js";
import { ago, word, wordOr } from "./words.js";

/** @typedef {import("./standing.js").Done} Done */
/** @typedef {import("./words.js").Word} Word */
/** @typedef {import("../field.js").App} App */

/** @param {App} app */
export function showStrip(app) {
  const n = counts([...app.steps.round, ...app.steps.shift]);
  $("strip").replaceChildren(strip(n, word(n.refused ? "field-strip-refused" : "field-strip", n)));
}

/** @param {App} app */
export function showLog(app) {
  const steps = told([...app.steps.round, ...app.steps.shift]).sort((a, b) => Number(b.n) - Number(a.n));
  $("log-list").replaceChildren(steps.length ? el("ol", { class: "run-log" }, ...steps.map((step) => rowOf(app, step))) : el("p", { class: "soft", text: word("field-log-none") }));
  const fetched = Math.max(app.round?.fetchedAt ?? 0, app.shift?.fetchedAt ?? 0);
  $("log-fetched").textContent = fetched ? word("field-log-fetched", { ago: ago(Date.now() - fetched) }) : "";
}

/** What was done, in words. @param {Done["said"]} said */
export function describe(said) {
  if (said.kind === "knock") return `${said.who} · ${word(`field-outcome-${said.outcome}`)}`;
  if (said.kind === "enquiry") return `${said.who} · ${word(`field-heard-${said.result}`)}`;
  if (said.kind === "presence") return `${word(`field-step-${said.step}`)} · ${said.who}`;
  return `${word(/** @type {Word} */ (`field-errand-${said.step.replace("_", "-")}`))} · ${said.who}`;
}

/** Whether it was the time by which the server could not take it. @param {Done} step */
function isClock({ trouble, said }) {
  return said.kind !== "errand" && Boolean(trouble?.fields?.includes("said_at"));
}

/** Why the server did not take it, and what to do. @param {Done} step */
export function why(step) {
  const said = [step.trouble?.title, step.trouble?.detail].filter(Boolean).join(". ");
  if (isClock(step)) return word("field-why-clock", { said: step.trouble?.detail ?? "" });
  const own = wordOr(`field-why-${step.trouble?.code ?? ""}`, "field-why-other");
  return own === word("field-why-other") && said ? `${said} ${own}` : own;
}

/** @param {App} app @param {Done} step */
function rowOf(app, step) {
  return row(step, { time: time(step.at), what: describe(step.said), state: word(`field-step-${step.state}`), why: why(step), act: actOf(app, step) });
}

/** @param {App} app @param {Done} step */
function actOf(app, step) {
  if (step.state === "saved") return button("undo", word("field-take-back"), () => app.takeBack(step), { class: "button button-quiet", "data-focus": `undo ${step.n}` });
  if (step.state !== "refused" || !isClock(step) || app.isSaidAgain(step)) return null;
  return button("history", word("field-again-now"), () => app.againNow(step), { class: "button button-quiet", "data-focus": `again ${step.n}` });
}
