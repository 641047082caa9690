// The browser's verifier (web/js/pass) against the vectors of the other two programs, and against every changed bit.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { check } from '../../web/js/pass/check.js';
import { inflateList } from '../../web/js/pass/inflate.js';
import { readKeySet } from '../../web/js/pass/keys.js';
import { Refused } from '../../web/js/pass/refused.js';
import { applyDelta, isRevoked, readStatusList } from '../../web/js/pass/statuses.js';
import { publicKey, useNative } from '../../web/js/pass/signature.js';

const FILES = ['made-by-tongxin.json', 'made-by-python.json'];
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

const bytesOf = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));

async function held(name) {
  const file = new URL(`../../crates/pass/vectors/${name}`, import.meta.url);
  const vectors = JSON.parse(readFileSync(file, 'utf8'));
  assert.deepEqual([vectors.format, vectors.version], ['tongxin-pass-vectors', 1]);
  const root = bytesOf(vectors.root);
  const keys = await readKeySet(bytesOf(vectors.key_set), root);
  const list = await readStatusList(bytesOf(vectors.status_list), keys);
  return { vectors, root, keys, list, lists: new Map([[list.issuer, list]]) };
}

function situation(gate) {
  return {
    place: gate.place,
    areasAround: gate.areas_around,
    areasWithin: gate.areas_within,
    corridor: gate.corridor,
    direction: gate.direction,
    at: Date.parse(gate.at),
    uncertaintyMs: gate.clock_uncertainty_seconds * 1000,
    zone: gate.zone,
  };
}

/** The fields as the vectors write them. */
function said(pass) {
  if (!pass) return null;
  const ends = (all) => all.map((end) => end.place ?? `area:${end.area}`);
  return {
    issuer: pass.issuer, number: pass.number, kind: pass.kind, surname: pass.surname, id_end: pass.idEnd, plate: pass.plate,
    org: pass.org, from: ends(pass.from), to: ends(pass.to), both_ways: pass.bothWays, corridor: pass.corridor,
    days: pass.days, hours: pass.hours, not_before: pass.notBefore, expires: pass.expires,
  };
}

async function isAccepted({ kind, file }, { root, keys, list }) {
  const bytes = bytesOf(file);
  try {
    if (kind === 'key_set') await readKeySet(bytes, root, keys);
    else if (kind === 'status_list') await readStatusList(bytes, keys, list);
    else if (kind === 'status_delta') await applyDelta(bytes, keys, list);
    else assert.fail(kind);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

for (const native of [true, false]) {
  for (const name of FILES) {
    test(`every vector of ${name} has its verdict, ${native ? 'with WebCrypto' : 'with the library alone'}`, async () => {
      useNative(native);
      const world = await held(name);
      for (const entry of world.vectors.cases) {
        const verdict = await check(entry.text, world.keys, world.lists, situation(entry.gate));
        assert.equal(verdict.key, entry.verdict, entry.name);
        assert.deepEqual(said(verdict.pass), entry.pass, entry.name);
      }
      for (const entry of world.vectors.files) {
        assert.equal(await isAccepted(entry, world), entry.is_accepted, entry.name);
      }
      useNative(true);
    });
  }
}

function decoded(text) {
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((symbol) => ALPHABET.indexOf(symbol));
    const value = group.reduce((sum, digit, power) => sum + digit * 45 ** power, 0);
    if (group.length === 3) bytes.push(value >> 8);
    bytes.push(value & 255);
  }
  return Uint8Array.from(bytes);
}

function encoded(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = bytes.subarray(at, at + 2);
    let value = pair.reduce((sum, byte) => sum * 256 + byte, 0);
    for (let left = pair.length + 1; left > 0; left -= 1) {
      text += ALPHABET[value % 45];
      value = Math.floor(value / 45);
    }
  }
  return text;
}

/** A message in a stream without repetitions, as a writer that finds none makes it. */
function textOf(message) {
  let bits = '110';
  for (const byte of message) {
    const [code, size] = byte < 144 ? [0x30 + byte, 8] : [0x190 + byte - 144, 9];
    bits += code.toString(2).padStart(size, '0');
  }
  bits += '0000000';
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  const body = bits.match(/.{8}/g).map((eight) => parseInt([...eight].reverse().join(''), 2));
  return `TX1:${encoded(Uint8Array.from([0x78, 1, ...body, ...deflateSync(message).subarray(-4)]))}`;
}

async function aValidOne() {
  const world = await held(FILES[0]);
  const entry = world.vectors.cases.find(({ verdict }) => verdict === 'valid');
  const verdictOf = async (text) => (await check(text, world.keys, world.lists, situation(entry.gate))).key;
  assert.equal(await verdictOf(entry.text), 'valid');
  return { text: entry.text, verdictOf };
}

test('every changed bit of the stream, and every changed character, is refused', async () => {
  const { text, verdictOf } = await aValidOne();
  const stream = decoded(text.slice(4));
  for (let bit = 0; bit < stream.length * 8; bit += 1) {
    const changed = stream.slice();
    changed[bit >> 3] ^= 1 << (bit & 7);
    assert.notEqual(await verdictOf(`TX1:${encoded(changed)}`), 'valid', `bit ${bit}`);
  }
  for (let at = 0; at < text.length; at += 1) {
    const next = ALPHABET[(ALPHABET.indexOf(text[at]) + 1) % 45];
    assert.notEqual(await verdictOf(text.slice(0, at) + next + text.slice(at + 1)), 'valid', `character ${at}`);
    assert.notEqual(await verdictOf(text.slice(0, at)), 'valid', `cut off at ${at}`);
  }
});

test('every changed bit of the signed message is refused', async () => {
  const { text, verdictOf } = await aValidOne();
  const { inflatePass } = await import('../../web/js/pass/deflate.js');
  const message = inflatePass(decoded(text.slice(4)), 640);
  assert.equal(await verdictOf(textOf(message)), 'valid');
  for (const native of [true, false]) {
    useNative(native);
    // The library is slow; a seventh of the bits will do, as it is asked only about what the reader lets through.
    for (let bit = 0; bit < message.length * 8; bit += native ? 1 : 7) {
      const changed = message.slice();
      changed[bit >> 3] ^= 1 << (bit & 7);
      assert.notEqual(await verdictOf(textOf(changed)), 'valid', `bit ${bit}`);
    }
  }
  useNative(true);
});

test('every changed bit of the files is refused', async () => {
  const world = await held(FILES[0]);
  const { vectors } = world;
  const delta = vectors.files.find(({ kind, is_accepted }) => kind === 'status_delta' && is_accepted);
  const files = [['key_set', vectors.key_set], ['status_list', vectors.status_list], ['status_delta', delta.file]];
  for (const [kind, file] of files) {
    const bytes = bytesOf(file);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = bytes.slice();
      changed[bit >> 3] ^= 1 << (bit & 7);
      assert.equal(await isAccepted({ kind, file: Buffer.from(changed).toString('hex') }, world), false, `${kind}, bit ${bit}`);
    }
    for (let length = 0; length < bytes.length; length += 1) {
      assert.equal(await isAccepted({ kind, file: file.slice(0, 2 * length) }, world), false, `${kind} cut off at ${length}`);
    }
  }
});

test('weak keys and what is no point are no public keys', async () => {
  const neutral = `01${'00'.repeat(31)}`;
  const orderEight = 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a';
  const beyond = `${'ff'.repeat(31)}7f`;
  for (const hex of [neutral, orderEight, beyond, '00', `02${'00'.repeat(31)}`]) await assert.rejects(publicKey(bytesOf(hex)), Refused, hex);
});

test('a list that swells, is cut off or is followed by something is refused', async () => {
  const stream = new Uint8Array(deflateSync(new Uint8Array(100)));
  assert.equal((await inflateList(stream, 100)).length, 100);
  await assert.rejects(inflateList(stream, 99), Refused);
  await assert.rejects(inflateList(new Uint8Array(deflateSync(new Uint8Array(64 << 20))), 1 << 20), Refused);
  await assert.rejects(inflateList(Uint8Array.from([...stream, 0]), 100), Refused);
  for (let length = 0; length < stream.length; length += 1) {
    await assert.rejects(inflateList(stream.subarray(0, length), 100), Refused);
  }
});

test("the status list draft's example comes out", async () => {
  const bits = await inflateList(bytesOf('78dadbb918000217015d'), 2);
  assert.deepEqual([...bits], [0xb9, 0xa3]);
  const example = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1];
  example.forEach((status, number) => assert.equal(isRevoked({ bits }, number), status === 1));
  assert.equal(isRevoked({ bits }, 16), null);
});
