// The rules of chapter Z that the page holds the zone against, one finding each. They say what the
// program says of the same zone: same verdict, reason, numbers and subjects.

import { codesOf, peopleOf } from "./layer.js";
import { invitedToSettle, noOverlap, oneProject } from "./overlap.js";
import { enclavesOf, linksUsed, piecesOf } from "./pieces.js";
import { careRegionsLargeEnough, wholeCareRegions } from "./regions.js";
import { answeredFinding, caseOf, findingFor, sortedTexts, stoppedBy } from "./verdicts.js";

const CHECKS = {
  Z01: onePiece,
  Z02: clearlyDelimited,
  Z03: populationMinimum,
  Z04: populationPreferred,
  Z05: populationUpper,
  Z06: oneProject,
  Z07: noOverlap,
  Z08: invitedToSettle,
  Z09: wholeCareRegions,
  Z10: careRegionsLargeEnough,
  Z15: ruralMeasures,
};

// A finding for each rule of the set, in the order of the list; what the page does not compute is
// checked by the program.
export function findingsOf(layer, data, zone) {
  const given = caseOf(layer, data, zone);
  const listed = [...data.rules.rules].sort(byChapterAndNumber);
  return listed.map((rule) =>
    CHECKS[rule] ? CHECKS[rule](given) : { rule, verdict: null, checkedByProgram: true },
  );
}

function byChapterAndNumber(one, other) {
  const [a, b] = [one, other].map((rule) => /^(\D+)(\d+)$/.exec(rule));
  return a[1] === b[1] ? a[2] - b[2] : a[1] < b[1] ? -1 : 1;
}

// Pieces of the zone; enclaves do not break it and are told beside.
function onePiece(given) {
  const { layer, inside } = given;
  const stopped = stoppedBy(given, "Z01", false);
  if (stopped) return stopped;
  const bare = given.units.filter((unit) => layer.bare[unit]);
  if (bare.length) {
    const subjects = codesOf(layer, bare);
    return findingFor(given, "Z01", "not-computable", "no_geometry", { subjects });
  }
  const [, ...loose] = piecesOf(layer, inside);
  const enclaves = enclavesOf(layer, inside);
  const linked = linksUsed(layer, inside);
  const evidence = {
    loose_population: loose.reduce((sum, piece) => sum + piece.people, 0),
    enclaves: enclaves.length,
    enclave_codes: codesOf(layer, enclaves.flatMap((piece) => piece.units)),
    links: linked.map((link) => pairText(layer, link.a, link.b)),
  };
  const measured = [loose.length + 1, 1, "pieces"];
  if (!loose.length) {
    const reason = linked.length ? "links" : enclaves.length ? "enclaves" : "pass";
    return findingFor(given, "Z01", "pass", reason, { measured, evidence });
  }
  const apart = loose.flatMap((piece) => piece.units);
  const beside = besidePairs(given, new Set(apart));
  return findingFor(given, "Z01", "fail", beside.length ? "beside" : "pieces", {
    measured,
    subjects: codesOf(layer, apart),
    evidence: { ...evidence, beside },
  });
}

function pairText(layer, a, b) {
  return `${layer.codes[a]}–${layer.codes[b]}`;
}

// Pairs of units of the zone that run along each other without meeting, a loose one in each.
function besidePairs(given, loose) {
  return given.layer.nearMisses
    .filter(([a, b]) => given.inside[a] && given.inside[b] && (loose.has(a) || loose.has(b)))
    .map(([a, b]) => pairText(given.layer, a, b));
}

// Codes that are unknown to the layer or given twice; there must be none.
function clearlyDelimited(given) {
  const { unknown, repeated, codes } = given;
  if (!codes.length) return findingFor(given, "Z02", "not-computable", "empty");
  const wrong = sortedTexts(new Set([...unknown, ...repeated]));
  const reason = unknown.length ? "unknown" : repeated.length ? "repeated" : "pass";
  return findingFor(given, "Z02", wrong.length ? "fail" : "pass", reason, {
    measured: [wrong.length, 0, "units"],
    subjects: wrong,
    evidence: { unit_count: codes.length, repeated, unknown },
  });
}

function isSet(bound) {
  return bound !== null && bound !== undefined;
}

function populationMinimum(given) {
  const stopped = stoppedBy(given, "Z03", true);
  if (stopped) return stopped;
  const { minimum } = given.rules.population;
  if (!isSet(minimum)) return findingFor(given, "Z03", "not-computable", "no_bound");
  const people = peopleOf(given.layer, given.units);
  const enough = people >= minimum;
  return findingFor(given, "Z03", enough ? "pass" : "fail", enough ? "pass" : "below", {
    measured: [people, minimum, "persons"],
    evidence: { missing: Math.max(0, minimum - people) },
  });
}

// Both ends belong to the preferred band; outside is a warning.
function populationPreferred(given) {
  const stopped = stoppedBy(given, "Z04", true);
  if (stopped) return stopped;
  const { preferred } = given.rules.population;
  if (!isSet(preferred)) return findingFor(given, "Z04", "not-computable", "no_bound");
  const people = peopleOf(given.layer, given.units);
  const [low, high] = preferred;
  const reason = people < low ? "below" : people > high ? "above" : "pass";
  return findingFor(given, "Z04", reason === "pass" ? "pass" : "warn", reason, {
    measured: [people, people > high ? high : low, "persons"],
    evidence: { low, high, away: Math.max(low - people, people - high, 0) },
  });
}

// A warning above the first mark, a strong one above both; never a refusal.
function populationUpper(given) {
  const stopped = stoppedBy(given, "Z05", true);
  if (stopped) return stopped;
  const { high, veryHigh } = given.rules.population;
  if (!isSet(high) || !isSet(veryHigh)) {
    return findingFor(given, "Z05", "not-computable", "no_bound");
  }
  const people = peopleOf(given.layer, given.units);
  const over = people > veryHigh ? "very_high" : people > high ? "high" : "pass";
  const found = findingFor(given, "Z05", over === "pass" ? "pass" : "warn", over, {
    measured: [people, over === "very_high" ? veryHigh : high, "persons"],
    evidence: { high, very_high: veryHigh },
  });
  return over === "high" ? { ...found, severity: "minor" } : found;
}

// Share of inhabitants in rural units; with any, the project says what it sets up for them.
function ruralMeasures(given) {
  const stopped = stoppedBy(given, "Z15", true);
  if (stopped) return stopped;
  const share = ruralPart(given.layer, given.units);
  if (!share) return findingFor(given, "Z15", "not-computable", "no_density");
  const measured = [share.populationShare, 0, "share"];
  if (!share.units.length) return findingFor(given, "Z15", "pass", "none", { measured });
  return answeredFinding(given, "Z15", "to-declare", {
    measured,
    subjects: codesOf(given.layer, share.units),
    evidence: {
      rural_units: share.units.length,
      rural_population: share.people,
      rural_area_km2: Math.round(share.area / 1e5) / 10,
      area_share: share.areaShare,
      density: share.density,
    },
  });
}

// Rural part of units whose people are all known; null when a rural flag or the ground is not.
export function ruralPart(layer, units) {
  const total = peopleOf(layer, units);
  const whole = areaOf(layer, units);
  if (!total || whole === 0 || units.some((unit) => layer.rural[unit] < 0)) return null;
  const rural = units.filter((unit) => layer.rural[unit] === 1);
  const people = peopleOf(layer, rural);
  const area = areaOf(layer, rural);
  return {
    units: rural,
    people,
    area,
    populationShare: people / total,
    areaShare: area / whole,
    density: total / (whole / 1e6),
  };
}

// Ground of these units in square metres.
export function areaOf(layer, units) {
  let sum = 0;
  for (const unit of units) sum += layer.area[unit];
  return sum;
}
