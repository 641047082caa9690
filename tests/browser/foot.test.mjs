// Runs on foot in a real browser: given out by whoever looks after the buildings, carried with a phone that has no signal.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { INSTEAD } from '../../web/js/run/words-on-foot.js';
import { CATALOGUES } from '../../web/js/run/words.js';
import { assertAccessible, assertFitsItsWindow } from './support/axe.mjs';
import { PHONE, withBrowser } from './support/browser.mjs';
import { BASE, enter } from './support/city.mjs';
import { dayAhead, dayBegins, openFirm, openWindowOf, orderFrom, publishPlan, sayOnRun } from './support/firm.mjs';
import { startGateBrowser } from './support/gate.mjs';
import { SENT_WITHIN_MS, openPhone, stripSays } from './support/phone.mjs';

/** Long enough for one person to walk to all six doors, in minutes. */
const MINUTES_EACH = '240';

let phones;
let firm;
let orders;

withBrowser();

before(async () => {
  phones = await startGateBrowser();
  firm = await openFirm('foot');
  orders = await atTheGate();
});

after(() => phones.close());

const word = (key, fill = {}) => (INSTEAD['zh-CN'][key] ?? CATALOGUES['zh-CN'][key]).replace(/\{(\w+)\}/g, (gap, name) => String(fill[name] ?? gap));

/** Orders of today that a driver has put down at the compound's gate. */
async function atTheGate() {
  await dayBegins();
  const day = await dayAhead(0);
  const window = await openWindowOf(firm, day);
  const orders = await orderFrom(firm, window, firm.doors);
  const [run] = await publishPlan(firm, day);
  await sayOnRun(run, { event: 'depart' });
  for (const { id } of orders) await sayOnRun(run, { event: 'drop', cargo: { kind: 'order', id }, point: '小区门岗' });
  return orders;
}

async function picture(page, name) {
  const folder = process.env.TONGXIN_ARTEFACTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

const counted = (page, numbers, timeout) => stripSays(page, word('run-log-strip', numbers), timeout);
const press = (page, focus) => page.locator(`[data-focus="${focus}"]`).click();

test('bags at a gate are given out, carried door by door with no signal, and the page says how far they are', async (t) => {
  const desk = await enter(t, 'community_worker', { width: PHONE });
  await desk.goto(`/hand-out?place=${firm.compound}`);
  await desk.getByLabel('几个人送').fill('1');
  await desk.getByLabel('一次拿几袋').fill('6');
  await desk.getByLabel('每人多长时间').fill(MINUTES_EACH);
  await desk.getByRole('button', { name: '排路线' }).click();
  await desk.getByRole('button', { name: '发给志愿者' }).click();
  await desk.getByText('还没出发').waitFor();
  await assertAccessible(desk, 'runs on foot that are out');
  await assertFitsItsWindow(desk, 'runs on foot that are out');
  await picture(desk, 'hand-out-given-zh');
  const href = await desk.getByRole('link', { name: /用这部手机打开/ }).first().getAttribute('href');

  const page = await openPhone(t, phones.browser, { baseURL: BASE, permissions: [] });
  await page.goto(`/run#${href.split('#')[1]}`);
  await page.locator('[data-focus="depart"]').waitFor();
  await page.getByText(word('run-foot-person', { n: 1 })).first().waitFor();
  await assertAccessible(page, 'a run on foot before it begins');
  await assertFitsItsWindow(page, 'a run on foot before it begins');
  await picture(page, 'foot-run-start-zh');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.context().setOffline(true);
  await press(page, 'depart');
  await counted(page, { saved: 1, sent: 0 });
  await page.locator('.run-hand-over').first().waitFor();
  await assertAccessible(page, 'a door of a run on foot');
  await assertFitsItsWindow(page, 'a door of a run on foot');
  await picture(page, 'foot-run-door-zh');
  const done = [];
  for (const at of orders.keys()) {
    const id = (await page.locator('.run-hand-over').first().getAttribute('data-focus')).split(' ')[1];
    done.push(id);
    if (at === 1) {
      await press(page, `other ${id}`);
      assert.equal(await page.locator('#other-put-down').isVisible(), false, 'what lay at the drop point is not put down again');
      await page.locator('#other-absent').click();
      await page.locator('#absent-form .button-primary').click();
    } else {
      await press(page, `over ${id}`);
      await page.locator('#hand-code').fill(orders.find((order) => order.id === id).code);
      await page.locator('#hand-save').click();
    }
    await counted(page, { saved: at + 2, sent: 0 });
  }
  assert.equal(new Set(done).size, orders.length, 'each door once');
  await press(page, 'end');
  await page.context().setOffline(false);
  await counted(page, { saved: 0, sent: orders.length + 2 }, SENT_WITHIN_MS);
  await page.locator('#run-state').getByText('送完了').waitFor();
  assert.ok(!(await page.locator('#main').innerText()).includes('1203'), 'no door is left on the phone');
  await picture(page, 'foot-run-over-zh');

  await desk.goto(`/hand-out?place=${firm.compound}`);
  await desk.getByText(`已办 ${orders.length} 户，共 ${orders.length} 户`).waitFor();
  await desk.getByText('带回门口 1 件').waitFor();
  await picture(desk, 'hand-out-over-zh');
  const states = await Promise.all(orders.map(async ({ id }) => (await firm.ask('GET', `/api/v1/orders/${id}`)).state));
  assert.deepEqual(states.sort(), [...Array(orders.length - 1).fill('received'), 'returned']);
  assert.deepEqual([...desk.troubles, ...page.troubles], []);
});
