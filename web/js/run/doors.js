// @ts-check
// When a phone may know for whose doors a run is: on the run's own day, as the server tells them (modules/dispatch/src/sheet/doors.rs),
// signal or not; of a run that is still out at midnight until nothing of it is open. Pure.

/** @typedef {import("./standing.js").Sheet} Sheet */
/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("./standing.js").SheetStop} SheetStop */
/** @typedef {import("./standing.js").Parcel} Parcel */

/** Subdistrict, community, compound: further than this a sheet without doors does not say where a stop is. */
const NAMES_MAX = 3;

/**
 * Whether the run's day goes on, or the run does.
 * @param {Standing} standing
 * @param {number} now
 */
export function mayTell({ sheet, state, open }, now) {
  return now < Date.parse(sheet.doors_until) || (state === "under_way" && open > 0);
}

/** A sheet as the server has it on another day. @param {Sheet} sheet @returns {Sheet} */
export function withoutDoors(sheet) {
  return { ...sheet, tells_doors: false, stops: sheet.stops.map(stopWithout) };
}

/** @param {SheetStop} stop @returns {SheetStop} */
function stopWithout({ place, cargo, ...stop }) {
  const path = place.path.slice(0, NAMES_MAX);
  return { ...stop, place: { code: "", path, lon: null, lat: null, is_estimated: true }, cargo: cargo.map(parcelWithout) };
}

/** @param {Parcel} parcel @returns {Parcel} */
function parcelWithout({ order, ride, ...parcel }) {
  const to = (/** @type {NonNullable<Parcel["ride"]>} */ { to }) => ({ path: to.path.slice(0, NAMES_MAX) });
  return { ...parcel, order: order && { ...order, door: null }, ride: ride && { ...ride, door: null, needs: null, to: to(ride) } };
}

/**
 * Why whoever drives sees no doors, as a word; nothing when they do, or when nothing is left to be done.
 * @param {Standing} standing
 * @param {number} now
 * @returns {"run-doors-later" | "run-doors-fetch" | "run-doors-gone" | null}
 */
export function whyNoDoors(standing, now) {
  const { sheet, state, open } = standing;
  const isOpen = open > 0 && (state === "planned" || state === "under_way");
  if (sheet.tells_doors || !isOpen) return null;
  if (now < Date.parse(sheet.doors_from)) return "run-doors-later";
  return now < Date.parse(sheet.doors_until) ? "run-doors-fetch" : "run-doors-gone";
}
