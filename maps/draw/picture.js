// The zone on the map: fill, rural part, what is loose, surrounded, shared or locked, and outline.

import { shownBox, toWindow } from "./view.js";
import { traceBorders, traceUnits } from "./outlines.js";
import { hatching } from "./palette.js";
import { strokePath } from "./ground.js";

// state = {inside, loose, enclaves, shared, locked} as one sign per unit, and the map's choices
export function paintZone(ink, map, view, palette, state) {
  const shown = shownBox(view);
  const { outlines, layer } = map;
  const { colours } = palette;
  const { inside } = state;
  // a sign that no unit carries costs nothing
  const fill = (set, style, wanted = (unit) => set[unit] === 1) => {
    if (!set.includes(1)) return;
    traceUnits(ink, outlines, view, shown, wanted);
    ink.fillStyle = style;
    ink.fill("evenodd");
  };
  const around = (set, colour, width, dash) => {
    if (!set.includes(1)) return;
    ink.setLineDash(dash ?? []);
    traceBorders(ink, outlines, view, shown, (a, b) => oneSide(set, a, b));
    strokePath(ink, colour, width);
    ink.setLineDash([]);
  };
  if (!map.column) {
    fill(inside, colours["zone-fill"]);
    traceBorders(ink, outlines, view, shown, (a, b) => a >= 0 && b >= 0 && inside[a] === 1 && inside[b] === 1);
    strokePath(ink, colours["zone-line"], 0.7);
  }
  if (map.rural === "zone") {
    const style = hatching(ink, palette, map.column ? "ink" : "rural", 1, 8, map.column ? 0.5 : 0.9);
    fill(inside, style, (unit) => inside[unit] === 1 && layer.rural[unit] === 1);
  }
  fill(state.enclaves, colours["enclave-fill"]);
  around(state.enclaves, colours.warn, 2.2, [6, 4]);
  if (!map.column) fill(state.shared, colours["overlap-fill"]);
  fill(state.shared, hatching(ink, palette, "fail", -1, 5, 1));
  // the outline has a pale edge, so that it stands out on dark classes too
  if (map.column) around(inside, colours.halo, 6);
  around(inside, map.column ? colours.ink : colours.zone, map.column ? 3 : 2.6);
  around(state.shared, colours.fail, 1.8);
  ink.globalAlpha = 0.22;
  fill(state.loose, colours.fail);
  ink.globalAlpha = 1;
  around(state.loose, colours.fail, 2.6);
  fill(state.locked, hatching(ink, palette, "ink", 2, 9, 0.6));
  paintLinks(ink, map, view, colours);
}

function oneSide(set, a, b) {
  return (a >= 0 && set[a] === 1) !== (b >= 0 && set[b] === 1);
}

function paintLinks(ink, map, view, colours) {
  const { middles } = map.reach;
  ink.lineCap = "round";
  ink.setLineDash([2, 6]);
  ink.beginPath();
  for (const link of map.layer.links) {
    ink.moveTo(...toWindow(view, middles[2 * link.a], middles[2 * link.a + 1]));
    ink.lineTo(...toWindow(view, middles[2 * link.b], middles[2 * link.b + 1]));
  }
  strokePath(ink, colours.ink, 2.2);
  ink.setLineDash([]);
  ink.lineCap = "butt";
}

// What the hand holds: the unit under it, the keyboard's unit, brush, lasso, what would change.
export function paintHand(ink, map, view, palette, hand) {
  const shown = shownBox(view);
  const { colours } = palette;
  const of = (units, filled, ...lines) => {
    const set = new Set(units);
    if (set.size === 0) return;
    if (filled) {
      traceUnits(ink, map.outlines, view, shown, (unit) => set.has(unit));
      filled();
      ink.fill("evenodd");
      ink.globalAlpha = 1;
    }
    traceBorders(ink, map.outlines, view, shown, (a, b) => set.has(a) !== set.has(b));
    for (const [colour, width] of lines) strokePath(ink, colour, width);
  };
  const tinted = (colour, alpha) => () => {
    ink.globalAlpha = alpha;
    ink.fillStyle = colour;
  };
  const crossed = () => {
    ink.fillStyle = hatching(ink, palette, "fail", 2, 8, 1.2);
  };
  of(hand.adding, tinted(colours.zone, 0.3), [colours.zone, 2.6]);
  of(hand.dropping, crossed, [colours.fail, 2.2]);
  of(hand.lit, tinted(colours.focus, 0.24), [colours.halo, 6], [colours.focus, 3]);
  if (hand.over >= 0) of([hand.over], null, [colours.ink, 2]);
  if (hand.cursor >= 0) of([hand.cursor], null, [colours.halo, 6], [colours.focus, 3]);
  if (hand.circle) paintCircle(ink, view, hand.circle, colours);
  if (hand.line.length > 2) {
    ink.beginPath();
    for (let i = 0; i < hand.line.length; i += 2) ink.lineTo(...toWindow(view, hand.line[i], hand.line[i + 1]));
    ink.closePath();
    ink.globalAlpha = 0.12;
    ink.fillStyle = hand.takesOut ? colours.fail : colours.zone;
    ink.fill();
    ink.globalAlpha = 1;
    ink.setLineDash([5, 4]);
    strokePath(ink, hand.takesOut ? colours.fail : colours.zone, 2);
    ink.setLineDash([]);
  }
}

function paintCircle(ink, view, circle, colours) {
  const [x, y] = toWindow(view, circle.x, circle.y);
  ink.beginPath();
  ink.arc(x, y, Math.max(1, circle.radius * view.scale), 0, 7);
  strokePath(ink, colours.halo, 4);
  strokePath(ink, circle.takesOut ? colours.fail : colours.ink, 1.6);
}
