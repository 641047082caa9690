// Firms of the test's own in the started city, with a van, goods and households that order: everything by the API, as people
// would. A driver sees doors on the run's own day alone, so runs are of today, each of a firm of its own.

import { randomUUID } from 'node:crypto';
import { eventually } from './browser.mjs';
import { BASE, api, ownCommunity, userOf } from './city.mjs';

/**
 * Firms that don't meet: credit codes whose check character fits and that no firm of the drill has. The fleet's brings to the
 * steward's own compound, the others each to a new one; the clinic's lies in its own, so that none is nearer to those who live
 * there.
 */
const FIRMS = {
  driver: { credit_code: '91350100M000100Y43', name: '海星超市', plates: ['渝A12345'], payload_kg: 1_200 },
  second: { credit_code: '91500103MA5U0RUN28', name: '海燕超市', plates: ['渝A45678'], payload_kg: 1_200 },
  patients: { credit_code: '91500103MA5U0R1D3E', name: '海鸥车队', plates: ['渝A56789'], payload_kg: 1_200 },
  phones: { credit_code: '91500112MA60F1E1D3', name: '海贝超市', plates: ['渝A89123'], payload_kg: 1_200 },
  fleet: { credit_code: '91440300MA5DHXYT6Y', name: '白鹭生鲜', plates: ['渝A23456', '渝A34567'], payload_kg: 50 },
  clinic: { credit_code: '91500112MA60KAPP1P', name: '海葵车队', plates: ['渝A67891'], payload_kg: 1_200 },
  foot: { credit_code: '91330100MA2CF00T1R', name: '银杏便利', plates: ['渝A91234'], payload_kg: 1_200 },
};
export const PASSWORD = 'a long enough password';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** The search for a plan of a few stops needs no longer, in ms. */
const PLANNED_WITHIN_MS = 60_000;

/** What the firm's manager asks of the API. */
async function asFirm(token, method, path, body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const response = await fetch(`${BASE}${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text ? JSON.parse(text) : null;
}

/** A firm, ready to take orders: { org, name, token, ask, items, community, compound, doors }; its manager signs in as `manager`. */
export async function openFirm(which = 'driver') {
  const { plates, payload_kg, ...firm } = FIRMS[which];
  const community = await ownCommunity();
  const compound = which === 'fleet' ? userOf('steward').place : await newCompound(community);
  const applied = await api('officer', 'POST', '/api/v1/supply/applications', {
    ...firm, kind: 'outlet', place: which === 'clinic' ? compound : community, service_places: [community.slice(0, 6)],
    orders_a_day: 300, contact_name: 'Chen', contact_phone: '023-6789 1234',
  });
  const until = new Date((await cityNow()) + 90 * DAY_MS).toISOString().slice(0, 10);
  const { org } = await api('officer', 'POST', `/api/v1/supply/applications/${applied.id}/list`, { valid_until: until });
  const invited = await api('officer', 'POST', '/api/v1/invitations', { role: 'outlet_manager', org });
  const manager = { name: `firm-${org.slice(-4).toLowerCase()}`, password: PASSWORD };
  const { session: { token } } = await accept(invited.token, manager);
  const ask = (method, path, body) => asFirm(token, method, path, body);
  for (const plate of plates) {
    await ask('POST', '/api/v1/supply/vehicles', { org, plate, kind: 'van', payload_kg, has_cold_chain: true });
    await ask('POST', '/api/v1/supply/staff', { org, name: plate.endsWith('7') ? '王师傅' : '李师傅', role: 'driver', shift: 'day' });
  }
  const items = [];
  for (const [name, unit, category, amount] of [['五常大米 5 kg', '袋', 'grain', 5000], ['鲜牛奶 1 L', '盒', 'milk', 1000]]) {
    const { id } = await ask('POST', `/api/v1/outlets/${org}/items`, { name, unit, contents: [{ category, amount }] });
    await ask('PUT', `/api/v1/outlets/${org}/offers/${id}`, { price: 1_250, household_max: 20, is_open: true });
    await ask('POST', `/api/v1/outlets/${org}/receipts`, { rows: [{ item: id, pieces: 400 }] });
    items.push(id);
  }
  return { org, name: firm.name, manager, token, ask, items, community, compound, doors: await doors(compound) };
}

/** Takes an invitation; nobody is signed in yet. */
export async function accept(token, manager) {
  const response = await fetch(`${BASE}/api/v1/invitations/${token}/accept`, {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...manager, display_name: 'Firm' }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`accepting answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

const addPlace = async (parent, name_zh, name_en) => {
  const { codes } = await api('community_worker', 'POST', '/api/v1/places', { rows: [{ parent, name_zh, name_en }] });
  return codes[0];
};

const newCompound = (community) => addPlace(community, '竹苑小区', 'Bamboo Court');

/** A building's number, the door in it, and where it lies around the middle, so far from the next that their points on a map are apart. */
const BUILDINGS = [[82, '302', -1, -1], [83, '1203', 0, -1], [85, '701', 1, -1], [86, '7-2', -1, 1], [88, '101', 0, 1], [89, '2106', 1, 1]];
/** About 500 m, in degrees. */
const APART = 0.005;

/** Six doors in six new buildings of a compound, so that each is a stop. */
async function doors(compound) {
  const found = [];
  const middle = await api('community_worker', 'GET', `/api/v1/places/${compound.slice(0, 12)}/position`);
  for (const [number, door, east, north] of BUILDINGS) {
    const building = await addPlace(compound, `${number}栋`, `Building ${number}`);
    const at = { lon: middle.lon + east * APART, lat: middle.lat + north * APART };
    await api('community_worker', 'PUT', `/api/v1/places/${building}/position`, at);
    const rows = [{ building, door, people: 2 }];
    const { households } = await api('community_worker', 'POST', '/api/v1/households', { rows });
    found.push(...households.map(({ id, door }) => ({ household: id, door, building })));
  }
  return found;
}

export async function cityNow() {
  const { as_of: now } = await api('officer', 'GET', `/api/v1/supply/cover?place=${userOf('officer').place}`);
  return Date.parse(now);
}

/** So close to midnight a day is over for whoever plans one. */
const NIGHT_MS = 5 * 60_000;

/** Waits for the next day: the drill ends a minute before midnight. */
export async function dayBegins() {
  const left = DAY_MS - (((await cityNow()) + 8 * HOUR_MS) % DAY_MS);
  if (left < NIGHT_MS) await new Promise((resolve) => setTimeout(resolve, left + 1_000));
}

/** The day so many days ahead, by the city's calendar. */
export async function dayAhead(daysAhead) {
  return new Date((await cityNow()) + 8 * HOUR_MS + daysAhead * DAY_MS).toISOString().slice(0, 10);
}

/** A window of a day, from ten to two by the city's clock unless said otherwise. */
export async function openWindowOf({ org, ask }, day, [from, to] = ['10:00', '14:00']) {
  const [from_at, to_at] = [from, to].map((time) => new Date(`${day}T${time}:00+08:00`).toISOString());
  const { ids } = await ask('POST', `/api/v1/outlets/${org}/windows`, { from_at, to_at, orders_max: 50 });
  return ids[0];
}

/** Orders from doors, on paper slips, packed: [{ id, door, code }]. */
export async function orderFrom({ org, ask, items }, window, doors) {
  const orders = [];
  for (const [at, { household, door }] of doors.entries()) {
    const { id } = await api('community_worker', 'POST', '/api/v1/orders', {
      org, window, household, slip: `${window.slice(-4)}-${door}`, contact: '138 0000 0001', note: at === 1 ? '老人行动慢，请多等一会儿' : undefined,
      lines: items.map((item, n) => ({ item, pieces: 2 - n })),
    });
    const { hand_over_code: code, lines } = await api('community_worker', 'GET', `/api/v1/orders/${id}`);
    await ask('POST', `/api/v1/orders/${id}/pack`, { lines: lines.map(({ line, ordered }) => ({ line, picked: ordered })) });
    orders.push({ id, door, code });
  }
  return orders;
}

/** Has a plan of a day made and published; answers its runs: [{ id, plate, key }], where a key stands behind `#` in its link. */
export async function publishPlan({ org, ask }, day) {
  const asked = await ask('POST', `/api/v1/outlets/${org}/plans`, { day, seconds: 1 });
  const plan = () => ask('GET', `/api/v1/plans/${asked.id}`);
  const made = await eventually(async () => {
    const seen = await plan();
    return seen.state !== 'making' && seen;
  }, 'the plan is made', PLANNED_WITHIN_MS);
  await ask('POST', `/api/v1/plans/${asked.id}/publish`, { seq: made.seq });
  const { runs } = await ask('GET', `/api/v1/outlets/${org}/day-runs?day=${day}`);
  return Promise.all(runs.map(async ({ id, plate }) => {
    const { link } = await ask('GET', `/api/v1/day-runs/${id}`);
    return { id, plate, key: link.split('#')[1] };
  }));
}

/** A car for patients and somebody who drives it; answers its plate. */
export async function addCar({ org, ask }, plate) {
  await ask('POST', '/api/v1/supply/vehicles', { org, plate, kind: 'car', payload_kg: 400, patient_seats: 3, wheelchair_places: 1 });
  await ask('POST', '/api/v1/supply/staff', { org, name: '吴师傅', role: 'driver', shift: 'day' });
  return plate;
}

/** Says what happened on a run, as whoever drives it. */
export async function sayOnRun({ key }, body) {
  const headers = { 'tongxin-run': key, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const response = await fetch(`${BASE}/api/v1/run/events`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${body.event} answered ${response.status}: ${await response.text()}`);
}

/** A run of today that takes somebody to an appointment and back: { id, key, ask, there, back, door }. */
export async function newRideRun({ org, ask, community, doors }) {
  const plate = await addCar({ org, ask }, '渝A55555');
  await dayBegins();
  const day = await dayAhead(0);
  const { there, back } = await api('community_worker', 'POST', '/api/v1/rides', {
    household: doors[0].household, to: community, appointment_at: `${day}T03:00:00Z`, ready_at: `${day}T06:00:00Z`,
    people: { seats: 2 }, contact: '138 0000 0009', note: '走东门', org,
  });
  const runs = await publishPlan({ org, ask }, day);
  return { ...runs.find((run) => run.plate === plate), ask, there, back, door: doors[0].door };
}

/** A run of today, or of so many days ahead, that brings an order to each door: { id, key, orders, ask, token }. */
export async function newRun(firm, daysAhead = 0) {
  await dayBegins();
  const day = await dayAhead(daysAhead);
  const orders = await orderFrom(firm, await openWindowOf(firm, day), firm.doors);
  const [run] = await publishPlan(firm, day);
  return { ...run, orders, ask: firm.ask, token: firm.token };
}
