// One browser for a test file, and windows into it: a language, a width, light or dark, with or without scripts.

import { chromium } from 'playwright-core';
import { after, before } from 'node:test';

/** Widths in CSS pixels: a cheap phone and a desk. */
export const PHONE = 390;
export const DESK = 1280;
export const WIDTHS = [PHONE, DESK];
export const HEIGHTS = { [PHONE]: 844, [DESK]: 900 };
export const LANGS = ['zh-CN', 'en'];

/** Longest wait for anything a page should show, in ms. */
export const WAIT_MAX = 20_000;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser;

/** Starts the browser before a file's tests and ends it after them. */
export function withBrowser() {
  before(async () => {
    browser = await chromium.launch({ executablePath: process.env.TONGXIN_CHROMIUM, headless: true, args: FLAGS });
  });
  after(async () => {
    await browser?.close();
  });
}

/**
 * A fresh window, without anybody's cookies. It closes with the test.
 * A page that logs an error or throws fails the test that looks at it.
 */
export async function openWindow(t, { lang = 'zh-CN', width = DESK, theme = 'light', scripts = true, baseURL } = {}) {
  const context = await browser.newContext({
    baseURL,
    locale: lang === 'en' ? 'en-GB' : 'zh-CN',
    viewport: { width, height: HEIGHTS[width] ?? HEIGHTS[DESK] },
    colorScheme: theme,
    javaScriptEnabled: scripts,
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(WAIT_MAX);
  t.after(() => context.close());
  const page = await context.newPage();
  page.lang = lang;
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(error.message));
  page.on('console', (message) => {
    // A refused form answers 4xx by design, and the browser logs that.
    if (message.type() === 'error' && !message.text().includes('the server responded with a status of 4')) {
      page.troubles.push(message.text());
    }
  });
  return page;
}

/** Waits until `look` gives something true, and returns it. */
export async function eventually(look, what, most = WAIT_MAX) {
  const start = Date.now();
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() - start > most) throw new Error(`waited ${most} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
