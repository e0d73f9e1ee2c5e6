// The measures in the panel: size, shape, regions, providers, expected patients.

import { desk, insideNow, onDesk } from "./desk.js";
import { byId, isolated, make, refill } from "./dom.js";
import { gaugeElement } from "./gauge.js";
import { inLanguage } from "./layer.js";
import { language, onLanguage, tell } from "./language.js";
import { expectedOf, providersOf } from "./measures.js";
import { tabNow } from "./tabs.js";
import { listIn, numberIn, percentIn } from "./words.js";

const ENTITY_WORDS = {
  flanders: "region.flanders",
  wallonia: "region.wallonia",
  brussels: "region.brussels",
  "german-speaking": "draw.region.german",
};
// bounds between the words for a shape; the score of a circle is 1
const SHAPES = [
  [0.4, "draw.shape.compact"],
  [0.2, "draw.shape.ordinary"],
  [0, "draw.shape.stretched"],
];

export function openMeasuresPart() {
  for (const event of ["record", "tab"]) onDesk(event, showMeasures);
  onLanguage(showMeasures);
}

function showMeasures() {
  if (tabNow() !== "measures") return;
  refill(byId("part-measures"), measureList(), expectedPart(), providersPart());
}

function line(words, ...values) {
  return make("div", null, make("dt", null, words), values.flat().filter(Boolean).map((value) => make("dd", null, value)));
}

function measureList() {
  const { measures, pieces } = desk.now;
  const lang = language();
  const unknown = tell("value.unknown");
  const km = (value) => tell("draw.km", { n: numberIn(lang, value) });
  const rows = [
    line(tell("sheet.population"), measures.people === null ? unknown : tell("value.persons", { n: measures.people }), unknownPeople()),
    line(tell("sheet.area"), tell("value.area", { n: Math.round(measures.areaKm2) })),
    line(tell("sheet.density"), measures.density === null ? unknown : tell("value.density", { n: Math.round(measures.density) })),
    line(tell("sheet.rural"), measures.ruralShare === null ? tell("sheet.rural_unknown") : tell("value.rural_share", { share: measures.ruralShare })),
    line(tell("draw.measure.pieces"), tell("value.pieces", { n: pieces.length })),
    line(tell("sheet.shape"), shapeWords(), tell("draw.shape.outline", { length: km(measures.perimeterKm) })),
    line(tell("sheet.municipalities"), tell("value.municipalities", { n: measures.municipalities }), splitWords()),
    line(tell("sheet.entities"), measures.byRegion.map(regionWords)),
  ];
  return make("section", null, make("h2", null, tell("sheet.measures")), make("dl", { class: "measures" }, rows));
}

function unknownPeople() {
  const { unknownPeople: units } = desk.now.measures;
  if (!units.length) return null;
  return tell("draw.measure.without_people", { units: units.map((unit) => desk.layer.codes[unit]) });
}

function shapeWords() {
  const { compactness } = desk.now.measures;
  if (compactness === null) return tell("value.unknown");
  const [, words] = SHAPES.find(([least]) => compactness >= least);
  return tell(words, { score: numberIn(language(), compactness, 2) });
}

function splitWords() {
  const { split } = desk.now.measures;
  if (!split.length) return null;
  const lang = language();
  const names = split.map((place) => inLanguage(desk.layer.municipalities[place].name, lang));
  return isolated(tell("draw.measure.split", { names: listIn(lang, names, 8) }));
}

function regionWords({ entity, people, units }) {
  const name = entity === null ? tell("value.unknown") : tell(ENTITY_WORDS[entity]);
  return tell("draw.measure.region", { name, people, units });
}

function expectedPart() {
  const expected = expectedOf(desk.data, desk.layer, insideNow());
  if (!expected || !desk.now.units.length) return null;
  const rows = [
    ["draw.expected.patients", expected.patients, null],
    ["draw.expected.target", expected.target, expected.bounds],
  ].map(([words, found, bounds]) => (found.value === null ? null : [
    make("h3", null, tell(words)),
    make("p", { class: "expected" },
      make("strong", null, numberIn(language(), Math.round(found.value))), " ",
      tell("draw.expected.between", { low: numberIn(language(), Math.round(found.low)), high: numberIn(language(), Math.round(found.high)), level: percentIn(language(), expected.interval, 0) })),
    bounds ? rangeGauge(found, bounds) : null,
    found.estimated + found.unknown === 0 ? null : make("p", { class: "small" }, tell("draw.expected.parts", { counted: found.counted, estimated: found.estimated, hidden: found.hidden, unknown: found.unknown })),
  ]));
  return make("section", null,
    make("h2", null, tell("draw.expected")), rows,
    make("p", { class: "small" }, tell("draw.expected.from", { year: String(expected.year) }), expected.synthetic ? ` ${tell("notice.synthetic_people")}` : ""));
}

// the second gauge: the bounds of the target group, with the interval drawn on the bar
function rangeGauge(found, bounds) {
  const limits = { minimum: bounds.minimum, preferred: null, high: null, veryHigh: null };
  const top = Math.max(bounds.enough * 1.4, found.high * 1.1);
  const element = gaugeElement(Math.round(found.value), { ...limits, minimum: bounds.minimum });
  const bar = element.querySelector(".bar");
  const at = (value) => Math.min(100, (value / top) * 100);
  bar.replaceChildren(
    make("span", { class: "band b-below_minimum", style: `left:0;width:${at(bounds.minimum)}%` }),
    make("span", { class: "band b-below_preferred", style: `left:${at(bounds.minimum)}%;width:${at(bounds.enough) - at(bounds.minimum)}%` }),
    make("span", { class: "band b-preferred", style: `left:${at(bounds.enough)}%;width:${100 - at(bounds.enough)}%` }),
    make("span", { class: "range", style: `left:${at(found.low)}%;width:${at(found.high) - at(found.low)}%` }),
    make("span", { class: "needle", style: `left:${at(found.value)}%` })
  );
  const marks = [bounds.minimum, bounds.enough].map((bound) =>
    make("span", { class: "mark near row-0 near-0", style: `left:${at(bound)}%` }, numberIn(language(), bound)));
  element.className = "gauge rows-1";
  element.setAttribute("aria-label", tell("draw.expected.label", { n: Math.round(found.value), minimum: bounds.minimum, enough: bounds.enough }));
  element.replaceChildren(bar, ...marks);
  return element;
}

function providersPart() {
  const types = providersOf(desk.data, insideNow());
  if (!types.length) return null;
  const lang = language();
  const rows = types.map((type) =>
    line(isolated(type.words[lang]), numberIn(lang, type.count), type.unknown ? tell("draw.providers.unknown", { n: type.unknown }) : null));
  return make("section", null,
    make("h2", null, tell("draw.providers")), make("dl", { class: "measures" }, rows),
    types.some((type) => type.synthetic) ? make("p", { class: "small" }, tell("draw.providers.synthetic")) : null);
}
