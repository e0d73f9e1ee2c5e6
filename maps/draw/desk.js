// The state of the page: the record, what is drawn from it, and what the reader has chosen.

import { byUrgency, countedUnits, sentenceOf } from "./sentences.js";
import { enclavesOf, piecesOf } from "./pieces.js";
import { findingsOf } from "./rules.js";
import { inLanguage, labelOf, maskOf, unitsOf } from "./layer.js";
import { language, tell } from "./language.js";
import { measuresOf } from "./measures.js";
import { messageText } from "./messages.js";
import { act, newRecord, refusal, zoneOfRecord } from "./record.js";
import { stepMessage } from "./steps.js";
import { announce } from "./speak.js";
import { overlapsOf } from "./overlap.js";
import { emptySigns, setSigns } from "./signs.js";
import { repaint, setHand, stage } from "./stage.js";
import { keepOthers, keepRecord } from "./store.js";

const UNIT_DEEDS = ["add", "drop", "set", "toggle", "restore"];
const NAMED = 3; // as many units are named in the line that says what happened; more are counted

export const desk = {
  data: null,
  layer: null,
  outlines: null,
  reach: null,
  record: null,
  signs: null,
  levels: [],
  level: 0,
  tool: "click",
  takesOut: false,
  brushKm: 4,
  chosen: -1, // the unit whose card is shown
  now: null, // what follows from the record: findings, measures, pieces, enclaves, overlaps
};

const deskListeners = { record: [], choice: [], unit: [], stroke: [], tab: [] };

export function onDesk(event, listener) {
  deskListeners[event].push(listener);
}

export function tellDesk(event, told) {
  deskListeners[event].forEach((listener) => listener(told));
}

export function openDesk(data, layer, outlines, reach, levels) {
  Object.assign(desk, { data, layer, outlines, reach, levels });
  desk.signs = emptySigns(layer.n);
  desk.record = newRecord(layer, data.project);
}

export function insideNow() {
  return desk.record.inside;
}

// What follows from the record. All of it, at once: the sentence, the map and the list never
// disagree.
export function takeStock() {
  const { layer, data, record, signs } = desk;
  const inside = record.inside;
  const zone = zoneOfRecord(record, data.project.answers);
  const findings = findingsOf(layer, data, zone);
  const pieces = piecesOf(layer, inside);
  const enclaves = enclavesOf(layer, inside);
  const overlaps = overlapsOf(layer, inside, record.others ?? []);
  desk.now = {
    zone,
    findings,
    urgent: byUrgency(findings),
    pieces,
    loose: pieces.slice(1),
    enclaves,
    overlaps,
    measures: measuresOf(layer, inside),
    units: unitsOf(inside),
    suggestions: null,
  };
  signs.inside = inside;
  signs.locked = record.locked;
  setSigns(signs, "loose", desk.now.loose.flatMap((piece) => piece.units));
  setSigns(signs, "enclaves", enclaves.flatMap((piece) => piece.units));
  setSigns(signs, "shared", overlaps.flatMap((overlap) => overlap.units));
}

// An action of the record, or why it is refused, in a sentence. Returns whether something changed.
// `why` says what was done, where the units alone do not; `more` is said after it.
export function tryAct(action, why, more) {
  const refused = UNIT_DEEDS.includes(action.type) ? refusal(desk.record, desk.layer, action) : null;
  const before = desk.record;
  desk.record = act(before, action);
  if (desk.record === before) {
    announce(refused ? messageNow(refused) : why ?? tell("draw.did.nothing"));
    return false;
  }
  afterChange(before, [why ?? didWords(before.inside, desk.record.inside), more, refused ? messageNow(refused) : ""]);
  return true;
}

// a step back or forth in the history; says which step it was
export function turnHistory(which) {
  const steps = which === "undo" ? desk.record.past : desk.record.future;
  if (!steps.length) {
    announce(tell(which === "undo" ? "draw.undo.none" : "draw.redo.none"));
    return;
  }
  const step = messageNow(stepMessage(steps[steps.length - 1]));
  const before = desk.record;
  desk.record = act(before, which);
  afterChange(before, [tell(which === "undo" ? "draw.did.undone" : "draw.did.redone", { step })]);
}

// another record altogether: one that was kept, or from a file
export function takeRecord(record, why) {
  const before = desk.record;
  desk.record = record;
  afterChange(before, [why]);
}

function afterChange(before, words) {
  takeStock();
  keepRecord(desk.record);
  setHand({ lit: [] });
  repaint("zone");
  announce([...words, stateWords()].filter(Boolean).join(" "));
  tellDesk("record");
}

export function messageNow(message) {
  return messageText(message, desk.layer, language(), NAMED);
}

function didWords(before, after) {
  const added = [];
  const dropped = [];
  for (let unit = 0; unit < after.length; unit++) {
    if (after[unit] && !before[unit]) added.push(unit);
    if (!after[unit] && before[unit]) dropped.push(unit);
  }
  return [
    added.length ? tell("draw.did.added", { units: unitWords(added) }) : "",
    dropped.length ? tell("draw.did.dropped", { units: unitWords(dropped) }) : "",
  ].filter(Boolean).join(" ");
}

// a few units by name, more by their number
export function unitWords(units) {
  const lang = language();
  if (units.length > NAMED) return countedUnits(units.length, desk.layer.kind, lang);
  return units.map((unit) => desk.layer.label(unit, lang));
}

export function stateWords() {
  const { measures, pieces, units } = desk.now;
  if (units.length === 0) return tell("draw.state.empty");
  const fields = { pieces: tell("value.pieces", { n: pieces.length }), answer: answerWords() };
  if (measures.people === null) return tell("draw.state.unknown", fields);
  return tell("draw.state", { people: measures.people, ...fields });
}

const ANSWER_WORDS = {
  blocked: "head.blocked",
  unknown: "head.unknown",
  failed: "head.failed",
  open: "head.open",
  warned: "head.warned",
  fit: "head.fit",
};
const ANSWER_ORDER = ["blocked", "unknown", "failed", "open", "warned", "fit"];

function answerState(finding) {
  const blocking = finding.severity === "blocking";
  if (finding.verdict === "fail") return blocking ? "blocked" : "failed";
  if (finding.verdict === "not-computable" && blocking) return "unknown";
  if (["to-declare", "to-judge", "not-computable"].includes(finding.verdict)) return "open";
  return finding.verdict === "warn" ? "warned" : "fit";
}

// the answer of the page as its pages on paper give it: the worst state, with all its findings
export function answerNow() {
  const states = desk.now.urgent.map(answerState);
  const state = ANSWER_ORDER.find((one) => states.includes(one)) ?? "fit";
  return { state, findings: desk.now.urgent.filter((finding) => answerState(finding) === state) };
}

export function answerWords() {
  if (desk.now.units.length === 0 && desk.now.zone.unknown.length === 0) return tell("draw.answer.empty");
  const { state, findings } = answerNow();
  return tell(ANSWER_WORDS[state], { n: findings.length });
}

export function findingWords(finding, most) {
  return sentenceOf(finding, desk.layer, { ...desk.data, project: projectNow() }, language(), most);
}

// the sentences name the zone as it is called now
export function projectNow() {
  return { ...desk.data.project, zone: { ...desk.data.project.zone, name: desk.record.name } };
}

export function unitLabel(unit) {
  return labelOf(desk.layer.codes[unit], inLanguage(desk.layer.names[unit], language()));
}

// the other projects' zones that hold a unit
export function claimedBy(unit) {
  return (desk.record.others ?? []).filter((other) => other.units.includes(unit)).map((other) => other.name);
}

// the zones of other projects, whose units are then free for nobody else
export function setOthers(others) {
  const taken = maskOf(desk.layer, others.flatMap((other) => other.units));
  const before = desk.record;
  desk.record = { ...before, others, taken, modes: { ...before.modes, freeOnly: others.length > 0 } };
  stage.map.others = othersDrawn(others);
  keepOthers(others, desk.layer.codes);
  afterChange(before, [others.length ? tell("draw.did.others", { n: others.length }) : tell("draw.did.no_others")]);
  repaint("ground");
}

export function othersDrawn(others) {
  return (others ?? []).map((other) => ({ name: other.name, inside: maskOf(desk.layer, other.units) }));
}

// the unit whose card is shown, and which the keyboard stands on
export function chooseUnit(unit) {
  desk.chosen = unit;
  setHand({ cursor: unit });
  tellDesk("unit");
}
