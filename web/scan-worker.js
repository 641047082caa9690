// The scan page's service worker, served as /scan-worker.js with the scope /scan: it keeps the page and its files, and
// nothing else of the system. What the page asks of the API always goes to the network; the page keeps those answers itself.

/** The server writes a hash of the files below in here, so that a new one of them makes a new worker. */
const VERSION = "unversioned";

const CACHE = `scan-${VERSION}`;
const PAGE = "/scan";
const FILES = [
  "icons/app-icon.svg",
  "icons/favicon.svg",
  "icons/scan.webmanifest",
  "icons/sprite.svg",
  "js/app-words.js",
  "js/pass/base45.js",
  "js/pass/cbor.js",
  "js/pass/check.js",
  "js/pass/claims.js",
  "js/pass/cose.js",
  "js/pass/deflate.js",
  "js/pass/inflate.js",
  "js/pass/keys.js",
  "js/pass/limits.js",
  "js/pass/places.js",
  "js/pass/refused.js",
  "js/pass/signature.js",
  "js/pass/statuses.js",
  "js/pass/times.js",
  "js/scan.js",
  "js/scan/camera.js",
  "js/scan/clock.js",
  "js/scan/counts.js",
  "js/scan/files.js",
  "js/scan/hand-scanner.js",
  "js/scan/lookup.js",
  "js/scan/places.js",
  "js/scan/setup.js",
  "js/scan/sound.js",
  "js/scan/state.js",
  "js/scan/storage.js",
  "js/scan/verdict.js",
  "js/scan/words.js",
  "styles/base.css",
  "styles/components.css",
  "styles/forms.css",
  "styles/scan.css",
  "styles/tokens.css",
  "vendor/noble-ed25519.js",
  "vendor/qr/decode.js",
  "vendor/qr/index.js",
].map((path) => `/static/${path}`);
const KEPT = new Set([PAGE, ...FILES]);

self.addEventListener("install", (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(removeOld());
});

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method === "GET" && origin === location.origin && KEPT.has(pathname)) event.respondWith(kept(event.request, pathname));
});

/** All of them or none: half a page is no page. */
async function keepAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll([...KEPT].map((path) => new Request(path, { cache: "no-cache", credentials: "same-origin" })));
  // A page that is open has all it needs in memory already.
  await self.skipWaiting();
}

async function removeOld() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("scan-") && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/**
 * The address may carry a hash (`?v=`); what is kept is told apart by its path alone.
 * @param {Request} request
 * @param {string} path
 */
async function kept(request, path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}
