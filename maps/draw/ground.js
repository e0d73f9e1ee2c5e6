// The ground under the zone: land, classes of a figure, other projects, borders. It changes with
// the view and with what is shown, never with a stroke of the hand.

import { shownBox, toWindow } from "./view.js";
import { traceBorders, traceUnits } from "./outlines.js";
import { dots, hatching } from "./palette.js";

const MOST_PLACES = 700; // names tried, the most important first
const FINE = 7; // pixels: units smaller than this on average are drawn without their own lines

// map = {layer, outlines, column|null, rural: "none"|"zone"|"all", others: [{inside}], shows}
export function paintGround(ink, map, view, palette) {
  const shown = shownBox(view);
  const { colours } = palette;
  ink.fillStyle = colours.ground;
  ink.fillRect(0, 0, view.width, view.height);
  traceUnits(ink, map.outlines, view, shown, () => true);
  ink.fillStyle = colours.land;
  ink.fill("evenodd");
  if (map.column) paintClasses(ink, map, view, palette, shown);
  if (map.rural === "all") {
    traceUnits(ink, map.outlines, view, shown, (unit) => map.layer.rural[unit] === 1);
    ink.fillStyle = hatching(ink, palette, "rural", 1, 7, 0.7);
    ink.fill("evenodd");
  }
  paintOthers(ink, map, view, palette, shown);
  paintBorders(ink, map, view, palette, shown);
}

// class of a value: how many of the four edges it reaches; hidden and no data have signs of their own
export function classOf(column, value) {
  if (value === null || value === undefined) return "no-data";
  if (value === "h") return "hidden";
  let found = 0;
  for (const edge of column.edges) if (value >= edge) found++;
  return found;
}

// the classes of a column from light to dark, when there are fewer than five spread over the hue
export function shadeOf(column, number) {
  const classes = column.edges.length + 1;
  return `k${classes === 1 ? 2 : Math.round((number * 4) / (classes - 1))}`;
}

function paintClasses(ink, map, view, palette, shown) {
  const { column, outlines } = map;
  const classes = column.values.map((value) => classOf(column, value));
  for (let number = 0; number <= column.edges.length; number++) {
    traceUnits(ink, outlines, view, shown, (unit) => classes[unit] === number);
    ink.fillStyle = palette.colours[shadeOf(column, number)];
    ink.fill("evenodd");
  }
  traceUnits(ink, outlines, view, shown, (unit) => classes[unit] === "hidden");
  ink.fillStyle = dots(ink, palette, "hidden-dot", 6, 1.1);
  ink.fill("evenodd");
  traceUnits(ink, outlines, view, shown, (unit) => classes[unit] === "no-data");
  ink.fillStyle = hatching(ink, palette, "no-data-line", 0, 7, 1);
  ink.fill("evenodd");
}

function paintOthers(ink, map, view, palette, shown) {
  for (const other of map.others) {
    traceUnits(ink, map.outlines, view, shown, (unit) => other.inside[unit] === 1);
    ink.fillStyle = hatching(ink, palette, "others", -1, 8, 1);
    ink.fill("evenodd");
    traceBorders(ink, map.outlines, view, shown, (a, b) => inOne(other.inside, a, b));
    strokePath(ink, palette.colours.muted, 1.6);
  }
}

function inOne(inside, a, b) {
  return (a >= 0 && inside[a] === 1) !== (b >= 0 && inside[b] === 1);
}

// width of a unit on average, in pixels
function acrossUnit({ layer, outlines: { box } }, view) {
  return Math.sqrt(((box[2] - box[0]) * (box[3] - box[1])) / layer.n) * view.scale;
}

function paintBorders(ink, map, view, palette, shown) {
  const { layer, outlines } = map;
  const { municipality, region } = layer;
  const across = acrossUnit(map, view);
  const within = (a, b) => a >= 0 && b >= 0 && municipality[a] === municipality[b];
  if (across > FINE || layer.kind === "municipality") {
    traceBorders(ink, outlines, view, shown, within);
    strokePath(ink, palette.colours["unit-line"], across > 26 ? 0.9 : 0.6);
  }
  traceBorders(ink, outlines, view, shown, (a, b) => !within(a, b));
  strokePath(ink, palette.colours["municipality-line"], across > 26 ? 1.3 : 0.8);
  traceBorders(ink, outlines, view, shown, (a, b) => a < 0 || b < 0);
  strokePath(ink, palette.colours.others, 1.2);
  ink.setLineDash([9, 4, 2, 4]);
  traceBorders(ink, outlines, view, shown, (a, b) => a >= 0 && b >= 0 && region[a] !== region[b]);
  strokePath(ink, palette.colours["region-line"], 1.2);
  ink.setLineDash([]);
}

export function strokePath(ink, colour, width) {
  ink.strokeStyle = colour;
  ink.lineWidth = width;
  ink.lineJoin = "round";
  ink.stroke();
}

// Names with a halo, the most important first; a name that would touch another, or one of
// the boxes that hold something else, is left out.
export function placeNames(ink, map, view, lang, held) {
  const taken = [...held];
  const found = [];
  const { layer, reach } = map;
  const put = (unit, text, font, quiet) => {
    const [x, y] = toWindow(view, reach.middles[2 * unit], reach.middles[2 * unit + 1]);
    if (!(x > -60 && x < view.width + 60 && y > -20 && y < view.height + 20)) return;
    ink.font = font;
    const half = ink.measureText(text).width / 2 + (quiet ? 3 : 12);
    const high = quiet ? 9 : 13;
    const box = [x - half, y - high, x + half, y + high];
    if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) return;
    taken.push(box);
    found.push({ x, y, text, font, quiet });
  };
  const family = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";
  const seen = new Set();
  for (const unit of layer.places.slice(0, MOST_PLACES)) {
    const name = layer.municipalityName(unit, lang);
    if (seen.has(name)) continue;
    seen.add(name);
    put(unit, name.length > 24 ? `${name.slice(0, 23)}…` : name, `650 12.5px ${family}`, false);
  }
  const shown = shownBox(view);
  const across = acrossUnit(map, view);
  for (let unit = 0; unit < layer.n; unit++) {
    const { boxes } = map.outlines;
    if (across < 30 || (boxes[4 * unit + 2] - boxes[4 * unit]) * view.scale < 52) continue;
    const [x, y] = [reach.middles[2 * unit], reach.middles[2 * unit + 1]];
    if (x < shown[0] || x > shown[2] || y < shown[1] || y > shown[3]) continue;
    put(unit, layer.codes[unit].slice(0, 12), `12px ${family}`, true);
  }
  return found;
}

export function paintNames(ink, names, palette) {
  ink.textAlign = "center";
  ink.textBaseline = "middle";
  ink.lineJoin = "round";
  for (const name of names) {
    ink.font = name.font;
    ink.strokeStyle = palette.colours.halo;
    ink.lineWidth = 3.5;
    ink.strokeText(name.text, name.x, name.y);
    ink.fillStyle = name.quiet ? palette.colours.muted : palette.colours.ink;
    ink.fillText(name.text, name.x, name.y);
  }
}
