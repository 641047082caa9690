// A fleet manager's day by the keyboard: a plan is made, set beside what people drive by, changed, taken back,
// pinned, published; then the run's sheet, the steward's arrivals and the officer's firms show it. On a phone and at a desk.

import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';
import { DESK, PHONE, WAIT_MAX, withBrowser } from './support/browser.mjs';
import { enter, visit } from './support/city.mjs';
import { dayAhead, openFirm, openWindowOf, orderFrom, publishPlan } from './support/firm.mjs';
import { toldThat, word } from './support/words.mjs';

withBrowser();

/** A bridge that is closed: nobody gets across between its two ends. */
const CLOSED = ['106.55, 29.56', '106.57, 29.58'];
/** Seconds that the search may take. */
const SEARCH_SECONDS = 3;
/** Longest wait for the plan, in ms. */
const MADE_WITHIN_MS = 3 * WAIT_MAX;
/** What the Tab key stops at. */
const TABBABLE = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
/** So many presses of it reach the next but one: a field for a date takes four. */
const TABS_MAX = 12;

let firm;
/** Tomorrow: it stays among the days that a steward sees if the city's day ends meanwhile. */
let day;

before(async () => {
  firm = await openFirm('fleet');
  day = await dayAhead(1);
});

/** Goes to an element by the Tab key, from the element before the one before it: it has its place in the order. */
async function tabTo(page, element) {
  await element.evaluate((node, selector) => {
    const all = [...document.querySelectorAll(selector)].filter((other) => other.checkVisibility());
    all[Math.max(0, all.indexOf(node) - 2)].focus();
  }, TABBABLE);
  for (let at = 0; at < TABS_MAX; at += 1) {
    if (await element.evaluate((node) => node === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the Tab key does not reach it');
}

/** Reaches something by the Tab key and presses it. */
async function pressByKey(page, element) {
  await element.first().waitFor();
  await tabTo(page, element.first());
  await page.keyboard.press('Enter');
}

const main = (page) => page.getByRole('main');
const button = (page, key, within = main(page)) => within.getByRole('button', { name: word(page, key), exact: true });

async function look(page, name) {
  await assertAccessible(page, name);
  await assertFitsItsWindow(page, name);
  const folder = process.env.TONGXIN_ARTEFACTS;
  if (!folder) return;
  mkdirSync(join(folder, 'fleet'), { recursive: true });
  await page.screenshot({ path: join(folder, 'fleet', `${name}.${page.lang}.${page.viewportSize().width}.png`), fullPage: true });
}

async function signIn(page) {
  await page.goto('/sign-in');
  await page.getByLabel(word(page, 'account-name'), { exact: true }).fill(firm.manager.name);
  await page.getByLabel(word(page, 'account-password'), { exact: true }).fill(firm.manager.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/outlet');
}

/** Asks for a plan, sees the search go on if it still does, and waits for what it found. */
async function makePlan(page, day) {
  await page.goto(`/outlet/plans?day=${day}`);
  await look(page, 'plans');
  await pressByKey(page, page.locator('#new summary'));
  await page.locator('#f-seconds').fill(String(SEARCH_SECONDS));
  const ends = [page.locator('input[name="way_from"]').first(), page.locator('input[name="way_to"]').first()];
  await ends[0].fill(CLOSED[0]);
  await pressByKey(page, button(page, 'dispatch-make'));
  await page.locator('#e-closed_ways').waitFor();
  await look(page, 'plans-refused');
  assert.equal(await ends[0].inputValue(), CLOSED[0], 'what was typed stays');
  await ends[1].fill(CLOSED[1]);
  await look(page, 'plans-new');
  // The page asks each second how far the search is; it is not answered before it has been looked at.
  let goOn;
  const isLookedAt = new Promise((resolve) => (goOn = resolve));
  await page.route('**/plans/*/live?**', (route) => isLookedAt.then(() => route.continue()));
  await pressByKey(page, button(page, 'dispatch-make'));
  await page.waitForURL('**/plans/*');
  // For so few stops it takes a quarter of a second: on a slow machine it may be over before the page is there.
  await page.locator('#making progress, #figures').first().waitFor();
  if (await page.locator('#making').isVisible()) {
    await button(page, 'dispatch-stop').waitFor();
    await look(page, 'plan-making');
  }
  goOn();
  await page.locator('#figures').waitFor({ timeout: MADE_WITHIN_MS });
}

/** The stops of each run in the plan, as the page shows them. */
const stopsOf = (page) => page.locator('.run-card').evaluateAll((cards) => cards.map((card) => card.querySelectorAll('tbody tr').length));

/** Opens the form of the first stop of the run with the most stops that is not pinned; answers that run's place among the others. */
async function openStop(page) {
  const stops = await stopsOf(page);
  const fullest = stops.indexOf(Math.max(...stops));
  const card = page.locator('.run-card').nth(fullest);
  const list = card.locator('details.run-stops');
  if ((await list.getAttribute('open')) === null) await pressByKey(page, list.locator('> summary'));
  const change = card.locator('details.change', { has: page.locator('[name="is_pinned"][value="true"]') }).first();
  await pressByKey(page, change.locator('summary'));
  await change.locator('select[name="to"]').waitFor();
  return { change, fullest, stops };
}

async function moveAndTakeBack(page) {
  const { change, fullest, stops } = await openStop(page);
  const to = change.locator('select[name="to"]');
  await tabTo(page, to);
  await to.selectOption({ index: fullest === 0 ? 1 : 0 });
  await tabTo(page, change.locator('input[name="position"]'));
  await page.keyboard.type('1');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), word(page, 'dispatch-move'), 'the button comes next');
  await page.keyboard.press('Enter');
  await toldThat(page, 'dispatch-changed');
  assert.match(await page.locator('.flash').textContent(), /\d → /, 'what it changes is said in numbers');
  assert.equal((await stopsOf(page))[fullest], stops[fullest] - 1, 'the run has one stop less');
  await look(page, 'plan-changed');
  await pressByKey(page, page.locator('.flash').getByRole('button', { name: word(page, 'layout-undo'), exact: true }));
  await toldThat(page, 'dispatch-undone');
  assert.deepEqual(await stopsOf(page), stops, 'all is as it was');
}

async function pin(page) {
  const pinned = page.locator('.run-card .tag').getByText(word(page, 'dispatch-tag-pinned'), { exact: true });
  const before = await pinned.count();
  const { change } = await openStop(page);
  await pressByKey(page, button(page, 'dispatch-pin', change));
  await toldThat(page, 'dispatch-changed-pin');
  assert.equal(await pinned.count(), before + 1);
}

/** From the published plan over the day's runs to the sheet that is printed; answers its plate. */
async function openSheet(page, day) {
  await pressByKey(page, page.getByRole('link', { name: word(page, 'dispatch-to-runs'), exact: true }));
  await page.waitForURL('**/outlet/day-runs**');
  assert.ok(page.url().includes(day), page.url());
  await look(page, 'day-runs');
  await pressByKey(page, main(page).locator('.row .row-what a'));
  await page.waitForURL('**/day-runs/*');
  await look(page, 'day-run');
  await pressByKey(page, page.getByRole('link', { name: word(page, 'dispatch-sheet'), exact: true }));
  await page.locator('.run-open-qr svg').waitFor();
  assert.ok((await page.locator('.run-parcel').count()) > 0, 'parcels stand on it, door by door');
  await look(page, 'sheet');
}

for (const [lang, width, span] of [['zh-CN', PHONE, ['10:00', '14:00']], ['en', DESK, ['14:00', '18:00']]]) {
  test(`a plan is made, changed, published, and seen by whoever waits for it: ${lang}, ${width} px`, async (t) => {
    const window = await openWindowOf(firm, day, span);
    await orderFrom(firm, window, firm.doors.slice(0, 4));
    await publishPlan(firm, day);
    await orderFrom(firm, window, firm.doors.slice(4));

    const page = await visit(t, { lang, width });
    await signIn(page);
    await makePlan(page, day);
    await page.locator('.figures-table').waitFor();
    await main(page).getByText(CLOSED.join(' – ')).waitFor();
    assert.ok(await page.getByRole('heading', { name: word(page, 'dispatch-compare') }).isVisible(), 'it stands beside what people drive by now');
    await page.locator('[data-island="routes"]').scrollIntoViewIfNeeded();
    await page.locator('[data-island="routes"][data-drawn="yes"]').waitFor();
    await look(page, 'plan');
    await moveAndTakeBack(page);
    await pin(page);
    await pressByKey(page, button(page, 'dispatch-publish-button'));
    await toldThat(page, 'dispatch-published');
    await look(page, 'plan-published');
    await openSheet(page, day);

    const steward = await enter(t, 'steward', { lang, width });
    await steward.goto('/arrivals');
    await main(steward).locator('.row-where').getByText(firm.name).first().waitFor();
    await look(steward, 'arrivals');

    const officer = await enter(t, 'officer', { lang, width });
    await officer.goto(`/dispatch?day=${day}`);
    const row = main(officer).locator('tr', { hasText: firm.name });
    assert.ok(Number(await row.locator(`[data-label="${word(officer, 'dispatch-column-runs')}"]`).textContent()) > 0);
    await look(officer, 'dispatch');
    await pressByKey(officer, row.getByRole('link'));
    await officer.waitForURL('**/plans**');
    await look(officer, 'plans-watched');
    for (const seen of [page, steward, officer]) assert.deepEqual(seen.troubles, []);
  });
}
