// Every type of page there is, and who opens it. New pages are added here: they are then looked at in both languages, at both
// widths, in light and dark, with and without scripts, by axe-core and in pictures.

import { api, ownAppointment, ownCommunity, ownCrew, ownOutlet, ownPerson, ownPlans, userOf } from './city.mjs';
import { word } from './words.mjs';

/** `open` gives the path for the user who opens it; `role` none means nobody has signed in. */
export const PAGES = [
  { name: 'start', path: '/' },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'household-code', path: '/h' },
  { name: 'privacy', path: '/privacy' },
  { name: 'not-found', path: '/nothing-here', status: 404 },
  { name: 'api-docs', path: '/api/v1/docs' },
  { name: 'account', role: 'community_worker', path: '/account' },
  { name: 'people', role: 'officer', path: '/people' },
  { name: 'people-invite', role: 'officer', path: '/people/invite' },
  { name: 'reset-made', role: 'officer', path: '/people', act: makeReset },
  { name: 'reset', role: 'officer', path: resetLink },
  { name: 'household', role: 'resident', path: '/home' },
  { name: 'household-raise', role: 'resident', path: '/needs/raise?topic=medicine' },
  { name: 'household-need', role: 'resident', path: firstNeed },
  { name: 'raise-where', role: 'community_worker', path: '/needs/raise' },
  { name: 'worker-building', role: 'community_worker', path: firstBuilding },
  { name: 'needs-empty', role: 'community_worker', path: '/needs?q=nothing-like-this' },
  { name: 'places', role: 'community_worker', path: '/places' },
  { name: 'orgs', role: 'officer', path: '/orgs' },
  { name: 'orgs-empty', role: 'officer', path: '/orgs?name=nothing-like-this' },
  { name: 'orgs-add', role: 'officer', path: '/orgs/add' },
  { name: 'areas', role: 'officer', path: '/areas' },
  { name: 'areas-add', role: 'officer', path: '/areas/add' },
  { name: 'steward-buildings', role: 'steward', path: '/buildings' },
  { name: 'worker-buildings', role: 'community_worker', path: '/buildings' },
  { name: 'worker-needs', role: 'community_worker', path: '/needs' },
  { name: 'worker-need', role: 'community_worker', path: firstNeed },
  { name: 'officer-queue', role: 'officer', path: '/queue' },
  { name: 'officer-need', role: 'officer', path: firstNeed },
  { name: 'calls', role: 'call_taker', path: '/calls' },
  { name: 'calls-found', role: 'call_taker', path: ownAddress },
  { name: 'calls-new', role: 'call_taker', path: ownCall },
  { name: 'plant', role: 'plant_reporter', path: '/plant' },
  { name: 'project', role: 'project_owner', path: '/project' },
  { name: 'board', role: 'commander', path: '/board', live: true },
  { name: 'board-district', role: 'commander', path: () => `/board/${userOf('community_worker').place.slice(0, 6)}`, live: true },
  { name: 'board-wall', role: 'commander', path: '/board/wall', live: true },
  { name: 'briefing', role: 'commander', path: '/briefing' },
  { name: 'supply', role: 'officer', path: '/supply', live: true },
  { name: 'supply-city', role: 'commander', path: '/supply', live: true },
  { name: 'supply-cover', role: 'officer', path: atOwnOutlet('/supply/cover/') },
  { name: 'passes', role: 'officer', path: '/passes' },
  { name: 'outlet-passes', role: 'outlet_manager', path: '/outlet/passes' },
  { name: 'outlet-passes-import', role: 'outlet_manager', path: '/outlet/passes/import' },
  { name: 'outlet-passes-sheets', role: 'outlet_manager', path: '/outlet/passes/sheets' },
  { name: 'supply-whitelist', path: '/supply/whitelist' },
  { name: 'supply-whitelist-empty', path: '/supply/whitelist?q=nothing-like-this' },
  { name: 'supply-apply', path: '/supply/apply' },
  { name: 'supply-firms', role: 'officer', path: '/supply/firms' },
  { name: 'supply-firm', role: 'officer', path: atOwnOutlet('/supply/firms/') },
  { name: 'supply-vehicles', role: 'officer', path: atOwnOutlet('/supply/firms/', '/vehicles') },
  { name: 'supply-staff', role: 'officer', path: atOwnOutlet('/supply/firms/', '/staff') },
  { name: 'supply-import', role: 'officer', path: '/supply/import/vehicles' },
  { name: 'supply-applications', role: 'officer', path: '/supply/applications' },
  { name: 'supply-application', role: 'officer', path: firstOf('/supply/applications?state=listed') },
  { name: 'supply-transfers', role: 'officer', path: '/supply/transfers' },
  { name: 'supply-transfers-all', role: 'commander', path: '/supply/transfers?open=false' },
  { name: 'supply-transfer', role: 'commander', path: firstOf('/supply/transfers?open=false') },
  { name: 'supply-orders', role: 'officer', path: '/supply/orders' },
  { name: 'supply-allotments', role: 'officer', path: '/supply/allotments' },
  { name: 'supply-allotments-where', role: 'officer', path: '/supply/allotments/new' },
  { name: 'supply-allotments-new', role: 'officer', path: firstOf('/supply/allotments/new') },
  { name: 'supply-allotment', role: 'officer', path: firstOf('/supply/allotments') },
  { name: 'allotments', path: '/allotments' },
  { name: 'allotment', path: firstOf('/allotments') },
  { name: 'allotment-own', role: 'resident', path: firstOf('/allotments') },
  { name: 'shop', role: 'resident', path: '/shop' },
  { name: 'shop-buildings', role: 'community_worker', path: '/shop' },
  { name: 'shop-outlet', role: 'resident', path: atOwnOutlet('/shop/') },
  { name: 'shop-review', role: 'resident', path: atOwnOutlet('/shop/'), act: reviewBasket },
  { name: 'shop-order', role: 'resident', path: firstOrder },
  { name: 'shop-pharmacy', role: 'resident', path: '/shop/pharmacy' },
  { name: 'outlet', role: 'outlet_manager', path: '/outlet' },
  { name: 'outlet-goods', role: 'outlet_manager', path: '/outlet/goods' },
  { name: 'outlet-goods-add', role: 'outlet_manager', path: '/outlet/goods/add' },
  { name: 'outlet-item', role: 'outlet_manager', path: firstOf('/outlet/goods') },
  { name: 'outlet-stock', role: 'outlet_manager', path: '/outlet/stock' },
  { name: 'outlet-report', role: 'outlet_manager', path: '/outlet/stock/report?kind=count' },
  { name: 'outlet-movements', role: 'outlet_manager', path: '/outlet/movements' },
  { name: 'outlet-orders', role: 'outlet_manager', path: '/outlet/orders' },
  { name: 'outlet-order', role: 'outlet_manager', path: firstOf('/outlet/orders') },
  { name: 'outlet-picks', role: 'outlet_manager', path: '/outlet/picks' },
  { name: 'outlet-labels', role: 'outlet_manager', path: labels },
  { name: 'outlet-runs', role: 'outlet_manager', path: '/outlet/runs' },
  { name: 'outlet-run', role: 'outlet_manager', path: firstOf('/outlet/runs?state=done') },
  { name: 'outlet-windows', role: 'outlet_manager', path: '/outlet/windows' },
  { name: 'outlet-plans', role: 'outlet_manager', path: ofPlans(({ day }) => `/outlet/plans?day=${day}`) },
  { name: 'plan', role: 'outlet_manager', path: ofPlans(({ ready }) => `/plans/${ready}`), live: true },
  { name: 'plan-published', role: 'outlet_manager', path: ofPlans(({ published }) => `/plans/${published}`), live: true },
  { name: 'outlet-day-runs', role: 'outlet_manager', path: ofPlans(({ day }) => `/outlet/day-runs?day=${day}`) },
  { name: 'outlet-day-runs-empty', role: 'outlet_manager', path: '/outlet/day-runs?day=2022-11-01' },
  { name: 'day-run', role: 'outlet_manager', path: ofPlans(({ run }) => `/day-runs/${run}`) },
  { name: 'dispatch', role: 'officer', path: ofPlans(({ day }) => `/dispatch?day=${day}`) },
  { name: 'dispatch-empty', role: 'officer', path: '/dispatch?day=2022-11-01' },
  { name: 'plans-watched', role: 'officer', path: ofPlans(({ org, day }) => `/plans?org=${org}&day=${day}`) },
  { name: 'plan-watched', role: 'officer', path: ofPlans(({ published }) => `/plans/${published}`), live: true },
  { name: 'arrivals', role: 'community_worker', path: ofPlans(() => '/arrivals') },
  { name: 'arrivals-steward', role: 'steward', path: '/arrivals' },
  { name: 'hand-out', role: 'community_worker', path: ofPlans(() => '/hand-out') },
  { name: 'hand-out-runs', role: 'community_worker', path: () => `/hand-out?place=${userOf('community_worker').place}` },
  { name: 'care-person', role: 'community_worker', path: async () => `/care/people/${await ownPerson()}` },
  { name: 'duty', role: 'steward', path: '/care/duty' },
  { name: 'duty-building', role: 'community_worker', path: dutyOfBuilding },
  { name: 'coverage', role: 'community_worker', path: '/care/coverage', live: true },
  { name: 'coverage-city', role: 'commander', path: '/care/coverage', live: true },
  { name: 'appointments', role: 'resident', path: '/care/appointments' },
  { name: 'appointment-new', role: 'resident', path: '/care/appointments/new' },
  { name: 'appointments-worker', role: 'community_worker', path: '/care/appointments' },
  { name: 'appointment-new-where', role: 'community_worker', path: '/care/appointments/new' },
  { name: 'appointments-of-day', role: 'commander', path: '/care/appointments/day' },
  { name: 'appointments-of-day-empty', role: 'officer', path: '/care/appointments/day?day=2022-11-01' },
  { name: 'hospital', role: 'hospital_desk', path: async () => { await ownAppointment(); return '/hospital'; } },
  { name: 'hospital-refused', role: 'hospital_desk', path: '/hospital?state=refused' },
  { name: 'hospital-appointment', role: 'hospital_desk', path: async () => `/care/appointments/${await ownAppointment()}` },
  { name: 'care-new', role: 'resident', path: '/care/people/new' },
  { name: 'care-paper', role: 'community_worker', path: async () => { await ownPerson(); return '/care/paper'; } },
  { name: 'care-import', role: 'community_worker', path: '/care/people/import' },
  { name: 'care-people', role: 'community_worker', path: '/care/people' },
  { name: 'care-medicines', role: 'community_worker', path: ownMedicine },
  { name: 'care-medicines-open', role: 'community_worker', path: ownMedicine, act: openMedicines },
  { name: 'care-medicines-officer', role: 'officer', path: '/care/medicines' },
  { name: 'care-round', role: 'community_worker', path: '/care' },
  { name: 'volunteer-join', path: '/volunteer/join?q=%E7%A4%BE%E5%8C%BA' },
  { name: 'volunteer-join-form', path: async () => `/volunteer/join?home=${await ownCommunity()}` },
  { name: 'volunteer-nobody', path: '/volunteer/me' },
  { name: 'volunteer-me', path: ofCrew(({ key }) => `/v/${key}`) },
  { name: 'volunteer-profile', path: byLink('/volunteer/me/profile') },
  { name: 'volunteer-offers', path: byLink('/volunteer/shifts') },
  { name: 'volunteer-lead', path: byLink('/volunteer/lead') },
  { name: 'volunteer-certificate', path: byLink('/volunteer/me/certificate') },
  { name: 'volunteer-in', path: ofCrew(({ code }) => `/volunteer/in/${code}`) },
  { name: 'volunteer-verify', path: '/volunteer/verify?c=nothing' },
  { name: 'volunteer-thanks', path: '/volunteer/thanks' },
  { name: 'volunteers', role: 'community_worker', path: ofCrew(() => '/volunteers') },
  { name: 'volunteers-empty', role: 'community_worker', path: '/volunteers?q=nothing-like-this' },
  { name: 'volunteers-new', role: 'community_worker', path: async () => `/volunteers/new?home=${await ownCommunity()}` },
  { name: 'volunteers-import', role: 'community_worker', path: '/volunteers/import' },
  { name: 'volunteer', role: 'community_worker', path: ofCrew(({ volunteer }) => `/volunteers/${volunteer}`) },
  { name: 'volunteer-goods', role: 'community_worker', path: '/volunteers/goods' },
  { name: 'teams', role: 'community_worker', path: ofCrew(() => '/teams') },
  { name: 'team', role: 'community_worker', path: ofCrew(({ team }) => `/teams/${team}`) },
  { name: 'shifts', role: 'officer', path: ofCrew(() => '/shifts') },
  { name: 'shifts-of-day', role: 'commander', path: () => '/shifts?from=2022-11-23&until=2022-11-23' },
  { name: 'shifts-empty', role: 'steward', path: '/shifts?from=2020-01-01' },
  { name: 'shift-new', role: 'community_worker', path: '/shifts/new' },
  { name: 'shift', role: 'community_worker', path: ofCrew(({ shift }) => `/shifts/${shift}`) },
  { name: 'shift-sheet', role: 'community_worker', path: ofCrew(({ shift }) => `/shifts/${shift}/sheet`) },
  { name: 'shift-matching', role: 'community_worker', path: ofCrew(({ shift }) => `/shifts/${shift}/matching`) },
  { name: 'rides', role: 'resident', path: '/rides' },
  { name: 'rides-buildings', role: 'community_worker', path: '/rides' },
  { name: 'rides-outlet', role: 'outlet_manager', path: '/rides' },
];

/** The first need in the user's list. */
async function firstNeed(page) {
  await page.goto('/needs');
  const link = page.getByRole('main').locator('.row-what a').first();
  return link.getAttribute('href');
}

/** The first building of the user's page of buildings. */
async function dutyOfBuilding(page) {
  return (await firstBuilding(page)).replace('/buildings/', '/care/duty/');
}

async function firstBuilding(page) {
  await page.goto('/buildings');
  const link = page.getByRole('main').locator('a[href^="/buildings/"]').first();
  return link.getAttribute('href');
}

/** The first row of a list, whose page it opens. */
function firstOf(list) {
  return async (page) => {
    await page.goto(list);
    const link = page.getByRole('main').locator('.row-what a, tbody th a, a.link-row').first();
    return link.getAttribute('href');
  };
}

/** A path with the number of the outlet whose manager there is. */
function atOwnOutlet(before, after = '') {
  return async () => `${before}${await ownOutlet()}${after}`;
}

/** A path with the numbers of the outlet's plans. */
function ofPlans(path) {
  return async () => path(await ownPlans());
}

/** A path with the numbers of a volunteer and a shift. */
function ofCrew(path) {
  return async () => path(await ownCrew());
}

/** A volunteer's own page, in a window that has opened their link. */
function byLink(path) {
  return async (page) => {
    await page.goto(`/v/${(await ownCrew()).key}`);
    return path;
  };
}

/** The labels of the orders that the pick list shows first. */
async function labels(page) {
  await page.goto('/outlet/picks');
  return page.getByRole('main').locator('.page-actions a[href^="/outlet/labels"]').getAttribute('href');
}

/** Puts one piece into the basket, as far as the review. */
export /** The pharmacy list with somebody on it. */
async function ownMedicine() {
  const path = '/care/medicines?days=14';
  const { buildings } = await api('community_worker', 'GET', `/api/v1${path}`);
  if (buildings.length) return path;
  const { households } = await api('community_worker', 'GET', `/api/v1/households?building=${userOf('resident').place}`);
  await api('community_worker', 'POST', '/api/v1/care/people', {
    household: households[0].id, name: '赵叔',
    record: { groups: ['chronic_medicine'], medicines: [{ name: '缬沙坦', left: 8, a_day: 2, counted_on: '2022-11-20' }] },
    ground: { basis: 'consent', by: '本人', on: '2022-11-20', purpose: '代取药' },
  });
  return path;
}

/** The records of the pharmacy list, opened. */
async function openMedicines(page) {
  const opened = page.waitForNavigation({ waitUntil: 'networkidle' });
  await page.getByRole('button', { name: word(page, 'care-medicines-open-do') }).click();
  return opened;
}

export async function reviewBasket(page) {
  await page.getByRole('main').locator('.goods-pieces').first().fill('1');
  await page.locator('input[name="window"]:not(:disabled)').first().check();
  const reviewed = page.waitForNavigation({ waitUntil: 'networkidle' });
  await page.getByRole('button', { name: word(page, 'supply-shop-review') }).click();
  return reviewed;
}

/** The resident's latest order; one is placed if there is none. */
async function firstOrder(page) {
  const rows = () => page.getByRole('main').locator('a[href^="/orders/"]');
  await page.goto('/shop');
  if (!(await rows().count())) {
    await page.goto(`/shop/${await ownOutlet()}`);
    await reviewBasket(page);
    await page.getByRole('button', { name: word(page, 'supply-shop-order'), exact: true }).click();
    await page.waitForURL('**/orders/*');
    await page.goto('/shop');
  }
  return rows().first().getAttribute('href');
}

/** Asks for a link by which the first person on the page can choose a new password. */
function makeReset(page) {
  return resetOf(page, (all) => all.first());
}

/** Makes the link of one of the people. */
async function resetOf(page, choose) {
  const person = choose(page.locator('details.confirm', { has: page.locator('form[action$="/reset"]') }));
  await person.locator('summary').click();
  const made = page.waitForNavigation({ waitUntil: 'networkidle' });
  await person.locator('button').click();
  return made;
}

/** The page on which somebody chooses it. Not whoever else's link is made at the same time: a newer one ends the older. */
async function resetLink(page) {
  await page.goto('/people');
  await resetOf(page, (all) => all.last());
  return new URL(await page.locator('main code').first().textContent()).pathname;
}

/** Opens a page of the table in a window whose user has come in; answers with the response. `act` goes on from it. */
export async function openPage(page, { path, live, act }) {
  const to = typeof path === 'function' ? await path(page) : path;
  // A live page never falls silent: its stream stays open.
  const response = await page.goto(to, { waitUntil: live ? 'load' : 'networkidle' });
  return act ? act(page) : response;
}

/** The door that calls: one of the community worker's, as its caller would say it. */
async function ownDoor() {
  const { households } = await api('community_worker', 'GET', `/api/v1/households?building=${userOf('resident').place}`);
  return households[0];
}

/** The desk with what the address of that door may mean. */
async function ownAddress() {
  const { building, door } = await ownDoor();
  return `/calls?q=${encodeURIComponent(`${building} ${door}`)}`;
}

/** The form of a call from that door. */
async function ownCall() {
  return `/calls/new?household=${(await ownDoor()).id}`;
}
