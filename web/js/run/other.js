// @ts-check
// What else can become of a parcel: put down where they find it, not wanted, nobody home. And a vehicle that can't go on.

import { $, dialog, input } from "../app-dom.js";
import { whoGets } from "./parcel.js";
import { FILE_BYTES_MAX, small } from "./photo.js";
import { word } from "./words.js";

/** @typedef {import("./standing.js").Parcel} Parcel */
/** @typedef {import("./sender.js").Said} Said */

/** What is chosen, one form each. */
const WAYS = ["put-down", "refused", "absent"];

/** @type {{ parcel: Parcel, say: (said: Said, photo?: Blob | null) => void } | null} */
let present = null;
/** @type {Blob | null} */
let photo = null;
/** Which file is being made small; a later one counts. */
let turn = 0;

/** @param {Parcel} parcel @param {(said: Said, photo?: Blob | null) => void} say @param {boolean} mayPutDown */
export function openOther(parcel, say, mayPutDown) {
  present = { parcel, say };
  $("other-who").textContent = whoGets(parcel);
  for (const id of ["point", "refused-reason"]) input(id).value = "";
  // Another firm's goods are handed over or come back, as does what lay at the drop point before.
  $("other-put-down").hidden = !mayPutDown || parcel.kind !== "order";
  choose(null);
  forgetPhoto();
  dialog("other").showModal();
}

export function setUpOther() {
  for (const way of WAYS) {
    $(`other-${way}`).addEventListener("click", () => choose(way));
    $(`${way}-back`).addEventListener("click", () => choose(null));
    $(`${way}-form`).addEventListener("submit", (event) => {
      event.preventDefault();
      save(way);
    });
  }
  for (const proposal of document.querySelectorAll("[data-point]")) {
    proposal.addEventListener("click", () => {
      input("point").value = proposal.textContent ?? "";
      sayPointWrong("");
    });
  }
  input("point").addEventListener("input", () => sayPointWrong(""));
  input("photo").addEventListener("change", takePhoto);
  dialog("other").addEventListener("close", () => {
    forgetPhoto();
    present = null;
  });
}

/** @param {string | null} way */
function choose(way) {
  $("other-ways").hidden = way !== null;
  for (const one of WAYS) $(`${one}-form`).hidden = one !== way;
  sayPointWrong("");
  const first = way === null ? $("other-ways") : $(`${way}-form`);
  if (dialog("other").open) /** @type {HTMLElement | null} */ (first.querySelector("input:not([type=file]), textarea, button:not([hidden])"))?.focus();
}

/** @param {string} way */
function save(way) {
  if (!present) return;
  const { parcel, say } = present;
  const cargo = { kind: parcel.kind, id: parcel.id };
  const point = input("point").value.trim();
  if (way === "put-down" && !point) {
    sayPointWrong(word("run-point-missing"));
    return input("point").focus();
  }
  const shown = way === "put-down" ? photo : null;
  const reason = input("refused-reason").value.trim();
  dialog("other").close();
  if (way === "put-down") say({ event: "drop", cargo, point }, shown);
  else if (way === "refused") say({ event: "refuse", cargo, reason });
  else say({ event: "absent", cargo });
}

/** @param {string} wrong */
function sayPointWrong(wrong) {
  $("point-error").textContent = wrong;
  $("point-error").hidden = wrong === "";
  $("point-field").toggleAttribute("data-invalid", wrong !== "");
  input("point").setAttribute("aria-invalid", String(wrong !== ""));
}

async function takePhoto() {
  const [file] = input("photo").files ?? [];
  const mine = (turn += 1);
  if (!file) return forgetPhoto();
  const made = await small(file);
  if (mine !== turn) return;
  photo = typeof made === "string" ? null : made;
  $("photo-said").textContent = saidOf(file, made);
  const picture = /** @type {HTMLImageElement} */ ($("photo-seen"));
  URL.revokeObjectURL(picture.src);
  picture.hidden = !photo;
  if (photo) picture.src = URL.createObjectURL(photo);
}

/** @param {File} file @param {Blob | "too-large" | "no-picture"} made */
function saidOf(file, made) {
  const mb = (/** @type {number} */ bytes) => Math.ceil(bytes / 1024 / 1024);
  if (made === "too-large") return word("run-photo-large", { mb: mb(file.size), most: mb(FILE_BYTES_MAX) });
  return made === "no-picture" ? word("run-photo-wrong") : word("run-photo-taken", { kb: Math.ceil(made.size / 1024) });
}

function forgetPhoto() {
  turn += 1;
  photo = null;
  input("photo").value = "";
  $("photo-said").textContent = "";
  const picture = /** @type {HTMLImageElement} */ ($("photo-seen"));
  URL.revokeObjectURL(picture.src);
  picture.removeAttribute("src");
  picture.hidden = true;
}

/** @param {(said: Said) => void} say */
export function setUpBreakDown(say) {
  $("stuck-form").addEventListener("submit", (event) => {
    event.preventDefault();
    dialog("stuck").close();
    say({ event: "break_down", reason: input("stuck-reason").value.trim() });
  });
}

export function openBreakDown() {
  input("stuck-reason").value = "";
  dialog("stuck").showModal();
}
