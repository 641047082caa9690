// The field app's service worker, served as /field-worker.js with the scope /field: it keeps the page and its files, and sends
// what waits when the browser wakes it.

importScripts("/static/js/queue/worker.js", "/static/js/queue/queue.js", "/static/js/field/sender.js");

/** The server writes a hash of the files below in here, so that a new one of them makes a new worker. */
const VERSION = "unversioned";
const FILES = [
  "icons/app-icon.svg",
  "icons/favicon.svg",
  "icons/field.webmanifest",
  "icons/sprite.svg",
  "js/app-dom.js",
  "js/app-times.js",
  "js/app-words.js",
  "js/field.js",
  "js/field/door.js",
  "js/field/log.js",
  "js/field/pin.js",
  "js/field/round.js",
  "js/field/scan.js",
  "js/field/sender.js",
  "js/field/shift.js",
  "js/field/standing.js",
  "js/field/start.js",
  "js/field/store.js",
  "js/field/support.js",
  "js/field/sync.js",
  "js/field/vault.js",
  "js/field/words.js",
  "js/queue/keeper.js",
  "js/queue/log.js",
  "js/queue/queue.js",
  "js/scan/camera.js",
  "styles/base.css",
  "styles/components.css",
  "styles/field.css",
  "styles/forms.css",
  "styles/run.css",
  "styles/tokens.css",
  "vendor/qr/decode.js",
  "vendor/qr/index.js",
];

self.tongxinWorker({ name: "field", version: VERSION, page: "/field", files: FILES });
self.tongxinSendsWhenWoken(self.tongxinField);
