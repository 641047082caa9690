// @ts-check
// Choosing rows for one action: a box for all, the number chosen in words, the bar only while something is chosen.
// <form data-bulk> <input type="checkbox" data-bulk-all> … <input type="checkbox" data-bulk-row name="need" value="…">
// <div class="bulk-bar" data-bulk-bar> <span data-bulk-count="已选 {n} 件"></span> <button …>

/** @param {HTMLFormElement} form */
function bulk(form) {
  const rows = () => /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[data-bulk-row]")]);
  const all = /** @type {HTMLInputElement | null} */ (form.querySelector("[data-bulk-all]"));
  const say = () => {
    const chosen = rows().filter((row) => row.checked).length;
    for (const element of form.querySelectorAll("[data-bulk-count]")) {
      const words = /** @type {HTMLElement} */ (element);
      words.textContent = (words.dataset.bulkCount ?? "").replace("{n}", String(chosen));
    }
    for (const bar of form.querySelectorAll("[data-bulk-bar]")) /** @type {HTMLElement} */ (bar).hidden = chosen === 0;
    if (all) {
      all.checked = chosen > 0 && chosen === rows().length;
      all.indeterminate = chosen > 0 && chosen < rows().length;
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target === all && all) for (const row of rows()) row.checked = all.checked;
    say();
  });
  document.addEventListener("htmx:afterSettle", say);
  say();
}

for (const form of document.querySelectorAll("form[data-bulk]")) bulk(/** @type {HTMLFormElement} */ (form));
