// The checkpoint's page in a real browser whose camera sees drawn codes: with no signal, after one visit with one.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { CATALOGUES } from '../../web/js/scan/words.js';
import { LANGS, eventually } from './support/browser.mjs';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';
import { fileOf, openGate, pictureOf, shellFiles, startGateBrowser, startGateServer, vector, vectors } from './support/gate.mjs';
import { connect as connectOn, cutOff as cutOffOn, kept as keptOn, wakeWorker } from './support/phone.mjs';

const WEB = fileURLToPath(new URL('../../web/', import.meta.url));
const NOW = '2022-11-24T02:00:00Z';
const TRANSFER_BYTES_MAX = 200_000;

let browser;
let server;

before(async () => {
  browser = await startGateBrowser();
});

after(() => browser.close());

/** Each test has its own server, so that none sees another's counts. */
async function gateServer(t) {
  server = await startGateServer();
  server.setNow(NOW);
  t.after(() => server.cut());
  return server;
}

const word = (page, key) => CATALOGUES[page.lang][key];

/** Opens the page by the link that a gate is set up with, and takes it. */
async function setUp(page, { place = '500112', direction = 'enter', corridor = '' } = {}) {
  await page.goto(`/scan#place=${place}&direction=${direction}&corridor=${corridor}`);
  await page.getByRole('button', { name: word(page, 'scan-gate-save') }).click();
  await filesAreThere(page);
}

/** Keys, list and service worker are kept: the signal may go. */
async function filesAreThere(page) {
  await page.locator('#strip-keys[data-state="stable"], #strip-keys[data-state="failing"][data-key*="·"]').waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await eventually(() => page.evaluate(() => caches.keys().then((names) => names.length === 1)), 'the files are cached');
}

const cutOff = (page) => cutOffOn(page, server);
const connect = (page) => connectOn(page, server);

/** The verdict on the screen. */
async function verdictOn(page) {
  await page.locator('dialog.verdict[open]').waitFor();
  return page.locator('dialog.verdict').getAttribute('data-verdict');
}

/** Shows a code to the camera of a page that starts anew. */
async function scan(page, text) {
  browser.show(text);
  await page.reload();
  return verdictOn(page);
}

async function type(page, text) {
  await page.locator('#type-open').click();
  await page.locator('#type-text').fill(text);
  await page.getByRole('button', { name: word(page, 'scan-type-check'), exact: true }).click();
  return verdictOn(page);
}

/** The strip says how many counts wait, and how many were sent and refused. */
function counted(page, numbers) {
  const said = word(page, numbers.refused ? 'scan-counts-strip-refused' : 'scan-counts-strip');
  return page.locator('#strip-counts').getByText(said.replace(/\{(\w+)\}/g, (_, name) => numbers[name])).waitFor();
}

/** All that the page has left on the phone or shows, as text. */
async function kept(page) {
  return [await keptOn(page), await page.evaluate(() => document.documentElement.outerHTML)].join('\n');
}

const cases = [
  ['kind key_goods', NOW],
  ['revoked', NOW],
  ['two minutes late', '2022-11-26T16:02:00Z'],
  ['two minutes and a second early', '2022-11-23T15:57:30Z'],
  ['another district', NOW, { place: '500106' }],
  ['the wrong way', NOW, { direction: 'leave' }],
  ['outside the hours', NOW],
  ['another day', NOW],
  ['beyond the list', NOW],
  ['a slow clock', '2022-11-23T23:00:00Z'],
  ['signed by a stranger', NOW],
  ['one bit of the claims changed', NOW],
  ['cut off', NOW],
];

test('with no signal, each verdict is that of the vectors, seen through the camera', async (t) => {
  const reached = new Set();
  for (const [name, now, gate] of cases) {
    await t.test(name, async (t) => {
      await gateServer(t);
      server.setNow(now);
      browser.show(null);
      const page = await openGate(t, browser, server);
      await setUp(page, gate);
      await cutOff(page);
      const { text, verdict } = vector(name);
      assert.equal(await scan(page, text), verdict);
      reached.add(verdict);
      assert.equal(await page.locator('#verdict-word').textContent(), word(page, `verdict-${verdict}`));
      assert.deepEqual(page.troubles, []);
      await server.mend();
    });
  }
  const all = Object.keys(CATALOGUES.en).filter((key) => key.startsWith('verdict-')).map((key) => key.slice('verdict-'.length));
  assert.deepEqual([...reached].sort(), all.sort());
});

test('another code is no pass, and says so', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server, { lang: 'en' });
  await setUp(page);
  await cutOff(page);
  assert.equal(await scan(page, 'https://example.org/health-code'), 'damaged');
  assert.equal(await page.locator('#verdict-why').textContent(), word(page, 'why-other-code'));
  await server.mend();
});

test('after a verdict it looks again, and the same code in front of it is counted once', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server);
  await setUp(page);
  await cutOff(page);
  assert.equal(await scan(page, vector('kind key_goods').text), 'valid');
  await page.locator('#verdict-next').click();
  await page.getByText(word(page, 'scan-same-code')).waitFor();
  assert.equal(await page.locator('dialog.verdict[open]').count(), 0);
  await counted(page, { saved: 1, sent: 0 });
  await server.mend();
});

test('a typed pass is judged like a scanned one, by keyboard alone; a verdict can be held and goes away by itself', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server, { lang: 'en', camera: false });
  await setUp(page);
  await cutOff(page);
  await page.locator('#type-open').focus();
  await page.keyboard.press('Enter');
  await page.locator('#type-text').focus();
  await page.keyboard.insertText(vector('kind truck_driver').text);
  await page.keyboard.press('Enter');
  assert.equal(await verdictOn(page), 'valid');
  assert.equal(await page.locator('[data-part=name]').textContent(), 'Zhang');
  await page.locator('dialog.verdict:not([open])').waitFor({ state: 'attached', timeout: 15_000 });
  assert.equal(await type(page, vector('revoked').text), 'revoked');
  await page.getByRole('button', { name: word(page, 'scan-hold') }).click();
  await page.getByText(word(page, 'scan-held')).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('dialog.verdict:not([open])').waitFor({ state: 'attached' });
  await server.mend();
});

test('a hand scanner needs no field: it types a pass and Enter, over a verdict too', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server);
  await setUp(page);
  await page.locator('#type-open').focus();
  for (const name of ['kind key_goods', 'revoked']) {
    await page.keyboard.type(vector(name).text);
    await page.keyboard.press('Enter');
    await page.locator(`dialog.verdict[open][data-verdict="${vector(name).verdict}"]`).waitFor();
  }
  await counted(page, { saved: 2, sent: 0 });
  assert.equal(await page.locator('#type[open]').count(), 0);
});

test('nothing of a person stays on the phone', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server);
  await setUp(page);
  server.lookup = [vector('kind rider').text];
  await page.locator('#lookup-open').click();
  await page.locator('#lookup-text').fill('40404');
  await page.getByRole('button', { name: word(page, 'scan-lookup-go'), exact: true }).click();
  await verdictOn(page);
  await page.locator('#verdict-next').click();
  await cutOff(page);
  const names = ['kind key_goods', 'kind truck_driver', 'kind medical', 'revoked', 'another day'];
  for (const name of names) {
    await type(page, vector(name).text);
    await page.locator('#verdict-next').click();
  }
  await counted(page, { saved: 6, sent: 0 });
  // A dialog says that it is closed a moment after it is, and then the verdict is wiped from the page.
  await eventually(async () => !(await kept(page)).includes(vector(names[0]).pass.plate), 'the verdict is wiped');
  const all = await kept(page);
  assert.match(all, /"2022-11-24T02:00:00Z\|enter\|valid":3/);
  for (const name of [...names, 'kind rider']) {
    const { pass, text } = vector(name);
    const secrets = [text.slice(4, 40), pass.surname, pass.id_end, pass.plate, pass.org].filter(Boolean);
    for (const secret of secrets) assert.ok(!all.includes(secret), `${secret} of ${name} stays`);
  }
  await server.mend();
});

test('counts are sent once, whatever gets lost', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server);
  await setUp(page);
  await cutOff(page);
  for (const name of ['kind key_goods', 'kind medical', 'revoked']) {
    await type(page, vector(name).text);
    await page.locator('#verdict-next').click();
  }
  // The server takes them, and its answer is lost; then the page is closed and opened again.
  server.lost = 1;
  await connect(page);
  await eventually(() => server.posts >= 1, 'the counts arrive');
  await page.reload();
  await type(page, vector('one bit of the claims changed').text);
  await page.locator('#verdict-next').click();
  await page.locator('#state-open').click();
  await page.locator('#state-send').click();
  await counted(page, { saved: 0, sent: 4 });
  const received = [...server.batches.values()];
  const rows = received.flatMap(({ counts }) => counts).map(({ direction, verdict, count }) => `${direction} ${verdict} ${count}`);
  assert.deepEqual(rows.sort(), ['enter forged 1', 'enter revoked 1', 'enter valid 2']);
  assert.ok(received.every(({ place }) => place === '500112'));
  assert.ok(server.posts > server.batches.size, 'one was sent again');
  assert.doesNotMatch(JSON.stringify(received), /TX1|渝A|陈/);
});

test('counts wait for somebody to sign in, and a refused batch is told', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server, { lang: 'en' });
  await setUp(page);
  await type(page, vector('kind medical').text);
  await page.locator('#verdict-next').click();
  server.countsStatus = 401;
  await page.locator('#state-open').click();
  await page.locator('#state-send').click();
  await page.getByText(word(page, 'scan-counts-sign-in')).waitFor();
  await counted(page, { saved: 1, sent: 0 });
  server.countsStatus = 422;
  await page.locator('#state-send').click();
  await counted(page, { saved: 0, sent: 0, refused: 1 });
});

test('what waits is sent by the worker that the browser wakes, with the page closed', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server);
  await setUp(page);
  await cutOff(page);
  await type(page, vector('kind medical').text);
  await page.locator('#verdict-next').click();
  await page.locator('#state-open').click();
  await page.locator('#state-send').click();
  await counted(page, { saved: 1, sent: 0 });
  await page.goto('about:blank');
  await connect(page);
  const other = await page.context().newPage();
  await other.goto('/static/icons/favicon.svg');
  await wakeWorker(other, server.base, '/scan', 'scan-counts');
  await eventually(() => server.batches.size === 1, 'the worker has sent it');
  await page.goto('/scan');
  await counted(page, { saved: 0, sent: 1 });
});

test('what the first version of the page had counted is sent, by the key that the server may know', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server);
  await page.goto('/static/icons/favicon.svg');
  await page.evaluate(async () => {
    const request = indexedDB.open('tongxin-gate', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('held');
      request.result.createObjectStore('batches', { keyPath: 'id' });
    };
    await new Promise((resolve) => (request.onsuccess = resolve));
    const transaction = request.result.transaction('batches', 'readwrite');
    transaction.objectStore('batches').put({ id: 'of-old', state: 'closed', place: '500112', counts: { '2022-11-24T02:00:00Z|enter|valid': 3 } });
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    request.result.close();
  });
  await setUp(page);
  await page.locator('#state-open').click();
  await page.locator('#state-send').click();
  await counted(page, { saved: 0, sent: 3 });
  assert.deepEqual([...server.batches], [['of-old', { place: '500112', counts: [{ hour: '2022-11-24T02:00:00Z', direction: 'enter', verdict: 'valid', count: 3 }] }]]);
});

test('a newer list is taken, an older one is not, and a delta is enough', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server, { lang: 'en' });
  await setUp(page);
  const update = async () => {
    await page.locator('#state-update').click();
    await page.locator('#state-said').filter({ hasNotText: word(page, 'scan-updating') }).waitFor();
    return page.locator('#state-facts').textContent();
  };
  await page.locator('#state-open').click();
  assert.match(await update(), /Issue 12,/);
  server.delta = fileOf('a delta with a changed bit');
  server.list = fileOf('an older list');
  assert.match(await update(), /Issue 12,/);
  assert.match(await page.locator('#state-said').textContent(), /older than the one held/);
  server.delta = fileOf('a delta');
  assert.match(await update(), /Issue 1[3-9],/);
  server.delta = null;
  server.keys = fileOf('an older key set');
  await update();
  assert.match(await page.locator('#state-said').textContent(), /older than the one held/);
  server.keys = fileOf("a key set by an issuer's key");
  await update();
  assert.match(await page.locator('#state-said').textContent(), /wrong signature/);
});

test('old files are told before anybody is scanned, and judged as too old', async (t) => {
  await gateServer(t);
  server.setNow('2022-11-25T02:00:00Z');
  browser.show(null);
  const page = await openGate(t, browser, server);
  await setUp(page);
  await page.locator('#strip-list[data-state="failing"]').getByText(word(page, 'scan-too-old')).waitFor();
  await cutOff(page);
  assert.equal(await type(page, vector('an old list').text), 'list_too_old');
  await server.mend();
});

test("a phone's clock that is turned is noticed and corrected", async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server, { lang: 'en' });
  await setUp(page);
  await cutOff(page);
  // Three days ahead: past the pass's end, if the page believed it.
  await page.evaluate(() => {
    const real = Date.now;
    Date.now = () => real() + 3 * 24 * 60 * 60 * 1000;
  });
  await page.waitForTimeout(2_500);
  assert.equal(await type(page, vector('kind key_goods').text), 'valid');
  await page.locator('#verdict-next').click();
  // Set back while the page was closed: by how much is unknown, so that hours can't be told.
  await page.evaluate(async () => {
    const database = await new Promise((resolve) => (indexedDB.open('tongxin-gate').onsuccess = ({ target }) => resolve(target.result)));
    const store = database.transaction('held', 'readwrite').objectStore('held');
    const clock = await new Promise((resolve) => (store.get('clock').onsuccess = ({ target }) => resolve(target.result)));
    clock.seen = Date.now() + 60_000;
    await new Promise((resolve) => (store.put(clock, 'clock').onsuccess = resolve));
    database.close();
  });
  await page.reload();
  await page.locator('#strip-clock[data-state="strained"]').waitFor();
  assert.equal(await type(page, vector('kind key_goods').text), 'list_too_old');
  assert.match(await page.locator('#verdict-why').textContent(), /clock may be off by 1 d/);
  await server.mend();
});

test('a new version of the page is taken by itself, and the worker keeps to its page', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server);
  await setUp(page);
  const scopes = await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname));
  assert.deepEqual(scopes, ['/scan']);
  server.version = 'another';
  await page.reload();
  await eventually(() => page.evaluate(async () => (await caches.keys()).join() === 'scan-another'), 'the new files are cached, and only they');
  await cutOff(page);
  await page.reload();
  await page.locator('#emergency-open').waitFor();
  await server.mend();
});

test('a list of another issuer than was asked for is not taken', async (t) => {
  await gateServer(t);
  server.issuer = '海湾';
  browser.show(null);
  const page = await openGate(t, browser, server, { lang: 'en' });
  await setUp(page);
  await page.locator('#strip-list[data-state="failing"]').waitFor();
  assert.equal(await type(page, vector('kind key_goods').text), 'list_too_old');
  assert.equal(await page.locator('#verdict-why').textContent(), word(page, 'why-list-none'));
});

for (const [name, key] of [['NotAllowedError', 'scan-camera-denied'], ['NotReadableError', 'scan-camera-busy'], ['NotFoundError', 'scan-no-camera']]) {
  test(`without a camera (${name}) the page says what to do, and a pass can be typed`, async (t) => {
    await gateServer(t);
    const page = await openGate(t, browser, server);
    await page.addInitScript((name) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
    }, name);
    await setUp(page);
    await page.getByText(word(page, key)).waitFor();
    await page.getByRole('button', { name: word(page, 'scan-start') }).waitFor();
    await assertAccessible(page, name);
    assert.equal(await type(page, vector('kind key_goods').text), 'valid');
  });
}

test('the emergency rule is one tap away, with no signal and no gate set up', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server);
  await page.goto('/scan');
  await filesAreThere(page);
  await cutOff(page);
  await page.reload();
  const rule = page.getByText(word(page, 'scan-emergency-rule'));
  await page.locator('#gate [data-emergency]').click();
  await rule.waitFor();
  await page.locator('#emergency [data-close]').click();
  await page.locator('#gate-place').fill('500112');
  await page.getByRole('button', { name: word(page, 'scan-gate-save') }).click();
  await type(page, vector('revoked').text);
  await page.locator('#verdict [data-emergency]').click();
  await rule.waitFor();
  await page.locator('#emergency [data-close]').click();
  await page.locator('#verdict-next').click();
  await page.locator('#emergency-open').click();
  await rule.waitFor();
  for (const number of ['120', '119']) assert.equal(await page.locator(`#emergency a[href="tel:${number}"]`).count(), 1);
  await assertAccessible(page, 'the emergency rule');
  await server.mend();
});

test('a new gate turns its direction by a tap, and that is judged and kept', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server, { lang: 'en' });
  await setUp(page);
  assert.equal(await type(page, vector('the wrong way').text), 'valid');
  await page.locator('#verdict-next').click();
  await page.locator('#way-turn').click();
  await page.locator('#way-turn[data-way="leave"]').waitFor();
  await page.reload();
  await page.locator('#way-turn[data-way="leave"]').waitFor();
  assert.equal(await type(page, vector('the wrong way').text), 'not_this_direction');
});

test('both languages have the same words with the same gaps', () => {
  const gaps = (text) => (text.match(/\{\w+\}/g) ?? []).sort();
  assert.deepEqual(Object.keys(CATALOGUES.en), Object.keys(CATALOGUES['zh-CN']));
  for (const [key, text] of Object.entries(CATALOGUES.en)) assert.deepEqual(gaps(text), gaps(CATALOGUES['zh-CN'][key]), key);
});

test('the service worker keeps every module of the page, and the page is small', () => {
  const files = shellFiles();
  const modules = ['js/pass', 'js/scan'].flatMap((folder) => readdirSync(join(WEB, folder)).map((file) => `${folder}/${file}`));
  assert.deepEqual(modules.filter((file) => !files.includes(file)), []);
  const sizes = files.map((file) => [file, readFileSync(join(WEB, file))]);
  const whole = sizes.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const sent = sizes.reduce((sum, [, bytes]) => sum + gzipSync(bytes).length, 0);
  console.log(`the scan page: ${files.length} files, ${whole} bytes, ${sent} compressed`);
  assert.ok(sent < TRANSFER_BYTES_MAX, `${sent} bytes`);
});

test('a check takes a moment in this browser too', async (t) => {
  await gateServer(t);
  browser.show(null);
  const page = await openGate(t, browser, server, { camera: false });
  await setUp(page);
  const entry = vector('kind key_goods');
  for (const native of [true, false]) {
    const each = await page.evaluate(
      async ({ text, gate, hexes, native }) => {
        const bytes = (hex) => Uint8Array.from(hex.match(/../g), (byte) => Number.parseInt(byte, 16));
        const [{ check }, { readKeySet }, { readStatusList }, { useNative }] = await Promise.all(
          ['check', 'keys', 'statuses', 'signature'].map((name) => import(`/static/js/pass/${name}.js`)),
        );
        const keys = await readKeySet(bytes(hexes.key_set), bytes(hexes.root));
        const list = await readStatusList(bytes(hexes.status_list), keys);
        const lists = new Map([[list.issuer, list]]);
        const situation = { place: gate.place, areasAround: [], areasWithin: [], corridor: null, direction: gate.direction, at: Date.parse(gate.at), uncertaintyMs: 0, zone: gate.zone };
        useNative(native);
        let count = 0;
        const start = performance.now();
        while (performance.now() - start < 1_000) {
          if ((await check(text, keys, lists, situation)).key !== 'valid') return 0;
          count += 1;
        }
        return count / (performance.now() - start);
      },
      { text: entry.text, gate: entry.gate, hexes: vectors, native },
    );
    console.log(`${native ? 'WebCrypto' : 'the library'}: ${Math.round(each * 1000)} passes a second in the browser`);
    assert.ok(each * 1000 > 20);
  }
  const picture = [...pictureOf(entry.text)];
  const took = await page.evaluate(
    async ({ picture, text }) => {
      const { decodeQR } = await import('/static/vendor/qr/decode.js');
      const data = new Uint8ClampedArray(picture.flatMap((light) => [light, light, light, 255]));
      let best = Infinity;
      for (let look = 0; look < 10; look += 1) {
        const start = performance.now();
        if (decodeQR({ data, width: 640, height: 480 }) !== text) return null;
        best = Math.min(best, performance.now() - start);
      }
      return best;
    },
    { picture, text: entry.text },
  );
  console.log(`a picture is read in ${took.toFixed(1)} ms`);
});

/** Pictures for people to look at, of each screen; and what no eye sees, by axe-core. */
for (const lang of LANGS) {
  // Two ways in each language; the other language shows the other two.
  for (const [width, theme] of lang === 'en' ? [[390, 'light'], [1280, 'dark']] : [[390, 'dark'], [1280, 'light'], [390, 'light']]) {
    test(`each screen is accessible and fits, ${lang}, ${width} px, ${theme}`, async (t) => {
      await gateServer(t);
      browser.show(null);
      const page = await openGate(t, browser, server, { lang, width, theme });
      // A verdict waits for as long as it is looked at.
      await page.addInitScript(() => {
        const real = window.setInterval;
        window.setInterval = (work, ms) => (ms === 1000 ? 0 : real(work, ms));
      });
      const look = async (name) => {
        await assertAccessible(page, name);
        await assertFitsItsWindow(page, name);
        await picture(page, `scan-${name}.${lang}.${width}.${theme}`);
      };
      await page.goto('/scan');
      await page.locator('#gate[open]').waitFor();
      await page.locator('#gate-place').fill(lang === 'en' ? 'Yu' : '渝');
      await page.getByRole('button', { name: word(page, 'scan-gate-find'), exact: true }).click();
      await page.locator('#gate-found input').first().waitFor();
      await look('gate');
      await page.getByRole('button', { name: word(page, 'scan-gate-save') }).click();
      await filesAreThere(page);
      await page.getByText(word(page, 'scan-aim')).waitFor();
      await look('finder');
      for (const id of ['type', 'lookup', 'state', 'emergency']) {
        await page.locator(`#${id}-open`).click();
        await look(id);
        await page.locator(`#${id} [data-close]`).click();
      }
      const told = ['kind market_staff', 'kind key_goods', 'revoked', 'outside the hours', 'beyond the list', 'one bit of the claims changed', 'cut off', 'signed by a stranger'];
      for (const name of told) {
        await type(page, vector(name).text);
        await look(`verdict-${name.replaceAll(' ', '-')}`);
        await page.locator('#verdict-next').click();
      }
      assert.deepEqual(page.troubles, []);
    });
  }
}

async function picture(page, name) {
  const folder = process.env.TONGXIN_ARTEFACTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
