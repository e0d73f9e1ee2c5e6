// Names of units and municipalities, found in any language, without case and accents.

import { foldText } from "./folding.js";
import { inLanguage, labelOf } from "./layer.js";
import { closeMatches, nearestCodes } from "./likeness.js";
import { isDecimal } from "./spelling.js";

// Own names first, then those of each language, as the program looks them up.
const LOOKED_UP = ["en", "fr", "nl", "de"];
const SHORT_FORMS = {
  st: ["saint", "sint", "sankt"],
  ste: ["sainte"],
  s: ["sur", "sous"],
  l: ["lez", "les"],
};
const SIMILAR = 0.75;
const TOO_LONG = 3;
const LONGEST_NAME = 60;
const MOST_SPELLINGS = 64;
const MOST_COMPARED = 2000;
const BEGINNINGS = [5, 4, 3];
const gazetteers = new WeakMap();

// What can be looked up of a layer: units and municipalities by code and name.
export function gazetteerOf(layer) {
  const known = gazetteers.get(layer);
  if (known) return known;
  const { municipalities } = layer;
  const ofUnit = (unit) => municipalities[layer.municipality[unit]] ?? null;
  const units = layer.codes.map((code, unit) => ({ code, name: layer.names[unit] }));
  const places = layer.codes.map((_, unit) => ofUnit(unit)).filter(Boolean);
  const made = {
    layer,
    units: namesOf(units, "en"),
    municipalities: namesOf(places, layer.kind === "municipality" ? "en" : "fr"),
    written: new Map(municipalities.map(({ code }, place) => [code, place])),
    municipalityCode: (unit) => (ofUnit(unit) ? ofUnit(unit).code : null),
    unitsOf: (codes) => {
      const wanted = new Set(codes);
      return layer.codes.filter((_, unit) => ofUnit(unit) && wanted.has(ofUnit(unit).code));
    },
  };
  gazetteers.set(layer, made);
  return made;
}

// Names of one kind of place: the codes of each folded name, and the name shown of each code.
function namesOf(rows, shownIn) {
  const codes = new Map();
  const shown = new Map();
  for (const { code, name } of rows) {
    if (!shown.has(code)) shown.set(code, inLanguage(name, shownIn) || inLanguage(name, "en"));
  }
  for (const lang of LOOKED_UP) {
    for (const { code, name } of rows) {
      // one name for all languages is entered once
      const text = lang === LOOKED_UP[0] || Array.isArray(name) ? inLanguage(name, lang) : "";
      if (!text.trim()) continue;
      for (const part of new Set([text, ...text.split(/\s+[/–-]\s+|\//u)])) {
        const folded = foldText(part);
        if (!folded) continue;
        if (!codes.has(folded)) codes.set(folded, new Set());
        codes.get(folded).add(code);
      }
    }
  }
  const label = (code) => labelOf(code, shown.get(code) || "");
  const longest = Math.max(0, ...[...shown.keys()].map((code) => code.length));
  const sorted = [...shown.keys()].sort();
  const names = [...codes.keys()];
  return {
    label,
    labels: (all) => [...all].map(label),
    // codes of a name; of "Bruxelles/Brussel" those that one of the parts names
    find: (name) => {
      const found = new Set();
      for (const part of [name, ...name.split(/\s*\/\s*/u)]) {
        for (const spelling of spellingsOf(part)) {
          for (const code of codes.get(spelling) || []) found.add(code);
        }
      }
      return [...found];
    },
    nearCode: (code) => {
      if (code.length > longest + TOO_LONG) return [];
      return nearestCodes(code, comparedCodes(code, sorted)).map(label);
    },
    nearName: (name) => {
      if (name.length > LONGEST_NAME) return [];
      const near = closeMatches(foldText(name), names, 3, SIMILAR);
      return [...new Set(near.flatMap((key) => [...codes.get(key)]))].map(label);
    },
  };
}

// Of very many codes with letters, such as those of sectors, the ones that begin alike are compared.
function comparedCodes(code, codes) {
  if (codes.length <= MOST_COMPARED || isDecimal(codes[0])) return codes;
  for (const length of BEGINNINGS) {
    const start = code.slice(0, length);
    const alike = codes.filter((other) => other.startsWith(start));
    if (alike.length) return alike.length <= MOST_COMPARED ? alike : [];
  }
  return [];
}

// Folded name, and what it may be the short form of: St-Nicolas, Ham s/ Heure.
function spellingsOf(name) {
  const words = name.toLowerCase().split(/[\s./'’-]+/u).filter(Boolean);
  let spellings = [""];
  for (const word of words) {
    const forms = [word, ...(SHORT_FORMS[word] || [])].map(foldText);
    spellings = spellings
      .flatMap((done) => forms.map((form) => done + form))
      .slice(0, MOST_SPELLINGS);
  }
  return new Set([foldText(name), ...spellings].filter(Boolean));
}
