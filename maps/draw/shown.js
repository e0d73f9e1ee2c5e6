// What the map shows beside the zone: a figure in classes, rural parts, other projects, names.

import { desk } from "./desk.js";
import { byId, isolated, make } from "./dom.js";
import { classOf, shadeOf } from "./ground.js";
import { language, tell } from "./language.js";
import { numberIn, percentIn } from "./words.js";
import { repaint, stage } from "./stage.js";

const UNIT_WORDS = {
  persons: "draw.shown.unit.persons",
  "persons/km2": "draw.shown.unit.density",
  share: "draw.shown.unit.share",
  "per 100000": "draw.shown.unit.per_100000",
};
const CLASS_WORDS = {
  1: ["draw.shown.class.all"],
  2: ["draw.shown.class.low", "draw.shown.class.high"],
  3: ["draw.shown.class.low", "draw.shown.class.middle", "draw.shown.class.high"],
  4: ["draw.shown.class.very_low", "draw.shown.class.low", "draw.shown.class.high", "draw.shown.class.very_high"],
  5: ["draw.shown.class.very_low", "draw.shown.class.low", "draw.shown.class.middle", "draw.shown.class.high", "draw.shown.class.very_high"],
};
const RURAL_WORDS = { none: "draw.shown.rural.none", zone: "draw.shown.rural.zone", all: "draw.shown.rural.all" };
const RURAL_RULES = {
  municipality: "layer.rural_by_municipality",
  unit: "layer.rural_by_unit",
  flag: "layer.rural_by_flag",
};

function valueWords(column, value) {
  const lang = language();
  if (column.unit === "share") return percentIn(lang, value, 1);
  const decimals = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1;
  return numberIn(lang, value, decimals);
}

export function columnValue(column, unit) {
  const value = column.values[unit];
  const name = column.words[language()];
  if (value === null || value === undefined) return tell("draw.shown.of", { name, value: tell("draw.shown.no_data") });
  if (value === "h") return tell("draw.shown.of", { name, value: tell("draw.shown.hidden") });
  return tell("draw.shown.of", { name, value: valueWords(column, value) });
}

function classRows(column) {
  const count = column.edges.length + 1;
  const words = CLASS_WORDS[count];
  const rows = [];
  for (let number = 0; number < count; number++) {
    const low = number > 0 ? valueWords(column, column.edges[number - 1]) : null;
    const high = number < count - 1 ? valueWords(column, column.edges[number]) : null;
    const bounds =
      low === null && high === null ? "" :
      low === null ? tell("draw.shown.below", { high }) :
      high === null ? tell("draw.shown.from", { low }) : tell("draw.shown.between", { low, high });
    rows.push([`s-${shadeOf(column, number)}`, tell(words[number]), bounds]);
  }
  const classes = new Set(column.values.map((value) => classOf(column, value)));
  if (classes.has("hidden")) rows.push(["s-hidden", tell("draw.shown.hidden"), ""]);
  if (classes.has("no-data")) rows.push(["s-no-data", tell("draw.shown.no_data"), ""]);
  return rows;
}

function keyRows() {
  const { map } = stage;
  const { now, layer } = desk;
  const rows = [];
  if (map.column) rows.push(...classRows(map.column));
  rows.push([map.column ? "s-zone-line" : "s-zone", tell("layer.zone"), ""]);
  if (map.rural !== "none") rows.push(["s-rural", ruralWords(), ""]);
  if (map.others.length) rows.push(["s-others", tell("draw.shown.others", { n: map.others.length }), ""]);
  if (now.overlaps.length) rows.push(["s-shared", tell("layer.shared", { n: sharedCount() }), ""]);
  if (now.loose.length) rows.push(["s-loose", tell("layer.loose", { n: now.loose.length }), ""]);
  if (now.enclaves.length) rows.push(["s-enclaves", tell("layer.enclaves", { n: now.enclaves.length }), ""]);
  if (desk.signs.locked.includes(1)) rows.push(["s-locked", tell("draw.shown.locked"), ""]);
  if (layer.links.length) rows.push(["s-links", tell("layer.links", { n: layer.links.length }), ""]);
  return rows;
}

function sharedCount() {
  return new Set(desk.now.overlaps.flatMap((overlap) => overlap.units)).size;
}

function ruralWords() {
  const { by, densityBelow } = desk.data.rules.rural;
  return tell(RURAL_RULES[by] ?? RURAL_RULES.unit, { density: densityBelow ?? 0 });
}

export function keyElement() {
  const { column } = stage.map;
  const rows = keyRows().map(([sign, words, bounds]) =>
    make("li", null, make("span", { class: `key-sign ${sign}`, "aria-hidden": "true" }), make("span", null, words), bounds ? make("span", { class: "key-bounds" }, bounds) : null)
  );
  const head = column
    ? [
        make("p", { class: "key-title" }, column.words[language()], column.unit in UNIT_WORDS ? `, ${tell(UNIT_WORDS[column.unit])}` : ""),
        make("p", { class: "key-source" }, column.source[language()], column.synthetic ? ` ${tell("draw.shown.synthetic")}` : ""),
      ]
    : [];
  return [...head, make("ul", { class: "key-list" }, rows)];
}

export function showKey() {
  byId("map-key").replaceChildren(...keyElement());
}

// the part of the panel in which the reader chooses what the map shows
export function shownPart() {
  const { map } = stage;
  const pick = make("select", { id: "shown-column", data: { key: "column" }, on: { change: (event) => setShown({ column: columnNamed(event.target.value) }) } });
  pick.append(make("option", { value: "" }, tell("draw.shown.nothing")));
  for (const column of desk.data.columns) {
    pick.append(make("option", { value: column.id, selected: map.column === column }, column.words[language()]));
  }
  const rural = Object.entries(RURAL_WORDS).map(([id, words]) =>
    make("label", { class: "choice" }, make("input", { type: "radio", name: "rural", value: id, checked: map.rural === id, data: { key: `rural-${id}` }, on: { change: () => setShown({ rural: id }) } }), tell(words))
  );
  return [
    make("label", { class: "field-name", for: "shown-column" }, tell("draw.shown.column")),
    pick,
    make("fieldset", { class: "choices" }, make("legend", null, tell("draw.shown.rural")), rural),
    make("fieldset", { class: "choices" }, make("legend", null, tell("draw.shown.more")), tick("names", "layer.places"), desk.record.others?.length ? othersList() : null),
    make("h2", null, tell("draw.shown.key")),
    ...keyElement(),
    ...sourcesPart(),
  ];
}

function tick(name, words) {
  const { shows } = stage.map;
  const change = (event) => {
    shows[name] = event.target.checked;
    setShown({});
  };
  return make("label", { class: "choice" }, make("input", { type: "checkbox", checked: shows[name], data: { key: name }, on: { change } }), tell(words));
}

function othersList() {
  return make("ul", { class: "plain" }, desk.record.others.map((other) => make("li", null, tell("layer.others", { names: other.name }))));
}

export function sourceLines() {
  const { layer, data } = desk;
  const lines = layer.populationDate ? [] : [tell("notice.undated")];
  if (layer.approximate.includes("inner-borders")) lines.push(tell("notice.inner_borders"));
  if (layer.approximate.includes("inner-populations")) lines.push(tell("notice.inner_populations"));
  lines.push(...layer.attribution);
  lines.push(tell("sheet.rule_set", { title: data.rules.title[language()], version: data.rules.version }));
  return lines;
}

function sourcesPart() {
  return [
    make("h2", null, tell("page.sources")),
    make("ul", { class: "plain small" }, sourceLines().map((line) => make("li", null, isolated(line)))),
  ];
}

function columnNamed(id) {
  return desk.data.columns.find((column) => column.id === id) ?? null;
}

export function setShown(change) {
  Object.assign(stage.map, change);
  repaint("ground");
  showKey();
  shownListeners.forEach((listener) => listener());
}

const shownListeners = [];
export function onShown(listener) {
  shownListeners.push(listener);
}
