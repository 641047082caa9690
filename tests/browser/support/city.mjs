// The started city: its address, and a way in for each kind of user that the drill left behind.

import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { openWindow } from './browser.mjs';
import { word } from './words.mjs';

const FILE = process.env.TONGXIN_LINKS;
const LINKS = JSON.parse(readFileSync(FILE, 'utf8'));

/** The server's address, without a slash at its end. */
export const BASE = LINKS.base.replace(/\/$/, '');

/** A user of that role: { role, link, token, place }. */
export function userOf(role) {
  const user = LINKS.users.find((found) => found.role === role);
  if (!user) throw new Error(`the drill left no user with the role ${role}`);
  return user;
}

/** The code on the resident's door. */
export function householdCode() {
  return userOf('resident').link.split('/').pop();
}

/** What the API answers to a user of that role: JSON, or an error with what it said. */
export async function api(role, method, path, body) {
  const headers = { authorization: `Bearer ${userOf(role).token}`, 'content-type': 'application/json' };
  if (method !== 'GET') headers['idempotency-key'] = randomUUID();
  const response = await fetch(`${BASE}${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** The number of the outlet whose manager the drill left a link for. */
export async function ownOutlet() {
  const { listings } = await api('outlet_manager', 'GET', '/api/v1/supply/listings');
  return listings[0].org;
}

/** A window in which nobody has signed in. */
export function visit(t, options) {
  return openWindow(t, { ...options, baseURL: BASE });
}

/** A window of a resident who signed in by typing the code that stands on the door. */
export async function comeHome(t, options) {
  const page = await visit(t, options);
  await page.goto('/');
  await page.getByLabel(word(page, 'code-label'), { exact: true }).fill(householdCode());
  await page.getByRole('button', { name: word(page, 'start-household-button') }).click();
  await page.waitForURL('**/home');
  return page;
}

/**
 * A window in which the user of a role has come in. An invitation can be taken once, so the first window takes it and
 * leaves its cookies beside the links, for the other windows and test files.
 */
export async function enter(t, role, options) {
  const cookies = `${FILE}.${role}.cookies`;
  if (!existsSync(cookies)) await takeLink(t, role, cookies);
  const page = await visit(t, options);
  await page.context().addCookies(JSON.parse(readFileSync(cookies, 'utf8')));
  return page;
}

async function takeLink(t, role, file) {
  const page = await visit(t, { lang: 'en' });
  await page.goto(userOf(role).link);
  if (new URL(page.url()).pathname.startsWith('/join/')) {
    await page.getByLabel(word(page, 'account-name')).fill(`browser-${role}`);
    await page.getByLabel(word(page, 'account-display-name')).fill(`Test ${role}`);
    await page.getByLabel(word(page, 'account-password')).fill('a long enough password');
    await page.getByRole('button', { name: word(page, 'join-button') }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/join/'));
  }
  const cookies = await page.context().cookies();
  // What a window says about its language is its own.
  writeFileSync(file, JSON.stringify(cookies.filter((cookie) => cookie.name !== 'lang')));
}
