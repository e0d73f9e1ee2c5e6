// The document that the page edits: the zone with its notes, locks, snapshots and history.
// A record is never changed: an action makes a new one, so that undo is simply the way back.

import { effectOf } from "./effect.js";
import { maskOf, unitsOf } from "./layer.js";
import {
  isIdleStep,
  joinedSteps,
  packedStep,
  playedStep,
  readStep,
  runsOf,
  textOf,
  textsOf,
  unitsOfRuns,
} from "./steps.js";

const MOST_STEPS = 250;
const MOST_SNAPSHOTS = 100;
const LONGEST_TEXT = 4000;
const RECORD_FORMAT = "pilotzones-draw";
const RECORD_SCHEMA = 1;

// Record of the project's own zone, with nothing done yet.
export function newRecord(layer, project) {
  const zone = project.zone || {};
  const others = project.others || null;
  const taken = maskOf(layer, others ? others.flatMap((other) => other.units) : []);
  return {
    layer,
    projectId: project.id || "",
    others,
    taken,
    name: zone.name || "",
    inside: maskOf(layer, zone.units || []),
    unknown: [...(zone.unknown || [])],
    repeated: [...(zone.repeated || [])],
    locked: new Uint8Array(layer.n),
    notes: { zone: "", units: {} },
    snapshots: [],
    modes: { onePiece: false, freeOnly: taken.includes(1) },
    past: [],
    future: [],
  };
}

// Zone of a record as the rules take it.
export function zoneOfRecord(record, answers) {
  const { name, inside, unknown, repeated, others } = record;
  return { name, inside, unknown, repeated, others, answers: answers || {} };
}

// Record after an action; the same record where nothing changes.
export function act(record, action) {
  const type = typeof action === "string" ? action : action.type;
  if (type === "undo" || type === "redo") return stepped(record, type);
  if (UNIT_ACTIONS.has(type)) {
    const { added, dropped } = effectOf(record, action);
    const codes = type === "set" || type === "restore" ? cleanCodes(record) : null;
    return entered(record, { type: "units", added, dropped, codes, stroke: action.stroke });
  }
  const change = OTHER_ACTIONS[type];
  if (!change) throw new Error(`no action ${type}`);
  return change(record, action);
}

const UNIT_ACTIONS = new Set(["add", "drop", "set", "toggle", "restore"]);

const OTHER_ACTIONS = {
  lock: (record, action) => entered(record, lockStep(record, action.units, 1)),
  unlock: (record, action) => entered(record, lockStep(record, action.units, 0)),
  name: (record, action) =>
    entered(record, { type: "name", before: record.name, after: shortText(action.text) }),
  note: (record, action) => {
    const unit = action.unit ?? null;
    const before = unit === null ? record.notes.zone : record.notes.units[unit] || "";
    return entered(record, { type: "note", unit, before, after: shortText(action.text) });
  },
  tidy: (record) => entered(record, { type: "codes", ...cleanCodes(record) }),
  // the zones of other projects, brought in later; no step of the history
  others: (record, { others }) => {
    const taken = maskOf(record.layer, (others || []).flatMap((other) => other.units));
    return { ...record, others, taken };
  },
  mode: (record, action) => {
    const modes = { ...record.modes };
    for (const name of ["onePiece", "freeOnly"]) {
      if (typeof action[name] === "boolean") modes[name] = action[name];
    }
    return { ...record, modes };
  },
  snapshot: (record, action) => {
    const { name, day, note } = action;
    const taken = {
      name: shortText(name),
      day: day || "",
      note: shortText(note || ""),
      units: unitsOf(record.inside),
    };
    return { ...record, snapshots: [...record.snapshots, taken].slice(-MOST_SNAPSHOTS) };
  },
  "forget-snapshot": (record, action) => ({
    ...record,
    snapshots: record.snapshots.filter((_, place) => place !== action.snapshot),
  }),
};

function shortText(text) {
  return String(text).slice(0, LONGEST_TEXT);
}

function cleanCodes(record) {
  return { before: [record.unknown, record.repeated], after: [[], []] };
}

function lockStep(record, units, value) {
  const wanted = units === "all" ? record.locked.keys() : units;
  const changed = [...new Set(wanted)].filter((unit) => record.locked[unit] !== value);
  return { type: "lock", locked: value ? changed : [], unlocked: value ? [] : changed };
}

// Why a stroke is refused, whole or in part (`whole`), or null where all of it is done.
export function refusal(record, layer, action) {
  const { added, dropped, locked, taken, loose } = effectOf(record, action);
  const whole = !added.length && !dropped.length;
  if (loose.length) {
    const fields = { n: loose.length, units: loose };
    return { id: "refused.pieces", fields, units: loose, whole };
  }
  if (taken.length) {
    const zones = record.others.filter((other) => other.units.some((unit) => taken.includes(unit)));
    const fields = { n: taken.length, units: taken, zones: zones.map((zone) => zone.name) };
    return { id: "refused.taken", fields, units: taken, whole };
  }
  if (locked.length) {
    const fields = { n: locked.length, units: locked };
    return { id: "refused.locked", fields, units: locked, whole };
  }
  return null;
}

// Record with a step done and written into its history; steps of one stroke are one.
function entered(record, step) {
  if (isIdleStep(step)) return record;
  const done = playedStep(record, step, 1);
  const last = record.past[record.past.length - 1];
  const joined = step.stroke !== undefined && last && last.stroke === step.stroke;
  const past = joined ? [...record.past.slice(0, -1), joinedSteps(last, step)] : [...record.past, step];
  return { ...done, past: past.slice(-MOST_STEPS), future: [] };
}

function stepped(record, type) {
  const [from, to] = type === "undo" ? ["past", "future"] : ["future", "past"];
  if (!record[from].length) return record;
  const step = record[from][record[from].length - 1];
  return {
    ...playedStep(record, step, type === "undo" ? -1 : 1),
    [from]: record[from].slice(0, -1),
    [to]: [...record[to], step],
  };
}

// Record as JSON: units by their codes, history as runs of unit numbers.
export function packRecord(record) {
  const { layer } = record;
  const codes = (units) => units.map((unit) => layer.codes[unit]);
  const notes = Object.entries(record.notes.units).map(([unit, text]) => [layer.codes[unit], text]);
  return JSON.stringify({
    format: RECORD_FORMAT,
    schema: RECORD_SCHEMA,
    layer: { id: layer.id, fingerprint: layer.fingerprint },
    project: record.projectId,
    name: record.name,
    units: codes(unitsOf(record.inside)),
    unknown: record.unknown,
    repeated: record.repeated,
    locked: runsOf(unitsOf(record.locked)),
    notes: { zone: record.notes.zone, units: Object.fromEntries(notes) },
    snapshots: record.snapshots.map((snapshot) => ({ ...snapshot, units: codes(snapshot.units) })),
    modes: record.modes,
    past: record.past.map(packedStep),
    future: record.future.map(packedStep),
  });
}

// { record, faults }: the record of a text, or why it is none for this layer.
export function readRecord(text, layer, project = {}) {
  let given;
  try {
    given = JSON.parse(text);
  } catch {
    return noRecord("record.no_json", {});
  }
  if (!given || given.format !== RECORD_FORMAT) return noRecord("record.no_record", {});
  if (given.schema !== RECORD_SCHEMA) return noRecord("record.newer", {});
  if (!given.layer || given.layer.fingerprint !== layer.fingerprint) {
    const other = given.layer || {};
    const named = ({ id, fingerprint }) => `${id} (${fingerprint})`;
    const fields = { given: named(other), own: named(layer) };
    return noRecord("record.other_layer", fields);
  }
  try {
    return { record: recordOf(given, layer, project), faults: [] };
  } catch {
    return noRecord("record.damaged", {});
  }
}

function noRecord(id, fields) {
  return { record: null, faults: [{ id, fields }] };
}

function recordOf(given, layer, project) {
  const unitsOfCodes = (codes) =>
    codes.map((code) => {
      const unit = layer.index.get(code);
      if (unit === undefined) throw new RangeError(`no unit ${code}`);
      return unit;
    });
  const fresh = newRecord(layer, {
    ...project,
    zone: {
      name: textOf(given.name),
      units: unitsOfCodes(given.units),
      unknown: textsOf(given.unknown),
      repeated: textsOf(given.repeated),
    },
  });
  for (const unit of unitsOfRuns(given.locked, layer)) fresh.locked[unit] = 1;
  const notes = Object.entries(given.notes.units).map(([code, text]) => [
    unitsOfCodes([code])[0],
    textOf(text),
  ]);
  const read = (steps) => steps.slice(-MOST_STEPS).map((step) => readStep(step, layer));
  return {
    ...fresh,
    notes: { zone: textOf(given.notes.zone), units: Object.fromEntries(notes) },
    snapshots: given.snapshots.map((snapshot) => ({
      name: textOf(snapshot.name),
      day: textOf(snapshot.day),
      note: textOf(snapshot.note),
      units: unitsOfCodes(snapshot.units),
    })),
    modes: {
      onePiece: given.modes.onePiece === true,
      freeOnly: given.modes.freeOnly === true,
    },
    past: read(given.past),
    future: read(given.future),
  };
}

// Units gained and lost from one choice to another, with their known inhabitants.
export function differencesOf(layer, before, after) {
  const [one, other] = [before, after].map((choice) =>
    choice instanceof Uint8Array ? choice : maskOf(layer, choice),
  );
  const gained = unitsOf(other).filter((unit) => !one[unit]);
  const lost = unitsOf(one).filter((unit) => !other[unit]);
  const people = (units) => units.reduce((sum, unit) => sum + Math.max(layer.people[unit], 0), 0);
  return {
    gained,
    lost,
    same: unitsOf(one).length - lost.length,
    gainedPeople: people(gained),
    lostPeople: people(lost),
  };
}
