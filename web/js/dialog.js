// @ts-check
// A link that leads to a confirmation page opens the same words as a dialog in this page, if it is here.
// <a href="/needs/A7K3/decline" data-dialog="decline"> … <dialog id="decline" class="dialog"> … <button data-close>

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const opener = event.target.closest("[data-dialog]");
  const dialog = opener instanceof HTMLElement ? document.getElementById(opener.dataset.dialog ?? "") : null;
  if (dialog instanceof HTMLDialogElement) {
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const open = event.target.closest("[data-close]")?.closest("dialog");
  if (open instanceof HTMLDialogElement) open.close();
});
