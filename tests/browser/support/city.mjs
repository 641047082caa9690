// The started city: its address, and a way in for each kind of user that the drill left behind.

import { readFileSync } from 'node:fs';
import { openWindow } from './browser.mjs';

const LINKS = JSON.parse(readFileSync(process.env.TONGXIN_LINKS, 'utf8'));

/** The server's address, without a slash at its end. */
export const BASE = LINKS.base.replace(/\/$/, '');

/** All users of a role: { role, link, token, place }. */
export function users(role) {
  const found = LINKS.users.filter((user) => user.role === role);
  if (found.length === 0) throw new Error(`the drill left no user with the role ${role}`);
  return found;
}

/** A window in which nobody has signed in. */
export function visit(t, options) {
  return openWindow(t, { ...options, baseURL: BASE });
}

/** A window in which a user has come in by their link. */
export async function enter(t, user, options) {
  const page = await visit(t, options);
  await page.goto(user.link);
  return page;
}
