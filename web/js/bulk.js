// @ts-check
// Choosing rows for one action: a box for all, the number chosen in words, the actions only while something is chosen.
// <form id="bulk" class="bulk-bar" data-bulk method="post"> <input type="checkbox" data-bulk-all>
//   <div data-bulk-bar> <span data-bulk-count="已选 {n} 件"></span> <button …> </div> </form>
// The rows' boxes stand outside, since rows have forms of their own: <input type="checkbox" form="bulk" data-bulk-row …>

/** @param {HTMLFormElement} form */
function bulk(form) {
  const boxes = (/** @type {string} */ selector) =>
    /** @type {HTMLInputElement[]} */ ([...form.elements].filter((element) => element.matches(selector)));
  const say = () => {
    const rows = boxes("[data-bulk-row]");
    const chosen = rows.filter((row) => row.checked).length;
    for (const element of form.querySelectorAll("[data-bulk-count]")) {
      const words = /** @type {HTMLElement} */ (element);
      words.textContent = (words.dataset.bulkCount ?? "").replace("{n}", String(chosen));
    }
    for (const bar of form.querySelectorAll("[data-bulk-bar]")) /** @type {HTMLElement} */ (bar).hidden = chosen === 0;
    for (const all of boxes("[data-bulk-all]")) {
      all.checked = chosen > 0 && chosen === rows.length;
      all.indeterminate = chosen > 0 && chosen < rows.length;
    }
  };
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || box.form !== form) return;
    if (box.matches("[data-bulk-all]")) for (const row of boxes("[data-bulk-row]")) row.checked = box.checked;
    say();
  });
  document.addEventListener("htmx:afterSettle", say);
  say();
}

for (const form of document.querySelectorAll("form[data-bulk]")) bulk(/** @type {HTMLFormElement} */ (form));
