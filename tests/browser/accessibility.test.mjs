// Each type of page keeps the rules of WCAG 2.2 AA and fits its window: light and dark, phone and desk. A picture of each
// is left for people to look at: artefacts/pages/.

import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DESK, HEIGHTS, LANGS, PHONE, withBrowser } from './support/browser.mjs';
import { enter, visit } from './support/city.mjs';
import { PAGES, openPage } from './support/pages.mjs';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';

const FOLDER = join(process.env.TONGXIN_ARTEFACTS, 'pages');

/** Of a longer page, the description of the whole API, a picture shows the first screen. */
const PICTURE_PX_MAX = 20_000;

withBrowser();
mkdirSync(FOLDER, { recursive: true });

// Contrast and targets don't hang on the language or on each other: a page is loaded in one language, and seen as a phone
// and as a desk show it; the next page in the other language, with light and dark the other way round.
const WAYS = [
  { lang: LANGS[0], looks: [['light', PHONE], ['dark', DESK]] },
  { lang: LANGS[1], looks: [['dark', PHONE], ['light', DESK]] },
];

// Two beside each other: one waits for the server while the other is drawn.
describe('each type of page is accessible', { concurrency: 2 }, () => {
  for (const [at, entry] of PAGES.entries()) {
    const { lang, looks } = WAYS[at % 2];
    test(`${entry.name} is accessible in ${lang}`, async (t) => {
      const [[theme, width]] = looks;
      const page = await (entry.role ? enter(t, entry.role, { lang, width, theme }) : visit(t, { lang, width, theme }));
      const response = await openPage(page, entry);
      assert.equal(response.status(), entry.status ?? 200);
      assert.equal(await page.locator('html').getAttribute('lang'), lang);
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, 'a page has one main heading');
      assert.ok(await page.locator('a[href="tel:120"]').first().isVisible(), 'the ambulance is one tap away');
      for (const look of looks) await lookAt(page, entry.name, look);
      assert.deepEqual(page.troubles, []);
    });
  }
});

async function lookAt(page, name, [theme, width]) {
  await page.setViewportSize({ width, height: HEIGHTS[width] });
  await page.emulateMedia({ colorScheme: theme });
  await assertAccessible(page, `${name}, ${theme}, ${width} px,`);
  await assertFitsItsWindow(page, `${name} in ${page.lang}`);
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({ path: join(FOLDER, `${name}.${page.lang}.${theme}.${width}.png`), fullPage: height < PICTURE_PX_MAX });
}
