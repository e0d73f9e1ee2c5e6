// The language of the page: texts in place, everything else told to draw itself anew.

import { say } from "./words.js";

const SAID_ATTRIBUTES = ["aria-label", "title", "placeholder"];
const languageListeners = [];
let languageNow = "fr";

export function language() {
  return languageNow;
}

export function tell(id, fields) {
  return say(id, languageNow, fields ?? {});
}

export function onLanguage(listener) {
  languageListeners.push(listener);
}

export function rememberedLanguage(languages) {
  const asked = new URLSearchParams(location.search).get("lang") ?? location.hash.slice(1);
  if (languages.includes(asked)) return asked;
  try {
    const kept = localStorage.getItem("pilotzones.lang");
    return languages.includes(kept) ? kept : null;
  } catch {
    return null; // a page opened from a file may have no storage
  }
}

export function showLanguage(code) {
  languageNow = code;
  document.documentElement.lang = code;
  fillWords(document);
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === code));
  }
  languageListeners.forEach((listener) => listener());
}

export function chooseLanguage(code) {
  showLanguage(code);
  try {
    localStorage.setItem("pilotzones.lang", code);
  } catch {
    // the choice then holds for this page only
  }
}

// data-say="id" is the text of an element, data-say-NAME="id" an attribute
export function fillWords(root) {
  for (const element of root.querySelectorAll("[data-say]")) {
    element.textContent = tell(element.dataset.say);
  }
  for (const name of SAID_ATTRIBUTES) {
    for (const element of root.querySelectorAll(`[data-say-${name}]`)) {
      element.setAttribute(name, tell(element.getAttribute(`data-say-${name}`)));
    }
  }
}

export function verdictWord(verdict) {
  return tell(`verdict.${verdict}`);
}
