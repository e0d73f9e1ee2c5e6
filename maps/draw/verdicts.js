// What every rule of the page shares: the case it is given, and the finding it returns.

import { codesOf, unitsOf } from "./layer.js";

// The zone as the rules see it: units, codes and all that does not change between rules.
export function caseOf(layer, data, zone) {
  const units = unitsOf(zone.inside);
  const unknown = sortedTexts(new Set(zone.unknown || []));
  const codes = sortedTexts([...codesOf(layer, units), ...unknown]);
  return {
    layer,
    rules: data.rules,
    zone,
    inside: zone.inside,
    units,
    unknown,
    codes,
    repeated: sortedTexts(new Set(zone.repeated || [])),
    unpeopled: units.filter((unit) => layer.people[unit] < 0),
    others: zone.others || null,
    answers: zone.answers || {},
  };
}

export function sortedTexts(texts) {
  return [...texts].sort();
}

// Finding with its severity and source filled in; subjects sorted, as the program gives them.
export function findingFor(given, rule, verdict, reason, more = {}) {
  const [value, threshold, unit] = more.measured || [null, null, null];
  return {
    rule,
    verdict,
    severity: given.rules.severities[rule],
    reason,
    value,
    threshold,
    unit,
    subjects: sortedTexts(more.subjects || []),
    evidence: more.evidence || {},
    source: (given.rules.sources || {})[rule] || "",
  };
}

// Not computable when the zone is empty, has unknown units, or people are not known; else null.
export function stoppedBy(given, rule, needsPeople) {
  if (!given.codes.length) return findingFor(given, rule, "not-computable", "empty");
  if (given.unknown.length) {
    return findingFor(given, rule, "not-computable", "unknown_units", { subjects: given.unknown });
  }
  if (needsPeople && given.unpeopled.length) {
    const subjects = codesOf(given.layer, given.unpeopled);
    return findingFor(given, rule, "not-computable", "no_population", { subjects });
  }
  return null;
}

// Verdict of a question: pass or fail as it was answered, else `open`.
export function answeredFinding(given, rule, open, more) {
  const answer = given.answers[rule];
  if (!answer) return findingFor(given, rule, open, "open", more);
  const told = { by: answer.by, on: answer.on, words: answer.text || "" };
  return findingFor(given, rule, answer.value ? "pass" : "fail", answer.value ? "yes" : "no", {
    ...more,
    evidence: { ...more.evidence, ...told },
  });
}
