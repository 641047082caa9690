// The register and its visits as those who look after people work them: a community's own list is imported, bad rows are
// named, whom it knew is named, and each of them is looked in on.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';
import { DESK, PHONE, eventually, withBrowser } from './support/browser.mjs';
import { api, enter, userOf } from './support/city.mjs';
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
    await row.first().getByRole('button', { name: word(page, 'care-outcome-well') }).first().click();
    await toldThat(page, 'care-done-knock');
    await row.first().getByText(word(page, 'care-state-well')).first().waitFor();
    await looked(page, 'round-seen');

    await page.goto('/care/people');
    await page.getByRole('link', { name: new RegExp(who) }).click();
    await looked(page, 'person');
    assert.deepEqual(page.troubles, []);
  });
}
