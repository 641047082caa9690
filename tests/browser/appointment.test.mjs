// An appointment from the request to the return: asked for at a door, confirmed by the hospital with rides and passes, driven
// there and back.

import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';
import { DESK, PHONE, withBrowser } from './support/browser.mjs';
import { api, enter, visit } from './support/city.mjs';
import { PASSWORD, accept, addCar, dayAhead, dayBegins, openFirm, publishPlan, sayOnRun } from './support/firm.mjs';
import { word } from './support/words.mjs';

withBrowser();

const FOLDER = join(process.env.TONGXIN_ARTEFACTS, 'appointment');
mkdirSync(FOLDER, { recursive: true });
const HOSPITAL = '海葵医院';
const DESK_NAME = 'hospital-desk';

let firm;
let car;

before(async () => {
  firm = await openFirm('clinic');
  car = await addCar(firm, '渝A78912');
  const { ids } = await api('administrator', 'POST', '/api/v1/orgs', { rows: [{ kind: 'hospital', name: HOSPITAL, place: firm.community }] });
  const invited = await api('administrator', 'POST', '/api/v1/invitations', { role: 'hospital_desk', org: ids[0] });
  await accept(invited.token, { name: DESK_NAME, password: PASSWORD });
});

async function look(page, name) {
  await assertAccessible(page, name);
  await assertFitsItsWindow(page, name);
  await page.screenshot({ path: join(FOLDER, `${name}.${page.lang}.png`), fullPage: true });
}

const button = (page, key) => page.getByRole('main').getByRole('button', { name: word(page, key), exact: true });

async function openDesk(t) {
  const page = await visit(t, { lang: 'en', width: DESK });
  await page.goto('/sign-in');
  await page.getByLabel(word(page, 'account-name'), { exact: true }).fill(DESK_NAME);
  await page.getByLabel(word(page, 'account-password'), { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/hospital');
  return page;
}

/** The community asks for somebody who has no telephone; answers the appointment's address. */
async function ask(page, day) {
  await page.goto(`/care/appointments/new?building=${firm.doors[0].building}`);
  await page.getByLabel(word(page, 'care-door'), { exact: true }).selectOption({ label: firm.doors[0].door });
  await page.getByLabel(word(page, 'care-f-hospital'), { exact: true }).selectOption({ label: HOSPITAL });
  await page.getByLabel(word(page, 'care-f-first_at'), { exact: true }).fill(`${day}T11:00`);
  await page.getByLabel(word(page, 'care-f-minutes'), { exact: true }).fill('180');
  await page.getByLabel(word(page, 'care-ride-escort')).check();
  await page.getByLabel(word(page, 'care-f-patient'), { exact: true }).fill('何婆婆');
  await page.getByLabel(word(page, 'care-treatment-dialysis'), { exact: true }).check();
  await page.getByLabel(word(page, 'care-f-surname'), { exact: true }).fill('何');
  await page.getByLabel(word(page, 'care-f-id_end'), { exact: true }).fill('123X');
  await look(page, 'asking');
  await button(page, 'care-appointment-ask').click();
  await page.getByText(word(page, 'care-appointment-asked')).first().waitFor();
  await page.getByRole('main').getByRole('link', { name: new RegExp(HOSPITAL) }).first().click();
  await page.getByRole('heading', { name: new RegExp(HOSPITAL) }).waitFor();
  return page.url();
}

test('somebody is taken to an appointment and back, and nothing of it is left to chance', async (t) => {
  await dayBegins();
  const day = await dayAhead(0);
  const worker = await enter(t, 'community_worker', { width: PHONE });
  const address = await ask(worker, day);
  await look(worker, 'asked');

  const desk = await openDesk(t);
  await look(desk, 'desk');
  await desk.getByRole('main').getByRole('link', { name: /11:00/ }).first().click();
  await look(desk, 'desk-one');
  assert.ok(!(await desk.getByRole('main').innerText()).includes('何婆婆'), 'what is sealed is not shown unasked');
  await button(desk, 'care-confirm').click();
  await desk.getByText(word(desk, 'care-appointment-confirmed')).first().waitFor();
  await look(desk, 'desk-confirmed');

  await worker.goto(address);
  await worker.getByText(word(worker, 'care-appointment-confirmed')).first().waitFor();
  await worker.getByText(word(worker, 'care-passes'), { exact: true }).waitFor();
  await look(worker, 'confirmed');
  await worker.goto('/care');
  await worker.getByText(word(worker, 'care-doors-today')).waitFor();
  await look(worker, 'doors');

  const run = (await publishPlan(firm, day)).find(({ plate }) => plate === car);
  const { stops } = await firm.ask('GET', `/api/v1/day-runs/${run.id}`);
  await sayOnRun(run, { event: 'depart' });
  for (const { is_pickup, cargo } of stops) {
    for (const { kind, id } of cargo) await sayOnRun(run, { event: is_pickup ? 'take_on' : 'hand_over', cargo: { kind, id } });
  }
  await sayOnRun(run, { event: 'end' });
  await worker.goto('/rides');
  await look(worker, 'rides');
  const { rides } = await firm.ask('GET', '/api/v1/rides');
  assert.deepEqual(rides.map(({ state }) => state), ['arrived', 'arrived'], 'there and back');
  assert.deepEqual([...worker.troubles, ...desk.troubles], []);
});
