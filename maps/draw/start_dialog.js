// Starter zones: municipalities, a care region, a circle, another project, an earlier file.

import { desk, tryAct, unitWords } from "./desk.js";
import { unitsOfMunicipality, unitsOfRegion, unitsWithin } from "./around.js";
import { closeDialog, showDialog } from "./dialog.js";
import { make, wordButton } from "./dom.js";
import { inLanguage, peopleOf } from "./layer.js";
import { language, tell } from "./language.js";
import { askForFile } from "./opened.js";
import { fitZone } from "./problems.js";
import { searchUnits } from "./search.js";

const START_WORDS = {
  municipality: "draw.start.municipality",
  region: "draw.start.region",
  circle: "draw.start.circle",
  other: "draw.start.other",
};
const start = { way: "municipality", places: [], region: "", centre: "", km: 12, other: 0 };

export function showStart() {
  showDialog("draw.start", startPart);
}

function startPart() {
  const ways = waysNow();
  if (!ways.includes(start.way)) start.way = ways[0];
  const choice = ways.map((way) =>
    make("label", { class: "choice" }, make("input", { type: "radio", name: "way-to-start", checked: start.way === way, on: { change: () => chooseWay(way) } }), tell(START_WORDS[way])));
  const outcome = make("p", { class: "outcome", role: "status" });
  const deeds = make("p", { class: "row-deeds" });
  const show = () => showOutcome(outcome, deeds);
  const part = make("div", { class: "way-part" }, wayFields(show));
  show();
  return [
    make("fieldset", { class: "choices" }, make("legend", null, tell("draw.start.how")), choice),
    part, outcome, deeds,
    make("p", { class: "small" }, tell("draw.start.file"), " ", wordButton(tell("draw.deed.open"), "start-open", () => { closeDialog(); askForFile(); })),
  ];
}

function chooseWay(way) {
  start.way = way;
  showDialog("draw.start", startPart);
  document.querySelector("#dialog input[type=radio]:checked").focus();
}

function waysNow() {
  const ways = [];
  if (desk.layer.municipalities.length) ways.push("municipality");
  if (Object.keys(desk.layer.zonings).length) ways.push("region");
  ways.push("circle");
  if (desk.record.others?.length) ways.push("other");
  return ways;
}

function wayFields(show) {
  if (start.way === "municipality") return municipalityFields(show);
  if (start.way === "region") return regionFields(show);
  if (start.way === "circle") return circleFields(show);
  const pick = make("select", { id: "start-other", on: { change: () => { start.other = Number(pick.value); show(); } } });
  desk.record.others.forEach((other, k) => pick.append(make("option", { value: k, selected: k === start.other }, other.name)));
  return [make("label", { class: "field-name", for: "start-other" }, tell("draw.start.other")), pick];
}

function municipalityFields(show) {
  const lang = language();
  const names = desk.layer.municipalities.map((place) => inLanguage(place.name, lang));
  const order = names.map((_, k) => k).sort((a, b) => names[a].localeCompare(names[b], lang));
  const list = make("datalist", { id: "all-places" }, order.map((k) => make("option", { value: names[k] })));
  const taken = make("ul", { class: "taken" });
  const field = make("input", { id: "start-place", type: "text", list: "all-places", autocomplete: "off", dir: "auto" });
  const showTaken = () => {
    taken.replaceChildren(...start.places.map((k) => make("li", null, make("bdi", null, names[k]), wordButton(tell("draw.start.without"), `without-${k}`, () => { start.places = start.places.filter((one) => one !== k); showTaken(); show(); }, { "aria-label": tell("draw.start.without_name", { name: names[k] }) }))));
  };
  const add = () => {
    const wanted = field.value.trim().toLocaleLowerCase(lang);
    const k = names.findIndex((name) => name.toLocaleLowerCase(lang) === wanted);
    if (k < 0) return;
    if (!start.places.includes(k)) start.places.push(k);
    field.value = "";
    showTaken();
    show();
  };
  field.addEventListener("change", add);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); add(); }
  });
  showTaken();
  return [make("label", { class: "field-name", for: "start-place" }, tell("draw.start.place")), field, list, taken];
}

function regionFields(show) {
  const pick = make("select", { id: "start-region", on: { change: () => { start.region = pick.value; show(); } } });
  for (const [name, zoning] of Object.entries(desk.layer.zonings)) {
    const order = zoning.regions.map((_, k) => k).sort((a, b) => zoning.regions[a].localeCompare(zoning.regions[b]));
    pick.append(make("optgroup", { label: name === "care-regions" ? tell("draw.level.care_region") : name }, order.map((k) => make("option", { value: `${name} ${k}`, selected: start.region === `${name} ${k}` }, zoning.regions[k]))));
  }
  start.region = pick.value;
  return [make("label", { class: "field-name", for: "start-region" }, tell("draw.start.region")), pick];
}

function circleFields(show) {
  const centre = make("input", { id: "start-centre", type: "text", autocomplete: "off", dir: "auto", value: start.centre, on: { input: () => { start.centre = centre.value; show(); } } });
  const km = make("input", { id: "start-km", type: "number", min: "1", max: "100", step: "1", value: start.km, on: { input: () => { start.km = Number(km.value); show(); } } });
  return [
    make("label", { class: "field-name", for: "start-centre" }, tell("draw.start.centre")), centre,
    make("label", { class: "field-name", for: "start-km" }, tell("draw.start.km")), km,
  ];
}

function startUnits() {
  const { layer } = desk;
  if (start.way === "municipality") return [...new Set(start.places.flatMap((k) => unitsOfMunicipality(layer, k)))];
  if (start.way === "region") {
    const cut = start.region.lastIndexOf(" ");
    return cut < 0 ? [] : unitsOfRegion(layer, start.region.slice(0, cut), Number(start.region.slice(cut + 1)));
  }
  if (start.way === "other") return desk.record.others[start.other]?.units ?? [];
  const [unit] = start.centre.trim() ? searchUnits(layer, start.centre, language(), 1) : [];
  return unit === undefined || !(start.km > 0) ? [] : unitsWithin(layer, unit, start.km);
}

// what the choice would give, before it is taken
function showOutcome(outcome, deeds) {
  const units = startUnits();
  if (!units.length) {
    outcome.textContent = tell("draw.start.nothing");
    deeds.replaceChildren();
    return;
  }
  const words = unitWords(units);
  outcome.textContent = tell("draw.start.gives", { units: words, people: peopleOf(desk.layer, units) });
  const take = (type) => () => {
    if (!tryAct({ type, units })) return;
    closeDialog();
    fitZone();
  };
  deeds.replaceChildren(
    wordButton(tell("draw.start.set"), "start-set", take("set"), { class: "act main-act" }),
    desk.now.units.length ? wordButton(tell("draw.start.add"), "start-add", take("add")) : ""
  );
}
