// A call-taker by keyboard alone, from signing in to the number read back; the same without scripts; and paper keyed in by one
// key for each door.

import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';
import { DESK, LANGS, WIDTHS, eventually, withBrowser } from './support/browser.mjs';
import { api, enter, ownCommunity, userOf, visit } from './support/city.mjs';
import { PASSWORD, accept } from './support/firm.mjs';
import { word } from './support/words.mjs';

withBrowser();

const FOLDER = join(process.env.TONGXIN_ARTEFACTS, 'calls');
mkdirSync(FOLDER, { recursive: true });
const NAME = `phone-bank-${Date.now().toString(36)}`;
/** A need is written down within so long, in ms, the machine's own time included. */
const CALL_MAX_MS = 30_000;
/** Keys that lead from the top of a page to anything on it. */
const TABS_MAX = 60;
/** A fast typist's time between two keys, in ms. */
const KEY_MS = 60;

/** The clock makes visits within so long, in ms. */
const VISITS_MAX_MS = 90_000;

let compound;
let building;
let door;

before(async () => {
  const community = await ownCommunity();
  // A name of its own each time, without digits: those are said of buildings and doors.
  const signs = [...'东西南北春夏秋冬梅兰竹菊松柏桃李'];
  compound = `锦江${Array.from({ length: 4 }, () => signs[Math.floor(Math.random() * signs.length)]).join('')}苑`;
  const add = async (parent, name_zh) => (await api('community_worker', 'POST', '/api/v1/places', { rows: [{ parent, name_zh }] })).codes[0];
  building = await add(await add(community, compound), '3栋');
  const added = await api('community_worker', 'POST', '/api/v1/households', { rows: [{ building, door: '2-1203', people: 2 }] });
  door = added.households[0];
  const invited = await api('administrator', 'POST', '/api/v1/invitations', { role: 'call_taker', place: userOf('administrator').place });
  await accept(invited.token, { name: NAME, password: PASSWORD });
});

/** Somebody behind that door who is looked in on every day. */
function register(name) {
  return api('community_worker', 'POST', '/api/v1/care/people', {
    household: door.id, name, contact: '', at_door: '', record: { groups: ['alone_old'], wants: '', medicines: [] },
    ground: { basis: 'consent', by: '本人', on: '2022-11-20', purpose: '每日巡访' },
  });
}

async function look(page, name, width) {
  await assertAccessible(page, name);
  await assertFitsItsWindow(page, name);
  await page.screenshot({ path: join(FOLDER, `${name}.${page.lang}.${width}.png`), fullPage: true });
}

/** Moves the focus by the tab key alone. */
async function tabTo(page, locator) {
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${locator} is not reached by the tab key`);
}

const type = (page, text) => page.keyboard.type(text, { delay: KEY_MS });

/** Presses a key that leads to another page. */
async function press(page, key, path) {
  // A page may lead to one of the same address.
  const there = page.waitForNavigation({ url: path });
  await page.keyboard.press(key);
  await there;
  // Where one types next has the focus with the first picture of the page, a moment after it was loaded.
  await page.waitForFunction(() => document.activeElement !== document.body);
}

async function signIn(page) {
  await page.goto('/sign-in');
  await tabTo(page, page.getByLabel(word(page, 'account-name'), { exact: true }));
  await type(page, NAME);
  await page.keyboard.press('Tab');
  await type(page, PASSWORD);
  await press(page, 'Enter', '**/calls');
}

/** The number that the page says to read aloud. */
const number = (page) => page.locator('[data-call-number]').textContent();

test('a call-taker writes a need down by keyboard alone in less than 30 seconds', async (t) => {
  const page = await visit(t, { lang: 'zh-CN', width: DESK });
  const start = Date.now();
  await signIn(page);
  const call = Date.now();
  await type(page, `${compound}三栋2单元1203`);
  await press(page, 'Enter', '**/calls?q=*');
  await press(page, '1', `**/calls/new?household=${door.id}`);
  await page.keyboard.press('2');
  await type(page, '胰岛素还剩两天');
  await page.keyboard.press('Tab');
  await type(page, '13800000001');
  await page.keyboard.press('F2');
  await press(page, 'Enter', '**/calls/check');
  assert.match(await page.locator('.call-back').textContent(), /2-1203.*胰岛素还剩两天.*13800000001/s);
  await press(page, 'Enter', '**/calls?done=*');
  const done = Date.now();
  const { needs } = await api('community_worker', 'GET', `/api/v1/needs?household=${door.id}`);
  assert.equal(await number(page), needs[0].id);
  assert.deepEqual([needs[0].topic, needs[0].priority, needs[0].title], ['medicine', 'high', '胰岛素还剩两天']);
  assert.ok(done - call < CALL_MAX_MS, `the call took ${done - call} ms`);
  t.diagnostic(`from the address to the number: ${((done - call) / 1000).toFixed(1)} s; with signing in ${((done - start) / 1000).toFixed(1)} s`);
  // The next call can begin at once; the same matter is added to what is there.
  await type(page, `${compound} 3 2-1203`);
  await press(page, 'Enter', '**/calls?q=*');
  await press(page, '1', '**/calls/new?*');
  await page.keyboard.press('2');
  await type(page, '还要针头');
  await press(page, 'Enter', '**/calls/check');
  await press(page, 'Escape', '**/calls/check');
  assert.equal(await page.getByLabel(word(page, 'ledger-call-what'), { exact: true }).inputValue(), '还要针头', 'Esc changes it');
  await press(page, 'Enter', '**/calls/check');
  await press(page, 'Enter', '**/calls?done=*');
  assert.equal(await number(page), needs[0].id, 'added, not a second one');
  assert.deepEqual(page.troubles, []);
});

test('a digit that is typed into a field chooses nothing', async (t) => {
  const page = await enter(t, 'call_taker', { lang: 'en', width: DESK });
  await page.goto(`/calls/new?household=${door.id}`);
  await page.keyboard.press('1');
  await page.keyboard.type('2 bags of rice');
  assert.equal(await page.getByLabel(word(page, 'ledger-call-what'), { exact: true }).inputValue(), '2 bags of rice');
  assert.ok(await page.locator('[data-digit="1"]').isChecked());
});

test('a visitor is helped at the community, without scripts', async (t) => {
  const page = await enter(t, 'call_taker', { lang: 'en', width: DESK, scripts: false });
  const community = await ownCommunity();
  await page.goto('/calls');
  await page.getByLabel(word(page, 'ledger-call-where'), { exact: true }).fill(community);
  await page.keyboard.press('Enter');
  await page.locator(`a[href^="/calls/new?place=${community}&"]`).click();
  await page.getByLabel(word(page, 'ledger-call-said'), { exact: true }).fill('bus stop at the east gate');
  await page.locator('[data-digit="1"]').check();
  await page.getByLabel(word(page, 'ledger-call-what'), { exact: true }).fill('Nothing to eat');
  await page.getByRole('button', { name: word(page, 'ledger-call-check'), exact: true }).click();
  assert.match(await page.locator('.call-back').textContent(), /bus stop at the east gate/);
  await page.getByRole('button', { name: word(page, 'ledger-call-record'), exact: true }).click();
  const id = await number(page);
  const need = await api('community_worker', 'GET', `/api/v1/needs/${id}`);
  assert.match(JSON.stringify(need), /bus stop at the east gate/);
});

test('paper is keyed in by one key for each door', async (t) => {
  await Promise.all(['陈婆婆', '何大爷', '王阿姨'].map(register));
  const page = await enter(t, 'community_worker', { lang: 'zh-CN', width: DESK });
  const rows = page.locator('[data-digits]');
  const count = 3;
  await eventually(async () => {
    await page.goto(`/care/paper?place=${building}`);
    return (await rows.count()) === count;
  }, 'the visits are on the list', VISITS_MAX_MS);
  await page.screenshot({ path: join(FOLDER, 'paper.png'), fullPage: true });
  await tabTo(page, rows.first().locator('input').first());
  for (let row = 0; row < count; row += 1) {
    assert.ok(await rows.nth(row).evaluate((group) => group.contains(document.activeElement)), `row ${row + 1} has the focus`);
    await page.keyboard.press('1');
  }
  const done = page.waitForURL((url) => !url.pathname.endsWith('/paper'));
  await page.keyboard.press('Enter');
  await done;
  assert.match(await page.locator('[data-flash]').textContent(), new RegExp(String(count)));
});

for (const lang of LANGS) {
  for (const width of WIDTHS) {
    test(`the desk, the form and what is said back are accessible and fit: ${lang}, ${width} px`, async (t) => {
      const page = await enter(t, 'call_taker', { lang, width });
      await page.goto(`/calls?q=${encodeURIComponent(`${compound} 3 2-1203`)}`);
      await look(page, 'found', width);
      await page.locator(`a[href="/calls/new?household=${door.id}"]`).click();
      await look(page, 'form', width);
      await page.locator('[data-digit="1"]').check();
      await page.getByLabel(word(page, 'ledger-call-what'), { exact: true }).fill(lang === 'en' ? 'Rice for two' : '两个人的米');
      await page.getByRole('button', { name: word(page, 'ledger-call-check'), exact: true }).click();
      await look(page, 'check', width);
      await page.locator('.form-actions button').last().press('Enter');
      await page.locator('form[action="/calls/check"] button').first().waitFor();
      await page.goto('/calls');
      await look(page, 'desk', width);
      assert.deepEqual(page.troubles, []);
    });
  }
}
