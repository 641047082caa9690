// @ts-check
// The run on a map: the districts' boundaries, the stops as numbered points, their order as a line, above the base map if the
// city has one. Nobody else's tiles; the library is loaded when the map is first opened. The list of stops says the same in words.

import { addBasemap } from "../basemap.js";
import { $, el, icon } from "../app-dom.js";
import { placeName } from "./said.js";
import { word } from "./words.js";

/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("../run.js").Hand} Hand */

const LIBRARY = "/static/vendor/maplibre-gl-csp.js";
const WORKER = "/static/vendor/maplibre-gl-csp-worker.js";
const STYLES = "/static/vendor/maplibre-gl.css";
/** So close that buildings of one compound stand apart, and no closer. */
const ZOOM_MAX = 16;

/** No phone that can draw it takes longer; what then isn't there won't come. */
const DRAWN_WITHIN_MS = 30_000;

/** @type {Promise<any> | null} */
let loading = null;
/** @type {Promise<void>} what is drawn, one after another */
let drawing = Promise.resolve();
/** @type {{ map: any, markers: any[], run: string, way: string, hasDistricts: boolean, hasBase: boolean } | null} */
let shown = null;
/** The run whose map this phone could not draw: not tried again each time that something changes. */
let failed = "";

/** @param {string} name */
function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function library() {
  loading ??= load().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load() {
  document.head.prepend(el("link", { rel: "stylesheet", href: STYLES }));
  const [worker] = await Promise.all([fetchWorker(), new Promise((resolve, reject) => {
    document.head.append(el("script", { src: LIBRARY, onload: resolve, onerror: () => reject(new Error(`not loaded: ${LIBRARY}`)) }));
  })]);
  const maplibre = /** @type {any} */ (globalThis).maplibregl;
  maplibre.setWorkerUrl(worker);
  return maplibre;
}

/**
 * A worker's own script is asked of the service worker in whose scope its address lies, and /static is in none: without a
 * signal it would never come. What the page fetches goes through the page's service worker, so the script is started from there.
 */
async function fetchWorker() {
  const response = await fetch(WORKER);
  if (!response.ok) throw new Error(`not loaded: ${WORKER}`);
  return URL.createObjectURL(await response.blob());
}

/** Forgets a failure, so that whoever opens the map again has it tried again. */
export function openMap() {
  failed = "";
}

/** @param {Hand} hand */
export function showMap(hand) {
  drawing = drawing.then(() => drawSafely(hand));
  return drawing;
}

/** @param {Hand} hand */
async function drawSafely(hand) {
  const { run } = hand.standing.sheet;
  if (failed === run) return;
  try {
    const maplibre = await library();
    if (shown?.run !== run) await draw(maplibre, hand);
    else redraw(shown, hand);
    mark(maplibre, hand);
    $("map-said").textContent = word("run-map-about");
  } catch (error) {
    failed = run;
    shown = null;
    $("map").replaceChildren();
    $("map").dataset.drawn = "no";
    $("map-said").textContent = word("run-map-failed");
    console.warn("map not drawn", error);
  }
}

/** @param {Standing} standing @returns {{ at: [number, number], stop: import("./standing.js").Stop }[]} */
function points({ stops }) {
  return stops.flatMap((stop) => (stop.place.lon === null || stop.place.lat === null ? [] : [{ at: [stop.place.lon, stop.place.lat], stop }]));
}

/** The stops in their order, from where the run begins. @param {Standing} standing */
function wayOf(standing) {
  const { from } = standing.sheet;
  return [[from.lon, from.lat], ...points(standing).map(({ at }) => at)].filter(([lon]) => lon !== null);
}

/** @param {any[]} way */
const lineOf = (way) => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: way } });

/** @param {Hand} hand */
const districtsOf = ({ outlines }) => outlines ?? { type: "FeatureCollection", features: [] };

/** @param {any} maplibre @param {Hand} hand */
async function draw(maplibre, hand) {
  shown?.map.remove();
  shown = null;
  $("map").replaceChildren();
  const { sheet } = hand.standing;
  const way = wayOf(hand.standing);
  const map = new maplibre.Map({
    container: $("map"),
    style: {
      version: 8,
      transition: { duration: 0 },
      sources: { districts: { type: "geojson", data: districtsOf(hand) }, way: { type: "geojson", data: lineOf(way) } },
      layers: [
        { id: "land", type: "fill", source: "districts", layout: { visibility: hand.base ? "none" : "visible" }, paint: { "fill-color": token("surface") } },
        { id: "edges", type: "line", source: "districts", paint: { "line-color": token("edge"), "line-width": 1.5 } },
        { id: "way", type: "line", source: "way", paint: { "line-color": token("accent"), "line-width": 2, "line-dasharray": [2, 2] } },
      ],
    },
    bounds: boxOf(way),
    fitBoundsOptions: { padding: 48, maxZoom: ZOOM_MAX },
    attributionControl: false,
    locale: { "Map.Title": word("run-map-title"), "NavigationControl.ZoomIn": word("run-map-zoom-in"), "NavigationControl.ZoomOut": word("run-map-zoom-out") },
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
  });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.keyboard.disableRotation();
  try {
    await new Promise((resolve, reject) => {
      map.once("load", resolve);
      map.once("error", (/** @type {any} */ event) => reject(event.error));
      setTimeout(() => reject(new Error(`not drawn within ${DRAWN_WITHIN_MS} ms`)), DRAWN_WITHIN_MS);
    });
  } catch (error) {
    map.remove();
    throw error;
  }
  addBasemap(map, hand.base, token);
  // Without a signal, tiles that are not kept don't come; the rest is there.
  map.on("error", (/** @type {any} */ event) => console.warn("map", event.error?.message));
  if (sheet.from.lon !== null) new maplibre.Marker({ element: el("span", { class: "run-depot", "aria-hidden": "true" }, icon("house")) }).setLngLat([sheet.from.lon, sheet.from.lat]).addTo(map);
  $("map").dataset.drawn = "yes";
  shown = { map, markers: [], run: sheet.run, way: JSON.stringify(way), hasDistricts: hand.outlines !== null, hasBase: Boolean(hand.base) };
}

/** What came or changed since: the boundaries, another order of the stops. @param {NonNullable<typeof shown>} shown @param {Hand} hand */
function redraw(shown, hand) {
  const way = wayOf(hand.standing);
  if (JSON.stringify(way) !== shown.way) shown.map.getSource("way").setData(lineOf(way));
  if (!shown.hasDistricts && hand.outlines) shown.map.getSource("districts").setData(hand.outlines);
  if (!shown.hasBase && hand.base) {
    shown.map.setLayoutProperty("land", "visibility", "none");
    addBasemap(shown.map, hand.base, token);
  }
  shown.way = JSON.stringify(way);
  shown.hasDistricts = hand.outlines !== null;
  shown.hasBase = Boolean(hand.base);
}

/** Numbered points, pressed to open the stop; done ones step back. @param {any} maplibre @param {Hand} hand */
function mark(maplibre, hand) {
  if (!shown) return;
  const { map, markers } = shown;
  for (const marker of markers) marker.remove();
  shown.markers = points(hand.standing).reverse().map(({ at, stop }) => {
    const isNext = stop.stop === hand.standing.next?.stop;
    const element = el("button", { type: "button", class: "run-pin", "data-done": stop.isDone, "data-next": isNext, text: String(stop.number), onclick: () => hand.open(stop.stop) });
    const marker = new maplibre.Marker({ element }).setLngLat(at).addTo(map);
    element.setAttribute("aria-label", word("run-map-stop", { n: stop.number, place: placeName(stop.place) }));
    return marker;
  });
}

/** West, south, east, north. @param {any[]} way */
function boxOf(way) {
  const side = (/** @type {0 | 1} */ axis) => way.map((point) => point[axis]);
  return [Math.min(...side(0)), Math.min(...side(1)), Math.max(...side(0)), Math.max(...side(1))];
}
