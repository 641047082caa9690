// @ts-check
// The run on a map: the districts' boundaries, the stops as numbered points, their order as a line. Nobody else's tiles; the
// library is loaded when the map is first opened. The list of stops says the same in words.

import { $, el } from "./dom.js";
import { placeName } from "./said.js";
import { word } from "./words.js";

/** @typedef {import("./standing.js").Standing} Standing */
/** @typedef {import("../run.js").Hand} Hand */

const LIBRARY = "/static/vendor/maplibre-gl-csp.js";
const WORKER = "/static/vendor/maplibre-gl-csp-worker.js";
const STYLES = "/static/vendor/maplibre-gl.css";
/** So close that buildings of one compound stand apart, and no closer. */
const ZOOM_MAX = 16;

/** @type {Promise<any> | null} */
let loading = null;
/** @type {{ map: any, markers: any[], run: string } | null} */
let shown = null;

/** @param {string} name */
function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function library() {
  loading ??= new Promise((resolve, reject) => {
    document.head.prepend(el("link", { rel: "stylesheet", href: STYLES }));
    const script = el("script", { src: LIBRARY, onload: () => resolve(/** @type {any} */ (globalThis).maplibregl), onerror: reject });
    document.head.append(script);
  });
  return loading;
}

/** @param {Hand} hand */
export async function showMap(hand) {
  try {
    const maplibre = await library();
    if (shown?.run !== hand.standing.sheet.run) await draw(maplibre, hand);
    mark(maplibre, hand);
    $("map-said").textContent = word("run-map-about");
  } catch (error) {
    loading = null;
    $("map-said").textContent = word("run-map-failed");
    console.warn("map not drawn", error);
  }
}

/** @param {Standing} standing @returns {{ at: [number, number], stop: import("./standing.js").Stop }[]} */
function points({ stops }) {
  return stops.flatMap((stop) => (stop.place.lon === null || stop.place.lat === null ? [] : [{ at: [stop.place.lon, stop.place.lat], stop }]));
}

/** @param {any} maplibre @param {Hand} hand */
async function draw(maplibre, hand) {
  shown?.map.remove();
  shown = null;
  maplibre.setWorkerUrl(WORKER);
  const { sheet } = hand.standing;
  const way = [[sheet.from.lon, sheet.from.lat], ...points(hand.standing).map(({ at }) => at)].filter(([lon]) => lon !== null);
  const districts = hand.outlines ?? { type: "FeatureCollection", features: [] };
  const line = { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: way } };
  const map = new maplibre.Map({
    container: $("map"),
    style: {
      version: 8,
      transition: { duration: 0 },
      sources: { districts: { type: "geojson", data: districts }, way: { type: "geojson", data: line } },
      layers: [
        { id: "land", type: "fill", source: "districts", paint: { "fill-color": token("surface") } },
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
  await new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.once("error", (/** @type {any} */ event) => reject(event.error));
  });
  $("map").dataset.drawn = "yes";
  shown = { map, markers: [], run: sheet.run };
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
