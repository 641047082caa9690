// @ts-check
// What every island needs from the page it stands on: words' language, tokens, the city's clock, vendored files.

const root = document.documentElement;

/** The page's language tag, as Intl wants it. */
export const lang = root.lang || "zh-CN";

/**
 * A colour or size from tokens.css, resolved for the present theme.
 * @param {string} name custom property, without the dashes
 */
export function token(name) {
  return getComputedStyle(root).getPropertyValue(`--${name}`).trim();
}

/** Milliseconds by which the city's clock (a drill's may be years away) is ahead of this device's. */
const clockAhead = root.dataset.now ? Date.parse(root.dataset.now) - Date.now() : 0;

/** The city's present moment, in ms since 1970. */
export function cityNow() {
  return Date.now() + clockAhead;
}

/**
 * Loads a classic script once; vendored libraries are UMD files that set a global.
 * @param {string} src
 * @returns {Promise<void>}
 */
export function loadScript(src) {
  const known = scripts.get(src);
  if (known) return known;
  /** @type {Promise<void>} */
  const loading = new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`not loaded: ${src}`));
    document.head.append(script);
  });
  scripts.set(src, loading);
  return loading;
}

/** @type {Map<string, Promise<void>>} */
const scripts = new Map();

/**
 * The address of a vendored file: the layout gives the hashed one, the gallery has the plain one.
 * @param {"echarts" | "maplibre" | "maplibreWorker" | "maplibreCss"} name
 */
export function vendor(name) {
  const plain = {
    echarts: "/static/vendor/echarts.common.min.js",
    maplibre: "/static/vendor/maplibre-gl-csp.js",
    maplibreWorker: "/static/vendor/maplibre-gl-csp-worker.js",
    maplibreCss: "/static/vendor/maplibre-gl.css",
  };
  return root.dataset[name] ?? plain[name];
}

/**
 * Runs `draw` for each island of a kind, now and whenever htmx brings new ones,
 * but only when it comes near the screen: a phone pays for what it looks at.
 * @param {string} kind
 * @param {(island: HTMLElement) => void | Promise<void>} draw
 */
export function eachIsland(kind, draw) {
  const selector = `[data-island="${kind}"]`;
  const seen = new WeakSet();
  const drawSafely = async (/** @type {HTMLElement} */ island) => {
    try {
      await draw(island);
      island.dataset.drawn = "yes";
    } catch (error) {
      // The table holds the same figures: show it instead of the picture.
      island.dataset.drawn = "no";
      island.querySelector("details")?.setAttribute("open", "");
      console.warn(`${kind} not drawn`, error);
    }
  };
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      observer.unobserve(entry.target);
      drawSafely(/** @type {HTMLElement} */ (entry.target));
    }
  }, { rootMargin: "600px" });
  const scan = () => {
    for (const island of document.querySelectorAll(selector)) {
      if (seen.has(island)) continue;
      seen.add(island);
      observer.observe(island);
    }
  };
  scan();
  document.addEventListener("htmx:afterSettle", scan);
}

/**
 * Calls back when the theme changes, by device or by attribute.
 * @param {() => void} callback
 */
export function onThemeChange(callback) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", callback);
  new MutationObserver(callback).observe(root, { attributeFilter: ["data-theme"] });
}

// Paper is light: pictures drawn for a dark screen are redrawn before they are printed.
/** @type {string | undefined} */
let themeOnScreen;
addEventListener("beforeprint", () => {
  themeOnScreen = root.dataset.theme ?? "";
  root.dataset.theme = "light";
});
addEventListener("afterprint", () => {
  if (themeOnScreen) root.dataset.theme = themeOnScreen;
  else delete root.dataset.theme;
});
