// @ts-check
// What the scan page keeps on the phone (IndexedDB): the gate, the files, the clock's comparison, and counts by verdict and
// hour. Never a pass, a name, a plate, or a record of one check.

const NAME = "tongxin-gate";
const VERSION = 1;
/** One value by name: the gate, the files, the clock. */
export const HELD = "held";
/** Counts, a batch each. */
export const BATCHES = "batches";

/** @type {Promise<IDBDatabase> | undefined} */
let opening;

/** @returns {Promise<IDBDatabase>} */
function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(HELD);
      request.result.createObjectStore(BATCHES, { keyPath: "id" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

/**
 * Does `work` in one transaction, all of it or nothing; answers what `work` leaves in its request.
 * @template T
 * @param {typeof HELD | typeof BATCHES} store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T> | void} work
 * @returns {Promise<T>}
 */
export async function inStore(store, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: mode === "readwrite" ? "strict" : "default" });
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(/** @type {T} */ (request?.result));
    transaction.onabort = () => reject(transaction.error);
  });
}

/** @param {string} name @returns {Promise<any>} */
export function held(name) {
  return inStore(HELD, "readonly", (store) => store.get(name));
}

/** @param {string} name @param {unknown} value */
export function hold(name, value) {
  return inStore(HELD, "readwrite", (store) => store.put(value, name));
}

/** @param {string} name */
export function letGo(name) {
  return inStore(HELD, "readwrite", (store) => store.delete(name));
}
