// Versions in the panel: named snapshots with what changed since, the steps, the note on the zone.

import { desk, messageNow, onDesk, tryAct, turnHistory, unitWords } from "./desk.js";
import { closeDialog, showDialog } from "./dialog.js";
import { byId, isolated, make, refill, wordButton } from "./dom.js";
import { maskOf, peopleOf } from "./layer.js";
import { language, onLanguage, tell } from "./language.js";
import { goToUnits } from "./problems.js";
import { differencesOf } from "./record.js";
import { stepMessage } from "./steps.js";
import { tabNow } from "./tabs.js";
import { dayIn } from "./words.js";

const STEPS_SHOWN = 8;

export function openVersionsPart(startAnew) {
  for (const event of ["record", "tab"]) onDesk(event, () => showVersions(startAnew));
  onLanguage(() => showVersions(startAnew));
}

function showVersions(startAnew) {
  if (tabNow() !== "versions") return;
  refill(byId("part-versions"), snapshotPart(), historyPart(startAnew), notePart());
}

// the day as the reader's clock has it: a label, no measurement
export function today() {
  const now = new Date();
  const two = (n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function snapshotPart() {
  const field = make("input", { id: "snapshot-name", type: "text", maxlength: "120", autocomplete: "off", dir: "auto", data: { key: "snapshot-name" } });
  const save = (event) => {
    event.preventDefault();
    const name = field.value.trim() || tell("draw.snapshot.unnamed", { n: desk.record.snapshots.length + 1 });
    tryAct({ type: "snapshot", name, day: today(), note: "" }, tell("draw.did.snapshot", { name }));
  };
  const rows = desk.record.snapshots.map((snapshot, k) =>
    make("li", null,
      make("span", { class: "row-words" },
        make("strong", null, isolated(snapshot.name)),
        make("span", { class: "row-line" }, [snapshot.day ? dayIn(language(), snapshot.day) : "", unitWordsCount(snapshot.units), tell("value.persons", { n: peopleOf(desk.layer, snapshot.units) })].filter(Boolean).join(", "))),
      make("span", { class: "row-deeds" },
        wordButton(tell("draw.snapshot.compare"), `compare-${k}`, () => showDialog("draw.snapshot.differences", () => differencePart(snapshot))),
        wordButton(tell("draw.snapshot.restore"), `restore-${k}`, () => tryAct({ type: "restore", snapshot: k }, tell("draw.did.restored", { name: snapshot.name }))),
        wordButton(tell("draw.snapshot.forget"), `forget-${k}`, () => tryAct({ type: "forget-snapshot", snapshot: k }, tell("draw.did.forgot", { name: snapshot.name }))))
    )).reverse();
  return make("section", null,
    make("h2", null, tell("draw.snapshot.title")),
    make("form", { class: "one-line", on: { submit: save } },
      make("label", { class: "field-name", for: "snapshot-name" }, tell("draw.snapshot.name")),
      field,
      make("button", { type: "submit", class: "act", data: { key: "snapshot-save" } }, tell("draw.snapshot.save"))),
    rows.length ? make("ul", { class: "rows" }, rows) : make("p", { class: "small" }, tell("draw.snapshot.none")));
}

function unitWordsCount(units) {
  const words = unitWords(units);
  return Array.isArray(words) ? words.join(", ") : words;
}

// from the snapshot to what is drawn now
function differencePart(snapshot) {
  const found = differencesOf(desk.layer, maskOf(desk.layer, snapshot.units), desk.record.inside);
  const side = (title, units, people) => [
    make("h3", null, tell(title, { n: units.length })),
    units.length
      ? make("p", null, isolated(units.slice(0, 60).map((unit) => desk.layer.label(unit, language())).join(", ")), units.length > 60 ? ` ${tell("list.more", { n: units.length - 60 })}` : "", ` ${tell("draw.people_in_brackets", { people })}`)
      : null,
    units.length ? make("p", { class: "row-deeds" }, wordButton(tell("draw.go"), `go-${title}`, () => { closeDialog(); goToUnits(units); })) : null,
  ];
  return [
    make("p", null, isolated(tell("draw.snapshot.since", { name: snapshot.name }))),
    ...side("draw.snapshot.gained", found.gained, found.gainedPeople),
    ...side("draw.snapshot.lost", found.lost, found.lostPeople),
    make("p", { class: "small" }, tell("draw.snapshot.same", { n: found.same })),
  ];
}

function historyPart(startAnew) {
  const { past, future } = desk.record;
  const steps = past.slice(-STEPS_SHOWN).reverse().map((step) => make("li", null, isolated(messageNow(stepMessage(step)))));
  return make("section", null,
    make("h2", null, tell("draw.history")),
    make("p", { class: "small" }, tell("draw.history.how", { n: past.length })),
    steps.length ? make("ol", { class: "steps", reversed: true, start: past.length }, steps) : null,
    make("p", { class: "row-deeds" },
      past.length ? wordButton(tell("draw.undo"), "history-undo", () => turnHistory("undo")) : null,
      future.length ? wordButton(tell("draw.redo"), "history-redo", () => turnHistory("redo")) : null,
      wordButton(tell("draw.history.anew"), "start-anew", startAnew)));
}

function notePart() {
  const field = make("textarea", { id: "zone-note", rows: "4", maxlength: "4000", dir: "auto", data: { key: "zone-note" } });
  field.value = desk.record.notes.zone;
  field.addEventListener("change", () => tryAct({ type: "note", unit: null, text: field.value }, tell("draw.did.zone_noted")));
  const noted = Object.keys(desk.record.notes.units).map(Number);
  return make("section", null,
    make("h2", null, tell("draw.note.title")),
    make("label", { class: "field-name", for: "zone-note" }, tell("draw.note.zone")),
    field,
    noted.length ? make("ul", { class: "rows" }, noted.map((unit) =>
      make("li", null, make("span", { class: "row-words" }, make("strong", null, isolated(desk.layer.label(unit, language()))), make("span", { class: "row-line" }, isolated(desk.record.notes.units[unit]))),
        make("span", { class: "row-deeds" }, wordButton(tell("draw.go"), `note-${unit}`, () => goToUnits([unit])))))) : null);
}
