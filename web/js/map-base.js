// @ts-check
// What every map island shares: loading the library, a map without anybody else's tiles or fonts, the operator's base map
// beneath it, its picture for paper.

import { addBasemap, askBasemap, isOfBasemap, repaintBasemap } from "./basemap.js";
import { loadScript, onThemeChange, token, vendor } from "./page.js";

/**
 * The library, with its style sheet and worker.
 * @returns {Promise<any>}
 */
export async function loadMaplibre() {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = vendor("maplibreCss");
  document.head.prepend(sheet);
  await loadScript(vendor("maplibre"));
  const maplibre = /** @type {any} */ (globalThis).maplibregl;
  maplibre.setWorkerUrl(vendor("maplibreWorker"));
  return maplibre;
}

/** @param {string} address */
export async function fetchGeojson(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

/** Asked once a page. @type {Promise<import("./basemap.js").Base | null> | undefined} */
let asking;

/**
 * A map with no layers but the base map's, once it can be drawn on; and the base map, if there is one.
 * @param {any} maplibre
 * @param {HTMLElement} island
 * @param {HTMLElement} canvas
 * @param {{ sources: Record<string, any>, box: number[] }} content
 * @returns {Promise<{ map: any, base: import("./basemap.js").Base | null }>}
 */
export async function openMap(maplibre, island, canvas, { sources, box }) {
  asking ??= askBasemap();
  const map = new maplibre.Map({
    container: canvas,
    style: { version: 8, transition: { duration: 0 }, sources, layers: [] },
    bounds: box,
    fitBoundsOptions: { padding: 12 },
    attributionControl: false,
    locale: {
      "Map.Title": island.querySelector("figcaption")?.textContent ?? "",
      "NavigationControl.ZoomIn": island.dataset.zoomIn ?? "+",
      "NavigationControl.ZoomOut": island.dataset.zoomOut ?? "−",
    },
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    scrollZoom: false,
    canvasContextAttributes: { preserveDrawingBuffer: true },
  });
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
  map.keyboard.disableRotation();
  await new Promise((resolve, reject) => {
    map.once("load", resolve);
    map.once("error", (/** @type {any} */ event) => reject(event.error));
  });
  const base = await asking;
  addBasemap(map, base, token);
  map.on("error", (/** @type {any} */ event) => isOfBasemap(event) || console.warn("map", event.error));
  const repaint = () => repaintBasemap(map, base, token);
  onThemeChange(repaint);
  addEventListener("beforeprint", repaint);
  return { map, base };
}

/**
 * The smallest box around all features: [west, south, east, north].
 * @param {any} geojson
 */
export function bounds(geojson) {
  const box = [180, 90, -180, -90];
  const walk = (/** @type {any} */ part) => {
    if (typeof part[0] === "number") {
      box[0] = Math.min(box[0], part[0]);
      box[1] = Math.min(box[1], part[1]);
      box[2] = Math.max(box[2], part[0]);
      box[3] = Math.max(box[3], part[1]);
    } else {
      for (const inner of part) walk(inner);
    }
  };
  for (const feature of geojson.features) walk(feature.geometry.coordinates);
  return box;
}

/**
 * A printer doesn't wait for the graphics card: paper gets a still picture of the map.
 * @param {HTMLElement} canvas
 * @param {any} map
 * @param {(map: any) => void} repaint
 */
export function forPaper(canvas, map, repaint) {
  const still = document.createElement("img");
  still.className = "map-still only-print";
  still.alt = "";
  canvas.append(still);
  addEventListener("beforeprint", () => {
    repaint(map);
    still.src = stillPicture(canvas, map);
  });
}

/**
 * The map with the names now shown on it, as a data address.
 * @param {HTMLElement} canvas
 * @param {any} map
 */
function stillPicture(canvas, map) {
  const drawn = /** @type {HTMLCanvasElement} */ (map.getCanvas());
  const sheet = document.createElement("canvas");
  sheet.width = drawn.width;
  sheet.height = drawn.height;
  const pen = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"));
  pen.drawImage(drawn, 0, 0);
  const frame = drawn.getBoundingClientRect();
  const scale = drawn.width / frame.width;
  pen.font = `${14 * scale}px ${token("font")}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineWidth = 3 * scale;
  pen.lineJoin = "round";
  pen.strokeStyle = token("surface");
  pen.fillStyle = token("ink");
  for (const label of canvas.querySelectorAll(".map-label:not([hidden]), .run-stop")) {
    const box = label.getBoundingClientRect();
    const x = (box.left + box.width / 2 - frame.left) * scale;
    const y = (box.top + box.height / 2 - frame.top) * scale;
    pen.strokeText(label.textContent ?? "", x, y);
    pen.fillText(label.textContent ?? "", x, y);
  }
  return sheet.toDataURL();
}
