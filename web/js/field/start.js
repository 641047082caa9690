// @ts-check
// What stands there before anything is kept, one way in for each of the four who carry the app; and the page of everything else.

import { button, el, icon } from "../app-dom.js";
import { counts } from "../queue/log.js";
import { ago, word } from "./words.js";

/** @typedef {import("./words.js").Word} Word */
/** @typedef {import("./sender.js").Part} Part */
/** @typedef {import("../field.js").App} App */

/** @param {App} app @returns {Node[]} */
export function startView(app) {
  return [
    el("h2", { text: word("field-start-title") }),
    el("p", { class: "soft", text: word("field-start-text") }),
    el("ul", { class: "field-ways" },
      el("li", {}, way("door", "round", { onclick: () => app.open("round") })),
      el("li", {}, way("list-checks", "shift", { onclick: () => app.open("shift") })),
      ...others()),
  ];
}

/** The apps of drivers and checkpoints: pages of their own, in the same window. */
function others() {
  return [el("li", {}, way("transport", "run", { href: "/run" })), el("li", {}, way("qr-code", "scan", { href: "/scan" }))];
}

/** @param {string} name @param {"round" | "shift" | "run" | "scan"} what @param {{ href?: string, onclick?: () => void }} leads */
function way(name, what, leads) {
  const tag = leads.href ? "a" : "button";
  return el(tag, { class: "field-way", ...(leads.href ? {} : { type: "button" }), ...leads }, icon(name),
    el("span", {}, el("strong", { text: word(`field-start-${what}`) }), el("span", { class: "soft", text: word(`field-start-${what}-who`) })));
}

/** @param {App} app @returns {Node[]} */
export function moreView(app) {
  const { holding } = app;
  const heard = Math.max(0, ...[holding.round, holding.shift].map((one) => one?.syncedAt ?? 0));
  const isLight = document.documentElement.dataset.theme === "light";
  return [
    el("section", { class: "stack" }, el("h2", { text: word("field-more-phone") }),
      el("p", { text: word("field-more-synced", { ago: ago(Date.now() - heard) }) }),
      el("p", { class: "soft", text: word("field-more-kept") }),
      el("div", { class: "cluster" },
        button("shield", word("field-more-lock"), app.lock),
        button("settings", word("field-more-light"), app.turnLight, { "aria-pressed": String(isLight), "data-focus": "light" })),
      holding.round ? leave(app, "round") : null,
      holding.shift ? leave(app, "shift") : null),
    el("section", { class: "stack" }, el("h2", { text: word("field-more-other") }), el("ul", { class: "field-ways" }, ...others())),
    el("section", { class: "stack" }, el("h2", { text: word("field-more-web") }),
      el("p", { class: "cluster" }, el("a", { class: "button", href: "/care", text: word("field-more-care") }), el("a", { class: "button", href: "/volunteer/me", text: word("field-more-me") }))),
  ];
}

/** @param {App} app @param {Part} part */
function leave(app, part) {
  const { saved } = counts(app.steps[part]);
  return el("details", { class: "confirm" }, el("summary", { class: "button button-quiet", text: word(`field-more-leave-${part}`) }),
    el("div", { class: "stack" }, el("p", { text: word("field-more-leave-text", { n: saved }) }),
      button("declined", word("field-more-leave-do"), () => app.leave(part), { class: "button button-danger" })));
}
