// @ts-check
// Island: a choropleth of districts from the city's own boundaries, above the base map if there is one; no outside fonts.
// <figure data-island="map" data-geojson="/api/v1/…" data-unit="件" data-not-reported="未报" data-zoom-in="放大" data-zoom-out="缩小">
//   .figure-canvas · .figure-readout · [data-ramp] · <table> with <tr data-code data-value><th><a href>…

import { fillOpacity } from "./basemap.js";
import { bounds, fetchGeojson, forPaper, loadMaplibre, openMap } from "./map-base.js";
import { eachIsland, lang, onThemeChange, token } from "./page.js";
import { readPlaces } from "./table.js";

const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
const RAMP = ["ramp-1", "ramp-2", "ramp-3", "ramp-4", "ramp-5"];

/** Names are shown from this width on; below it they would cover the districts. */
const LABELS_FROM_PX = 480;

/**
 * Four thresholds that part the values into five steps of about equal size (quantiles), rounded up to whole numbers.
 * @param {number[]} values
 */
export function thresholds(values) {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  const cuts = [0.2, 0.4, 0.6, 0.8].map((share) => Math.ceil(sorted[Math.floor(share * (sorted.length - 1))]));
  return [...new Set(cuts)].filter((cut) => cut > 0);
}

/**
 * @param {number} value
 * @param {number[]} cuts
 */
export function step(value, cuts) {
  return cuts.filter((cut) => value >= cut).length;
}

/**
 * Hatching for districts that reported nothing: a tile of diagonal lines.
 * @returns {ImageData}
 */
function hatching() {
  const size = 8;
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = token("surface");
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = token("hatch");
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - 1, size + 1);
    pen.lineTo(shift + size + 1, -1);
  }
  pen.stroke();
  return pen.getImageData(0, 0, size, size);
}

/**
 * Adds to each district what the table says of it.
 * @param {any} geojson
 * @param {ReturnType<typeof readPlaces>} places
 * @param {number[]} cuts
 */
function withValues(geojson, places, cuts) {
  const features = geojson.features.map((/** @type {any} */ feature) => {
    const place = places.get(feature.properties.code);
    const value = place?.value ?? null;
    // The table names the district in the reader's language.
    const name = place?.name ?? feature.properties.name;
    const properties = { ...feature.properties, name, step: value === null ? -1 : step(value, cuts) };
    return { ...feature, properties };
  });
  return { type: "FeatureCollection", features };
}

/** Layers that a district can lie in: one a step, one for those that reported nothing. */
const LAYERS = [...RAMP, "missing"];

/**
 * One layer a step, so that a change of theme is a change of constants and shows at once, on paper too.
 * @param {any} map
 * @param {number} opacity
 */
function addLayers(map, opacity) {
  RAMP.forEach((name, index) => {
    map.addLayer({ id: name, type: "fill", source: "districts", filter: ["==", ["get", "step"], index], paint: { "fill-color": token(name), "fill-opacity": opacity } });
  });
  map.addLayer({ id: "missing", type: "fill", source: "districts", filter: ["<", ["get", "step"], 0], paint: { "fill-pattern": "hatching", "fill-opacity": opacity } });
  map.addLayer({ id: "edges", type: "line", source: "districts", paint: { "line-color": token("surface"), "line-width": 1 } });
  map.addLayer({ id: "pointed", type: "line", source: "districts", paint: { "line-color": token("accent"), "line-width": ["case", ["boolean", ["feature-state", "pointed"], false], 3, 0] } });
}

/** @param {any} map */
function repaint(map) {
  map.updateImage("hatching", hatching());
  for (const name of RAMP) map.setPaintProperty(name, "fill-color", token(name));
  map.setPaintProperty("edges", "line-color", token("surface"));
  map.setPaintProperty("pointed", "line-color", token("accent"));
  map.redraw();
}

/**
 * The legend says each step's range in words and numbers.
 * @param {HTMLElement} island
 * @param {number[]} cuts
 * @param {boolean} anyMissing
 */
function legend(island, cuts, anyMissing) {
  const list = island.querySelector("[data-ramp]");
  if (!list) return;
  const unit = island.dataset.unit ?? "";
  const edges = [0, ...cuts];
  const items = edges.map((low, index) => {
    const high = edges[index + 1];
    const range = high === undefined ? `≥ ${number.format(low)} ${unit}` : high - low <= 1 ? number.format(low) : `${number.format(low)}–${number.format(high - 1)}`;
    return legendItem(String(index + 1), range);
  });
  if (anyMissing) items.push(legendItem("none", island.dataset.notReported ?? ""));
  list.replaceChildren(...items);
}

/**
 * @param {string} stepName
 * @param {string} words
 */
function legendItem(stepName, words) {
  const item = document.createElement("li");
  const swatch = document.createElement("i");
  swatch.dataset.step = stepName;
  item.append(swatch, words);
  return item;
}

/**
 * District names as HTML at their seats; a name that would cover one already placed is left out.
 * @param {any} maplibre
 * @param {any} map
 * @param {any} geojson
 */
function labels(maplibre, map, geojson) {
  const markers = geojson.features
    .filter((/** @type {any} */ feature) => Array.isArray(feature.properties.seat))
    .map((/** @type {any} */ feature) => {
      const element = document.createElement("span");
      element.className = "map-label";
      element.textContent = feature.properties.name;
      element.setAttribute("aria-hidden", "true");
      return new maplibre.Marker({ element }).setLngLat(feature.properties.seat).addTo(map);
    });
  const place = () => {
    const roomy = map.getContainer().clientWidth >= LABELS_FROM_PX;
    /** @type {DOMRect[]} */
    const taken = [];
    for (const marker of markers) {
      const element = marker.getElement();
      element.removeAttribute("role");
      element.removeAttribute("aria-label");
      element.removeAttribute("tabindex");
      element.hidden = false;
      const box = element.getBoundingClientRect();
      const covers = taken.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
      element.hidden = !roomy || covers;
      if (!element.hidden) taken.push(box);
    }
  };
  map.on("moveend", place);
  map.on("resize", place);
  place();
}

/** @param {HTMLElement} island */
async function draw(island) {
  const canvas = island.querySelector(".figure-canvas");
  if (!(canvas instanceof HTMLElement) || !island.dataset.geojson) throw new Error("a map needs .figure-canvas and data-geojson");
  const [geojson, maplibre] = await Promise.all([fetchGeojson(island.dataset.geojson), loadMaplibre()]);

  const read = () => {
    const table = island.querySelector("table");
    const places = table ? readPlaces(table) : new Map();
    const cuts = thresholds([...places.values()].flatMap((place) => (place.value === null ? [] : [place.value])));
    const shown = withValues(geojson, places, cuts);
    legend(island, cuts, shown.features.some((/** @type {any} */ feature) => feature.properties.step < 0));
    return { places, shown };
  };
  let present = read();

  const sources = { districts: { type: "geojson", data: present.shown, promoteId: "code" } };
  const { map, base } = await openMap(maplibre, island, canvas, { sources, box: bounds(geojson) });

  map.addImage("hatching", hatching());
  addLayers(map, fillOpacity(base));
  labels(maplibre, map, present.shown);
  pointing(island, map, () => present.places);

  onThemeChange(() => repaint(map));
  forPaper(canvas, map, repaint);
  new MutationObserver(() => {
    present = read();
    map.getSource("districts").setData(present.shown);
  }).observe(island.querySelector(".figure-data") ?? island, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-value"] });
}

/**
 * Pointing at a district says its name and number; clicking it goes where its name in the table leads.
 * @param {HTMLElement} island
 * @param {any} map
 * @param {() => ReturnType<typeof readPlaces>} places
 */
function pointing(island, map, places) {
  const readout = island.querySelector(".figure-readout");
  const hint = readout?.textContent ?? "";
  /** @type {string | null} */
  let pointed = null;
  const point = (/** @type {string | null} */ code) => {
    if (code === pointed) return;
    if (pointed) map.setFeatureState({ source: "districts", id: pointed }, { pointed: false });
    pointed = code;
    if (code) map.setFeatureState({ source: "districts", id: code }, { pointed: true });
    const place = code ? places().get(code) : undefined;
    if (readout) readout.textContent = place ? `${place.name} · ${place.said || (island.dataset.notReported ?? "")}` : hint;
    map.getCanvas().style.cursor = place?.href ? "pointer" : "";
  };
  const under = (/** @type {any} */ event) => map.queryRenderedFeatures(event.point, { layers: LAYERS })[0]?.properties.code ?? null;
  map.on("mousemove", (/** @type {any} */ event) => point(under(event)));
  map.on("mouseout", () => point(null));
  map.on("click", (/** @type {any} */ event) => {
    const code = under(event);
    const touched = event.originalEvent?.pointerType === "touch" || matchMedia("(hover: none)").matches;
    // A finger has no hover: its first tap says what the district is, the second goes there.
    if (touched && code !== pointed) return point(code);
    const href = code ? places().get(code)?.href : null;
    if (href) location.assign(href);
  });
  // The same from the keyboard: focus on a row of the table marks the district.
  island.addEventListener("focusin", (event) => {
    const row = event.target instanceof Element ? event.target.closest("tr[data-code]") : null;
    if (row instanceof HTMLElement) point(row.dataset.code ?? null);
  });
}

eachIsland("map", draw);
