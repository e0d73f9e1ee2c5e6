// Tables of units or municipalities, held against the layer: the column of codes, row by row.

import { entriesOfCells, FOLDED_HEADINGS } from "./entries.js";
import { foldText } from "./folding.js";
import { gazetteerOf } from "./gazetteer.js";
import { doubledCodes, faultAt, MOST_FAULTS, unitsListed } from "./pasted.js";
import { hasContent, noRows } from "./sheets.js";

const ZONE_HEADINGS = new Set(
  (
    "zone,zone name,nom de la zone,naam van de regio,name der zone,zone pilote,pilootregio,pilotzone," +
    "projet,project,projekt,eerstelijnszone,elz,zone de première ligne,zorgregio,région de soins,bassin"
  )
    .split(",")
    .map(foldText),
);
const NAME_HEADINGS = new Set(
  (
    "name,localité,locality,localiteit,plaats,plaatsnaam,ort,ortschaft,commune,gemeente,gemeinde," +
    "municipality,nom,naam"
  )
    .split(",")
    .map(foldText),
);
const MUNICIPAL_HEADINGS = new Set(
  ["commune", "gemeente", "gemeinde", "municipality", "municipalité"].map(foldText),
);
const EXCEL_ERRORS = new Set(
  (
    "#n/a #ref! #div/0! #value! #name? #null! #num! #spill! #calc! #n/b #verw! #deel/0! #waarde! " +
    "#naam? #leeg! #getal! #nv #bezug! #wert! #zahl! #valeur! #nom? #nul! #nombre! #getting_data"
  ).split(" "),
);
const HEADER_WITHIN = 30;
const LONG_NOTE = 60;
const NOTE_START =
  /^\s*(?:[*(¹²³†©]|(?:source|bron|quelle|nota|noot|notes?|remarques?|opmerking(?:en)?|bemerkung(?:en)?|hinweise?|anmerkung(?:en)?|légende|legende)(?![\p{L}\p{N}_]))/iu;
const VALUE_ONLY = /^[+-]?[0-9][0-9 .,:/'%-]*$/;

// Does a sheet look as if it held codes of the layer? Decides between several sheets.
export function holdsCodes(rows, layer) {
  return columnsFor(rows, gazetteerOf(layer)) !== null;
}

// Has a sheet a heading for codes among its first rows?
export function headsCodes(rows) {
  return rows
    .slice(0, HEADER_WITHIN)
    .some(({ cells }) => cells.some((cell) => headingFits(cell, FOLDED_HEADINGS)));
}

// { units, name, faults, notices } of the rows of a table; lines are rows of the spreadsheet.
export function unitsOfTable(rows, layer) {
  const known = gazetteerOf(layer);
  const columns = columnsFor(rows, known);
  if (!columns) return { ...nothingRead(), faults: noRows("import.no_code_column").faults };
  const body = withoutNotes(rows.slice(columns.from), columns);
  const zones = columns.zone < 0 ? [] : namesIn(body, columns.zone);
  if (zones.length > 1) {
    return { ...nothingRead(), faults: noRows("import.several_zones", { names: zones }).faults };
  }
  const reader = { layer, known, lines: true };
  const { cells, names, faults } = cellsOf(body, columns, reader);
  if (!cells.length && !faults.length) {
    return { ...nothingRead(), faults: noRows("table.header_only").faults };
  }
  const municipal = areMunicipalities(cells, columns.heading, known);
  const codes = municipal ? [...known.written.keys()] : layer.codes;
  const entries = entriesOfCells(withoutRepeats(cells, body, columns), codes).map((entry) =>
    entry.first !== null && !entry.name ? { ...entry, name: names.get(entry.line) || "" } : entry,
  );
  const read = municipal ? municipalitiesListed(entries, reader) : unitsListed(entries, layer);
  const all = [...faults, ...read.faults].sort((p, q) => (p.line || 0) - (q.line || 0));
  return { units: read.units, name: zones[0] || "", faults: all, notices: read.notices };
}

export function nothingRead() {
  return { units: [], record: null, name: "", faults: [], notices: [] };
}

function textIn(row, place) {
  const cell = place < 0 ? "" : row.cells[place] || "";
  const plain = cell.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return plain.normalize("NFC").trim();
}

function headingFits(cell, names) {
  const lines = cell.split(/\s*[\r\n]+\s*/).map(foldText);
  return names.has(foldText(cell)) || (lines.length > 1 && lines.every((line) => names.has(line)));
}

// Places of the columns: by the row of headings, else the only column that holds mostly codes.
function columnsFor(rows, known) {
  const head = headingRow(rows);
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const body = head < 0 ? rows : rows.slice(head + 1);
  const counts = Array.from({ length: width }, (_, place) => knownIn(body, place, known));
  const heads = head < 0 ? [] : rows[head].cells;
  const titled = [...heads.keys()].filter((k) => headingFits(heads[k], FOLDED_HEADINGS));
  const mostly = [...counts.keys()].filter((k) => counts[k].known > 0.5 * counts[k].filled);
  let code = -1;
  // of several headings that fit, the one over most codes that are known
  for (const k of titled) if (code < 0 || counts[k].known > counts[code].known) code = k;
  if (code < 0 && mostly.length === 1) [code] = mostly;
  const other = (names) =>
    [...heads.keys()].find((k) => k !== code && headingFits(heads[k], names)) ?? -1;
  // a list of names only
  if (code < 0) code = other(NAME_HEADINGS);
  if (code < 0) return null;
  const titleless = head < 0 && !isKnown(textIn(rows[0], code), known) ? 1 : 0;
  return {
    code,
    zone: other(ZONE_HEADINGS),
    name: other(NAME_HEADINGS),
    heading: heads[code] || "",
    from: head < 0 ? titleless : head + 1,
    width,
  };
}

// The first row that names most columns of a list of units, among the first rows; -1 for none.
function headingRow(rows) {
  let best = -1;
  let most = 0;
  rows.slice(0, HEADER_WITHIN).forEach(({ cells }, k) => {
    const named = [FOLDED_HEADINGS, ZONE_HEADINGS, NAME_HEADINGS].filter((names) =>
      cells.some((cell) => headingFits(cell, names)),
    ).length;
    if (named > most) [best, most] = [k, named];
  });
  return best;
}

function isKnown(text, known) {
  return known.layer.index.has(text) || known.written.has(text);
}

function knownIn(rows, place, known) {
  const texts = rows.map((row) => textIn(row, place)).filter(Boolean);
  return { filled: texts.length, known: texts.filter((text) => isKnown(text, known)).length };
}

// Rows without the notes under a table: a text alone in the first column of the last rows.
function withoutNotes(rows, { width }) {
  let end = rows.length;
  while (width > 1 && end > 0 && isNote(rows[end - 1], rows[end - 2])) end -= 1;
  return rows.slice(0, end);
}

function isNote(row, before) {
  const filled = row.cells.filter((cell) => cell.trim());
  const text = textIn(row, row.cells.findIndex((cell) => cell.trim()));
  if (filled.length !== 1 || VALUE_ONLY.test(text)) return false;
  const apart = before !== undefined && row.row > before.row + 1 && text.split(/\s+/).length > 1;
  return text.length >= LONG_NOTE || NOTE_START.test(text) || apart;
}

function namesIn(rows, place) {
  return [...new Set(rows.map((row) => textIn(row, place)).filter(Boolean))].sort();
}

// Cells of codes with their rows, the names beside them, and the faults of cells without a value.
function cellsOf(rows, columns, reader) {
  const found = { cells: [], names: new Map(), faults: [] };
  for (const row of rows) {
    if (!hasContent(row) && !row.odd[columns.code]) continue;
    const text = textIn(row, columns.code);
    const failed = EXCEL_ERRORS.has(text.toLowerCase()) ? "cell.excel_error" : "";
    const odd = row.odd[columns.code] || failed;
    // a sign alone, such as a question mark, says nothing, but somebody meant something by it
    const hollow = text ? "zone.not_understood" : "cell.empty";
    const id = odd || (foldText(text) ? "" : hollow);
    if (id) {
      if (found.faults.length < MOST_FAULTS) {
        found.faults.push(faultAt(reader, id, { line: row.row }, text || null));
      }
      continue;
    }
    found.cells.push([row.row, text]);
    found.names.set(row.row, textIn(row, columns.name));
  }
  return found;
}

// Cells without those of a long table that only repeat a unit, such as one row per age band: more
// than a quarter of its rows do. A few doubles are faults.
function withoutRepeats(cells, rows, columns) {
  const seen = new Set();
  const entire = new Set();
  const whole = new Map(rows.map((row) => [row.row, row.cells.join("\t")]));
  const kept = cells.filter(([row, text]) => {
    const double = entire.has(whole.get(row));
    const first = !seen.has(text);
    seen.add(text);
    entire.add(whole.get(row));
    return first || double;
  });
  return columns.width > 1 && cells.length - kept.length > cells.length / 4 ? kept : cells;
}

function areMunicipalities(cells, heading, { layer, written }) {
  const wanted = new Set(cells.map(([, text]) => text));
  const units = [...wanted].filter((text) => layer.index.has(text)).length;
  const places = [...wanted].filter((text) => written.has(text)).length;
  if (!units && !places) return MUNICIPAL_HEADINGS.has(foldText(heading));
  return places > units;
}

// { units, faults, notices } of a list of municipalities, by NIS code or name.
export function unitsOfPlaces(items, layer) {
  const known = gazetteerOf(layer);
  const cells = items.map((item, k) => [k + 1, String(item)]);
  const entries = entriesOfCells(cells, [...known.written.keys()]);
  return municipalitiesListed(entries, { layer, known, lines: true });
}

function municipalitiesListed(entries, reader) {
  const { known, layer } = reader;
  const given = [];
  const faults = [];
  for (const entry of entries) {
    const found = municipalityMeant(entry, reader);
    if (typeof found === "string") given.push({ code: found, line: entry.line });
    else if (faults.length < MOST_FAULTS) faults.push(found);
  }
  faults.push(...doubledCodes(given, reader, known.municipalities));
  const codes = known.unitsOf(given.map(({ code }) => code));
  return { units: codes.map((code) => layer.index.get(code)), faults, notices: [] };
}

function municipalityMeant(entry, reader) {
  const { known } = reader;
  const { municipalities, written } = known;
  if (entry.last !== null || entry.odd === "unclear" || entry.odd === "chained") {
    return faultAt(reader, "zone.no_municipality_ranges", entry, entry.text);
  }
  const code = entry.first;
  if (code !== null && written.has(code)) return code;
  if (code !== null && known.layer.index.has(code)) {
    return faultAt(reader, "zone.code_is_unit", entry, code);
  }
  if (code === null) {
    const named = municipalities.find(entry.name);
    const found = named.length ? named : municipalities.find(entry.text);
    if (found.length === 1) return found[0];
    if (found.length) {
      const options = municipalities.labels(found);
      return faultAt(reader, "zone.name_several", entry, entry.text, { options });
    }
  }
  const near = code === null ? municipalities.nearName(entry.name) : municipalities.nearCode(code);
  const value = code ?? entry.text;
  if (!near.length) return faultAt(reader, "zone.unknown_municipality", entry, value);
  return faultAt(reader, "zone.unknown_municipality.near", entry, value, { near });
}
