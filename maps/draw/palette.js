// Colours of the map, taken from the style sheet so that contrast settings reach the canvas too,
// and the hatchings made of them.

const PAPER_NAMES = [
  "ground", "land", "unit-line", "municipality-line", "region-line", "zone", "zone-fill",
  "zone-line", "rural", "others", "fail", "warn", "enclave-fill", "focus", "ink", "halo", "muted",
  "overlap-fill", "k0", "k1", "k2", "k3", "k4", "hidden-dot", "no-data-line",
];

// ratio = canvas pixels per CSS pixel: hatchings keep their gap on any screen and on paper
export function readPalette(ratio) {
  const style = getComputedStyle(document.documentElement);
  const colours = {};
  for (const name of PAPER_NAMES) {
    colours[name] = style.getPropertyValue(`--map-${name}`).trim() || "#888";
  }
  return { colours, ratio, tiles: new Map() };
}

// lines at 45 degrees (lean 1 or -1), level (0) or crossed (2), `gap` pixels apart
export function hatching(ink, palette, name, lean, gap, width) {
  return tileOf(ink, palette, `${name} ${lean} ${gap} ${width}`, gap * (lean ? Math.SQRT2 : 1), (tile, size) => {
    tile.strokeStyle = palette.colours[name];
    tile.lineWidth = width * palette.ratio;
    tile.beginPath();
    if (lean === 0) {
      tile.moveTo(0, size / 2);
      tile.lineTo(size, size / 2);
    }
    for (const side of lean === 2 ? [1, -1] : lean ? [lean] : []) {
      // three strokes, so that the corners of the tile are whole
      for (const shift of [-size, 0, size]) {
        tile.moveTo(shift - size, side > 0 ? 2 * size : -size);
        tile.lineTo(shift + 2 * size, side > 0 ? -size : 2 * size);
      }
    }
    tile.stroke();
  });
}

export function dots(ink, palette, name, gap, radius) {
  return tileOf(ink, palette, `${name} dots ${gap}`, gap, (tile, size) => {
    tile.fillStyle = palette.colours[name];
    tile.beginPath();
    tile.arc(size / 2, size / 2, radius * palette.ratio, 0, 7);
    tile.fill();
  });
}

function tileOf(ink, palette, key, gap, drawn) {
  if (!palette.tiles.has(key)) {
    const size = Math.max(2, Math.round(gap * palette.ratio));
    const canvas = document.createElement("canvas");
    canvas.width = size;
    canvas.height = size;
    drawn(canvas.getContext("2d"), size);
    const pattern = ink.createPattern(canvas, "repeat");
    pattern.setTransform(new DOMMatrix([1 / palette.ratio, 0, 0, 1 / palette.ratio, 0, 0]));
    palette.tiles.set(key, pattern);
  }
  return palette.tiles.get(key);
}
