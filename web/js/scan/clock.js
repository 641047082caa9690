// @ts-check
// What time it is in the city, and by how much that may be wrong. The phone's own clock is compared with the server's
// whenever there is an answer, and watched in between: nobody has to trust a phone's settings. Pure, but for `watch`.

/** A whole-second `Date` header leaves the moment within its second open. */
export const DATE_HEADER_MS = 1000;
/** A phone's quartz: 50 parts in a million are 4 s a day; five times that for cold and cheap ones. */
export const DRIFT_MS_A_DAY = 20_000;
/** A clock that was changed unseen, or never compared, may be off by any amount: more than a day. */
export const UNKNOWN_MS = 25 * 60 * 60 * 1000;
/** A smaller step between two looks is a slow timer, not a changed clock. */
export const STEP_MS = 1500;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The last comparison: `ahead` is how far the city's time is ahead of the phone's, `error` how exactly that is known, `at`
 * when by the phone; `seen` the latest the phone's clock has shown; `isChanged` when the clock was set unseen since then.
 * @typedef {{ ahead: number, error: number, at: number, seen: number, isChanged: boolean }} Compared
 * @typedef {{ at: number, uncertaintyMs: number }} Reading
 */

/**
 * @param {number} sent the phone's clock when the question left
 * @param {number} received and when the answer came
 * @param {number} server what the answer says
 * @param {number} resolution of that
 * @returns {Compared}
 */
export function compared(sent, received, server, resolution) {
  const ahead = server + resolution / 2 - (sent + received) / 2;
  return { ahead, error: (received - sent) / 2 + resolution / 2, at: received, seen: received, isChanged: false };
}

/**
 * @param {Compared | null} last
 * @param {number} now the phone's clock
 * @returns {Reading}
 */
export function reading(last, now) {
  if (!last) return { at: now, uncertaintyMs: UNKNOWN_MS };
  const drift = (Math.abs(now - last.at) / DAY_MS) * DRIFT_MS_A_DAY;
  return { at: now + last.ahead, uncertaintyMs: Math.round(last.error + drift) + (last.isChanged ? UNKNOWN_MS : 0) };
}

/**
 * After a start: a clock that shows less than it has shown before was set back while nobody looked.
 * @param {Compared} last
 * @param {number} now
 * @returns {Compared}
 */
export function afterStart(last, now) {
  return now < last.seen - STEP_MS ? { ...last, isChanged: true } : last;
}

/**
 * Between two looks: the phone's clock and its steady counter should have gone on alike. A clock that was set is corrected
 * by just as much. One that gained while the phone slept gained nothing: the counter slept too.
 * @param {Compared} last
 * @param {{ clock: number, steady: number }} before
 * @param {{ clock: number, steady: number }} now
 * @param {boolean} wasAwake all the time between
 * @returns {Compared}
 */
export function afterLook(last, before, now, wasAwake) {
  const step = now.clock - before.clock - (now.steady - before.steady);
  const seen = Math.max(last.seen, now.clock);
  if (Math.abs(step) < STEP_MS || (step > 0 && !wasAwake)) return { ...last, seen };
  return { ...last, ahead: last.ahead - step, at: last.at + step, seen: now.clock, isChanged: last.isChanged || !wasAwake };
}

const LOOK_EVERY_MS = 1000;

/**
 * Looks every second.
 * @param {() => Compared | null} get
 * @param {(compared: Compared) => void} set
 */
export function watch(get, set) {
  let isAwake = !document.hidden;
  let before = { clock: Date.now(), steady: performance.now() };
  document.addEventListener("visibilitychange", () => (isAwake = false));
  setInterval(() => {
    const now = { clock: Date.now(), steady: performance.now() };
    const last = get();
    if (last) set(afterLook(last, before, now, isAwake));
    before = now;
    isAwake = !document.hidden;
  }, LOOK_EVERY_MS);
}
