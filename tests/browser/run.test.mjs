// The run in the driver's hand, in a real browser against the real server: a day with no signal, and what the firm sees of it.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { mayTell, whyNoDoors, withoutDoors } from '../../web/js/run/doors.js';
import { TILES_MAX, tileOf, tilesAround, tilesOfRun } from '../../web/js/run/tiles.js';
import { INSTEAD } from '../../web/js/run/words-on-foot.js';
import { CATALOGUES } from '../../web/js/run/words.js';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';
import { LANGS, WAIT_MAX, WIDTHS, eventually } from './support/browser.mjs';
import { BASE } from './support/city.mjs';
import { cityNow, newRideRun, newRun, openFirm } from './support/firm.mjs';
import { startGateBrowser } from './support/gate.mjs';
import { openLine } from './support/line.mjs';
import { SENT_WITHIN_MS, connect, cutOff, holdsFiles, kept, openPhone as openPhoneOn, stripSays } from './support/phone.mjs';

const WEB = fileURLToPath(new URL('../../web/', import.meta.url));
const PARCEL = fileURLToPath(new URL('../../platform/drill/src/parcel.png', import.meta.url));
/** The ground of the squares in tests/map/city.mbtiles. */
const GROUND = '234,240,226';
/** What a phone loads before it can be used, compressed. */
const TRANSFER_BYTES_MAX = 150_000;
const DAY_MS = 24 * 3_600_000;

let camera;
let firm;
let line;

before(async () => {
  camera = await startGateBrowser();
  firm = await openFirm();
  line = await openLine(BASE);
});

after(async () => {
  await camera.close();
  await line.cut();
});

const word = (page, key, fill = {}) => CATALOGUES[page.lang][key].replace(/\{(\w+)\}/g, (gap, name) => String(fill[name] ?? gap));

const openPhone = (t, options) => openPhoneOn(t, camera.browser, { line, ...options });

/** Opens a run's link, until the phone holds all that it needs without a signal. */
async function openRun(page, key) {
  await page.goto(`/run#${key}`);
  await page.locator('body[data-has-run="yes"]').waitFor();
  assert.ok(!page.url().includes('#'), 'the secret does not stay in the address');
  await holdsFiles(page, 'run');
}

/** The strip says how many steps wait, were sent and were refused. */
function counted(page, numbers, timeout = WAIT_MAX) {
  const key = numbers.refused ? 'run-log-strip-refused' : 'run-log-strip';
  return stripSays(page, word(page, key, numbers), timeout);
}

const press = (page, focus) => page.locator(`[data-focus="${focus}"]`).click();

/** Opens the stop at which an order is handed over, wherever the run stands. */
async function standAt(page, { id }) {
  const there = page.locator(`[data-focus="over ${id}"]`);
  if (await there.isVisible()) return;
  const rows = page.locator('#view-stops .run-row');
  for (let at = 0; at < (await rows.count()); at += 1) {
    const tab = page.locator('#tabs [data-tab="stops"]');
    if (await tab.isVisible()) await tab.click();
    await rows.nth(at).click();
    if (await there.isVisible()) return;
  }
  throw new Error(`no stop hands ${id} over`);
}

async function handOver(page, order, code = order.code) {
  await standAt(page, order);
  await press(page, `over ${order.id}`);
  await page.locator('#hand-code').fill(code);
  await page.locator('#hand-save').click();
}

async function other(page, order, way) {
  await standAt(page, order);
  await press(page, `other ${order.id}`);
  await page.locator(`#other-${way}`).click();
}

/** What became of each order as the firm sees it, and how often each thing happened. */
async function atTheFirm(run) {
  const seen = await run.ask('GET', `/api/v1/day-runs/${run.id}`);
  const states = Object.fromEntries(seen.stops.flatMap(({ cargo }) => cargo.map(({ id, state }) => [id, state])));
  const kinds = seen.events.map(({ kind }) => kind).filter((kind) => !['published', 'changed'].includes(kind));
  return { state: seen.state, states, kinds };
}

/** It installs as an app of its own, and the ambulance is one tap away. */
async function isAnApp(page) {
  const devtools = await page.context().newCDPSession(page);
  const { url, errors, data } = await devtools.send('Page.getAppManifest');
  assert.deepEqual([new URL(url).pathname, errors, JSON.parse(data).start_url], ['/static/icons/run.webmanifest', [], '/run']);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // A window of a test's own is a private one, in which nothing is installed.
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'), []);
  assert.ok(await page.locator('a[href="tel:120"]').isVisible(), 'the ambulance is one tap away');
}

/** The door of an order is found and called with a press each. */
async function leadsTo(page, order) {
  await standAt(page, order);
  const way = await page.locator('[data-focus="navigate"]').getAttribute('href');
  assert.match(way, /^geo:(-?\d+\.\d{6},-?\d+\.\d{6})\?q=\1\(.+\)$/);
  assert.equal(await page.locator(`[data-focus="call ${order.id}"]`).getAttribute('href'), 'tel:13800000001');
}

test('a day without a signal: each step is kept, and reaches the firm exactly once', async (t) => {
  const run = await newRun(firm);
  const [first, second, third, fourth, fifth, sixth] = run.orders;
  const page = await openPhone(t);
  await openRun(page, run.key);
  await page.locator('[data-focus="depart"]').waitFor();
  assert.equal(await page.locator('#view-stops .run-row').count(), 6, 'each order is a stop of its own');
  await isAnApp(page);
  await cutOff(page, line);

  await press(page, 'depart');
  await counted(page, { saved: 1, sent: 0 });
  await leadsTo(page, first);
  await handOver(page, first, first.code === '000000' ? '000001' : '000000');
  await page.locator('#hand-code-error').getByText(word(page, 'run-code-wrong')).waitFor();
  await page.locator('#hand-code').fill(first.code);
  await page.locator('#hand-save').click();
  await counted(page, { saved: 2, sent: 0 });

  await handOverSome(page, second);
  await other(page, third, 'put-down');
  await page.locator('#point').fill('大厅货架');
  await page.locator('#photo').setInputFiles(PARCEL);
  await page.locator('#photo-seen:not([hidden])').waitFor();
  await page.locator('#put-down-form .button-primary').click();
  await other(page, fourth, 'refused');
  await page.locator('#refused-reason').fill('不要了');
  await page.locator('#refused-form .button-primary').click();
  // A slip is taken back while nobody else knows of it.
  await other(page, fifth, 'refused');
  await page.locator('#refused-form .button-primary').click();
  await counted(page, { saved: 6, sent: 0 });
  await page.locator('#log-open').click();
  await page.locator('#log .run-log-row').first().getByRole('button').click();
  await page.locator('#log [data-close]').click();
  await counted(page, { saved: 5, sent: 0 });
  await other(page, fifth, 'absent');
  await page.locator('#absent-form .button-primary').click();
  await counted(page, { saved: 6, sent: 0 });

  await scanOver(page, sixth);
  await counted(page, { saved: 7, sent: 0 });

  await page.reload();
  await page.locator('body[data-has-run="yes"]').waitFor();
  await counted(page, { saved: 7, sent: 0 });
  await page.locator('[data-focus="end"]').waitFor();
  await press(page, 'end');
  await counted(page, { saved: 8, sent: 0 });
  assert.equal((await atTheFirm(run)).state, 'planned', 'nobody has heard of it yet');

  await connect(page, line);
  await counted(page, { saved: 0, sent: 8 }, SENT_WITHIN_MS);
  const seen = await atTheFirm(run);
  assert.equal(seen.state, 'over');
  const states = ['handed_over', 'short', 'dropped', 'refused', 'absent', 'handed_over'];
  assert.deepEqual(run.orders.map(({ id }) => seen.states[id]), states);
  assert.deepEqual(seen.kinds, ['departed', 'handed_over', 'short', 'dropped', 'refused', 'absent', 'handed_over', 'ended']);
  const { photo } = await firm.ask('GET', `/api/v1/orders/${third.id}`);
  assert.match(photo, /^[0-9a-f]{64}$/, 'the photo came too');
  await eventually(async () => !(await kept(page)).includes('138 0000 0001'), 'doors and contacts go with the end of the run');
  assert.deepEqual(page.troubles, []);
});

/** Hands over with one piece of the first line damaged. */
async function handOverSome(page, order) {
  await standAt(page, order);
  await press(page, `over ${order.id}`);
  await page.locator('#hand-code').fill(order.code);
  await page.locator('#hand input[value="some"]').check();
  await page.locator('#hand-save').click();
  await page.locator('#hand-lines-error').getByText(word(page, 'run-lines-same')).waitFor();
  await page.locator('.run-line').first().locator('.run-stepper').last().getByRole('button').last().click();
  await page.locator('#hand-save').click();
}

/** Hands over by the square code on the resident's phone. */
async function scanOver(page, order) {
  camera.show(`TONGXIN:${order.id}:${order.code}`);
  await standAt(page, order);
  await press(page, `over ${order.id}`);
  await page.locator('#hand-scan').click();
  await eventually(() => page.locator('#hand-code').inputValue().then((value) => value === order.code), 'the code is read', SENT_WITHIN_MS);
  await page.locator('#hand-save').click();
}

/** The run of the other tests, one after another: published, under way, with another link. */
let second;

for (const lang of LANGS) {
  for (const width of WIDTHS) {
    const theme = lang === 'en' && width === 390 ? 'dark' : 'light';
    test(`each screen is accessible and fits: ${lang}, ${width} px, ${theme}`, async (t) => {
      second ??= await newRun(await openFirm('second'));
      const page = await openPhone(t, { lang, width, theme });
      const look = async (name) => {
        await assertAccessible(page, name);
        await assertFitsItsWindow(page, name);
        await picture(page, `run-${name}.${lang}.${width}`);
      };
      // The bar at the foot lies over what can be scrolled from under it; in a long window nothing does.
      await page.setViewportSize({ width, height: 2_000 });
      await page.goto('/run');
      await page.locator('#start h2').waitFor();
      await look('none');
      await openRunWithMap(page, second.key);
      await page.locator('[data-focus="depart"]').waitFor();
      await look('planned');
      await cutOff(page, line);
      await press(page, 'depart');
      await page.locator('#stop-name').waitFor();
      await look('stop');
      await page.locator('.run-hand-over').first().click();
      await page.locator('#hand-code').fill('1');
      await page.locator('#hand-save').click();
      await page.locator('#hand input[value="some"]').check();
      await look('hand-over');
      await page.locator('#hand [data-close]').click();
      await page.locator('[data-focus^="other "]').first().click();
      await look('other');
      await page.locator('#other-put-down').click();
      await look('put-down');
      await page.locator('#other').press('Escape');
      await press(page, 'stuck');
      await look('stuck');
      await page.locator('#stuck [data-close]').click();
      if (width === 390) {
        await page.locator('#tabs [data-tab="stops"]').click();
        await look('stops');
      }
      await page.locator('#log-open').click();
      await look('log');
      await page.locator('#log [data-close]').click();
      await line.mend();
    });
  }
}

for (const lang of LANGS) {
  for (const width of WIDTHS) {
    test(`a run on paper is accessible and fits: ${lang}, ${width} px`, async (t) => {
      second ??= await newRun(await openFirm('second'));
      const page = await openPhone(t, { lang, width });
      await page.context().addCookies([{ name: 'tx_session', value: second.token, url: line.base }]);
      await page.goto(`/outlet/runs-sheet/${second.id}`);
      await page.locator('.run-open-qr svg').waitFor();
      assert.equal(await page.locator('.run-parcel').count(), second.orders.length);
      await assertAccessible(page, 'run-sheet');
      await assertFitsItsWindow(page, 'run-sheet');
      await picture(page, `run-sheet.${lang}.${width}`);
      if (width !== 390) return;
      await page.emulateMedia({ media: 'print' });
      await page.setViewportSize({ width: 794, height: 1123 });
      await picture(page, `run-sheet-a4.${lang}`);
    });
  }
}

test('before its day a run tells times and compounds, and no doors', async (t) => {
  const run = await newRun(firm, 1);
  for (const lang of LANGS) {
    const page = await openPhone(t, { lang });
    // The bar at the foot lies over what can be scrolled from under it; in a long window nothing does.
    await page.setViewportSize({ width: 390, height: 2_000 });
    await openRun(page, run.key);
    await page.locator('#no-doors').waitFor();
    await page.locator('.run-load-row').first().getByText(lang === 'en' ? 'Bamboo Court' : '竹苑小区').waitFor();
    const left = await kept(page);
    for (const told of ['138 0000 0001', '老人行动慢', '"1203"', 'code_hash', '栋']) assert.ok(!left.includes(told), `${told}: ${left}`);
    await assertAccessible(page, `a run before its day in ${lang}`);
    await assertFitsItsWindow(page, `a run before its day in ${lang}`);
    await picture(page, `run-day-before.${lang}.390`);
    assert.deepEqual(page.troubles, []);
  }
});

test('when the day of a run is over the phone forgets its doors, with no signal too', async (t) => {
  second ??= await newRun(await openFirm('second'));
  const page = await openPhone(t, { lang: 'en' });
  await page.clock.install();
  await openRunWithMap(page, second.key);
  await cutOff(page, line);
  assert.ok((await kept(page)).includes('138 0000 0001'));
  const forgot = async () => {
    await page.locator('#no-doors').waitFor();
    const left = await kept(page);
    assert.ok(left.includes(second.id), 'the run is still there');
    for (const told of ['138 0000 0001', '老人行动慢', '"1203"', 'code_hash', '栋']) assert.ok(!left.includes(told), `${told}: ${left}`);
    assert.equal(await keptTiles(page), 0, 'nor where its stops are');
  };
  await page.clock.fastForward(DAY_MS);
  await forgot();
  await picture(page, 'run-day-after.en.390');
  await page.reload();
  await page.locator('body[data-has-run="yes"]').waitFor();
  await forgot();
  // What is said now waits all the same, and names no door.
  await press(page, 'depart');
  await counted(page, { saved: 1, sent: 0 });
  await forgot();
  assert.deepEqual(page.troubles, []);
});

test('what the server does not take is shown with why and what to do', async (t) => {
  second ??= await newRun(await openFirm('second'));
  const page = await openPhone(t, { lang: 'en' });
  await openRun(page, second.key);
  await page.locator('[data-focus="depart"]').waitFor();
  await cutOff(page, line);
  await press(page, 'depart');
  const [order] = second.orders;
  await other(page, order, 'absent');
  await page.locator('#absent-form .button-primary').click();
  await counted(page, { saved: 2, sent: 0 });
  // Meanwhile the firm says something else of the same order.
  const say = (body) => second.ask('POST', `/api/v1/day-runs/${second.id}/events`, body);
  await say({ event: 'depart' });
  await say({ event: 'drop', cargo: { kind: 'order', id: order.id }, point: 'Gate' });
  await connect(page, line);
  await counted(page, { saved: 0, sent: 0, refused: 2 }, SENT_WITHIN_MS);
  await page.locator('#log-open').click();
  await page.locator('#log-list').getByText(word(page, 'run-why-dispatch-cargo-done')).waitFor();
  await page.getByText(word(page, 'run-why-dispatch-run-left')).waitFor();
  assert.equal((await atTheFirm(second)).states[order.id], 'dropped', 'the first word counts');
  await picture(page, 'run-refused.en.390');
});

test('a photo of 50 MB is refused in words, and what it should show is recorded without it', async (t) => {
  second ??= await newRun(await openFirm('second'));
  const folder = mkdtempSync(join(tmpdir(), 'photo-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const large = join(folder, 'large.jpg');
  writeFileSync(large, Buffer.alloc(50 * 1024 * 1024));
  for (const lang of LANGS) {
    const page = await openPhone(t, { lang });
    await openRun(page, second.key);
    await cutOff(page, line);
    if (await page.locator('[data-focus="depart"]').isVisible()) await press(page, 'depart');
    const order = second.orders.at(-1);
    await other(page, order, 'put-down');
    await page.locator('#point').fill('大厅货架');
    await page.locator('#photo').setInputFiles(large);
    await page.locator('#photo-said').getByText(word(page, 'run-photo-large', { mb: 50, most: 40 })).waitFor();
    await assertAccessible(page, 'a photo that is too large');
    await picture(page, `run-photo-large.${lang}.390`);
    await page.locator('#put-down-form .button-primary').click();
    await page.locator('#log-open').click();
    await page.locator('#log .run-log-row').first().getByText(word(page, 'run-step-drop')).waitFor();
    assert.ok((await kept(page)).length < 1_000_000, 'the file is not kept');
    await line.mend();
    await page.context().close();
  }
});

test('what the first version of the app left waiting is brought up and sent, a photo too', async (t) => {
  const phones = await openFirm('phones');
  const run = await newRun(phones);
  const [order, other] = run.orders;
  const page = await openPhone(t);
  await page.goto('/privacy');
  await page.evaluate(async ({ key, at, order, other }) => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open('tongxin-run', 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('runs', { keyPath: 'id' });
        request.result.createObjectStore('steps', { keyPath: 'n', autoIncrement: true });
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 64 });
    canvas.getContext('2d').fillRect(8, 8, 32, 32);
    const photo = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg'));
    const id = key.split('.')[0];
    const drop = crypto.randomUUID();
    const cargo = (one) => ({ kind: 'order', id: one });
    const transaction = database.transaction(['runs', 'steps'], 'readwrite');
    transaction.objectStore('runs').put({ id, key, etag: '', sheet: null, outlines: null, base: null, aheadMs: at - Date.now(), openedAt: Date.now(), syncedAt: 0, takenOn: [] });
    const steps = transaction.objectStore('steps');
    steps.add({ run: id, key: crypto.randomUUID(), at, state: 'saved', said: { event: 'depart' } });
    steps.add({ run: id, key: drop, at, state: 'sending', said: { event: 'drop', cargo: cargo(order), point: '大厅货架' } });
    steps.add({ run: id, key: crypto.randomUUID(), at, state: 'saved', said: null, photo, order, of: drop });
    steps.add({ run: id, key: crypto.randomUUID(), at, state: 'saved', said: { event: 'absent', cargo: cargo(other) } });
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
  }, { key: run.key, at: await cityNow(), order: order.id, other: other.id });
  await page.goto('/run');
  await counted(page, { saved: 0, sent: 3 }, SENT_WITHIN_MS);
  const { states, kinds } = await atTheFirm(run);
  assert.deepEqual([states[order.id], states[other.id]], ['dropped', 'absent']);
  assert.deepEqual(kinds, ['departed', 'dropped', 'absent'], 'each once');
  const { photo } = await phones.ask('GET', `/api/v1/orders/${order.id}`);
  assert.match(photo, /^[0-9a-f]{64}$/, 'the photo came too');
  assert.deepEqual(page.troubles, []);
});

test('a new link ends the old one: the phone forgets the run', async (t) => {
  second ??= await newRun(await openFirm('second'));
  const page = await openPhone(t, { lang: 'en' });
  await openRunWithMap(page, second.key);
  assert.ok((await kept(page)).includes(second.id));
  const { link } = await second.ask('POST', `/api/v1/day-runs/${second.id}/link`, {});
  await page.locator('#log-open').click();
  await page.locator('#log-send').click();
  await page.getByText(word(page, 'run-wiped-title')).waitFor();
  const left = await kept(page);
  assert.ok(!left.includes(second.id) && !left.includes('138 0000 0001'), left);
  assert.equal(await keptTiles(page), 0, 'nor where its stops are');
  second.key = link.split('#')[1];
  await openRun(page, second.key);
  assert.deepEqual(page.troubles, []);
});

test('a patient is fetched and brought with no signal, and each step counts once', async (t) => {
  const ride = await newRideRun(await openFirm('patients'));
  for (const lang of LANGS) {
    const page = await openPhone(t, { lang });
    await openRun(page, ride.key);
    await assertAccessible(page, `a ride before it leaves in ${lang}`);
    if (lang !== LANGS.at(-1)) continue;
    await press(page, 'depart');
    await counted(page, { saved: 0, sent: 1, refused: 0 }, SENT_WITHIN_MS);
    await cutOff(page, line);
    await page.getByText(word(page, 'run-gets-in')).first().waitFor();
    await page.locator('.run-parcel').getByText(ride.door, { exact: true }).waitFor();
    await assertAccessible(page, 'where a patient gets in');
    await picture(page, `run-ride-in-${lang}`);
    await press(page, `in ${ride.there}`);
    await page.getByText(word(page, 'run-gets-out')).first().waitFor();
    await picture(page, `run-ride-out-${lang}`);
    await press(page, `out ${ride.there}`);
    await counted(page, { saved: 2, sent: 1, refused: 0 });
    await page.reload();
    await page.locator(`[data-focus="in ${ride.back}"]`).waitFor();
    await connect(page, line);
    await counted(page, { saved: 0, sent: 3, refused: 0 }, SENT_WITHIN_MS);
    assert.deepEqual(page.troubles, []);
  }
  const { state, states, kinds } = await atTheFirm(ride);
  assert.deepEqual([state, states[ride.there], states[ride.back]], ['under_way', 'handed_over', 'open']);
  assert.deepEqual(kinds, ['departed', 'taken_on', 'handed_over']);
});

/** Opens a run until the phone holds its map as well. */
async function openRunWithMap(page, key) {
  await openRun(page, key);
  await eventually(() => page.evaluate(() => caches.match('/static/vendor/maplibre-gl-csp-worker.js').then(Boolean)), 'the map is kept', SENT_WITHIN_MS);
  await eventually(async () => (await kept(page)).includes('FeatureCollection'), 'the outlines are kept', SENT_WITHIN_MS);
  await eventually(async () => (await keptTiles(page)) === (await wantedTiles(page)), 'the streets are kept', SENT_WITHIN_MS);
}

/** How many tiles the phone should keep, by the sheet and the base map that it has. */
async function wantedTiles(page) {
  const run = await page.evaluate(async () => {
    const { runs } = await import('/static/js/run/store.js');
    return (await runs()).find(({ base }) => base);
  });
  return run ? tilesOfRun(run).length : Number.POSITIVE_INFINITY;
}

/** How many tiles the phone keeps. */
function keptTiles(page) {
  return page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('tiles-'));
    const tiles = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).length));
    return tiles.reduce((a, b) => a + b, 0);
  });
}

/** The colour of the map's edge, where nothing is marked. */
async function edgeOf(page) {
  const { data, height, width } = PNG.sync.read(await page.locator('#map').screenshot());
  const at = ((height >> 1) * width + 4) * 4;
  return [...data.subarray(at, at + 3)].join();
}

test('the map that is opened for the first time without a signal is drawn', async (t) => {
  second ??= await newRun(await openFirm('second'));
  const page = await openPhone(t);
  await openRunWithMap(page, second.key);
  await cutOff(page, line);
  await page.locator('#tabs [data-tab="map"]').click();
  await page.locator('#map[data-drawn="yes"]').waitFor();
  await page.locator('#map .run-pin').first().waitFor();
  assert.equal(await page.locator('#map .run-pin').count(), await page.locator('#view-stops .run-row').count(), 'each stop has its point');
  await page.locator('#map-said').getByText(word(page, 'run-map-about')).waitFor();
  await eventually(async () => (await edgeOf(page)) === GROUND, 'the streets that are kept are drawn');
  assert.equal(await page.locator('#map .map-credit').textContent(), 'Squares of a test');
  await assertAccessible(page, 'map');
  await picture(page, 'run-map.zh-CN.390');
  await page.locator('#map .run-pin').first().click();
  await page.locator('body[data-tab="next"]').waitFor();
  assert.deepEqual(page.troubles, []);
});

test('a phone that can draw no map says so, and lists the stops', async (t) => {
  second ??= await newRun(await openFirm('second'));
  const page = await openPhone(t, { lang: 'en' });
  await page.addInitScript(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function only2d(kind, ...more) {
      return kind === '2d' ? getContext.call(this, kind, ...more) : null;
    };
  });
  await openRunWithMap(page, second.key);
  await cutOff(page, line);
  await page.locator('#tabs [data-tab="map"]').click();
  await page.locator('#map-said').getByText(word(page, 'run-map-failed')).waitFor();
  await page.locator('#tabs [data-tab="stops"]').click();
  await page.locator('#view-stops .run-row').first().waitFor();
});

/** The files that the service worker keeps at first, as it lists them itself, and the page. */
function shellFiles() {
  const worker = readFileSync(join(WEB, 'run-worker.js'), 'utf8');
  const listed = /const FILES = \[([^\]]*)\]/.exec(worker)[1].match(/"[^"]+"/g);
  return ['run.html', 'run-worker.js', 'js/queue/worker.js', ...listed.map((quoted) => quoted.slice(1, -1))];
}

test('a phone loads little before it can be used, and all that it then needs', () => {
  const files = shellFiles();
  const bytes = files.map((file) => gzipSync(readFileSync(join(WEB, file))).length).reduce((a, b) => a + b, 0);
  console.log(`first load: ${(bytes / 1000).toFixed(1)} kB compressed, ${files.length} files`);
  assert.ok(bytes < TRANSFER_BYTES_MAX, `${bytes}`);
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    const folder = file.split('/').slice(0, -1).join('/');
    const imports = [...readFileSync(join(WEB, file), 'utf8').matchAll(/^(?:import|export) [^;]*?"(\.[^"]+)";/gms)].map(([, path]) => join(folder, path));
    for (const needed of imports) assert.ok(files.includes(needed), `${file} needs ${needed}, which the worker does not keep`);
  }
});

test('a slow phone with no signal shows the next stop soon', async (t) => {
  second ??= await newRun(await openFirm('second'));
  const page = await openPhone(t);
  await openRun(page, second.key);
  await cutOff(page, line);
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.reload();
  await page.locator('body[data-has-run="yes"]').waitFor();
  const ms = await page.evaluate(() => performance.now());
  console.log(`a run is in sight ${Math.round(ms)} ms after opening, at a quarter of this processor's speed`);
});

test('the streets that a phone keeps lie around its stops and are no more than it can bear', () => {
  const base = { tiles: ['/{z}/{x}/{y}'], minzoom: 0, maxzoom: 20 };
  // The example of wiki.openstreetmap.org/wiki/Slippy_map_tilenames.
  assert.deepEqual(tileOf([139.7006793, 35.6590699], 18), [232798, 103246]);
  const around = tilesAround({ ...base, minzoom: 14, maxzoom: 14 }, [[106.577, 29.557]]);
  assert.equal(around.length, 9);
  const far = Array.from({ length: 40 }, (_, at) => [106 + at / 20, 29 + at / 30]);
  const kept = tilesAround(base, far);
  assert.equal(kept.length, TILES_MAX);
  assert.ok(kept[0].startsWith('/9/'), 'the far view first');
  assert.deepEqual(tilesAround({ ...base, maxzoom: 0 }, [[0, 0]]), ['/0/0/0']);
  assert.deepEqual(tilesAround(base, []), []);
});

test('a run that is out at midnight keeps its doors until nothing of it is open', () => {
  const place = { code: '500112001001001001', path: ['街道', '社区', '小区', '1栋'].map((zh) => ({ zh, en: zh })), lon: 106.5, lat: 29.5, is_estimated: false };
  const door = { door: '1203', contact: '138 0000 0001', note: '放门口', code_hash: 'ab' };
  const ride = { door, way: 'back', people: { seats: 1, wheelchairs: 0 }, appointment_at: '2022-11-24T02:00:00Z', to: { path: place.path } };
  const cargo = [{ kind: 'order', id: 'A', order: { door, lines: [] }, ride: null }, { kind: 'ride', id: 'B', order: null, ride }];
  const sheet = { doors_from: '2022-11-23T16:00:00Z', doors_until: '2022-11-24T16:00:00Z', tells_doors: true, stops: [{ stop: 1, place, cargo }] };
  const [before, on, after] = ['2022-11-23T15:59:59Z', '2022-11-23T16:00:00Z', '2022-11-24T16:00:00Z'].map(Date.parse);
  const told = (state, open, at) => mayTell({ sheet, state, open }, at);
  assert.deepEqual([told('planned', 2, on), told('planned', 2, after - 1), told('planned', 2, after)], [true, true, false]);
  assert.deepEqual([told('under_way', 1, after), told('under_way', 0, after), told('broken', 1, after)], [true, false, false]);
  const bare = withoutDoors(sheet);
  for (const word of ['1203', '138', '放门口', 'ab', '1栋', '500112', '106.5']) assert.ok(!JSON.stringify(bare.stops).includes(word), word);
  assert.ok(JSON.stringify(bare).includes('小区') && sheet.tells_doors, 'the compound stays, and the sheet that was given as it was');
  const why = (given, state, open, at) => whyNoDoors({ sheet: given, state, open }, at);
  assert.deepEqual([why(bare, 'planned', 2, before), why(bare, 'planned', 2, on), why(bare, 'under_way', 2, after)], ['run-doors-later', 'run-doors-fetch', 'run-doors-gone']);
  assert.deepEqual([why(sheet, 'planned', 2, on), why(bare, 'over', 0, on), why(bare, 'under_way', 0, on)], [null, null, null]);
});

test('every word is said in both languages', () => {
  assert.deepEqual(Object.keys(CATALOGUES.en), Object.keys(CATALOGUES['zh-CN']));
  const gaps = (said) => [...said.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();
  for (const [key, text] of Object.entries(CATALOGUES.en)) {
    assert.deepEqual(gaps(text), gaps(CATALOGUES['zh-CN'][key]), key);
  }
  assert.deepEqual(Object.keys(INSTEAD.en), Object.keys(INSTEAD['zh-CN']));
  for (const [key, text] of Object.entries(INSTEAD.en)) {
    assert.ok(key in CATALOGUES.en, key);
    assert.deepEqual(gaps(text), gaps(INSTEAD['zh-CN'][key]), key);
  }
  const sources = shellFiles().filter((file) => /^(js\/run|run\.html)/.test(file)).map((file) => readFileSync(join(WEB, file), 'utf8')).join('\n');
  const built = ['run-state-', 'run-cargo-', 'run-step-', 'run-why-'];
  const unused = Object.keys(CATALOGUES.en).filter((key) => !built.some((start) => key.startsWith(start)) && !sources.replace(/^ +"run-[\w-]+":/gm, '').includes(`"${key}"`));
  assert.deepEqual(unused, []);
});

async function picture(page, name) {
  const folder = process.env.TONGXIN_ARTEFACTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
