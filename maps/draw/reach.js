// Which units a hand on the map means: the one under a point, those under a circle, in a lasso.

const CELLS = 96; // cells along the longer side of the country

// cells of a grid over the layer, each with the units whose box meets it
export function openReach(layer, outlines) {
  const [west, south, east, north] = outlines.box;
  const size = Math.max(east - west, north - south, 1) / CELLS;
  const columns = Math.floor((east - west) / size) + 1;
  const rows = Math.floor((north - south) / size) + 1;
  const cells = Array.from({ length: columns * rows }, () => []);
  const { boxes } = outlines;
  for (let unit = 0; unit < layer.n; unit++) {
    if (boxes[4 * unit] > boxes[4 * unit + 2]) continue;
    const [c0, c1] = [Math.floor((boxes[4 * unit] - west) / size), Math.floor((boxes[4 * unit + 2] - west) / size)];
    const [r0, r1] = [Math.floor((boxes[4 * unit + 1] - south) / size), Math.floor((boxes[4 * unit + 3] - south) / size)];
    for (let row = r0; row <= r1; row++) {
      for (let column = c0; column <= c1; column++) cells[row * columns + column].push(unit);
    }
  }
  const { x0, y0, cell } = layer.geometry;
  const middles = layer.middles.map((metres, i) => (metres - (i % 2 ? y0 : x0)) / cell);
  return { west, south, size, columns, rows, cells, outlines, middles };
}

function nearbyUnits(reach, box) {
  const found = new Set();
  const column = (x) => Math.min(reach.columns - 1, Math.max(0, Math.floor((x - reach.west) / reach.size)));
  const row = (y) => Math.min(reach.rows - 1, Math.max(0, Math.floor((y - reach.south) / reach.size)));
  for (let r = row(box[1]); r <= row(box[3]); r++) {
    for (let c = column(box[0]); c <= column(box[2]); c++) {
      for (const unit of reach.cells[r * reach.columns + c]) found.add(unit);
    }
  }
  return found;
}

// unit under a point of the grid, or -1
export function unitAt(reach, x, y) {
  for (const unit of nearbyUnits(reach, [x, y, x, y])) {
    if (covers(reach.outlines, unit, x, y)) return unit;
  }
  return -1;
}

// units that a circle touches
export function unitsUnder(reach, x, y, radius) {
  const box = [x - radius, y - radius, x + radius, y + radius];
  return [...nearbyUnits(reach, box)].filter(
    (unit) => covers(reach.outlines, unit, x, y) || passesBy(reach.outlines, unit, x, y, radius * radius)
  );
}

// units whose middle lies in a polygon [x, y, x, y ...]
export function unitsWithinLine(reach, line) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < line.length; i += 2) {
    box[0] = Math.min(box[0], line[i]);
    box[1] = Math.min(box[1], line[i + 1]);
    box[2] = Math.max(box[2], line[i]);
    box[3] = Math.max(box[3], line[i + 1]);
  }
  return [...nearbyUnits(reach, box)].filter((unit) => {
    const [x, y] = [reach.middles[2 * unit], reach.middles[2 * unit + 1]];
    let within = false;
    for (let i = 0, j = line.length - 2; i < line.length; j = i, i += 2) {
      if (crosses(line[i], line[i + 1], line[j], line[j + 1], x, y)) within = !within;
    }
    return within;
  });
}

function crosses(ax, ay, bx, by, x, y) {
  return ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax;
}

function covers(outlines, unit, x, y) {
  const { boxes, points, arcStart } = outlines;
  if (x < boxes[4 * unit] || x > boxes[4 * unit + 2]) return false;
  if (y < boxes[4 * unit + 1] || y > boxes[4 * unit + 3]) return false;
  let within = false;
  for (const ring of outlines.rings[unit]) {
    for (const ref of ring) {
      const arc = ref < 0 ? -1 - ref : ref;
      for (let i = 2 * arcStart[arc]; i < 2 * arcStart[arc + 1] - 2; i += 2) {
        if (crosses(points[i], points[i + 1], points[i + 2], points[i + 3], x, y)) within = !within;
      }
    }
  }
  return within;
}

function passesBy(outlines, unit, x, y, squared) {
  const { points, arcStart } = outlines;
  for (const ring of outlines.rings[unit]) {
    for (const ref of ring) {
      const arc = ref < 0 ? -1 - ref : ref;
      for (let i = 2 * arcStart[arc]; i < 2 * arcStart[arc + 1] - 2; i += 2) {
        const [ax, ay] = [points[i], points[i + 1]];
        const [dx, dy] = [points[i + 2] - ax, points[i + 3] - ay];
        const long = dx * dx + dy * dy;
        const along = long === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / long));
        const [offX, offY] = [ax + along * dx - x, ay + along * dy - y];
        if (offX * offX + offY * offY <= squared) return true;
      }
    }
  }
  return false;
}

// the unit that lies next in a direction (dx, dy): a neighbour if one does, else the nearest
export function unitTowards(layer, reach, from, dx, dy) {
  const { middles } = reach;
  const { start, to } = layer.graph;
  let best = -1;
  let least = Infinity;
  const look = (unit) => {
    const [x, y] = [middles[2 * unit] - middles[2 * from], middles[2 * unit + 1] - middles[2 * from + 1]];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    // within 55 degrees of the direction, near and straight ahead before far and aside
    if (unit === from || ahead <= 0 || aside > 1.43 * ahead) return;
    const cost = ahead + 2 * aside;
    if (cost < least) [best, least] = [unit, cost];
  };
  for (let k = start[from]; k < start[from + 1]; k++) look(to[k]);
  if (best < 0) for (let unit = 0; unit < layer.n; unit++) look(unit);
  return best;
}
