// @ts-check
// What a reader throws: the bytes are not what must stand there. Every reader of this folder throws it and nothing else.

/**
 * `damaged`: not of the form. `forged`: another key signed. `unknown_key`: no key that may sign it. `rollback`: older than
 * what is held, or the same number with other content. `other_list`, `wrong_base`: not for what is held.
 * @typedef {"damaged" | "forged" | "unknown_key" | "rollback" | "other_list" | "wrong_base"} Trouble
 */

export class Refused extends Error {
  /**
   * @param {Trouble} trouble
   * @param {string} what for whoever looks into it; never shown at a gate
   */
  constructor(trouble, what) {
    super(`${trouble}: ${what}`);
    this.trouble = trouble;
  }
}

/**
 * @param {boolean} isRight
 * @param {string} what what would be right
 * @param {Trouble} [trouble]
 * @returns {asserts isRight}
 */
export function need(isRight, what, trouble = "damaged") {
  if (!isRight) throw new Refused(trouble, what);
}
