// The style guide in web/: each component is accessible and fits, before any page uses it.

import { test, before, after } from 'node:test';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { WIDTHS, openWindow, withBrowser } from './support/browser.mjs';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';

const WEB = fileURLToPath(new URL('../../web/', import.meta.url));
const MEDIA = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.geojson': 'application/geo+json',
};

withBrowser();

let server;
let baseURL;

before(async () => {
  server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, 'http://x').pathname).replace(/^\/static\//, '/');
    try {
      const bytes = await readFile(join(WEB, path));
      response.writeHead(200, { 'content-type': MEDIA[extname(path)] ?? 'application/octet-stream' }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseURL = `http://127.0.0.1:${server.address().port}`;
});

after(() => server.close());

for (const file of ['gallery.html', 'gallery-door-notice.html']) {
  for (const theme of ['light', 'dark']) {
    for (const width of WIDTHS) {
      test(`${file} is accessible and fits, ${theme}, ${width} px`, async (t) => {
        const page = await openWindow(t, { theme, width, baseURL });
        await page.goto(`/${file}`);
        await assertAccessible(page, file);
        if (file === 'gallery.html') await assertFitsItsWindow(page, file);
        assert.deepEqual(page.troubles, []);
      });
    }
  }
}
