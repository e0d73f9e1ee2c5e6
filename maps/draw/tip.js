// The small text beside the mouse: which unit, how many people, what stands in its way.

import { claimedBy, desk, insideNow, unitLabel } from "./desk.js";
import { byId, isolated, make } from "./dom.js";
import { language, tell } from "./language.js";
import { columnValue } from "./shown.js";
import { stage } from "./stage.js";

let tipUnit = -1;

export function hideTip() {
  byId("tip").hidden = true;
  tipUnit = -1;
}

export function showTip(unit, x, y) {
  const tip = byId("tip");
  if (unit < 0) {
    hideTip();
    return;
  }
  if (unit !== tipUnit) tip.replaceChildren(...tipLines(unit));
  tipUnit = unit;
  tip.hidden = false;
  const { width, height } = stage.view;
  const left = x + 18 + tip.offsetWidth > width ? x - 14 - tip.offsetWidth : x + 18;
  const top = y + 18 + tip.offsetHeight > height ? y - 14 - tip.offsetHeight : y + 18;
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${Math.max(4, top)}px`;
}

function tipLines(unit) {
  const { layer } = desk;
  const lines = [make("strong", null, isolated(unitLabel(unit)))];
  const municipality = layer.municipalityName(unit, language());
  if (municipality !== layer.name(unit, language())) lines.push(make("span", { class: "tip-line" }, isolated(municipality)));
  lines.push(make("span", { class: "tip-line" }, unitFacts(unit).join(" · ")));
  if (stage.map.column) lines.push(make("span", { class: "tip-line" }, columnValue(stage.map.column, unit)));
  return lines;
}

// what is to be known of a unit in few words
export function unitFacts(unit) {
  const { layer, signs } = desk;
  const facts = [layer.people[unit] < 0 ? tell("draw.unit.no_people") : tell("value.persons", { n: layer.people[unit] })];
  facts.push(tell(insideNow()[unit] ? "map.inside" : "map.outside"));
  if (layer.rural[unit] === 1) facts.push(tell("map.rural"));
  if (signs.loose[unit]) facts.push(tell("map.loose"));
  if (signs.enclaves[unit]) facts.push(tell("map.enclave"));
  if (signs.locked[unit]) facts.push(tell("draw.unit.locked"));
  if (layer.special.has(unit)) facts.push(tell("draw.unit.special"));
  const claims = claimedBy(unit);
  if (claims.length) facts.push(tell("map.shared", { names: claims }));
  return facts;
}
