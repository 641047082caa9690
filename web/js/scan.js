// @ts-check
// The checkpoint's page: look at a code, judge it here, show the verdict, and look again. Works with no signal once it has
// been opened with one. Start at `start`, at the end. What a pass says lives in memory for as long as it is on the screen.

import { check } from "./pass/check.js";
import { Camera } from "./scan/camera.js";
import { afterStart, reading, watch } from "./scan/clock.js";
import { count, send, totals } from "./scan/counts.js";
import { fromStorage, refresh } from "./scan/files.js";
import { onHandScanner } from "./scan/hand-scanner.js";
import { clearLookup, setUpLookup } from "./scan/lookup.js";
import { completed } from "./scan/places.js";
import { openSetup, setUpGates } from "./scan/setup.js";
import { tell, wakeSound } from "./scan/sound.js";
import { showState, showStrip } from "./scan/state.js";
import { held as stored, hold } from "./scan/storage.js";
import { answerOf, clearVerdict, nameOf, showVerdict } from "./scan/verdict.js";
import { fillWords, turnLang, word } from "./scan/words.js";

/** How long a verdict stays by itself, in seconds: long enough to compare a card. */
const STAYS_SECONDS = { yes: 8, no: 20, unsure: 15 };
/** A code that was just checked is not checked again until it was out of sight for so long. */
const SAME_CODE_MS = 2_500;
const REFRESH_EVERY_MS = 5 * 60 * 1000;
/** Seldom, so that no batch tells of a single person. */
const SEND_EVERY_MS = 10 * 60 * 1000;
const SHOW_EVERY_MS = 10 * 1000;

/** @typedef {import("./scan/places.js").GateKept} GateKept */

const TROUBLES = /** @type {const} */ ({ denied: "scan-camera-denied", busy: "scan-camera-busy", none: "scan-no-camera" });

const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const dialog = (/** @type {string} */ id) => /** @type {HTMLDialogElement} */ ($(id));

const shell = document.documentElement.dataset;
const zone = shell.zone ?? "UTC";

/** @type {GateKept | null} */
let gate = null;
/** @type {import("./scan/files.js").Held} */
let held = { keys: null, lists: new Map(), clock: null };
let counted = { saved: 0, sent: 0, refused: 0 };
let needsSignIn = false;
/** @type {import("./pass/check.js").Verdict | null} */
let shown = null;
/** The code that was checked last, and when it was last in sight. */
let last = { text: "", at: 0 };
let secondsLeft = 0;
let isHeld = false;
/** @type {import("./scan/words.js").Word | null} what the finder says when it can't look */
let cameraTrouble = null;

const camera = new Camera(/** @type {HTMLVideoElement} */ ($("video")), onLook);

/** The root key that this gate was set up with; until then the one that the shell brings. */
function rootKey() {
  return gate?.root || shell.root || "";
}

/** @param {string} digits */
function bytesOf(digits) {
  return Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function now() {
  return reading(held.clock, Date.now());
}

/** @param {string | null} text */
function onLook(text) {
  const isSame = text !== null && text === last.text;
  if (isSame && performance.now() - last.at < SAME_CODE_MS) {
    last.at = performance.now();
    say("scan-same-code");
    return;
  }
  if (text === null) {
    if (performance.now() - last.at >= SAME_CODE_MS) {
      last.text = "";
      say("scan-aim");
    }
    return;
  }
  judgeText(text);
}

/** @param {string} text */
async function verdictOf(text) {
  const { keys, lists } = held;
  if (!keys || !gate) return null;
  const { at, uncertaintyMs } = now();
  return check(text, keys, lists, { ...gate, at, uncertaintyMs, zone });
}

/** @param {string} text */
async function judgeText(text) {
  camera.pause();
  const verdict = await verdictOf(text.trim());
  if (!verdict || !gate) {
    say("scan-not-ready");
    return look();
  }
  last = { text, at: performance.now() };
  for (const id of ["type", "lookup"]) dialog(id).close();
  show(verdict);
  await count(gate.place, gate.direction, verdict.key, now().at);
  await recount();
}

/** @param {import("./pass/check.js").Verdict} verdict */
function show(verdict) {
  if (!gate) return;
  shown = verdict;
  const answer = answerOf(verdict.key);
  showVerdict($("verdict"), verdict, { gate, zone, now: now() });
  isHeld = false;
  secondsLeft = STAYS_SECONDS[answer];
  sayBack();
  if (!dialog("verdict").open) dialog("verdict").showModal();
  $("verdict").scrollTop = 0;
  $("verdict-next").focus({ preventScroll: true });
  tell(answer);
}

function sayBack() {
  $("verdict-hold").setAttribute("aria-pressed", String(isHeld));
  $("verdict-back").textContent = isHeld ? word("scan-held") : word("scan-back-in", { n: secondsLeft });
}

function back() {
  dialog("verdict").close();
}

function onBack() {
  shown = null;
  last.at = performance.now();
  clearVerdict($("verdict"));
  look();
}

function look() {
  const isCovered = ["verdict", "gate", "type", "lookup", "emergency", "state"].some((id) => dialog(id).open);
  if (isCovered) return camera.pause();
  camera.look();
}

/** @param {import("./scan/words.js").Word} key */
function say(key) {
  const said = word(cameraTrouble ?? (held.keys ? key : "scan-not-ready"));
  if ($("finder-say").textContent !== said) $("finder-say").textContent = said;
}

async function startCamera() {
  cameraTrouble = null;
  say("scan-starting");
  $("camera-start").hidden = true;
  const lacking = await camera.start().catch((error) => {
  // Without storage there is nothing to check with; the emergency rule still stands.
  $("finder-say").textContent = word("scan-no-storage");
  throw error;
});
  $("finder").dataset.seen = lacking ? "no" : "yes";
  $("camera-start").hidden = !lacking;
  $("torch").hidden = !camera.hasTorch();
  if (lacking) cameraTrouble = TROUBLES[lacking];
  say("scan-aim");
  look();
}

async function recount() {
  counted = await totals();
  showPhone();
}

function showPhone() {
  const phone = { held, now: now(), totals: counted, needsSignIn, zone, root: rootKey() };
  showStrip(phone);
  if (dialog("state").open) showState(phone);
}

function showGate() {
  if (!gate) return;
  const isEntering = gate.direction === "enter";
  $("gate-name").textContent = nameOf(gate, gate.place);
  $("way-name").textContent = word(isEntering ? "scan-enter" : "scan-leave");
  $("way-said").textContent = word(isEntering ? "scan-entering" : "scan-leaving");
  $("way-turn").dataset.way = gate.direction;
  $("way-other").textContent = word("scan-turn", { other: word(isEntering ? "scan-leave" : "scan-enter") });
}

/** @param {GateKept} set */
async function setGate(set) {
  gate = set;
  await hold("gate", set);
  showGate();
  if (!set.isComplete) {
    try {
      const full = await completed(set);
      if (gate === set) {
        gate = full;
        await hold("gate", full);
        showGate();
      }
    } catch {
      // No signal: asked again with the next refresh.
    }
  }
}

/** Files, gate and counts, as far as there is a signal; answers what to say of it. */
async function update() {
  const root = rootKey();
  try {
    const wrong = await refresh(held, bytesOf(root));
    if (gate && !gate.isComplete) await setGate(gate);
    showPhone();
    say("scan-aim");
    if (gate?.root && shell.root && gate.root !== shell.root) return word("scan-root-changed");
    if (!wrong) return word("scan-updated");
    const file = word(wrong.file === "keys" ? "scan-keys" : "scan-list");
    return word("scan-file-refused", { file, why: word(`scan-wrong-${wrong.why}`) });
  } catch {
    showPhone();
    return word("scan-no-signal");
  }
}

async function sendCounts() {
  try {
    ({ needsSignIn } = await send());
  } catch {
    // No signal: the batches wait.
  }
  await recount();
}

/** @param {() => Promise<string | void>} work */
async function inState(work) {
  $("state-said").textContent = word("scan-updating");
  $("state-said").textContent = (await work()) ?? "";
  showPhone();
}

function listen() {
  document.addEventListener("pointerdown", wakeSound);
  document.addEventListener("keydown", wakeSound);
  for (const each of document.querySelectorAll("dialog")) {
    each.addEventListener("close", () => look());
    for (const button of each.querySelectorAll("[data-close]")) button.addEventListener("click", () => each.close());
  }
  /** @param {string} id */
  const opens = (id) => () => {
    camera.pause();
    dialog(id).showModal();
  };
  $("type-open").addEventListener("click", opens("type"));
  $("lookup-open").addEventListener("click", opens("lookup"));
  for (const button of document.querySelectorAll("[data-emergency]")) button.addEventListener("click", opens("emergency"));
  $("state-open").addEventListener("click", () => {
    opens("state")();
    $("state-said").textContent = "";
    showPhone();
  });
  $("gate-open").addEventListener("click", () => {
    camera.pause();
    openSetup(gate);
  });
  dialog("gate").addEventListener("cancel", (event) => {
    if (!gate) event.preventDefault();
  });
  dialog("type").addEventListener("close", () => ($("type-form").querySelector("textarea") ?? { value: "" }).value = "");
  dialog("lookup").addEventListener("close", clearLookup);
  dialog("verdict").addEventListener("close", onBack);
  $("verdict-next").addEventListener("click", back);
  $("verdict-hold").addEventListener("click", () => {
    isHeld = !isHeld;
    sayBack();
  });
  $("type-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = /** @type {HTMLTextAreaElement} */ ($("type-text")).value.trim();
    if (text) judgeText(text);
  });
  // A hand scanner ends with Enter; a pass has no line breaks.
  $("type-text").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    /** @type {HTMLFormElement} */ ($("type-form")).requestSubmit();
  });
  $("way-turn").addEventListener("click", () => {
    if (gate) setGate({ ...gate, direction: gate.direction === "enter" ? "leave" : "enter" });
  });
  $("lang-turn").addEventListener("click", () => {
    turnLang();
    showWords();
  });
  $("camera-start").addEventListener("click", startCamera);
  $("torch").addEventListener("click", async () => {
    const isOn = $("torch").getAttribute("aria-pressed") !== "true";
    await camera.turnTorch(isOn);
    $("torch").setAttribute("aria-pressed", String(isOn));
  });
  $("state-update").addEventListener("click", () => inState(update));
  $("state-send").addEventListener("click", () => inState(sendCounts));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) camera.stop();
    else if (gate) startCamera();
  });
  addEventListener("online", () => update().then(sendCounts));
}

function showWords() {
  fillWords();
  showGate();
  say("scan-aim");
  showPhone();
}

/** One second of a verdict's stay. */
function tick() {
  if (!shown || isHeld || dialog("emergency").open) return;
  secondsLeft -= 1;
  if (secondsLeft <= 0) back();
  else sayBack();
}

async function keepShell() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/scan-worker.js", { scope: "/scan" });
  // Counts that wait must not be thrown away when the phone runs out of room.
  await navigator.storage?.persist?.();
}

async function start() {
  fillWords();
  // A browser gives camera, cryptography and storage for use without a signal only to a page that came safely.
  if (!isSecureContext) return void ($("finder-say").textContent = word("scan-not-secure"));
  listen();
  onHandScanner(judgeText);
  gate = (await stored("gate")) ?? null;
  held = await fromStorage(bytesOf(rootKey()));
  if (held.clock) held.clock = afterStart(held.clock, Date.now());
  showWords();
  setUpGates(shell.root ?? "", async (set) => {
    // A link to set up by has done its work.
    history.replaceState(null, "", location.pathname);
    await setGate(set);
    await startCamera();
  });
  setUpLookup(async (text) => {
    const verdict = await verdictOf(text);
    const { pass } = verdict ?? {};
    return pass ? `${pass.plate ?? `${pass.surname} ${pass.idEnd}`} · ${pass.number}` : word("verdict-damaged");
  }, judgeText);
  watch(() => held.clock, (clock) => (held.clock = clock));
  setInterval(tick, 1000);
  setInterval(showPhone, SHOW_EVERY_MS);
  setInterval(update, REFRESH_EVERY_MS);
  setInterval(sendCounts, SEND_EVERY_MS);
  setInterval(() => held.clock && hold("clock", held.clock), SHOW_EVERY_MS);
  const hasLink = new URLSearchParams(location.hash.slice(1)).has("place");
  if (!gate || hasLink) openSetup(gate);
  else await startCamera();
  await Promise.all([keepShell(), recount(), update()]);
}

start().catch((error) => {
  // Without storage there is nothing to check with; the emergency rule still stands.
  $("finder-say").textContent = word("scan-no-storage");
  throw error;
});
