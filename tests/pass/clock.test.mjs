// What a gate believes of its clock (web/js/scan/clock.js).

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { CLOCK_TOLERANCE_MS } from '../../web/js/pass/limits.js';
import { UNKNOWN_MS, afterLook, afterStart, compared, reading } from '../../web/js/scan/clock.js';

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
/** The phone thinks it is 1970; the server knows better. */
const PHONE = 1_000_000;
const CITY = Date.parse('2022-11-24T02:00:00Z');

const fresh = () => compared(PHONE - 200, PHONE + 200, CITY, SECOND);

test("the phone's own setting does not matter", () => {
  const { at, uncertaintyMs } = reading(fresh(), PHONE + 5 * SECOND);
  assert.equal(at, CITY + SECOND / 2 + 5 * SECOND);
  assert.ok(uncertaintyMs >= 700 && uncertaintyMs < 710, `${uncertaintyMs}`);
});

test('five days without a signal are as good as none, and twenty are not', () => {
  assert.ok(reading(fresh(), PHONE + 5 * DAY).uncertaintyMs <= CLOCK_TOLERANCE_MS);
  assert.ok(reading(fresh(), PHONE + 20 * DAY).uncertaintyMs > CLOCK_TOLERANCE_MS);
});

test('a clock that was never compared says nothing about hours', () => {
  assert.deepEqual(reading(null, PHONE), { at: PHONE, uncertaintyMs: UNKNOWN_MS });
});

test('a clock that is set while somebody looks is corrected by as much, either way', () => {
  for (const step of [-3 * DAY, -10 * SECOND, 10 * SECOND, 3 * DAY]) {
    const before = { clock: PHONE + 60 * SECOND, steady: 60 * SECOND };
    const now = { clock: before.clock + SECOND + step, steady: before.steady + SECOND };
    const last = afterLook(fresh(), before, now, true);
    const { at, uncertaintyMs } = reading(last, now.clock);
    assert.equal(at, CITY + SECOND / 2 + 61 * SECOND, `${step}`);
    assert.ok(uncertaintyMs < 2 * SECOND, `${step}: ${uncertaintyMs}`);
  }
});

test('a night in which the phone slept is no changed clock', () => {
  const before = { clock: PHONE, steady: 0 };
  const now = { clock: PHONE + DAY / 3, steady: 2 * SECOND };
  const { at, uncertaintyMs } = reading(afterLook(fresh(), before, now, false), now.clock);
  assert.equal(at, CITY + SECOND / 2 + DAY / 3);
  assert.ok(uncertaintyMs < CLOCK_TOLERANCE_MS);
});

test('a clock set back while nobody looked is unsure until it is compared again', () => {
  const asleep = afterLook(fresh(), { clock: PHONE, steady: 0 }, { clock: PHONE - DAY, steady: SECOND }, false);
  const closed = afterStart({ ...fresh(), seen: PHONE + DAY }, PHONE + DAY / 2);
  for (const last of [asleep, closed]) assert.ok(reading(last, last.at).uncertaintyMs > DAY);
  assert.equal(afterStart(fresh(), PHONE + DAY).isChanged, false);
  assert.equal(compared(0, 0, CITY, 0).isChanged, false);
});
