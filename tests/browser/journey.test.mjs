// One need from the door to the board: a resident asks by household code, a worker accepts and solves, the resident
// confirms, and the commander's board moves without a reload. In both languages and widths, with and without scripts.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { DESK, LANGS, WIDTHS, eventually, withBrowser } from './support/browser.mjs';
import { comeHome, enter, userOf, visit } from './support/city.mjs';
import { toldThat, word } from './support/words.mjs';

withBrowser();

/** Asks for food; answers with the need's number. */
async function ask(page, title) {
  await page.getByRole('main').getByRole('link', { name: word(page, 'care-topic-food'), exact: true }).click();
  await page.getByLabel(word(page, 'ledger-raise-what'), { exact: true }).fill(title);
  await page.getByRole('button', { name: word(page, 'ledger-raise-button') }).click();
  await page.waitForURL(/\/needs\/[0-9A-Z-]+$/);
  await toldThat(page, 'ledger-raised');
  return new URL(page.url()).pathname.split('/').pop();
}

/** Presses a button of the need's next step and waits for the page that says so. */
async function step(page, button, said) {
  await page.getByRole('main').getByRole('button', { name: word(page, button), exact: true }).first().click();
  await toldThat(page, said);
}

/** Waits until a board took in new counts. */
const counted = (board) => board.evaluate(() => new Promise((done) => document.body.addEventListener('htmx:oobAfterSwap', () => done(), { once: true })));

/**
 * The commander's board of the resident's own building, once it is told of all that went before: elsewhere the clock and
 * others raise needs meanwhile.
 */
async function watchBuilding(t, lang) {
  const board = await enter(t, 'commander', { lang, width: DESK });
  await board.goto(`/board/${userOf('resident').place}`, { waitUntil: 'load' });
  await counted(board);
  return board;
}

/** The open needs that a board counts. */
async function openOn(board) {
  const text = await board.locator('#board-sum-1').textContent();
  return Number(text.replace(/[^0-9]/g, ''));
}

for (const scripts of [true, false]) {
  for (const lang of LANGS) {
    for (const width of WIDTHS) {
      test(`a need goes from the door to struck off: ${lang}, ${width} px, ${scripts ? 'with' : 'without'} scripts`, async (t) => {
        const options = { lang, width, scripts };
        const board = await watchBuilding(t, lang);
        const before = await openOn(board);

        const title = `Rice for two (${lang} ${width} ${scripts})`;
        const resident = await comeHome(t, options);
        const id = await ask(resident, title);
        await eventually(async () => (await openOn(board)) === before + 1, 'the board counts the new need');

        const worker = await enter(t, 'community_worker', options);
        await worker.goto('/needs?sort=newest');
        await worker.getByRole('link', { name: title }).click();
        await step(worker, 'ledger-command-accept', 'ledger-done-accept');
        await worker.getByLabel(word(worker, 'ledger-ask-solve'), { exact: true }).fill('10 kg');
        await step(worker, 'ledger-command-solve', 'ledger-done-solve');
        assert.equal(await worker.getByRole('button', { name: word(worker, 'ledger-command-strike-off'), exact: true }).count(), 0, 'nobody strikes off what they solved');

        await resident.goto('/home');
        await resident.getByRole('listitem').filter({ hasText: title }).getByRole('button').click();
        await toldThat(resident, 'ledger-done-strike-off');
        await eventually(async () => (await openOn(board)) === before, 'the board takes it off');

        await resident.goto(`/needs/${id}`);
        assert.ok(await resident.getByText('10 kg').isVisible(), 'what was done is told to who asked');
        for (const page of [resident, worker, board]) assert.deepEqual(page.troubles, []);
      });
    }
  }
}

test('a board whose line was cut shows what happened meanwhile', async (t) => {
  const board = await watchBuilding(t, 'en');
  const before = await openOn(board);
  await board.route('**/board/events*', (route) => route.abort());
  await board.reload({ waitUntil: 'load' });
  await board.locator('[data-live-now="lost"]').waitFor();

  const resident = await comeHome(t, { lang: 'en' });
  await ask(resident, 'A line that was cut');
  assert.equal(await openOn(board), before, 'nothing tells it');
  await board.unroute('**/board/events*');
  await board.locator('[data-live-now="live"]').waitFor();
  await eventually(async () => (await openOn(board)) === before + 1, 'the board catches up by itself');
});

test('a form that lacks something leads to its field, and what was typed stays', async (t) => {
  for (const lang of LANGS) {
    const page = await comeHome(t, { lang });
    await page.goto('/needs/raise');
    await page.getByLabel(word(page, 'ledger-raise-what'), { exact: true }).fill('Rice');
    await page.getByRole('button', { name: word(page, 'ledger-raise-button') }).click();
    const summary = page.getByRole('alert');
    await summary.waitFor();
    assert.equal(await summary.evaluate((element) => element === document.activeElement), true, 'errors get the focus');
    await summary.getByRole('link').first().click();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'f-topic');
    assert.equal(await page.getByLabel(word(page, 'ledger-raise-what'), { exact: true }).inputValue(), 'Rice');
  }
});

test('a wrong household code is refused at its field', async (t) => {
  for (const lang of LANGS) {
    const page = await visit(t, { lang });
    await page.goto('/h');
    await page.getByLabel(word(page, 'code-label'), { exact: true }).fill('AAAA-AAAA-AAA');
    await page.getByRole('button', { name: word(page, 'code-button') }).click();
    await page.locator('#e-code').waitFor();
    assert.equal(new URL(page.url()).pathname, '/h');
  }
});

test('chosen rows are accepted in one go and taken back', async (t) => {
  const resident = await comeHome(t, { lang: 'en' });
  const titles = ['Bulk one', 'Bulk two'];
  for (const title of titles) {
    await resident.goto('/home');
    await ask(resident, title);
  }
  const worker = await enter(t, 'community_worker', { lang: 'en' });
  await worker.goto('/needs?q=Bulk&state=raised');
  await worker.locator('[data-bulk-all]').check();
  await worker.getByText(word(worker, 'ledger-bulk-chosen').replace(/\{.*\}/, '2')).waitFor();
  await worker.locator('#bulk').getByRole('button', { name: word(worker, 'ledger-command-accept'), exact: true }).click();
  await worker.getByRole('status').getByRole('button', { name: word(worker, 'layout-undo') }).click();
  await worker.goto('/needs?q=Bulk&state=raised');
  for (const title of titles) assert.ok(await worker.getByRole('link', { name: title }).isVisible());
  for (const title of titles) {
    await resident.goto('/home');
    await resident.getByRole('link', { name: title }).first().click();
    await resident.locator('#do-strike-off summary').click();
    await resident.locator('#do-strike-off').getByRole('button').click();
    await toldThat(resident, 'ledger-done-strike-off');
  }
});

test('the list is worked by keyboard alone', async (t) => {
  const page = await enter(t, 'community_worker', { lang: 'en' });
  await page.goto('/needs');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.className), 'skip', 'the first stop skips to the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.closest('main') !== null), true);
});
