// Search of units by code or name, in any language, without case and accents.

import { foldText, foldWords } from "./folding.js";
import { inLanguage } from "./layer.js";

const SEARCHED_LANGUAGES = ["fr", "nl", "de", "en"];
const searchTables = new WeakMap();

// Units whose code or name begins with the text, then those that hold it inside a name; at most
// `most`. Names in the reader's language go first among equals, then the order of the layer.
export function searchUnits(layer, text, lang, most = 20) {
  const wanted = foldText(text);
  if (!wanted) return [];
  const found = [];
  for (const row of searchTable(layer)) {
    const rank = rankOfRow(row, wanted, lang);
    if (rank < 9) found.push({ unit: row.unit, rank });
  }
  found.sort((p, q) => p.rank - q.rank || p.unit - q.unit);
  return found.slice(0, most).map(({ unit }) => unit);
}

// 0 the code itself, 1 a code that begins so, 2 the name itself, 3 a name that begins so, 4 a word
// of it, 5 its municipality, 6 anywhere in it; half a step more in another language; 9 not at all.
function rankOfRow(row, wanted, lang) {
  if (row.code === wanted) return 0;
  if (row.code.startsWith(wanted)) return 1;
  let best = 9;
  for (const { folded, words, own, language } of row.names) {
    const foreign = language === null || language === lang ? 0 : 0.5;
    let rank = 9;
    if (folded === wanted) rank = own ? 2 : 5;
    else if (folded.startsWith(wanted)) rank = own ? 3 : 5;
    else if (own && words.includes(` ${wanted}`)) rank = 4;
    else if (folded.includes(wanted)) rank = own ? 6 : 7;
    if (rank < 9 && rank + foreign < best) best = rank + foreign;
  }
  return best;
}

function searchTable(layer) {
  const known = searchTables.get(layer);
  if (known) return known;
  const places = layer.municipalities.map(({ name }) => namedRows(name, false));
  const rows = layer.codes.map((code, unit) => {
    const place = layer.municipality[unit];
    const names = [...namedRows(layer.names[unit], true), ...(place < 0 ? [] : places[place])];
    // "1330 Rixensart" is searched as it is shown, too
    return { unit, code: foldText(code), names: [...names, ...shownRows(code, names)] };
  });
  searchTables.set(layer, rows);
  return rows;
}

// A name in each language in which it reads differently; one for all is of no language.
function namedRows(name, own) {
  if (!Array.isArray(name)) return name ? [namedRow(name, own, null)] : [];
  return SEARCHED_LANGUAGES.map((language) =>
    namedRow(inLanguage(name, language), own, language),
  ).filter(({ folded }) => folded);
}

function namedRow(text, own, language) {
  const words = foldWords(text);
  return { folded: words.replaceAll(" ", ""), words, own, language };
}

function shownRows(code, names) {
  return names
    .filter(({ own }) => own)
    .map((row) => ({ ...row, folded: foldText(code) + row.folded, words: "" }));
}
