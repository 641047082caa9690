// A volunteer from the sign-up to the certificate: registered on a phone, verified by the community, on a shift, checked in by
// its square code, hours corrected with a trace, and a certificate that anybody can verify.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';
import { DESK, PHONE, withBrowser } from './support/browser.mjs';
import { BASE, enter, ownCommunity, visit } from './support/city.mjs';
import { cityNow } from './support/firm.mjs';
import { word } from './support/words.mjs';

withBrowser();

const FOLDER = join(process.env.TONGXIN_ARTEFACTS, 'volunteer');
mkdirSync(FOLDER, { recursive: true });
/** Nobody else's, however often this is run against one server. */
const NAME = `苏小禾${String(Date.now()).slice(-5)}`;
const PHONE_NUMBER = `139${String(Date.now()).slice(-8)}`;
/** The city's zone. */
const ZONE_MS = 8 * 3_600_000;
const MINUTE_MS = 60_000;

async function look(page, name) {
  await assertAccessible(page, name);
  await assertFitsItsWindow(page, name);
  await page.screenshot({ path: join(FOLDER, `${name}.${page.lang}.png`), fullPage: true });
}

/** Somebody with the published key and another implementation of RFC 7515 and RFC 8037 verifies it, and sees what was changed. */
async function assertOthersVerify(line) {
  const { keys } = await (await fetch(`${BASE}/api/v1/volunteer/keys`)).json();
  const [head, payload, signature] = line.split('.');
  const told = (part) => JSON.parse(Buffer.from(part, 'base64url'));
  const jwk = keys.find(({ kid }) => kid === told(head).kid);
  const isSigned = (text) => verify(null, Buffer.from(`${head}.${text}`), createPublicKey({ key: jwk, format: 'jwk' }), Buffer.from(signature, 'base64url'));
  assert.equal(told(payload).name, NAME);
  assert.ok(isSigned(payload));
  const more = Buffer.from(JSON.stringify({ ...told(payload), minutes: told(payload).minutes + 60 })).toString('base64url');
  assert.ok(!isSigned(more), 'an hour more is told');
}

const main = (page) => page.getByRole('main');
const button = (page, key) => main(page).getByRole('button', { name: word(page, key), exact: true });
const field = (page, key) => main(page).getByLabel(word(page, key), { exact: true });

/** Registers on a phone. */
async function register(page, place) {
  await page.goto('/volunteer/join');
  await look(page, 'join');
  await main(page).getByRole('searchbox').fill(place);
  await button(page, 'volunteer-join-search').click();
  await main(page).getByRole('link').first().click();
  await field(page, 'volunteer-f-name').fill(NAME);
  await field(page, 'volunteer-f-phone').fill(PHONE_NUMBER);
  await field(page, 'volunteer-f-birth-year').fill('2120');
  await main(page).locator('button.button-primary').click();
  await main(page).locator('[data-invalid]').first().waitFor();
  await look(page, 'join-faults');
  await field(page, 'volunteer-f-birth-year').fill('1994');
  await field(page, 'volunteer-skill-repair').check();
  await field(page, 'volunteer-f-covered-yes').check();
  await look(page, 'join-form');
  await main(page).locator('button.button-primary').click();
  await page.waitForURL('**/volunteer/me**');
  await page.getByText(word(page, 'volunteer-waits')).waitFor();
  await look(page, 'me-waits');
}

/** A shift that begins in half an hour; answers its address. */
async function openShift(page, place) {
  await page.goto('/shifts/new');
  await field(page, 'volunteer-shift-deliver').check();
  await field(page, 'volunteer-f-place').selectOption(place);
  await field(page, 'volunteer-f-meet').fill('东门岗亭');
  const local = (ahead) => new Date(now + ZONE_MS + ahead * MINUTE_MS).toISOString().slice(0, 16);
  const now = await cityNow();
  await field(page, 'volunteer-f-start').fill(local(30));
  await field(page, 'volunteer-f-end').fill(local(180));
  await main(page).locator('[name="posts.0.needed"]').fill('2');
  await look(page, 'shift-new');
  await button(page, 'volunteer-shift-open').click();
  await page.waitForURL(/\/shifts\/[^/?]+(\?.*)?$/);
  await look(page, 'shift');
  return page.url().split('?')[0];
}

test('somebody signs up, is verified, comes to a shift, and holds a certificate that anybody can verify', async (t) => {
  const place = await ownCommunity();
  const phone = await visit(t, { width: PHONE });
  await register(phone, place);

  const desk = await enter(t, 'community_worker', { lang: 'en', width: DESK });
  await desk.goto('/volunteers');
  await look(desk, 'people');
  await main(desk).getByRole('link', { name: NAME }).click();
  await look(desk, 'person');
  const person = desk.url().split('?')[0];
  await button(desk, 'volunteer-verified-do').click();
  await main(desk).getByText(word(desk, 'volunteer-state-verified')).first().waitFor();
  const shift = await openShift(desk, place);

  await phone.goto('/volunteer/shifts');
  await look(phone, 'offers');
  await main(phone).locator('form', { has: phone.locator(`[name="shift"][value="${shift.split('/').pop()}"]`) }).getByRole('button', { name: new RegExp(word(phone, 'volunteer-step-take')) }).click();
  await phone.goto('/volunteer/me');
  await main(phone).getByText(word(phone, 'volunteer-place-taken')).first().waitFor();
  await look(phone, 'me-taken');

  await desk.goto(`${shift}/sheet`);
  await look(desk, 'sheet');
  const { pathname } = new URL(await main(desk).locator('.said code').innerText());
  await phone.goto(pathname);
  await look(phone, 'check-in');
  await main(phone).locator('button.button-primary').click();
  await main(phone).getByText(word(phone, 'volunteer-place-in')).first().waitFor();
  await main(phone).locator('button.button-primary').click();
  await main(phone).getByText(word(phone, 'volunteer-place-came')).first().waitFor();

  await desk.goto(person);
  await main(desk).locator('summary', { hasText: word(desk, 'volunteer-correct') }).click();
  await field(desk, 'volunteer-f-minutes').fill('120');
  await field(desk, 'volunteer-f-hours-why').fill('Was there from ten');
  await button(desk, 'volunteer-correct-more').click();
  await main(desk).getByText('Was there from ten').first().waitFor();
  await look(desk, 'person-hours');

  await phone.goto('/volunteer/me/certificate');
  await look(phone, 'certificate');
  const line = await main(phone).locator('details code').textContent();
  await assertOthersVerify(line.trim());
  const stranger = await visit(t, { lang: 'en', width: PHONE });
  await stranger.goto(`/volunteer/verify?c=${encodeURIComponent(line)}`);
  await look(stranger, 'verified');
  assert.ok((await main(stranger).innerText()).includes(NAME));
  assert.deepEqual([...phone.troubles, ...desk.troubles, ...stranger.troubles], []);
});
