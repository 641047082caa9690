// How many passes a second the browser's verifier judges here: `node tests/pass/speed.mjs`. One core, text to verdict.

import { readFileSync } from 'node:fs';
import { check } from '../../web/js/pass/check.js';
import { readKeySet } from '../../web/js/pass/keys.js';
import { readStatusList } from '../../web/js/pass/statuses.js';
import { useNative } from '../../web/js/pass/signature.js';

const MEASURED_MS = 2_000;
const bytesOf = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));

const vectors = JSON.parse(readFileSync(new URL('../../crates/pass/vectors/made-by-tongxin.json', import.meta.url), 'utf8'));
const keys = await readKeySet(bytesOf(vectors.key_set), bytesOf(vectors.root));
const list = await readStatusList(bytesOf(vectors.status_list), keys);
const lists = new Map([[list.issuer, list]]);
const { text, gate } = vectors.cases.find(({ verdict }) => verdict === 'valid');
const situation = {
  place: gate.place, areasAround: [], areasWithin: [], corridor: null, direction: gate.direction, at: Date.parse(gate.at),
  uncertaintyMs: 0, zone: gate.zone,
};

for (const native of [true, false]) {
  useNative(native);
  let count = 0;
  const start = performance.now();
  while (performance.now() - start < MEASURED_MS) {
    const { key } = await check(text, keys, lists, situation);
    if (key !== 'valid') throw new Error(key);
    count += 1;
  }
  const seconds = (performance.now() - start) / 1000;
  console.log(`${native ? 'WebCrypto' : 'the library'}: ${Math.round(count / seconds)} passes a second`);
}
