// One line that says what just happened: read out by a screen reader, and seen by everyone.

import { byId } from "./dom.js";

let spokenBefore = "";

export function announce(text) {
  const line = byId("said");
  // the same words twice would not be read out again
  line.textContent = text === spokenBefore ? `${text}\u00a0` : text;
  spokenBefore = line.textContent;
}
