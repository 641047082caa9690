// The field app in a real browser against the real server: a steward's day with no signal, two who disagree, a lost phone, a
// volunteer's shift, and browsers that can't.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { codeIn, linkIn, rowsOf } from '../../web/js/field/standing.js';
import { CATALOGUES } from '../../web/js/field/words.js';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';
import { LANGS, WAIT_MAX, WIDTHS, eventually } from './support/browser.mjs';
import { BASE, api, ownCommunity, userOf } from './support/city.mjs';
import { cityNow, dayBegins } from './support/firm.mjs';
import { startGateBrowser } from './support/gate.mjs';
import { openLine } from './support/line.mjs';
import { SENT_WITHIN_MS, connect, cutOff, holdsFiles, kept, openPhone as openPhoneOn, stripSays, wakeWorker } from './support/phone.mjs';
import { newStreet, send, visitsOf } from './support/street.mjs';

const WEB = fileURLToPath(new URL('../../web/', import.meta.url));
/** What a phone loads before it can be used, compressed. */
const TRANSFER_BYTES_MAX = 150_000;
/** How much slower a cheap phone is than the machine that tests. */
const THROTTLE = 4;
const MANY_DOORS = 500;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PIN = '274951';

let camera;
let line;
/** A street for each test, and shifts; all are made at once, because the clock makes a day's visits once a minute. */
let streets;
let shifts;

before(async () => {
  camera = await startGateBrowser();
  line = await openLine(BASE);
  await dayBegins();
  const asked = {
    day: {}, refused: { doors: 3 }, two: { doors: 2, stewards: 2 }, lost: { doors: 2, stewards: 2 }, woken: { doors: 1 }, left: { doors: 2, stewards: 2 }, ahead: { doors: 1 },
    shown: { doors: 6 }, newer: { doors: 1 }, many: { doors: MANY_DOORS, name: '千户小区', isElsewhere: true }, kept: { doors: 1 }, paged: { doors: 5 }, forgot: { doors: 1 },
  };
  const made = Object.entries(asked).map(async ([name, street]) => [name, await newStreet(street)]);
  const made_shifts = [newShift(), newShift(), newShift()];
  streets = Object.fromEntries(await Promise.all(made));
  shifts = await Promise.all(made_shifts);
});

after(async () => {
  await camera.close();
  await line.cut();
});

const word = (page, key, fill = {}) => CATALOGUES[page.lang][key].replace(/\{(\w+)\}/g, (gap, name) => String(fill[name] ?? gap));
const saying = (page, key, fill) => page.getByText(word(page, key, fill), { exact: true });
const pressing = (page, key, fill) => page.getByRole('button', { name: word(page, key, fill), exact: true });
const row = (page, door) => page.locator('.field-row', { hasText: `${door} · ` });

const openPhone = (t, options) => openPhoneOn(t, camera.browser, { line, ...options });

/** Signs in on the phone, takes up the rounds and chooses a PIN. */
async function takeUpRound(page, steward) {
  await page.goto('/field');
  await page.locator('.field-way').first().click();
  await pressing(page, 'field-round-join').click();
  await page.locator('input[name="name"]').fill(steward.name);
  await page.locator('input[name="password"]').fill(steward.password);
  await page.locator('main button.button-primary').click();
  await choosePin(page);
  await page.locator('.field-row').first().waitFor();
  await holdsFiles(page, 'field');
}

async function choosePin(page) {
  await page.locator('#pin-again').waitFor();
  await page.locator('#pin').fill(PIN);
  await page.locator('#pin-again').fill(PIN);
  await pressing(page, 'field-pin-save').click();
}

async function unlock(page, pin = PIN) {
  await page.locator('#pin').fill(pin);
  await pressing(page, 'field-pin-open').click();
}

/** The strip says how many records wait, were sent and were refused. */
function counted(page, numbers, timeout = WAIT_MAX) {
  const key = numbers.refused ? 'field-strip-refused' : 'field-strip';
  return stripSays(page, word(page, key, numbers), timeout);
}

/** Says at a door how it ended, on its own page. */
async function sayAt(page, door, outcome, { wants = [], note = '' } = {}) {
  await row(page, door).locator('.field-row-open').click();
  await page.locator('#door[open]').waitFor();
  if (note) await page.locator('#door-note').fill(note);
  if (wants.length) await page.locator('#door-several summary').click();
  for (const want of wants) await page.locator(`#door-wants input[value="${want}"]`).check();
  await page.locator(`#door-form button[value="${outcome}"]`).click();
  await page.locator('#door[open]').waitFor({ state: 'hidden' });
}

async function look(page, name) {
  await assertAccessible(page, name);
  await assertFitsItsWindow(page, name);
  await picture(page, name);
}

async function picture(page, name) {
  const folder = process.env.TONGXIN_ARTEFACTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `field-${name}.${page.lang}.${page.viewportSize().width}.png`) });
}

test("a steward's offline day: a dozen doors are said with no signal, and the server has each exactly once", async (t) => {
  const { labels, stewards: [steward] } = streets.day;
  const page = await openPhone(t);
  await takeUpRound(page, steward);
  assert.equal(await page.locator('.field-row').count(), 12);
  await cutOff(page, line);

  // Walking order: the highest floor first.
  assert.equal((await page.locator('.field-row-open strong').first().innerText()).slice(0, 3), '301');
  for (const door of labels.slice(0, 6)) await row(page, door).locator('.field-well').click();
  await counted(page, { saved: 6, sent: 0 });
  await sayAt(page, labels[6], 'needs', { wants: ['food', 'talk'], note: '米吃完了' });
  await sayAt(page, labels[7], 'no_answer', { note: '门口有报纸' });
  await sayAt(page, labels[8], 'refused');
  await sayAt(page, labels[9], 'moved');
  // What is needed most days takes one press.
  await sayAt(page, labels[10], 'needs:talk', { note: '想聊天' });
  // Where nobody answered a neighbour is asked and somebody calls; a voice is not a person seen.
  await row(page, labels[7]).locator('.field-row-open').click();
  assert.match(await page.locator('#door-call a').getAttribute('href'), /^tel:\d+$/);
  await look(page, 'enquire');
  await page.locator('#door [data-close]').click();
  await sayAt(page, labels[7], 'neighbour_no_news', { note: '对门没见到' });
  await sayAt(page, labels[7], 'phone_reached');
  assert.ok((await row(page, labels[7]).innerText()).includes(word(page, 'field-state-no_answer')), 'heard is not seen');
  // A slip is taken back while nobody else knows of it.
  await sayAt(page, labels[11], 'moved');
  await counted(page, { saved: 14, sent: 0 });
  await page.locator('#log-open').click();
  await page.locator('#log .run-log-row').first().getByRole('button').click();
  await page.locator('#log [data-close]').click();
  await sayAt(page, labels[11], 'well');
  await counted(page, { saved: 14, sent: 0 });
  for (const told of ['吴婆婆', '周爷爷', '米吃完了', 'txk_', 'no_answer']) assert.ok(!(await kept(page)).includes(told), `${told} lies open on the phone`);
  // Times and ids have digits too: a door is no part of a longer word.
  assert.doesNotMatch(await kept(page), /(?<![0-9A-Za-z])301(?![0-9A-Za-z])/, 'a door lies open on the phone');

  await page.reload();
  await saying(page, 'field-pin-waits', { n: 14 }).waitFor();
  assert.ok(!(await page.locator('body').innerText()).includes('婆婆'), 'nobody is named before the PIN');
  await unlock(page);
  await counted(page, { saved: 14, sent: 0 });
  assert.ok((await visitsOf(steward)).every(({ knocks }) => knocks.length === 0), 'nobody has heard of it yet');

  await connect(page, line);
  await counted(page, { saved: 0, sent: 14 }, SENT_WITHIN_MS);
  const visits = await visitsOf(steward);
  const found = Object.fromEntries(visits.map(({ door, state, knocks }) => [door, [state, knocks.length, knocks[0]?.note]]));
  const well = ['well', 1, ''];
  const expected = [well, well, well, well, well, well, ['needs', 1, '米吃完了'], ['no_answer', 1, '门口有报纸'], ['refused', 1, ''], ['moved', 1, ''], ['needs', 1, '想聊天'], well];
  assert.deepEqual(labels.map((door) => found[door]), expected);
  const { needs } = await send(steward.token, 'GET', '/api/v1/needs');
  const raised = needs.map(({ kind, topic }) => `${kind} ${topic}`).sort();
  assert.deepEqual(raised, ['care_unseen moved', 'household_request food', 'household_request talk', 'household_request talk'], 'what is needed is in the ledger once');
  const heard = visits.find(({ door }) => door === labels[7]).enquiries.map(({ result, note }) => [result, note]);
  assert.deepEqual(heard, [['neighbour_no_news', '对门没见到'], ['phone_reached', '']]);
  assert.deepEqual(page.troubles, []);
});

test('what the server does not take is shown with why and what to do', async (t) => {
  const { labels, building, stewards: [steward] } = streets.refused;
  const page = await openPhone(t, { lang: 'en' });
  await takeUpRound(page, steward);
  await cutOff(page, line);
  await row(page, labels[0]).locator('.field-well').click();
  await row(page, labels[1]).locator('.field-well').click();
  await counted(page, { saved: 2, sent: 0 });
  // Meanwhile the community ends the record of one of them.
  const { people } = await api('community_worker', 'GET', `/api/v1/care/people?place=${building}`);
  const gone = people.find(({ name }) => name === '吴婆婆1');
  await api('community_worker', 'POST', `/api/v1/care/people/${gone.id}/end`, { why: 'withdrawn' });
  await connect(page, line);
  await counted(page, { saved: 0, sent: 1, refused: 1 }, SENT_WITHIN_MS);
  await page.locator('#log-open').click();
  await page.locator('#log-list').getByText(word(page, 'field-why-not-found')).waitFor();
  await look(page, 'refused');
  assert.deepEqual(page.troubles, []);
});

test('two stewards say different things at one door with no signal: both stay, and both see it', async (t) => {
  const { labels: [door], stewards } = streets.two;
  const phones = [await openPhone(t), await openPhone(t, { lang: 'en' })];
  for (const [at, page] of phones.entries()) await takeUpRound(page, stewards[at]);
  for (const page of phones) await page.context().setOffline(true);
  await line.cut();
  await sayAt(phones[0], door, 'well', { note: '在家' });
  await sayAt(phones[1], door, 'moved', { note: '邻居说搬走了' });
  for (const page of phones) await counted(page, { saved: 1, sent: 0 });
  await line.mend();
  for (const page of phones) await page.context().setOffline(false);
  for (const page of phones) await counted(page, { saved: 0, sent: 1 }, SENT_WITHIN_MS);
  for (const page of phones) {
    await page.locator('#log-open').click();
    await page.locator('#log-send').click();
    await page.locator('#log [data-close]').click();
    await page.locator('[data-focus="filter all"]').click();
    await eventually(() => row(page, door).locator('.field-disputed').isVisible(), 'the conflict is shown', SENT_WITHIN_MS);
    await row(page, door).locator('.field-row-open').click();
    await page.locator('#door').getByText(word(page, 'field-disputed')).first().waitFor();
    const said = await page.locator('.field-knocks').innerText();
    for (const note of ['在家', '邻居说搬走了', stewards[0].shown, stewards[1].shown]) assert.ok(said.includes(note), `${note} in ${said}`);
    assert.equal(await page.locator('.field-knocks li').count(), 2, 'each once');
    await look(page, 'disputed');
    await page.locator('#door [data-close]').click();
  }
  const visit = (await visitsOf(stewards[0])).find((one) => one.door === door);
  assert.deepEqual(visit.knocks.map(({ outcome }) => outcome).sort(), ['moved', 'well']);
  assert.equal(visit.is_disputed, true);
  assert.deepEqual(phones.flatMap(({ troubles }) => troubles), []);
});

test('a lost phone: a wrong PIN opens nothing, and what the desk ends is removed at the next contact', async (t) => {
  const { labels: [door], stewards: [steward, other], building } = streets.lost;
  const page = await openPhone(t);
  await takeUpRound(page, steward);
  await cutOff(page, line);
  await row(page, door).locator('.field-well').click();
  await counted(page, { saved: 1, sent: 0 });
  await page.reload();
  await unlock(page, '111111');
  await saying(page, 'field-pin-wrong', { n: 7 }).waitFor();
  await look(page, 'pin-wrong');
  // Whoever closes the page in between gains no try.
  await page.reload();
  await unlock(page, '222222');
  await saying(page, 'field-pin-wrong', { n: 6 }).waitFor();

  const { tokens } = await send(steward.token, 'GET', '/api/v1/tokens');
  assert.equal(tokens.length, 1, 'the phone has a token of its own');
  await send(steward.token, 'DELETE', `/api/v1/tokens/${tokens[0].id}`);
  await connect(page, line);
  await page.getByText(word(page, 'field-wiped-lost', { n: 1 })).waitFor({ timeout: SENT_WITHIN_MS });
  await page.getByText(word(page, 'field-wiped-round')).waitFor();
  await page.locator('#view-start .field-way').first().waitFor();
  await look(page, 'wiped');
  const left = await page.evaluate(async () => {
    const database = await new Promise((resolve) => (indexedDB.open('tongxin-field').onsuccess = ({ target }) => resolve(target.result)));
    const all = (store) => new Promise((resolve) => (database.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => resolve(target.result)));
    const rows = [await all('holdings'), await all('steps'), await all('kept')];
    database.close();
    return rows;
  });
  assert.deepEqual(left, [[], [], []], 'nothing is left, and no PIN');

  // A role that ends does the same.
  const dismissed = await openPhone(t, { lang: 'en' });
  await takeUpRound(dismissed, other);
  const { grants } = await send(other.token, 'GET', '/api/v1/me');
  await send(userOf('community_worker').token, 'DELETE', `/api/v1/grants/${grants.find(({ place }) => place === building).id}`);
  await dismissed.locator('#log-open').click();
  await dismissed.locator('#log-send').click();
  await dismissed.getByText(word(dismissed, 'field-wiped-round')).waitFor({ timeout: SENT_WITHIN_MS });
  assert.ok(!(await dismissed.locator('body').innerText()).includes('婆婆'));
  assert.deepEqual([...page.troubles, ...dismissed.troubles], []);
});

test('after too many wrong PINs, and after three days without a word, nothing is left', async (t) => {
  const { stewards } = streets.left;
  const guessed = await openPhone(t, { lang: 'en' });
  await takeUpRound(guessed, stewards[0]);
  await guessed.reload();
  for (let left = 7; left > 0; left -= 1) {
    await unlock(guessed, `00000${left}`);
    await saying(guessed, 'field-pin-wrong', { n: left }).waitFor();
  }
  await unlock(guessed, '000000');
  await guessed.getByText(word(guessed, 'field-pin-out', { n: 8 })).waitFor();
  assert.equal(await guessed.locator('#view-start .field-way').count(), 4);

  const forgotten = await openPhone(t);
  await forgotten.clock.install();
  await takeUpRound(forgotten, stewards[1]);
  await cutOff(forgotten, line);
  // Nobody looked at it for a while: it asks for the PIN again.
  await inTheBackground(forgotten, 11 * 60_000);
  await forgotten.locator('#pin').waitFor();
  assert.ok(!(await forgotten.locator('body').innerText()).includes('婆婆'), 'nobody is named behind the lock');
  await forgotten.clock.fastForward(3 * DAY_MS - HOUR_MS);
  await forgotten.locator('.field-row, #pin').first().waitFor();
  assert.equal(await forgotten.locator('#view-start .field-way').count(), 0, 'not before its time');
  await forgotten.clock.fastForward(2 * HOUR_MS);
  await forgotten.getByText(word(forgotten, 'field-wiped-old')).waitFor();
  assert.deepEqual([...guessed.troubles, ...forgotten.troubles], []);
});

/** The page is out of sight for so long. */
async function inTheBackground(page, ms) {
  const turn = (hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await turn(true);
  await page.clock.fastForward(ms);
  await turn(false);
}

test('what waits is sent by the worker that the browser wakes, with the page closed and no PIN typed', async (t) => {
  const { stewards: [steward], labels: [door] } = streets.woken;
  const page = await openPhone(t);
  await takeUpRound(page, steward);
  await cutOff(page, line);
  await row(page, door).locator('.field-well').click();
  await counted(page, { saved: 1, sent: 0 });
  await page.goto('about:blank');
  await connect(page, line);
  const other = await page.context().newPage();
  await other.goto('/privacy');
  await wakeWorker(other, line.base, '/field', 'field-steps');
  await eventually(async () => (await visitsOf(steward))[0].knocks.length === 1, 'the worker has sent it', SENT_WITHIN_MS);
});

/** The page's set clock goes on a little at a time while something is waited for: an answer needs time that is not set. */
async function timePasses(page, waiting) {
  let isOver = false;
  const passing = (async () => {
    while (!isOver) {
      await page.clock.runFor(2_000);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  try {
    await waiting();
  } finally {
    isOver = true;
    await passing;
  }
}

test('a clock that is ahead: the record is refused with why, and said again once it is right', async (t) => {
  const { labels: [door], stewards: [steward] } = streets.ahead;
  const page = await openPhone(t);
  await page.clock.install();
  await takeUpRound(page, steward);
  await cutOff(page, line);
  await page.clock.fastForward(2 * HOUR_MS);
  if (await page.locator('#pin').isVisible()) await unlock(page);
  await row(page, door).locator('.field-well').click();
  await counted(page, { saved: 1, sent: 0 });
  await line.mend();
  await page.context().setOffline(false);
  await timePasses(page, () => counted(page, { saved: 0, sent: 0, refused: 1 }, SENT_WITHIN_MS));
  await page.locator('#log-open').click();
  await page.locator('#log-list').getByText('校准').first().waitFor();
  await look(page, 'clock');
  await pressing(page, 'field-again-now').click();
  await timePasses(page, () => counted(page, { saved: 0, sent: 1, refused: 1 }, SENT_WITHIN_MS));
  const [visit] = await visitsOf(steward);
  assert.deepEqual([visit.state, visit.knocks.length], ['well', 1]);
  assert.ok(Date.parse(visit.knocks[0].said_at) <= (await cityNow()) + HOUR_MS, 'it counts when it was, by the city');
});

/** A shift that goes on now, and a volunteer who has a place in it with an errand: { key, code, shift }. */
async function newShift() {
  const who = 'community_worker';
  const home = await ownCommunity();
  const asked = { name: '苏小田', phone: `139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`, birth_year: 1992, home, skills: ['languages'], slots: ['weekday_morning'], is_covered: true };
  const { volunteer, key } = await api(who, 'POST', '/api/v1/volunteer/registrations', asked);
  await api(who, 'POST', `/api/v1/volunteers/${volunteer.id}/verify`, { is_verified: true });
  const start = (await cityNow()) + 30 * 60_000;
  const { id: shift } = await api(who, 'POST', '/api/v1/shifts', {
    kind: 'deliver', place: home, meet: '东门岗亭', about: '送货上楼', start_at: new Date(start).toISOString(),
    end_at: new Date(start + 3 * HOUR_MS).toISOString(), posts: [{ needed: 3 }], is_entering: false,
  });
  const ask = async (method, path, body) => {
    const headers = { 'tongxin-volunteer': key, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    const response = await fetch(`${BASE}${path}`, { method, headers, body: body && JSON.stringify(body) });
    assert.ok(response.ok, `${method} ${path} answered ${response.status}`);
    return response.json();
  };
  await ask('POST', '/api/v1/volunteer/me/steps', { shift, step: 'take' });
  const { code } = await api(who, 'GET', `/api/v1/shifts/${shift}/places`);
  const { building, labels } = await newStreet({ doors: 1, name: '石榴小区' });
  const { id: errand } = await api(who, 'POST', `/api/v1/shifts/${shift}/errands`, { building, door: labels[0], name: '吴婆婆', what: '把降压药送上去' });
  await ask('POST', '/api/v1/volunteer/me/errands', { errand, step: 'take' });
  return { key, code, shift, errand, volunteer: volunteer.id, ask };
}

test('a volunteer comes, does an errand and goes with no signal; another shift’s code is told apart', async (t) => {
  const { key, code, shift, errand, volunteer, ask } = shifts[0];
  const page = await openPhone(t);
  await page.goto(`/field#${key}`);
  await choosePin(page);
  await page.locator(`[data-focus="in ${shift}"]`).waitFor();
  assert.ok(!page.url().includes('#'), 'the secret does not stay in the address');
  await page.getByText('把降压药送上去').waitFor();
  await holdsFiles(page, 'field');
  await look(page, 'shift');
  await cutOff(page, line);
  await page.locator(`[data-focus="in ${shift}"]`).click();
  await page.locator('#scan-text').fill('https://example.org/other');
  await pressing(page, 'field-code-in-save').click();
  await saying(page, 'field-code-wrong').waitFor();
  await look(page, 'scan');
  camera.show(`${BASE}/volunteer/in/${code}`);
  await page.locator('#scan-look').click();
  await counted(page, { saved: 1, sent: 0 }, SENT_WITHIN_MS);
  await page.locator(`[data-focus="finish ${errand}"]`).click();
  await counted(page, { saved: 2, sent: 0 });
  assert.ok(!(await page.locator('#view-shift').innerText()).includes('吴婆婆'), 'whom it was for is no more to be read');
  await page.reload();
  await unlock(page);
  await page.locator(`[data-focus="out ${shift}"]`).waitFor();
  await connect(page, line);
  await counted(page, { saved: 0, sent: 2 }, SENT_WITHIN_MS);
  const { places } = await ask('GET', '/api/v1/volunteer/me');
  assert.equal(places.find((place) => place.shift === shift).state, 'in');
  const { errands } = await ask('GET', '/api/v1/volunteer/me/errands');
  assert.equal(errands.find(({ id }) => id === errand).state, 'done');

  // Checking in once more is no second time.
  const again = await ask('POST', '/api/v1/volunteer/me/presence', { code, step: 'in' });
  assert.equal(again.is_repeat, true);

  // The community gives the volunteer a new link: this phone's opens nothing any more.
  await api('community_worker', 'POST', `/api/v1/volunteers/${volunteer}/link`, {});
  await page.locator('#log-open').click();
  await page.locator('#log-send').click();
  await page.getByText(word(page, 'field-wiped-shift')).waitFor({ timeout: SENT_WITHIN_MS });
  assert.deepEqual(page.troubles, []);
});

test('whoever has no place in a shift is told so, and nothing is lost on the way', async (t) => {
  const [, { code, shift }, other] = shifts;
  // Somebody signs up, and gives the place up before the phone has a signal again.
  const page = await openPhone(t, { lang: 'en' });
  await page.goto(`/field#${other.key}`);
  await choosePin(page);
  await page.locator(`[data-focus="in ${other.shift}"]`).waitFor();
  await cutOff(page, line);
  await page.locator(`[data-focus="in ${other.shift}"]`).click();
  await page.locator('#scan-text').fill(`${BASE}/volunteer/in/${code}`);
  await pressing(page, 'field-code-in-save').click();
  await page.locator('#scan-error').filter({ hasText: 'another shift' }).waitFor();
  await page.locator('#scan-text').fill(other.code);
  await pressing(page, 'field-code-in-save').click();
  await counted(page, { saved: 1, sent: 0 });
  await other.ask('POST', '/api/v1/volunteer/me/steps', { shift: other.shift, step: 'leave' });
  await connect(page, line);
  await counted(page, { saved: 0, sent: 0, refused: 1 }, SENT_WITHIN_MS);
  await page.locator('#log-open').click();
  await page.locator('#log-list').getByText(word(page, 'field-why-volunteer-not-on-shift')).waitFor();
  assert.ok(shift !== other.shift);
  assert.deepEqual(page.troubles, []);
});

for (const lang of LANGS) {
  for (const width of WIDTHS) {
    test(`each view is accessible and fits: ${lang}, ${width} px`, async (t) => {
      const { shown } = streets;
      const page = await openPhone(t, { lang, width });
      // The bar at the foot lies over what can be scrolled from under it; in a long window nothing does.
      await page.setViewportSize({ width, height: 2_000 });
      await page.goto('/field');
      await page.locator('.field-way').first().waitFor();
      await look(page, 'start');
      await page.locator('.field-way').nth(1).click();
      await pressing(page, 'field-shift-join').waitFor();
      await look(page, 'shift-join');
      await page.locator('[data-tab="round"]').click();
      await look(page, 'round-join');
      await pressing(page, 'field-round-join').click();
      await page.locator('input[name="name"]').fill(shown.stewards[0].name);
      await page.locator('input[name="password"]').fill(shown.stewards[0].password);
      await page.locator('main button.button-primary').click();
      await page.locator('#pin-again').waitFor();
      await page.locator('#pin').fill('12');
      await pressing(page, 'field-pin-save').click();
      await saying(page, 'field-pin-form').waitFor();
      await look(page, 'pin-new');
      await choosePin(page);
      await page.locator('.field-row').first().waitFor();
      await look(page, 'round');
      await page.locator('[data-focus="filter all"]').click();
      await row(page, shown.labels[0]).locator('.field-row-open').click();
      await page.locator('#door-several summary').click();
      await page.locator('#door-form button[value="needs"]').click();
      await page.locator('#door-wants-error:not([hidden])').waitFor();
      await look(page, 'door');
      await page.locator('#door [data-close]').click();
      await page.locator('[data-tab="more"]').click();
      await look(page, 'more');
      await page.locator('#log-open').click();
      await look(page, 'log');
      await page.locator('#log [data-close]').click();
      await pressing(page, 'field-more-lock').click();
      await page.locator('#pin').waitFor();
      await look(page, 'pin');
      assert.deepEqual(page.troubles, []);
    });
  }
}

test('a round longer than one answer is taken page by page', async (t) => {
  const { labels, stewards: [steward] } = streets.paged;
  const page = await openPhone(t);
  const asked = [];
  await page.route('**/api/v1/care/visits*', (route) => {
    const address = new URL(route.request().url());
    asked.push(address.searchParams.get('after'));
    address.searchParams.set('limit', '2');
    return route.continue({ url: address.href });
  });
  await takeUpRound(page, steward);
  await eventually(async () => (await page.locator('.field-row').count()) === labels.length, 'all doors are listed');
  assert.equal(await page.locator('#doors h3').count(), 1, 'a building has one heading, whatever page it begins on');
  assert.equal(asked.slice(0, 3).filter(Boolean).length, 2, 'two pages came behind the first');
  for (const door of labels) await row(page, door).locator('.field-well').click();
  await counted(page, { saved: 0, sent: 5 }, SENT_WITHIN_MS);
  assert.ok((await visitsOf(steward)).every(({ state }) => state === 'well'));
  assert.deepEqual(page.troubles, []);
});

test('what was sent is forgotten a day later, names and all', async (t) => {
  const { labels: [door], stewards: [steward] } = streets.forgot;
  const page = await openPhone(t);
  await takeUpRound(page, steward);
  await row(page, door).locator('.field-well').click();
  await counted(page, { saved: 0, sent: 1 }, SENT_WITHIN_MS);
  // A day goes by: what was answered is older by so much.
  await page.evaluate((ms) => new Promise((resolve) => {
    indexedDB.open('tongxin-field').onsuccess = ({ target }) => {
      const walk = target.result.transaction('steps', 'readwrite').objectStore('steps').openCursor();
      walk.onsuccess = () => {
        if (!walk.result) return resolve(target.result.close());
        walk.result.update({ ...walk.result.value, answeredAt: walk.result.value.answeredAt - ms });
        walk.result.continue();
      };
    };
  }), DAY_MS);
  await page.reload();
  await unlock(page);
  await counted(page, { saved: 0, sent: 0 }, SENT_WITHIN_MS);
  assert.equal((await visitsOf(steward))[0].knocks.length, 1, 'the server has it');
});

test('a browser that can’t do it is told so, with pages that do the same with a signal', async (t) => {
  const without = { plain: (page) => page, crypto: (page) => page.addInitScript(() => Object.defineProperty(crypto, 'subtle', { value: undefined })) };
  for (const [name, spoil] of Object.entries(without)) {
    const page = await openPhone(t, { scripts: name !== 'plain', lang: name === 'plain' ? 'zh-CN' : 'en' });
    await spoil(page);
    await page.goto('/field');
    await page.locator('#old').getByRole('link', { name: '巡访' }).waitFor();
    if (name === 'crypto') await page.locator('#old').getByText('Web Crypto').waitFor();
    assert.deepEqual(await page.locator('#old a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
      ['/care', '/volunteer/me', '/care/paper', '/care', '/volunteer/me', '/care/paper']);
    if (name === 'crypto') await assertAccessible(page, 'an old browser');
    await picture(page, `old-${name}`);
    assert.deepEqual(page.troubles, []);
  }
});

test('an app that a newer version has been before still sends what waits', async (t) => {
  const { labels: [door], stewards: [steward] } = streets.newer;
  const page = await openPhone(t);
  await takeUpRound(page, steward);
  await cutOff(page, line);
  await row(page, door).locator('.field-well').click();
  await counted(page, { saved: 1, sent: 0 });
  // A page of the same server without scripts of its own leaves the stores as a newer version would.
  await line.mend();
  await page.context().setOffline(false);
  await page.route('**/api/v1/care/knocks', (route) => route.abort());
  await page.goto('/privacy');
  await page.evaluate(() => new Promise((resolve, reject) => {
    const request = indexedDB.open('tongxin-field', 9);
    request.onupgradeneeded = () => request.result.createObjectStore('of-a-newer-version');
    request.onsuccess = () => resolve(request.result.close());
    request.onerror = () => reject(request.error);
  }));
  await page.unroute('**/api/v1/care/knocks');
  await page.goto('/field');
  await unlock(page);
  await counted(page, { saved: 0, sent: 1 }, SENT_WITHIN_MS);
  assert.equal((await visitsOf(steward))[0].knocks.length, 1);
});

/** The files that the service worker keeps, as it lists them itself, and the page. */
function shellFiles() {
  const worker = readFileSync(join(WEB, 'field-worker.js'), 'utf8');
  const listed = /const FILES = \[([^\]]*)\]/.exec(worker)[1].match(/"[^"]+"/g);
  return ['field.html', 'field-worker.js', 'js/queue/worker.js', ...listed.map((quoted) => quoted.slice(1, -1))];
}

test('a phone loads little before it can be used, and all that it then needs', () => {
  const files = shellFiles();
  const bytes = files.map((file) => gzipSync(readFileSync(join(WEB, file))).length).reduce((a, b) => a + b, 0);
  console.log(`first load of the field app: ${(bytes / 1000).toFixed(1)} kB compressed, ${files.length} files`);
  assert.ok(bytes < TRANSFER_BYTES_MAX, `${bytes}`);
  for (const file of files.filter((name) => name.endsWith('.js'))) {
    const folder = file.split('/').slice(0, -1).join('/');
    const source = readFileSync(join(WEB, file), 'utf8');
    const imports = [...source.matchAll(/^(?:import|export) [^;]*?"(\.[^"]+)";|import\("(\.[^"]+)"\)/gms)].map(([, fixed, late]) => join(folder, fixed ?? late));
    for (const needed of imports.filter((path) => path.endsWith('.js'))) assert.ok(files.includes(needed), `${file} needs ${needed}, which the worker does not keep`);
  }
});

test('a cheap phone can be used soon, with 500 doors and no signal too', async (t) => {
  const { many } = streets;
  const page = await openPhone(t);
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  const ready = async () => {
    await page.locator('html[data-ready="yes"]').waitFor();
    return page.evaluate(() => performance.now());
  };
  await page.goto('/field');
  const first = await ready();
  await takeUpRound(page, many.stewards[0]);
  await eventually(async () => (await page.locator('.field-row').count()) === MANY_DOORS, 'all doors are listed');
  await cutOff(page, line);
  await page.reload();
  const offline = await ready();
  const opened = await page.evaluate(async (pin) => {
    document.querySelector('#pin').value = pin;
    const start = performance.now();
    document.querySelector('#view-pin form').requestSubmit();
    while (!document.querySelector('.field-row')) await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - start;
  }, PIN);
  const press = await page.evaluate(async () => {
    const times = [];
    for (let n = 0; n < 10; n += 1) {
      const start = performance.now();
      const before = document.querySelectorAll('.field-row').length;
      document.querySelector('.field-well').click();
      while (document.querySelectorAll('.field-row').length === before) await new Promise((resolve) => requestAnimationFrame(resolve));
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[5];
  });
  await page.locator('#find').fill('吴婆婆499');
  await eventually(async () => (await page.locator('.field-row').count()) === 1, 'a door is found');
  console.log(`at a quarter of this processor's speed: ready ${Math.round(first)} ms after the first opening, ${Math.round(offline)} ms with no signal; ` +
    `${MANY_DOORS} doors ${Math.round(opened)} ms after the PIN; a press shows after ${Math.round(press)} ms`);
  assert.ok(press < opened, `a press draws less than all doors: ${press} ms of ${opened}`);
});

test('how a visit stands follows from what the server said and what was said here since', () => {
  const visit = { person: 'P', day: '2022-11-24', part: 'day', building: 'B', due_at: '2022-11-24T12:00:00Z', state: 'due', again_by: null, is_disputed: false, door: '101', name: 'A', at_door: null, knocks: [] };
  const step = (outcome, at, more = {}) => ({ n: at, holder: 'round', key: `${at}`, at, state: 'saved', send: null, said: { kind: 'knock', visit: 'P 2022-11-24 day', outcome, note: '', wants: [] }, ...more });
  const stands = (steps, more = {}) => rowsOf({ day: visit.day, visits: [{ ...visit, ...more }], has_more: false, place_names: [], fetchedAt: 100 }, steps)[0];
  assert.equal(stands([]).shown, 'due');
  assert.equal(stands([step('well', 1)]).shown, 'well');
  assert.equal(stands([step('no_answer', 1)]).shown, 'no_answer');
  assert.equal(stands([step('no_answer', 1), step('no_answer', 2 + 15 * 60_000)]).shown, 'unanswered');
  assert.equal(stands([step('no_answer', 1)], { state: 'missed' }).shown, 'unanswered');
  assert.equal(stands([step('moved', 1), step('needs', 2)]).shown, 'needs', 'seen counts before moved, whoever said it');
  assert.equal(stands([step('well', 1, { state: 'refused' })]).shown, 'due');
  assert.equal(stands([step('well', 1), step('no_answer', 60_000)]).shown, 'no_answer', 'the wrong row, taken back');
  assert.equal(stands([step('well', 1), step('no_answer', 40 * 60_000)]).shown, 'well');
  assert.equal(stands([step('well', 1, { state: 'sent', answeredAt: 99 })]).own.length, 0, 'the sheet has it already');
  assert.equal(stands([step('well', 1, { state: 'sent', answeredAt: 101 })]).shown, 'well', 'the sheet is older');
  const heard = (result, at) => ({ ...step('', at), said: { kind: 'enquiry', visit: 'P 2022-11-24 day', result, note: '' } });
  assert.deepEqual([stands([heard('phone_reached', 1)], { state: 'missed' }).shown, stands([heard('neighbour_saw', 1)], { state: 'missed' }).shown], ['missed', 'well'], 'heard is not seen');
  assert.deepEqual(['due', 'no_answer', 'missed', 'well'].map((state) => stands([], { state }).isToEnquire), [false, true, true, false]);
});

test('what a phone has is not sent to it again, and each answer tells the time by the city', async () => {
  const { labels, stewards: [steward] } = streets.kept;
  const ask = (more = {}) => fetch(`${BASE}/api/v1/care/visits`, { headers: { authorization: `Bearer ${steward.token}`, ...more } });
  const first = await ask();
  const tag = first.headers.get('etag');
  const { place_names: [place], visits } = await first.json();
  assert.deepEqual([place.zh, place.en, place.code], ['榕树小区 3栋', 'Banyan Court Building 3', visits[0].building]);
  assert.ok(Math.abs(Number(first.headers.get('tongxin-now')) - (await cityNow())) < HOUR_MS);
  assert.equal((await ask({ 'if-none-match': tag })).status, 304);
  const { person, day, part } = visits[0];
  await send(steward.token, 'POST', '/api/v1/care/knocks', { person, day, part, outcome: 'well' });
  const changed = await ask({ 'if-none-match': tag });
  assert.equal(changed.status, 200);
  assert.equal((await changed.json()).visits[0].door, labels[0]);
});

test('links and codes are read, other texts are not', () => {
  const [number, secret] = ['0ABC-DEFG-HJKM-N', 'abcdefghijklmnopqrstuv'];
  assert.equal(linkIn(`https://x.org/v/${number}.${secret}`), `${number}.${secret}`);
  assert.equal(linkIn(`${number}.${secret}`), `${number}.${secret}`);
  assert.equal(linkIn('https://x.org/volunteer/me'), null);
  assert.deepEqual(codeIn(`https://x.org/volunteer/in/${number}.${secret}`), { code: `${number}.${secret}`, shift: number });
  assert.equal(codeIn(`https://x.org/v/${number}.${secret}`), null);
});

test('every word is said in both languages, and used', () => {
  assert.deepEqual(Object.keys(CATALOGUES.en), Object.keys(CATALOGUES['zh-CN']));
  const gaps = (said) => [...said.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();
  for (const [key, text] of Object.entries(CATALOGUES.en)) assert.deepEqual(gaps(text), gaps(CATALOGUES['zh-CN'][key]), key);
  const sources = shellFiles().filter((file) => /^(js\/field|field\.html)/.test(file)).map((file) => readFileSync(join(WEB, file), 'utf8')).join('\n');
  const built = ['field-state-', 'field-outcome-', 'field-heard-', 'field-part-', 'field-topic-', 'field-kind-', 'field-place-', 'field-errand-', 'field-start-', 'field-filter-', 'field-code-', 'field-in', 'field-out', 'field-step-', 'field-why-', 'field-wiped-', 'field-more-leave-'];
  const unused = Object.keys(CATALOGUES.en).filter((key) => !built.some((start) => key.startsWith(start)) && !sources.replace(/^ +"field-[\w-]+":/gm, '').includes(`"${key}"`));
  assert.deepEqual(unused, []);
});
