// @ts-check
// May a holder pass this gate in this direction? A place is inside another when its code starts with the other's.

/**
 * @typedef {import("./claims.js").End} End
 * @typedef {import("./claims.js").Pass} Pass
 * @typedef {"enter" | "leave"} Direction
 * @typedef {{ place: string, areasAround: string[], areasWithin: string[], corridor: string | null, direction: Direction }} Gate
 */

/** @param {Direction} direction @returns {Direction} */
export function otherWay(direction) {
  return direction === "enter" ? "leave" : "enter";
}

/**
 * @param {Pass} pass
 * @param {Gate} gate
 * @returns {"allowed" | "other_direction" | "elsewhere"}
 */
export function placeRule(pass, gate) {
  const isOnCorridor = pass.corridor !== null && pass.corridor === gate.corridor;
  if (isOnCorridor || isAllowed(pass, gate, gate.direction)) return "allowed";
  return isAllowed(pass, gate, otherWay(gate.direction)) ? "other_direction" : "elsewhere";
}

/**
 * @param {Pass} pass
 * @param {Gate} gate
 * @param {Direction} direction
 */
function isAllowed({ from, to, bothWays }, gate, direction) {
  return leads(from, to, gate, direction) || (bothWays && leads(to, from, gate, direction));
}

/**
 * Whether a way from some of `from` to some of `to` goes through the gate in that direction. No ends are anywhere.
 * @param {End[]} from
 * @param {End[]} to
 * @param {Gate} gate
 * @param {Direction} direction
 */
function leads(from, to, gate, direction) {
  const [inner, outer] = direction === "enter" ? [to, from] : [from, to];
  const touching = inner.length === 0 || inner.some((end) => touches(end, gate));
  return touching && (outer.length === 0 || outer.some((end) => !isIn(end, gate)));
}

/**
 * @param {End} end
 * @param {Gate} gate
 */
function touches(end, gate) {
  const isAround = "area" in end ? gate.areasAround.includes(end.area) : gate.place.startsWith(end.place);
  return isAround || isIn(end, gate);
}

/**
 * @param {End} end
 * @param {Gate} gate
 */
function isIn(end, gate) {
  return "area" in end ? gate.areasWithin.includes(end.area) : end.place.startsWith(gate.place);
}
