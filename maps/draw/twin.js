// The list twin of the map: every unit can be found, taken in and given up without a mouse.
//
// Without a search it holds the zone and, under it, the units around it; with one, what was found.
// Only the rows in sight are in the page, however long the list.

import { chooseUnit, desk, insideNow, onDesk, unitLabel } from "./desk.js";
import { byId, isolated, make } from "./dom.js";
import { language, onLanguage, tell } from "./language.js";
import { neighboursOf } from "./pieces.js";
import { fitUnits } from "./problems.js";
import { searchUnits } from "./search.js";
import { announce } from "./speak.js";
import { setHand } from "./stage.js";
import { tabNow } from "./tabs.js";
import { unitFacts } from "./tip.js";
import { pick } from "./tools.js";

const ROW = 46; // pixels: rows of one height, so that any of them can be found by its number
const SPARE = 6; // rows drawn above and below those in sight
const MOST_FOUND = 200;
let rows = []; // {unit} or {head: words}
let rowAt = -1;
let searched = "";
let box = null;

// `between` stands under the search field, above the list
export function twinPart(between) {
  const search = make("input", {
    type: "search", id: "search", class: "search", autocomplete: "off", spellcheck: "false", dir: "auto",
    "aria-controls": "twin", "aria-describedby": "twin-how",
    on: { input: () => searchFor(search.value), keydown: intoList },
  });
  search.value = searched;
  box = make("div", {
    id: "twin", class: "twin", role: "listbox", tabindex: "0", "aria-multiselectable": "true",
    on: { scroll: showRows, keydown: alongRows, click: clickRow, focus: enterTwin, blur: () => showRows(), mousemove: overRow, mouseleave: () => setHand({ lit: [] }) },
  });
  return [
    make("label", { class: "field-name", for: "search", data: { say: "draw.search" } }),
    search,
    make("p", { id: "twin-how", class: "hidden", data: { say: "draw.twin.how" } }),
    between,
    box,
  ];
}

export function openTwin() {
  onDesk("record", listAnew);
  onLanguage(listAnew);
  onDesk("unit", () => standOn(desk.chosen));
  onDesk("tab", showRows);
  new ResizeObserver(showRows).observe(box);
  listAnew();
}

function searchFor(text) {
  searched = text;
  rowAt = -1;
  listAnew();
  box.scrollTop = 0;
  if (text.trim()) announce(tell("draw.search.found", { n: rows.length }));
}

function listAnew() {
  const standing = rows[rowAt]?.unit ?? desk.chosen;
  const lang = language();
  box.setAttribute("aria-label", tell("draw.twin"));
  if (searched.trim()) {
    rows = searchUnits(desk.layer, searched, lang, MOST_FOUND).map((unit) => ({ unit }));
  } else {
    const around = neighboursOf(desk.layer, insideNow());
    rows = byCode(desk.now.units).map((unit) => ({ unit }));
    if (around.length) rows.push({ head: tell("draw.twin.around", { n: around.length }) }, ...byCode(around).map((unit) => ({ unit })));
  }
  rowAt = rows.findIndex((row) => row.unit === standing);
  showRows();
}

function byCode(units) {
  const { codes } = desk.layer;
  return [...units].sort((a, b) => (codes[a] < codes[b] ? -1 : 1));
}

function standOn(unit) {
  rowAt = rows.findIndex((row) => row.unit === unit);
  if (rowAt >= 0) keepInSight();
  showRows();
}

function showRows() {
  if (tabNow() !== "units") return;
  const first = Math.max(0, Math.floor(box.scrollTop / ROW) - SPARE);
  const last = Math.min(rows.length, Math.ceil((box.scrollTop + box.clientHeight) / ROW) + SPARE);
  const shown = [];
  for (let k = first; k < last; k++) shown.push(rowElement(k));
  // the row that the keyboard stands on is always there for the screen reader
  if (rowAt >= 0 && (rowAt < first || rowAt >= last)) shown.push(rowElement(rowAt));
  const high = make("div", { class: "twin-high", role: "presentation", style: `height:${rows.length * ROW}px` }, shown);
  box.replaceChildren(rows.length ? high : make("p", { class: "twin-none" }, tell(searched.trim() ? "draw.search.none" : "draw.twin.empty")));
  box.toggleAttribute("data-empty", rows.length === 0);
  if (rowAt >= 0) box.setAttribute("aria-activedescendant", `row-${rowAt}`);
  else box.removeAttribute("aria-activedescendant");
}

function rowElement(k) {
  const { unit, head } = rows[k];
  const style = `top:${k * ROW}px`;
  if (head !== undefined) return make("div", { class: "twin-head", style, role: "presentation" }, head);
  const inside = insideNow()[unit] === 1;
  const facts = unitFacts(unit);
  const { layer } = desk;
  const [people, , ...more] = facts;
  const municipality = layer.municipalityName(unit, language());
  const second = [municipality === layer.name(unit, language()) ? "" : municipality, ...more].filter(Boolean).join(" · ");
  return make(
    "div",
    {
      class: "twin-row", id: `row-${k}`, role: "option", style, data: { unit, inside: inside ? "1" : "0" },
      "aria-selected": String(inside), "aria-setsize": rows.length, "aria-posinset": k + 1,
      "data-stand": k === rowAt ? "1" : null,
    },
    make("span", { class: "tick", "aria-hidden": "true" }),
    make("span", { class: "twin-name" }, isolated(unitLabel(unit))),
    make("span", { class: "twin-people" }, people),
    make("span", { class: "twin-more" }, isolated(second))
  );
}

// down from the search field into what was found
function intoList(event) {
  if (event.key !== "ArrowDown" && event.key !== "Enter") return;
  event.preventDefault();
  box.focus();
}

function enterTwin() {
  if (rowAt < 0) moveTo(0);
  else showRows();
}

function moveTo(k) {
  const step = k < rowAt ? -1 : 1;
  let next = Math.min(rows.length - 1, Math.max(0, k));
  if (rows[next]?.head !== undefined) next += step;
  if (!rows[next] || rows[next].head !== undefined) return;
  rowAt = next;
  keepInSight();
  chooseUnit(rows[rowAt].unit);
}

function keepInSight() {
  const top = rowAt * ROW;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + ROW > box.scrollTop + box.clientHeight) box.scrollTop = top + ROW - box.clientHeight;
}

function alongRows(event) {
  const page = Math.max(1, Math.floor(box.clientHeight / ROW) - 1);
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -rows.length, End: rows.length }[event.key];
  if (step) {
    event.preventDefault();
    moveTo(rowAt + step);
  } else if (event.key === " " && rowAt >= 0) {
    event.preventDefault();
    event.stopPropagation();
    pick(rows[rowAt].unit, "click");
  } else if (event.key === "Enter" && rowAt >= 0) {
    event.preventDefault();
    fitUnits([rows[rowAt].unit]);
  }
}

function clickRow(event) {
  const row = event.target.closest("[data-unit]");
  if (!row) return;
  const unit = Number(row.dataset.unit);
  if (event.target.closest(".tick")) {
    pick(unit, "click");
  } else {
    chooseUnit(unit);
    fitUnits([unit]);
  }
}

function overRow(event) {
  const row = event.target.closest("[data-unit]");
  setHand({ lit: row ? [Number(row.dataset.unit)] : [] });
}
