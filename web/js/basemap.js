// @ts-check
// What lies beneath the maps where the operator brought a map of streets: pictures as they are, vectors in this page's own
// colours. It comes after the map's own drawing, so that a map never waits for it, nor fails with it.

const ADDRESS = "/api/v1/map";
const SOURCE = "base";
/** A map is shown without streets rather than late. */
const ANSWER_WITHIN_MS = 5_000;
/** Pixels of a picture's edge, as map tools write them. */
const TILE_PX = 256;
/** How bright the brightest may be by night. */
const NIGHT_BRIGHTNESS = 0.45;
/** How much of what is drawn above lets the streets through. */
const VEIL = 0.7;

/** @typedef {{ kind: "raster" | "vector", tiles: string[], minzoom: number, maxzoom: number, bounds?: number[], attribution: string, layers: string[] }} Base */
/** @typedef {(name: string) => string} Token a colour of the page's */

/** The base map, or nothing where there is none or nobody answers. @returns {Promise<Base | null>} */
export async function askBasemap() {
  try {
    const response = await fetch(ADDRESS, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return response.status === 200 ? await response.json() : null;
  } catch {
    return null;
  }
}

/** How strongly an area is filled, so that streets beneath it can be seen. @param {Base | null} base */
export const fillOpacity = (base) => (base ? VEIL : 1);

/**
 * Puts the base map beneath everything that is drawn, and whom to name over it.
 * @param {any} map
 * @param {Base | null} base
 * @param {Token} token
 */
export function addBasemap(map, base, token) {
  if (!base) return;
  const { kind, minzoom, maxzoom, bounds } = base;
  const tiles = base.tiles.map((path) => location.origin + path);
  map.addSource(SOURCE, { type: kind, tiles, minzoom, maxzoom, ...(bounds && { bounds }), ...(kind === "raster" && { tileSize: TILE_PX }) });
  const [lowest] = map.getLayersOrder();
  for (const layer of layersOf(base, token)) map.addLayer(layer, lowest);
  map.getContainer().append(creditOf(base.attribution));
}

/** Another theme, or paper. @param {any} map @param {Base | null} base @param {Token} token */
export function repaintBasemap(map, base, token) {
  if (!base) return;
  for (const { id, paint } of layersOf(base, token)) {
    for (const [name, value] of Object.entries(paint)) map.setPaintProperty(id, name, value);
  }
}

/** Whether a map's trouble is only that a tile did not come. @param {any} event */
export const isOfBasemap = (event) => event.sourceId === SOURCE;

/** Roads by their class, widest first. */
const WIDE = ["motorway", "trunk", "primary", "highway"];
const MIDDLE = ["secondary", "tertiary", "major_road"];
/** What is green, by the words of all schemas. */
const GREEN = ["wood", "forest", "grass", "park", "meadow", "garden", "scrub", "recreation_ground", "village_green", "nature_reserve"];

/** The word for what something is: OpenMapTiles says class, Shortbread and others kind. */
const SORT = ["coalesce", ["get", "class"], ["get", "kind"], ""];

/**
 * What is drawn of vectors, lowest first, by the layers' names in OpenMapTiles, Shortbread and Protomaps. No names of streets:
 * they would need fonts.
 * @type {{ name: string, type: string, from: string[], colour: string, width?: any, filter?: any, minzoom?: number }[]}
 */
const DRAWN = [
  { name: "green", type: "fill", from: ["landcover", "park", "land", "landuse"], colour: "map-green", filter: ["match", SORT, GREEN, true, false] },
  { name: "water", type: "fill", from: ["water", "ocean", "water_polygons"], colour: "map-water" },
  { name: "river", type: "line", from: ["waterway", "water_lines"], colour: "map-water", width: wider(0.5, 3) },
  { name: "building", type: "fill", from: ["building", "buildings"], colour: "map-building", minzoom: 14 },
  { name: "road", type: "line", from: ["transportation", "streets", "roads"], colour: "map-road", width: roadWidth() },
];

/** @param {number} far @param {number} near */
function wider(far, near) {
  return ["interpolate", ["exponential", 1.5], ["zoom"], 8, far, 16, near];
}

function roadWidth() {
  const at = (/** @type {number[]} */ [wide, middle, other]) => ["match", SORT, WIDE, wide, MIDDLE, middle, other];
  return ["interpolate", ["exponential", 1.5], ["zoom"], 8, at([1, 0.5, 0]), 12, at([2, 1.2, 0.5]), 16, at([7, 5, 3])];
}

/** @param {Base} base @param {Token} token @returns {any[]} */
function layersOf({ kind, layers }, token) {
  if (kind === "raster") {
    const isNight = getComputedStyle(document.documentElement).colorScheme === "dark";
    return [{ id: "base", type: "raster", source: SOURCE, paint: { "raster-brightness-max": isNight ? NIGHT_BRIGHTNESS : 1, "raster-fade-duration": 0 } }];
  }
  return DRAWN.flatMap(({ name, type, from, colour, width, filter, minzoom }) =>
    from.filter((found) => layers.length === 0 || layers.includes(found)).map((found) => ({
      id: `base-${name}-${found}`, type, source: SOURCE, "source-layer": found, ...(filter && { filter }), ...(minzoom && { minzoom }),
      paint: { [`${type}-color`]: token(colour), ...(width && { "line-width": width }) },
    })));
}

/** Whom to name: the file's text, of whose markup only links are kept. @param {string} attribution */
function creditOf(attribution) {
  const said = new DOMParser().parseFromString(attribution, "text/html").body;
  const line = document.createElement("p");
  line.className = "map-credit";
  line.hidden = said.textContent?.trim() === "";
  for (const part of said.childNodes) {
    const text = part.textContent ?? "";
    const href = part instanceof HTMLAnchorElement && /^https?:$/.test(part.protocol) ? part.href : null;
    if (!href) line.append(text);
    else line.append(Object.assign(document.createElement("a"), { href, textContent: text, rel: "noopener noreferrer", target: "_blank" }));
  }
  return line;
}
