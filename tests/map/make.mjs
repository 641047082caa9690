// Draws the tiles of city.mbtiles: the same pale square everywhere, so that a test can tell by its colour that it was drawn.
// Usage, in tests/browser: node ../map/make.mjs FOLDER && mb-util --scheme=xyz FOLDER ../map/city.mbtiles

import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { PNG } = createRequire(join(process.cwd(), 'package.json'))('pngjs');
const EDGE = 256;
const GROUND = [234, 240, 226];
const LINE = [203, 213, 192];
/** Pixels between two lines. */
const APART = 64;
/** West, south, east, north of Chongqing. */
const BOUNDS = [105.2, 28.1, 110.3, 32.3];
const ZOOMS = [0, 5, 6, 7, 8];

const [folder] = process.argv.slice(2);
const column = (lon, z) => Math.floor(((lon + 180) / 360) * 2 ** z);
const row = (lat, z) => Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z);

function picture() {
  const png = new PNG({ width: EDGE, height: EDGE, colorType: 2 });
  for (let y = 0; y < EDGE; y += 1) {
    for (let x = 0; x < EDGE; x += 1) {
      const colour = x % APART === 0 || y % APART === 0 ? LINE : GROUND;
      png.data.set([...colour, 255], (y * EDGE + x) * 4);
    }
  }
  return PNG.sync.write(png, { colorType: 2, deflateLevel: 9 });
}

const bytes = picture();
const [west, south, east, north] = BOUNDS;
for (const z of ZOOMS) {
  for (let x = column(west, z); x <= column(east, z); x += 1) {
    mkdirSync(join(folder, String(z), String(x)), { recursive: true });
    for (let y = row(north, z); y <= row(south, z); y += 1) writeFileSync(join(folder, String(z), String(x), `${y}.png`), bytes);
  }
}
const attribution = 'Squares of <a href="https://example.org/squares">a test</a>';
writeFileSync(join(folder, 'metadata.json'), JSON.stringify({ name: 'Squares', type: 'baselayer', version: '1', format: 'png', bounds: BOUNDS.join(','), minzoom: '0', maxzoom: '8', attribution }));
