// Pictures of each page in both languages and widths, for people to look at: artefacts/screenshots/.

import { test } from 'node:test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LANGS, PHONE, WIDTHS, withBrowser } from './support/browser.mjs';
import { enter, visit } from './support/city.mjs';
import { PAGES, openPage } from './support/pages.mjs';

const FOLDER = join(process.env.TONGXIN_ARTEFACTS, 'screenshots');
/** Charts and maps draw after the page has loaded; ms. */
const DRAWING = 800;

withBrowser();
mkdirSync(FOLDER, { recursive: true });

for (const entry of PAGES) {
  for (const lang of LANGS) {
    for (const width of WIDTHS) {
      test(`a picture of ${entry.name} in ${lang} at ${width} px`, async (t) => {
        // Phones are often dark, desks light: one picture of each is enough.
        const options = { lang, width, theme: width === PHONE && lang === 'en' ? 'dark' : 'light' };
        const page = entry.role ? await enter(t, entry.role, options) : await visit(t, options);
        await openPage(page, entry);
        if (entry.live) await page.waitForTimeout(DRAWING);
        await page.screenshot({ path: join(FOLDER, `${entry.name}.${lang}.${width}.png`), fullPage: true });
      });
    }
  }
}
