// The keyboard: arrows over the map, one key per tool while map or list have the focus.
//
// Single letters work only there, and can be switched off, so that they never get in the way of
// speech input or of a text field.

import { chooseTool, stepLevel, resizeBrush, TOOL_KEYS } from "./bar.js";
import { chooseUnit, desk, insideNow, tryAct, turnHistory, unitLabel } from "./desk.js";
import { dialogIsOpen, showDialog } from "./dialog.js";
import { byId, make } from "./dom.js";
import { tell } from "./language.js";
import { fitZone, nextProblem } from "./problems.js";
import { unitTowards } from "./reach.js";
import { showSave } from "./save_dialog.js";
import { announce } from "./speak.js";
import { repaint, setHand, stage, zoomStage } from "./stage.js";
import { showTab } from "./tabs.js";
import { unitFacts } from "./tip.js";
import { clearStroke, pick } from "./tools.js";
import { panView, toWindow } from "./view.js";

const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const HELP_ROWS = [
  ["draw.key.arrows", "draw.help.arrows"],
  ["draw.key.space", "draw.help.space"],
  ["draw.key.enter", "draw.help.enter"],
  ["draw.key.shift_arrows", "draw.help.pan"],
  ["+ −", "draw.help.zoom"],
  ["0", "draw.help.fit"],
  ["/", "draw.help.search"],
  ["N P", "draw.help.problem"],
  ["U", "draw.help.level"],
  ["[ ]", "draw.help.brush"],
  ["C B E L X K M", "draw.help.tools"],
  ["draw.key.undo", "draw.help.undo"],
  ["draw.key.save", "draw.help.save"],
  ["draw.key.escape", "draw.help.escape"],
  ["?", "draw.help.help"],
];
let lettersOn = true;

export function openKeys() {
  byId("hand").addEventListener("keydown", onMapKey);
  byId("hand").addEventListener("focus", enterMap);
  byId("hand").addEventListener("blur", () => setHand({ over: -1 }));
  document.addEventListener("keydown", onAnyKey);
}

function onMapKey(event) {
  const arrow = ARROWS[event.key];
  if (arrow && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    if (event.shiftKey) {
      panView(stage.view, -arrow[0] * 90, arrow[1] * 90);
      repaint("view");
    } else {
      walk(arrow);
    }
  } else if (event.key === " ") {
    event.preventDefault();
    if (desk.chosen >= 0) pick(desk.chosen, desk.tool === "lock" ? "lock" : "click");
  } else if (event.key === "Enter" && desk.chosen >= 0) {
    event.preventDefault();
    showTab("units");
    byId("card").querySelector("button")?.focus();
  }
}

// the keyboard stands on a unit: the chosen one, else one in the middle of the window
function enterMap() {
  if (desk.chosen >= 0 || !byId("hand").matches(":focus-visible")) return;
  chooseUnit(middleUnit());
}

function middleUnit() {
  const { middles } = desk.reach;
  let best = -1;
  let least = Infinity;
  for (let unit = 0; unit < desk.layer.n; unit++) {
    const far = Math.hypot(middles[2 * unit] - stage.view.x, middles[2 * unit + 1] - stage.view.y);
    const cost = insideNow()[unit] ? far / 4 : far;
    if (cost < least) [best, least] = [unit, cost];
  }
  return best;
}

function walk([dx, dy]) {
  const from = desk.chosen < 0 ? middleUnit() : desk.chosen;
  const next = unitTowards(desk.layer, desk.reach, from, dx, dy);
  if (next < 0) {
    announce(tell("draw.map.edge"));
    return;
  }
  chooseUnit(next);
  keepShown(next);
  announce(tell("draw.map.at", { unit: unitLabel(next), facts: unitFacts(next).join(", ") }));
}

function keepShown(unit) {
  const { view } = stage;
  const [x, y] = toWindow(view, desk.reach.middles[2 * unit], desk.reach.middles[2 * unit + 1]);
  const dx = x < 60 ? 160 - x : x > view.width - 60 ? view.width - 160 - x : 0;
  const dy = y < 130 ? 210 - y : y > view.height - 60 ? view.height - 140 - y : 0;
  if (!dx && !dy) return;
  panView(view, dx, dy);
  repaint("view");
}

function onAnyKey(event) {
  if (dialogIsOpen()) return;
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    if (isTextField(event.target) && key !== "s") return;
    if (key === "z") turnOnce(event, event.shiftKey ? "redo" : "undo");
    else if (key === "y") turnOnce(event, "redo");
    else if (key === "s") {
      event.preventDefault();
      showSave();
    }
    return;
  }
  if (event.key === "Escape") {
    clearStroke();
    setHand({ lit: [] });
    return;
  }
  const near = byId("field").contains(event.target) || byId("panel").contains(event.target) || event.target === document.body;
  if (event.altKey || !lettersOn || !near || isTextField(event.target)) return;
  if (letter(event.key, key)) event.preventDefault();
}

function isTextField(target) {
  return target.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");
}

function turnOnce(event, which) {
  event.preventDefault();
  turnHistory(which);
}

function letter(sign, key) {
  const tool = Object.keys(TOOL_KEYS).find((name) => TOOL_KEYS[name] === key);
  if (tool) chooseTool(tool);
  else if (key === "n") nextProblem(1);
  else if (key === "p") nextProblem(-1);
  else if (key === "u") stepLevel(1);
  else if (sign === "[") resizeBrush(-1);
  else if (sign === "]") resizeBrush(1);
  else if (sign === "+" || sign === "=") zoomStage(1.5);
  else if (sign === "-") zoomStage(1 / 1.5);
  else if (sign === "0") fitZone();
  else if (sign === "/") toSearch();
  else if (sign === "?") showHelp();
  else return false;
  return true;
}

function toSearch() {
  showTab("units");
  byId("search").focus();
  byId("search").select();
}

export function showHelp() {
  showDialog("draw.help", helpPart);
}

function helpPart() {
  const rows = HELP_ROWS.map(([key, words]) =>
    make("div", null, make("dt", null, make("kbd", null, key.startsWith("draw.") ? tell(key) : key)), make("dd", null, tell(words))));
  return [
    make("p", null, tell("draw.help.lead")),
    make("dl", { class: "keys" }, rows),
    make("label", { class: "choice" },
      make("input", { type: "checkbox", checked: lettersOn, on: { change: (event) => { lettersOn = event.target.checked; } } }), tell("draw.help.letters")),
    make("h3", null, tell("draw.help.touch.title")),
    make("p", null, tell("draw.help.touch")),
    make("h3", null, tell("draw.help.kept.title")),
    make("p", null, tell("draw.help.kept")),
  ];
}

