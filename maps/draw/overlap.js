// Z06 to Z08: one project per zone, no overlap, and whom to talk to where there is one.

import { codesOf, peopleOf } from "./layer.js";
import { answeredFinding, findingFor, sortedTexts, stoppedBy } from "./verdicts.js";

// Units shared with each other zone that shares any, with their inhabitants.
export function overlapsOf(layer, inside, others) {
  const found = [];
  for (const other of others) {
    const units = [...new Set(other.units)].filter((unit) => inside[unit]).sort((a, b) => a - b);
    if (units.length) found.push({ zone: other.name, units, people: peopleOf(layer, units) });
  }
  return found;
}

function withoutRound(given, rule) {
  if (given.others === null) return findingFor(given, rule, "not-computable", "no_round");
  return stoppedBy(given, rule, false);
}

function sharedUnits(overlaps) {
  return [...new Set(overlaps.flatMap((overlap) => overlap.units))];
}

// A unit that several zones share is counted once.
function toldOf(given, overlaps) {
  return {
    zones: overlaps.map((overlap) => overlap.zone),
    shared_population: peopleOf(given.layer, sharedUnits(overlaps)),
  };
}

function sharedCodes(given, overlaps) {
  return sortedTexts(codesOf(given.layer, sharedUnits(overlaps)));
}

// One of the two holds all of the other.
function sameLand(given, other) {
  const theirs = new Set(other.units);
  const strangers = new Set(other.unknown || []);
  if (!theirs.size && !strangers.size) return false;
  const shared = given.units.filter((unit) => theirs.has(unit)).length;
  const within = shared === given.units.length;
  const around = shared === theirs.size && strangers.size === 0;
  return within || around;
}

// Projects for the same zone; whether their initiators file together has to be said.
export function oneProject(given) {
  const stopped = withoutRound(given, "Z06");
  if (stopped) return stopped;
  const rivals = given.others.filter((other) => sameLand(given, other));
  const same = overlapsOf(given.layer, given.inside, rivals);
  const measured = [same.length, 0, "zones"];
  const evidence = toldOf(given, same);
  if (same.length && !given.answers.Z06) {
    const more = { measured, subjects: sharedCodes(given, same), evidence };
    return findingFor(given, "Z06", "fail", "same", more);
  }
  return answeredFinding(given, "Z06", "to-declare", { measured, evidence });
}

// Units that another project has too; touching borders are allowed.
export function noOverlap(given) {
  const stopped = withoutRound(given, "Z07");
  if (stopped) return stopped;
  const found = overlapsOf(given.layer, given.inside, given.others);
  const shared = sharedCodes(given, found);
  return findingFor(given, "Z07", shared.length ? "fail" : "pass", shared.length ? "shared" : "pass", {
    measured: [shared.length, 0, "units"],
    subjects: shared,
    evidence: { ...toldOf(given, found), others: given.others.length },
  });
}

// Projects with which the zone overlaps: they are invited to merge or to readjust.
export function invitedToSettle(given) {
  const stopped = withoutRound(given, "Z08");
  if (stopped) return stopped;
  const found = overlapsOf(given.layer, given.inside, given.others);
  return findingFor(given, "Z08", found.length ? "warn" : "pass", found.length ? "settle" : "pass", {
    measured: [found.length, 0, "zones"],
    subjects: sharedCodes(given, found),
    evidence: toldOf(given, found),
  });
}
