// Files written and read again: each kind gives the same units back, and faults are all named.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { zigzag, varintBytes } from "../../maps/draw/bytes.js";
import { degreesOf, safeCell } from "../../maps/draw/exports.js";
import { filesOf, readFile } from "../../maps/draw/files.js";
import { openLayer, unitsOf } from "../../maps/draw/layer.js";
import { act, newRecord } from "../../maps/draw/record.js";
import { settingsOf, tomlText } from "../../maps/draw/settings.js";
import { kindOfFile, rowsOf, rowsOfText } from "../../maps/draw/sheets.js";
import { setWords } from "../../maps/draw/words.js";
import { gridData } from "./grid.mjs";

const ids =
  "table.code table.name table.municipality table.population export.population_date table.area " +
  "table.density table.rural export.source export.note table.yes table.no table.unknown_code " +
  "notice.synthetic notice.inner_borders notice.inner_populations";
const texts = Object.fromEntries(ids.split(" ").map((id) => [id, id]));
texts["table.code"] = "Code";
setWords({ fr: texts, nl: texts, de: texts, en: texts });

const pack = (numbers) => Buffer.from(varintBytes(numbers)).toString("base64");
const square = (x, y, size) => [5, ...[x, y, size, 0, 0, size, -size, 0, 0, -size].map(zigzag)];
// unit 0 has a hole, unit 1 lies in it, unit 2 is in two parts; all others have no ground
const ground = {
  cell: 10,
  x0: 0,
  y0: 0,
  width: 100,
  height: 100,
  arcs: pack([4, ...square(0, 0, 90), ...square(30, 30, 10), ...square(70, 70, 5), ...square(10, -40, 5)]),
  rings: pack([2, 1, zigzag(0), 1, zigzag(1), 1, 1, zigzag(1), 2, 1, zigzag(2), 1, zigzag(3), ...Array(6).fill(0)]),
};
const unproject = { lon: [[4, 0], [1, 0]], lat: [[50, 1], [0, 0]], x: [0, 100000], y: [0, 100000], error_m: 0 };
const layer = openLayer(gridData(3, 3, { geometry: ground, unproject }));

function zoneRecord(units, name = "Synthetic zone") {
  const zone = { name, units, unknown: [], repeated: [] };
  return newRecord(layer, { id: "synthetic", others: null, zone });
}

const bytesOfText = (text) => new TextEncoder().encode(text).buffer;
const read = (name, text) => readFile(name, bytesOfText(text), layer, { id: "synthetic" });
const faultIds = (found) => found.faults.map(({ id, line }) => (line === null ? id : `${id} ${line}`));

for (const kind of ["csv", "geojson", "toml"]) {
  test(`units come back from ${kind}`, async () => {
    const text = filesOf(kind, zoneRecord([0, 2, 5], "Été \"1\""), layer, { lang: "fr" });
    const found = await read(`zone.${kind}`, text);
    assert.deepEqual(found.faults, []);
    assert.deepEqual(found.units.sort(), [0, 2, 5]);
    if (kind !== "csv") assert.equal(found.name, 'Été "1"');
  });
}

test("a record comes back from its own file with its history", async () => {
  const record = act(zoneRecord([0, 1]), { type: "add", units: [4] });
  const found = await read("zone.json", filesOf("json", record, layer, { lang: "en" }));
  assert.deepEqual(unitsOf(found.record.inside), [0, 1, 4]);
  assert.deepEqual(unitsOf(act(found.record, "undo").inside), [0, 1]);
});

test("no cell of a table is a formula", () => {
  const named = openLayer(gridData(1, 1, { names: ["=HYPERLINK(1)"] }));
  const record = newRecord(named, { zone: { name: "x", units: [0] } });
  const text = filesOf("csv", { ...record, unknown: ["=1+1"] }, named, { lang: "en" });
  assert.ok(text.startsWith("\ufeffCode;table.name"));
  assert.ok(text.includes(";'=HYPERLINK(1);") && text.includes("\r\n'=1+1;"));
  assert.equal(safeCell("-5"), "'-5");
});

test("outlines run against the clock, holes with it, and parts stand apart", () => {
  const map = JSON.parse(filesOf("geojson", zoneRecord([0, 1, 2, 3]), layer, { lang: "en" }));
  const [ring, island, parts, bare] = map.features.map((feature) => feature.geometry);
  assert.equal(ring.type, "Polygon");
  assert.equal(ring.coordinates.length, 2);
  const area = (points) =>
    points.slice(1).reduce((sum, [x, y], k) => sum + points[k][0] * y - x * points[k][1], 0) / 2;
  assert.ok(area(ring.coordinates[0]) > 0 && area(ring.coordinates[1]) < 0);
  assert.equal(island.coordinates.length, 1);
  assert.deepEqual([parts.type, parts.coordinates.length], ["MultiPolygon", 2]);
  assert.equal(bare, null);
  assert.deepEqual(ring.coordinates[0][0], ring.coordinates[0][4]);
});

test("degrees follow the polynomials of the layer", () => {
  const given = { lon: [[4, 0.5], [1, 0.25]], lat: [[50, 0], [0, 2]], x: [100, 100], y: [0, 10] };
  // u = 2, v = 3: 4 + 0.5*3 + 1*2 + 0.25*6 = 9; 50 + 2*6 = 62
  assert.deepEqual(degreesOf(given, 300, 30), [9, 62]);
});

test("every encoding and separator gives the same rows", async () => {
  const plain = "Code postal;Localité\r\n1000;Été\r\n1001;Bois";
  const latin = Uint8Array.from([...plain], (sign) => sign.charCodeAt(0)).buffer;
  const utf16 = Uint8Array.from([0xff, 0xfe, ...[...plain].flatMap((s) => [s.charCodeAt(0), 0])]).buffer;
  const tabbed = bytesOfText(plain.replaceAll(";", "\t"));
  const marked = bytesOfText(`\ufeff${plain}`);
  const declared = bytesOfText(`sep=;\r\n${plain}`);
  for (const buffer of [latin, utf16, tabbed, marked, declared]) {
    const { rows } = await rowsOf(buffer);
    assert.deepEqual(rows.map(({ row, cells }) => [row, ...cells]), [
      [1, "Code postal", "Localité"],
      [2, "1000", "Été"],
      [3, "1001", "Bois"],
    ]);
  }
});

test("quoted cells hold separators, line ends and quotation marks", () => {
  const { rows } = rowsOfText('a,"b,1"\n"c\nd","say ""no"""\n');
  assert.deepEqual(rows.map(({ cells }) => cells), [["a", "b,1"], ["c\nd", 'say "no"']]);
  assert.deepEqual(rowsOfText('a;b\n1;"2').faults.map(({ id, line }) => [id, line]), [["table.quotes", 2]]);
});

test("a table is read by its heading, under title lines and above notes", async () => {
  const text = [
    "Zone pilote de démonstration;;",
    ";;",
    "Localité;Code postal;Population",
    "Square 0;1000;100",
    "Square 4;1004;100",
    ";;",
    "Source : table synthétique;;",
  ].join("\n");
  const found = await read("zone.csv", text);
  assert.deepEqual([found.units, found.faults, found.notices], [[0, 4], [], []]);
});

test("a workbook-like table without headings is read by the column of codes", async () => {
  const found = await read("zone.csv", "x;1000\ny;1001\n");
  assert.deepEqual(found.units, [0, 1]);
});

test("municipality codes mean all their units", async () => {
  const found = await read("zone.csv", "NIS;Commune\n10000;Row A\n10002;Row C\n");
  assert.deepEqual(found.units, [0, 1, 2, 6, 7, 8]);
  const named = await read("zone.csv", "Gemeente;x\nRij A;1\nRij H;2\n");
  assert.deepEqual(faultIds(named), ["zone.unknown_municipality.near 3"]);
});

test("faults of a table are named with the rows of the spreadsheet", async () => {
  const text = "Code;Nom\n1000;Square 0\n1O01;x\n;Square 2\n#REF!;x\n1000;again\n9;x\nnowhere;x\n";
  const found = await read("zone.csv", text);
  assert.deepEqual(faultIds(found), [
    "zone.letter_in_code 3",
    "cell.empty 4",
    "cell.excel_error 5",
    "zone.code_twice 6",
    "zone.unknown_code 7",
    "zone.not_understood 8",
  ]);
  assert.deepEqual(found.units, [0]);
});

test("a table of several zones is refused with their names", async () => {
  const found = await read("zones.csv", "Code;Zone\n1000;A\n1001;B\n");
  assert.deepEqual(found.faults[0].fields, { names: ["A", "B"] });
  const one = await read("zones.csv", "Code;Zone\n1000;A\n1001;A\n");
  assert.deepEqual([one.name, one.units], ["A", [0, 1]]);
});

test("a long table with a row for each age band is read once for each unit", async () => {
  const rows = [0, 1, 2].flatMap((k) => [`100${k};0-64;5`, `100${k};65+;6`]);
  const found = await read("zone.csv", ["Code;Age;N", ...rows].join("\n"));
  assert.deepEqual([found.units, found.faults], [[0, 1, 2], []]);
});

test("files that are something else are named by what they are", async () => {
  const of = async (bytes, name = "zone.csv") =>
    (await readFile(name, Uint8Array.from(bytes).buffer, layer, {})).faults.map(({ id }) => id);
  const ascii = (text) => [...text].map((sign) => sign.charCodeAt(0));
  assert.deepEqual(await of([]), ["table.empty"]);
  assert.deepEqual(await of([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), ["file.old_excel"]);
  assert.deepEqual(await of(ascii("SQLite format 3\0")), ["import.kind"]);
  assert.deepEqual(await of(ascii("<!DOCTYPE html><p>Error</p>")), ["file.markup"]);
  assert.deepEqual(await of(ascii("PK\x03\x04 broken")), ["file.corrupt"]);
  assert.deepEqual(await of(ascii("{ broken")), ["record.no_json"]);
  assert.deepEqual(await of(ascii('{"type": "FeatureCollection", "features": []}')), ["import.no_code_column"]);
  assert.equal(kindOfFile(Uint8Array.from(ascii("[zone]\n"))), "text");
});

test("a project file gives its zone in each of the ways it may", async () => {
  const way = async (text) => {
    const found = await read("pilot.toml", text);
    return [found.name, found.units, faultIds(found)];
  };
  const head = '[project]\nname = "P" # the project\n[zone]\n';
  assert.deepEqual(await way(`${head}postcodes = ["1000", 1001,\n # note\n "1002-1003"]`), ["P", [0, 1, 2, 3], []]);
  assert.deepEqual(await way(`${head}name = 'Z'\npostcodes = """\n1000\n1001"""\n`), ["Z", [0, 1], []]);
  assert.deepEqual(await way(`${head}municipalities = ["Rij B"]\n`), ["P", [3, 4, 5], []]);
  assert.deepEqual(await way(`${head}file = "zone.csv"\n`), ["P", [], ["import.toml_file 4"]]);
  assert.deepEqual(await way("[project]\nname = 3\n"), ["pilot", [], ["import.toml_no_zone"]]);
  assert.deepEqual(await way("[zone]\npostcodes = [1000,\n"), ["pilot", [], ["import.toml 3"]]);
  assert.deepEqual(await way(`${head}postcodes = "1000, 9"`), ["P", [0], ["zone.unknown_code"]]);
});

test("texts of settings are written so that they are read again", () => {
  for (const text of ['a "b" \\ c', "line\nend\ttab", "\u202eright to left", "é".repeat(400), "'"]) {
    assert.equal(settingsOf(`[zone]\nname = ${tomlText(text)}`).zone.name.value, text);
  }
});

test("GeoJSON is read by the property of codes, its features counted as rows", async () => {
  const feature = (code) => ({ type: "Feature", properties: { id: 1, code }, geometry: null });
  const map = { type: "FeatureCollection", name: "Z", features: ["1000", 1001, "1O02"].map(feature) };
  const found = await read("zone.geojson", JSON.stringify(map));
  assert.deepEqual([found.name, found.units, faultIds(found)], ["Z", [0, 1], ["zone.letter_in_code 3"]]);
});

test("every unit of the shipped layer comes back from every kind of file", { skip: !process.env.DRAW_DATA }, async () => {
  const data = JSON.parse(readFileSync(process.env.DRAW_DATA, "utf-8"));
  setWords(data.words);
  const belgium = openLayer(data);
  const units = belgium.codes.map((_, unit) => unit);
  const record = newRecord(belgium, { zone: { name: "All", units } });
  for (const kind of ["csv", "geojson", "toml"]) {
    const text = filesOf(kind, record, belgium, { lang: "nl" });
    const found = await readFile(`all.${kind}`, bytesOfText(text), belgium, {});
    assert.deepEqual(found.faults, []);
    assert.deepEqual(found.units.sort((a, b) => a - b), units);
    assert.deepEqual(found.notices.map(({ id }) => id), []);
  }
});
