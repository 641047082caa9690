// Accessibility: axe-core's rules for WCAG 2.2 A and AA, and what it can't see (a page wider than its window).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Fails with each violation, the element it stands on and what would be right. */
export async function assertAccessible(page, what) {
  // The protocol's own evaluation is not bound by the page's content security policy.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }),
    TAGS,
  );
  const said = violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}\n    ${node.failureSummary.replaceAll('\n', '\n    ')}`),
  );
  assert.equal(said.length, 0, `${what} has ${said.length} accessibility violations:\n  ${said.join('\n  ')}`);
}

/** A page must not need scrolling sideways. */
export async function assertFitsItsWindow(page, what) {
  const { wide, room } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
  }));
  assert.ok(wide <= room, `${what} is ${wide} px wide in a window of ${room} px`);
}
