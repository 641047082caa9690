// @ts-check
// Island: a line or bar chart drawn from the table in the same figure.
// <figure data-island="chart" data-kind="line|bar" data-unit="件"> … .figure-canvas … <table> … </figure>

import { eachIsland, lang, loadScript, onThemeChange, token, vendor } from "./page.js";
import { readSeries } from "./table.js";

/** Numbers as the reader writes them. */
const number = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });

/** Width of a chart on A4, two side by side. */
const PAPER_PX = 296;

/** Order of colours when a heading names no token in data-colour; dashes tell lines apart without colour. */
const SERIES_TOKENS = ["ramp-5", "accent", "ramp-3", "strained"];
const SERIES_DASHES = ["solid", "dashed", "dotted", [8, 3, 2, 3]];

/**
 * @param {string | undefined} colour
 * @param {number} index
 */
function seriesColour(colour, index) {
  return token(colour ?? SERIES_TOKENS[index % SERIES_TOKENS.length]);
}

/**
 * How far each name at a line's end must move, in px, so that names of lines that end close together stay apart.
 * @param {ReturnType<typeof readSeries>} data
 * @param {number} plotPx height of the plot, about
 * @param {number} linePx height of a name
 */
export function nameShifts(data, plotPx, linePx) {
  const highest = Math.max(1, ...data.series.flatMap((series) => series.values.map((value) => value ?? 0)));
  const ends = data.series.map((series, index) => ({ index, y: plotPx * (1 - (series.values.findLast((value) => value !== null) ?? 0) / highest) }));
  const shifts = ends.map(() => 0);
  let lowest = -Infinity;
  for (const end of ends.sort((a, b) => a.y - b.y)) {
    const y = Math.max(end.y, lowest + linePx);
    shifts[end.index] = y - end.y;
    lowest = y;
  }
  // Half of the way up, half down, so that no name strays far from its line.
  const most = Math.max(...shifts);
  return shifts.map((shift) => shift - most / 2);
}

/**
 * What ECharts shall draw: zero line, unit on the axis, names at the lines' ends, gaps where nothing was reported.
 * @param {ReturnType<typeof readSeries>} data
 * @param {string} kind
 * @param {string} unit
 * @param {number} textPx size of all words
 * @param {number} heightPx of the canvas
 */
function options(data, kind, unit, textPx, heightPx) {
  const text = { color: token("ink-soft"), fontFamily: token("font"), fontSize: textPx };
  const many = data.series.length > 1;
  // Room for the names at the lines' ends: a Chinese character is as wide as the type is high.
  const longest = Math.max(...data.series.map((series) => series.name.length));
  const shifts = nameShifts(data, heightPx - textPx * 5, textPx * 1.4);
  return {
    animation: false,
    backgroundColor: "transparent",
    textStyle: text,
    grid: { left: 8, right: kind === "line" && many ? 16 + longest * textPx : 24, top: textPx * 2.5, bottom: 8, containLabel: true },
    xAxis: {
      type: "category",
      data: data.labels,
      boundaryGap: kind === "bar",
      axisLine: { lineStyle: { color: token("ink-soft") } },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      min: (/** @type {{ min: number }} */ range) => Math.min(0, range.min),
      name: unit,
      nameTextStyle: { ...text, align: "left", padding: [0, 0, 0, -8] },
      splitNumber: 3,
      axisLabel: { ...text, formatter: (/** @type {number} */ value) => number.format(value) },
      splitLine: { lineStyle: { color: token("line") } },
    },
    tooltip: {
      trigger: "axis",
      confine: true,
      borderWidth: 0,
      padding: 0,
      backgroundColor: "transparent",
      formatter: (/** @type {any[]} */ points) => tip(points, unit),
    },
    series: data.series.map((series, index) => {
      const colour = seriesColour(series.colour, index);
      const atEnd = { show: many, formatter: "{a}", color: token("ink"), fontSize: textPx, distance: 6, offset: [0, shifts[index]] };
      return kind === "bar"
        ? { type: "bar", name: series.name, data: series.values, itemStyle: { color: colour }, barMaxWidth: 32,
            label: { show: data.labels.length <= 10, position: "top", color: token("ink"), fontSize: textPx } }
        : { type: "line", name: series.name, data: series.values, connectNulls: false, symbol: "circle", symbolSize: 6,
            showSymbol: data.labels.length <= 31, itemStyle: { color: colour },
            lineStyle: { color: colour, width: 2, type: SERIES_DASHES[index % SERIES_DASHES.length] }, endLabel: atEnd };
    }),
  };
}

/**
 * @param {{ name: string, seriesName: string, value: number | null }[]} points
 * @param {string} unit
 */
function tip(points, unit) {
  const box = document.createElement("div");
  box.className = "chart-tip-box";
  const head = document.createElement("strong");
  head.textContent = points[0]?.name ?? "";
  box.append(head);
  for (const point of points) {
    const line = document.createElement("div");
    const said = point.value === null || point.value === undefined ? "—" : `${number.format(point.value)} ${unit}`;
    line.textContent = `${point.seriesName} ${said}`;
    box.append(line);
  }
  return box;
}

/** @param {HTMLElement} island */
async function draw(island) {
  const canvas = island.querySelector(".figure-canvas");
  const table = island.querySelector("table");
  if (!(canvas instanceof HTMLElement) || !table) throw new Error("a chart needs .figure-canvas and a table");
  await loadScript(vendor("echarts"));
  const echarts = /** @type {any} */ (globalThis).echarts;
  // SVG, so that paper gets lines instead of pixels.
  const chart = echarts.init(canvas, null, { renderer: "svg" });
  const show = () => {
    // The table may be a new one after a live update.
    const present = island.querySelector("table") ?? table;
    const textPx = Number.parseFloat(getComputedStyle(canvas).fontSize);
    const { kind = "line", unit = "" } = island.dataset;
    chart.setOption(options(readSeries(present), kind, unit, textPx, canvas.clientHeight), true);
  };
  show();
  onThemeChange(show);
  new ResizeObserver(() => chart.resize()).observe(canvas);
  new MutationObserver(show).observe(island.querySelector(".figure-data") ?? island, { childList: true, subtree: true });
  addEventListener("beforeprint", () => {
    chart.resize({ width: PAPER_PX });
    chart.getZr().flush();
  });
  addEventListener("afterprint", () => chart.resize({ width: "auto" }));
}

eachIsland("chart", draw);
