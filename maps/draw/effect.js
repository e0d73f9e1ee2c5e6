// What a stroke would do to a record, and what of it locks, other zones and modes do not allow.

import { maskOf, unitsOf } from "./layer.js";
import { piecesOf } from "./pieces.js";

// Units that an action takes in or out, and those that it may not touch: locked, taken, or apart.
export function effectOf(record, action) {
  const asked = askedChange(record, action);
  const free = (unit) => !record.locked[unit];
  const open = (unit) => !record.modes.freeOnly || !record.taken[unit];
  const added = asked.added.filter((unit) => free(unit) && open(unit));
  const dropped = asked.dropped.filter(free);
  const found = {
    added,
    dropped,
    locked: [...asked.added, ...asked.dropped].filter((unit) => !free(unit)),
    taken: asked.added.filter((unit) => free(unit) && !open(unit)),
    loose: [],
  };
  const stroke = action.type !== "set" && action.type !== "restore";
  if (!record.modes.onePiece || !stroke || !(added.length || dropped.length)) return found;
  const loose = looseAfter(record, added, dropped);
  return loose.length ? { ...found, added: [], dropped: [], loose } : found;
}

function askedChange(record, action) {
  const { inside, layer } = record;
  const snapshot = action.type === "restore" ? snapshotOf(record, action.snapshot) : null;
  const units = [...new Set(snapshot ? snapshot.units : action.units || [])];
  const outside = units.filter((unit) => !inside[unit]);
  const within = units.filter((unit) => inside[unit]);
  if (action.type === "add") return { added: outside, dropped: [] };
  if (action.type === "drop") return { added: [], dropped: within };
  if (action.type === "toggle") return { added: outside, dropped: within };
  const kept = maskOf(layer, units);
  return { added: outside, dropped: unitsOf(inside).filter((unit) => !kept[unit]) };
}

function snapshotOf(record, which) {
  const found =
    typeof which === "number"
      ? record.snapshots[which]
      : record.snapshots.find((snapshot) => snapshot.name === which);
  if (!found) throw new Error("no such snapshot");
  return found;
}

// Units outside the main piece after a stroke that leaves more pieces than there were; else none.
function looseAfter(record, added, dropped) {
  const after = record.inside.slice();
  for (const unit of added) after[unit] = 1;
  for (const unit of dropped) after[unit] = 0;
  const before = piecesOf(record.layer, record.inside).length;
  const [, ...apart] = piecesOf(record.layer, after);
  return apart.length + 1 > Math.max(1, before) ? apart.flatMap((piece) => piece.units) : [];
}
