// The draw page: opens the layer, the record that was kept, and every part of the page.

import { openAnswer } from "./answer.js";
import { openBar } from "./bar.js";
import { desk, onDesk, openDesk, othersDrawn, stateWords, takeStock, tryAct } from "./desk.js";
import { openDialogs } from "./dialog.js";
import { byId, refill } from "./dom.js";
import { askForFile, openFiles } from "./opened.js";
import { openKeys, showHelp } from "./keys.js";
import { chooseLanguage, language, onLanguage, rememberedLanguage, showLanguage, tell } from "./language.js";
import { openLayer } from "./layer.js";
import { levelsOf } from "./level.js";
import { showList } from "./list_dialog.js";
import { openMeasuresPart } from "./measures_part.js";
import { openOutlines } from "./outlines.js";
import { kilometres, openPaper, showPrint } from "./paper.js";
import { fitZone } from "./problems.js";
import { openReach } from "./reach.js";
import { newRecord, readRecord } from "./record.js";
import { openRulesPart } from "./rules_part.js";
import { showSave } from "./save_dialog.js";
import { scaleLength } from "./scale.js";
import { onShown, shownPart, showKey } from "./shown.js";
import { announce } from "./speak.js";
import { SCALE, onSize, onView, openStage, repaint, stage, zoomStage } from "./stage.js";
import { showStart } from "./start_dialog.js";
import { keptOthers, keptText, onOtherTab, openStore } from "./store.js";
import { openTabs, tabNow } from "./tabs.js";
import { openTools } from "./tools.js";
import { openUnitsPart } from "./units_part.js";
import { openVersionsPart } from "./versions_part.js";
import { setWords } from "./words.js";

const LANGUAGES_OF_PAGE = ["fr", "nl", "de", "en"];

export function startDraw() {
  document.documentElement.classList.add("js");
  const data = JSON.parse(byId("draw-data").textContent);
  setWords(data.words);
  showLanguage(rememberedLanguage(LANGUAGES_OF_PAGE) ?? data.project.language);
  const layer = openLayer(data);
  const outlines = openOutlines(layer);
  const reach = openReach(layer, outlines);
  openDesk(data, layer, outlines, reach, levelsOf(layer));
  openStore(layer.fingerprint, data.project.id, () => announce(tell("draw.store.none")));
  const restored = recordKept(layer, data.project);
  takeStock();
  openStage(
    { layer, outlines, reach, column: null, rural: "zone", others: othersDrawn(desk.record.others), shows: { names: true } },
    desk.signs
  );
  openParts();
  fitZone();
  announce(restored ? `${tell("draw.store.restored")} ${stateWords()}` : stateWords());
  document.documentElement.dataset.ready = "1";
}

// the record of this browser, if it is one of this layer and project
function recordKept(layer, project) {
  const others = keptOthers(layer.index);
  const known = others ? { ...project, others } : project;
  if (others) desk.record = newRecord(layer, known);
  const text = keptText();
  if (text === null) return false;
  const { record } = readRecord(text, layer, known);
  if (!record) return false;
  desk.record = record;
  return true;
}

function openParts() {
  stage.lang = language();
  onLanguage(() => {
    stage.lang = language();
    repaint("ground");
    announce(stateWords());
  });
  openDialogs();
  openTools();
  openTabs();
  openAnswer();
  openBar();
  openRulesPart();
  openUnitsPart();
  openMeasuresPart();
  openShownPart();
  openVersionsPart(startAnew);
  openFiles();
  openPaper();
  openKeys();
  openCorner();
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.addEventListener("click", () => chooseLanguage(button.dataset.lang));
  }
  const deeds = { start: showStart, list: showList, open: askForFile, save: showSave, print: showPrint, help: showHelp };
  for (const [name, deed] of Object.entries(deeds)) byId(`deed-${name}`).addEventListener("click", deed);
  byId("hand").dataset.tool = desk.tool;
  onOtherTab(() => announce(tell("draw.store.other_tab")));
}

function openShownPart() {
  const show = () => {
    if (tabNow() === "shows") refill(byId("part-shows"), shownPart());
  };
  onShown(show);
  for (const event of ["tab", "record"]) onDesk(event, show);
  onDesk("record", showKey);
  onLanguage(() => {
    show();
    showKey();
  });
  showKey();
}

function startAnew() {
  if (tryAct({ type: "set", units: desk.data.project.zone.units }, tell("draw.did.anew"))) fitZone();
}

// what lies in the corner of the map: scale, closer, farther, the whole zone; and the panel's height
function openCorner() {
  byId("closer").addEventListener("click", () => zoomStage(1.5));
  byId("farther").addEventListener("click", () => zoomStage(1 / 1.5));
  byId("fit").addEventListener("click", fitZone);
  const showScale = () => {
    // where the map stands, for whoever looks at the page from outside
    const { x, y, scale } = stage.view;
    byId("map").dataset.view = `${x} ${y} ${scale}`;
    const { metres, pixels } = scaleLength(stage.view.scale, desk.layer.geometry.cell, SCALE);
    byId("scale").style.width = `${pixels}px`;
    byId("scale").textContent = kilometres(metres);
  };
  onView(showScale);
  onSize(() => {
    if (!stage.moved) fitZone();
  });
  onLanguage(showScale);
  byId("taller").addEventListener("click", () => {
    const tall = document.documentElement.classList.toggle("tall");
    byId("taller").setAttribute("aria-expanded", String(tall));
    byId("taller").textContent = tell(tall ? "draw.panel.lower" : "draw.panel.taller");
  });
}
