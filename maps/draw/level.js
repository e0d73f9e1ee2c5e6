// What one touch takes: a unit, or the whole municipality, care region or province around it.

import { tell } from "./language.js";

const LEVEL_WORDS = {
  postcode: "draw.level.postcode",
  municipality: "draw.level.municipality",
  sector: "draw.level.sector",
  province: "draw.level.province",
  "care-regions": "draw.level.care_region",
};

// levels of a layer, the smallest first: {id, of} with the group of each unit, or null
export function levelsOf(layer) {
  const levels = [{ id: "unit", of: null }];
  if (layer.kind !== "municipality" && layer.municipalities.length) {
    levels.push({ id: "municipality", of: layer.municipality });
  }
  for (const [name, zoning] of Object.entries(layer.zonings)) levels.push({ id: name, of: zoning.of });
  if (layer.provinces.length > 1) levels.push({ id: "province", of: layer.province });
  return levels;
}

export function levelName(layer, id) {
  const word = LEVEL_WORDS[id === "unit" ? layer.kind : id];
  if (word) return tell(word);
  return id === "unit" ? tell("draw.level.unit") : id;
}

// all units of the groups that these units belong to; a unit without a group stands for itself
export function wholeGroups(layer, level, units) {
  if (level.of === null) return [...units];
  const groups = new Set();
  const found = new Set(units);
  for (const unit of units) if (level.of[unit] >= 0) groups.add(level.of[unit]);
  if (groups.size) for (let unit = 0; unit < layer.n; unit++) if (groups.has(level.of[unit])) found.add(unit);
  return [...found].sort((a, b) => a - b);
}
