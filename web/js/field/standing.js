// @ts-check
// How visits, shifts and errands stand on this phone: what the server said, with what was done since. Pure.

/**
 * @typedef {"well" | "needs" | "no_answer" | "refused" | "moved"} Outcome
 * @typedef {"neighbour_saw" | "neighbour_no_news" | "phone_reached" | "phone_unreached"} Heard
 * @typedef {{ outcome: Outcome, said_at: string, by: string, note: string }} Knock
 * @typedef {{ result: Heard, said_at: string, by: string, note: string }} Enquiry
 * @typedef {{ person: string, day: string, part: string, building: string, due_at: string, state: string, again_by: string | null,
 *   is_disputed: boolean, door: string | null, name: string | null, at_door: string | null, contact?: string | null, knocks: Knock[],
 *   enquiries?: Enquiry[] }} Visit
 * @typedef {{ code: string, zh: string, en: string }} PlaceName
 * @typedef {{ day: string, visits: Visit[], has_more: boolean, place_names: PlaceName[], fetchedAt: number }} RoundSheet
 * @typedef {{ id: string, kind: string, place: string, about: string, meet: string, start_at: string, end_at: string, state: string }} Shift
 * @typedef {{ shift: string, state: string, in_at: string | null, out_at: string | null }} Place
 * @typedef {{ id: string, shift: string, building: string, what: string, state: string, is_own: boolean, name: string | null, door: string | null }} Errand
 * @typedef {{ name: string, places: Place[], shifts: Shift[], errands: Errand[], place_names: PlaceName[], fetchedAt: number }} ShiftSheet
 * @typedef {{ kind: "knock", visit: string, who: string, person: string, day: string, part: string, outcome: Outcome, wants: string[], note: string }} KnockSaid
 * @typedef {{ kind: "presence", shift: string, step: "in" | "out", who: string }} PresenceSaid
 * @typedef {{ kind: "errand", errand: string, step: "take" | "give_back" | "finish", who: string }} ErrandSaid
 * @typedef {{ kind: "enquiry", visit: string, who: string, person: string, day: string, part: string, result: Heard, note: string }} EnquirySaid
 * @typedef {KnockSaid | EnquirySaid | PresenceSaid | ErrandSaid} Said
 * @typedef {Omit<import("../queue/queue.js").Step, "said"> & { said: Said }} Done a step as it can be read once the phone is unlocked
 * @typedef {Visit & { key: string, own: Done[], shown: string, isOpen: boolean, isToEnquire: boolean }} Row `own` are one's own knocks
 *   and enquiries that the sheet does not have yet
 */

/** Two knocks in vain count as two only this far apart (modules/care, TRIES_APART_MS). */
const TRIES_APART_MS = 15 * 60_000;
/** So long after it somebody takes back by another word that they saw somebody (modules/care, TAKEN_BACK_MS). */
const TAKEN_BACK_MS = 15 * 60_000;
/** Outcomes in the order in which they count, whoever knocked (modules/care, `standing`). @type {Outcome[]} */
const COUNT_FIRST = ["needs", "well", "refused", "moved"];
const OPEN = ["due", "no_answer", "unanswered", "missed"];
/** Where a neighbour is asked and somebody calls (modules/care, `Enquiry::is_asked_for`). */
const TO_ENQUIRE = ["no_answer", "unanswered", "missed", "moved"];

/** @param {{ person: string, day: string, part: string }} visit */
export function keyOf({ person, day, part }) {
  return `${person} ${day} ${part}`;
}

/**
 * The day's visits with what was said at their doors since.
 * @param {RoundSheet} sheet
 * @param {Done[]} steps
 * @returns {Row[]}
 */
export function rowsOf({ visits, fetchedAt }, steps) {
  /** @type {Map<string, Done[]>} */
  const about = new Map();
  for (const step of steps) {
    const { said } = step;
    if ((said.kind === "knock" || said.kind === "enquiry") && counts(step, fetchedAt)) about.set(said.visit, [...(about.get(said.visit) ?? []), step]);
  }
  return visits.map((visit) => {
    const key = keyOf(visit);
    const own = about.get(key) ?? [];
    const shown = own.some(({ said }) => saysOf(said)) ? stateAfter(visit, own) : visit.state;
    return { ...visit, key, own, shown, isOpen: OPEN.includes(shown), isToEnquire: TO_ENQUIRE.includes(shown) };
  });
}

/** What a word says as a knock would; nothing of what was only heard. @param {Said} said @returns {Outcome | null} */
function saysOf(said) {
  if (said.kind === "knock") return said.outcome;
  return said.kind === "enquiry" && said.result === "neighbour_saw" ? "well" : null;
}

/** Whether a step happened, and the sheet does not have it yet. @param {Done} step @param {number} fetchedAt */
function counts({ state, answeredAt }, fetchedAt) {
  return state !== "refused" && (state !== "sent" || Number(answeredAt) > fetchedAt);
}

/** How a visit stands with one's own knocks; of all knocks together the server says it. @param {Visit} visit @param {Done[]} own */
function stateAfter(visit, own) {
  const isBack = (/** @type {Done} */ { at, said }) =>
    said.kind === "knock" &&
    ["well", "needs", "refused"].includes(said.outcome) &&
    own.some((later) => later.at > at && later.at - at <= TAKEN_BACK_MS && later.said.kind === "knock" && ["no_answer", "moved"].includes(later.said.outcome));
  const all = [...visit.knocks.map(({ outcome }) => outcome), ...own.filter((step) => !isBack(step)).map(({ said }) => saysOf(said))];
  const first = COUNT_FIRST.find((outcome) => all.includes(outcome));
  if (first) return first;
  const ownVain = own.filter(({ said }) => saysOf(said) === "no_answer").map(({ at }) => at);
  const vain = [...visit.knocks.map(({ said_at }) => Date.parse(said_at)), ...ownVain].sort((a, b) => a - b);
  const isTwice = Number(vain.at(-1)) - vain[0] >= TRIES_APART_MS;
  return isTwice || visit.state === "missed" || visit.state === "unanswered" ? "unanswered" : "no_answer";
}

/** What somebody's word makes of their place in a shift. @type {Record<PresenceSaid["step"], string>} */
const COMES_TO = { in: "in", out: "came" };

/**
 * The shifts ahead, each with how one's place stands, earliest first.
 * @param {ShiftSheet} sheet
 * @param {Done[]} steps
 */
export function shiftsOf({ shifts, places, fetchedAt }, steps) {
  const rows = shifts.map((shift) => {
    const place = places.find((one) => one.shift === shift.id);
    const own = steps.filter((step) => step.said.kind === "presence" && step.said.shift === shift.id && counts(step, fetchedAt));
    const last = /** @type {PresenceSaid | undefined} */ (own.at(-1)?.said);
    return { ...shift, own, shown: last ? COMES_TO[last.step] : (place?.state ?? "left") };
  });
  return rows.filter(({ shown }) => shown !== "left").sort((a, b) => Date.parse(a.start_at) - Date.parse(b.start_at));
}

/** @type {Record<ErrandSaid["step"], { state: string, is_own: boolean }>} */
const MAKES = { take: { state: "taken", is_own: true }, give_back: { state: "open", is_own: false }, finish: { state: "done", is_own: true } };

/**
 * Errands with what was said about them since; whose name is not one's own to know goes with them.
 * @param {ShiftSheet} sheet
 * @param {Done[]} steps
 */
export function errandsOf({ errands, fetchedAt }, steps) {
  return errands.map((errand) => {
    const own = steps.filter((step) => step.said.kind === "errand" && step.said.errand === errand.id && counts(step, fetchedAt));
    const last = /** @type {ErrandSaid | undefined} */ (own.at(-1)?.said);
    if (!last) return { ...errand, own };
    const hides = last.step === "take" ? {} : { name: null, door: null };
    return { ...errand, ...MAKES[last.step], ...hides, own };
  });
}

/** The number of the shift in a check-in code; nothing when it is another text. @param {string} text */
export function codeIn(text) {
  const [, code, shift] = /(?:^|\/volunteer\/in\/)(([0-9A-Za-z-]{14,20})\.[\w-]{16,40})$/.exec(text.trim()) ?? [];
  return code ? { code, shift: shift.toUpperCase() } : null;
}

/** The key in a volunteer's link; nothing when it is another text. @param {string} text */
export function linkIn(text) {
  const [, key] = /(?:^|\/v\/|\/field#)([0-9A-Za-z-]{14,20}\.[\w-]{16,40})$/.exec(text.trim()) ?? [];
  return key ?? null;
}
