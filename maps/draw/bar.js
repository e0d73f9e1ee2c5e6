// The bar of tools: one word each, what belongs to the chosen one in the row below.

import { desk, onDesk, tellDesk, tryAct, turnHistory } from "./desk.js";
import { byId, make, refill } from "./dom.js";
import { language, onLanguage, tell } from "./language.js";
import { levelName } from "./level.js";
import { announce } from "./speak.js";
import { setHand, stage } from "./stage.js";
import { clearStroke } from "./tools.js";
import { numberIn } from "./words.js";

export const TOOL_KEYS = { click: "c", brush: "b", erase: "e", lasso: "l", box: "x", lock: "k", move: "m" };
const TOOL_WORDS = {
  click: "draw.tool.click",
  brush: "draw.tool.brush",
  erase: "draw.tool.erase",
  lasso: "draw.tool.lasso",
  box: "draw.tool.box",
  lock: "draw.tool.lock",
  move: "draw.tool.move",
};
const TOOL_HINTS = {
  click: "draw.hint.click",
  brush: "draw.hint.brush",
  erase: "draw.hint.erase",
  lasso: "draw.hint.lasso",
  box: "draw.hint.box",
  lock: "draw.hint.lock",
  move: "draw.hint.move",
};
const BRUSHES = [1, 2, 4, 6, 10, 15, 25, 40]; // kilometres across

export function openBar() {
  showTools();
  showOptions();
  showTurns();
  byId("undo").addEventListener("click", () => turnHistory("undo"));
  byId("redo").addEventListener("click", () => turnHistory("redo"));
  byId("tools").addEventListener("keydown", alongTools);
  byId("more").addEventListener("click", () => {
    const open = byId("more").getAttribute("aria-expanded") === "false";
    byId("more").setAttribute("aria-expanded", String(open));
    byId("options").classList.toggle("open", open);
  });
  onDesk("choice", () => {
    showTools();
    showOptions();
  });
  onDesk("record", () => {
    showTurns();
    showOptions();
  });
  onLanguage(() => {
    showTools();
    showOptions();
  });
}

function showTurns() {
  // not disabled: a button that went grey would throw the focus away
  byId("undo").setAttribute("aria-disabled", String(!desk.record.past.length));
  byId("redo").setAttribute("aria-disabled", String(!desk.record.future.length));
}

function showTools() {
  const tools = Object.keys(TOOL_KEYS).map((tool) =>
    make(
      "button",
      {
        type: "button",
        data: { tool, key: `tool-${tool}` },
        "aria-pressed": String(desk.tool === tool),
        tabindex: desk.tool === tool ? "0" : "-1",
        "aria-keyshortcuts": TOOL_KEYS[tool],
        title: tell("draw.tool.title", { name: tell(TOOL_HINTS[tool]), key: TOOL_KEYS[tool].toUpperCase() }),
        on: { click: () => chooseTool(tool) },
      },
      tell(TOOL_WORDS[tool])
    )
  );
  refill(byId("tools"), tools);
}

// one stop for the tab key, arrows along the tools
function alongTools(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const buttons = [...byId("tools").querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  buttons[(at + step + buttons.length) % buttons.length].focus();
}

export function chooseTool(tool) {
  clearStroke();
  desk.tool = tool;
  byId("hand").dataset.tool = tool;
  tellDesk("choice");
  announce(tell(TOOL_HINTS[tool]));
}

export function resizeBrush(step) {
  const at = BRUSHES.indexOf(desk.brushKm);
  desk.brushKm = BRUSHES[Math.min(BRUSHES.length - 1, Math.max(0, at + step))];
  const { circle } = stage.hand;
  if (circle) setHand({ circle: { ...circle, radius: (desk.brushKm * 500) / desk.layer.geometry.cell } });
  tellDesk("choice");
  announce(tell("draw.brush.now", { n: desk.brushKm }));
}

export function stepLevel(step) {
  desk.level = (desk.level + step + desk.levels.length) % desk.levels.length;
  tellDesk("choice");
  announce(tell("draw.level.now", { level: levelName(desk.layer, desk.levels[desk.level].id) }));
}

function showOptions() {
  const parts = [levelPart()];
  if (desk.tool === "brush" || desk.tool === "erase") parts.push(brushPart());
  if (desk.tool === "lasso" || desk.tool === "box") parts.push(wayPart());
  parts.push(modePart("onePiece", "draw.mode.one_piece"));
  if (desk.record.others?.length) parts.push(modePart("freeOnly", "draw.mode.free_only"));
  refill(byId("options"), parts);
}

function levelPart() {
  const change = (event) => {
    desk.level = Number(event.target.value);
    tellDesk("choice");
  };
  const pick = make("select", { data: { key: "level" }, on: { change } });
  desk.levels.forEach((level, k) => pick.append(make("option", { value: k, selected: k === desk.level }, levelName(desk.layer, level.id))));
  return make("label", { class: "option" }, make("span", null, tell("draw.level")), pick);
}

function brushPart() {
  const step = (by, sign, words) =>
    make("button", { type: "button", class: "step", "aria-label": tell(words), title: tell(words), data: { key: `brush${by}` }, on: { click: () => resizeBrush(by) } }, sign);
  return make(
    "span",
    { class: "option", role: "group", "aria-label": tell("draw.brush") },
    tell("draw.brush"),
    step(-1, "−", "draw.brush.smaller"),
    make("span", { class: "brush-size" }, tell("draw.km", { n: numberIn(language(), desk.brushKm) })),
    step(1, "+", "draw.brush.larger")
  );
}

function wayPart() {
  const way = (out, words) => {
    const change = () => {
      desk.takesOut = out;
      tellDesk("choice");
    };
    return make("label", { class: "choice" }, make("input", { type: "radio", name: "way", checked: desk.takesOut === out, data: { key: `way-${out}` }, on: { change } }), tell(words));
  };
  return make("span", { class: "option", role: "radiogroup", "aria-label": tell("draw.way") }, way(false, "draw.way.in"), way(true, "draw.way.out"));
}

function modePart(name, words) {
  const change = (event) => tryAct({ type: "mode", [name]: event.target.checked }, tell(event.target.checked ? "draw.mode.on" : "draw.mode.off", { mode: tell(words) }));
  return make("label", { class: "option choice" }, make("input", { type: "checkbox", checked: desk.record.modes[name], data: { key: name }, on: { change } }), tell(words));
}
