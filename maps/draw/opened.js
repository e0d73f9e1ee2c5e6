// Files by the button or dropped on the page: lists, tables, zone files; all faults named at once.

import { desk, setOthers, takeRecord, tryAct, unitWords } from "./desk.js";
import { closeDialog, showDialog } from "./dialog.js";
import { byId, isolated, make, wordButton } from "./dom.js";
import { readFile } from "./files.js";
import { tell } from "./language.js";
import { readOutcome } from "./list_dialog.js";
import { fitZone } from "./problems.js";
import { announce } from "./speak.js";

export function openFiles() {
  byId("file").addEventListener("change", () => {
    takeFiles([...byId("file").files]);
    byId("file").value = ""; // the same file may be opened again
  });
  addEventListener("dragover", (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    byId("drop-here").hidden = false;
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) byId("drop-here").hidden = true;
  });
  addEventListener("drop", (event) => {
    byId("drop-here").hidden = true;
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    takeFiles([...event.dataTransfer.files]);
  });
}

export function askForFile() {
  byId("file").click();
}

async function takeFiles([file]) {
  if (!file) return;
  announce(tell("draw.open.reading", { file: file.name }));
  const read = await readFile(file.name, await file.arrayBuffer(), desk.layer, desk.data.project);
  announce(tell("draw.open.read", { file: file.name }));
  showDialog("draw.open", () => filePart(file.name, read));
}

function filePart(name, read) {
  const parts = [make("p", { class: "file-name" }, isolated(name))];
  if (read.record) return [...parts, ...recordPart(read.record)];
  parts.push(...readOutcome(read.units, read.faults, read.notices, (type) => {
    if (!tryAct({ type, units: read.units })) return;
    closeDialog();
    fitZone();
  }));
  if (read.units.length) parts.push(othersDeed(read.name || name, read.units));
  return parts;
}

// a zone file: go on with it, or look at it as the zone of another project
function recordPart(record) {
  const units = [...record.inside.keys()].filter((unit) => record.inside[unit]);
  const { others, taken } = desk.record;
  const go = () => {
    takeRecord({ ...record, others, taken, projectId: desk.record.projectId }, tell("draw.did.opened", { name: record.name }));
    closeDialog();
    fitZone();
  };
  return [
    make("p", null, isolated(tell("draw.open.record", { name: record.name, units: unitWords(units), n: record.snapshots.length }))),
    make("p", { class: "row-deeds" }, wordButton(tell("draw.open.go_on"), "open-go-on", go, { class: "act main-act" }), wordButton(tell("draw.open.as_other"), "open-other", () => addOther(record.name, units))),
  ];
}

function othersDeed(name, units) {
  return make("p", { class: "row-deeds" }, wordButton(tell("draw.open.as_other"), "open-other", () => addOther(name, units)));
}

function addOther(name, units) {
  const kept = (desk.record.others ?? []).filter((other) => other.name !== name);
  setOthers([...kept, { name, units, unknown: [] }]);
  closeDialog();
}

