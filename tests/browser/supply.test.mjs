// An order from the basket to the door, and an allotment that is asked in: a resident, the outlet's manager, and the shelf
// between them. In both languages and widths.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { LANGS, WIDTHS, eventually, withBrowser } from './support/browser.mjs';
import { api, comeHome, enter, ownOutlet, userOf } from './support/city.mjs';
import { reviewBasket } from './support/pages.mjs';
import { toldThat, word, wordPattern } from './support/words.mjs';

withBrowser();

/** Asking opens so long after an allotment is announced, in ms. */
const ANNOUNCED_MS = 3_000;
const HOUR_MS = 3_600_000;
/** A picture of a parcel, as the drill has it. */
const PARCEL = fileURLToPath(new URL('../../platform/drill/src/parcel.png', import.meta.url));

function press(page, key) {
  return page.getByRole('main').getByRole('button', { name: word(page, key), exact: true }).first().click();
}

/** What the shop sells first, by its name. */
function firstGoods(page) {
  return page.locator('.goods-item', { has: page.locator('.goods-pieces') }).first().locator('label').textContent();
}

/** Pieces of an item that the manager's page of stock shows. */
async function onHand(manager, name) {
  await manager.goto(`/outlet/stock?q=${encodeURIComponent(name)}`);
  const cell = manager.locator(`td[data-label="${word(manager, 'supply-stock-on-hand')}"]`).first();
  return Number(await cell.textContent());
}

/** Orders one piece of what the outlet sells first; answers with its name and the order's path. */
async function order(resident) {
  await resident.goto('/shop');
  await resident.locator(`a[href^="/shop/${await ownOutlet()}"]`).click();
  const name = await firstGoods(resident);
  await reviewBasket(resident);
  assert.ok(await resident.getByText(word(resident, 'supply-shop-review-text')).isVisible(), 'nothing is ordered before it is read again');
  await press(resident, 'supply-shop-order');
  await resident.waitForURL('**/orders/*');
  await toldThat(resident, 'supply-shop-ordered');
  return { name, path: new URL(resident.url()).pathname };
}

/** Goes from the pick list through the resident's building to the order. */
async function findInPicks(manager, path) {
  await manager.goto('/outlet/picks');
  await manager.locator(`caption a[href*="building=${userOf('resident').place}"]`).click();
  await manager.locator(`a[href="/outlet${path}"]`).click();
  await manager.getByRole('heading', { name: word(manager, 'supply-orders-pack') }).waitFor();
}

/** Types the item's number as a scanner does, then packs. */
async function packByScan(manager) {
  const line = manager.locator('.goods-item').first();
  const [gtin] = /\d{13}/.exec(await line.locator('.goods-what').textContent());
  await manager.getByLabel(word(manager, 'supply-orders-scan'), { exact: true }).fill(gtin);
  await manager.keyboard.press('Enter');
  await manager.getByRole('status').getByText(wordPattern(manager, 'supply-orders-counted')).waitFor();
  assert.equal(await manager.locator('.goods-pieces').first().inputValue(), '1', 'a scan counts one piece');
  await press(manager, 'supply-orders-pack-button');
  await toldThat(manager, 'supply-orders-done-packed');
}

/** Sends the order with a run, then puts it down with a photo of where. */
async function sendAndDrop(manager, path, point) {
  await manager.getByRole('link', { name: word(manager, 'supply-orders-send-with') }).click();
  const choices = manager.locator('input[name="orders"]');
  for (const choice of await choices.all()) await choice.setChecked((await choice.inputValue()) === path.split('/').pop());
  await press(manager, 'supply-runs-send');
  await manager.waitForURL('**/outlet/runs/*');
  const row = manager.locator('.row', { has: manager.locator(`a[href="/outlet${path}"]`) });
  await row.getByText(word(manager, 'supply-orders-drop'), { exact: true }).click();
  await row.getByLabel(word(manager, 'supply-orders-point'), { exact: true }).fill(point);
  await row.getByLabel(word(manager, 'supply-orders-photo-optional'), { exact: true }).setInputFiles(PARCEL);
  await row.getByRole('button', { name: word(manager, 'supply-orders-drop-button') }).click();
  await toldThat(manager, 'supply-orders-done-dropped');
}

for (const lang of LANGS) {
  for (const width of WIDTHS) {
    test(`an order goes from the basket to the door, and the shelf holds one piece less: ${lang}, ${width} px`, async (t) => {
      const resident = await comeHome(t, { lang, width });
      const { name, path } = await order(resident);
      assert.match(await resident.locator('.hand-over-code').textContent(), /^\d{6}$/);

      const manager = await enter(t, 'outlet_manager', { lang, width });
      const before = await onHand(manager, name);
      await findInPicks(manager, path);
      assert.equal(await manager.locator('.hand-over-code').count(), 0, 'only the household knows the code');
      await packByScan(manager);
      const point = `Gate 2 (${lang} ${width})`;
      await sendAndDrop(manager, path, point);

      await resident.goto(path);
      assert.ok(await resident.getByText(point).isVisible(), 'who ordered reads where it waits');
      const photo = resident.locator('img.photo');
      assert.ok((await photo.getAttribute('alt')).includes(point), 'who does not see the photo reads what it shows');
      await eventually(() => photo.evaluate((image) => image.complete && image.naturalWidth > 0), 'the photo is shown');
      await press(resident, 'supply-shop-receive-button');
      await toldThat(resident, 'supply-shop-confirmed');
      assert.equal(await onHand(manager, name), before - 1);
      for (const page of [resident, manager]) assert.deepEqual(page.troubles, []);
    });
  }
}

/** Opens an allotment of the outlet's first item for the resident's district as an officer; answers with its number. */
async function openAllotment() {
  const org = await ownOutlet();
  const { lines } = await api('outlet_manager', 'GET', `/api/v1/outlets/${org}/stock?limit=200`);
  const { item } = lines.find((line) => line.free > 0);
  const { as_of: now } = await api('officer', 'GET', `/api/v1/supply/cover?place=${userOf('officer').place}`);
  const opensAt = new Date(Date.parse(now) + ANNOUNCED_MS);
  const { id } = await api('officer', 'POST', '/api/v1/allotments', {
    org,
    item: item.id,
    name: item.name,
    places: [userOf('officer').place],
    pieces: 1,
    household_pieces: 1,
    price_fen: 0,
    opens_at: opensAt.toISOString(),
    closes_at: new Date(opensAt.getTime() + HOUR_MS).toISOString(),
  });
  return id;
}

/** An allotment that can be asked in. */
async function openOne() {
  const { allotments } = await api('officer', 'GET', '/api/v1/allotments');
  const open = allotments.find((allotment) => ['announced', 'asking'].includes(allotment.phase));
  const id = open?.id ?? (await openAllotment());
  await eventually(async () => (await api('officer', 'GET', `/api/v1/allotments/${id}`)).phase === 'asking', 'asking begins');
  return id;
}

for (const lang of LANGS) {
  for (const width of WIDTHS) {
    test(`a resident asks in an allotment, sees that they did, and takes it back: ${lang}, ${width} px`, async (t) => {
      const id = await openOne();
      const resident = await comeHome(t, { lang, width });
      await resident.goto('/allotments');
      await resident.locator(`a[href^="/allotments/${id}"]`).first().click();
      const people = resident.locator('#f-people');
      if (await people.count()) await people.fill('2');
      await press(resident, 'supply-allotment-ask');
      await toldThat(resident, 'supply-allotment-asked-done');
      await resident.getByText(wordPattern(resident, 'supply-allotment-waiting')).waitFor();

      await resident.goto('/allotments');
      const asked = resident.getByRole('region', { name: word(resident, 'supply-allotments-asked') });
      assert.ok(await asked.locator(`a[href^="/allotments/${id}"]`).isVisible());
      await asked.locator(`a[href^="/allotments/${id}"]`).click();
      await resident.locator('summary').getByText(word(resident, 'supply-allotment-withdraw'), { exact: true }).click();
      await press(resident, 'supply-allotment-withdraw');
      await toldThat(resident, 'supply-allotment-withdrawn');
      assert.deepEqual(resident.troubles, []);
    });
  }
}
