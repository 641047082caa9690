// The navigation: at most six words for everybody, the rest behind the last of them by what it has in common; by keyboard, without
// scripts, on a phone and at a desk.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESK, LANGS, PHONE, withBrowser } from './support/browser.mjs';
import { enter } from './support/city.mjs';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';

const FOLDER = join(process.env.TONGXIN_ARTEFACTS, 'navigation');
/** As docs say of the look: at most six words. */
const WORDS_MAX = 6;
const HOMES = { community_worker: '/buildings', officer: '/queue', outlet_manager: '/outlet', commander: '/board', steward: '/buildings', administrator: '/people', resident: '/home', call_taker: '/calls' };

withBrowser();
mkdirSync(FOLDER, { recursive: true });

for (const [role, home] of Object.entries(HOMES)) {
  for (const lang of LANGS) {
    test(`${role} finds everything in six words, in ${lang}`, async (t) => {
      for (const width of [PHONE, DESK]) {
        const page = await enter(t, role, { lang, width, scripts: false });
        await page.goto(home);
        const words = page.locator('.site-nav > ul > li');
        const count = await words.count();
        assert.ok(count > 0 && count <= WORDS_MAX, `${role} has ${count} words`);
        for (const word of await words.all()) await assertInSight(page, word);
        const more = page.locator('.nav-more summary');
        if (await more.count()) await lookBehind(page, more);
        await assertFitsItsWindow(page, `${role} in ${lang}`);
        await page.screenshot({ path: join(FOLDER, `${role}.${lang}.${width}.png`) });
      }
    });
  }
}

test('a page behind more says where it is, and the menu is accessible', async (t) => {
  const page = await enter(t, 'community_worker', { width: DESK });
  await page.goto('/places');
  assert.equal(await page.locator('.nav-more summary[data-current]').count(), 1);
  await page.locator('.nav-more summary').click();
  assert.equal(await page.locator('.nav-groups a[aria-current="page"]').getAttribute('href'), '/places');
  for (const width of [PHONE, DESK]) {
    await page.setViewportSize({ width, height: 844 });
    await assertAccessible(page, `the open menu at ${width} px`);
    await assertFitsItsWindow(page, `the open menu at ${width} px`);
  }
});

/** Opens what is behind "more" by keyboard alone, and goes on into it. */
async function lookBehind(page, more) {
  await more.focus();
  await page.keyboard.press('Enter');
  const groups = page.locator('.nav-groups section');
  assert.ok((await groups.count()) > 0);
  for (const group of await groups.all()) {
    assert.notEqual((await group.getByRole('heading').innerText()).trim(), '');
    for (const link of await group.locator('a').all()) await assertInSight(page, link);
  }
  await page.keyboard.press('Tab');
  const first = await page.locator('.nav-groups a').first().getAttribute('href');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), first);
}

/** Whole in its window, and not under something else. */
async function assertInSight(page, what) {
  const box = await what.boundingBox();
  const { width, height } = page.viewportSize();
  const said = `${await what.innerText()} stands at ${JSON.stringify(box)}`;
  assert.ok(box && box.x >= -1 && box.y >= -1 && box.x + box.width <= width + 1 && box.y + box.height <= height + 1, said);
}
