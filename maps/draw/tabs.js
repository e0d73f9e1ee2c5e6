// The parts of the panel, one at a time.

import { desk, onDesk, tellDesk } from "./desk.js";
import { byId, make } from "./dom.js";
import { onLanguage, tell } from "./language.js";

const TAB_WORDS = {
  rules: "draw.tab.rules",
  units: "draw.tab.units",
  measures: "draw.tab.measures",
  shows: "draw.tab.shows",
  versions: "draw.tab.versions",
};
let tabShown = "rules";

export function openTabs() {
  const buttons = Object.keys(TAB_WORDS).map((name) =>
    make("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `part-${name}`, on: { click: () => showTab(name) } })
  );
  byId("tabs").replaceChildren(...buttons);
  byId("tabs").addEventListener("keydown", alongTabs);
  onLanguage(nameTabs);
  onDesk("record", nameTabs);
  nameTabs();
  showTab("rules");
}

function nameTabs() {
  for (const [name, words] of Object.entries(TAB_WORDS)) byId(`tab-${name}`).textContent = tell(words);
  const count = make("span", { class: "count" }, String(desk.now.units.length));
  byId("tab-units").append(" ", count);
}

export function showTab(name) {
  tabShown = name;
  for (const one of Object.keys(TAB_WORDS)) {
    const button = byId(`tab-${one}`);
    button.setAttribute("aria-selected", String(one === name));
    button.tabIndex = one === name ? 0 : -1;
    byId(`part-${one}`).hidden = one !== name;
  }
  tellDesk("tab", name);
}

export function tabNow() {
  return tabShown;
}

function alongTabs(event) {
  const names = Object.keys(TAB_WORDS);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const at = event.key === "Home" ? 0 : event.key === "End" ? names.length - 1 : step ? names.indexOf(tabShown) + step : -9;
  if (at === -9) return;
  event.preventDefault();
  const name = names[(at + names.length) % names.length];
  showTab(name);
  byId(`tab-${name}`).focus();
}
