// @ts-check
// What a phone keeps of rounds and shifts (IndexedDB `tongxin-field`), and how their steps are sent (../queue/queue.js). Both the
// page and its service worker use it, so it is a plain script without imports, taken in after queue.js.
//
// Two keys seal what is kept. The *vault's* is behind the PIN (vault.js): names, doors, what was written, for whoever reads the
// page. The *device's* can't be taken out of the browser: what lets in and what waits to be sent, so that the worker can send it
// when the page is closed and the PIN not typed. What was sent is behind the PIN alone.

/**
 * @typedef {{ iv: Uint8Array<ArrayBuffer>, bytes: ArrayBuffer }} Sealed
 * @typedef {{ id: "lock", salt: Uint8Array<ArrayBuffer>, iterations: number, wrapped: Sealed, device: CryptoKey, wrong: number }} Lock
 * @typedef {"round" | "shift"} Part
 * @typedef {{ id: Part, secret: Sealed, token: string | null, renewAt: number, sheet: Sealed | null, etag: string, aheadMs: number,
 *   syncedAt: number, lang: string }} Holding `secret` is an account's token or a volunteer's key; `token` the token's number
 */

(() => {
  const IV_BYTES = 12;

  /** @param {CryptoKey} key @param {unknown} value @returns {Promise<Sealed>} */
  async function seal(key, value) {
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    return { iv, bytes: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(value))) };
  }

  /** @param {CryptoKey} key @param {Sealed} sealed @returns {Promise<any>} */
  async function unseal(key, { iv, bytes }) {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes)));
  }

  /** @returns {Promise<Lock | undefined>} */
  const lock = () => queue.within("readonly", (/** @type {any} */ _, /** @type {any} */ __, /** @type {IDBObjectStore} */ kept) => kept.get("lock"));

  /** What a holding sends to be let in. @param {Holding} holding */
  async function headersOf({ id, secret, lang }) {
    const key = await unseal(/** @type {Lock} */ (await lock()).device, secret);
    return { ...(id === "round" ? { authorization: `Bearer ${key}` } : { "tongxin-volunteer": key }), "accept-language": lang };
  }

  /** @type {import("../queue/queue.js").Queue} */
  const queue = /** @type {any} */ (globalThis).tongxinQueue({
    name: "tongxin-field",
    holders: "holdings",
    // A role that ended lets nobody in either, and what was kept by it goes.
    endsOn: [401, 403],
    headersOf,
    bodyOf: async (/** @type {{ body: Sealed }} */ { body }) => JSON.stringify(await unseal(/** @type {Lock} */ (await lock()).device, body)),
    // The page may be closed just then; it says so when it is opened.
    forgotten: (/** @type {import("../queue/queue.js").Gone} */ gone) =>
      queue.within("readwrite", (_, __, kept) => (gone.why === "left" ? undefined : kept.put({ id: "gone", ...gone }))),
  });

  /** @type {any} */ (globalThis).tongxinField = { ...queue, lock, seal, unseal, headersOf };
})();
