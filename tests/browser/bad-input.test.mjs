// What goes wrong in a browser is said on the page, in the reader's language, with what would be right.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { LANGS, withBrowser } from './support/browser.mjs';
import { enter, userOf, visit } from './support/city.mjs';
import { word } from './support/words.mjs';

withBrowser();

const TOO_LARGE = { name: 'large.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(6 * 1024 * 1024, 1) };
const NO_PHOTO = { name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('this is no photo') };

/** Opens the form and fills in all that it must have. */
async function filledForm(page) {
  await page.goto('/needs/raise?topic=repair');
  await page.getByLabel(word(page, 'ledger-raise-what'), { exact: true }).fill('The lock is broken');
  return page.getByRole('button', { name: word(page, 'ledger-raise-button') });
}

for (const lang of LANGS) {
  test(`a link that was used up says so: ${lang}`, async (t) => {
    await enter(t, 'steward', { lang });
    const page = await visit(t, { lang });
    const response = await page.goto(userOf('steward').link);
    assert.ok([404, 410].includes(response.status()), `status ${response.status()}`);
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
    assert.ok(await page.getByRole('link', { name: word(page, 'problem-home') }).isVisible(), 'there is a way on');
  });

  test(`a photo that is too large is refused whole, and nothing is half written: ${lang}`, async (t) => {
    const page = await enter(t, 'resident', { lang });
    await page.goto('/needs?sort=newest');
    const before = await page.locator('.row').count();
    const send = await filledForm(page);
    await page.locator('#f-photo').setInputFiles(TOO_LARGE);
    await send.click();
    await page.getByText(word(page, 'problem-too-large')).first().waitFor();
    await page.goto('/needs?sort=newest');
    assert.equal(await page.locator('.row').count(), before);
  });

  test(`a file that is no photo leaves the need and says what to do about the photo: ${lang}`, async (t) => {
    const page = await enter(t, 'resident', { lang });
    const send = await filledForm(page);
    await page.locator('#f-photo').setInputFiles(NO_PHOTO);
    await send.click();
    await page.locator('.flash').getByText(word(page, 'problem-photo-wrong-type')).waitFor();
    await page.getByText(word(page, 'ledger-command-attach'), { exact: true }).first().click();
    await page.locator('#f-photo').setInputFiles(NO_PHOTO);
    await page.locator('form[action$="/attach"] button').click();
    await page.locator('#e-photo').waitFor();
  });

  test(`a form from another visit is refused and what was typed is kept on the device: ${lang}`, async (t) => {
    const page = await enter(t, 'resident', { lang });
    const send = await filledForm(page);
    const cookies = (await page.context().cookies()).filter((cookie) => cookie.name !== 'tx_visit');
    await page.context().clearCookies();
    await page.context().addCookies(cookies);
    await send.click();
    await page.getByText(word(page, 'problem-form-expired')).first().waitFor();
    await page.goto('/needs/raise?topic=repair');
    assert.equal(await page.getByLabel(word(page, 'ledger-raise-what'), { exact: true }).inputValue(), 'The lock is broken');
  });

  test(`an unknown place, need and filter say what is wrong: ${lang}`, async (t) => {
    const page = await enter(t, 'community_worker', { lang });
    for (const [path, status] of [['/needs/AAAA-AAAA-AAAA-AA', 404], ['/buildings/999999', 404], ['/needs?state=lost', 400], ['/needs?limit=0', 422], ['/needs?place=abc', 400]]) {
      const response = await page.goto(path);
      assert.equal(response.status(), status, path);
      assert.equal(await page.locator('html').getAttribute('lang'), lang);
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, path);
    }
  });
}
