// The zone as files for other programs: a table for Excel, a map for QGIS, lines for pilot.toml.

import { areaOf } from "./rules.js";
import { ringPoints, unitsOf } from "./layer.js";
import { tomlText } from "./settings.js";
import { roundedText, say } from "./words.js";

const TABLE_COLUMNS = [
  "table.code",
  "table.name",
  "table.municipality",
  "table.population",
  "export.population_date",
  "table.area",
  "table.density",
  "table.rural",
  "export.source",
  "export.note",
];
const CALLED_SYNTHETIC = /synth[eé]ti|fictif|fictive|fictie|fiktiv|fictitious/i;
const CODES_A_LINE = 10;

// Table of the units as the program writes it: semicolons, a byte order mark, numbers as Excel takes
// them here; every text is safe against formulas.
export function tableOfZone(record, layer, lang) {
  const notes = notesOf(record, layer, lang).join(" ");
  const source = layer.attribution.join(" / ");
  const rows = [TABLE_COLUMNS.map((id) => say(id, lang))];
  for (const { code, unit } of codesInOrder(record, layer)) {
    if (unit === undefined) {
      rows.push([safeCell(code), "", "", "", "", "", "", "", "", say("table.unknown_code", lang)]);
      continue;
    }
    const { people, km2, rural } = factsOf(layer, unit);
    rows.push([
      safeCell(code),
      safeCell(layer.name(unit, lang)),
      safeCell(layer.municipalityName(unit, lang)),
      people === null ? "" : String(people),
      layer.populationDate || "",
      km2 === null ? "" : plainDecimal(km2, lang),
      people === null || km2 === null ? "" : plainDecimal(people / km2, lang),
      rural === null ? "" : say(rural ? "table.yes" : "table.no", lang),
      safeCell(source),
      safeCell(notes),
    ]);
  }
  const lines = rows.map((cells) => `${cells.map(quotedCell).join(";")}\r\n`);
  return `\ufeff${lines.join("")}`;
}

// Codes of the zone as given, known or not, in their order.
function codesInOrder(record, layer) {
  const known = unitsOf(record.inside).map((unit) => ({ code: layer.codes[unit], unit }));
  const strange = record.unknown.map((code) => ({ code, unit: undefined }));
  return [...known, ...strange].sort((p, q) => (p.code < q.code ? -1 : 1));
}

function factsOf(layer, unit) {
  return {
    people: layer.people[unit] < 0 ? null : layer.people[unit],
    km2: areaOf(layer, [unit]) / 1e6 || null,
    rural: layer.rural[unit] < 0 ? null : layer.rural[unit] === 1,
  };
}

function notesOf(record, layer, lang) {
  const notes = [];
  if (layer.approximate.includes("inner-borders")) notes.push(say("notice.inner_borders", lang));
  if (layer.approximate.includes("inner-populations")) {
    notes.push(say("notice.inner_populations", lang));
  }
  const others = (record.others || []).map((other) => other.name);
  const names = [layer.id, record.name, ...others].filter((name) => CALLED_SYNTHETIC.test(name));
  if (layer.approximate.includes("synthetic") && !names.includes(layer.id)) names.unshift(layer.id);
  return names.length ? [...notes, say("notice.synthetic", lang, { names })] : notes;
}

// Text that no spreadsheet takes for a formula.
export function safeCell(text) {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quotedCell(text) {
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function plainDecimal(value, lang) {
  const plain = roundedText(value, 2);
  return lang === "en" ? plain : plain.replace(".", ",");
}

// Units of the zone in degrees (EPSG:4326) with their facts; sources and notes stand at the top.
export function mapOfZone(record, layer, lang) {
  const head = {
    type: "FeatureCollection",
    name: record.name,
    population_date: layer.populationDate,
    attribution: layer.attribution,
    approximate: layer.approximate,
    notes: notesOf(record, layer, lang),
    unknown_codes: record.unknown,
  };
  const features = unitsOf(record.inside).map((unit) => JSON.stringify(featureOf(layer, unit)));
  const start = JSON.stringify(head, null, 1).replace(/\n\}$/, "");
  return `${start},\n "features": [\n${features.join(",\n")}\n]\n}\n`;
}

function featureOf(layer, unit) {
  const { people, km2, rural } = factsOf(layer, unit);
  const properties = {
    code: layer.codes[unit],
    name: layer.name(unit, "en"),
    municipality: layer.municipalityName(unit, "en"),
    population: people,
    area_km2: km2 === null ? null : Number(roundedText(km2, 3)),
    rural,
  };
  return { type: "Feature", properties, geometry: shapeOf(layer, unit) };
}

// Polygons of a unit: rings inside an even number of others are outlines, the rest their holes.
function shapeOf(layer, unit) {
  const rings = (layer.shapes.rings[unit] || []).map((refs) => ringPoints(layer, refs));
  if (!rings.length || !layer.unproject) return null;
  const depth = rings.map(
    (ring, k) => rings.filter((other, j) => j !== k && holdsRing(other, ring)).length,
  );
  const polygons = [];
  rings.forEach((ring, k) => {
    if (depth[k] % 2) return;
    const holes = rings.filter(
      (other, j) => depth[j] === depth[k] + 1 && holdsRing(ring, other),
    );
    polygons.push([turned(ring, 1), ...holes.map((hole) => turned(hole, -1))]);
  });
  const coordinates = polygons.map((polygon) => polygon.map((ring) => inDegrees(layer, ring)));
  if (coordinates.length === 1) return { type: "Polygon", coordinates: coordinates[0] };
  return { type: "MultiPolygon", coordinates };
}

// Does the middle of the first edge of a ring lie inside another?
function holdsRing(outer, ring) {
  const x = (ring[0] + ring[2]) / 2;
  const y = (ring[1] + ring[3]) / 2;
  let inside = false;
  for (let i = 0; i + 3 < outer.length; i += 2) {
    const [x1, y1, x2, y2] = outer.slice(i, i + 4);
    if (y1 > y !== y2 > y && x < x1 + ((x2 - x1) * (y - y1)) / (y2 - y1)) inside = !inside;
  }
  return inside;
}

// Ring that runs against the clock (1) or with it (-1), as GeoJSON asks of outlines and holes.
function turned(ring, sign) {
  let area = 0;
  for (let i = 0; i + 3 < ring.length; i += 2) {
    area += ring[i] * ring[i + 3] - ring[i + 2] * ring[i + 1];
  }
  if (Math.sign(area) === sign) return ring;
  const back = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) back.push(ring[i], ring[i + 1]);
  return back;
}

function inDegrees(layer, ring) {
  const { cell, x0, y0 } = layer.geometry;
  const points = [];
  for (let i = 0; i < ring.length; i += 2) {
    points.push(degreesOf(layer.unproject, x0 + cell * ring[i], y0 + cell * ring[i + 1]));
  }
  return points;
}

// Longitude and latitude of a place in Lambert metres, to a tenth of a metre.
export function degreesOf(unproject, x, y) {
  const u = (x - unproject.x[0]) / unproject.x[1];
  const v = (y - unproject.y[0]) / unproject.y[1];
  const inV = (row) => row.reduceRight((part, factor) => part * v + factor, 0);
  const sum = (rows) => rows.reduceRight((total, row) => total * u + inV(row), 0);
  return [sum(unproject.lon), sum(unproject.lat)].map((degrees) => Math.round(degrees * 1e6) / 1e6);
}

// Lines of the section [zone] of a project file.
export function settingsOfZone(record, layer) {
  const codes = codesInOrder(record, layer).map(({ code }) => tomlText(code));
  const lines = [];
  for (let k = 0; k < codes.length; k += CODES_A_LINE) {
    lines.push(`    ${codes.slice(k, k + CODES_A_LINE).join(", ")},\n`);
  }
  const name = record.name ? `name = ${tomlText(record.name)}\n` : "";
  return `[zone]\n${name}postcodes = [\n${lines.join("")}]\n`;
}
