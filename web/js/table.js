// @ts-check
// Reads the table that stands in a figure: it is the picture's only source, so both always agree.

/**
 * A cell's number: data-value if given, else its text without separators; null when nothing was reported.
 * @param {HTMLElement} cell
 * @returns {number | null}
 */
export function cellNumber(cell) {
  const text = cell.dataset.value ?? cell.textContent ?? "";
  const plain = text.replace(/[\s,\u2009\u00a0]/g, "").replace("−", "-");
  if (!/^-?\d+(\.\d+)?%?$/.test(plain)) return null;
  return Number.parseFloat(plain);
}

/**
 * First column: the axis; each further column: a series named by its heading.
 * @param {HTMLTableElement} table
 * @returns {{ labels: string[], series: { name: string, colour: string | undefined, values: (number | null)[] }[] }}
 */
export function readSeries(table) {
  const headings = [...table.querySelectorAll("thead th")].slice(1);
  const rows = [...table.querySelectorAll("tbody tr")];
  const labels = rows.map((row) => row.children[0]?.textContent?.trim() ?? "");
  const series = headings.map((heading, index) => ({
    name: heading.textContent?.trim() ?? "",
    colour: /** @type {HTMLElement} */ (heading).dataset.colour,
    values: rows.map((row) => {
      const cell = /** @type {HTMLElement | undefined} */ (row.children[index + 1]);
      return cell ? cellNumber(cell) : null;
    }),
  }));
  return { labels, series };
}

/**
 * Rows of a place table: code, name, where its name leads, value or null when not reported.
 * @param {HTMLTableElement} table
 * @returns {Map<string, { name: string, href: string | null, value: number | null, said: string }>}
 */
export function readPlaces(table) {
  const places = new Map();
  for (const row of table.querySelectorAll("tbody tr[data-code]")) {
    const tr = /** @type {HTMLElement} */ (row);
    const link = tr.querySelector("a");
    const cell = /** @type {HTMLElement | null} */ (tr.querySelector("td"));
    places.set(tr.dataset.code, {
      name: (link ?? tr.querySelector("th"))?.textContent?.trim() ?? "",
      href: link?.getAttribute("href") ?? null,
      value: tr.dataset.value ? Number.parseFloat(tr.dataset.value) : null,
      said: cell?.textContent?.trim() ?? "",
    });
  }
  return places;
}
