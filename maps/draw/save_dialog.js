// The zone to take away: the zone file to mail, tables, map files, a picture, the passport.

import { desk, projectNow } from "./desk.js";
import { showDialog } from "./dialog.js";
import { make, wordButton } from "./dom.js";
import { filesOf } from "./files.js";
import { language, tell } from "./language.js";
import { passportOf } from "./passport.js";
import { pictureBlob } from "./paper.js";
import { announce } from "./speak.js";

const SAVE_ROWS = [
  ["json", "draw.save.json", "draw.save.json.said"],
  ["csv", "draw.save.csv", "draw.save.csv.said"],
  ["geojson", "draw.save.geojson", "draw.save.geojson.said"],
  ["toml", "draw.save.toml", "draw.save.toml.said"],
  ["png", "draw.save.png", "draw.save.png.said"],
];

export function showSave() {
  showDialog("draw.save", savePart);
}

function savePart() {
  const rows = SAVE_ROWS.map(([kind, words, said]) =>
    make("li", null,
      make("span", { class: "row-words" }, make("strong", null, tell(words)), make("span", { class: "row-line" }, tell(said))),
      make("span", { class: "row-deeds" }, wordButton(tell("draw.save.take"), `save-${kind}`, () => save(kind), { "aria-label": tell("draw.save.take_one", { name: tell(words) }) }))));
  return [make("ul", { class: "rows" }, rows), ...passportPart()];
}

function passportPart() {
  const { units } = desk.now;
  if (!units.length) return [];
  const text = passportOf(desk.layer, units);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      announce(tell("draw.passport.copied"));
    } catch {
      // without leave to write there, the text can still be marked by hand
      getSelection().selectAllChildren(document.getElementById("passport"));
      announce(tell("draw.passport.by_hand"));
    }
  };
  return [
    make("h3", null, tell("draw.passport")),
    make("p", { class: "small" }, tell("draw.passport.how")),
    make("p", { id: "passport", class: "passport", tabindex: "0" }, text),
    make("p", { class: "row-deeds" }, wordButton(tell("draw.passport.copy"), "copy-passport", copy)),
  ];
}

async function save(kind) {
  const name = fileName(kind);
  const blob = kind === "png" ? await pictureBlob() : new Blob([filesOf(kind, desk.record, desk.layer, { project: projectNow(), lang: language(), data: desk.data })]);
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  announce(tell("draw.save.saved", { file: name }));
}

// name of the zone in signs that every disk takes
export function fileName(kind) {
  const plain = desk.record.name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "").toLowerCase().slice(0, 60);
  return `${plain || "zone"}.${kind}`;
}
