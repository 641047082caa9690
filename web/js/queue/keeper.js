// @ts-check
// Between a phone and the server: rounds of sending and asking. When there is a signal, by itself, and again after a failure.

/** How often a round is made while the page is in sight. */
const EVERY_MS = 60_000;
/** After a failure it is tried again after so long, and each time after twice as long. */
const AGAIN_FIRST_MS = 5_000;
const AGAIN_MOST_MS = 5 * 60_000;

/** Keeps a page up to date. */
export class Keeper {
  /**
   * @param {() => Promise<boolean>} round what one round does; answers whether the server did
   * @param {{ scope: string, tag: string }} wake whose worker the browser wakes where there is a signal again, and the wake's name
   * @param {(isDone: boolean) => unknown} onDone hears of each round, and whether somebody answered
   */
  constructor(round, wake, onDone) {
    this.round = round;
    this.wake = wake;
    this.onDone = onDone;
    this.pause = AGAIN_FIRST_MS;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {Promise<void> | null} */
    this.going = null;
    this.isAsked = false;
    this.isEnded = false;
  }

  start() {
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => !document.hidden && this.now());
    return this.now();
  }

  end() {
    this.isEnded = true;
    clearTimeout(this.timer);
  }

  /** One round as soon as the one that goes on is over. @returns {Promise<void>} */
  now() {
    if (this.isEnded) return Promise.resolve();
    this.isAsked = true;
    this.going ??= this.rounds().finally(() => (this.going = null));
    return this.going;
  }

  async rounds() {
    while (this.isAsked && !this.isEnded) {
      this.isAsked = false;
      clearTimeout(this.timer);
      const isDone = navigator.onLine && (await this.round().catch(stumbled));
      this.pause = isDone ? AGAIN_FIRST_MS : Math.min(AGAIN_MOST_MS, this.pause * 2);
      this.timer = setTimeout(() => !document.hidden && this.now(), isDone ? EVERY_MS : this.pause);
      if (!isDone) await wakeLater(this.wake);
      await this.onDone(isDone);
    }
  }
}

/** Asks the browser to wake the worker when there is a signal (Background Sync), also when the page is closed by then. @param {{ scope: string, tag: string }} wake */
export async function wakeLater({ scope, tag }) {
  try {
    const worker = await navigator.serviceWorker?.getRegistration(scope);
    await /** @type {any} */ (worker)?.sync?.register(tag);
  } catch {
    // Not every browser can; then the page sends when it is opened.
  }
}

/** Whatever a round stumbled over, there is another. @param {unknown} error */
function stumbled(error) {
  console.error(error);
  return false;
}
