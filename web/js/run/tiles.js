// @ts-check
// Which tiles of the base map a phone keeps for a run, so that streets are there with no signal: those around its stops.

/** @typedef {import("../basemap.js").Base} Base */
/** @typedef {import("./standing.js").Sheet} Sheet */

/** So many tiles at most, about 4 MB; the far view goes first, so that what is left out is only close up. */
export const TILES_MAX = 200;
/** Closer than this, a tile shows less than a compound. */
const ZOOM_MAX = 16;
/** Farther than this, a run of a day is a point. */
const ZOOM_MIN = 9;

/** What a run's phone keeps: the tiles around where it begins and where it stops. @param {{ sheet: Sheet, base: Base | null }} run */
export function tilesOfRun({ sheet: { from, stops }, base }) {
  const points = [from, ...stops.map(({ place }) => place)].flatMap(({ lon, lat }) => (lon === null || lat === null ? [] : [/** @type {[number, number]} */ ([lon, lat])]));
  return base ? tilesAround(base, points) : [];
}

/**
 * The addresses of the tiles around points, each with its eight neighbours, from the far view to the close one.
 * @param {Base} base
 * @param {[number, number][]} points longitude and latitude
 */
export function tilesAround({ tiles: [address], minzoom, maxzoom }, points) {
  /** @type {Set<string>} */
  const found = new Set();
  for (let z = Math.min(maxzoom, Math.max(minzoom, ZOOM_MIN)); z <= Math.min(maxzoom, ZOOM_MAX); z += 1) {
    for (const point of points) {
      const [column, row] = tileOf(point, z);
      for (const x of [column - 1, column, column + 1]) {
        for (const y of [row - 1, row, row + 1]) {
          if (found.size === TILES_MAX) return [...found];
          const isInWorld = Math.min(x, y) >= 0 && Math.max(x, y) < 2 ** z;
          if (isInWorld) found.add(address.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y)));
        }
      }
    }
  }
  return [...found];
}

/** Column and row of the tile a point lies in (Web Mercator). @param {[number, number]} point @param {number} z */
export function tileOf([lon, lat], z) {
  const north = Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI;
  return [Math.floor(((lon + 180) / 360) * 2 ** z), Math.floor(((1 - north) / 2) * 2 ** z)];
}
