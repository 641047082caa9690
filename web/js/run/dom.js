// @ts-check
// Making elements. What people wrote goes in as text, never as markup.

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

/** An icon of the set; always beside a word. @param {string} name */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `/static/icons/sprite.svg#${name}`);
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
