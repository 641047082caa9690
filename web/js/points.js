// @ts-check
// Island: the list's links that know where they lie, as dots on the map; choosing a dot shows its link.
// <figure data-island="points" data-points="list" data-districts="/api/v1/districts.geojson">.figure-canvas · .figure-readout</figure>
// <… id="list"> a[data-lon][data-lat][data-tone="failing"|"strained"] …

import { bounds, fetchGeojson, forPaper, loadMaplibre, openMap } from "./map-base.js";
import { eachIsland, onThemeChange, token } from "./page.js";

/** A finger's width around a dot, in pixels. */
const REACH = 12;
/** No nearer than this: a single building still shows what lies around it. */
const ZOOM_MAX = 14;

/**
 * Every link once with where it lies; the first tone counts of a link that stands there twice.
 * @param {HTMLElement} list
 */
function pointsOf(list) {
  const links = /** @type {HTMLAnchorElement[]} */ ([...list.querySelectorAll("a[data-lon]")]);
  const byAddress = new Map(links.reverse().map((link) => [link.href, link]));
  const features = [...byAddress.values()].map((link, index) => ({
    type: "Feature",
    properties: { index, tone: link.dataset.tone ?? "strained" },
    geometry: { type: "Point", coordinates: [Number(link.dataset.lon), Number(link.dataset.lat)] },
  }));
  return { links: [...byAddress.values()], geojson: { type: "FeatureCollection", features } };
}

const byTone = () => ["match", ["get", "tone"], "failing", token("failing"), token("strained")];

/** @param {any} map @param {boolean} hasStreets */
function addLayers(map, hasStreets) {
  if (map.getSource("districts")) {
    if (!hasStreets) map.addLayer({ id: "land", type: "fill", source: "districts", paint: { "fill-color": token("surface") } });
    map.addLayer({ id: "edges", type: "line", source: "districts", paint: { "line-color": token("hatch"), "line-width": 1 } });
  }
  // Filled, or a ring: colour alone tells nothing apart.
  map.addLayer({
    id: "points",
    type: "circle",
    source: "points",
    paint: {
      "circle-color": ["match", ["get", "tone"], "failing", token("failing"), token("surface")],
      "circle-radius": 6,
      "circle-stroke-width": ["match", ["get", "tone"], "failing", 1, 3],
      "circle-stroke-color": byTone(),
    },
  });
}

/** @param {any} map */
function repaint(map) {
  if (map.getLayer("land")) map.setPaintProperty("land", "fill-color", token("surface"));
  if (map.getLayer("edges")) map.setPaintProperty("edges", "line-color", token("hatch"));
  map.setPaintProperty("points", "circle-color", ["match", ["get", "tone"], "failing", token("failing"), token("surface")]);
  map.setPaintProperty("points", "circle-stroke-color", byTone());
  map.redraw();
}

/** @param {HTMLElement} island */
async function draw(island) {
  const canvas = island.querySelector(".figure-canvas");
  const list = document.getElementById(island.dataset.points ?? "");
  if (!(canvas instanceof HTMLElement) || !list) throw new Error("a map of points needs .figure-canvas and data-points");
  const { links, geojson } = pointsOf(list);
  if (links.length === 0) throw new Error("no points to show");
  const asked = island.dataset.districts ? fetchGeojson(island.dataset.districts) : null;
  const [districts, maplibre] = await Promise.all([asked, loadMaplibre()]);
  /** @type {Record<string, any>} */
  const sources = { points: { type: "geojson", data: geojson } };
  if (districts) sources.districts = { type: "geojson", data: districts };
  const box = bounds(geojson);
  const { map, base } = await openMap(maplibre, island, canvas, { sources, box });
  map.fitBounds(box, { padding: 40, maxZoom: ZOOM_MAX, animate: false });
  addLayers(map, base !== null);
  choosing(island, map, links);
  onThemeChange(() => repaint(map));
  forPaper(canvas, map, repaint);
}

/**
 * Where many lie on each other, the readout has a link for each of the nearest.
 * @param {HTMLElement} island
 * @param {any} map
 * @param {HTMLAnchorElement[]} links
 */
function choosing(island, map, links) {
  const readout = island.querySelector(".figure-readout");
  const hint = readout?.textContent ?? "";
  map.on("click", (/** @type {any} */ event) => {
    const { x, y } = event.point;
    const found = map.queryRenderedFeatures([[x - REACH, y - REACH], [x + REACH, y + REACH]], { layers: ["points"] });
    const chosen = new Set(found.map((/** @type {any} */ feature) => feature.properties.index));
    const shown = [...chosen].slice(0, 8).map((index) => {
      const link = document.createElement("a");
      link.href = links[Number(index)].href;
      link.textContent = (links[Number(index)].textContent ?? "").trim();
      return link;
    });
    readout?.replaceChildren(...(shown.length === 0 ? [hint] : shown.flatMap((link, at) => (at === 0 ? [link] : [" · ", link]))));
  });
  map.on("mousemove", (/** @type {any} */ event) => {
    const isOver = map.queryRenderedFeatures(event.point, { layers: ["points"] }).length > 0;
    map.getCanvas().style.cursor = isOver ? "pointer" : "";
  });
}

eachIsland("points", draw);
