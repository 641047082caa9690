// @ts-check
// Choosing by one key, for whoever types all day. Digits choose within the group that has the focus, and nowhere else.
// <ol data-digits> <a data-digit="1" href> · <fieldset data-digits data-then="f-title"> <input type=radio data-digit="1">
// After a choice the focus goes to the element with the id in data-then (of the choice, else of the group); "next" is the next
// group, and after the last one the button that sends the form.
// <div data-cycles="F2"> holds radios that the key moves on · [data-escape] is pressed by Esc

/** @param {Element | null | undefined} element */
function focus(element) {
  const inside = element?.matches("input, select, textarea, button, a")
    ? element
    : (element?.querySelector("input:checked") ?? element?.querySelector("input, a, button"));
  if (inside instanceof HTMLElement) inside.focus();
}

/** @param {Element} group */
function next(group) {
  const groups = [...document.querySelectorAll("[data-digits]")];
  return groups[groups.indexOf(group) + 1] ?? group.closest("form")?.querySelector("button:not([type=button])");
}

/** @param {HTMLElement} group @param {string} digit */
function choose(group, digit) {
  const found = group.querySelector(`[data-digit="${digit}"]`);
  if (!(found instanceof HTMLElement)) return false;
  found.click();
  const then = found.dataset.then ?? group.dataset.then;
  if (then) focus(then === "next" ? next(group) : document.getElementById(then));
  return true;
}

/** @param {Element} group */
function cycle(group) {
  const radios = /** @type {HTMLInputElement[]} */ ([...group.querySelectorAll("input[type=radio]")]);
  const at = radios.findIndex((radio) => radio.checked);
  // Towards the more urgent, which stands first.
  const chosen = radios[(at - 1 + radios.length) % radios.length];
  if (!chosen) return;
  chosen.checked = true;
  chosen.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const on = event.target instanceof Element ? event.target : document.body;
  const isTyping = on.matches("input:not([type=radio]), textarea, select");
  const group = on.closest("[data-digits]");
  let isDone = false;
  if (group instanceof HTMLElement && !isTyping && /^[1-9]$/.test(event.key)) isDone = choose(group, event.key);
  for (const cycled of document.querySelectorAll(`[data-cycles="${CSS.escape(event.key)}"]`)) {
    cycle(cycled);
    isDone = true;
  }
  if (event.key === "Escape") {
    const way = document.querySelector("[data-escape]");
    if (way instanceof HTMLElement) {
      way.click();
      isDone = true;
    }
  }
  if (isDone) event.preventDefault();
});
