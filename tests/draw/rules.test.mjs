// Rules of the page on synthetic grids, each with a truth that can be counted by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import { openLayer } from "../../maps/draw/layer.js";
import { enclavesOf, linksUsed, neighboursOf, piecesOf } from "../../maps/draw/pieces.js";
import { findingsOf } from "../../maps/draw/rules.js";
import { gridData, zoneOf } from "./grid.mjs";

function found(data, units, more) {
  const all = findingsOf(openLayer(data), data, zoneOf(data, units, more));
  return Object.fromEntries(all.map((finding) => [finding.rule, finding]));
}

test("a ring of eight squares surrounds the one in the middle", () => {
  const layer = openLayer(gridData(5, 5));
  const ring = [6, 7, 8, 11, 13, 16, 17, 18];
  const inside = zoneOf({ layer }, ring).inside;
  assert.deepEqual(enclavesOf(layer, inside), [{ units: [12], people: 10000 }]);
  assert.equal(piecesOf(layer, inside).length, 1);
});

test("squares that meet at a corner only are two pieces, the more peopled first", () => {
  const people = Array.from({ length: 9 }, (_, unit) => (unit === 4 ? 20000 : 10000));
  const layer = openLayer(gridData(3, 3, { people }));
  const pieces = piecesOf(layer, zoneOf({ layer }, [0, 4]).inside);
  assert.deepEqual(
    pieces.map((piece) => piece.units),
    [[4], [0]],
  );
});

test("a declared link joins two pieces and is named", () => {
  const data = gridData(1, 5, { links: [{ a: 4, b: 0, kind: "river", why: {} }] });
  const layer = openLayer(data);
  const inside = zoneOf(data, [0, 4]).inside;
  assert.equal(piecesOf(layer, inside).length, 1);
  assert.equal(linksUsed(layer, inside).length, 1);
  const finding = found(data, [0, 4]).Z01;
  assert.equal(finding.reason, "links");
  assert.deepEqual(finding.evidence.links, ["1004–1000"]);
});

test("a link is no way out for an enclave", () => {
  const links = [{ a: 12, b: 0, kind: "river", why: {} }];
  const data = gridData(5, 5, { links });
  const layer = openLayer(data);
  const inside = zoneOf(data, [6, 7, 8, 11, 13, 16, 17, 18]).inside;
  assert.equal(enclavesOf(layer, inside).length, 1);
});

test("neighbours share a side or a link with the zone", () => {
  const layer = openLayer(gridData(3, 3, { links: [{ a: 0, b: 8, kind: "water", why: {} }] }));
  assert.deepEqual(neighboursOf(layer, zoneOf({ layer }, [0]).inside), [1, 3, 8]);
});

test("loose units are the subjects, with their inhabitants", () => {
  const finding = found(gridData(3, 3), [0, 1, 8]).Z01;
  assert.equal(finding.verdict, "fail");
  assert.deepEqual(finding.subjects, ["1008"]);
  assert.equal(finding.evidence.loose_population, 10000);
  assert.equal(finding.value, 2);
});

test("borders that run along each other are named instead", () => {
  const finding = found(gridData(1, 3, { nearMisses: [[0, 2]] }), [0, 2]).Z01;
  assert.equal(finding.reason, "beside");
  assert.deepEqual(finding.evidence.beside, ["1000–1002"]);
});

test("population is held against every bound, both ends inside", () => {
  const at = (people) => {
    const all = found(gridData(1, 1, { people: [people] }), [0]);
    return [all.Z03.reason, all.Z04.reason, all.Z05.reason, all.Z05.severity];
  };
  assert.deepEqual(at(74999), ["below", "below", "pass", "major"]);
  assert.deepEqual(at(75000), ["pass", "below", "pass", "major"]);
  assert.deepEqual(at(100000), ["pass", "pass", "pass", "major"]);
  assert.deepEqual(at(150001), ["pass", "above", "pass", "major"]);
  assert.deepEqual(at(200001), ["pass", "above", "high", "minor"]);
  assert.deepEqual(at(300001), ["pass", "above", "very_high", "major"]);
});

test("nothing passes of a zone without units", () => {
  for (const finding of findingsOf(openLayer(gridData(2, 2)), gridData(2, 2), zoneOf({ layer: { n: 4 } }, []))) {
    assert.ok(finding.checkedByProgram || finding.verdict === "not-computable", finding.rule);
  }
});

test("an unknown code stops what is computed and fails the delimitation", () => {
  const all = found(gridData(2, 2), [0, 1], { unknown: ["9999"], others: [] });
  assert.equal(all.Z02.verdict, "fail");
  assert.deepEqual(all.Z02.subjects, ["9999"]);
  for (const rule of ["Z01", "Z03", "Z06", "Z07", "Z09", "Z15"]) {
    assert.equal(all[rule].reason, "unknown_units", rule);
  }
});

test("without a round nothing is said of overlaps", () => {
  assert.equal(found(gridData(2, 2), [0]).Z07.reason, "no_round");
});

test("shared units fail with their inhabitants, each counted once", () => {
  const others = [
    { name: "North", units: [1, 2], unknown: [] },
    { name: "East", units: [1, 3], unknown: [] },
  ];
  const all = found(gridData(2, 2), [0, 1], { others });
  assert.deepEqual(all.Z07.subjects, ["1001"]);
  assert.equal(all.Z07.evidence.shared_population, 10000);
  assert.equal(all.Z08.value, 2);
  assert.equal(all.Z06.reason, "open");
});

test("a project that claims all of the zone is a rival until it is answered", () => {
  const others = [{ name: "Same", units: [0, 1, 2], unknown: [] }];
  assert.equal(found(gridData(2, 2), [0, 1], { others }).Z06.reason, "same");
  const answers = { Z06: { value: true, by: "A. Person", on: "2026-11-02", text: "" } };
  assert.equal(found(gridData(2, 2), [0, 1], { others, answers }).Z06.verdict, "pass");
});

test("care regions are asked of Flemish units only and must be whole", () => {
  const zonings = { "care-regions": { regions: ["A", "B"], of: [0, 0, 1, -1] } };
  const flemish = { region: [0, 0, 0, 0], zonings };
  assert.equal(found(gridData(2, 2), [0]).Z09.reason, "elsewhere");
  const cut = found(gridData(2, 2, flemish), [0]).Z09;
  assert.deepEqual([cut.reason, cut.subjects, cut.evidence.cut], ["cut", ["1001"], ["A"]]);
  assert.equal(found(gridData(2, 2, flemish), [0, 1]).Z09.reason, "pass");
  assert.equal(found(gridData(2, 2, flemish), [0, 1, 3]).Z09.reason, "unplaced");
  assert.equal(found(gridData(2, 2, { region: [0, 0, 0, 0] }), [0]).Z09.reason, "no_table");
});

test("the German-speaking part of Wallonia is an entity of its own", () => {
  const layer = openLayer(gridData(1, 2, { german: "10" }));
  assert.equal(layer.entities[layer.entity[0]], "german-speaking");
  assert.equal(layer.entities[layer.entity[1]], "wallonia");
});

test("the rural share counts inhabitants and asks for a declaration", () => {
  const data = gridData(1, 2, { rural: "10", people: [1000, 3000] });
  const finding = found(data, [0, 1]).Z15;
  assert.deepEqual([finding.verdict, finding.value, finding.subjects], ["to-declare", 0.25, ["1000"]]);
  assert.equal(found(gridData(1, 2, { rural: "?0" }), [0, 1]).Z15.reason, "no_density");
  assert.equal(found(gridData(1, 2), [0, 1]).Z15.reason, "none");
});

test("rules that the page does not compute are left to the program", () => {
  assert.deepEqual(found(gridData(1, 1), [0]).Z18, {
    rule: "Z18",
    verdict: null,
    checkedByProgram: true,
  });
});
