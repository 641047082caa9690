// @ts-check
// What the scan page keeps on the phone (IndexedDB `tongxin-gate`): the gate, the files, the clock's comparison. Counts by verdict
// and hour are kept to be sent (sender.js). Never a pass, a name, a plate, or a record of one check.

const NAME = "tongxin-gate";
const VERSION = 2;
/** One value by name. */
const HELD = "held";
/** Where version 1 kept its counts, a batch each. */
const BATCHES = "batches";

/** @type {Promise<IDBDatabase> | undefined} */
let opening;

/** @returns {Promise<IDBDatabase>} */
function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) request.result.createObjectStore(HELD);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

/**
 * Does `work` in one transaction; answers what `work` leaves in its request.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T> | void} work
 * @returns {Promise<T>}
 */
async function inStore(mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(HELD, mode, { durability: mode === "readwrite" ? "strict" : "default" });
    const request = work(transaction.objectStore(HELD));
    transaction.oncomplete = () => resolve(/** @type {T} */ (request?.result));
    transaction.onabort = () => reject(transaction.error);
  });
}

/** @param {string} name @returns {Promise<any>} */
export function held(name) {
  return inStore("readonly", (store) => store.get(name));
}

/** @param {string} name @param {unknown} value */
export function hold(name, value) {
  return inStore("readwrite", (store) => store.put(value, name));
}

/**
 * Hands over what version 1 has counted and not sent, and forgets it once `take` has kept it.
 * @param {(batches: { id: string, place: string, counts: Record<string, number> }[]) => Promise<unknown>} take
 */
export async function handOverOld(take) {
  const database = await open();
  if (!database.objectStoreNames.contains(BATCHES)) return;
  const within = (/** @type {IDBTransactionMode} */ mode) => database.transaction(BATCHES, mode).objectStore(BATCHES);
  const batches = await new Promise((resolve, reject) => {
    const request = within("readonly").getAll();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  if (!batches.length) return;
  await take(batches);
  within("readwrite").clear();
}
