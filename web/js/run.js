// @ts-check
// The run in the driver's hand: the next stop, what is handed over there, what became of it. Works with no signal once it was
// opened with one. Start at `start`, at the end. Every press is kept at once (run/store.js) and sent when it can be
// (run/sync.js); how the run stands is worked out from the sheet and the steps (run/standing.js).

import { openHandOver, setUpHandOver } from "./run/hand-over.js";
import { $, dialog, keepingFocus, takeIcons } from "./app-dom.js";
import { describe, showLog, showStrip, why } from "./run/log.js";
import { openMap, showMap } from "./run/map.js";
import { nextView } from "./run/next.js";
import { runName } from "./run/on-foot.js";
import { openBreakDown, openOther, setUpBreakDown, setUpOther } from "./run/other.js";
import { ago } from "./run/said.js";
import { counts } from "./queue/log.js";
import { standing } from "./run/standing.js";
import { keyIn, setUpStart, showStart, stopLooking } from "./run/start.js";
import { stopsView } from "./run/stops.js";
import { changeRun, keepStep, mayTakeBack, onChange, runs, stepsOf, takeBack, wipe } from "./run/store.js";
import { keeperOf, left, open } from "./run/sync.js";
import { tilesOfRun } from "./run/tiles.js";
import { fillWords, turnFoot, turnLang, word } from "./run/words.js";

/** Times on the screen move on by themselves. */
const SHOW_EVERY_MS = 30_000;

/** @typedef {import("./run/store.js").Run} Run */
/** @typedef {import("./run/store.js").Step} Step */
/** @typedef {import("./run/store.js").Said} Said */
/** @typedef {import("./run/standing.js").Standing} Standing */
/** @typedef {import("./run/standing.js").Parcel} Parcel */

/**
 * What the views are given: how things stand, and what can be done.
 * @typedef {{ standing: Standing, sheetState: string, steps: Step[], counts: { saved: number, sent: number, refused: number }, now: number,
 *   chosen: number | null, shown: number | null, outlines: any, base: any, say: (said: Said, photo?: Blob | null) => void,
 *   open: (stop: number | null) => void, takeOn: (stop: number) => void, takeBack: (step: Step) => void, mayTakeBack: (step: Step) => boolean,
 *   handOver: (parcel: Parcel) => void, other: (parcel: Parcel) => void, breakDown: () => void, forget: () => void }} Hand
 */

/** @type {Run | null} */
let run = null;
/** @type {Step[]} */
let steps = [];
/** @type {import("./queue/keeper.js").Keeper | null} */
let keeper = null;
let tab = "next";
/** @type {number | null} a stop that was opened out of turn */
let chosen = null;
let hasSignal = true;
let isSaying = false;
/** @type {import("./run/start.js").Why} */
let startWhy = "none";
/** Steps whose refusal was said. @type {Set<string>} */
const toldRefused = new Set();

/** @returns {Hand | null} */
function hand() {
  if (!run?.sheet) return null;
  const now = Date.now() + run.aheadMs;
  const present = standing(run.sheet, steps, run.takenOn);
  const stop = present.stops.find((one) => one.stop === chosen) ?? present.next;
  return {
    standing: present, sheetState: run.sheet.state, steps, counts: counts(steps), now, chosen, shown: stop?.stop ?? null, outlines: run.outlines, base: run.base ?? null,
    say, open: openStop, takeOn, takeBack: undo, mayTakeBack: (step) => mayTakeBack(step, steps),
    handOver: (parcel) => openHandOver(parcel, present.sheet.codes, say),
    other: (parcel) => openOther(parcel, say, !present.sheet.foot),
    breakDown: openBreakDown, forget,
  };
}

/** Keeps what happened, shows it, and sends it if that can be. @param {Said} said @param {Blob | null} [photo] */
async function say(said, photo = null) {
  // A thumb that slips twice means it once.
  if (!run || isSaying) return;
  isSaying = true;
  try {
    await keepAndShow(run, said, photo);
  } finally {
    isSaying = false;
  }
}

/** @param {Run} run @param {Said} said @param {Blob | null} photo */
async function keepAndShow(run, said, photo) {
  await keepStep(run.id, Date.now() + run.aheadMs, said, photo);
  const before = hand()?.shown;
  await reread();
  const told = hand();
  const last = steps.filter((step) => step.said !== null).at(-1);
  if (told && last) tell(word("run-saved-said", { what: describe(told, last) }));
  show();
  // Another stop begins at its top; within one the eye stays where it is.
  if (told?.shown !== before || said.event === "depart") scrollTo(0, 0);
  keeper?.now();
}

/** @param {number | null} stop */
function openStop(stop) {
  chosen = stop;
  setTab("next");
  scrollTo(0, 0);
  $("main").focus({ preventScroll: true });
}

/** @param {number} stop */
async function takeOn(stop) {
  if (!run) return;
  await changeRun(run.id, { takenOn: [...run.takenOn, stop] });
  await reread();
  show();
}

/** @param {Step} step */
async function undo(step) {
  const isBack = await takeBack(Number(step.n));
  await reread();
  tell(word(isBack ? "run-taken-back" : "run-take-back-late"));
  $("log-said").textContent = word(isBack ? "run-taken-back" : "run-take-back-late");
  show();
}

async function forget() {
  if (!run) return;
  const { id } = run;
  leave("none");
  await wipe(id);
  await offer();
}

/** For those who hear the page. @param {string} text */
function tell(text) {
  $("said").textContent = text;
}

async function reread() {
  const id = run?.id;
  run = (await left()).find((one) => one.id === id) ?? null;
  steps = id ? await stepsOf(id) : [];
}

function show() {
  const present = hand();
  if (turnFoot(Boolean(present?.standing.sheet.foot))) {
    fillWords();
    fillAlts();
  }
  document.body.dataset.hasRun = present ? "yes" : "no";
  $("start").hidden = present !== null;
  if (present) stopLooking();
  if (!present) return void ($("plate").textContent = word("run-title"));
  const { standing: { sheet, state } } = present;
  $("plate").textContent = runName(sheet);
  $("run-state").textContent = word(/** @type {import("./run/words.js").Word} */ (`run-state-${state}`));
  keepingFocus(() => {
    $("view-next").replaceChildren(...nextView(present));
    $("view-stops").replaceChildren(...stopsView(present));
    showStrip(present);
    showLog(present);
  });
  $("log-fetched").textContent = run?.syncedAt ? word("run-stale", { ago: ago(Date.now() - run.syncedAt) }) : "";
  if (tab === "map") showMap(present);
  tellRefused(present);
}

/** @param {Hand} present */
function tellRefused(present) {
  for (const step of present.steps.filter(({ state }) => state === "refused")) {
    if (toldRefused.has(step.key)) continue;
    toldRefused.add(step.key);
    tell(word("run-refused-said", { why: why(step) }));
  }
}

/** @param {string} name */
function setTab(name) {
  tab = name;
  document.body.dataset.tab = name;
  for (const button of $("tabs").querySelectorAll("button")) {
    if (button.dataset.tab === name) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  show();
}

function listen() {
  for (const button of document.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => button.closest("dialog")?.close());
  }
  for (const button of $("tabs").querySelectorAll("button")) {
    button.addEventListener("click", () => {
      chosen = null;
      openMap();
      setTab(button.dataset.tab ?? "next");
      scrollTo(0, 0);
    });
  }
  $("lang-turn").addEventListener("click", () => {
    turnLang();
    fillWords();
    fillAlts();
    if (!run?.sheet) offer();
    show();
  });
  $("log-open").addEventListener("click", () => {
    $("log-said").textContent = hasSignal ? "" : word("run-log-offline");
    dialog("log").showModal();
    $("log-title").focus?.();
  });
  $("log-send").addEventListener("click", async () => {
    $("log-said").textContent = word("run-log-sending");
    await keeper?.now();
    $("log-said").textContent = hasSignal ? "" : word("run-log-offline");
  });
  setUpStart(async (key) => {
    await open(key);
    await take();
  });
  setUpHandOver();
  setUpOther();
  setUpBreakDown(say);
  addEventListener("hashchange", () => openLink().then((isOpened) => isOpened && take()));
  onChange(async ({ wiped }) => {
    if (wiped && wiped === run?.id) leave("wiped");
    else if (run) await reread();
    if (!run) await offer();
    show();
  });
}

function fillAlts() {
  for (const element of document.querySelectorAll("[data-word-alt]")) {
    element.setAttribute("alt", word(/** @type {import("./run/words.js").Word} */ (element.getAttribute("data-word-alt"))));
  }
}

/** No run is open any more. @param {import("./run/start.js").Why} why */
function leave(why) {
  keeper?.end();
  keeper = null;
  run = null;
  steps = [];
  chosen = null;
  startWhy = why;
  for (const open of document.querySelectorAll("dialog[open]")) /** @type {HTMLDialogElement} */ (open).close();
  for (const id of ["view-next", "view-stops", "log-list", "run-state", "strip"]) $(id).replaceChildren();
  $("plate").textContent = word("run-title");
  document.body.dataset.hasRun = "no";
  $("start").hidden = false;
}

/** What stands there without a run. */
async function offer() {
  const others = (await left()).filter(({ id }) => id !== run?.id);
  showStart(startWhy, others, async (other) => {
    await changeRun(other.id, { openedAt: Date.now() });
    await take();
  });
}

/** Takes in the key behind `#`, and takes it out of the address, so that nobody reads or sends it on by mistake. */
async function openLink() {
  const key = keyIn(location.hash.slice(1));
  if (!key) return false;
  history.replaceState(null, "", location.pathname);
  await open(key);
  return true;
}

/** Opens the run that was opened last. */
async function take() {
  keeper?.end();
  const [latest] = await left();
  if (!latest) {
    await offer();
    return show();
  }
  run = latest;
  await reread();
  startWhy = "loading";
  if (!run?.sheet) await offer();
  show();
  keeper = keeperOf(latest.id, onRound);
  await keeper.start();
}

/** @param {boolean} isDone */
async function onRound(isDone) {
  hasSignal = isDone;
  if (!run) return;
  const { id } = run;
  await reread();
  if (!run) leave((await runs()).some((one) => one.id === id) ? "none" : "wiped");
  else if (!run.sheet) startWhy = "offline";
  if (!run?.sheet) await offer();
  else keepMap();
  show();
}

/** The map comes when everything else is there, and then the streets around the stops. */
async function keepMap() {
  const worker = await navigator.serviceWorker?.ready;
  if (!run?.sheet) return;
  worker?.active?.postMessage({ keepMap: { run: run.id, tiles: tilesOfRun({ sheet: run.sheet, base: run.base }) } });
}

async function keepShell() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/run-worker.js", { scope: "/run" });
  await navigator.serviceWorker.ready;
  // Steps that wait must not be thrown away when the phone runs out of room.
  await navigator.storage?.persist?.();
}

async function tick() {
  if (!run) return;
  await reread();
  if (!run) {
    leave("wiped");
    await offer();
  }
  // A form that is open is left alone.
  else if (!document.querySelector("dialog[open]")) show();
}

async function start() {
  fillWords();
  fillAlts();
  if (!isSecureContext) {
    startWhy = "not-secure";
    showStart(startWhy, [], () => {});
    return show();
  }
  listen();
  // Icons from the file do as well.
  await takeIcons().catch(() => {});
  await openLink();
  setInterval(tick, SHOW_EVERY_MS);
  await Promise.all([take(), keepShell()]);
  document.documentElement.dataset.ready = "yes";
}

start().catch((error) => {
  showStart("no-storage", [], () => {});
  show();
  throw error;
});
