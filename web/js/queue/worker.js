// What the apps' service workers share: each keeps its page and that page's files, so that they open with no signal. A plain
// script that a worker takes in with importScripts. What a page asks of the API goes to the network; the page keeps those answers itself.

/**
 * @param {{ name: string, version: string, page: string, files: string[], more?: string[] }} app the name of its cache; a hash of all
 *   files, so that a new one of them makes a new worker; the page's address; its files below /static/; and files that are kept once
 *   they are asked for
 */
self.tongxinWorker = ({ name, version, page, files, more = [] }) => {
  const CACHE = `${name}-${version}`;
  const SHELL = [page, ...files.map((path) => `/static/${path}`)];
  const KEPT = new Set([...SHELL, ...more]);

  self.addEventListener("install", (event) => event.waitUntil(keepAll()));
  self.addEventListener("activate", (event) => event.waitUntil(removeOld()));
  self.addEventListener("fetch", (event) => {
    const { method, url } = event.request;
    const { origin, pathname } = new URL(url);
    if (method === "GET" && origin === location.origin && KEPT.has(pathname)) event.respondWith(kept(event.request, pathname));
  });

  /** All of them or none: half a page is no page. */
  async function keepAll() {
    await keep(SHELL);
    // A page that is open has all it needs in memory already.
    await self.skipWaiting();
  }

  /** @param {string[]} addresses */
  async function keep(addresses) {
    const cache = await caches.open(CACHE);
    await cache.addAll(addresses.map((path) => new Request(path, { cache: "no-cache", credentials: "same-origin" })));
  }

  async function removeOld() {
    const names = await caches.keys();
    await Promise.all(names.filter((other) => other.startsWith(`${name}-`) && other !== CACHE).map((other) => caches.delete(other)));
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

  /** Takes in those of `addresses` that are not there yet. @param {string[]} addresses */
  async function keepMissing(addresses) {
    const cache = await caches.open(CACHE);
    const there = await Promise.all(addresses.map((path) => cache.match(path)));
    await keep(addresses.filter((_, at) => !there[at]));
  }

  return { keepMissing };
};

/** Has the worker send what waits when the browser wakes it; what could not be sent makes it wake once more. */
self.tongxinSendsWhenWoken = (queue) => {
  self.addEventListener("sync", (event) => event.waitUntil(send()));
  async function send() {
    const { again } = await queue.sendAll();
    if (again) throw new Error("something still waits");
  }
};
