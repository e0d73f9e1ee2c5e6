// Z09 and Z10: the care regions of Flanders, whole and large enough.

import { codesOf, peopleOf } from "./layer.js";
import { findingFor, sortedTexts, stoppedBy } from "./verdicts.js";

// Flemish units of the zone with what the rule set adds for them, or the finding that ends it.
function flemishPart(given, rule) {
  const { layer, units } = given;
  const stopped = stoppedBy(given, rule, rule === "Z10");
  if (stopped) return { ended: stopped };
  const placeless = units.filter((unit) => layer.region[unit] < 0);
  if (placeless.length) {
    const subjects = codesOf(layer, placeless);
    return { ended: findingFor(given, rule, "not-computable", "no_region", { subjects }) };
  }
  const flanders = layer.entities.indexOf("flanders");
  const own = units.filter((unit) => layer.entity[unit] === flanders);
  if (!own.length) {
    const measured = [0, 0, "units"];
    return { ended: findingFor(given, rule, "pass", "elsewhere", { measured }) };
  }
  const extra = (given.rules.entities || []).find((entity) => entity.entity === "flanders");
  if (!extra || extra.nesting !== "whole" || !extra.zoning) {
    return { ended: findingFor(given, rule, "not-computable", "no_bound") };
  }
  const nested = nestingOf(given, own, extra.zoning);
  if (!nested) {
    const more = { subjects: codesOf(layer, own), evidence: { zoning: extra.zoning } };
    return { ended: findingFor(given, rule, "not-computable", "no_table", more) };
  }
  return { extra, nested };
}

// How units sit in the regions of a zoning; null when its table was not given.
export function nestingOf(given, units, name) {
  const zoning = given.layer.zonings[name];
  if (!zoning) return null;
  const touched = new Set();
  for (const unit of units) if (zoning.of[unit] >= 0) touched.add(zoning.of[unit]);
  const missing = [];
  const cut = new Set();
  for (const region of touched) {
    for (const unit of zoning.units[region]) {
      if (given.inside[unit]) continue;
      missing.push(unit);
      cut.add(region);
    }
  }
  const named = (regions) => sortedTexts([...regions].map((region) => zoning.regions[region]));
  return {
    regions: named(touched),
    cut: named(cut),
    missing: sortedTexts(codesOf(given.layer, missing)),
    unplaced: codesOf(
      given.layer,
      units.filter((unit) => zoning.of[unit] < 0),
    ),
  };
}

function unplacedFinding(given, rule, { extra, nested }) {
  const more = { subjects: nested.unplaced, evidence: { zoning: extra.zoning } };
  return findingFor(given, rule, "not-computable", "unplaced", more);
}

// The zone must be a union of whole care regions in Flanders.
export function wholeCareRegions(given) {
  const found = flemishPart(given, "Z09");
  if (found.ended) return found.ended;
  const { extra, nested } = found;
  const evidence = {
    zoning: extra.zoning,
    regions: nested.regions,
    cut: nested.cut,
    missing: nested.missing,
  };
  const measured = [nested.cut.length, 0, "regions"];
  if (nested.cut.length) {
    const more = { measured, subjects: nested.missing, evidence };
    return findingFor(given, "Z09", "fail", "cut", more);
  }
  if (nested.unplaced.length) return unplacedFinding(given, "Z09", found);
  return findingFor(given, "Z09", "pass", "pass", { measured, evidence });
}

// Population of the whole zone, also outside Flanders, against the minimum for care regions.
export function careRegionsLargeEnough(given) {
  const found = flemishPart(given, "Z10");
  if (found.ended) return found.ended;
  const { extra, nested } = found;
  if (nested.unplaced.length) return unplacedFinding(given, "Z10", found);
  if (extra.minimum === null || extra.minimum === undefined) {
    return findingFor(given, "Z10", "not-computable", "no_bound");
  }
  const people = peopleOf(given.layer, given.units);
  const enough = people >= extra.minimum;
  return findingFor(given, "Z10", enough ? "pass" : "fail", enough ? "pass" : "below", {
    measured: [people, extra.minimum, "persons"],
    evidence: { regions: nested.regions, missing: Math.max(0, extra.minimum - people) },
  });
}
