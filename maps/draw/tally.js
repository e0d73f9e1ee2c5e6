// What a zone would be after a change: people, outline, pieces, and which rules it would hold.

import { unitsOf } from "./layer.js";
import { compactnessOf } from "./measures.js";
import { enclavesOf, pieceLabels } from "./pieces.js";

// What suggestions look at: the zone, what may be touched, and the bounds of the rule set.
export function suggestionCase(layer, data, zone, options) {
  const taken = new Uint8Array(layer.n);
  for (const other of zone.others || []) for (const unit of other.units) taken[unit] = 1;
  const locked = options.locked || new Uint8Array(layer.n);
  const flanders = (data.rules.entities || []).find((entity) => entity.entity === "flanders");
  const whole = flanders && flanders.nesting === "whole" && flanders.zoning;
  const named = (rule) => data.rules.rules.includes(rule);
  return {
    layer,
    inside: zone.inside,
    taken,
    locked,
    bounds: data.rules.population,
    whole: Boolean(whole && (named("Z09") || named("Z10"))),
    zoning: (whole && layer.zonings[flanders.zoning]) || null,
    flanders: layer.entities.indexOf("flanders"),
    flemishMinimum: (whole && named("Z10") && flanders.minimum) || 0,
    // never a unit of another project, one of unknown people, without ground, or of an institution
    mayAdd: (unit) =>
      !zone.inside[unit] &&
      !locked[unit] &&
      !taken[unit] &&
      !layer.bare[unit] &&
      layer.people[unit] >= 0 &&
      !layer.special.has(unit),
    mayDrop: (unit) => zone.inside[unit] === 1 && !locked[unit],
  };
}

// Sums over the units of a choice.
export function sumsOf(layer, inside) {
  const { start, to, metres } = layer.graph;
  const sums = { units: 0, people: 0, area: 0, perimeter: 0, rural: 0, dark: 0, unpeopled: 0 };
  for (let unit = 0; unit < layer.n; unit += 1) {
    if (!inside[unit]) continue;
    sums.units += 1;
    sums.people += Math.max(layer.people[unit], 0);
    sums.area += layer.area[unit];
    sums.perimeter += layer.perimeter[unit];
    if (layer.rural[unit] === 1) sums.rural += Math.max(layer.people[unit], 0);
    if (layer.people[unit] < 0) sums.unpeopled += 1;
    if (layer.rural[unit] < 0 || layer.people[unit] < 0) sums.dark += 1;
    for (let k = start[unit]; k < start[unit + 1]; k += 1) {
      if (inside[to[k]]) sums.perimeter -= metres[k];
    }
  }
  return sums;
}

// Everything that has to hold, of one choice of units.
export function tallyOf(given, inside) {
  const { layer } = given;
  const sums = sumsOf(layer, inside);
  let shared = 0;
  for (let unit = 0; unit < layer.n; unit += 1) if (inside[unit] && given.taken[unit]) shared += 1;
  const flemish = given.whole ? flemishUnits(given, inside) : [];
  return {
    ...sums,
    pieces: piecesCounted(layer, inside),
    enclaves: enclavesOf(layer, inside).length,
    shared,
    cut: regionsCut(given, inside).length,
    unplaced: given.whole ? placelessUnits(given, inside, flemish) : 0,
    short: flemish.length && sums.people < given.flemishMinimum ? 1 : 0,
    compactness: compactnessOf(sums.area, sums.perimeter),
    ruralShare: sums.people && !sums.dark ? sums.rural / sums.people : null,
  };
}

function piecesCounted(layer, inside) {
  const label = pieceLabels(layer, inside, true);
  let most = -1;
  for (let unit = 0; unit < layer.n; unit += 1) if (label[unit] > most) most = label[unit];
  return most + 1;
}

function flemishUnits(given, inside) {
  return unitsOf(inside).filter((unit) => given.layer.entity[unit] === given.flanders);
}

// Is there a unit of which region or care region are not known? Then neither can be checked.
function placelessUnits(given, inside, flemish) {
  const { layer, zoning } = given;
  if (flemish.some((unit) => !zoning || zoning.of[unit] < 0)) return 1;
  return unitsOf(inside).some((unit) => layer.region[unit] < 0) ? 1 : 0;
}

// Care regions that the Flemish part of a choice takes only in part.
export function regionsCut(given, inside) {
  const { zoning } = given;
  if (!given.whole || !zoning) return [];
  const touched = new Set(flemishUnits(given, inside).map((unit) => zoning.of[unit]));
  touched.delete(-1);
  return [...touched]
    .filter((region) => zoning.units[region].some((unit) => !inside[unit]))
    .sort((a, b) => a - b);
}

// Does a change break something that holds?
export function breaksSomething(bounds, before, after) {
  if (!after.units || after.pieces > Math.max(before.pieces, 1)) return true;
  if (after.enclaves > before.enclaves || after.shared > before.shared) return true;
  if (after.cut > before.cut || after.unplaced > before.unplaced) return true;
  if (after.short > before.short) return true;
  return boundsOf(bounds).some((holds) => holds(before.people) && !holds(after.people));
}

// The bounds of the population that the rule set knows, as questions of a number of people.
function boundsOf({ minimum, preferred, high, veryHigh }) {
  const known = (bound) => bound !== null && bound !== undefined;
  const found = [];
  if (known(minimum)) found.push((people) => people >= minimum);
  if (preferred) found.push((people) => people >= preferred[0] && people <= preferred[1]);
  if (known(high)) found.push((people) => people <= high);
  if (known(veryHigh)) found.push((people) => people <= veryHigh);
  return found;
}
