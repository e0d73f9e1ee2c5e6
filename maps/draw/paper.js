// The zone on paper: one sheet with map, verdicts, list, sources and passport; and as a picture.

import { answerWords, desk, findingWords } from "./desk.js";
import { closeDialog, showDialog } from "./dialog.js";
import { byId, isolated, make, signOf, wordButton } from "./dom.js";
import { gaugeElement } from "./gauge.js";
import { inLanguage } from "./layer.js";
import { language, tell, verdictWord } from "./language.js";
import { boxAround } from "./outlines.js";
import { passportOf } from "./passport.js";
import { scaleLength } from "./scale.js";
import { asOf, byUrgency, countedUnits, measuredOf, titleOf } from "./sentences.js";
import { keyElement, sourceLines } from "./shown.js";
import { pictureOf } from "./stage.js";
import { today } from "./versions_part.js";
import { dayIn, numberIn } from "./words.js";

const PAPERS = { A4: [210, 297], A3: [297, 420] }; // millimetres
const MARGIN = 13;
const SHORT_LIST = 60;
const paper = { size: "A4", list: true };

export function openPaper() {
  addEventListener("beforeprint", fillPaper);
  addEventListener("afterprint", () => byId("paper").replaceChildren());
}

export function showPrint() {
  showDialog("draw.print", printPart);
}

function printPart() {
  const size = Object.keys(PAPERS).map((name) =>
    make("label", { class: "choice" }, make("input", { type: "radio", name: "paper", checked: paper.size === name, on: { change: () => { paper.size = name; } } }), name));
  const list = make("label", { class: "choice" }, make("input", { type: "checkbox", checked: paper.list, on: { change: (event) => { paper.list = event.target.checked; } } }), tell("draw.print.list"));
  const print = () => {
    closeDialog();
    window.print();
  };
  return [
    make("fieldset", { class: "choices" }, make("legend", null, tell("draw.print.paper")), size),
    make("p", null, list),
    make("p", { class: "small" }, tell("draw.print.how")),
    make("p", { class: "row-deeds" }, wordButton(tell("draw.print.go"), "print-go", print, { class: "act main-act" })),
  ];
}

// the box that a picture of the zone shows: the zone with something around it, or all
function boxOfZone() {
  const box = desk.now.units.length ? boxAround(desk.outlines.boxes, desk.now.units) : null;
  return box ?? desk.outlines.box;
}

function mapOnPaper(width, height) {
  const pixels = 96 / 25.4; // CSS pixels per millimetre
  const { canvas, view } = pictureOf(width * pixels, height * pixels, 2.2, boxOfZone());
  const { metres, pixels: long } = scaleLength(view.scale, desk.layer.geometry.cell, 170);
  return make("figure", { class: "paper-map" },
    make("img", { src: canvas.toDataURL("image/png"), alt: tell("map.title"), style: `width:${width}mm;height:${height}mm` }),
    make("figcaption", null,
      make("span", { class: "paper-scale", style: `width:${long / pixels}mm` }), kilometres(metres),
      make("span", { class: "paper-north" }, "↑ ", tell("map.north"))));
}

export function kilometres(metres) {
  return tell("draw.km", { n: numberIn(language(), metres / 1000, metres < 1000 ? 1 : 0) });
}

function fillPaper() {
  const lang = language();
  const { measures, units, zone } = desk.now;
  const [width, height] = PAPERS[paper.size];
  const inner = width - 2 * MARGIN;
  // a short list fits under the map; a long one takes the width of the paper
  const short = paper.list && units.length > 0 && units.length <= SHORT_LIST;
  const mapWidth = Math.round(inner * 0.56);
  const verdicts = byUrgency(desk.now.findings);
  const passed = desk.now.findings.filter((finding) => finding.verdict === "pass");
  const rows = [...verdicts, ...passed].filter((finding) => finding.verdict !== null).map((finding) =>
    make("li", { class: `line v-${finding.verdict}` }, signOf(finding.verdict),
      make("span", { class: "line-title" }, titleOf(finding.rule, lang)), make("span", { class: "rule-id" }, finding.rule),
      make("span", { class: "word" }, verdictWord(finding.verdict)), make("span", { class: "line-value" }, measuredOf(finding, desk.layer, lang)),
      finding.verdict === "pass" ? null : make("span", { class: "line-said" }, findingWords(finding, 6))));
  byId("paper").replaceChildren(
    make("style", null, `@page { size: ${paper.size} portrait; margin: ${MARGIN}mm; }`),
    make("header", null,
      make("p", { class: "paper-name" }, isolated(desk.record.name)),
      make("p", { class: "paper-answer" }, answerWords()),
      make("p", { class: "paper-count" }, [numberIn(lang, measures.knownPeople), " ", tell("gauge.people_when", { when: asOf(desk.layer, lang) }), ", ", countedUnits(units.length, desk.layer.kind, lang), ", ", tell("value.area", { n: Math.round(measures.areaKm2) })].join("")),
      gaugeElement(measures.knownPeople, desk.data.rules.population) ?? ""),
    make("div", { class: "paper-two" },
      make("div", null, mapOnPaper(mapWidth, Math.round(Math.min(mapWidth * 1.12, height * 0.42))), make("div", { class: "paper-key" }, keyElement()), short ? unitsOnPaper(units, lang) : ""),
      make("div", null, make("h2", null, tell("index.rules")), make("ul", { class: "lines" }, rows))),
    paper.list && units.length && !short ? unitsOnPaper(units, lang) : "",
    desk.record.notes.zone ? make("section", null, make("h2", null, tell("draw.note.title")), make("p", null, isolated(desk.record.notes.zone))) : "",
    units.length ? make("section", { class: "paper-passport" }, make("h2", null, tell("draw.passport")), make("p", { class: "passport" }, passportOf(desk.layer, units)), make("p", { class: "small" }, tell("draw.passport.how"))) : "",
    make("footer", { class: "small" },
      make("p", null, sourceLines().join(" · ")),
      make("p", null, tell("draw.print.made", { date: dayIn(lang, today()), project: desk.data.project.name })),
      zone.unknown.length ? make("p", null, tell("draw.unknown.codes", { codes: zone.unknown })) : ""));
}

function unitsOnPaper(units, lang) {
  const { layer } = desk;
  const rows = units.map((unit) => make("li", null, make("b", null, layer.codes[unit]), " ", isolated(inLanguage(layer.names[unit], lang)), make("span", { class: "paper-people" }, layer.people[unit] < 0 ? tell("value.unknown") : numberIn(lang, layer.people[unit]))));
  return make("section", null, make("h2", null, tell("index.units")), make("ul", { class: "paper-units" }, rows));
}

// the map alone as a picture: with name, scale, north, date and sources, so that it can stand alone
export async function pictureBlob() {
  const [width, height, foot] = [1400, 1200, 96];
  const { canvas, view } = pictureOf(width, height, 1.5, boxOfZone());
  const whole = document.createElement("canvas");
  whole.width = canvas.width;
  whole.height = canvas.height + foot * 1.5;
  const ink = whole.getContext("2d");
  ink.fillStyle = "#fff";
  ink.fillRect(0, 0, whole.width, whole.height);
  ink.drawImage(canvas, 0, 0);
  ink.setTransform(1.5, 0, 0, 1.5, 0, 0);
  const family = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";
  const { metres, pixels } = scaleLength(view.scale, desk.layer.geometry.cell, 200);
  ink.fillStyle = "#1b2a34";
  ink.fillRect(width - pixels - 60, height + 34, pixels, 3);
  ink.font = `15px ${family}`;
  ink.fillText(`${kilometres(metres)}   ↑ ${tell("map.north")}`, width - pixels - 60, height + 62);
  ink.font = `650 22px ${family}`;
  ink.fillText(desk.record.name.slice(0, 70), 24, height + 36);
  ink.font = `15px ${family}`;
  ink.fillText(answerWords(), 24, height + 62);
  ink.fillStyle = "#52626d";
  ink.fillText(`${dayIn(language(), today())} · ${sourceLines().join(" ")}`.slice(0, 150), 24, height + 84);
  return new Promise((done) => whole.toBlob(done, "image/png"));
}
