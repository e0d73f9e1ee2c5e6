// Zones grown or cut back unit by unit, along their edge, until the number of people fits.

import { unitsOf } from "./layer.js";
import { compactnessOf } from "./measures.js";
import { sumsOf } from "./tally.js";

const MOST_STEPPED = 120;
const PLACE_WEIGHT = 0.05;

// Units to add so that the people lie between the bounds; none where that cannot be reached.
export function grownBy(given, low, high) {
  const walk = walkOf(given);
  const edge = new Set(edgeUnits(given, walk.inside));
  const grown = [];
  while (walk.sums.people < low && grown.length < MOST_STEPPED) {
    const best = bestOf(walk, edge, 1, (people) => people <= high);
    if (best < 0) return [];
    moved(walk, best, 1);
    edge.delete(best);
    forNeighbours(given.layer, best, (other) => {
      if (!walk.inside[other] && given.mayAdd(other)) edge.add(other);
    });
    grown.push(best);
  }
  return walk.sums.people >= low ? grown : [];
}

// Units to drop so that the people lie between the bounds; none where that cannot be reached.
export function cutBy(given, low, high) {
  const walk = walkOf(given);
  const { people, units } = walk.sums;
  if (people - high > (MOST_STEPPED * people) / units) return [];
  const edge = new Set(outerUnits(given, walk.inside));
  const cut = [];
  while (walk.sums.people > high && cut.length < MOST_STEPPED) {
    const best = bestOf(walk, edge, -1, (left) => left >= low);
    if (best < 0) return [];
    moved(walk, best, -1);
    edge.delete(best);
    forNeighbours(given.layer, best, (other) => {
      if (given.mayDrop(other) && walk.inside[other]) edge.add(other);
    });
    cut.push(best);
  }
  return walk.sums.people <= high ? cut : [];
}

// Units at the edge that may be added (sign 1) or dropped (-1), the one that fits best first.
export function rankedSingles(given, sign) {
  const walk = walkOf(given);
  const units = sign > 0 ? edgeUnits(given, walk.inside) : outerUnits(given, walk.inside);
  return units
    .filter((unit) => sign > 0 || staysWhole(given.layer, walk.inside, unit))
    .map((unit) => ({ unit, score: scoreOf(walk, unit, sign) }))
    .sort((p, q) => q.score - p.score || p.unit - q.unit)
    .map(({ unit }) => unit);
}

// A choice that changes unit by unit, with its sums and its units by municipality.
function walkOf(given) {
  const { layer } = given;
  const inside = given.inside.slice();
  const held = new Int32Array(layer.municipalities.length);
  for (const unit of unitsOf(inside)) {
    if (layer.municipality[unit] >= 0) held[layer.municipality[unit]] += 1;
  }
  return { layer, inside, held, sums: sumsOf(layer, inside) };
}

function moved(walk, unit, sign) {
  const { layer, inside, sums, held } = walk;
  sums.people += sign * layer.people[unit];
  sums.area += sign * layer.area[unit];
  sums.perimeter += sign * (layer.perimeter[unit] - 2 * sharedWith(layer, inside, unit));
  if (layer.municipality[unit] >= 0) held[layer.municipality[unit]] += sign;
  inside[unit] = sign > 0 ? 1 : 0;
}

// The unit of the edge that leaves the best zone with a number of people that fits; else -1.
function bestOf(walk, edge, sign, fits) {
  const ranked = [];
  for (const unit of edge) {
    if (!fits(walk.sums.people + sign * walk.layer.people[unit])) continue;
    ranked.push({ unit, score: scoreOf(walk, unit, sign) });
  }
  ranked.sort((p, q) => q.score - p.score || p.unit - q.unit);
  if (sign > 0) return ranked.length ? ranked[0].unit : -1;
  const found = ranked.find(({ unit }) => staysWhole(walk.layer, walk.inside, unit));
  return found ? found.unit : -1;
}

// How well a unit fits or goes: the outline after it, and municipalities kept whole.
function scoreOf(walk, unit, sign) {
  const { layer, inside, sums, held } = walk;
  const perimeter =
    sums.perimeter + sign * (layer.perimeter[unit] - 2 * sharedWith(layer, inside, unit));
  const outline = compactnessOf(sums.area + sign * layer.area[unit], Math.max(perimeter, 0)) ?? 0;
  const place = layer.municipality[unit];
  if (place < 0) return outline;
  const all = layer.unitsByMunicipality[place].length;
  const whole = held[place] + sign === 0 || held[place] + sign === all;
  const split = held[place] > 0 && held[place] < all;
  if (whole && split) return outline + PLACE_WEIGHT;
  return whole || split ? outline : outline - PLACE_WEIGHT;
}

function sharedWith(layer, inside, unit) {
  const { start, to, metres } = layer.graph;
  let shared = 0;
  for (let k = start[unit]; k < start[unit + 1]; k += 1) if (inside[to[k]]) shared += metres[k];
  return shared;
}

function forNeighbours(layer, unit, visit) {
  const { start, to } = layer.graph;
  for (let k = start[unit]; k < start[unit + 1]; k += 1) visit(to[k]);
}

// Units outside that touch the choice and may be added, in the order of the layer.
function edgeUnits(given, inside) {
  const found = new Set();
  for (const unit of unitsOf(inside)) {
    forNeighbours(given.layer, unit, (other) => {
      if (!inside[other] && given.mayAdd(other)) found.add(other);
    });
  }
  return [...found].sort((a, b) => a - b);
}

// Units of the choice that touch the outside and may go.
function outerUnits(given, inside) {
  const { layer } = given;
  return unitsOf(inside).filter((unit) => {
    if (!given.mayDrop(unit)) return false;
    let outer = layer.open[unit] === 1;
    forNeighbours(layer, unit, (other) => {
      if (!inside[other]) outer = true;
    });
    return outer;
  });
}

// Do the neighbours of a unit hang together without it, by themselves or by one unit between? Those
// that only meet further away are not taken for whole: a unit more or less is left alone then.
function staysWhole(layer, inside, unit) {
  const around = [];
  forNeighbours(layer, unit, (other) => {
    if (inside[other]) around.push(other);
  });
  if (around.length < 2) return around.length === 1;
  const near = new Set(around);
  for (const other of around) {
    forNeighbours(layer, other, (further) => {
      if (inside[further] && further !== unit) near.add(further);
    });
  }
  const reached = new Set([around[0]]);
  const waiting = [around[0]];
  while (waiting.length) {
    forNeighbours(layer, waiting.pop(), (other) => {
      if (!near.has(other) || reached.has(other)) return;
      reached.add(other);
      waiting.push(other);
    });
  }
  return around.every((other) => reached.has(other));
}
