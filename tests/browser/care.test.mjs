// The register and its visits as those who look after people work them: a community's own list is imported, bad rows are
// named, whom it knew is named, and each of them is looked in on.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';
import { DESK, PHONE, eventually, withBrowser } from './support/browser.mjs';
import { api, comeHome, enter, userOf } from './support/city.mjs';
import { toldThat, word } from './support/words.mjs';

withBrowser();

const FOLDER = join(process.env.TONGXIN_ARTEFACTS, 'care');
mkdirSync(FOLDER, { recursive: true });

const HEADINGS = 'building,door,name,groups,basis,basis_by,basis_on,purpose,contact';
/** The last door of the building whose resident the drill left a code for: nobody else of these tests lives there. */
const DOOR = -1;

async function lastDoor() {
  const building = userOf('resident').place;
  const { households } = await api('community_worker', 'GET', `/api/v1/households?building=${building}`);
  return { building, door: households.at(DOOR).door };
}

/** A table of people behind one door. */
function tableOf({ building, door }, people) {
  const row = ({ name, groups = '独居老人', by = '女儿', contact = '' }) =>
    `${building},${door},${name},${groups},consent,${by},2022-11-20,每日巡访,${contact}`;
  return { name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from([HEADINGS, ...people.map(row)].join('\n')) };
}

async function send(page, table) {
  await page.goto('/care/people/import');
  await page.getByLabel(word(page, 'care-import-file'), { exact: true }).setInputFiles(table);
  await page.getByRole('button', { name: word(page, 'care-import-button') }).click();
}

async function looked(page, name) {
  await assertAccessible(page, name);
  await assertFitsItsWindow(page, name);
  await page.screenshot({ path: join(FOLDER, `${name}.${page.lang}.png`), fullPage: true });
}

for (const [lang, width, who] of [['zh-CN', PHONE, '何婆婆'], ['en', DESK, '沈爷爷']]) {
  test(`a community's list is imported, and somebody of it is looked in on: ${lang}, ${width} px`, async (t) => {
    const home = await lastDoor();
    const page = await enter(t, 'community_worker', { lang, width });
    await send(page, tableOf(home, [{ name: who }, { name: '许奶奶', groups: '高血压', by: '' }]));
    await page.getByText('高血压').first().waitFor();
    await looked(page, 'import-faults');

    await send(page, tableOf(home, [{ name: who }]));
    await page.waitForURL('**/care/people');
    await page.getByRole('link', { name: new RegExp(who) }).waitFor();

    await send(page, tableOf(home, [{ name: `${who} ` }]));
    await page.getByRole('heading', { name: word(page, 'care-import-before') }).waitFor();
    await page.getByRole('link', { name: who }).waitFor();
    await looked(page, 'import-known');

    const row = page.locator('.row', { hasText: who });
    await eventually(async () => {
      await page.goto('/care');
      return row.first().isVisible();
    }, 'the visit is on the round', 90_000);
    await row.first().locator('.confirm > summary').first().click();
    await looked(page, 'round-open');
    await row.first().getByRole('button', { name: word(page, 'care-outcome-no_answer'), exact: true }).click();
    await toldThat(page, 'care-done-knock');
    await row.first().getByText(word(page, 'care-state-no_answer')).waitFor();
    await row.first().locator('summary', { hasText: word(page, 'care-enquire') }).click();
    await looked(page, 'enquire-open');
    await row.first().getByRole('button', { name: word(page, 'care-outcome-well') }).first().click();
    await toldThat(page, 'care-done-knock');
    await row.first().getByText(word(page, 'care-state-well')).first().waitFor();
    await looked(page, 'round-seen');

    await page.goto('/care/people');
    await page.getByRole('searchbox', { name: word(page, 'care-register-search') }).fill('nobody at all');
    await page.getByRole('button', { name: word(page, 'care-register-find') }).click();
    await page.getByRole('heading', { name: word(page, 'care-register-found-none') }).waitFor();
    await looked(page, 'people-none');
    await page.getByRole('searchbox', { name: word(page, 'care-register-search') }).fill(who);
    await page.getByRole('button', { name: word(page, 'care-register-find') }).click();
    await page.getByRole('link', { name: new RegExp(who) }).click();
    await looked(page, 'person');
    await openRecord(page, '安排送药');
    await page.getByText(word(page, 'care-end'), { exact: true }).click();
    await looked(page, 'person-opened');
    assert.deepEqual(page.troubles, []);
  });
}

/** Opens the record that the page is of, and says what for. */
async function openRecord(page, why) {
  await page.getByLabel(word(page, 'care-open-why')).fill(why);
  await page.getByRole('button', { name: word(page, 'care-open-record'), exact: true }).click();
  await page.getByRole('button', { name: word(page, 'care-correct'), exact: true }).waitFor();
}

for (const [lang, width, name] of [['en', PHONE, '毛奶奶'], ['zh-CN', DESK, '江奶奶']]) {
  test(`a household sees what is kept about it, corrects it and withdraws it: ${lang}, ${width} px`, async (t) => {
    const page = await comeHome(t, { lang, width });
    await page.goto('/care/people/new');
    await page.getByLabel(word(page, 'care-f-name')).fill(name);
    await page.locator('input[value="alone_old"]').check();
    await page.locator('input[name="ground.basis"][value="consent"]').check();
    await page.getByLabel(word(page, 'care-f-by')).fill('本人');
    await page.getByLabel(word(page, 'care-f-purpose')).fill('每日巡访');
    await page.getByRole('button', { name: word(page, 'care-register-do'), exact: true }).click();
    await page.waitForURL(/\/care\/people(\/|$)/);
    await page.goto('/care/people');
    await page.getByRole('link', { name }).waitFor();
    await looked(page, 'own-people');
    await page.getByRole('link', { name }).click();
    await openRecord(page, '改电话');
    await looked(page, 'own-opened');
    await page.getByLabel(word(page, 'care-f-contact')).fill('138 0000 4242');
    await page.getByRole('button', { name: word(page, 'care-correct'), exact: true }).click();
    await page.getByText('138 0000 4242').first().waitFor();
    await page.getByText(word(page, 'care-end'), { exact: true }).click();
    await page.locator('input[name="why"][value="withdrawn"]').check();
    await page.getByRole('button', { name: word(page, 'care-end-do') }).click();
    await page.waitForURL('**/care/people');
    assert.equal(await page.getByRole('link', { name }).count(), 0, 'what was withdrawn is gone');
    assert.deepEqual(page.troubles, []);
  });
}
