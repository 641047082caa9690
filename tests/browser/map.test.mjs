// The operator's base map beneath the city's maps: pictures from the server's own file, and vectors in the page's colours.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assertAccessible } from './support/axe.mjs';
import { DESK, PHONE, eventually, withBrowser } from './support/browser.mjs';
import { enter } from './support/city.mjs';

/** The ground of the squares in tests/map/city.mbtiles. */
const GROUND = '234,240,226';
const WATER = readFileSync(new URL('../map/water.pbf', import.meta.url));
const VECTORS = {
  tilejson: '3.0.0', kind: 'vector', tiles: ['/api/v1/map/tiles/{z}/{x}/{y}?v=test'], minzoom: 0, maxzoom: 14,
  attribution: '© <a href="https://example.org/" onclick="alert(1)">who drew it</a><img src=x onerror="alert(2)"> <a href="javascript:alert(3)">and more</a>',
  layers: ['water', 'transportation', 'building', 'unheard_of'],
};

withBrowser();

/** The city's map on the board, drawn. */
async function openBoard(t, options, prepare = () => {}) {
  const page = await enter(t, 'commander', options);
  await prepare(page);
  await page.goto('/board');
  await page.locator('[data-island="map"]').scrollIntoViewIfNeeded();
  await page.locator('[data-island="map"][data-drawn="yes"]').waitFor();
  return page;
}

/** The colour of the map's corner, where no district lies. */
function cornerOf(page) {
  return page.evaluate(() => {
    const drawn = document.querySelector('[data-island="map"] canvas');
    const sheet = Object.assign(document.createElement('canvas'), { width: drawn.width, height: drawn.height });
    const pen = sheet.getContext('2d', { willReadFrequently: true });
    pen.drawImage(drawn, 0, 0);
    return [...pen.getImageData(5, drawn.height - 7, 1, 1).data].slice(0, 3).join();
  });
}

test('streets lie beneath the districts, with the name of whoever drew them', async (t) => {
  const page = await openBoard(t, { lang: 'en' });
  await eventually(async () => (await cornerOf(page)) === GROUND, 'a tile is drawn');
  const credit = page.locator('[data-island="map"] .map-credit');
  assert.equal(await credit.textContent(), 'Squares of a test');
  assert.equal(await credit.locator('a').getAttribute('href'), 'https://example.org/squares');
  await assertAccessible(page, 'board-streets');
  assert.deepEqual(page.troubles, []);
});

test('vectors are drawn in the colours of the page, and markup in their credit is no markup', async (t) => {
  const page = await openBoard(t, { lang: 'zh-CN', theme: 'dark' }, async (page) => {
    await page.route('**/api/v1/map', (route) => route.fulfill({ json: VECTORS }));
    await page.route('**/api/v1/map/tiles/**', (route) => route.fulfill({ body: WATER, contentType: 'application/vnd.mapbox-vector-tile' }));
  });
  const water = await page.evaluate(() => {
    const [, ...parts] = /#(..)(..)(..)/.exec(getComputedStyle(document.documentElement).getPropertyValue('--map-water'));
    return parts.map((part) => parseInt(part, 16)).join();
  });
  await eventually(async () => (await cornerOf(page)) === water, 'water is drawn');
  const credit = page.locator('[data-island="map"] .map-credit');
  assert.equal(await credit.innerHTML(), '© <a href="https://example.org/" rel="noopener noreferrer" target="_blank">who drew it</a> and more');
  assert.ok(page.troubles.every((said) => said.includes('The action has been blocked')), page.troubles.join());
});

test('a map whose tiles do not come is drawn without them', async (t) => {
  const page = await openBoard(t, { lang: 'en' }, (page) => page.route('**/api/v1/map/tiles/**', (route) => route.fulfill({ status: 404 })));
  assert.notEqual(await cornerOf(page), GROUND);
});

test('a server without a map says so, and districts are drawn as ever', async (t) => {
  const page = await openBoard(t, { lang: 'en' }, (page) => page.route('**/api/v1/map', (route) => route.fulfill({ status: 204 })));
  assert.equal(await page.locator('.map-credit').count(), 0);
  assert.deepEqual(page.troubles, []);
});

test('a building without a steward is a dot, and the dot leads to it, also by a finger', async (t) => {
  for (const [lang, width] of [['zh-CN', PHONE], ['en', DESK]]) {
    const page = await enter(t, 'community_worker', { lang, width });
    await page.goto('/care/coverage');
    const row = page.locator('#coverage-buildings a[data-tone="failing"]').first();
    const [href, name] = [await row.getAttribute('href'), (await row.textContent()).trim()];
    // Of one building alone the dot is in the middle.
    await page.goto(`/care/coverage?place=${href.split('/').pop()}`);
    const island = page.locator('[data-island="points"]');
    await island.scrollIntoViewIfNeeded();
    await page.locator('[data-island="points"][data-drawn="yes"]').waitFor();
    await eventually(async () => {
      await island.locator('canvas').click();
      return (await island.locator('.figure-readout a').count()) === 1;
    }, 'the dot names its building');
    const chosen = island.locator('.figure-readout a');
    assert.deepEqual([new URL(await chosen.getAttribute('href')).pathname, await chosen.textContent()], [href, name]);
    await assertAccessible(page, 'coverage-dot');
    await chosen.click();
    await page.waitForURL(`**${href}`);
    assert.deepEqual(page.troubles, []);
  }
});
