// The canvases: ground, zone, names and hand, one over the other, each painted only when it changed.

import { byId } from "./dom.js";
import { fitView, newView, zoomView } from "./view.js";
import { paintGround, paintNames, placeNames } from "./ground.js";
import { paintHand, paintZone } from "./picture.js";
import { readPalette } from "./palette.js";

const SLOW = 22; // milliseconds: a ground that takes longer is moved as a picture while it moves
const MOVED = ["ground", "zone", "names"]; // follow the view; the hand is painted anew
export const SCALE = 120; // pixels of the longest scale
const SETTLED = 110; // milliseconds without movement until it is painted anew

export const stage = {
  view: newView(1, 1),
  map: null, // what is drawn: layer, outlines, reach, column, rural, others, shows
  state: null, // the zone as signs per unit
  moved: false, // the reader has chosen what part to see: it is then left alone
  hand: { over: -1, cursor: -1, adding: [], dropping: [], lit: [], circle: null, line: [], takesOut: false },
  lang: "fr",
};

const due = new Set();
const canvases = {};
const viewListeners = [];
const sizeListeners = [];
let palette = null;
let painted = null; // view that the two lower canvases show
let cost = 0;
let settling = 0;

export function openStage(map, state) {
  stage.map = map;
  stage.state = state;
  for (const name of ["ground", "zone", "names", "hand"]) canvases[name] = byId(`canvas-${name}`);
  sizeStage();
  new ResizeObserver(() => sizeStage()).observe(byId("map"));
  for (const query of ["(prefers-contrast: more)", "(forced-colors: active)", "(prefers-color-scheme: dark)"]) {
    matchMedia(query).addEventListener("change", () => repaint("theme"));
  }
}

function sizeStage() {
  const { clientWidth: width, clientHeight: height } = byId("map");
  const ratio = Math.min(devicePixelRatio || 1, 2.5);
  const same = width === stage.view.width && height === stage.view.height && ratio === palette?.ratio;
  if (width === 0 || height === 0 || same) return;
  const whole = stage.map.outlines.box;
  stage.view.width = width;
  stage.view.height = height;
  stage.view.least = 0.45 * Math.min(width / (whole[2] - whole[0]), height / (whole[3] - whole[1]));
  for (const canvas of Object.values(canvases)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
  }
  palette = readPalette(ratio);
  sizeListeners.forEach((listener) => listener());
  repaint("ground");
}

export function onView(listener) {
  viewListeners.push(listener);
}

export function onSize(listener) {
  sizeListeners.push(listener);
}

// what: "theme", "ground", "zone", "hand" or "view" (the window shows another part)
export function repaint(what) {
  if (what === "theme") palette = readPalette(palette.ratio);
  if (due.size === 0) requestAnimationFrame(paintDue);
  due.add(what);
}

function paintDue() {
  const moved = due.has("view");
  const all = due.has("theme") || (moved && cost < SLOW);
  const ground = all || due.has("ground");
  const zone = ground || due.has("zone");
  due.clear();
  if (moved && !all) moveAsPicture();
  if (ground) paintLower(true);
  else if (zone) paintLower(false);
  paintUpper();
  if (moved || ground) viewListeners.forEach((listener) => listener());
}

function paintLower(withGround) {
  const { map, state, view } = stage;
  const same = painted && painted.x === view.x && painted.y === view.y && painted.scale === view.scale &&
    painted.width === view.width && painted.height === view.height;
  const begun = performance.now();
  if (withGround || !same) {
    paintGround(canvases.ground.getContext("2d"), map, view, palette);
    writeNames(canvases.names.getContext("2d"), view, palette);
    painted = { ...view };
    for (const name of MOVED) canvases[name].style.transform = "";
  }
  const ink = canvases.zone.getContext("2d");
  ink.clearRect(0, 0, view.width, view.height);
  paintZone(ink, map, view, palette, state);
  if (withGround) cost = performance.now() - begun;
}

function writeNames(ink, view, colours, alone = true) {
  if (alone) ink.clearRect(0, 0, view.width, view.height);
  if (!stage.map.shows.names) return;
  paintNames(ink, placeNames(ink, stage.map, view, stage.lang, alone ? [scaleBox()] : []), colours);
}

// where the scale may lie, at its longest: over the buttons in the corner, at their right end
function scaleBox() {
  const map = byId("map").getBoundingClientRect();
  const { top, right } = byId("scale").parentElement.getBoundingClientRect();
  return [right - map.left - SCALE, top - map.top - 30, right - map.left, top - map.top];
}

function paintUpper() {
  const ink = canvases.hand.getContext("2d");
  ink.clearRect(0, 0, stage.view.width, stage.view.height);
  paintHand(ink, stage.map, stage.view, palette, stage.hand);
}

// a large layer follows the hand as a picture and is drawn sharp when the hand rests
function moveAsPicture() {
  const { view } = stage;
  const scale = view.scale / painted.scale;
  const x = (painted.x - view.x) * view.scale + (view.width / 2) * (1 - scale);
  const y = (view.y - painted.y) * view.scale + (view.height / 2) * (1 - scale);
  for (const name of MOVED) {
    canvases[name].style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }
  clearTimeout(settling);
  settling = setTimeout(() => repaint("ground"), SETTLED);
}

export function zoomStage(factor) {
  stage.moved = true;
  zoomView(stage.view, factor, stage.view.width / 2, stage.view.height / 2);
  repaint("view");
}

export function fitStage(box, inset) {
  if (!box) return;
  fitView(stage.view, box, inset);
  repaint("view");
}

export function setHand(change) {
  Object.assign(stage.hand, change);
  repaint("hand");
}

// a picture of the map of its own size: for paper and for a file
export function pictureOf(width, height, ratio, box) {
  const view = newView(width, height);
  fitView(view, box, { top: 14, right: 14, bottom: 14, left: 14 });
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const ink = canvas.getContext("2d");
  ink.setTransform(ratio, 0, 0, ratio, 0, 0);
  const inks = readPalette(ratio);
  paintGround(ink, stage.map, view, inks);
  paintZone(ink, stage.map, view, inks, stage.state);
  writeNames(ink, view, inks, false);
  return { canvas, view };
}
