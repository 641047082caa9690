// The words on the pages, read from the language files of the system itself: a test names a key, not a text.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FOLDERS = ['platform', 'modules', '.'];

/** `key = text` with the lines that go on with it; attributes are no words a test looks for. */
function parse(text) {
  const found = new Map();
  let key;
  for (const line of text.split('\n')) {
    const match = /^([a-z][a-z0-9_-]*)\s*=\s*(.+)$/i.exec(line);
    if (match) {
      key = match[1];
      found.set(key, match[2].trim());
    } else if (/^(\s+[^\s.]|})/.test(line) && key) {
      found.set(key, `${found.get(key)} ${line.trim()}`);
    } else {
      key = undefined;
    }
  }
  return found;
}

/** A crate has a file for a language, a folder of them, or both. */
function files(locales, lang) {
  const [file, folder] = [join(locales, `${lang}.ftl`), join(locales, lang)];
  const parts = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  return existsSync(file) ? [file, ...parts] : parts;
}

function read(lang) {
  const words = new Map();
  for (const folder of FOLDERS) {
    for (const crate of readdirSync(join(ROOT, folder))) {
      for (const file of files(join(ROOT, folder, crate, 'src/locales'), lang)) {
        parse(readFileSync(file, 'utf8')).forEach((text, key) => words.set(key, text));
      }
    }
  }
  return words;
}

const WORDS = { 'zh-CN': read('zh-CN'), en: read('en') };

/** The text behind a key in the page's language; a key that is gone fails the test. */
export function word(page, key) {
  const text = WORDS[page.lang].get(key);
  if (text === undefined) throw new Error(`the language files have no ${key} in ${page.lang}`);
  return text;
}

/** The same as a pattern, where the text has gaps such as `{ $n }` or a choice between a singular and a plural. */
export function wordPattern(page, key) {
  const gap = /\{[^{}]*\}/g;
  let text = word(page, key);
  while (gap.test(text)) text = text.replace(gap, '\0');
  const parts = text.split('\0').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(parts.join('.*'));
}

/** Waits for the page to say what just happened. */
export function toldThat(page, key) {
  return page.locator('.flash').getByText(wordPattern(page, key)).waitFor();
}
