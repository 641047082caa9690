// Each type of page keeps the rules of WCAG 2.2 AA and fits its window: light and dark, phone and desk. A picture of each
// is left for people to look at: artefacts/pages/.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LANGS, WIDTHS, withBrowser } from './support/browser.mjs';
import { enter, visit } from './support/city.mjs';
import { PAGES, openPage } from './support/pages.mjs';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';

const FOLDER = join(process.env.TONGXIN_ARTEFACTS, 'pages');

withBrowser();
mkdirSync(FOLDER, { recursive: true });

// Contrast and targets don't hang on the language or on each other: of the eight ways in which a page can be seen two are
// looked at, and the next page's are the other two.
const WAYS = [
  [['light', WIDTHS[0], LANGS[0]], ['dark', WIDTHS[1], LANGS[1]]],
  [['dark', WIDTHS[0], LANGS[1]], ['light', WIDTHS[1], LANGS[0]]],
];

for (const [at, entry] of PAGES.entries()) {
  for (const [theme, width, lang] of WAYS[at % 2]) {
    test(`${entry.name} is accessible: ${theme}, ${width} px, ${lang}`, async (t) => {
      const options = { lang, width, theme };
      const page = entry.role ? await enter(t, entry.role, options) : await visit(t, options);
      const response = await openPage(page, entry);
      assert.equal(response.status(), entry.status ?? 200);
      assert.equal(await page.locator('html').getAttribute('lang'), lang);
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, 'a page has one main heading');
      await assertAccessible(page, entry.name);
      await assertFitsItsWindow(page, entry.name);
      await page.screenshot({ path: join(FOLDER, `${entry.name}.${lang}.${theme}.${width}.png`), fullPage: true });
      assert.deepEqual(page.troubles, []);
    });
  }
}
