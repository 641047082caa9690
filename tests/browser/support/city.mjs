// The started city: its address, and a way in for each kind of user that the drill left behind.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { openWindow } from './browser.mjs';
import { word } from './words.mjs';

const FILE = process.env.TONGXIN_LINKS;
const LINKS = JSON.parse(readFileSync(FILE, 'utf8'));

/** How long one test file waits for another to come in as a user. */
const TAKING_TENTHS = 300;

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

/** The community worker's place, or the first community inside it. */
export async function ownCommunity() {
  let code = userOf('community_worker').place;
  while (code.length < 12) ({ code } = (await api('community_worker', 'GET', `/api/v1/places/${code}/children`)).places[0]);
  return code.slice(0, 12);
}

/** The number of the outlet whose manager the drill left a link for. */
export async function ownOutlet() {
  const { listings } = await api('outlet_manager', 'GET', '/api/v1/supply/listings');
  return listings[0].org;
}

/** Doors that order for the day that is planned. */
const DOORS = 24;
/** Longest a search may take, in tenths of a second. */
const SEARCH_TENTHS = 200;

/**
 * Plans of the outlet's next day with a window: one that people drive by, with its first run, and one that nobody has
 * published. They are made once, for all test files.
 */
export function ownPlans() {
  plans ??= keptPlans();
  return plans;
}

let plans;

async function keptPlans() {
  const kept = `${FILE}.plans`;
  if (!existsSync(kept)) writeFileSync(kept, JSON.stringify(await makePlans()));
  return JSON.parse(readFileSync(kept, 'utf8'));
}

async function makePlans() {
  const org = await ownOutlet();
  const day = await orderForDoors(org);
  const published = await madePlan(org, day);
  const { seq } = await api('outlet_manager', 'GET', `/api/v1/plans/${published}`);
  await api('outlet_manager', 'POST', `/api/v1/plans/${published}/publish`, { seq });
  const { runs } = await api('outlet_manager', 'GET', `/api/v1/outlets/${org}/day-runs?day=${day}`);
  return { org, day, published, run: runs[0].id, ready: await madePlan(org, day) };
}

/** Orders on paper slips from doors that the outlet serves; answers the day of their window. */
async function orderForDoors(org) {
  const { windows } = await api('outlet_manager', 'GET', `/api/v1/outlets/${org}/windows`);
  const { lines } = await api('outlet_manager', 'GET', `/api/v1/outlets/${org}/stock`);
  const item = lines.find((line) => line.terms?.is_open && line.free > 500).item.id;
  let day;
  for (const [at, household] of (await doors()).entries()) {
    for (const window of windows.slice(-2)) {
      const lines = [{ item, pieces: 1 + (at % 2) }];
      const order = { org, window: window.id, household: household.id, slip: `T-${at}`, lines };
      const placed = await api('community_worker', 'POST', '/api/v1/orders', order).catch(() => null);
      if (placed) day = window.from_at.slice(0, 10);
    }
  }
  return day;
}

/** Doors of different buildings of the community worker's. */
async function doors() {
  const found = [];
  for (const building of await buildingsIn(userOf('community_worker').place)) {
    const { households } = await api('community_worker', 'GET', `/api/v1/households?building=${building}`);
    found.push(...households.slice(0, 2));
    if (found.length >= DOORS) break;
  }
  return found;
}

async function buildingsIn(place) {
  const { places } = await api('community_worker', 'GET', `/api/v1/places/${place}/children`);
  const inside = places.map((found) => (found.level === 'building' ? [found.code] : buildingsIn(found.code)));
  return (await Promise.all(inside)).flat();
}

async function madePlan(org, day) {
  const { id } = await api('outlet_manager', 'POST', `/api/v1/outlets/${org}/plans`, { day, seconds: 1 });
  for (let tenth = 0; tenth < SEARCH_TENTHS; tenth += 1) {
    const { state } = await api('outlet_manager', 'GET', `/api/v1/plans/${id}`);
    if (state === 'ready') return id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`plan ${id} is not ready`);
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
 * leaves its cookies beside the links, for the other windows and test files; who comes meanwhile waits for them.
 */
export async function enter(t, role, options) {
  const cookies = `${FILE}.${role}.cookies`;
  if (isFirst(`${cookies}.taking`)) await takeLink(t, role, cookies);
  for (let tenth = 0; !existsSync(cookies); tenth += 1) {
    assert.ok(tenth < TAKING_TENTHS, `another test file did not get in as ${role}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
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
  // What a window says about its language is its own. The file appears whole.
  writeFileSync(`${file}.part`, JSON.stringify(cookies.filter((cookie) => cookie.name !== 'lang')));
  renameSync(`${file}.part`, file);
}

/** Of all processes one makes the folder. */
function isFirst(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

let person;

/** The number of somebody whom the community registered to be looked in on; the same for all tests of a file. */
export function ownPerson() {
  person ??= register();
  return person;
}

let appointment;

/** An appointment that the community asked the hospital for whose desk the drill left a link for; the same for all tests of a file. */
export function ownAppointment() {
  appointment ??= askHospital();
  return appointment;
}

/** When it is: days after the city's present one, and at which hour of UTC. */
const APPOINTMENT_DAYS = 3;
const APPOINTMENT_HOUR = 3;

async function askHospital() {
  const { orgs } = await api('commander', 'GET', `/api/v1/orgs?kind=hospital&within=${userOf('hospital_desk').place}`);
  const { households } = await api('community_worker', 'GET', `/api/v1/households?building=${userOf('resident').place}`);
  const [, now] = (await (await fetch(`${BASE}/`)).text()).match(/data-now="([^"]+)"/);
  const at = new Date(now);
  at.setUTCDate(at.getUTCDate() + APPOINTMENT_DAYS);
  at.setUTCHours(APPOINTMENT_HOUR, 0, 0, 0);
  const { appointments } = await api('community_worker', 'POST', '/api/v1/care/appointments', {
    household: households[0].id, hospital: orgs[0].id, first_at: at.toISOString(), minutes: 120,
    ride: { wheelchair: true, escort: true }, facts: { treatment: 'dialysis', patient: '陈婆婆', department: '血液净化' },
  });
  return appointments[0];
}

/** A volunteer of the community worker's with a shift of tomorrow: { volunteer, key, shift, code, team }. */
let crew;

export function ownCrew() {
  crew ??= gather();
  return crew;
}

async function gather() {
  const who = 'community_worker';
  const home = await ownCommunity();
  const name = `陈小明${randomUUID().slice(0, 4)}`;
  const phone = `138${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
  const slots = ['weekday_morning', 'weekday_afternoon', 'weekend_morning', 'weekend_afternoon'];
  const asked = { name, phone, birth_year: 1990, home, skills: ['languages'], slots, is_covered: true };
  const { volunteer, key } = await api(who, 'POST', '/api/v1/volunteer/registrations', asked);
  await api(who, 'POST', `/api/v1/volunteers/${volunteer.id}/verify`, { is_verified: true });
  await api(who, 'POST', `/api/v1/volunteers/${volunteer.id}/hours`, { minutes: 90, why: '上一班' });
  const { id: team } = await api(who, 'POST', '/api/v1/teams', { place: home, name: `红岩队 ${name.slice(-4)}` });
  await api(who, 'POST', `/api/v1/teams/${team}`, { step: 'lead', volunteer: volunteer.id });
  const { shifts } = await api(who, 'GET', '/api/v1/shifts');
  const shift = shifts[0]?.id ?? (await openShift(who, home, team));
  const { code } = await api(who, 'GET', `/api/v1/shifts/${shift}/places`);
  return { volunteer: volunteer.id, key, shift, code, team };
}

/** Opens a shift of the day after the city's present one, which every page says. */
async function openShift(who, place, team) {
  const [, now] = (await (await fetch(`${BASE}/`)).text()).match(/data-now="([^"]+)"/);
  const start = new Date(new Date(now).getTime() + 26 * 3600 * 1000);
  const end = new Date(start.getTime() + 3 * 3600 * 1000);
  const shift = {
    kind: 'deliver', place, team, meet: '东门', about: '送货上楼，穿雨衣', start_at: start.toISOString(),
    end_at: end.toISOString(), posts: [{ needed: 4 }, { skill: 'languages', needed: 1 }], is_entering: true,
  };
  return (await api(who, 'POST', '/api/v1/shifts', shift)).id;
}

async function register() {
  const who = 'community_worker';
  const { people } = await api(who, 'GET', '/api/v1/care/people');
  if (people.length) return people[0].id;
  const { households } = await api(who, 'GET', `/api/v1/households?building=${userOf('resident').place}`);
  const { id } = await api(who, 'POST', '/api/v1/care/people', {
    household: households[0].id, name: '陈婆婆', contact: '138 0000 0001', at_door: '耳背，多敲几下',
    record: { groups: ['alone_old', 'chronic_medicine'], wants: '每周去一次医院', medicines: [] },
    ground: { basis: 'consent', by: '本人', on: '2022-11-20', purpose: '每日巡访' },
  });
  return id;
}
