// Measures of the live panel, against squares and numbers that can be worked out by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import { bytesOf, varintBytes, varintReader, zigzag } from "../../maps/draw/bytes.js";
import { openLayer, ringPoints } from "../../maps/draw/layer.js";
import { expectedOf, measuresOf, providersOf } from "../../maps/draw/measures.js";
import { gridData, zoneOf } from "./grid.mjs";

test("two squares side by side have the outline of a rectangle", () => {
  const data = gridData(2, 2);
  const measures = measuresOf(openLayer(data), zoneOf(data, [0, 1]).inside);
  assert.equal(measures.perimeterKm, 6);
  assert.equal(measures.areaKm2, 2);
  assert.ok(Math.abs(measures.compactness - (4 * Math.PI * 2) / 36) < 1e-12);
  assert.equal(measures.density, 10000);
});

test("people are not summed where one unit's are not known", () => {
  const data = gridData(1, 2, { people: [10, -1] });
  const measures = measuresOf(openLayer(data), zoneOf(data, [0, 1]).inside);
  assert.equal(measures.people, null);
  assert.deepEqual(measures.unknownPeople, [1]);
});

test("a municipality in the zone in part is split", () => {
  const data = gridData(2, 2);
  const measures = measuresOf(openLayer(data), zoneOf(data, [0, 1, 2]).inside);
  assert.equal(measures.municipalities, 2);
  assert.deepEqual(measures.split, [1]);
});

test("expected patients are released counts, and the rate where there is none", () => {
  const data = gridData(1, 3, { people: [1000, 1000, 1000] });
  const rows = { patients: [300, "h", null], target: [null, null, null] };
  const shares = { patients: 0.3, target: null };
  data.expected = { synthetic: true, year: 2024, interval: 0.95, shares, rows };
  const { patients, target } = expectedOf(data, openLayer(data), zoneOf(data, [0, 1]).inside);
  assert.equal(patients.value, 600);
  assert.deepEqual([patients.counted, patients.estimated, patients.hidden], [1, 1, 1]);
  assert.ok(patients.low < 600 && patients.high > 600);
  assert.equal(target.value, null);
});

test("the interval of released counts alone is that of a Poisson count", () => {
  const data = gridData(1, 1, { people: [1000] });
  data.expected = {
    synthetic: true,
    year: 2024,
    interval: 0.95,
    shares: { patients: 0.4 },
    rows: { patients: [400] },
  };
  const { patients } = expectedOf(data, openLayer(data), zoneOf(data, [0]).inside);
  // exact limits of a Poisson count of 400: 361.8 and 441.2 (Garwood 1936)
  assert.ok(Math.abs(patients.low - 361.8) < 2.5, patients.low);
  assert.ok(Math.abs(patients.high - 441.2) < 2.5, patients.high);
});

test("rates that lie far apart widen the interval", () => {
  const spreadOf = (rows) => {
    const data = gridData(1, 5, { people: [1000, 1000, 1000, 1000, 1000] });
    data.expected = { interval: 0.95, shares: { patients: 0.3 }, rows: { patients: rows } };
    const { patients } = expectedOf(data, openLayer(data), zoneOf(data, [4]).inside);
    return patients.high - patients.low;
  };
  assert.ok(spreadOf([100, 500, 100, 500, null]) > 3 * spreadOf([300, 300, 300, 300, null]));
});

test("providers are summed, and units of unknown number counted", () => {
  const data = gridData(1, 3);
  data.providers = [{ id: "pharmacy", words: {}, synthetic: true, counts: [2, -1, 5] }];
  const [type] = providersOf(data, zoneOf(data, [0, 1]).inside);
  assert.deepEqual([type.count, type.unknown], [2, 1]);
});

test("packed numbers come back as they were", () => {
  const numbers = [0, 1, 127, 128, 300, 2 ** 31, 2 ** 40];
  const read = varintReader(varintBytes(numbers));
  assert.deepEqual(
    numbers.map(() => read.plain()),
    numbers,
  );
  assert.ok(read.atEnd());
  const signed = [-3, -1, 0, 1, 2 ** 33];
  const back = varintReader(varintBytes(signed.map(zigzag)));
  assert.deepEqual(
    signed.map(() => back.signed()),
    signed,
  );
});

test("arcs are read point by point, and a reversed one runs back", () => {
  // two arcs of the unit square: south and east, then from the same start north and east
  const arcs = [2, 3, ...[0, 0, 10, 0, 0, 10].map(zigzag), 3, ...[0, 0, 0, 10, 10, 0].map(zigzag)];
  const rings = [1, 2, ...[0, -2].map(zigzag)];
  const pack = (numbers) => Buffer.from(varintBytes(numbers)).toString("base64");
  const geometry = { cell: 10, x0: 0, y0: 0, width: 10, height: 10, arcs: pack(arcs), rings: pack(rings) };
  const layer = openLayer(gridData(1, 1, { geometry, middles: [5, 5] }));
  assert.deepEqual(ringPoints(layer, layer.shapes.rings[0][0]), [0, 0, 10, 0, 10, 10, 0, 10, 0, 0]);
  assert.deepEqual([...layer.middles], [50, 50]);
  assert.deepEqual([...bytesOf("AAEC")], [0, 1, 2]);
});
