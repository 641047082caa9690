// A phone that holds one of the installed apps, on a line that can be cut (line.mjs).

import { HEIGHTS, PHONE, DESK, WAIT_MAX, eventually } from './browser.mjs';

/** Longest wait for anything that a press should show, in ms: a phone without a signal is a slow one. */
export const STEP_WAIT_MS = 3 * WAIT_MAX;
/** Longest wait for a phone to notice that there is a signal again, in ms. */
export const SENT_WITHIN_MS = 40_000;

/** A phone, or a desk, with nothing on it yet. It closes with the test, and its line is whole for the next one. */
export async function openPhone(t, browser, { line, baseURL = line.base, lang = 'zh-CN', width = PHONE, theme = 'light', scripts = true, permissions = ['camera'] }) {
  const context = await browser.newContext({
    baseURL, locale: lang === 'en' ? 'en-GB' : 'zh-CN', viewport: { width, height: HEIGHTS[width] ?? HEIGHTS[DESK] },
    colorScheme: theme, reducedMotion: 'reduce', permissions, javaScriptEnabled: scripts,
  });
  context.setDefaultTimeout(STEP_WAIT_MS);
  t.after(async () => {
    await context.close();
    await line?.mend();
  });
  const page = await context.newPage();
  page.lang = lang;
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(error.message));
  return page;
}

/** Waits until the phone holds all files of an app, so that it opens without a signal. */
export async function holdsFiles(page, app) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  const isThere = (prefix) => caches.keys().then((names) => names.some((name) => name.startsWith(prefix)));
  await eventually(() => page.evaluate(isThere, `${app}-`), 'the files are kept');
}

/** The browser's own switch does not reach service workers, so the line is cut as well. */
export async function cutOff(page, line) {
  await page.context().setOffline(true);
  await line.cut();
}

export async function connect(page, line) {
  await line.mend();
  await page.context().setOffline(false);
}

/** Has the browser wake an app's worker, as it does when there is a signal again (Background Sync), from a page of the same server. */
export async function wakeWorker(page, base, scope, tag) {
  const protocol = await page.context().newCDPSession(page);
  const registered = new Promise((resolve) => protocol.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const found = registrations.find(({ scopeURL }) => scopeURL.endsWith(scope));
    if (found) resolve(found.registrationId);
  }));
  await protocol.send('ServiceWorker.enable');
  await protocol.send('ServiceWorker.dispatchSyncEvent', { origin: base, registrationId: await registered, tag, lastChance: false });
}

/** The strip at the foot says just this. */
export function stripSays(page, text, timeout = WAIT_MAX) {
  return page.locator('#strip').getByText(text, { exact: true }).waitFor({ timeout });
}

/** All that the page has left on the phone, as text; what is bytes, read in both ways. */
export function kept(page) {
  return page.evaluate(async () => {
    const open = (name) =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const all = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
    for (const { name } of await indexedDB.databases()) {
      const database = await open(name);
      for (const store of database.objectStoreNames) {
        const rows = await new Promise((resolve) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result);
        });
        const plain = (_, value) => {
          if (typeof value === 'bigint') return String(value);
          return value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? new TextDecoder('latin1').decode(value) + new TextDecoder().decode(value) : value instanceof Map ? [...value] : value;
        };
        all.push(JSON.stringify(rows, plain));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      all.push(...(await cache.keys()).map(({ url }) => url));
    }
    return all.join('\n');
  });
}
