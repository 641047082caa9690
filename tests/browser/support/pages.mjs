// Every type of page there is, and who opens it. New pages are added here: they are then looked at in both languages, at both
// widths, in light and dark, with and without scripts, by axe-core and in pictures.

import { userOf } from './city.mjs';

/** `open` gives the path for the user who opens it; `role` none means nobody has signed in. */
export const PAGES = [
  { name: 'start', path: '/' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'household-code', path: '/h' },
  { name: 'privacy', path: '/privacy' },
  { name: 'not-found', path: '/nothing-here', status: 404 },
  { name: 'api-docs', path: '/api/v1/docs' },
  { name: 'account', role: 'community_worker', path: '/account' },
  { name: 'people', role: 'officer', path: '/people' },
  { name: 'people-invite', role: 'officer', path: '/people/invite' },
  { name: 'reset-made', role: 'officer', path: '/people', act: makeReset },
  { name: 'reset', role: 'officer', path: resetLink },
  { name: 'household', role: 'resident', path: '/home' },
  { name: 'household-raise', role: 'resident', path: '/needs/raise?topic=medicine' },
  { name: 'household-need', role: 'resident', path: firstNeed },
  { name: 'raise-where', role: 'community_worker', path: '/needs/raise' },
  { name: 'worker-building', role: 'community_worker', path: firstBuilding },
  { name: 'needs-empty', role: 'community_worker', path: '/needs?q=nothing-like-this' },
  { name: 'places', role: 'community_worker', path: '/places' },
  { name: 'orgs', role: 'officer', path: '/orgs' },
  { name: 'orgs-empty', role: 'officer', path: '/orgs?name=nothing-like-this' },
  { name: 'orgs-add', role: 'officer', path: '/orgs/add' },
  { name: 'areas', role: 'officer', path: '/areas' },
  { name: 'areas-add', role: 'officer', path: '/areas/add' },
  { name: 'steward-buildings', role: 'steward', path: '/buildings' },
  { name: 'worker-buildings', role: 'community_worker', path: '/buildings' },
  { name: 'worker-needs', role: 'community_worker', path: '/needs' },
  { name: 'worker-need', role: 'community_worker', path: firstNeed },
  { name: 'officer-queue', role: 'officer', path: '/queue' },
  { name: 'officer-need', role: 'officer', path: firstNeed },
  { name: 'plant', role: 'plant_reporter', path: '/plant' },
  { name: 'project', role: 'project_owner', path: '/project' },
  { name: 'board', role: 'commander', path: '/board', live: true },
  { name: 'board-district', role: 'commander', path: () => `/board/${userOf('community_worker').place.slice(0, 6)}`, live: true },
  { name: 'board-wall', role: 'commander', path: '/board/wall', live: true },
  { name: 'briefing', role: 'commander', path: '/briefing' },
];

/** The first need in the user's list. */
async function firstNeed(page) {
  await page.goto('/needs');
  const link = page.getByRole('main').locator('.row-what a').first();
  return link.getAttribute('href');
}

/** The first building of the user's page of buildings. */
async function firstBuilding(page) {
  await page.goto('/buildings');
  const link = page.getByRole('main').locator('a[href^="/buildings/"]').first();
  return link.getAttribute('href');
}

/** Asks for a link by which the first person on the page can choose a new password. */
async function makeReset(page) {
  await page.locator('details.confirm', { has: page.locator('form[action$="/reset"]') }).first().locator('summary').click();
  const made = page.waitForNavigation({ waitUntil: 'networkidle' });
  await page.locator('form[action$="/reset"] button').first().click();
  return made;
}

/** The page on which that person chooses it. */
async function resetLink(page) {
  await page.goto('/people');
  await makeReset(page);
  return new URL(await page.locator('main code').first().textContent()).pathname;
}

/** Opens a page of the table in a window whose user has come in; answers with the response. `act` goes on from it. */
export async function openPage(page, { path, live, act }) {
  const to = typeof path === 'function' ? await path(page) : path;
  // A live page never falls silent: its stream stays open.
  const response = await page.goto(to, { waitUntil: live ? 'load' : 'networkidle' });
  return act ? act(page) : response;
}
