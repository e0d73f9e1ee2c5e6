// Files that the page writes and reads: each kind in one place, all faults of a file at once.

import { entriesOf, entriesOfCells } from "./entries.js";
import { mapOfZone, settingsOfZone, tableOfZone } from "./exports.js";
import { gazetteerOf } from "./gazetteer.js";
import { headsCodes, holdsCodes, nothingRead, unitsOfPlaces, unitsOfTable } from "./listed.js";
import { unitsListed, unitsPasted } from "./pasted.js";
import { packRecord, readRecord } from "./record.js";
import { settingsOf } from "./settings.js";
import { kindOfFile, rowsOf, rowsOfText, textOfBytes } from "./sheets.js";

// Content of a file of the zone, by kind: "json", "csv", "geojson" or "toml".
export function filesOf(kind, record, layer, { lang }) {
  if (kind === "json") return `${packRecord(record)}\n`;
  if (kind === "csv") return tableOfZone(record, layer, lang);
  if (kind === "geojson") return mapOfZone(record, layer, lang);
  if (kind === "toml") return settingsOfZone(record, layer);
  throw new Error(`no file of kind ${kind}`);
}

// What a file says: { units, record, name, faults, notices }; `record` where it is one of this page.
export async function readFile(name, buffer, layer, project) {
  const bytes = new Uint8Array(buffer);
  const kind = kindOfFile(bytes);
  const stem = name.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
  const settings = /\.toml$/i.test(name) && (kind === "text" || kind === "json");
  if (settings) return readSettings(textOfBytes(bytes), layer, stem);
  if (kind === "json") return readJson(textOfBytes(bytes), layer, project, stem);
  if (kind === "text") {
    const text = textOfBytes(bytes);
    if (/\.txt$/i.test(name) || isHeadless(text, layer)) {
      return { ...nothingRead(), name: stem, ...unitsPasted(layer, text) };
    }
    return readTable(rowsOfText(text), layer, stem);
  }
  const read = await rowsOf(buffer, [headsCodes, (rows) => holdsCodes(rows, layer)]);
  return readTable(read, layer, stem);
}

function readTable({ rows, faults }, layer, stem) {
  if (faults.length) return { ...nothingRead(), name: stem, faults };
  const read = unitsOfTable(rows, layer);
  return { ...nothingRead(), ...read, name: read.name || stem };
}

// Does the first line already hold a code? Then the file is a list without headings.
function isHeadless(text, layer) {
  const first = text.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/).find((line) => line.trim()) || "";
  const codes = [...layer.codes, ...gazetteerOf(layer).written.keys()];
  const known = new Set(codes);
  return entriesOf(first, codes).some((entry) => entry.first !== null && known.has(entry.first));
}

function refusedFile(id, stem, line = null) {
  return { ...nothingRead(), name: stem, faults: [{ line, text: null, id, fields: {} }] };
}

// A record of this page, a map layer with codes, or a plain list of codes.
function readJson(text, layer, project, stem) {
  let given;
  try {
    given = JSON.parse(text);
  } catch {
    return refusedFile("record.no_json", stem);
  }
  if (given && (given.type === "FeatureCollection" || given.type === "Feature")) {
    return readMap(given, layer, stem);
  }
  if (Array.isArray(given)) return { ...nothingRead(), name: stem, ...unitsOfItems(given, layer) };
  const { record, faults } = readRecord(text, layer, project);
  const told = faults.map((fault) => ({ line: null, text: null, ...fault }));
  return { ...nothingRead(), record, name: record ? record.name : stem, faults: told };
}

function unitsOfItems(items, layer) {
  return unitsListed(
    entriesOfCells(
      items.map((item, k) => [k + 1, String(item)]),
      layer.codes,
    ),
    layer,
  );
}

// Features as rows of a table: row 1 holds the names of their properties.
function readMap(given, layer, stem) {
  const features = Array.isArray(given.features) ? given.features : [given];
  const heads = [...new Set(features.flatMap((one) => Object.keys((one && one.properties) || {})))];
  const rows = features.map((one, k) => ({
    row: k + 1,
    cells: heads.map((head) => cellOfProperty(one, head)),
    odd: {},
  }));
  const read = unitsOfTable([{ row: 0, cells: heads, odd: {} }, ...rows], layer);
  const name = typeof given.name === "string" ? given.name : stem;
  return { ...nothingRead(), ...read, name: read.name || name };
}

function cellOfProperty(feature, head) {
  const value = ((feature && feature.properties) || {})[head];
  return value === null || value === undefined || typeof value === "object" ? "" : String(value);
}

// The zone of a project file: its codes or municipalities; another file it names is not at hand.
function readSettings(text, layer, stem) {
  let settings;
  try {
    settings = settingsOf(text);
  } catch (error) {
    return refusedFile("import.toml", stem, error.line ?? null);
  }
  const { zone } = settings;
  if (!zone) return refusedFile("import.toml_no_zone", stem);
  const project = settings.project || {};
  const named = zone.name || project.name;
  const name = named && typeof named.value === "string" ? named.value : stem;
  if (zone.file) return refusedFile("import.toml_file", name, zone.file.line);
  const given = zone.postcodes || zone.municipalities;
  if (!given) return refusedFile("import.toml_no_zone", name);
  const read = zone.postcodes ? unitsOfSetting(given, layer) : placesOfSetting(given, layer);
  return { ...nothingRead(), ...read, name };
}

// Lines of a text start at the line of its key; items of a list have their number.
function unitsOfSetting({ value, line }, layer) {
  if (Array.isArray(value)) return unitsOfItems(value, layer);
  const read = unitsPasted(layer, String(value));
  const placed = (fault) => (fault.line === null ? fault : { ...fault, line: fault.line + line - 1 });
  return { ...read, faults: read.faults.map(placed) };
}

function placesOfSetting({ value }, layer) {
  return unitsOfPlaces(Array.isArray(value) ? value : String(value).split(/[,;\n]/), layer);
}
