// Zones to start from: municipalities, official regions, circles, and whole larger areas.

import { maskOf } from "./layer.js";

export function unitsOfMunicipality(layer, place) {
  return layer.unitsByMunicipality[place] || [];
}

// Units of a region of an official zoning.
export function unitsOfRegion(layer, zoning, region) {
  const found = layer.zonings[zoning];
  return (found && found.units[region]) || [];
}

export function unitsOfProvince(layer, province) {
  return layer.codes.map((_, unit) => unit).filter((unit) => layer.province[unit] === province);
}

// Units whose middle lies within so many kilometres of that of a unit, the nearest first.
export function unitsWithin(layer, unit, km) {
  const { middles } = layer;
  const [x, y] = [middles[2 * unit], middles[2 * unit + 1]];
  const found = [];
  for (let other = 0; other < layer.n; other += 1) {
    const away = Math.hypot(middles[2 * other] - x, middles[2 * other + 1] - y);
    if (away <= km * 1000) found.push({ other, away });
  }
  found.sort((p, q) => p.away - q.away || p.other - q.other);
  return found.map(({ other }) => other);
}

// These units and all others of the larger areas in which they lie: `level` is "municipality",
// "province", or the name of an official zoning. Units without such an area stay alone.
export function growWhole(layer, units, level) {
  const areas = areasOf(layer, level);
  const grown = maskOf(layer, units);
  const touched = new Set([...units].map((unit) => areas[unit]).filter((area) => area >= 0));
  for (let unit = 0; unit < layer.n; unit += 1) if (touched.has(areas[unit])) grown[unit] = 1;
  return [...grown.keys()].filter((unit) => grown[unit]);
}

function areasOf(layer, level) {
  if (level === "municipality") return layer.municipality;
  if (level === "province") return layer.province;
  if (!layer.zonings[level]) throw new Error(`no zoning ${level}`);
  return layer.zonings[level].of;
}
