// Outlines of the units as flat arrays, and paths of them on a canvas.
//
// Borders are shared arcs: an arc knows the unit on each side, so the outline of any set of
// units is the arcs with the set on one side only, found without geometry.

const NEAR = 0.7; // pixels: points closer than this to the last one drawn are left out

export function openOutlines(layer) {
  const { arcs, rings } = layer.shapes;
  const arcStart = new Int32Array(arcs.length + 1);
  arcs.forEach((arc, k) => (arcStart[k + 1] = arcStart[k] + arc.length / 2));
  const points = new Int32Array(2 * arcStart[arcs.length]);
  arcs.forEach((arc, k) => points.set(arc, 2 * arcStart[k]));
  const sides = new Int32Array(2 * arcs.length).fill(-1);
  rings.forEach((ofUnit, unit) => {
    for (const ring of ofUnit) {
      for (const ref of ring) {
        const arc = ref < 0 ? -1 - ref : ref;
        sides[sides[2 * arc] < 0 ? 2 * arc : 2 * arc + 1] = unit;
      }
    }
  });
  const arcBoxes = boxesOfArcs(points, arcStart);
  const boxes = boxesOfUnits(rings, arcBoxes);
  return { points, arcStart, rings, sides, arcBoxes, boxes, box: boxAround(boxes, null) };
}

function boxesOfArcs(points, arcStart) {
  const boxes = new Float64Array(4 * (arcStart.length - 1));
  for (let k = 0; k + 1 < arcStart.length; k++) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 2 * arcStart[k]; i < 2 * arcStart[k + 1]; i += 2) {
      if (points[i] < west) west = points[i];
      if (points[i] > east) east = points[i];
      if (points[i + 1] < south) south = points[i + 1];
      if (points[i + 1] > north) north = points[i + 1];
    }
    boxes.set([west, south, east, north], 4 * k);
  }
  return boxes;
}

function boxesOfUnits(rings, arcBoxes) {
  const boxes = new Float64Array(4 * rings.length);
  rings.forEach((ofUnit, unit) => {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of ofUnit) {
      for (const ref of ring) widen(box, arcBoxes, ref < 0 ? -1 - ref : ref);
    }
    boxes.set(box, 4 * unit);
  });
  return boxes;
}

function widen(box, boxes, k) {
  box[0] = Math.min(box[0], boxes[4 * k]);
  box[1] = Math.min(box[1], boxes[4 * k + 1]);
  box[2] = Math.max(box[2], boxes[4 * k + 2]);
  box[3] = Math.max(box[3], boxes[4 * k + 3]);
}

// box around some units (all when null); null when none of them has ground
export function boxAround(boxes, units) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  if (units === null) {
    for (let unit = 0; 4 * unit < boxes.length; unit++) widen(box, boxes, unit);
  } else {
    for (const unit of units) widen(box, boxes, unit);
  }
  return box[0] <= box[2] ? box : null;
}

export function isApart(boxes, k, shown) {
  return (
    boxes[4 * k] > shown[2] || boxes[4 * k + 2] < shown[0] ||
    boxes[4 * k + 1] > shown[3] || boxes[4 * k + 3] < shown[1]
  );
}

// Rings of the wanted units, for a fill by "evenodd": the border that two of them share is in
// the path twice and cancels, so that no seam shows. No ring is closed: a fill does that by itself,
// and closing is slow in paths of many rings.
export function traceUnits(ink, outlines, view, shown, wanted) {
  ink.beginPath();
  for (let unit = 0; unit < outlines.rings.length; unit++) {
    if (!wanted(unit) || isApart(outlines.boxes, unit, shown)) continue;
    for (const ring of outlines.rings[unit]) {
      let begun = false;
      for (const ref of ring) {
        traceArc(ink, outlines, view, ref, begun);
        begun = true;
      }
    }
  }
}

// Arcs for which wanted(one side, other side) holds; a side without a unit is -1.
export function traceBorders(ink, outlines, view, shown, wanted) {
  const { sides } = outlines;
  ink.beginPath();
  for (let arc = 0; 2 * arc < sides.length; arc++) {
    if (!wanted(sides[2 * arc], sides[2 * arc + 1])) continue;
    if (!isApart(outlines.arcBoxes, arc, shown)) traceArc(ink, outlines, view, arc, false);
  }
}

function traceArc(ink, outlines, view, ref, begun) {
  const { points, arcStart } = outlines;
  const arc = ref < 0 ? -1 - ref : ref;
  const step = ref < 0 ? -2 : 2;
  const first = ref < 0 ? 2 * arcStart[arc + 1] - 2 : 2 * arcStart[arc];
  const last = ref < 0 ? 2 * arcStart[arc] : 2 * arcStart[arc + 1] - 2;
  const { scale } = view;
  const left = view.width / 2 - view.x * scale;
  const top = view.height / 2 + view.y * scale;
  let x = points[first] * scale + left;
  let y = top - points[first + 1] * scale;
  if (begun) ink.lineTo(x, y);
  else ink.moveTo(x, y);
  for (let i = first + step; i !== last + step; i += step) {
    const nextX = points[i] * scale + left;
    const nextY = top - points[i + 1] * scale;
    const far = nextX - x > NEAR || x - nextX > NEAR || nextY - y > NEAR || y - nextY > NEAR;
    if (far || i === last) {
      ink.lineTo(nextX, nextY);
      x = nextX;
      y = nextY;
    }
  }
}
