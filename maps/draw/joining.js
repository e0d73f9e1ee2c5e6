// Ways that join loose pieces of a zone to the main one.

// Fewest units outside that lead from the main piece to each loose one, then fewest people, then
// the order of the layer. Loose pieces on the way cost nothing. [{ piece, units }], nearest first.
export function joiningPaths(layer, pieces, mayTake, most) {
  const [main, ...loose] = pieces;
  const home = new Map();
  loose.forEach((piece) => piece.units.forEach((unit) => home.set(unit, piece)));
  const from = new Int32Array(layer.n).fill(-2);
  const cost = new Float64Array(layer.n);
  const reached = [];
  let level = [...main.units];
  for (const unit of level) from[unit] = -1;
  while (level.length && reached.length < most) {
    level = withPieces(nextLevel(layer, level, from, cost, home, mayTake));
  }
  return reached;

  // A loose piece that is reached is walked through at once: it is part of the zone.
  function withPieces(units) {
    const grown = new Set(units);
    // of several arrivals at a piece the one with the fewest people on the way counts
    const arrivals = [...units].sort((a, b) => cost[a] - cost[b] || a - b);
    for (const unit of arrivals) {
      const piece = home.get(unit);
      if (!piece || reached.some((way) => way.piece === piece)) continue;
      reached.push({ piece, units: wayBack(from, unit, home) });
      for (const other of piece.units) {
        if (from[other] !== -2) continue;
        from[other] = unit;
        cost[other] = cost[unit];
        grown.add(other);
      }
    }
    return [...grown].sort((a, b) => a - b);
  }
}

// Units one step further out, each with the cheapest unit before it.
function nextLevel(layer, level, from, cost, home, mayTake) {
  const { start, to } = layer.graph;
  const found = new Map();
  for (const unit of level) {
    for (let k = start[unit]; k < start[unit + 1]; k += 1) {
      const other = to[k];
      if (from[other] !== -2 || !(home.has(other) || mayTake(other))) continue;
      const sum = cost[unit] + (home.has(other) ? 0 : Math.max(layer.people[other], 0));
      if (!found.has(other) || sum < cost[other]) {
        found.set(other, unit);
        cost[other] = sum;
      }
    }
  }
  for (const [unit, before] of found) from[unit] = before;
  return [...found.keys()].sort((a, b) => a - b);
}

function wayBack(from, end, home) {
  const units = [];
  for (let unit = from[end]; unit >= 0 && from[unit] !== -1; unit = from[unit]) {
    if (!home.has(unit)) units.push(unit);
  }
  return units.sort((a, b) => a - b);
}
