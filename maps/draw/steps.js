// Steps of the history of a record: what each did, done and undone, told, and packed.

// Does a step change nothing?
export function isIdleStep(step) {
  if (step.type === "units") {
    const clean = !step.codes || !step.codes.before.flat().length;
    return !step.added.length && !step.dropped.length && clean;
  }
  if (step.type === "lock") return !step.locked.length && !step.unlocked.length;
  if (step.type === "codes") return !step.before.flat().length;
  return step.before === step.after;
}

// What a stroke took in and out again is not told.
export function joinedSteps(first, second) {
  const back = (units, others) => {
    const undone = new Set(others);
    return units.filter((unit) => !undone.has(unit));
  };
  return {
    ...second,
    codes: first.codes || second.codes,
    added: [...back(first.added, second.dropped), ...back(second.added, first.dropped)],
    dropped: [...back(first.dropped, second.added), ...back(second.dropped, first.added)],
  };
}

// Record with a step done (1) or undone (-1), its history left as it is.
export function playedStep(record, step, direction) {
  const [before, after] = direction > 0 ? ["before", "after"] : ["after", "before"];
  if (step.type === "units") {
    const inside = record.inside.slice();
    for (const unit of step.added) inside[unit] = direction > 0 ? 1 : 0;
    for (const unit of step.dropped) inside[unit] = direction > 0 ? 0 : 1;
    const codes = step.codes ? step.codes[after] : [record.unknown, record.repeated];
    return { ...record, inside, unknown: codes[0], repeated: codes[1] };
  }
  if (step.type === "lock") {
    const locked = record.locked.slice();
    for (const unit of step.locked) locked[unit] = direction > 0 ? 1 : 0;
    for (const unit of step.unlocked) locked[unit] = direction > 0 ? 0 : 1;
    return { ...record, locked };
  }
  if (step.type === "name") return { ...record, name: step[after] };
  if (step.type === "codes") return { ...record, unknown: step[after][0], repeated: step[after][1] };
  return { ...record, notes: noted(record.notes, step.unit, step[after], before) };
}

function noted(notes, unit, text) {
  if (unit === null) return { ...notes, zone: text };
  const units = { ...notes.units, [unit]: text };
  if (!text) delete units[unit];
  return { ...notes, units };
}

// What a step did, as a message: for the list of steps, and said when it is undone.
export function stepMessage(step) {
  if (step.type === "units") {
    const [added, dropped] = [step.added.length, step.dropped.length];
    if (!added && !dropped) return { id: "step.codes", fields: {} };
    if (!dropped) return { id: "step.added", fields: { n: added, units: step.added } };
    if (!added) return { id: "step.dropped", fields: { n: dropped, units: step.dropped } };
    return { id: "step.changed", fields: { added, dropped } };
  }
  if (step.type === "lock") {
    const id = step.locked.length ? "step.locked" : "step.unlocked";
    return { id, fields: { n: step.locked.length || step.unlocked.length } };
  }
  if (step.type === "name") return { id: "step.name", fields: { name: step.after } };
  if (step.type === "codes") return { id: "step.codes", fields: {} };
  if (step.unit === null) return { id: "step.note", fields: {} };
  return { id: "step.note_unit", fields: { unit: [step.unit] } };
}

// Runs of numbers as a text: "3-8,12"; they come in any order and go out in theirs.
export function runsOf(units) {
  const sorted = [...units].sort((a, b) => a - b);
  const runs = [];
  for (const unit of sorted) {
    const last = runs[runs.length - 1];
    if (last && unit === last[1] + 1) last[1] = unit;
    else runs.push([unit, unit]);
  }
  return runs.map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`)).join(",");
}

export function unitsOfRuns(text, layer) {
  if (typeof text !== "string") throw new TypeError("runs of units are a text");
  const units = [];
  for (const run of text.split(",").filter(Boolean)) {
    const found = /^(\d+)(?:-(\d+))?$/.exec(run);
    const [first, last] = found ? [Number(found[1]), Number(found[2] ?? found[1])] : [0, layer.n];
    if (last >= layer.n) throw new RangeError("units that the layer lacks");
    for (let unit = first; unit <= last; unit += 1) units.push(unit);
  }
  return units;
}

export function packedStep(step) {
  if (step.type === "units") {
    const { type, added, dropped, codes } = step;
    return { type, added: runsOf(added), dropped: runsOf(dropped), ...(codes ? { codes } : {}) };
  }
  if (step.type === "lock") {
    return { type: "lock", locked: runsOf(step.locked), unlocked: runsOf(step.unlocked) };
  }
  return step;
}

// Text, or an error: what is read may be anything.
export function textOf(value) {
  if (typeof value !== "string") throw new TypeError("no text");
  return value;
}

export function textsOf(values) {
  return values.map(textOf);
}

function readCodes(codes) {
  const pair = (values) => [textsOf(values[0]), textsOf(values[1])];
  return { before: pair(codes.before), after: pair(codes.after) };
}

export function readStep(step, layer) {
  const units = (runs) => unitsOfRuns(runs, layer);
  switch (step.type) {
    case "units": {
      const codes = step.codes ? readCodes(step.codes) : null;
      return { type: "units", added: units(step.added), dropped: units(step.dropped), codes };
    }
    case "lock":
      return { type: "lock", locked: units(step.locked), unlocked: units(step.unlocked) };
    case "codes":
      return { type: "codes", ...readCodes(step) };
    case "name":
      return { type: "name", before: textOf(step.before), after: textOf(step.after) };
    case "note": {
      const { unit } = step;
      if (unit !== null && !(Number.isInteger(unit) && unit >= 0 && unit < layer.n)) {
        throw new RangeError("a note on no unit");
      }
      return { type: "note", unit, before: textOf(step.before), after: textOf(step.after) };
    }
    default:
      throw new TypeError("no such step");
  }
}
