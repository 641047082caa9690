// @ts-check
// The field app: the round of whoever looks after a building, the shifts and errands of a volunteer. Works with no signal once it
// was opened with one. Start at `start`, at the end. Each press is kept at once (field/store.js), sealed (field/vault.js), and sent
// when it can be (field/sync.js); how things stand is worked out from what the server said and what was done since (field/standing.js).

import { $, dialog, keepingFocus, put, takeIcons } from "./app-dom.js";
import { openDoor, refreshDoor, setUpDoor } from "./field/door.js";
import { describe, showLog, showStrip, why } from "./field/log.js";
import { newPinView, pinView, sayWaiting } from "./field/pin.js";
import { forgetRound, roundView, whoIs } from "./field/round.js";
import { setUpScan } from "./field/scan.js";
import { shiftView } from "./field/shift.js";
import { linkIn, rowsOf } from "./field/standing.js";
import { moreView, startView } from "./field/start.js";
import { holdings, keepStep, lock as keptLock, onChange, stepsOf, takeBack, takeGone, wipeAll } from "./field/store.js";
import { TooManyTokens, forgetUnsynced, joinRound, joinShift, leave, mayRound, round as syncRound } from "./field/sync.js";
import { lacking, sayOld } from "./field/support.js";
import { fillWords, lang, turnLang, word } from "./field/words.js";
import { Keeper } from "./queue/keeper.js";
import { counts } from "./queue/log.js";

/** Times on the screen move on by themselves. */
const SHOW_EVERY_MS = 30_000;
/** A phone that nobody looked at for so long asks for the PIN again. */
const LOCK_AFTER_MS = 10 * 60_000;
const KNOCKS = "/api/v1/care/knocks";
const ENQUIRIES = "/api/v1/care/enquiries";
const PRESENCE = "/api/v1/volunteer/me/presence";
const ERRANDS = "/api/v1/volunteer/me/errands";

/** @typedef {import("./field/sender.js").Part} Part */
/** @typedef {import("./field/sender.js").Holding} Holding */
/** @typedef {import("./field/vault.js").Vault} Vault */
/** @typedef {import("./field/standing.js").Done} Done */
/** @typedef {import("./field/standing.js").Said} Said */
/** @typedef {import("./field/standing.js").Row} Row */
/** @typedef {import("./field/standing.js").Outcome} Outcome */
/** @typedef {import("./field/words.js").Word} Word */
/** @typedef {"start" | "round" | "shift" | "more"} View */

/**
 * What the views are given: how things stand, and what can be done.
 * @typedef {{ now: number, hasSignal: boolean, holding: Partial<Record<Part, Holding>>, round: import("./field/standing.js").RoundSheet | null,
 *   shift: import("./field/standing.js").ShiftSheet | null, steps: Record<Part, Done[]>, show: () => void, open: (view: View) => void,
 *   openDoor: (key: string) => void, knock: (row: Row, outcome: Outcome, wants?: string[], note?: string) => void,
 *   enquire: (row: Row, result: import("./field/standing.js").Heard, note: string) => void,
 *   presence: (shift: string, step: "in" | "out", code: string, who: string) => void,
 *   errand: (errand: string, step: "take" | "give_back" | "finish", who: string) => void, joinRound: () => void, joinShift: (key: string) => void,
 *   leave: (part: Part) => void, lock: () => void, turnLight: () => void, takeBack: (step: Done) => void, againNow: (step: Done) => void,
 *   isSaidAgain: (step: Done) => boolean }} App
 */

/** @type {Vault | null} nothing while the phone is locked */
let vault = null;
/** @type {View} */
let view = "start";
/** What is taken up once there is a vault. @type {{ part: "round" } | { part: "shift", key: string } | null} */
let wanted = null;
let hasLock = false;
let waiting = 0;
let hiddenSince = 0;
/** What can be read, with the sign of which sealed answer it was. @type {Partial<Record<Part, { stamp: string, sheet: any }>>} */
let sheets = {};
/** What was said in each step, by its number. @type {Map<number, Said>} */
const readSteps = new Map();
/** Steps whose refusal was said. @type {Set<string>} */
const toldRefused = new Set();
const keeper = new Keeper(() => syncRound(vault, lang()), { scope: "/field", tag: "field-steps" }, onRound);

/** @type {App} */
const app = {
  now: Date.now(), hasSignal: true, holding: {}, round: null, shift: null, steps: { round: [], shift: [] },
  show, open, openDoor: openDoorOf, knock, enquire, presence, errand, joinRound: wantRound, joinShift: wantShift, leave: leavePart, lock, turnLight,
  takeBack: undo, againNow, isSaidAgain,
};

/** The city's present moment, as far as this phone knows it. @param {Part} part */
const nowOf = (part) => Date.now() + (app.holding[part]?.aheadMs ?? 0);

/** Which visit something is said of. @param {Row} row */
function visitOf(row) {
  return { visit: row.key, who: whoIs(row), person: row.person, day: row.day, part: row.part };
}

/** @param {Row} row @param {Outcome} outcome @param {string[]} [wants] @param {string} [note] */
function knock(row, outcome, wants = [], note = "") {
  return say("round", { kind: "knock", ...visitOf(row), outcome, wants, note });
}

/** @param {Row} row @param {import("./field/standing.js").Heard} result @param {string} note */
function enquire(row, result, note) {
  return say("round", { kind: "enquiry", ...visitOf(row), result, note });
}

/** @param {string} shift @param {"in" | "out"} step @param {string} code @param {string} who */
function presence(shift, step, code, who) {
  return say("shift", { kind: "presence", shift, step, code, who });
}

/** @param {string} errand @param {"take" | "give_back" | "finish"} step @param {string} who */
function errand(errand, step, who) {
  return say("shift", { kind: "errand", errand, step, who });
}

/** What is sent of something that was done at that moment. @param {Said} said @param {number} at */
function messageOf(said, at) {
  const said_at = new Date(at).toISOString();
  if (said.kind === "errand") return { address: ERRANDS, body: { errand: said.errand, step: said.step } };
  if (said.kind === "presence") return { address: PRESENCE, body: { code: said.code, step: said.step, said_at } };
  if (said.kind === "enquiry") {
    const { person, day, part, result, note } = said;
    return { address: ENQUIRIES, body: { person, day, part, result, note, said_at } };
  }
  const { person, day, part, outcome, wants, note } = said;
  return { address: KNOCKS, body: { person, day, part, outcome, wants, note, said_at } };
}

/** What is being kept just now. @type {Set<string>} */
const saying = new Set();

/** Keeps what was done, shows it, and sends it if that can be. @param {Part} part @param {Said} said */
async function say(part, said) {
  const what = JSON.stringify(said);
  // A thumb that slips twice means it once; two doors after each other are two.
  if (!vault || saying.has(what)) return;
  saying.add(what);
  try {
    const at = nowOf(part);
    await keepStep(vault, { part, at, said, ...messageOf(said, at) });
    await reread();
    tell(word("field-saved-said", { what: describe(said) }));
    show();
  } finally {
    saying.delete(what);
  }
  keeper.now();
}

/** What a clock that was wrong made useless is said once more. @param {Done} step */
async function againNow({ holder, said }) {
  await say(/** @type {Part} */ (holder), said);
}

/** Whether the same was said later and taken or still waits. @param {Done} step */
function isSaidAgain(step) {
  const about = JSON.stringify(step.said);
  return app.steps[/** @type {Part} */ (step.holder)].some((other) => Number(other.n) > Number(step.n) && other.state !== "refused" && JSON.stringify(other.said) === about);
}

/** @param {Done} step */
async function undo(step) {
  const said = word((await takeBack(/** @type {any} */ (step))) ? "field-taken-back" : "field-take-back-late");
  await reread();
  tell(said);
  $("log-said").textContent = said;
  show();
}

/** @param {string} key */
function openDoorOf(key) {
  const row = app.round && rowsOf(app.round, app.steps.round).find((one) => one.key === key);
  if (row && row.door !== null) openDoor(app, row);
}

/** For those who hear the page. @param {string} text */
function tell(text) {
  $("said").textContent = text;
}

/** For everybody, until they go on. @param {string} text */
function notice(text) {
  $("told-text").textContent = text;
  $("told").hidden = text === "";
  if (text) $("told").focus();
}

/** One reading after another, so that none brings back what was there before. @type {Promise<unknown>} */
let reading = Promise.resolve();

/** Reads all that is kept; what is sealed only while the phone is unlocked. @returns {Promise<void>} */
function reread() {
  const next = reading.then(readAll, readAll);
  reading = next;
  return next;
}

async function readAll() {
  const kept = await holdings();
  hasLock = Boolean(await keptLock());
  app.holding = Object.fromEntries(kept.map((one) => [one.id, one]));
  const steps = { round: await stepsOf("round"), shift: await stepsOf("shift") };
  waiting = counts([...steps.round, ...steps.shift]).saved;
  for (const part of /** @type {Part[]} */ (["round", "shift"])) {
    app[part] = await sheetOf(part);
    app.steps[part] = vault ? await Promise.all(steps[part].map(read)) : [];
  }
}

/** @param {Part} part */
async function sheetOf(part) {
  const sealed = app.holding[part]?.sheet;
  if (!vault || !sealed) return null;
  const stamp = sealed.iv.join();
  if (sheets[part]?.stamp !== stamp) sheets[part] = { stamp, sheet: await vault.open(sealed) };
  return sheets[part]?.sheet;
}

/** @param {import("./queue/queue.js").Step} step @returns {Promise<Done>} */
async function read(step) {
  const n = Number(step.n);
  const said = readSteps.get(n) ?? (await /** @type {Vault} */ (vault).open(step.said));
  readSteps.set(n, said);
  return { ...step, said };
}

function show() {
  const isLocked = vault === null && hasLock;
  const isNew = vault === null && !hasLock && wanted !== null;
  const shown = isLocked || isNew ? "pin" : view;
  app.now = nowOf("round");
  document.body.dataset.view = shown;
  document.body.dataset.locked = isLocked || isNew ? "yes" : "no";
  for (const button of $("tabs").querySelectorAll("button")) {
    if (button.dataset.tab === view) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  if (isLocked || isNew) return showPin(isLocked);
  $("view-pin").replaceChildren();
  keepingFocus(() => {
    put($("view-start"), view === "start" ? startView(app) : []);
    put($("view-round"), view === "round" ? roundView(app) : []);
    put($("view-shift"), view === "shift" ? shiftView(app) : []);
    put($("view-more"), view === "more" ? moreView(app) : []);
    showStrip(app);
    if (dialog("log").open) showLog(app);
  });
  if (dialog("door").open && app.round) refreshDoor(rowsOf(app.round, app.steps.round));
  tellRefused();
}

/** A form that is there already keeps what was typed. @param {boolean} isLocked */
function showPin(isLocked) {
  const as = `${isLocked ? "open" : "new"} ${lang()}`;
  const isThere = $("view-pin").dataset.as === as && $("view-pin").childElementCount > 0;
  if (!isThere) $("view-pin").replaceChildren(...(isLocked ? pinView({ opened, gone, forget }) : newPinView(opened, goBack)));
  $("view-pin").dataset.as = as;
  if (isLocked) sayWaiting(waiting);
  if (isThere) return;
  if ($("told").hidden) $("pin").focus({ preventScroll: true });
}

/** Nothing is taken up after all. */
function goBack() {
  wanted = null;
  show();
}

/** @param {Vault} made */
async function opened(made) {
  vault = made;
  notice("");
  $("view-pin").replaceChildren();
  await reread();
  if (view === "start") view = app.holding.round ? "round" : app.holding.shift ? "shift" : "start";
  await takeUp();
  show();
  $("main").focus({ preventScroll: true });
  keeper.now();
}

/** @param {string} why */
async function gone(why) {
  await closeAll();
  await reread();
  view = "start";
  show();
  notice(why);
}

async function forget() {
  await wipeAll();
  await gone(word("field-left"));
}

/** Takes names and doors out of the page. */
async function closeAll() {
  vault = null;
  sheets = {};
  readSteps.clear();
  forgetRound();
  for (const open of document.querySelectorAll("dialog[open]")) /** @type {HTMLDialogElement} */ (open).close();
  for (const id of ["view-start", "view-round", "view-shift", "view-more", "log-list", "strip", "said"]) $(id).replaceChildren();
}

async function lock() {
  await closeAll();
  await reread();
  show();
}

function tellRefused() {
  for (const step of [...app.steps.round, ...app.steps.shift].filter(({ state }) => state === "refused")) {
    if (toldRefused.has(step.key)) continue;
    toldRefused.add(step.key);
    tell(word("field-refused-said", { why: why(step) }));
  }
}

/** @param {View} next */
function open(next) {
  view = next;
  notice("");
  show();
  scrollTo(0, 0);
  $("main").focus({ preventScroll: true });
}

/** Whoever is signed in here takes up their rounds; else they sign in first. */
async function wantRound() {
  if (app.holding.round) return open("round");
  const answer = await mayRound();
  if (answer === "nobody") return location.assign(`/sign-in?next=${encodeURIComponent("/field?join=round")}`);
  if (answer !== "yes") return notice(word(answer === "silent" ? "field-offline" : "field-round-no"));
  wanted = { part: "round" };
  await takeUp();
  show();
}

/** @param {string} key */
async function wantShift(key) {
  wanted = { part: "shift", key };
  await takeUp();
  show();
}

/** Takes up what is wanted; without a vault that waits for the PIN. */
async function takeUp() {
  if (!vault || !wanted) return;
  const taken = wanted;
  wanted = null;
  try {
    if (taken.part === "round") await joinRound(vault, lang());
    else await joinShift(vault, lang(), taken.key);
  } catch (error) {
    return notice(word(error instanceof TooManyTokens ? "field-round-tokens" : "field-offline"));
  }
  await reread();
  open(taken.part);
  await keeper.now();
}

/** @param {Part} part */
async function leavePart(part) {
  const held = app.holding[part];
  if (held) await leave(held);
  await afterWipe();
  notice(word("field-left"));
}

/** Nothing is left behind a PIN that nobody needs any more. */
async function afterWipe() {
  if ((await holdings()).length === 0) {
    await wipeAll();
    await closeAll();
    view = "start";
  }
  sheets = {};
  forgetRound();
  await reread();
  show();
}

/** @param {{ wiped?: Part, why?: string }} message */
async function changed({ wiped, why }) {
  if (wiped && why === "left") return;
  if (!wiped) {
    await reread();
    return show();
  }
  await afterWipe();
  await tellGone();
}

/** What was removed, by the worker too while no page was open. */
async function tellGone() {
  const gone = await takeGone();
  if (!gone) return;
  const said = word(gone.why === "old" ? "field-wiped-old" : `field-wiped-${/** @type {Part} */ (gone.wiped)}`);
  notice([said, gone.lost ? word("field-wiped-lost", { n: gone.lost }) : ""].join(lang() === "en" ? " " : ""));
}

/** @param {boolean} isDone */
async function onRound(isDone) {
  app.hasSignal = isDone;
  await forgetUnsynced();
  await reread();
  show();
}

function turnLight() {
  const isLight = document.documentElement.dataset.theme === "light";
  localStorage.setItem("field-light", isLight ? "no" : "yes");
  showLight();
  show();
}

/** Light unless somebody wants it otherwise: it is read in the sun. */
function showLight() {
  if (localStorage.getItem("field-light") === "no") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = "light";
}

function listen() {
  for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog")?.close());
  for (const button of $("tabs").querySelectorAll("button")) button.addEventListener("click", () => open(/** @type {View} */ (button.dataset.tab)));
  $("lang-turn").addEventListener("click", () => {
    turnLang();
    fillWords();
    show();
  });
  $("log-open").addEventListener("click", () => {
    $("log-said").textContent = app.hasSignal ? "" : word("field-log-offline");
    showLog(app);
    dialog("log").showModal();
    $("log-title").focus();
  });
  $("log-send").addEventListener("click", async () => {
    $("log-said").textContent = word("field-log-sending");
    await keeper.now();
    $("log-said").textContent = app.hasSignal ? "" : word("field-log-offline");
  });
  setUpDoor();
  setUpScan();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenSince = Date.now();
    else if (vault && Date.now() - hiddenSince > LOCK_AFTER_MS) lock();
  });
  addEventListener("hashchange", takeLink);
  onChange(changed);
}

/** Takes in a volunteer's key behind `#`, and takes it out of the address, so that nobody reads or sends it on by mistake. */
async function takeLink() {
  const key = linkIn(location.hash.slice(1));
  if (!key) return;
  history.replaceState(null, "", location.pathname);
  await wantShift(key);
}

async function keepShell() {
  await navigator.serviceWorker.register("/field-worker.js", { scope: "/field" });
  await navigator.serviceWorker.ready;
  // Records that wait must not be thrown away when the phone runs out of room.
  await navigator.storage?.persist?.();
}

async function tick() {
  await forgetUnsynced();
  // A form that is open is left alone.
  if (!document.querySelector("dialog[open]")) show();
}

async function start() {
  const missing = await lacking();
  if (missing.length) return sayOld(missing);
  $("old").remove();
  showLight();
  fillWords();
  listen();
  // Icons from the file do as well.
  await takeIcons().catch(() => {});
  await reread();
  if (hasLock && Object.keys(app.holding).length === 0) await afterWipe();
  show();
  await tellGone();
  document.documentElement.dataset.ready = "yes";
  await takeLink();
  if (new URLSearchParams(location.search).get("join") === "round") {
    history.replaceState(null, "", location.pathname);
    view = "round";
    await wantRound();
  }
  setInterval(tick, SHOW_EVERY_MS);
  await Promise.all([keeper.start(), keepShell().catch(() => notice(word("field-no-worker")))]);
}

start();
