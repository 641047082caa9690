// The scan page's service worker, served as /scan-worker.js with the scope /scan: it keeps the page and its files, sends
// what was counted when the browser wakes it, and does nothing else of the system.

importScripts("/static/js/queue/worker.js", "/static/js/queue/queue.js", "/static/js/scan/sender.js");

/** The server writes a hash of the files below in here, so that a new one of them makes a new worker. */
const VERSION = "unversioned";
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
  "js/queue/keeper.js",
  "js/queue/queue.js",
  "js/scan.js",
  "js/scan/camera.js",
  "js/scan/clock.js",
  "js/scan/counts.js",
  "js/scan/files.js",
  "js/scan/hand-scanner.js",
  "js/scan/lookup.js",
  "js/scan/places.js",
  "js/scan/sender.js",
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
];

self.tongxinWorker({ name: "scan", version: VERSION, page: "/scan", files: FILES });
self.tongxinSendsWhenWoken(self.tongxinCounts);
