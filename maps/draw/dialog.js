// One dialog for all that is asked beside the map; closed, the focus goes back where it was.

import { byId } from "./dom.js";
import { onLanguage, tell } from "./language.js";

let dialogFilled = null; // what filled the dialog, to fill it again in another language
let dialogTitle = null;

export function openDialogs() {
  const dialog = byId("dialog");
  byId("dialog-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialogFilled = null;
    byId("dialog-body").replaceChildren();
  });
  onLanguage(() => {
    if (dialogFilled) fillDialog();
  });
}

// filled() gives the children; it is asked again when the language changes
export function showDialog(title, filled) {
  dialogTitle = title;
  dialogFilled = filled;
  fillDialog();
  const dialog = byId("dialog");
  if (!dialog.open) dialog.showModal();
  (dialog.querySelector("[autofocus]") ?? byId("dialog-title")).focus();
}

export function fillDialog() {
  byId("dialog-title").textContent = tell(dialogTitle);
  byId("dialog-body").replaceChildren(...dialogFilled().flat(Infinity).filter(Boolean));
}

export function closeDialog() {
  byId("dialog").close();
}

export function dialogIsOpen() {
  return byId("dialog").open;
}
