// @ts-check
// What is handed over at a stop, by floor and door, each with what can be done with it.

import { badge, button, el, icon, numberIn } from "../app-dom.js";
import { parcelCount, shortNumber, time, yuan } from "./said.js";
import { word } from "./words.js";

/** @typedef {import("./standing.js").Parcel} Parcel */
/** @typedef {import("./standing.js").Stop} Stop */
/** @typedef {import("../run.js").Hand} Hand */

/** Floors get a heading of their own from so many parcels on. */
const FLOORS_FROM = 4;

/** How each state looks. @type {Record<string, "stable" | "strained" | "failing" | "unknown">} */
const SHAPES = { open: "unknown", handed_over: "stable", short: "strained", dropped: "stable", refused: "strained", absent: "failing", behind: "unknown", taken_over: "unknown", on_board: "strained", cancelled: "unknown" };

/** States that are said otherwise of people. @type {Record<string, import("./words.js").Word>} */
const RIDE_WORDS = { handed_over: "run-ride-handed_over", refused: "run-ride-refused", absent: "run-ride-absent", cancelled: "run-ride-cancelled" };

/** The door, or who gets it. @param {Parcel} parcel */
export function whoGets({ order, transfer, ride, id }) {
  if (transfer) return word("run-transfer-to", { to: transfer.to });
  return (order ?? ride)?.door?.door || `#${shortNumber(id)}`;
}

/** @param {Hand} hand @param {Stop} stop */
export function parcels(hand, stop) {
  const sorted = [...stop.cargo].sort((a, b) => whoGets(a).localeCompare(whoGets(b), "zh-CN", { numeric: true }));
  const open = sorted.filter(({ state }) => state === "open");
  const done = sorted.filter(({ state }) => state !== "open");
  const floors = open.length >= FLOORS_FROM ? byFloor(open) : [{ floor: null, parcels: open }];
  return el("section", { class: "stack", "aria-label": parcelCount(stop.cargo.length) },
    el("h3", { class: "run-count", text: stop.isDone ? parcelCount(stop.cargo.length) : word("run-parcels-open", { n: open.length }) }),
    ...floors.map(({ floor, parcels }) => el("div", { class: "stack" },
      floor ? el("h4", { class: "run-floor", text: word("run-floor", { n: floor }) }) : null,
      parcels.length ? el("ul", { class: "run-parcels" }, ...parcels.map((parcel) => openParcel(hand, parcel))) : null)),
    done.length ? el("ul", { class: "run-parcels run-parcels-done" }, ...done.map((parcel) => doneParcel(hand, parcel))) : null);
}

/** 1203 lies on floor 12; what is no such number has no floor. @param {Parcel} parcel */
export function floorOf(parcel) {
  const [, digits] = /(\d{3,4})\D*$/.exec(parcel.order?.door?.door ?? "") ?? [];
  return digits ? digits.slice(0, -2) : null;
}

/** @param {Parcel[]} parcels */
function byFloor(parcels) {
  /** @type {{ floor: string | null, parcels: Parcel[] }[]} */
  const floors = [];
  for (const parcel of parcels) {
    const floor = floorOf(parcel);
    const last = floors.at(-1);
    if (last && last.floor === floor) last.parcels.push(parcel);
    else floors.push({ floor, parcels: [parcel] });
  }
  return floors;
}

/** @param {Hand} hand @param {Parcel} parcel */
function openParcel(hand, parcel) {
  return el("li", { class: "run-parcel card" },
    head(parcel),
    contents(parcel),
    noteOf(parcel),
    el("div", { class: "run-acts" },
      button("check", word("run-hand-over"), () => hand.handOver(parcel), { class: "button run-hand-over", "data-focus": `over ${parcel.id}`, "aria-label": `${word("run-hand-over")} ${whoGets(parcel)}` }),
      button("more", word("run-other"), () => hand.other(parcel), { "data-focus": `other ${parcel.id}`, "aria-label": `${word("run-other")} ${whoGets(parcel)}` }),
      call(parcel)));
}

/** What they want to be known. @param {Parcel} parcel */
export function noteOf({ order, ride }) {
  const note = (order ?? ride)?.door?.note;
  return note ? el("p", { class: "run-note" }, el("span", { class: "visually-hidden", text: word("run-note") }), icon("comment"), note) : null;
}

/** @param {Parcel} parcel */
function head(parcel) {
  const { order, transfer } = parcel;
  return el("div", { class: "run-parcel-head" },
    el("strong", { class: "run-door", text: whoGets(parcel) }),
    order?.to_pay_fen ? el("span", { class: "tag run-pay", text: word("run-to-pay", { price: yuan(order.to_pay_fen) }) }) : null,
    order?.is_cold || transfer?.is_cold ? el("span", { class: "tag", text: word("run-cold") }) : null,
    el("span", { class: "soft number run-number-of", text: `#${shortNumber(parcel.id)}` }));
}

/** @param {Parcel} parcel */
function contents({ order, transfer }) {
  if (transfer) return el("p", { text: `${transfer.pieces} × ${transfer.name}` });
  const line = (/** @type {import("./standing.js").Line} */ { pieces, name, unit }) => el("li", {}, el("b", { class: "number", text: `${pieces} ×` }), ` ${name}`, unit ? el("span", { class: "soft", text: ` ${unit}` }) : null);
  return order ? el("ul", { class: "run-lines" }, ...order.lines.map(line)) : null;
}

/** @param {Parcel} parcel */
export function call(parcel) {
  const contact = (parcel.order ?? parcel.ride)?.door?.contact;
  const number = numberIn(contact);
  if (!number) return contact ? el("p", { class: "run-contact", text: contact }) : null;
  return el("a", { class: "button", href: `tel:${number}`, "aria-label": word("run-call-to", { door: whoGets(parcel) }), "data-focus": `call ${parcel.id}` }, icon("phone"), word("run-call"));
}

/** How it stands, and since when. @param {Parcel} parcel */
export function stateBadge({ state, done_at, kind }) {
  const key = (kind === "ride" && RIDE_WORDS[state]) || /** @type {import("./words.js").Word} */ (`run-cargo-${state}`);
  const said = word(key);
  return badge(SHAPES[state] ?? "unknown", done_at ? `${said} ${time(done_at)}` : said);
}

/** @param {Hand} hand @param {Parcel} parcel */
function doneParcel(hand, parcel) {
  const { step } = parcel;
  return el("li", { class: "run-parcel-done" },
    el("strong", { class: "run-door", text: whoGets(parcel) }),
    stateBadge(parcel),
    step && hand.mayTakeBack(step) ? button("undo", word("run-take-back"), () => hand.takeBack(step), { class: "button button-quiet", "data-focus": `undo ${parcel.id}`, "aria-label": `${word("run-take-back")} ${whoGets(parcel)}` }) : null);
}
