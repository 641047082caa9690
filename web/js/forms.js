// @ts-check
// Forms on a bad line: what was typed survives a reload, a button sends once, errors get the focus.
// <form data-draft="report-500112" data-draft-word="草稿已存在本机"> … <span class="draft-state" data-draft-state></span>
// <button data-busy="正在提交…">; <form data-clears-drafts> (sign-out) removes all drafts from a shared phone.

const PREFIX = "draft:";

/** Drafts may hold personal words; none stays longer on the device. */
const KEEP_MS = 24 * 60 * 60 * 1000;

/** @typedef {{ at: number, sent: boolean, fields: Record<string, string[]> }} Draft */

/**
 * @param {string} name
 * @returns {Draft | null}
 */
function load(name) {
  try {
    const draft = JSON.parse(localStorage.getItem(PREFIX + name) ?? "null");
    return draft && Date.now() - draft.at < KEEP_MS ? draft : null;
  } catch {
    return null;
  }
}

/**
 * @param {string} name
 * @param {Draft} draft
 */
function save(name, draft) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** @param {(draft: Draft | null) => boolean} which */
function removeDrafts(which) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && which(load(key.slice(PREFIX.length)))) localStorage.removeItem(key);
    }
  } catch {
    // No storage on this device: nothing was kept, nothing to remove.
  }
}

/**
 * Fields a draft may hold: what a person typed, never tokens, passwords or files.
 * @param {HTMLFormElement} form
 */
function draftFields(form) {
  return /** @type {(HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[]} */ ([...form.elements]).filter(
    (field) => field.name && !["hidden", "password", "file", "submit", "button", "fieldset"].includes(field.type),
  );
}

/**
 * @param {HTMLFormElement} form
 * @returns {Record<string, string[]>}
 */
function read(form) {
  /** @type {Record<string, string[]>} */
  const fields = {};
  for (const field of draftFields(form)) {
    if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type) && !field.checked) continue;
    (fields[field.name] ??= []).push(field.value);
  }
  return fields;
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, string[]>} fields
 */
function fill(form, fields) {
  for (const field of draftFields(form)) {
    const values = fields[field.name];
    if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) {
      field.checked = values?.includes(field.value) ?? false;
    } else if (values?.length) {
      field.value = /** @type {string} */ (values.shift());
    }
  }
}

/** @param {HTMLFormElement} form */
function keepDraft(form) {
  const name = form.dataset.draft ?? "";
  const say = () => {
    const state = form.querySelector("[data-draft-state]");
    if (state) state.textContent = form.dataset.draftWord ?? "";
  };
  const draft = load(name);
  // After a refusal the server has sent back what was typed: that is newer than the draft.
  if (draft && !document.querySelector(".error-summary")) {
    fill(form, structuredClone(draft.fields));
    say();
  }
  form.addEventListener("input", () => {
    if (save(name, { at: Date.now(), sent: false, fields: read(form) })) say();
  });
  form.addEventListener("submit", () => save(name, { at: Date.now(), sent: true, fields: read(form) }));
}

/** @param {SubmitEvent} event */
function sendOnce(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.method === "get") return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  const button = event.submitter;
  if (!(button instanceof HTMLButtonElement)) return;
  button.setAttribute("aria-disabled", "true");
  if (button.dataset.busy) {
    button.dataset.words = button.innerHTML;
    button.textContent = button.dataset.busy;
  }
}

/** Forms can be sent again: after going back, or after htmx has an answer. */
function release() {
  for (const form of document.querySelectorAll("form[data-sending]")) {
    delete (/** @type {HTMLFormElement} */ (form).dataset.sending);
    for (const button of form.querySelectorAll("button[aria-disabled]")) {
      button.removeAttribute("aria-disabled");
      const words = /** @type {HTMLButtonElement} */ (button).dataset.words;
      if (words) button.innerHTML = words;
    }
  }
}

if (document.querySelector('[data-flash="done"]')) removeDrafts((draft) => draft === null || draft.sent);
for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(/** @type {HTMLFormElement} */ (form));
for (const form of document.querySelectorAll("form[data-clears-drafts]")) form.addEventListener("submit", () => removeDrafts(() => true));
for (const button of document.querySelectorAll("button[data-print]")) {
  /** @type {HTMLButtonElement} */ (button).hidden = false;
  button.addEventListener("click", () => print());
}
document.addEventListener("submit", sendOnce);
document.addEventListener("htmx:afterRequest", release);
addEventListener("pageshow", release);
/** @type {HTMLElement | null} */ (document.querySelector(".error-summary"))?.focus();
