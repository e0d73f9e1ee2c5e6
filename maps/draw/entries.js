// Text pasted from a mail or a spreadsheet, taken apart: codes, ranges and names by line. Nothing is
// looked up here but the shape of codes; what an entry means on a layer is the matter of pasted.js.

import { foldText } from "./folding.js";
import { spellingOf } from "./spelling.js";

const CODE_HEADINGS = [
  ..."code,codes,postcode,postcodes,code postal,codes postaux,cp,plz,postleitzahl".split(","),
  ..."postleitzahlen,postnummer,zip,zip code,unit,unité,eenheid,einheit,nis,nis5".split(","),
  ..."nis code,code nis,ins,code ins,refnis,cd_refnis".split(","),
];
export const FOLDED_HEADINGS = new Set(CODE_HEADINGS.map(foldText));

// Words that say nothing by themselves: labels, headings and links between codes.
const FILLERS = new Set([
  ...FOLDED_HEADINGS,
  ..."be belgique belgie belgien belgium codes postal postaux commune communes gemeente".split(" "),
  ..."gemeenten gemeinde gemeinden municipality municipalities localite localites plaats".split(" "),
  ..."ort orte nom naam name zone regio de du des van von from le les et en und and entre".split(" "),
  ..."tussen zwischen between depuis ab".split(" "),
]);
const LINK_WORDS = new Set(["et", "en", "und", "and"]);
const BETWEEN_WORDS = new Set(["entre", "tussen", "zwischen", "between"]);
const JOINING = /\s+(?:et|en|und|and|&|\+)\s+/i;
const ALL_DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g;
const NOT_SEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
const BRACKETS = /[\u201c\u201d\u201e\u00ab\u00bb"()[\]{}]/g;
const BULLET = /^\s*(?:[•·▪◦‣*●○■□➢➤✓>+-]+\s+|\p{Nd}{1,2}[.)]\s+|[a-z][.)]\s+)/u;
const BETWEEN_PIECES = /[,;|\t]/;
const UP_TO =
  "(?:-+>?|→|\\.{2,3}|à|a|au|aux|t\\s?/\\s?m|t\\.?\\s?e\\.?\\s?m\\.?|tot(?:\\s+en\\s+met)?" +
  "|bis(?:\\s+und\\s+mit)?|to|through|thru|until|jusqu['’]?\\s?(?:à|au|a)?)";
const JOINS = new RegExp(`^\\s*${UP_TO}\\s*$`, "iu");
const ENDS_WITH_TO = new RegExp(`^(?:.*\\S)\\s+(?!-)${UP_TO}\\s*$`, "iu");
const ENDS_WITH_DASH = /^(?:.*\S)\s+-+\s*$/;
const GLUED = /(?<=\p{Nd})(à|bis|tot|t\/m|to)(?=\p{Nd})/giu;
const LINE_ENDS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

// Entries of a pasted text, in their order: { text, line, first, last, name, beside, odd }. `first`
// and `last` are a code or both ends of a range; `name` stands beside the code, or alone; `beside`
// is the code that a name alone follows; `odd` says why a piece cannot be taken.
export function entriesOf(text, codes) {
  const shape = spellingOf(codes);
  const lines = text
    .split(LINE_ENDS)
    .map((line, k) => [k + 1, tidyLine(line)])
    .filter(([, line]) => line.trim());
  const columns = columnsOf(lines, shape);
  if (columns) return columns.flatMap((row) => entriesOfColumns(row, shape));
  return lines.flatMap(([n, line]) => entriesOfLine(line, n, shape));
}

// Entries of the cells of one column, or the items of a list, each with its line.
export function entriesOfCells(cells, codes) {
  const shape = spellingOf(codes);
  return cells.flatMap(([n, cell]) => entriesOfLine(tidyLine(cell), n, shape));
}

// Names that a word links: "Rixensart et Wavre" gives both.
export function joinedNames(text) {
  return text.split(JOINING);
}

// Line with plain spaces and hyphens, without bullets, brackets and quotation marks.
export function tidyLine(line) {
  const plain = line.normalize("NFKC").replace(NOT_SEEN, "").replace(ALL_DASHES, "-");
  return plain.replace(BULLET, "").replace(BRACKETS, " ");
}

// Rows [line, code cell, name cell, whole row] of a pasted table; null when it is no table.
function columnsOf(lines, shape) {
  for (const mark of "\t;|,") {
    const rows = lines.map(([n, line]) => [n, line.split(mark).map((cell) => cell.trim())]);
    const widths = new Set(rows.map(([, cells]) => cells.length));
    if (rows.length > 1 && widths.size === 1 && !widths.has(1)) return tableOf(rows, shape);
  }
  return null;
}

// One column for codes: the one whose heading says so, else the only one with known codes.
function tableOf(rows, shape) {
  const head = rows[0][1].map(foldText);
  const places = [...head.keys()];
  const titled = places.filter((k) => FOLDED_HEADINGS.has(head[k]));
  const holding = places.filter((k) => rows.some(([, cells]) => holdsCode(cells[k], shape)));
  if (titled.length !== 1 && holding.length !== 1) return null;
  const place = titled.length === 1 ? titled[0] : holding[0];
  const body = titled.length === 1 ? rows.slice(1) : rows;
  const named = places.find(
    (k) => k !== place && body.some(([, cells]) => /\p{L}|[^\P{N}\p{Nd}]/u.test(cells[k])),
  );
  return body
    .filter(([, cells]) => cells.some(Boolean))
    .map(([n, cells]) => [n, cells[place], named === undefined ? "" : cells[named], cells.join(" ")]);
}

function holdsCode(cell, shape) {
  return shape.found(cell).some(({ code }) => shape.known.has(shape.spelt(code)));
}

function entryOf(text, line, more) {
  return { text, line, first: null, last: null, name: "", beside: null, odd: "", ...more };
}

function entriesOfColumns([n, code, name, row], shape) {
  const found = entriesOfPiece(code, n, shape);
  if (found.length === 1 && found[0].first !== null && found[0].last === null && !found[0].name) {
    return [{ ...found[0], name: nameIn(name) }];
  }
  if (found.length) return found;
  const whole = oneSpaced(row);
  return isFilling(row) ? [] : [entryOf(whole, n, { name: whole })];
}

function entriesOfLine(line, n, shape) {
  const entries = [];
  let before = null;
  for (const piece of line.replace(GLUED, " $1 ").split(BETWEEN_PIECES)) {
    let found = entriesOfPiece(piece, n, shape);
    if (found.length === 1 && found[0].first === null && before !== null) {
      found = [{ ...found[0], beside: before.first }];
    }
    entries.push(...found);
    const alone = found.length === 1 && found[0].first !== null && found[0].last === null;
    before = alone && !found[0].name ? found[0] : null;
  }
  return entries;
}

function oneSpaced(text) {
  return text.split(/\s+/u).filter(Boolean).join(" ");
}

function strippedOf(text, signs) {
  let [start, end] = [0, text.length];
  while (start < end && signs.includes(text[start])) start += 1;
  while (end > start && signs.includes(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

// Entries of what stands between two separators.
function entriesOfPiece(piece, n, shape) {
  const written = strippedOf(oneSpaced(piece), " .");
  const found = shape.found(written);
  if (!found.length) {
    if (!written || isFilling(written)) return [];
    return [entryOf(written, n, { name: nameIn(written) })];
  }
  const codes = found.map(({ code }) => shape.spelt(code));
  const gaps = found.slice(1).map((next, k) => written.slice(found[k].end, next.start));
  const lead = written.slice(0, found[0].start);
  const tail = written.slice(found[found.length - 1].end);
  const last = lead.split(/\s+/u).filter(Boolean).pop();
  if (gaps.length && last !== undefined && BETWEEN_WORDS.has(foldText(last))) {
    if (LINK_WORDS.has(foldText(gaps[0]))) gaps[0] = "-";
  }
  return joinedEntries(codes, [lead, ...gaps, tail], written, n);
}

// Entries of codes and the texts around them: joined to ranges, each with its name.
function joinedEntries(codes, texts, written, n) {
  const ranges = texts.slice(1, -1).map((gap) => JOINS.test(gap) || ENDS_WITH_TO.test(gap));
  if (ranges.some((range, k) => range && ranges[k + 1])) {
    return [entryOf(written, n, { first: codes[0], odd: "chained" })];
  }
  if (codes.length === 2 && !ranges[0] && ENDS_WITH_DASH.test(texts[1])) {
    return [entryOf(written, n, { first: codes[0], last: codes[1], odd: "unclear" })];
  }
  const names = texts.map(nameIn);
  const leading =
    codes.length > 1 && names[0] && !names[names.length - 1] && !ranges.some(Boolean);
  const after = leading ? names.slice(0, -1) : names.slice(1);
  if (!leading && names[0] && !after[0]) [after[0]] = names;
  const entries = [];
  for (let k = 0; k < codes.length; k += ranges[k] ? 2 : 1) {
    const joined = Boolean(ranges[k]);
    const last = joined ? codes[k + 1] : null;
    const alone = codes.length === (joined ? 2 : 1);
    const text = alone ? written : codes[k] + (last ? `-${last}` : "");
    const apart = [codes[k], last || ""].some((code) => /[. ']/.test(code));
    const name = joined ? after[k + 1] : after[k];
    entries.push(entryOf(text, n, { first: codes[k], last, name, odd: apart ? "apart" : "" }));
  }
  return entries;
}

// Name in a text; '' when only labels, links and punctuation stand in it.
export function nameIn(text) {
  const name = strippedOf(oneSpaced(text), " .:-/=>");
  const words = name.split(/\s+/u).filter(Boolean);
  while (words.length && LINK_WORDS.has(foldText(words[words.length - 1]))) words.pop();
  return words.every(isFilling) ? "" : strippedOf(words.join(" "), " :-");
}

function isFilling(text) {
  return text.split(/[\s:/]+/u).every((word) => FILLERS.has(foldText(word)) || !foldText(word));
}
