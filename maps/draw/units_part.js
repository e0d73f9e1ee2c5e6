// The units in the panel: the card of the chosen one with its note, and the list twin.

import { claimedBy, desk, insideNow, onDesk, tryAct, unitLabel } from "./desk.js";
import { byId, isolated, make, refill, wordButton } from "./dom.js";
import { fillWords, language, onLanguage, tell } from "./language.js";
import { goToUnits } from "./problems.js";
import { tabNow } from "./tabs.js";
import { pick } from "./tools.js";
import { openTwin, twinPart } from "./twin.js";
import { wholeGroups } from "./level.js";

export function openUnitsPart() {
  const card = make("div", { id: "card", class: "card" });
  const deeds = make("div", { id: "lock-deeds", class: "lock-deeds" });
  byId("part-units").replaceChildren(...twinPart(card), deeds);
  fillWords(byId("part-units"));
  openTwin();
  for (const event of ["record", "unit", "tab"]) onDesk(event, showCard);
  onLanguage(showCard);
  showCard();
}

function showCard() {
  if (tabNow() !== "units") return;
  showLocks();
  const unit = desk.chosen;
  if (unit < 0) {
    byId("card").replaceChildren();
    return;
  }
  refill(byId("card"), make("h2", null, isolated(unitLabel(unit))), facts(unit), deeds(unit), note(unit));
}

function facts(unit) {
  const { layer, signs } = desk;
  const lang = language();
  const area = layer.area[unit] / 1e6;
  const rows = [
    ["table.population", layer.people[unit] < 0 ? tell("value.unknown") : tell("value.persons", { n: layer.people[unit] })],
    ["sheet.density", layer.people[unit] < 0 || area === 0 ? tell("value.unknown") : tell("value.density", { n: Math.round(layer.people[unit] / area) })],
    ["table.municipality", layer.municipalityName(unit, lang)],
  ];
  for (const [name, zoning] of Object.entries(layer.zonings)) {
    if (zoning.of[unit] >= 0) rows.push([name === "care-regions" ? "draw.level.care_region" : name, zoning.regions[zoning.of[unit]]]);
  }
  const remarks = [
    tell(insideNow()[unit] ? "map.inside" : "map.outside"),
    layer.rural[unit] === 1 ? tell("map.rural") : "",
    signs.locked[unit] ? tell("draw.unit.locked") : "",
    layer.special.has(unit) ? tell("draw.unit.special") : "",
    ...claimedBy(unit).map((name) => tell("map.shared", { names: [name] })),
  ].filter(Boolean);
  return [
    make("p", { class: "remarks" }, remarks.join(" · ")),
    make("dl", { class: "facts-list" }, rows.map(([words, value]) => make("div", null, make("dt", null, words.includes(".") ? tell(words) : words), make("dd", null, isolated(value))))),
  ];
}

function deeds(unit) {
  const { layer, signs } = desk;
  const inside = insideNow()[unit] === 1;
  const town = desk.levels.find((level) => level.id === "municipality");
  const whole = town ? wholeGroups(layer, town, [unit]) : [unit];
  const missing = whole.filter((one) => !insideNow()[one]);
  return make(
    "p",
    { class: "row-deeds" },
    wordButton(tell(inside ? "draw.unit.drop" : "draw.unit.add"), "toggle-unit", () => pick(unit, "click")),
    whole.length > 1
      ? wordButton(tell(missing.length ? "draw.unit.add_whole" : "draw.unit.drop_whole"), "whole-unit", () => tryAct({ type: missing.length ? "add" : "drop", units: missing.length ? missing : whole }))
      : null,
    wordButton(tell(signs.locked[unit] ? "draw.unit.unlock" : "draw.unit.lock"), "lock-unit", () => tryAct({ type: signs.locked[unit] ? "unlock" : "lock", units: [unit] })),
    wordButton(tell("draw.go"), "go-unit", () => goToUnits([unit]))
  );
}

function note(unit) {
  const field = make("textarea", { id: "unit-note", rows: "2", maxlength: "2000", dir: "auto", data: { key: "unit-note" } });
  field.value = desk.record.notes.units[unit] ?? "";
  field.addEventListener("change", () => tryAct({ type: "note", unit, text: field.value }, tell("draw.did.noted", { unit: unitLabel(unit) })));
  return [make("label", { class: "field-name", for: "unit-note" }, tell("draw.note.unit")), field];
}


function showLocks() {
  const { units } = desk.now;
  const locked = desk.signs.locked.reduce((sum, sign) => sum + sign, 0);
  refill(
    byId("lock-deeds"),
    units.length ? wordButton(tell("draw.lock.all"), "lock-all", () => tryAct({ type: "lock", units })) : null,
    locked ? wordButton(tell("draw.lock.none", { n: locked }), "unlock-all", () => tryAct({ type: "unlock", units: "all" })) : null,
    units.length ? wordButton(tell("draw.empty"), "empty", () => tryAct({ type: "drop", units })) : null
  );
}

