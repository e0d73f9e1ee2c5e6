// A list held against the layer: which units it means, and everything that is wrong with it, at once.

import { entriesOf, joinedNames } from "./entries.js";
import { gazetteerOf } from "./gazetteer.js";
import { looksLikePassport, unitsOfPassport } from "./passport.js";
import { isDecimal, readAsDigits } from "./spelling.js";

export const MOST_FAULTS = 500;

// { units, faults, notices } of a pasted text: codes, ranges, names in any language, municipalities,
// or a passport. A fault is { line, text, id, fields }; a notice has its form and stops nothing.
export function unitsPasted(layer, text) {
  if (looksLikePassport(text)) {
    const { units, faults } = unitsOfPassport(layer, text);
    return { units, faults: faults.map((fault) => ({ line: null, text: null, ...fault })), notices: [] };
  }
  const lines = text.trim().includes("\n");
  return unitsListed(entriesOf(text, layer.codes), layer, { lines });
}

// Units that the entries of a list mean; `lines` says whether their lines say anything.
export function unitsListed(entries, layer, { lines = true } = {}) {
  const reader = { layer, known: gazetteerOf(layer), lines };
  const meant = [];
  const faults = [];
  for (const entry of entries) {
    const one = meaningOf(entry, reader);
    meant.push({ ...emptyMeaning(), ...one, line: entry.line });
    faults.push(...(one.faults || []));
    if (faults.length >= MOST_FAULTS) {
      const stopped = faultAt(reader, "zone.too_many_faults", entry, null, { n: faults.length });
      return { units: [], faults: [...faults, stopped], notices: [] };
    }
  }
  const singles = meant.flatMap(({ single, line }) => single.map((code) => ({ code, line })));
  const named = meant.flatMap(({ names, line }) => names.map((code) => ({ code, line })));
  faults.push(...doubledCodes(singles, reader), ...doubledCodes(named, reader));
  const codes = new Set(singles.map(({ code }) => code));
  for (const { spanned } of meant) for (const code of spanned) codes.add(code);
  for (const { code } of named) codes.add(code);
  for (const { wide } of meant) for (const code of wide) codes.add(code);
  const notices = [...meant.flatMap((one) => one.notices), ...toldNames(meant)];
  return {
    units: [...codes].map((code) => layer.index.get(code)),
    faults: faults.sort((p, q) => (p.line || 0) - (q.line || 0)),
    notices,
  };
}

// Codes written one by one, those of a range, of names, and of municipalities named; what was read.
function emptyMeaning() {
  return {
    single: [],
    spanned: [],
    names: [],
    wide: [],
    read: [],
    narrow: [],
    strange: [],
    faults: [],
    notices: [],
  };
}

export function faultAt(reader, id, entry, text, fields = {}) {
  const line = reader.lines ? entry.line : null;
  return { line, text, id, fields: text === null ? fields : { value: text, ...fields } };
}

function refusedEntry(reader, id, entry, fields) {
  return { faults: [faultAt(reader, id, entry, entry.text, fields)] };
}

// One notice for all names that were read, one for all that are not known.
function toldNames(meant) {
  const told = [];
  for (const [id, key] of [
    ["zone.names_read", "read"],
    ["zone.names_narrow", "narrow"],
    ["zone.names_unknown", "strange"],
  ]) {
    const names = meant.flatMap((one) => one[key]);
    if (names.length) told.push({ line: null, text: null, id, fields: { names, n: names.length } });
  }
  return told;
}

// One fault for each code that stands on more than one line, or twice on one.
export function doubledCodes(given, reader, names = reader.known.units) {
  const lines = new Map();
  for (const { code, line } of given) lines.set(code, [...(lines.get(code) || []), line]);
  const id = reader.lines ? "zone.code_twice" : "zone.code_twice.plain";
  return [...lines.keys()]
    .filter((code) => lines.get(code).length > 1)
    .sort()
    .map((code) => {
      const shown = [...new Set(lines.get(code).map(String))];
      const fields = { unit: names.label(code), n: lines.get(code).length, lines: shown };
      return faultAt(reader, id, { line: lines.get(code)[1] }, code, fields);
    });
}

function meaningOf(entry, reader) {
  if (entry.odd === "unclear" || entry.odd === "chained") {
    return refusedEntry(reader, "zone.range_unclear", entry, {});
  }
  if (entry.first === null) return meaningOfName(entry, reader);
  if (entry.last !== null) return meaningOfRange(entry, reader);
  if (reader.layer.index.has(entry.first)) {
    return withNameBeside(entry, [entry.first], { single: [entry.first] }, reader);
  }
  return { faults: [unknownCode(entry.first, entry, reader)] };
}

// Fault of a code that the layer lacks, with what was probably meant.
function unknownCode(code, entry, reader) {
  const { index, kind } = reader.layer;
  const { units, municipalities, written } = reader.known;
  for (const [id, meant] of [
    ["zone.code_apart", code.replace(/[. ']/g, "")],
    ["zone.letter_in_code", readAsDigits(code)],
  ]) {
    if (meant !== code && index.has(meant)) {
      return faultAt(reader, id, entry, code, { meant: units.label(meant) });
    }
  }
  if (kind !== "municipality" && written.has(code)) {
    const municipality = municipalities.label(code);
    return faultAt(reader, "zone.code_is_municipality", entry, code, { municipality });
  }
  const near = units.nearCode(code);
  if (near.length) return faultAt(reader, "zone.unknown_code", entry, code, { near });
  return faultAt(reader, "zone.unknown_code.alone", entry, code);
}

// Codes of the layer between two ends, both included; the ends themselves need not exist.
function meaningOfRange(entry, reader) {
  const { first, last } = entry;
  const { codes, index } = reader.layer;
  const lengths = new Set(codes.map((code) => code.length));
  const odd = [first, last].filter(
    (end) => !index.has(end) && !(isDecimal(end) && lengths.has(end.length)),
  );
  if (odd.length) return { faults: odd.map((end) => unknownCode(end, entry, reader)) };
  if (first.length !== last.length || first > last) {
    return refusedEntry(reader, "zone.range_reversed", entry, { first, last });
  }
  const found = codes.filter((code) => code.length === first.length && first <= code && code <= last);
  if (!found.length) {
    const near = reader.known.units.nearCode(first);
    return refusedEntry(reader, "zone.range_empty", entry, { first, last, near });
  }
  return withNameBeside(entry, found, { spanned: found }, reader);
}

// The same, with what there is to say of the name beside the code.
function withNameBeside(entry, codes, meant, reader) {
  const { units, municipalities } = reader.known;
  if (!entry.name || codes.some((code) => belongsTo(entry.name, code, reader))) return meant;
  const ofUnits = units.find(entry.name);
  const others = ofUnits.length ? ofUnits : municipalities.find(entry.name);
  if (!others.length || codes.length > 1) {
    const strange = codes.length === 1 ? `${entry.first} ${entry.name}` : entry.text;
    return { ...meant, strange: [strange] };
  }
  const names = ofUnits.length ? units : municipalities;
  const fields = { unit: units.label(codes[0]), name: entry.name, others: names.labels(others) };
  return { ...meant, notices: [faultAt(reader, "zone.name_differs", entry, entry.text, fields)] };
}

// Is this a name of the unit or of its municipality?
function belongsTo(name, code, reader) {
  const { units, municipalities, municipalityCode } = reader.known;
  if (units.find(name).includes(code)) return true;
  return municipalities.find(name).includes(municipalityCode(reader.layer.index.get(code)));
}

function meaningOfName(entry, reader) {
  const { beside, name, text } = entry;
  if (beside !== null && reader.layer.index.has(beside) && belongsTo(name, beside, reader)) return {};
  for (const one of new Set([name, text])) {
    const found = meaningOfOneName(one, entry, reader);
    if (found) return found;
  }
  const parts = joinedNames(name).map((part) => meaningOfOneName(part, entry, reader));
  if (parts.length > 1 && parts.every(Boolean)) return togetherOf(parts);
  const near = reader.known.units.nearName(name);
  if (near.length) return refusedEntry(reader, "zone.not_understood.near", entry, { near });
  return refusedEntry(reader, "zone.not_understood", entry, {});
}

function togetherOf(parts) {
  const whole = emptyMeaning();
  for (const part of parts) for (const key of Object.keys(part)) whole[key].push(...part[key]);
  return whole;
}

// What a name alone means; null when nothing has this name. A municipality means all its units.
function meaningOfOneName(name, entry, reader) {
  const { units, municipalities, unitsOf, municipalityCode } = reader.known;
  const codes = units.find(name);
  if (codes.length > 1) {
    return refusedEntry(reader, "zone.name_several", entry, { name, options: units.labels(codes) });
  }
  const places = municipalities.find(name);
  if (codes.length) {
    const [code] = codes;
    const own = municipalityCode(reader.layer.index.get(code));
    const rest = own === null ? [] : unitsOf([own]).filter((other) => other !== code);
    const narrow = rest.length && places.includes(own);
    return {
      names: codes,
      read: [`${name} = ${code}`],
      narrow: narrow ? [`${name} (${units.labels(rest).join(", ")})`] : [],
    };
  }
  if (places.length > 1) {
    const options = municipalities.labels(places);
    return refusedEntry(reader, "zone.name_several", entry, { name, options });
  }
  const inside = unitsOf(places);
  if (!inside.length) return null;
  return { wide: inside, read: [`${name} = ${inside.join(", ")}`] };
}
