// Findings in words: the sentences, values and next steps that the program writes too.

import { dayIn, hasWords, listIn, say } from "./words.js";

const COUNTED_UNITS = new Set(["pieces", "units", "zones", "regions"]);
const OPEN_VERDICTS = new Set(["to-declare", "to-judge"]);
const LISTED_IN_A_STEP = 6;
const VALUE_WORDS = {
  persons: "value.persons",
  "persons/km2": "value.density",
  pieces: "value.pieces",
  zones: "value.zones",
  regions: "value.regions",
  share: "value.share",
};
const KIND_WORDS = {
  postcode: "value.postcodes",
  municipality: "value.municipalities",
  sector: "value.sectors",
};
const URGENCY = {
  "fail blocking": 0,
  "fail major": 1,
  "warn major": 2,
  "fail minor": 3,
  "to-declare blocking": 4,
  "to-judge blocking": 4,
  "not-computable blocking": 5,
  "to-declare major": 6,
  "to-judge major": 6,
  "warn minor": 7,
};

// Named fields that the sentences of a finding may use: its evidence, and what it is about.
function fieldsOf(finding, layer, data, lang) {
  const counted = COUNTED_UNITS.has(finding.unit) && Number.isInteger(finding.value);
  const day = layer.populationDate;
  const found = {
    value: finding.value,
    threshold: finding.threshold,
    units: finding.subjects.map((code) => codeLabel(layer, code, lang)),
    n: counted ? finding.value : finding.subjects.length,
    zone: data.project.zone.name,
    date: day ? dayIn(lang, day) : say("date.unknown", lang),
    as_of: asOf(layer, lang),
    rule_set: data.rules.title[lang],
    ...finding.evidence,
  };
  if (found.on) found.on = dayIn(lang, found.on);
  return found;
}

export function codeLabel(layer, code, lang) {
  const unit = layer.index.get(code);
  return unit === undefined ? code : layer.label(unit, lang);
}

// Phrase that dates a number of people.
export function asOf(layer, lang) {
  const day = layer.populationDate;
  if (!day) return say("date.as_of_unknown", lang);
  return say("date.as_of", lang, { date: dayIn(lang, day) });
}

function shortened(fields, lang, most) {
  if (!most) return fields;
  const found = {};
  for (const [name, value] of Object.entries(fields)) {
    found[name] = Array.isArray(value) ? listIn(lang, value, most) : value;
  }
  return found;
}

// What the rule says of the zone; of lists with more than `most` entries the rest is counted.
export function sentenceOf(finding, layer, data, lang, most) {
  const fields = shortened(fieldsOf(finding, layer, data, lang), lang, most);
  return say(`${finding.rule}.${finding.reason}`, lang, fields);
}

export function titleOf(rule, lang) {
  return say(`${rule}.title`, lang);
}

export function demandOf(rule, lang) {
  return say(`${rule}.demand`, lang);
}

// What to do about a finding that is no pass, after the question where one is open; or null.
export function nextStepOf(finding, layer, data, lang) {
  if (finding.verdict === "pass" || finding.verdict === null) return null;
  const ids = [`${finding.rule}.${finding.reason}.do`, `${finding.rule}.do`];
  const id = ids.find((one) => hasWords(one, lang));
  if (!id) return null;
  const fields = shortened(fieldsOf(finding, layer, data, lang), lang, LISTED_IN_A_STEP);
  const step = say(id, lang, fields);
  const question = `${finding.rule}.question`;
  if (!OPEN_VERDICTS.has(finding.verdict) || !hasWords(question, lang)) return step;
  return `${say(question, lang)} ${step}`;
}

export function countedUnits(n, kind, lang) {
  return say(KIND_WORDS[kind] || "value.other_units", lang, { n });
}

// What a finding measured, with its unit and what belongs to it; or ''.
export function measuredOf(finding, layer, lang) {
  if (finding.reason === "elsewhere") return say("value.not_concerned", lang);
  if (finding.value === null || finding.value === undefined) return "";
  const parts = [amountOf(finding.value, finding, layer.kind, lang, false)];
  const { enclaves, shared_population: shared } = finding.evidence;
  if (enclaves) parts.push(say("value.enclaves", lang, { n: enclaves }));
  if (shared && finding.unit === "units") parts.push(say("value.persons", lang, { n: shared }));
  return parts.join(", ");
}

// The bound that a finding was held against; a preferred band has two ends. Or ''.
export function boundOf(finding, layer, lang) {
  const { low, high } = finding.evidence;
  if (Number.isInteger(low) && Number.isInteger(high)) return say("value.band", lang, { low, high });
  if (finding.threshold === null || finding.threshold === undefined) return "";
  if (finding.reason === "elsewhere") return "";
  return amountOf(finding.threshold, finding, layer.kind, lang, true);
}

function amountOf(value, finding, kind, lang, bare) {
  if (finding.rule === "Z02") return say("value.faulty_codes", lang, { n: value });
  if (finding.unit === "units") return countedUnits(value, kind, lang);
  if (finding.unit === "share") {
    const rural = finding.rule === "Z15" && !bare;
    return say(rural ? "value.rural_share" : "value.share", lang, { share: value });
  }
  return say(VALUE_WORDS[finding.unit] || "value.persons", lang, { n: value });
}

// Findings that ask for something, the most urgent first.
export function byUrgency(findings) {
  const rank = (finding) => URGENCY[`${finding.verdict} ${finding.severity}`] ?? 9;
  return findings
    .filter((finding) => finding.verdict !== null && finding.verdict !== "pass")
    .map((finding, at) => ({ finding, at }))
    .sort((p, q) => rank(p.finding) - rank(q.finding) || p.at - q.at)
    .map(({ finding }) => finding);
}
