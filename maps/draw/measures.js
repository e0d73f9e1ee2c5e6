// Measures of the zone for the live panel: people, ground, outline, regions, expected patients.

import { peopleOf, unitsOf } from "./layer.js";
import { areaOf, ruralPart } from "./rules.js";

// Measures of a choice of units; null where something that is needed is not known.
export function measuresOf(layer, inside) {
  const units = unitsOf(inside);
  const unknownPeople = units.filter((unit) => layer.people[unit] < 0);
  const people = units.length && !unknownPeople.length ? peopleOf(layer, units) : null;
  const area = areaOf(layer, units);
  const perimeter = perimeterOf(layer, inside, units);
  const rural = people === null ? null : ruralPart(layer, units);
  return {
    units: units.length,
    people,
    knownPeople: peopleOf(layer, units),
    unknownPeople,
    areaKm2: area / 1e6,
    density: people === null || area === 0 ? null : people / (area / 1e6),
    perimeterKm: perimeter / 1e3,
    compactness: compactnessOf(area, perimeter),
    ruralShare: rural ? rural.populationShare : null,
    ruralUnits: rural ? rural.units : [],
    ...municipalitiesTouched(layer, units),
    byRegion: byRegion(layer, units),
  };
}

// Polsby and Popper: 4 pi A / P², 1 for a circle; null without ground.
export function compactnessOf(area, perimeter) {
  return perimeter > 0 ? (4 * Math.PI * area) / perimeter ** 2 : null;
}

// The units' own borders without those they share inside the zone, in metres.
export function perimeterOf(layer, inside, units) {
  const { start, to, metres } = layer.graph;
  let sum = 0;
  for (const unit of units) {
    sum += layer.perimeter[unit];
    for (let k = start[unit]; k < start[unit + 1]; k += 1) if (inside[to[k]]) sum -= metres[k];
  }
  return Math.max(sum, 0);
}

function municipalitiesTouched(layer, units) {
  const count = new Map();
  for (const unit of units) {
    const place = layer.municipality[unit];
    if (place >= 0) count.set(place, (count.get(place) || 0) + 1);
  }
  const split = [...count.keys()].filter(
    (place) => count.get(place) < layer.unitsByMunicipality[place].length,
  );
  return { municipalities: count.size, split: split.sort((a, b) => a - b) };
}

// Units and inhabitants by federated entity, those of no known region last (entity null).
function byRegion(layer, units) {
  const found = layer.entities.map((entity) => ({ entity, units: 0, people: 0 }));
  const nowhere = { entity: null, units: 0, people: 0 };
  for (const unit of units) {
    const place = layer.entity[unit] < 0 ? nowhere : found[layer.entity[unit]];
    place.units += 1;
    place.people += Math.max(layer.people[unit], 0);
  }
  return [...found, nowhere].filter((region) => region.units > 0);
}

// Providers of each type in the zone; `unknown` counts the units whose number is not known.
export function providersOf(data, inside) {
  const units = unitsOf(inside);
  return (data.providers || []).map((type) => {
    const unknown = units.filter((unit) => type.counts[unit] < 0).length;
    const sum = units.reduce((total, unit) => total + Math.max(type.counts[unit], 0), 0);
    return {
      id: type.id,
      words: type.words,
      synthetic: type.synthetic,
      count: sum,
      unknown,
    };
  });
}

// Expected patients and target group of the zone, from released figures only; null without them.
export function expectedOf(data, layer, inside) {
  const given = data.expected;
  if (!given) return null;
  const units = unitsOf(inside);
  const found = { synthetic: given.synthetic, year: given.year, interval: given.interval };
  for (const kind of ["patients", "target"]) {
    const counts = (given.rows || {})[kind] || [];
    const share = (given.shares || {})[kind] ?? null;
    found[kind] = expectedCount(layer, units, counts, share, given.interval);
  }
  found.bounds = given.bounds || null;
  return found;
}

// Released counts as they are; what is hidden or outside the released zone at the zone's rate. The
// interval holds the chance in the counts (Poisson), that of the rate itself, and how far the
// released units' rates lie apart beyond chance: a new place may differ as much.
function expectedCount(layer, units, counts, share, interval) {
  const found = { value: null, low: null, high: null, counted: 0, estimated: 0, hidden: 0, unknown: 0 };
  let sum = 0;
  let estimated = 0;
  let squares = 0;
  for (const unit of units) {
    const count = counts[unit];
    if (typeof count === "number") {
      sum += count;
      found.counted += 1;
      continue;
    }
    if (count === "h") found.hidden += 1;
    if (share === null || layer.people[unit] < 0) {
      found.unknown += 1;
      continue;
    }
    found.estimated += 1;
    estimated += share * layer.people[unit];
    squares += layer.people[unit] ** 2;
  }
  if (!found.counted && !found.estimated) return found;
  const { total, spread } = ratesApart(layer, counts);
  const ofRate = total > 0 ? estimated ** 2 / total : 0;
  const value = sum + estimated;
  const deviation = Math.sqrt(value + ofRate + spread * squares);
  return { ...found, value, ...around(value, deviation, interval) };
}

// Released total, and the variance of the units' rates beyond that of chance (method of moments
// around the rate of all counted units together).
function ratesApart(layer, counts) {
  const counted = [];
  for (let unit = 0; unit < layer.n; unit += 1) {
    if (typeof counts[unit] === "number" && layer.people[unit] > 0) counted.push(unit);
  }
  const total = counted.reduce((sum, unit) => sum + counts[unit], 0);
  const people = peopleOf(layer, counted);
  const rate = people > 0 ? total / people : 0;
  let excess = 0;
  for (const unit of counted) {
    const expected = rate * layer.people[unit];
    excess += ((counts[unit] - expected) ** 2 - expected) / layer.people[unit];
  }
  return { total, spread: people > 0 ? Math.max(0, excess / people) : 0 };
}

// Ends of the interval on the scale of logarithms: never below zero. Of none, the upper end is that
// of a Poisson count of 0.
function around(value, deviation, interval) {
  if (value <= 0) return { low: 0, high: -Math.log((1 - interval) / 2) };
  const factor = Math.exp((normalQuantile((1 + interval) / 2) * deviation) / value);
  return { low: value / factor, high: value * factor };
}

// Quantile of the standard normal distribution, by bisection on its distribution function
// (Abramowitz & Stegun 1964, 26.2.17 for the function: error below 7.5e-8).
function normalQuantile(p) {
  let low = 0;
  let high = 8;
  for (let k = 0; k < 60; k += 1) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function normalBelow(x) {
  const t = 1 / (1 + 0.2316419 * x);
  const series = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153];
  const tail = series.reduce((sum, factor) => (sum + factor) * t, 0);
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}
