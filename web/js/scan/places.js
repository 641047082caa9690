// @ts-check
// The gate's place: found by name when there is a signal, and with it the areas around and within, and the names of the
// places that passes are likely to name. No signal: its code is enough.

const ANSWER_WITHIN_MS = 10_000;

/**
 * @typedef {{ zh: string, en: string }} Name
 * @typedef {{
 *   place: string, corridor: string | null, direction: "enter" | "leave", names: Record<string, Name>,
 *   areasAround: string[], areasWithin: string[], isComplete: boolean, root: string,
 * }} GateKept what is kept of a gate; `isComplete` once areas and names are known
 */

/** @param {string} text */
export function isCode(text) {
  return /^[0-9]{1,24}$/.test(text);
}

/** @param {string} path */
async function json(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  if (!response.ok) throw new TypeError(`${path} answered ${response.status}`);
  return response.json();
}

/** @param {{ name_zh: string, name_en?: string }} place @returns {Name} */
function nameOf({ name_zh, name_en }) {
  return { zh: name_zh, en: name_en ?? name_zh };
}

/** @param {string} query @returns {Promise<{ code: string, name: Name }[]>} */
export async function findPlaces(query) {
  const { places } = await json(`/api/v1/places?q=${encodeURIComponent(query)}&limit=6`);
  return places.map((/** @type {any} */ place) => ({ code: place.code, name: nameOf(place) }));
}

/**
 * The gate with the areas and names that the server knows.
 * @param {GateKept} gate
 * @returns {Promise<GateKept>}
 */
export async function completed(gate) {
  const { place } = gate;
  const [{ place: own, path }, { areas }] = await Promise.all([json(`/api/v1/places/${place}`), json("/api/v1/areas")]);
  const above = path.map((/** @type {any} */ { code }) => code);
  const around = await Promise.all([...above, place].map((code) => json(`/api/v1/places/${code}/children`)));
  const known = [own, ...path, ...around.flatMap(({ places }) => places)];
  const names = Object.fromEntries(known.map((each) => [each.code, nameOf(each)]));
  const inside = (/** @type {string} */ code, /** @type {string} */ outer) => code.startsWith(outer);
  /** @type {{ code?: string, name: string, places: string[] }[]} */
  const all = areas;
  const codes = (/** @type {typeof all} */ some) => some.map(({ code, name }) => code ?? name);
  return {
    ...gate,
    names,
    areasAround: codes(all.filter(({ places }) => places.some((each) => inside(place, each)))),
    areasWithin: codes(all.filter(({ places }) => places.length > 0 && places.every((each) => inside(each, place)))),
    isComplete: true,
  };
}

/**
 * A place's name; one that is not known is told by the nearest place around it that is, and its code.
 * @param {Record<string, Name>} names
 * @param {string} code
 * @param {"zh" | "en"} lang
 */
export function placeName(names, code, lang) {
  if (names[code]) return names[code][lang];
  for (let length = code.length - 1; length > 0; length -= 1) {
    const around = names[code.slice(0, length)];
    if (around) return `${around[lang]} ${code}`;
  }
  return code;
}
