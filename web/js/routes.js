// @ts-check
// Island: the runs of a plan on the city's outline, one colour and number each; choosing one shows its stops in order.
// <figure data-island="routes" data-geojson="/api/v1/plans/…/geojson" data-districts="/api/v1/districts.geojson" data-late="迟到">
//   .figure-canvas · .figure-readout · .run-legend a[data-run][data-hue][data-number]

import { bounds, fetchGeojson, forPaper, loadMaplibre, openMap } from "./map-base.js";
import { eachIsland, onThemeChange, token } from "./page.js";

/** Colours that runs have; see tokens.css. */
const HUES = [1, 2, 3, 4, 5, 6, 7, 8];
/** How pale the other runs are while one is chosen. */
const PALE = 0.15;

/** @typedef {{ id: string, hue: number, number: string, button: HTMLButtonElement }} Run */

const byHue = () => ["match", ["get", "hue"], ...HUES.flatMap((hue) => [hue, token(`run-${hue}`)]), token("ink-soft")];

/**
 * The legend's links lead to the runs' tables; with a map they choose a run on it.
 * @param {HTMLElement} island
 * @returns {Run[]}
 */
function runsOf(island) {
  const links = [...island.querySelectorAll(".run-legend a[data-run]")];
  return links.map((link) => {
    const { run = "", hue = "1", number = "" } = /** @type {HTMLElement} */ (link).dataset;
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    button.setAttribute("aria-pressed", "false");
    button.append(...link.childNodes);
    link.replaceWith(button);
    return { id: run, hue: Number(hue), number, button };
  });
}

/**
 * @param {any} geojson
 * @param {Run[]} runs
 */
function coloured(geojson, runs) {
  const hues = new Map(runs.map((run) => [run.id, run.hue]));
  const features = geojson.features.map((/** @type {any} */ feature) => {
    const properties = { ...feature.properties, hue: hues.get(feature.properties.run) ?? 0 };
    return { ...feature, properties };
  });
  return { type: "FeatureCollection", features };
}

/** @param {any} map @param {boolean} hasStreets */
function addLayers(map, hasStreets) {
  const isLine = ["==", ["geometry-type"], "LineString"];
  const isClosed = ["has", "is_closed"];
  if (map.getSource("districts")) {
    if (!hasStreets) map.addLayer({ id: "land", type: "fill", source: "districts", paint: { "fill-color": token("surface") } });
    map.addLayer({ id: "edges", type: "line", source: "districts", paint: { "line-color": token("hatch"), "line-width": 1 } });
  }
  map.addLayer({ id: "ways", type: "line", source: "runs", filter: ["all", isLine, ["!", isClosed]], layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": byHue(), "line-width": 3 } });
  map.addLayer({ id: "closed", type: "line", source: "runs", filter: isClosed, paint: { "line-color": token("failing"), "line-width": 5, "line-dasharray": [1, 0.5] } });
  map.addLayer({
    id: "stops",
    type: "circle",
    source: "runs",
    filter: ["!", isLine],
    paint: { "circle-color": byHue(), "circle-radius": 5, "circle-stroke-width": 2, "circle-stroke-color": ["case", ["get", "is_late"], token("failing"), token("surface")] },
  });
}

/** @param {any} map */
function repaint(map) {
  if (map.getLayer("land")) map.setPaintProperty("land", "fill-color", token("surface"));
  if (map.getLayer("edges")) map.setPaintProperty("edges", "line-color", token("hatch"));
  map.setPaintProperty("ways", "line-color", byHue());
  map.setPaintProperty("closed", "line-color", token("failing"));
  map.setPaintProperty("stops", "circle-color", byHue());
  map.setPaintProperty("stops", "circle-stroke-color", ["case", ["get", "is_late"], token("failing"), token("surface")]);
  map.redraw();
}

/**
 * A stop's place in its run's order, as HTML: the map has no fonts.
 * @param {any} maplibre
 * @param {any} feature
 * @param {string} lateWord
 */
function numbered(maplibre, feature, lateWord) {
  const { position, hue, is_late: isLate } = feature.properties;
  const element = document.createElement("span");
  element.className = "run-stop";
  element.dataset.runHue = String(hue);
  element.dataset.late = String(isLate);
  element.textContent = isLate ? `${position} ${lateWord}` : String(position);
  const marker = new maplibre.Marker({ element }).setLngLat(feature.geometry.coordinates);
  // Told in the run's table; a marker is no button.
  for (const name of ["role", "aria-label", "tabindex"]) element.removeAttribute(name);
  element.setAttribute("aria-hidden", "true");
  return marker;
}

/** @param {HTMLElement} island */
async function draw(island) {
  const canvas = island.querySelector(".figure-canvas");
  if (!(canvas instanceof HTMLElement) || !island.dataset.geojson) throw new Error("a map of runs needs .figure-canvas and data-geojson");
  const asked = island.dataset.districts ? fetchGeojson(island.dataset.districts) : null;
  const [plan, districts, maplibre] = await Promise.all([fetchGeojson(island.dataset.geojson), asked, loadMaplibre()]);
  if (plan.features.length === 0) throw new Error("no runs to show");
  const runs = runsOf(island);
  const shown = coloured(plan, runs);
  /** @type {Record<string, any>} */
  const sources = { runs: { type: "geojson", data: shown } };
  if (districts) sources.districts = { type: "geojson", data: districts };
  const { map, base } = await openMap(maplibre, island, canvas, { sources, box: bounds(shown) });
  addLayers(map, base !== null);
  choosing(island, maplibre, map, runs, shown);
  onThemeChange(() => repaint(map));
  forPaper(canvas, map, repaint);
}

/**
 * One run is chosen at a time; choosing it again shows all.
 * @param {HTMLElement} island
 * @param {any} maplibre
 * @param {any} map
 * @param {Run[]} runs
 * @param {any} shown
 */
function choosing(island, maplibre, map, runs, shown) {
  const readout = island.querySelector(".figure-readout");
  const hint = readout?.textContent ?? "";
  /** @type {any[]} */
  let markers = [];
  const choose = (/** @type {Run | null} */ run) => {
    for (const other of runs) other.button.setAttribute("aria-pressed", String(other === run));
    const strength = run ? ["case", ["==", ["get", "run"], run.id], 1, PALE] : 1;
    map.setPaintProperty("ways", "line-opacity", strength);
    map.setPaintProperty("stops", "circle-opacity", strength);
    map.setPaintProperty("stops", "circle-stroke-opacity", strength);
    for (const marker of markers) marker.remove();
    const stops = shown.features.filter((/** @type {any} */ feature) => feature.geometry.type === "Point" && feature.properties.run === run?.id);
    markers = stops.map((/** @type {any} */ stop) => numbered(maplibre, stop, island.dataset.late ?? "").addTo(map));
    const part = run ? shown.features.filter((/** @type {any} */ feature) => feature.properties.run === run.id) : shown.features;
    map.fitBounds(bounds({ features: part }), { padding: 32, maxZoom: 15, animate: false });
    if (readout) readout.textContent = run ? (run.button.textContent ?? "").trim().replace(/^(\d+)/, "$1 · ") : hint;
  };
  for (const run of runs) {
    run.button.addEventListener("click", () => choose(run.button.getAttribute("aria-pressed") === "true" ? null : run));
  }
  map.on("click", (/** @type {any} */ event) => {
    const near = [[event.point.x - 6, event.point.y - 6], [event.point.x + 6, event.point.y + 6]];
    const found = map.queryRenderedFeatures(near, { layers: ["stops", "ways"] })[0];
    choose(runs.find((run) => run.id === found?.properties.run) ?? null);
  });
}

eachIsland("routes", draw);
