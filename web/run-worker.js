// The run app's service worker, served as /run-worker.js with the scope /run: it keeps the page and its files, sends what
// waits when the browser wakes it, and keeps the map's library and the streets around a run's stops.

importScripts("/static/js/queue/worker.js", "/static/js/queue/queue.js", "/static/js/run/sender.js");

/** The server writes a hash of the files below in here, so that a new one of them makes a new worker. */
const VERSION = "unversioned";
const FILES = [
  "icons/app-icon.svg",
  "icons/favicon.svg",
  "icons/run.webmanifest",
  "icons/sprite.svg",
  "js/app-dom.js",
  "js/app-times.js",
  "js/app-words.js",
  "js/basemap.js",
  "js/queue/keeper.js",
  "js/queue/log.js",
  "js/queue/queue.js",
  "js/run.js",
  "js/run/codes.js",
  "js/run/doors.js",
  "js/run/hand-over.js",
  "js/run/log.js",
  "js/run/map.js",
  "js/run/next.js",
  "js/run/on-foot.js",
  "js/run/other.js",
  "js/run/parcel.js",
  "js/run/photo.js",
  "js/run/ride.js",
  "js/run/said.js",
  "js/run/sender.js",
  "js/run/standing.js",
  "js/run/start.js",
  "js/run/stops.js",
  "js/run/store.js",
  "js/run/sync.js",
  "js/run/tiles.js",
  "js/run/words-on-foot.js",
  "js/run/words.js",
  "js/scan/camera.js",
  "styles/base.css",
  "styles/components.css",
  "styles/forms.css",
  "styles/run.css",
  "styles/tokens.css",
  "vendor/qr/decode.js",
  "vendor/qr/index.js",
];
/** The map's library is as large as all else ten times over: it comes when the page has what it needs. */
const MAP_FILES = ["vendor/maplibre-gl-csp.js", "vendor/maplibre-gl-csp-worker.js", "vendor/maplibre-gl.css"].map((path) => `/static/${path}`);
/** Tiles of the base map, which an address with its version names for good. */
const TILES = "/api/v1/map/tiles/";
/** Longest wait for one tile: over a weak signal the rest comes another time. */
const TILE_WITHIN_MS = 20_000;

const { keepMissing } = self.tongxinWorker({ name: "run", version: VERSION, page: "/run", files: FILES, more: MAP_FILES });
self.tongxinSendsWhenWoken(self.tongxinRun);

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method === "GET" && origin === location.origin && pathname.startsWith(TILES)) event.respondWith(keptTile(event.request));
});

self.addEventListener("message", (event) => {
  if (event.data?.keepMap) event.waitUntil(keepMap(event.data.keepMap));
});

/** @param {{ run: string, tiles: string[] }} asked */
async function keepMap({ run, tiles }) {
  await keepMissing(MAP_FILES);
  if (tiles.length) await keepTiles(run, tiles);
}

/** One after another, so that steps and the sheet go before; that there is none is kept as well. @param {string} run @param {string[]} tiles */
async function keepTiles(run, tiles) {
  if (keeping.has(run)) return;
  keeping.add(run);
  try {
    const cache = await caches.open(self.tongxinRun.tilesOf(run));
    for (const address of tiles) {
      if (await cache.match(address)) continue;
      const response = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout(TILE_WITHIN_MS) });
      if (!response.ok && response.status !== 404) return;
      await cache.put(address, response);
    }
  } finally {
    keeping.delete(run);
    // A run that was forgotten meanwhile leaves nothing.
    const isKept = (await self.tongxinRun.holders()).some(({ id }) => id === run);
    if (!isKept) await caches.delete(self.tongxinRun.tilesOf(run));
  }
}

/** Runs whose tiles are being fetched. @type {Set<string>} */
const keeping = new Set();

/** What is kept for a run, else what comes. @param {Request} request */
async function keptTile(request) {
  return (await caches.match(request.url)) ?? fetch(request);
}
