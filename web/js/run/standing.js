// @ts-check
// How a run stands on this phone: the server's sheet with what happened since, also what it has not heard of yet. Pure.

/** @typedef {import("./sender.js").Step} Step */
/** @typedef {import("./sender.js").Said} Said */

/**
 * @typedef {{ zh: string, en: string }} Names
 * @typedef {{ code: string, path: Names[], lon: number | null, lat: number | null, is_estimated: boolean }} Place
 * @typedef {{ line: number, name: string, unit: string, pieces: number }} Line
 * @typedef {{ door: string, contact: string | null, note: string | null, code_hash: string | null }} Door
 * @typedef {{ door: Door | null, lines: Line[], to_pay_fen: number, is_cold: boolean }} Order
 * @typedef {{ name: string, pieces: number, to: string, is_cold: boolean }} Transfer
 * @typedef {{ door: Door | null, way: "there" | "back", people: { seats: number, wheelchairs: number },
 *   needs?: { medical_crew: boolean, alone: boolean } | null, appointment_at: string, to: { path: Names[] } }} Ride
 * @typedef {{ from_at: string, until_at: string, corridor: string | null }} Pass
 * @typedef {{ kind: "order" | "transfer" | "ride", id: string, state: string, done_at: string | null, order: Order | null, transfer: Transfer | null,
 *   ride: Ride | null, step?: Step }} Parcel
 * @typedef {{ trip: number, bags: number, is_by_lift: boolean }} Call
 * @typedef {{ stop: number, place: Place, is_pickup: boolean, rest_minutes: number, from_at: string, due_at: string, arrive_at: string, leave_at: string,
 *   metres: number, grams: number, done_at: string | null, cargo: Parcel[], call: Call | null }} SheetStop
 * @typedef {SheetStop & { number: number, isDone: boolean, open: number }} Stop
 * @typedef {{ run: string, state: string, seq: number, firm: string, plate: string, passes?: Pass[], day: string, from: Place, start_at: string, end_at: string,
 *   metres: number, departed_at: string | null, ended_at: string | null, delay_minutes: number, doors_from: string, doors_until: string, tells_doors: boolean, closes_at: string,
 *   codes: { salt: string, iterations: number }, stops: SheetStop[],
 *   foot: { number: number, bags: number, floors: number } | null }} Sheet
 * @typedef {{ sheet: Sheet, state: string, stops: Stop[], next: Stop | null, open: number, delayMs: number }} Standing
 */

/** What a step makes of the thing it is about. @type {Record<string, (said: Said) => string>} */
const MAKES = {
  hand_over: ({ lines }) => (lines?.length ? "short" : "handed_over"),
  drop: () => "dropped",
  refuse: () => "refused",
  absent: () => "absent",
  take_on: () => "on_board",
};

/** What a step makes of the run. @type {Record<string, Record<string, string>>} */
const MOVES = {
  depart: { planned: "under_way" },
  end: { under_way: "over" },
  break_down: { planned: "cancelled", under_way: "broken" },
};

/**
 * @param {Sheet} sheet
 * @param {Step[]} steps
 * @param {number[]} takenOn stops at which goods were taken on
 * @returns {Standing}
 */
export function standing(sheet, steps, takenOn) {
  const counted = steps.filter(({ state, said }) => state !== "refused" && said !== null);
  const state = counted.reduce((present, { said }) => MOVES[said?.event ?? ""]?.[present] ?? present, sheet.state);
  /** @type {Map<string, Step[]>} */
  const about = new Map();
  for (const step of counted) {
    const cargo = step.said?.cargo;
    if (cargo) about.set(keyOf(cargo), [...(about.get(keyOf(cargo)) ?? []), step]);
  }
  const stops = sheet.stops.map((stop, at) => stopOf(stop, at + 1, about, takenOn));
  const open = stops.filter(({ is_pickup }) => !is_pickup).reduce((sum, stop) => sum + stop.open, 0);
  const left = counted.find(({ said }) => said?.event === "depart");
  const delayMs = delayOf(sheet, stops, left);
  return { sheet, state, stops, next: stops.find(({ isDone }) => !isDone) ?? null, open, delayMs };
}

/** @param {{ kind: string, id: string }} cargo */
export function keyOf({ kind, id }) {
  return `${kind} ${id}`;
}

/**
 * @param {SheetStop} stop
 * @param {number} number
 * @param {Map<string, Step[]>} about
 * @param {number[]} takenOn
 * @returns {Stop}
 */
function stopOf(stop, number, about, takenOn) {
  const isGoodsPickup = stop.is_pickup && stop.cargo.every(({ kind }) => kind !== "ride");
  const cargo = isGoodsPickup ? stop.cargo : stop.cargo.map((parcel) => (about.get(keyOf(parcel)) ?? []).reduce(parcelOf, parcel));
  const open = cargo.filter(({ state }) => state === "open" || (state === "on_board" && !stop.is_pickup)).length;
  const last = cargo.map(({ done_at }) => done_at).sort().pop() ?? null;
  const isDone = stop.is_pickup ? takenOn.includes(stop.stop) || open === 0 : open === 0;
  return { ...stop, cargo, number, open, isDone, done_at: stop.done_at ?? (isDone && !stop.is_pickup ? last : null) };
}

/** @param {Parcel} parcel @param {Step} step @returns {Parcel} */
function parcelOf(parcel, step) {
  if (!step.said) return parcel;
  const kept = { ...parcel, step };
  // Patients arrive who got in.
  const waits = parcel.kind === "ride" && step.said.event === "hand_over" ? "on_board" : "open";
  return parcel.state === waits ? { ...kept, state: MAKES[step.said.event](step.said), done_at: new Date(step.at).toISOString() } : kept;
}

/** What is over without the vehicle having been there. */
const NOT_MADE = ["behind", "taken_over", "cancelled"];

/**
 * How far behind its plan the run was when it ended its last stop, or when it left and the server has not heard of that yet.
 * @param {Sheet} sheet
 * @param {Stop[]} stops
 * @param {Step | undefined} left
 */
function delayOf(sheet, stops, left) {
  const ended = stops.filter(({ done_at, cargo }) => done_at && cargo.some(({ state }) => !NOT_MADE.includes(state)));
  const last = ended.sort((a, b) => Date.parse(a.done_at ?? "") - Date.parse(b.done_at ?? "")).pop();
  if (last) return Math.max(0, Date.parse(last.done_at ?? "") - Date.parse(last.leave_at));
  const isNews = left && !sheet.departed_at && !sheet.foot;
  return isNews ? Math.max(0, left.at - Date.parse(sheet.start_at)) : sheet.delay_minutes * 60_000;
}

/** When whoever drives is there as planned, and has rested where they are to. @param {Stop} stop */
const goesOn = ({ arrive_at, rest_minutes }) => Date.parse(arrive_at) + (rest_minutes ?? 0) * 60_000;

/**
 * When a stop will be reached, as far as can be said now, and how that stands to its plan and window. Waiting for a window to
 * open is no delay.
 * @param {Standing} run
 * @param {Stop} stop
 * @param {number} now
 * @returns {{ at: number, behindMs: number, lateMs: number }}
 */
export function expected({ state, sheet, next, delayMs }, stop, now) {
  const planned = goesOn(stop);
  const opens = Date.parse(stop.from_at);
  const waits = state === "planned" ? now - Date.parse(sheet.start_at) : 0;
  const overdue = state === "under_way" && next ? now - Math.max(goesOn(next), Date.parse(next.from_at)) : 0;
  const isNext = state === "under_way" && stop.stop === next?.stop;
  const at = Math.max(planned + Math.max(0, delayMs, waits, overdue), isNext ? now : 0);
  const begins = Math.max(at, opens);
  return { at, behindMs: begins - Math.max(planned, opens), lateMs: Math.max(0, begins - Date.parse(stop.due_at)) };
}
