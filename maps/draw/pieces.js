// Pieces and enclaves of a choice of units, and the declared links it leans on.

import { peopleOf } from "./layer.js";

// Number of the piece of each unit of the choice, -1 for the others; by the order of first units.
export function pieceLabels(layer, chosen, withLinks) {
  const { start, to, link } = layer.graph;
  const label = new Int32Array(layer.n).fill(-1);
  const waiting = new Int32Array(layer.n);
  let pieces = 0;
  for (let first = 0; first < layer.n; first += 1) {
    if (!chosen[first] || label[first] >= 0) continue;
    let size = 1;
    waiting[0] = first;
    label[first] = pieces;
    while (size > 0) {
      size -= 1;
      const unit = waiting[size];
      for (let k = start[unit]; k < start[unit + 1]; k += 1) {
        const other = to[k];
        if (!chosen[other] || label[other] >= 0 || (link[k] && !withLinks)) continue;
        label[other] = pieces;
        waiting[size] = other;
        size += 1;
      }
    }
    pieces += 1;
  }
  return label;
}

function groupsByLabel(label) {
  const groups = new Map();
  for (let unit = 0; unit < label.length; unit += 1) {
    if (label[unit] < 0) continue;
    const group = groups.get(label[unit]);
    if (group) group.push(unit);
    else groups.set(label[unit], [unit]);
  }
  return groups;
}

// The most peopled first, then the one with more units, then by code (units are in their order).
function orderedPieces(layer, groups) {
  const found = [...groups].map((units) => ({ units, people: peopleOf(layer, units) }));
  return found.sort(
    (p, q) => q.people - p.people || q.units.length - p.units.length || p.units[0] - q.units[0],
  );
}

// Pieces of the zone; declared links join.
export function piecesOf(layer, inside) {
  return orderedPieces(layer, groupsByLabel(pieceLabels(layer, inside, true)).values());
}

// Units left out that the zone surrounds: groups without a way to the outer border of the layer.
export function enclavesOf(layer, inside) {
  const label = pieceLabels(layer, inside.map((chosen) => (chosen ? 0 : 1)), false);
  const wayOut = new Uint8Array(layer.n);
  for (let unit = 0; unit < layer.n; unit += 1) {
    if (label[unit] >= 0 && (layer.open[unit] || layer.bare[unit])) wayOut[label[unit]] = 1;
  }
  for (let unit = 0; unit < layer.n; unit += 1) if (wayOut[label[unit]]) label[unit] = -1;
  return orderedPieces(layer, groupsByLabel(label).values());
}

// Declared links inside the zone that join what borders alone leave apart.
export function linksUsed(layer, inside) {
  const both = layer.links.filter((link) => inside[link.a] && inside[link.b]);
  if (!both.length) return [];
  const label = pieceLabels(layer, inside, false);
  return both.filter((link) => label[link.a] !== label[link.b]);
}

// Units outside the zone that share a border or a declared link with it.
export function neighboursOf(layer, inside) {
  const { start, to } = layer.graph;
  const beside = new Uint8Array(layer.n);
  for (let unit = 0; unit < layer.n; unit += 1) {
    if (!inside[unit]) continue;
    for (let k = start[unit]; k < start[unit + 1]; k += 1) if (!inside[to[k]]) beside[to[k]] = 1;
  }
  const found = [];
  for (let unit = 0; unit < layer.n; unit += 1) if (beside[unit]) found.push(unit);
  return found;
}
