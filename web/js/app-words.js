// @ts-check
// The words of an app that starts with no signal: its catalogue comes with it, this says which language is spoken and fills
// the words in.

/** @typedef {"zh-CN" | "en"} Lang */

/**
 * @template {string} Word
 * @param {Record<Lang, Record<Word, string>>} catalogues
 * @param {string} keptAs the name under which the phone keeps the chosen language
 * @param {Word} title the page's
 * @param {(lang: Lang, key: Word) => string | undefined} [instead] what is said for a key at present instead of the catalogue's
 */
export function wordsOf(catalogues, keptAs, title, instead = () => undefined) {
  /** @returns {Lang} */
  function firstLang() {
    const kept = localStorage.getItem(keptAs);
    if (kept === "zh-CN" || kept === "en") return kept;
    return navigator.language.startsWith("zh") || !navigator.language.startsWith("en") ? "zh-CN" : "en";
  }

  /** @type {Lang} */
  let present = typeof localStorage === "undefined" ? "zh-CN" : firstLang();

  function lang() {
    return present;
  }

  /** Changes to the other language, and keeps that. */
  function turnLang() {
    present = present === "en" ? "zh-CN" : "en";
    localStorage.setItem(keptAs, present);
  }

  /**
   * @param {Word} key
   * @param {Record<string, string | number>} [fill] for the gaps in braces
   */
  function word(key, fill = {}) {
    return (instead(present, key) ?? catalogues[present][key]).replace(/\{(\w+)\}/g, (gap, name) => String(fill[name] ?? gap));
  }

  /** Fills each element that names its word: `data-word` its text, `data-word-label` its accessible name. */
  function fillWords(root = document) {
    document.documentElement.lang = present;
    document.title = word(title);
    for (const element of root.querySelectorAll("[data-word]")) {
      element.textContent = word(/** @type {Word} */ (element.getAttribute("data-word")));
    }
    for (const element of root.querySelectorAll("[data-word-label]")) {
      element.setAttribute("aria-label", word(/** @type {Word} */ (element.getAttribute("data-word-label"))));
    }
  }

  return { lang, turnLang, word, fillWords };
}
