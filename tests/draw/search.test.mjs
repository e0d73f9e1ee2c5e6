// Search and zones to start from.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  growWhole,
  unitsOfMunicipality,
  unitsOfProvince,
  unitsOfRegion,
  unitsWithin,
} from "../../maps/draw/around.js";
import { foldText } from "../../maps/draw/folding.js";
import { openLayer } from "../../maps/draw/layer.js";
import { searchUnits } from "../../maps/draw/search.js";
import { gridData } from "./grid.mjs";

const NAMES = [["Liège", "Luik", "Lüttich", "Liège"], "Lierre", "Sint-Niklaas", "Niel", "Saint-Luc", "Ans"];
const towns = openLayer(
  gridData(2, 3, {
    names: NAMES,
    municipalities: [{ code: "1", name: ["Bruges", "Brugge", "Brügge", "Bruges"] }],
    municipality: [-1, -1, -1, -1, -1, 0],
  }),
);

test("a name is found in any language, without case and accents", () => {
  for (const text of ["LIEGE", "luik", "Lüttich", "luttich"]) {
    assert.equal(searchUnits(towns, text, "en")[0], 0, text);
  }
});

test("what begins so comes before what holds it", () => {
  assert.deepEqual(searchUnits(towns, "lie", "fr"), [0, 1]);
  assert.deepEqual(searchUnits(towns, "ni", "nl"), [3, 2]);
  assert.deepEqual(searchUnits(towns, "luc", "fr"), [4]);
});

test("codes are found by their beginning, and code with name as it is shown", () => {
  assert.deepEqual(searchUnits(towns, "1003", "fr"), [3]);
  assert.equal(searchUnits(towns, "100", "fr").length, 6);
  assert.deepEqual(searchUnits(towns, "1003 niel", "fr"), [3]);
});

test("units are found by their municipality", () => {
  assert.deepEqual(searchUnits(towns, "brugge", "fr"), [5]);
});

test("nothing is found for nothing, and no more than asked", () => {
  assert.deepEqual(searchUnits(towns, " -", "fr"), []);
  assert.equal(searchUnits(towns, "1", "fr", 2).length, 2);
});

test("names are folded as the program folds them", () => {
  assert.equal(foldText("Numéro d'autorisation"), foldText("NUMERO_D_AUTORISATION"));
  assert.equal(foldText("Œufs & Straße"), "oeufsstrasse");
});

test("larger areas are taken whole", () => {
  const zonings = { "care-regions": { regions: ["A"], of: [0, 0, -1, 0] } };
  const layer = openLayer(gridData(2, 2, { zonings, province: [0, -1, 0, 1] }));
  assert.deepEqual(unitsOfMunicipality(layer, 1), [2, 3]);
  assert.deepEqual(unitsOfRegion(layer, "care-regions", 0), [0, 1, 3]);
  assert.deepEqual(unitsOfProvince(layer, 0), [0, 2]);
  assert.deepEqual(growWhole(layer, [0, 2], "municipality"), [0, 1, 2, 3]);
  assert.deepEqual(growWhole(layer, [0, 2], "care-regions"), [0, 1, 2, 3]);
  assert.deepEqual(growWhole(layer, [1], "province"), [1]);
});

test("a circle holds the units whose middle lies inside, the nearest first", () => {
  const geometry = { cell: 10, x0: 0, y0: 0, width: 1, height: 1, arcs: "AA==", rings: "" };
  const middles = Array.from({ length: 5 }, (_, k) => [50 + 100 * k, 50]).flat();
  const layer = openLayer(gridData(1, 5, { geometry, middles }));
  assert.deepEqual(unitsWithin(layer, 2, 1), [2, 1, 3]);
});
