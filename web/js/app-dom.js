// @ts-check
// Making elements, for the apps. What people wrote goes in as text, never as markup.

/** @typedef {string | Node | null | false | undefined} Child */

/**
 * @param {string} tag
 * @param {Record<string, any>} [given] attributes; `on…` a listener, `text` the content
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function el(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") element.textContent = String(value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(.../** @type {(string | Node)[]} */ (children.filter((child) => child || child === "")));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
const SPRITE = "/static/icons/sprite.svg";
/** Where the icons are taken from: the file, or this page once it holds them. */
let icons = `${SPRITE}#`;

/** Takes the icons into the page, so that none blinks when a part is drawn anew. */
export async function takeIcons() {
  const response = await fetch(SPRITE);
  if (!response.ok) return;
  const sprite = new DOMParser().parseFromString(await response.text(), "image/svg+xml").documentElement;
  for (const part of sprite.querySelectorAll("[id]")) part.id = `icon-${part.id}`;
  const holder = el("div", { hidden: true, "aria-hidden": "true" });
  holder.append(document.importNode(sprite, true));
  document.body.append(holder);
  icons = "#icon-";
}

/** The number in how somebody is reached, as a telephone dials it; nothing where it is none. @param {string | null | undefined} contact */
export function numberIn(contact) {
  const number = contact?.replace(/[^\d+]/g, "") ?? "";
  return number.length < 3 ? "" : number;
}

/** An icon of the set; always beside a word. @param {string} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${icons}${name}`);
  svg.append(use);
  return svg;
}

/**
 * How something stands: its shape and its word, never colour alone.
 * @param {"stable" | "strained" | "failing" | "unknown"} state
 * @param {string} said
 */
export function badge(state, said) {
  return el("span", { class: "state", "data-state": state }, icon(`state-${state}`), said);
}

/**
 * A button with an icon and its word.
 * @param {string} name the icon's
 * @param {string} said
 * @param {(event: Event) => void} onPress
 * @param {Record<string, any>} [more]
 */
export function button(name, said, onPress, more = {}) {
  return el("button", { type: "button", class: "button", onclick: onPress, ...more }, icon(name), said);
}

/** @param {string} id */
export function $(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {string} id */
export function dialog(id) {
  return /** @type {HTMLDialogElement} */ ($(id));
}

/** @param {string} id */
export function input(id) {
  return /** @type {HTMLInputElement} */ ($(id));
}

/** Puts `nodes` into `parent`; one that stands where it stood is left alone, with the keyboard that may be open for it. @param {HTMLElement} parent @param {Node[]} nodes */
export function put(parent, nodes) {
  for (const [at, node] of nodes.entries()) {
    const there = parent.childNodes[at];
    if (there !== node) parent.insertBefore(node, there ?? null);
    if (there && there !== node && parent.contains(there) && !nodes.includes(/** @type {Node} */ (there))) there.remove();
  }
  while (parent.childNodes.length > nodes.length) parent.lastChild?.remove();
}

/** What is drawn anew is focused anew, by its `data-focus`; where that is gone, the page's main part. @param {() => void} work */
export function keepingFocus(work) {
  const key = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.focus : undefined;
  work();
  if (key && document.activeElement === document.body) {
    const again = document.querySelector(`[data-focus="${CSS.escape(key)}"]`);
    /** @type {HTMLElement} */ (again ?? $("main")).focus({ preventScroll: true });
  }
}
