// A compound of its own for tests of rounds: a building with doors, somebody to look in on behind each, and stewards who can sign
// in. What other test files do elsewhere in the community does not change its day.

import { randomUUID } from 'node:crypto';
import { BASE, ownCommunity, userOf } from './city.mjs';
import { eventually } from './browser.mjs';
import { dayBegins } from './firm.mjs';

const WORKER = 'community_worker';
const PASSWORD = 'a long enough password';
/** Longest wait for the clock to make the day's visits, in ms. */
const MADE_WITHIN_MS = 120_000;
/** Doors of one floor. */
const DOORS_A_FLOOR = 4;

/**
 * `doors` people in one building, one behind each door, and `stewards` who look after it; in the community worker's own community, or
 * in another, where so many doors make nobody else's pages long.
 */
export async function newStreet({ doors = 12, stewards = 1, name = '榕树小区', isElsewhere = false } = {}) {
  await dayBegins();
  const { token, community } = isElsewhere ? await elsewhere() : { token: userOf(WORKER).token, community: await ownCommunity() };
  const compound = await addPlace(token, community, name, 'Banyan Court');
  const building = await addPlace(token, compound, '3栋', 'Building 3');
  const labels = Array.from({ length: doors }, (_, at) => `${Math.floor(at / DOORS_A_FLOOR) + 1}0${(at % DOORS_A_FLOOR) + 1}`);
  const rows = labels.map((door) => ({ building, door, people: 1 }));
  await send(token, 'POST', '/api/v1/households', { rows });
  await register(token, building, labels);
  const people = [];
  for (let n = 0; n < stewards; n += 1) people.push(await newAccount(token, 'steward', building));
  const [first] = people;
  await eventually(async () => (await visitsOf(first)).length === doors, 'the visits of the day are made', MADE_WITHIN_MS);
  return { building, labels, stewards: people };
}

/** A community where no other test is, and somebody who works there. */
async function elsewhere() {
  const { token, place } = userOf('officer');
  let code = place;
  while (code.length < 12) {
    const { places } = await send(token, 'GET', `/api/v1/places/${code}/children`);
    code = places.at(-1).code;
  }
  const worker = await newAccount(token, WORKER, code.slice(0, 12));
  return { token: worker.token, community: code.slice(0, 12) };
}

async function addPlace(token, parent, name_zh, name_en) {
  const { codes } = await send(token, 'POST', '/api/v1/places', { rows: [{ parent, name_zh, name_en }] });
  return codes[0];
}

/** One person behind each door, as a community's own list has them. */
async function register(token, building, labels) {
  const headings = 'building,door,name,groups,basis,basis_by,basis_on,purpose,contact,at_door';
  const rows = labels.map((door, at) => `${building},${door},${at % 2 ? '周爷爷' : '吴婆婆'}${at + 1},独居老人,consent,本人,2022-11-20,每日巡访,138 0000 ${1000 + at},${at ? '' : '耳背，多敲几下'}`);
  const response = await fetch(`${BASE}/api/v1/care/people/import`, {
    method: 'POST', body: [headings, ...rows].join('\n'),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv', 'idempotency-key': randomUUID() },
  });
  if (!response.ok) throw new Error(`importing answered ${response.status}: ${await response.text()}`);
}

/** Somebody whom the holder of that token invites: { name, password, token, shown }. */
async function newAccount(token, role, place) {
  const invited = await send(token, 'POST', '/api/v1/invitations', { role, place });
  const name = `${role}-${randomUUID().slice(0, 8)}`;
  const shown = `楼栋长${name.slice(-4)}`;
  const { session } = await send(null, 'POST', `/api/v1/invitations/${invited.token}/accept`, { name, password: PASSWORD, display_name: shown });
  return { name, password: PASSWORD, token: session.token, shown };
}

/** What the API answers to a steward, or to nobody. */
export async function send(token, method, path, body) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  if (method !== 'GET') headers['idempotency-key'] = randomUUID();
  const response = await fetch(`${BASE}${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text ? JSON.parse(text) : null;
}

/** The day's visits as a steward sees them. */
export async function visitsOf({ token }) {
  return (await send(token, 'GET', '/api/v1/care/visits')).visits;
}
