// What a hand does on the map: one finger or the mouse draws, two fingers move and zoom.

import { chooseUnit, desk, insideNow, tellDesk, tryAct } from "./desk.js";
import { byId } from "./dom.js";
import { tell } from "./language.js";
import { wholeGroups } from "./level.js";
import { unitAt, unitsUnder, unitsWithinLine } from "./reach.js";
import { repaint, setHand, stage } from "./stage.js";
import { hideTip, showTip } from "./tip.js";
import { panView, shownBox, toGround, zoomView } from "./view.js";

const STILL = { mouse: 4, touch: 9, pen: 6 }; // pixels that a click may wander
const pointers = new Map();
let stroke = null; // {kind, from: [x, y], at: [gx, gy], units: Set, line: [], drops}

export function openTools() {
  const hand = byId("hand");
  hand.addEventListener("pointerdown", begin);
  hand.addEventListener("pointermove", go);
  hand.addEventListener("pointerup", end);
  hand.addEventListener("pointercancel", abandon);
  hand.addEventListener("pointerleave", leave);
  hand.addEventListener("wheel", turn, { passive: false });
  hand.addEventListener("contextmenu", (event) => event.preventDefault());
}

function placeOf(event) {
  const box = byId("hand").getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

function begin(event) {
  const [x, y] = placeOf(event);
  pointers.set(event.pointerId, [x, y]);
  byId("hand").setPointerCapture(event.pointerId);
  hideTip();
  setHand({ lit: [] });
  if (pointers.size > 1) {
    // a second finger moves the map; what the first one began is dropped
    clearStroke();
    return;
  }
  const moving = desk.tool === "move" || event.button === 1 || event.button === 2;
  const at = toGround(stage.view, x, y);
  stroke = {
    kind: moving ? "move" : desk.tool,
    from: [x, y],
    last: [x, y],
    at,
    units: new Set(),
    line: [],
    drops: dropsNow(event),
    still: true,
    slack: STILL[event.pointerType] ?? STILL.mouse,
  };
  if (isBrush(stroke)) sweep(at);
}

// the shift key turns a stroke round
function dropsNow(event) {
  const out = desk.tool === "erase" || (desk.takesOut && (desk.tool === "lasso" || desk.tool === "box"));
  return out !== event.shiftKey;
}

function isBrush({ kind }) {
  return kind === "brush" || kind === "erase";
}

function go(event) {
  const [x, y] = placeOf(event);
  if (pointers.has(event.pointerId) && pointers.size > 1) {
    pinch(event.pointerId, [x, y]);
    return;
  }
  if (!stroke) {
    hover(event, x, y);
    return;
  }
  pointers.set(event.pointerId, [x, y]);
  if (Math.hypot(x - stroke.from[0], y - stroke.from[1]) > stroke.slack) stroke.still = false;
  const at = toGround(stage.view, x, y);
  if (stroke.kind === "lasso") {
    stroke.line.push(...at);
    setHand({ line: stroke.line, takesOut: stroke.drops });
  } else if (stroke.kind === "box") {
    stroke.line = [stroke.at[0], stroke.at[1], at[0], stroke.at[1], at[0], at[1], stroke.at[0], at[1]];
    setHand({ line: stroke.line, takesOut: stroke.drops });
  } else if (isBrush(stroke)) {
    sweep(at);
  } else if (!stroke.still) {
    stage.moved = true;
    panView(stage.view, x - stroke.last[0], y - stroke.last[1]);
    repaint("view");
  }
  stroke.last = [x, y];
}

function radiusOfBrush() {
  return (desk.brushKm * 500) / desk.layer.geometry.cell;
}

// the brush takes everything on its way, however fast the hand was
function sweep(at) {
  const radius = radiusOfBrush();
  const [x0, y0] = stroke.at;
  const steps = Math.max(1, Math.ceil(Math.hypot(at[0] - x0, at[1] - y0) / radius));
  const before = stroke.units.size;
  for (let i = 1; i <= steps; i++) {
    const [x, y] = [x0 + ((at[0] - x0) * i) / steps, y0 + ((at[1] - y0) * i) / steps];
    for (const unit of unitsUnder(desk.reach, x, y, radius)) stroke.units.add(unit);
  }
  stroke.at = at;
  const circle = { x: at[0], y: at[1], radius, takesOut: stroke.drops };
  if (stroke.units.size === before) {
    setHand({ circle });
    return;
  }
  const units = strokeUnits([...stroke.units], stroke.drops);
  setHand({ circle, adding: stroke.drops ? [] : units, dropping: stroke.drops ? units : [], over: -1 });
  tellDesk("stroke", { units, drops: stroke.drops });
}

// whole groups where that is chosen, and only the units that the stroke changes
export function strokeUnits(units, drops) {
  const inside = insideNow();
  const whole = wholeGroups(desk.layer, desk.levels[desk.level], units);
  return whole.filter((unit) => inside[unit] === (drops ? 1 : 0));
}

function end(event) {
  pointers.delete(event.pointerId);
  if (!stroke) return;
  const done = stroke;
  clearStroke();
  if (done.kind === "move" || (isPick(done) && !done.still)) return;
  if (isPick(done)) {
    pick(unitAt(desk.reach, ...done.at), done.kind);
  } else if (isBrush(done)) {
    takeUnits([...done.units], done.drops);
  } else if (done.line.length > 4) {
    takeUnits(unitsWithinLine(desk.reach, done.line), done.drops);
  }
}

function isPick({ kind }) {
  return kind === "click" || kind === "lock";
}

// the unit is shown whatever happens; a click then takes it in or gives it up
export function pick(unit, kind) {
  if (unit < 0) return;
  chooseUnit(unit);
  if (kind === "lock") {
    const locked = desk.signs.locked[unit] === 1;
    tryAct({ type: locked ? "unlock" : "lock", units: wholeGroups(desk.layer, desk.levels[desk.level], [unit]) });
    return;
  }
  takeUnits([unit], insideNow()[unit] === 1);
}

export function takeUnits(units, drops) {
  const changed = strokeUnits(units, drops);
  tryAct({ type: drops ? "drop" : "add", units: changed }, undefined, unseenWords(changed));
}

// nothing changes outside the window without being said
function unseenWords(units) {
  const [west, south, east, north] = shownBox(stage.view);
  const { middles } = desk.reach;
  const unseen = units.filter((unit) => {
    const [x, y] = [middles[2 * unit], middles[2 * unit + 1]];
    return x < west || x > east || y < south || y > north;
  });
  return unseen.length ? tell("draw.did.unseen", { n: unseen.length }) : "";
}

function abandon(event) {
  pointers.delete(event.pointerId);
  clearStroke();
}

// drops what the hand is doing; the zone stays as it is
export function clearStroke() {
  const had = stroke !== null;
  stroke = null;
  setHand({ adding: [], dropping: [], line: [], circle: null });
  if (had) tellDesk("stroke", null);
}

function leave(event) {
  if (stroke || event.pointerType !== "mouse") return;
  setHand({ over: -1, circle: null });
  hideTip();
}

function hover(event, x, y) {
  if (event.pointerType === "touch") return;
  const [gx, gy] = toGround(stage.view, x, y);
  const over = unitAt(desk.reach, gx, gy);
  const brush = desk.tool === "brush" || desk.tool === "erase";
  const circle = brush ? { x: gx, y: gy, radius: radiusOfBrush(), takesOut: desk.tool === "erase" } : null;
  if (over !== stage.hand.over || circle) setHand({ over, circle });
  showTip(over, x, y);
}

// two fingers: the ground under their middle stays under it
function pinch(id, now) {
  stage.moved = true;
  const [, other] = [...pointers.entries()].find(([key]) => key !== id);
  const was = pointers.get(id);
  const apart = (one) => Math.max(8, Math.hypot(one[0] - other[0], one[1] - other[1]));
  const middle = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
  panView(stage.view, (now[0] - was[0]) / 2, (now[1] - was[1]) / 2);
  zoomView(stage.view, apart(now) / apart(was), ...middle);
  pointers.set(id, now);
  repaint("view");
}

function turn(event) {
  event.preventDefault();
  stage.moved = true;
  // lines or pages of a wheel become pixels; a pinch on a pad comes as a wheel with control
  const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1);
  zoomView(stage.view, Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0015)), ...placeOf(event));
  hideTip();
  repaint("view");
}
