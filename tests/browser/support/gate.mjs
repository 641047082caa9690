// A gate without the city: the scan page from web/, the files that the vectors hold, a camera that sees a picture we draw,
// and a network that can be cut.

import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHash } from 'node:crypto';
import { chromium } from 'playwright-core';
import QRCode from 'qrcode';
import { WAIT_MAX } from './browser.mjs';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const WEB = join(ROOT, 'web');
const MEDIA = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};
/** The city's own policy (platform/web, layers.rs): what the page needs must fit into it. */
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; img-src 'self' data: blob:; " +
  "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

export const vectors = JSON.parse(readFileSync(join(ROOT, 'crates/pass/vectors/made-by-tongxin.json'), 'utf8'));

/** The vector of that name. */
export function vector(name) {
  const found = vectors.cases.find((entry) => entry.name === name);
  if (!found) throw new Error(`no vector is called ${name}`);
  return found;
}

/** A file of the vectors as bytes. */
export function fileOf(name) {
  return Buffer.from(vectors.files.find((entry) => entry.name === name).file, 'hex');
}

/** A page with the root key and the numbers to call, as the city fills them in. */
function filled(page) {
  const numbers = Object.entries({ ambulance: '120', fire: '119', police: '110' });
  const called = numbers.reduce((text, [name, number]) => text.replace(`tel:${name}`, `tel:${number}`).replace(`>${name}<`, `>${number}<`), page);
  return called.replace('data-root=""', `data-root="${vectors.root}"`);
}

/** The files that the service worker keeps, as it lists them itself, and the page. */
export function shellFiles() {
  const worker = readFileSync(join(WEB, 'scan-worker.js'), 'utf8');
  const listed = /const FILES = \[([^\]]*)\]/.exec(worker)[1].match(/"[^"]+"/g);
  return ['scan.html', 'scan-worker.js', ...listed.map((quoted) => quoted.slice(1, -1))];
}

/** What the server writes into the worker, so that a change of any file makes a new one. */
function version() {
  const hash = createHash('sha256');
  for (const file of shellFiles()) hash.update(readFileSync(join(WEB, file)));
  return hash.digest('hex').slice(0, 12);
}

const PLACES = [
  { code: '50', level: 'city', name_zh: '重庆市', name_en: 'Chongqing' },
  { code: '500112', level: 'district', name_zh: '渝北区', name_en: 'Yubei' },
  { code: '500107', level: 'district', name_zh: '九龙坡区', name_en: 'Jiulongpo' },
  { code: '500103', level: 'district', name_zh: '渝中区', name_en: 'Yuzhong' },
  { code: '500106', level: 'district', name_zh: '沙坪坝区', name_en: 'Shapingba' },
  { code: '500112001', level: 'subdistrict', name_zh: '双龙湖街道', name_en: 'Shuanglonghu' },
];

/** A server that knows what the scan page asks for. Its state can be changed by a test. */
export async function startGateServer() {
  const state = {
    /** The city's present moment: that of the vectors. It goes on as time does. */
    ahead: 0,
    keys: Buffer.from(vectors.key_set, 'hex'),
    list: Buffer.from(vectors.status_list, 'hex'),
    delta: null,
    issuer: '重庆',
    version: version(),
    lookup: [],
    /** Batches by key, as they were first received. */
    batches: new Map(),
    /** How many answers to counts get lost on the way. */
    lost: 0,
    posts: 0,
    countsStatus: 200,
  };
  state.setNow = (moment) => (state.ahead = Date.parse(moment) - Date.now());

  const answers = {
    '/scan': async () => {
      const page = await readFile(join(WEB, 'scan.html'), 'utf8');
      return [200, 'text/html; charset=utf-8', filled(page)];
    },
    '/scan-worker.js': async () => {
      const worker = await readFile(join(WEB, 'scan-worker.js'), 'utf8');
      return [200, MEDIA['.js'], worker.replace('"unversioned"', JSON.stringify(state.version))];
    },
    '/api/v1/passes/keys': async () => [200, 'application/cwt', state.keys],
    '/api/v1/passes/status': async (url) => (isIssuers(url) ? [200, 'application/cwt', state.list] : [404, 'application/problem+json', '{}']),
    '/api/v1/passes/status/delta': async () => (state.delta ? [200, 'application/cwt', state.delta] : [204, 'application/cwt', '']),
    '/api/v1/passes/lookup': async () => json({ passes: state.lookup }),
    '/api/v1/areas': async () => json({ areas: [{ name: '中心城区', places: ['500103', '500107', '500112'] }] }),
  };
  const isIssuers = (url) => url.searchParams.get('issuer') === state.issuer;
  const json = (value) => [200, 'application/json', JSON.stringify(value)];

  function places(url) {
    const [, code, children] = /^\/api\/v1\/places(?:\/(\d+)(\/children)?)?$/.exec(url.pathname) ?? [];
    if (!url.pathname.startsWith('/api/v1/places')) return null;
    if (code === undefined) {
      const query = url.searchParams.get('q');
      return json({ places: PLACES.filter((place) => `${place.code}${place.name_zh}${place.name_en}`.includes(query)) });
    }
    const inside = PLACES.filter((place) => place.code.startsWith(code) && place.code !== code);
    if (children) return json({ places: inside });
    const place = PLACES.find((each) => each.code === code);
    if (!place) return [404, 'application/problem+json', '{}'];
    return json({ place, path: PLACES.filter((each) => code.startsWith(each.code) && each.code !== code), child_count: inside.length });
  }

  async function counts(request, response) {
    let body = '';
    for await (const part of request) body += part;
    state.posts += 1;
    if (state.countsStatus === 200) {
      const key = request.headers['idempotency-key'];
      if (!state.batches.has(key)) state.batches.set(key, JSON.parse(body));
    }
    if (state.lost > 0) {
      state.lost -= 1;
      request.socket.destroy();
      return;
    }
    response.writeHead(state.countsStatus, { 'content-type': 'application/json' }).end('{}');
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://x');
    response.setHeader('date', new Date(Date.now() + state.ahead).toUTCString());
    response.setHeader('content-security-policy', POLICY);
    if (url.pathname === '/api/v1/passes/counts') return counts(request, response);
    const made = (await answers[url.pathname]?.(url)) ?? places(url);
    if (made) return response.writeHead(made[0], { 'content-type': made[1], 'cache-control': 'no-cache' }).end(made[2]);
    const path = normalize(url.pathname).replace(/^\/static\//, '/');
    try {
      const bytes = await readFile(join(WEB, path));
      response.writeHead(200, { 'content-type': MEDIA[extname(path)] ?? 'application/octet-stream', 'cache-control': 'no-cache' }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  const listen = (port) => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address();
  state.base = `http://127.0.0.1:${port}`;
  state.cut = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  state.mend = () => listen(port);
  return state;
}

const WIDTH = 640;
const HEIGHT = 480;
const FRAMES = 4;

/** What the camera sees: a code on a white card before a grey wall, a little turned, with a cheap camera's noise. */
export function pictureOf(text) {
  const code = text === null ? null : QRCode.create([{ data: text, mode: /^[0-9A-Z $%*+\-./:]*$/.test(text) ? 'alphanumeric' : 'byte' }], { errorCorrectionLevel: 'Q' });
  const luma = Buffer.alloc(WIDTH * HEIGHT);
  const [turn, quiet] = [0.05, 4];
  let seed = 20221124;
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      let light = 128;
      if (code) {
        const { size, data } = code.modules;
        const pixels = Math.min(6, 400 / (size + 2 * quiet));
        const [dx, dy] = [x - WIDTH / 2, y - HEIGHT / 2];
        const column = Math.floor((dx * Math.cos(turn) + dy * Math.sin(turn)) / pixels + size / 2);
        const row = Math.floor((dy * Math.cos(turn) - dx * Math.sin(turn)) / pixels + size / 2);
        const isOnCard = [column, row].every((at) => at >= -quiet && at < size + quiet);
        const isInCode = [column, row].every((at) => at >= 0 && at < size);
        if (isOnCard) light = isInCode && data[row * size + column] ? 40 : 215;
      }
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      luma[y * WIDTH + x] = light + ((seed >>> 24) % 25) - 12;
    }
  }
  return luma;
}

/** A film of that one picture (YUV4MPEG2), which the browser's camera plays. */
export function film(text) {
  const luma = pictureOf(text);
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`), ...Array(FRAMES).fill(frame)]);
}

/** A browser whose camera sees what it is shown; it looks anew whenever a page opens its camera. */
export async function startGateBrowser() {
  const folder = mkdtempSync(join(tmpdir(), 'gate-'));
  const file = join(folder, 'camera.y4m');
  const show = (text) => writeFileSync(file, film(text));
  show(null);
  const browser = await chromium.launch({
    executablePath: process.env.TONGXIN_CHROMIUM,
    headless: true,
    args: [
      '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`,
    ],
  });
  const close = async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  };
  return { browser, show, close };
}

/** A phone, or a desk, at a gate. */
export async function openGate(t, { browser }, { base }, { lang = 'zh-CN', width = 390, theme = 'light', camera = true } = {}) {
  const context = await browser.newContext({
    baseURL: base,
    locale: lang === 'en' ? 'en-GB' : 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width, height: width < 600 ? 844 : 900 },
    colorScheme: theme,
    reducedMotion: 'reduce',
    permissions: camera ? ['camera'] : [],
  });
  context.setDefaultTimeout(WAIT_MAX);
  t.after(() => context.close());
  const page = await context.newPage();
  page.lang = lang;
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(error.message));
  return page;
}
