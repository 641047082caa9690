// @ts-check
// Between the phone and the server: steps out, the day's visits and shifts in. Whoever is not let in any more has everything of
// that part removed from the phone, also while it is locked.

import { changeHolding, forgetAnswered, headersOf, holdings, keepHolding, seal, sendAll, unseal, wipe } from "./store.js";

/** @typedef {import("./sender.js").Holding} Holding */
/** @typedef {import("./sender.js").Part} Part */
/** @typedef {import("./vault.js").Vault} Vault */
/** @typedef {"there" | "shut" | "silent"} Answer */
/** @typedef {Omit<import("./standing.js").RoundSheet, "fetchedAt"> & { next?: string }} RoundPage */

const DAY_MS = 24 * 3_600_000;
/** What a phone has kept is removed after so long without a word from the server: later the server takes no visit any more. */
export const UNSYNCED_MS = 3 * DAY_MS;
/** For how long an account's token lets this phone in, and after how long it is given another. */
const TOKEN_DAYS = 14;
const TOKEN_RENEWED_MS = 7 * DAY_MS;
const ANSWER_WITHIN_MS = 20_000;
/** Pages of a round that a phone takes, 600 visits each: more than anybody walks in a day. */
const PAGES_MAX = 4;

/** Roles that say what was found at doors (platform/account, `VisitWork`). */
const WALKS = ["steward", "community_worker"];
const VISITS = "/api/v1/care/visits";
const OWN = "/api/v1/volunteer/me";
const ERRANDS = "/api/v1/volunteer/me/errands";
const TOKENS = "/api/v1/tokens";

/**
 * One round: what waits goes first, so that the sheets know it. Answers whether the server answered all of it.
 * @param {Vault | null} vault nothing while the phone is locked; then nothing new is kept
 * @param {string} lang
 */
export async function round(vault, lang) {
  const { again } = await sendAll();
  await forgetAnswered(Date.now() - DAY_MS);
  const answers = [];
  for (const holding of await holdings()) answers.push(await refresh({ ...holding, lang }, vault));
  return !again && !answers.includes("silent");
}

/** @param {Holding} holding @param {Vault | null} vault @returns {Promise<Answer>} */
async function refresh(holding, vault) {
  try {
    return holding.id === "round" ? await refreshRound(holding, vault) : await refreshShift(holding, vault);
  } catch {
    return "silent";
  }
}

/** @param {Holding} holding @param {Vault | null} vault @returns {Promise<Answer>} */
async function refreshRound(holding, vault) {
  const response = await ask(holding, VISITS, holding.etag ? { "if-none-match": holding.etag } : {});
  if (isShut(response)) return shut(holding);
  if (response.status !== 304 && !response.ok) return "silent";
  if (response.ok && vault) {
    const first = await response.json();
    // The mark of the first page says nothing of those behind it.
    const etag = first.has_more ? "" : etagOf(response);
    await take(vault, holding, response, await wholeRound(holding, first), etag);
  } else await changeHolding("round", heard(response, holding));
  if (vault && Date.now() > holding.renewAt) await renew(holding, vault);
  return "there";
}

/**
 * A round with the pages behind the first one, as many as a phone takes.
 * @param {Holding} holding
 * @param {RoundPage} first
 */
async function wholeRound(holding, first) {
  let sheet = first;
  for (let pages = 1; sheet.next && pages < PAGES_MAX; pages += 1) {
    const response = await ask(holding, `${VISITS}?day=${sheet.day}&after=${sheet.next}`);
    if (!response.ok) throw new Error(`no page of the round: ${response.status}`);
    /** @type {RoundPage} */
    const page = await response.json();
    const last = sheet.place_names.at(-1)?.code;
    const names = page.place_names.filter(({ code }) => code !== last);
    sheet = { ...page, visits: [...sheet.visits, ...page.visits], place_names: [...sheet.place_names, ...names] };
  }
  return sheet;
}

/** @param {Holding} holding @param {Vault | null} vault @returns {Promise<Answer>} */
async function refreshShift(holding, vault) {
  const own = await ask(holding, OWN);
  if (isShut(own)) return shut(holding);
  if (!own.ok) return "silent";
  if (!vault) {
    await changeHolding("shift", heard(own, holding));
    return "there";
  }
  const errands = await ask(holding, ERRANDS);
  if (!errands.ok) return "silent";
  const { volunteer, places, shifts, place_names } = await own.json();
  const { errands: listed, place_names: doors } = await errands.json();
  await take(vault, holding, own, { name: volunteer.name, places, shifts, errands: listed, place_names: [...place_names, ...doors] });
  return "there";
}

/** @param {Vault} vault @param {Holding} holding @param {Response} response @param {object} sheet */
async function take(vault, holding, response, sheet, etag = etagOf(response)) {
  const sealed = await vault.seal({ ...sheet, fetchedAt: Date.now() });
  await changeHolding(holding.id, { sheet: sealed, etag, ...heard(response, holding) });
}

/** @param {Response} response */
const etagOf = ({ headers }) => headers.get("etag") ?? "";

/** By how much the city's clock is ahead of this phone's, and when that was heard. @param {Response} response @param {Holding} holding */
function heard(response, { aheadMs, lang }) {
  const told = Number(response.headers.get("tongxin-now"));
  return { aheadMs: told > 0 ? told - Date.now() : aheadMs, syncedAt: Date.now(), lang };
}

/** @param {Response} response */
const isShut = ({ status }) => status === 401 || status === 403;

/** @param {Holding} holding @returns {Promise<"shut">} */
async function shut({ id }) {
  await wipe(id);
  return "shut";
}

/** @param {Holding} holding @param {string} address @param {Record<string, string>} [more] */
async function ask(holding, address, more = {}) {
  const headers = { ...(await headersOf(holding)), accept: "application/json", ...more };
  return fetch(address, { headers, cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
}

/** A token that would end before long gives way to another. @param {Holding} holding @param {Vault} vault */
async function renew(holding, vault) {
  const headers = await headersOf(holding);
  const made = await newToken({ headers, credentials: "omit" });
  await changeHolding("round", { ...made, secret: await seal(vault.device, made.secret) });
  await endToken(holding.token, headers);
}

/** The account has as many tokens as it may have. */
export class TooManyTokens extends Error {}

/** @param {RequestInit} let_in */
async function newToken({ headers, credentials }) {
  const name = `同心 · ${new Date().toISOString().slice(0, 10)}`;
  const response = await fetch(TOKENS, {
    method: "POST", credentials, headers: { ...headers, "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
    body: JSON.stringify({ name, days: TOKEN_DAYS }), signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  if (response.status === 422) throw new TooManyTokens();
  if (!response.ok) throw new Error(`no token: ${response.status}`);
  const { id, token } = await response.json();
  return { secret: token, token: id, renewAt: Date.now() + TOKEN_RENEWED_MS };
}

/** @param {string | null} token @param {Record<string, string>} headers */
async function endToken(token, headers) {
  await fetch(`${TOKENS}/${token}`, { method: "DELETE", headers, credentials: "omit", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
}

/**
 * Whether whoever is signed in to this browser makes rounds.
 * @returns {Promise<"yes" | "nobody" | "no-rounds" | "silent">}
 */
export async function mayRound() {
  try {
    const response = await fetch("/api/v1/me", { headers: { accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (response.status === 401) return "nobody";
    if (!response.ok) return "silent";
    const { account, grants } = await response.json();
    if (!account) return "nobody";
    return grants.some((/** @type {{ role: string }} */ { role }) => WALKS.includes(role)) ? "yes" : "no-rounds";
  } catch {
    return "silent";
  }
}

/** Takes up the rounds of whoever is signed in to this browser: the phone gets a token of its own, which can be ended elsewhere. @param {Vault} vault @param {string} lang */
export async function joinRound(vault, lang) {
  await join("round", vault, lang, await newToken({ credentials: "same-origin" }));
}

/**
 * Takes up the shifts of whose link that is. What waits of the same volunteer stays, whatever their link was.
 * @param {Vault} vault
 * @param {string} lang
 * @param {string} key
 */
export async function joinShift(vault, lang, key) {
  const before = (await holdings()).find(({ id }) => id === "shift");
  const isSame = before && numberOf(await unseal(vault.device, before.secret)) === numberOf(key);
  if (isSame) return changeHolding("shift", { secret: await seal(vault.device, key), etag: "" });
  // Steps of whoever was here before are not sent in another's name.
  if (before) await wipe("shift", "left");
  return join("shift", vault, lang, { secret: key, token: null, renewAt: Infinity });
}

/** @param {string} key */
const numberOf = (key) => key.split(".")[0];

/** @param {Part} id @param {Vault} vault @param {string} lang @param {{ secret: string, token: string | null, renewAt: number }} by */
async function join(id, vault, lang, { secret, token, renewAt }) {
  await keepHolding({ id, secret: await seal(vault.device, secret), token, renewAt, sheet: null, etag: "", aheadMs: 0, syncedAt: Date.now(), lang });
}

/** Removes a part from this phone for good; a token of its own ends. @param {Holding} holding */
export async function leave(holding) {
  const headers = await headersOf(holding);
  await wipe(holding.id, "left");
  if (holding.token) await endToken(holding.token, headers).catch(() => {});
}

/** Removes what there was no word about for too long. */
export async function forgetUnsynced() {
  const old = (await holdings()).filter(({ syncedAt }) => Date.now() - syncedAt > UNSYNCED_MS);
  for (const { id } of old) await wipe(id, "old");
}
