// What stands in the zone's way, one thing after the other, each with its place on the map.

import { desk, findingWords, unitWords } from "./desk.js";
import { byId } from "./dom.js";
import { tell } from "./language.js";
import { boxAround } from "./outlines.js";
import { announce } from "./speak.js";
import { fitStage, setHand, stage } from "./stage.js";

const AROUND_KM = 9; // a single unit is shown with this much around it
let problemAt = -1;

// in the order of urgency; enclaves last: they break nothing, but are often forgotten
export function problemsNow() {
  const { urgent, loose, overlaps, enclaves } = desk.now;
  const found = [];
  for (const finding of urgent) {
    if (finding.rule === "Z01" && loose.length) {
      for (const piece of loose) found.push({ units: piece.units, words: pieceWords(piece) });
    } else if (finding.rule === "Z07" && overlaps.length) {
      for (const overlap of overlaps) found.push({ units: overlap.units, words: overlapWords(overlap) });
    } else if (["fail", "warn", "not-computable"].includes(finding.verdict)) {
      found.push({ units: unitsOfFinding(finding), words: findingWords(finding, 6) });
    }
  }
  for (const piece of enclaves) found.push({ units: piece.units, words: enclaveWords(piece) });
  return found;
}

function unitsOfFinding(finding) {
  return finding.subjects.map((code) => desk.layer.index.get(code)).filter((unit) => unit !== undefined);
}

export function pieceWords(piece) {
  return tell("draw.problem.loose", { units: unitWords(piece.units), people: piece.people });
}

export function enclaveWords(piece) {
  return tell("draw.problem.enclave", { units: unitWords(piece.units), people: piece.people });
}

export function overlapWords(overlap) {
  return tell("draw.problem.overlap", { zone: overlap.zone, units: unitWords(overlap.units), people: overlap.people });
}

export function nextProblem(step) {
  const problems = problemsNow();
  if (!problems.length) {
    announce(tell("draw.problem.none"));
    return;
  }
  problemAt = (problemAt + step + problems.length) % problems.length;
  if (problemAt < 0) problemAt = 0;
  const { units, words } = problems[problemAt];
  goToUnits(units);
  announce(tell("draw.problem.at", { at: problemAt + 1, n: problems.length, words }));
}

export function forgetProblem() {
  problemAt = -1;
}

// the map shows these units, lit
export function goToUnits(units) {
  if (!units.length) return;
  setHand({ lit: units });
  fitUnits(units);
}

export function fitUnits(units) {
  const box = boxAround(desk.outlines.boxes, units);
  if (!box) return;
  const margin = (AROUND_KM * 1000) / desk.layer.geometry.cell / 2;
  const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  fitBox([
    Math.min(box[0], x - margin), Math.min(box[1], y - margin), Math.max(box[2], x + margin), Math.max(box[3], y + margin),
  ]);
}

// The box fills what tools and key leave free: the key lies in a corner, so that either the strip
// above it or the one beside it is used, whichever shows the box larger.
function fitBox(box) {
  const { width, height } = stage.view;
  const key = byId("map-key");
  const top = byId("toolbar").offsetHeight + 24;
  const above = { top, right: 30, bottom: Math.max(60, key.offsetHeight + 64), left: 30 };
  const beside = { top, right: 30, bottom: 60, left: Math.max(30, key.offsetWidth + 30) };
  const size = (inset) => Math.min((width - inset.left - inset.right) / (box[2] - box[0]), (height - inset.top - inset.bottom) / (box[3] - box[1]));
  fitStage(box, size(above) > size(beside) ? above : beside);
}

export function fitZone() {
  const { units } = desk.now;
  if (units.length) fitUnits(units);
  else fitBox(desk.outlines.box);
}
