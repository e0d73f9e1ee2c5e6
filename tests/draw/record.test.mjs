// The record: actions, refusals, history, and the way through a file.

import assert from "node:assert/strict";
import { test } from "node:test";

import { effectOf } from "../../maps/draw/effect.js";
import { openLayer, unitsOf } from "../../maps/draw/layer.js";
import {
  act,
  differencesOf,
  newRecord,
  packRecord,
  readRecord,
  refusal,
} from "../../maps/draw/record.js";
import { stepMessage } from "../../maps/draw/steps.js";
import { gridData } from "./grid.mjs";

function start(units = [0, 1], more = {}) {
  const layer = openLayer(gridData(3, 3));
  const zone = { name: "Synthetic zone", units, unknown: [], repeated: [], ...more.zone };
  return newRecord(layer, { id: "synthetic", others: null, ...more, zone });
}

function unitsIn(record) {
  return unitsOf(record.inside);
}

test("an action makes a new record and leaves the old one as it was", () => {
  const before = start();
  const after = act(before, { type: "add", units: [2] });
  assert.deepEqual(unitsIn(before), [0, 1]);
  assert.deepEqual(unitsIn(after), [0, 1, 2]);
  assert.equal(before.past.length, 0);
});

test("an action that changes nothing is no step", () => {
  const record = start();
  assert.equal(act(record, { type: "add", units: [0] }), record);
  assert.equal(act(record, { type: "name", text: "Synthetic zone" }), record);
  assert.equal(act(record, "undo"), record);
});

test("everything undone and done again is as it was", () => {
  let record = start([0, 1], { zone: { unknown: ["9999"], repeated: ["1000"] } });
  const first = packRecord(record);
  const actions = [
    { type: "toggle", units: [1, 2] },
    { type: "lock", units: [2] },
    { type: "name", text: "<script>alert(1)</script>" },
    { type: "note", unit: 2, text: "Ask the council" },
    { type: "note", unit: null, text: "Second draft" },
    { type: "drop", units: [0] },
    { type: "set", units: [4, 5] },
    { type: "unlock", units: "all" },
  ];
  for (const action of actions) record = act(record, action);
  const last = packRecord(record);
  for (let k = 0; k < actions.length; k += 1) record = act(record, "undo");
  assert.equal(packRecord({ ...record, future: [] }), first);
  for (let k = 0; k < actions.length; k += 1) record = act(record, "redo");
  assert.equal(packRecord(record), last);
});

test("two hundred steps can be undone", () => {
  let record = start([]);
  for (let k = 0; k < 200; k += 1) record = act(record, { type: "toggle", units: [k % 9] });
  for (let k = 0; k < 200; k += 1) record = act(record, "undo");
  assert.deepEqual(unitsIn(record), []);
  assert.equal(record.past.length, 0);
});

test("a new action after an undo closes the way forward", () => {
  let record = act(start(), { type: "add", units: [2] });
  record = act(act(record, "undo"), { type: "add", units: [3] });
  assert.equal(act(record, "redo"), record);
});

test("strokes of one movement are one step, without what came back", () => {
  let record = start([0]);
  record = act(record, { type: "add", units: [1, 2], stroke: 7 });
  record = act(record, { type: "drop", units: [2], stroke: 7 });
  assert.equal(record.past.length, 1);
  assert.deepEqual(record.past[0].added, [1]);
  assert.deepEqual(unitsIn(act(record, "undo")), [0]);
});

test("locked units stay where they are, and the stroke says so", () => {
  const record = act(start(), { type: "lock", units: [1, 2] });
  const action = { type: "toggle", units: [1, 2, 3] };
  const refused = refusal(record, record.layer, action);
  assert.deepEqual([refused.id, refused.units, refused.whole], ["refused.locked", [2, 1], false]);
  assert.deepEqual(unitsIn(act(record, action)), [0, 1, 3]);
});

test("all units can be locked at once, and freed", () => {
  const record = act(start(), { type: "lock", units: "all" });
  assert.equal(act(record, { type: "set", units: [5] }), record);
  assert.deepEqual(unitsIn(act(act(record, { type: "unlock", units: "all" }), { type: "set", units: [5] })), [5]);
});

test("units of other projects are not taken unless they may be", () => {
  const others = [{ name: "Neighbours", units: [2, 5], unknown: [] }];
  const record = start([0, 1], { others });
  assert.equal(record.modes.freeOnly, true);
  const action = { type: "add", units: [2, 3] };
  const refused = refusal(record, record.layer, action);
  assert.deepEqual([refused.id, refused.fields.zones], ["refused.taken", ["Neighbours"]]);
  assert.deepEqual(unitsIn(act(record, action)), [0, 1, 3]);
  const open = act(record, { type: "mode", freeOnly: false });
  assert.deepEqual(unitsIn(act(open, action)), [0, 1, 2, 3]);
});

test("zones of other projects may come later", () => {
  const others = [{ name: "Neighbours", units: [2], unknown: [] }];
  let record = act(start(), { type: "others", others });
  record = act(record, { type: "mode", freeOnly: true });
  assert.deepEqual(unitsIn(act(record, { type: "add", units: [2] })), [0, 1]);
});

test("one piece only refuses a stroke that leaves more pieces, and names what is apart", () => {
  const record = act(start([0, 1, 2]), { type: "mode", onePiece: true });
  const action = { type: "drop", units: [1] };
  const refused = refusal(record, record.layer, action);
  assert.deepEqual([refused.id, refused.units, refused.whole], ["refused.pieces", [2], true]);
  assert.equal(act(record, action), record);
  assert.equal(refusal(record, record.layer, { type: "drop", units: [2] }), null);
});

test("one piece only lets a broken zone be mended piece by piece", () => {
  const record = act(start([0, 2, 8]), { type: "mode", onePiece: true });
  assert.equal(refusal(record, record.layer, { type: "add", units: [1] }), null);
  assert.equal(refusal(record, record.layer, { type: "add", units: [6] }).id, "refused.pieces");
});

test("a list taken over whole goes before one piece only", () => {
  const record = act(start(), { type: "mode", onePiece: true });
  assert.deepEqual(unitsIn(act(record, { type: "set", units: [0, 8] })), [0, 8]);
});

test("setting a zone clears the codes that did not fit, and undo brings them back", () => {
  const record = start([0], { zone: { unknown: ["9999"], repeated: ["1000"] } });
  const set = act(record, { type: "set", units: [0] });
  assert.deepEqual([set.unknown, set.repeated], [[], []]);
  assert.deepEqual(act(set, "undo").unknown, ["9999"]);
  assert.deepEqual(act(record, { type: "tidy" }).repeated, []);
});

test("a snapshot is kept beside the history and can be taken up again", () => {
  let record = act(start(), { type: "snapshot", name: "First", day: "2026-11-02" });
  record = act(record, { type: "set", units: [4] });
  record = act(record, { type: "restore", snapshot: "First" });
  assert.deepEqual(unitsIn(record), [0, 1]);
  assert.deepEqual(unitsIn(act(record, "undo")), [4]);
  assert.equal(act(record, { type: "forget-snapshot", snapshot: 0 }).snapshots.length, 0);
});

test("a record survives its file with all that belongs to it", () => {
  const others = [{ name: "Neighbours", units: [8], unknown: [] }];
  let record = start([0, 1], { others, zone: { unknown: ["9999"] } });
  for (const action of [
    { type: "add", units: [2] },
    { type: "note", unit: 1, text: "\u202eright to left" },
    { type: "lock", units: [1, 2, 5] },
    { type: "snapshot", name: "First", day: "2026-11-02", note: "before the talks" },
    { type: "set", units: [3] },
    "undo",
  ]) {
    record = act(record, action);
  }
  const { record: back, faults } = readRecord(packRecord(record), record.layer, { id: "synthetic", others });
  assert.deepEqual(faults, []);
  assert.equal(packRecord(back), packRecord(record));
  assert.deepEqual(unitsIn(act(back, "redo")), unitsIn(act(record, "redo")));
  assert.deepEqual(unitsIn(act(back, "undo")), unitsIn(act(record, "undo")));
  assert.equal(back.taken[8], 1);
});

test("a record of another layer is refused, and so is what is none", () => {
  const record = start();
  const text = packRecord(record);
  const read = (given) => readRecord(given, record.layer).faults.map((fault) => fault.id);
  assert.deepEqual(read(text.replace("GR1D", "ELSE")), ["record.other_layer"]);
  assert.deepEqual(read("1300, 1330"), ["record.no_json"]);
  assert.deepEqual(read('{"type": "FeatureCollection"}'), ["record.no_record"]);
  assert.deepEqual(read("null"), ["record.no_record"]);
  assert.deepEqual(read(text.replace('"schema":1', '"schema":2')), ["record.newer"]);
});

test("a damaged record is refused whole, whatever is wrong with it", () => {
  let record = act(start(), { type: "add", units: [2] });
  record = act(record, { type: "note", unit: 2, text: "x" });
  const whole = JSON.parse(packRecord(record));
  const broken = [
    { units: ["9999"] },
    { units: 5 },
    { name: { toString: 1 } },
    { locked: "0-999" },
    { past: [{ type: "units", added: "1-", dropped: "" }] },
    { past: [{ type: "rm -rf" }] },
    { past: [{ type: "note", unit: "__proto__", before: "", after: "" }] },
    { notes: { zone: "", units: { 9999: "x" } } },
    { snapshots: [{}] },
  ];
  for (const part of broken) {
    const { faults } = readRecord(JSON.stringify({ ...whole, ...part }), record.layer);
    assert.deepEqual(faults.map((fault) => fault.id), ["record.damaged"], JSON.stringify(part));
  }
});

test("steps are told by what they did", () => {
  let record = start();
  const told = (action) => {
    record = act(record, action);
    return stepMessage(record.past[record.past.length - 1]);
  };
  assert.deepEqual(told({ type: "add", units: [2] }), { id: "step.added", fields: { n: 1, units: [2] } });
  assert.deepEqual(told({ type: "set", units: [4] }).fields, { added: 1, dropped: 3 });
  assert.equal(told({ type: "note", unit: 4, text: "x" }).id, "step.note_unit");
  assert.equal(told({ type: "lock", units: [4] }).id, "step.locked");
});

test("differences between two choices are told both ways", () => {
  const layer = openLayer(gridData(3, 3));
  const found = differencesOf(layer, [0, 1], [1, 2, 3]);
  assert.deepEqual(found, { gained: [2, 3], lost: [0], same: 1, gainedPeople: 20000, lostPeople: 10000 });
});

test("what a stroke may not touch is named by its kind", () => {
  const others = [{ name: "Neighbours", units: [2, 3], unknown: [] }];
  const record = act(start([0, 1], { others }), { type: "lock", units: [3, 4] });
  const effect = effectOf(record, { type: "add", units: [2, 3, 4, 5] });
  assert.deepEqual(effect, { added: [5], dropped: [], locked: [3, 4], taken: [2], loose: [] });
});
