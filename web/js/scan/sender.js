// @ts-check
// What a gate's phone has counted (IndexedDB `tongxin-counts`), and how it is sent (../queue/queue.js). Both the page and its
// service worker use it, so it is a plain script without imports, taken in after queue.js.
//
// A step is a closed batch of counts by hour, direction and verdict. Who is signed in at the page lets it in; until somebody is, it waits.

(() => {
  /** @type {any} */ (globalThis).tongxinCounts = /** @type {any} */ (globalThis).tongxinQueue({
    name: "tongxin-counts",
    holders: "gates",
    endsOn: [],
    // Nobody is signed in, or somebody who may not count here; a server that was put back to before this place was there.
    waitsOn: [401, 403, 404],
    credentials: "same-origin",
    headersOf: () => ({}),
  });
})();
