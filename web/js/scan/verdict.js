// @ts-check
// A verdict in words, shape and colour, for somebody at arm's length in the rain: what to do, why, what to compare, and
// what the holder can do next.

import { ALL_DAYS } from "../pass/claims.js";
import { CLOCK_TOLERANCE_MS } from "../pass/limits.js";
import { lang, moment, span, word } from "./words.js";
import { placeName } from "./places.js";

/**
 * @typedef {import("../pass/check.js").Verdict} Verdict
 * @typedef {import("../pass/check.js").Pass} Pass
 * @typedef {import("./words.js").Word} Word
 * @typedef {import("./places.js").GateKept} GateKept
 * @typedef {{ gate: GateKept, zone: string, now: import("./clock.js").Reading }} Around
 */

/** Which of the three answers a verdict is: it decides colour, shape and sound. @param {Verdict["key"]} key */
export function answerOf(key) {
  if (key === "valid") return "yes";
  return key === "list_too_old" || key === "clock_unsure" || key === "damaged" ? "unsure" : "no";
}

const TOLD = /** @type {const} */ ({ yes: "scan-let-through", no: "scan-not-with-this", unsure: "scan-cannot-say" });
/** What is lacking, where the verdict alone does not say why. @type {Record<string, Word>} */
const WHYS = {
  other_code: "why-other-code",
  withdrawn: "why-key-withdrawn",
  other_issuer: "why-key-other",
  outside_span: "why-key-other",
  statuses: "why-list-statuses",
  keys: "why-list-keys",
  beyond_list: "why-list-beyond",
  no_list: "why-list-none",
  slow: "why-clock-slow",
};
/** @type {Record<string, Word>} */
const NEXTS = { other_code: "next-other-code", withdrawn: "next-key-withdrawn", other_issuer: "next-key-withdrawn", outside_span: "next-key-withdrawn" };
/** Verdicts after which the next step is the guard's. */
const GUARDS = ["list_too_old", "clock_unsure", "unknown_key"];

/**
 * Fills the verdict's screen.
 * @param {HTMLElement} screen
 * @param {Verdict} verdict
 * @param {Around} around
 */
export function showVerdict(screen, verdict, around) {
  const answer = answerOf(verdict.key);
  screen.dataset.answer = answer;
  screen.dataset.verdict = verdict.key;
  put(screen, "told", word(TOLD[answer]));
  put(screen, "word", word(/** @type {Word} */ (`verdict-${verdict.key}`)));
  put(screen, "why", why(verdict, around));
  showHolder(screen, verdict, around);
  const next = nextStep(verdict, around);
  part(screen, "next").hidden = next === null;
  if (next !== null) {
    put(screen, "next-head", word(GUARDS.includes(verdict.key) ? "scan-guard-can" : "scan-holder-can"));
    put(screen, "next-words", next);
  }
  part(screen, "always").hidden = answer === "yes";
}

/** Nothing of the pass stays in the page. @param {HTMLElement} screen */
export function clearVerdict(screen) {
  for (const name of ["word", "why", "name", "ends", "next-words", "facts"]) part(screen, name).replaceChildren();
}

/**
 * @param {HTMLElement} screen
 * @param {string} name
 * @returns {HTMLElement}
 */
function part(screen, name) {
  return /** @type {HTMLElement} */ (screen.querySelector(`[data-part="${name}"]`));
}

/**
 * @param {HTMLElement} screen
 * @param {string} name
 * @param {string} text
 */
function put(screen, name, text) {
  part(screen, name).textContent = text;
}

/**
 * @param {Verdict} verdict
 * @param {Around} around
 */
function why({ key, facts }, { gate, zone, now }) {
  // A list may be too old only because the clock is so poor; then that is what to mend.
  const isTheClock = key === "list_too_old" && facts.moment !== undefined && now.at < facts.moment && now.uncertaintyMs > CLOCK_TOLERANCE_MS;
  const chosen = isTheClock ? "why-clock_unsure" : (WHYS[facts.lacking ?? ""] ?? /** @type {Word} */ (`why-${key}`));
  return word(chosen, {
    moment: facts.moment === undefined ? "" : moment(facts.moment, zone),
    gate: nameOf(gate, gate.place),
    allowed: facts.allowed ? word(facts.allowed === "enter" ? "scan-enter" : "scan-leave") : "",
    span: span(now.uncertaintyMs),
  });
}

/**
 * @param {Verdict} verdict
 * @param {Around} around
 */
function nextStep({ key, pass, facts }, { zone }) {
  if (key === "valid") return null;
  if (facts.next === null) return word("next-no-more", { org: pass?.org ?? "" });
  const chosen = NEXTS[facts.lacking ?? ""] ?? /** @type {Word} */ (`next-${key}`);
  const at = facts.next ?? facts.moment;
  const when = at === undefined ? "" : moment(at, zone);
  return word(chosen, { org: pass?.org ?? "", number: pass?.number ?? "", moment: when, next: when });
}

/**
 * What a guard compares, and what else the pass says.
 * @param {HTMLElement} screen
 * @param {Verdict} verdict
 * @param {Around} around
 */
function showHolder(screen, { key, pass }, { gate, zone }) {
  part(screen, "holder").hidden = !pass;
  if (!pass) return;
  const compare = pass.plate === null ? "scan-compare-person" : "scan-compare-vehicle";
  put(screen, "compare", word(key === "valid" ? compare : "scan-compare-said"));
  put(screen, "name", pass.plate ?? pass.surname ?? "");
  put(screen, "ends", pass.idEnd === null ? "" : word("scan-ends-with", { end: pass.idEnd }));
  /** @type {[Word, string][]} */
  const facts = [
    ["scan-fact-kind", kindName(pass.kind)],
    ["scan-fact-org", pass.org],
    ["scan-fact-scope", scopeWords(pass, gate)],
    ["scan-fact-times", timesWords(pass)],
    ["scan-fact-until", moment(pass.expires * 1000, zone)],
    ["scan-fact-number", `${pass.issuer} ${pass.number}`],
  ];
  part(screen, "facts").replaceChildren(
    ...facts.map(([name, said]) => {
      const fact = document.createElement("div");
      fact.className = "fact";
      const [term, words] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = word(name);
      words.textContent = said;
      fact.append(term, words);
      return fact;
    }),
  );
}

/** @param {number} kind */
export function kindName(kind) {
  return kind >= 1 && kind <= 8 ? word(/** @type {Word} */ (`scan-kind-${kind}`)) : word("scan-kind-other", { n: kind });
}

/**
 * @param {GateKept} gate
 * @param {string} code
 */
export function nameOf(gate, code) {
  return placeName(gate.names, code, lang() === "en" ? "en" : "zh");
}

/**
 * @param {Pass} pass
 * @param {GateKept} gate
 */
function scopeWords(pass, gate) {
  const comma = word("scan-list-comma");
  const names = (/** @type {import("../pass/claims.js").End[]} */ ends) =>
    ends.length === 0 ? word("scan-scope-anywhere") : ends.map((end) => ("area" in end ? end.area : nameOf(gate, end.place))).join(comma);
  const [from, to] = [names(pass.from), names(pass.to)];
  const way = from === to ? from : word(pass.bothWays ? "scan-scope-both" : "scan-scope-one", { from, to });
  return pass.corridor === null ? way : word("scan-scope-corridor", { way, corridor: pass.corridor });
}

/** Three and more days in a row are told by their ends. @param {number[]} days */
function daysWords(days) {
  const name = (/** @type {number} */ day) => word(/** @type {Word} */ (`scan-weekday-${day}`));
  const [first, end] = [days[0], days[days.length - 1]];
  const isRow = days.length > 2 && end - first === days.length - 1;
  return isRow ? word("scan-days-row", { from: name(first), to: name(end) }) : days.map(name).join(word("scan-list-comma"));
}

/** @param {Pass} pass */
function timesWords({ days, hours: [from, until] }) {
  const which = days === ALL_DAYS ? word("scan-every-day") : daysWords([0, 1, 2, 3, 4, 5, 6].filter((day) => (days >> day) & 1));
  if (from === 0 && until === 1440) return `${which} ${word("scan-all-day")}`;
  const time = (/** @type {number} */ minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  return `${which} ${time(from)}–${until > from ? time(until) : word("scan-next-morning", { time: time(until) })}`;
}
