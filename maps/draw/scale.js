// Lengths for a scale bar: round kilometres that fit.

// the longest of 1, 2, 5, 10 ... that is at most `most` pixels; scale = pixels per grid step
export function scaleLength(scale, cell, most) {
  const perMetre = scale / cell;
  let metres = 100;
  for (const step of [200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000]) {
    if (step * perMetre <= most) metres = step;
  }
  return { metres, pixels: metres * perMetre };
}
