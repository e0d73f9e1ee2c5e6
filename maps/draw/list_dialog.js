// Units by a list: pasted from a spreadsheet or a mail, and every line not understood named.

import { desk, messageNow, tryAct, unitWords } from "./desk.js";
import { closeDialog, showDialog } from "./dialog.js";
import { isolated, make, wordButton } from "./dom.js";
import { peopleOf } from "./layer.js";
import { tell } from "./language.js";
import { unitsPasted } from "./pasted.js";
import { fitZone } from "./problems.js";

// said otherwise here than by the program, which has a project file to name
const SAID_HERE = { "zone.names_narrow": "draw.list.narrow" };

let pastedText = "";

export function showList() {
  showDialog("draw.list", listPart);
}

function listPart() {
  const field = make("textarea", { id: "pasted", autofocus: "", rows: "9", spellcheck: "false", dir: "auto", placeholder: tell("draw.list.example") });
  const outcome = make("div", { class: "outcome", role: "status" });
  field.value = pastedText;
  field.addEventListener("input", () => {
    pastedText = field.value;
    showPasted(outcome);
  });
  showPasted(outcome);
  return [
    make("label", { class: "field-name", for: "pasted" }, tell("draw.list.field")),
    make("p", { class: "small" }, tell("draw.list.how")),
    field,
    outcome,
  ];
}

function showPasted(outcome) {
  if (!pastedText.trim()) {
    outcome.replaceChildren();
    return;
  }
  const { units, faults, notices } = unitsPasted(desk.layer, pastedText);
  outcome.replaceChildren(...readOutcome(units, faults, notices, (type) => {
    if (!tryAct({ type, units })) return;
    pastedText = "";
    closeDialog();
    fitZone();
  }));
}

// what was read, what was not, and the deeds that follow; used for files too
export function readOutcome(units, faults, notices, take) {
  const parts = [];
  if (units.length) parts.push(make("p", null, tell("draw.start.gives", { units: unitWords(units), people: peopleOf(desk.layer, units) })));
  if (faults.length) {
    parts.push(make("h3", { class: "v-fail marked" }, tell("draw.list.faults", { n: faults.length })));
    parts.push(make("ul", { class: "rows faults" }, faults.map((fault) => make("li", null, make("span", { class: "row-words" }, isolated(faultWords(fault)))))));
  }
  if (notices?.length) parts.push(make("ul", { class: "plain small" }, notices.map((notice) => make("li", null, isolated(messageNow({ ...notice, id: SAID_HERE[notice.id] ?? notice.id }))))));
  if (units.length) {
    parts.push(make("p", { class: "row-deeds" },
      wordButton(tell("draw.start.set"), "read-set", () => take("set"), { class: "act main-act" }),
      desk.now.units.length ? wordButton(tell("draw.start.add"), "read-add", () => take("add")) : ""));
  } else if (!faults.length) {
    parts.push(make("p", null, tell("draw.start.nothing")));
  }
  return parts;
}

function faultWords(fault) {
  const words = messageNow(fault);
  return fault.line ? tell("draw.list.line", { line: fault.line, words }) : words;
}
