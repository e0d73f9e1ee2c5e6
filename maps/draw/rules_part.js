// The rules in the panel: verdicts with their sentences, what hangs apart, what to add or drop.

import { desk, findingWords, onDesk, tryAct, unitWords } from "./desk.js";
import { byId, isolated, make, refill, signOf, wordButton } from "./dom.js";
import { language, onLanguage, tell, verdictWord } from "./language.js";
import { goToUnits } from "./problems.js";
import { byUrgency, demandOf, measuredOf, titleOf } from "./sentences.js";
import { setHand } from "./stage.js";
import { suggestionsOf } from "./suggest.js";
import { hasWords, numberIn } from "./words.js";

let thinking = 0;

export function openRulesPart() {
  onDesk("record", showRules);
  onLanguage(showRules);
  showRules();
}

function showRules() {
  const part = byId("part-rules");
  refill(part, ...ruleParts());
  // suggestions take longer than a stroke may: they come when the hand rests
  clearTimeout(thinking);
  if (desk.now.suggestions === null) {
    thinking = setTimeout(() => {
      const zone = { ...desk.now.zone };
      desk.now.suggestions = suggestionsOf(desk.layer, desk.data, zone, { locked: desk.record.locked, freeOnly: desk.record.modes.freeOnly });
      refill(part, ...ruleParts());
    }, 60);
  }
}

function ruleParts() {
  return [unknownList(), pieceList(), overlapList(), suggestionList(), verdictList(), programList()];
}

function row(words, ...deeds) {
  return make("li", null, make("span", { class: "row-words" }, words), make("span", { class: "row-deeds" }, deeds));
}

function goButton(units, key) {
  return wordButton(tell("draw.go"), `go-${key}`, () => goToUnits(units));
}

function pieceList() {
  const { loose, enclaves } = desk.now;
  if (!loose.length && !enclaves.length) return null;
  const apart = loose.map((piece) =>
    row(
      [make("strong", null, isolated(joined(piece.units))), ` ${tell("draw.people_in_brackets", { people: piece.people })}`],
      goButton(piece.units, piece.units[0]),
      wordButton(tell("draw.piece.drop"), `drop-${piece.units[0]}`, () => tryAct({ type: "drop", units: piece.units }))
    )
  );
  const within = enclaves.map((piece) =>
    row(
      [make("strong", null, isolated(joined(piece.units))), ` ${tell("draw.people_in_brackets", { people: piece.people })}`],
      goButton(piece.units, piece.units[0]),
      wordButton(tell("draw.piece.take_in"), `take-${piece.units[0]}`, () => tryAct({ type: "add", units: piece.units }))
    )
  );
  return make(
    "section",
    null,
    loose.length ? [make("h2", { class: "v-fail marked" }, tell("layer.loose", { n: loose.length })), make("ul", { class: "rows" }, apart)] : null,
    enclaves.length ? [make("h2", { class: "v-warn marked" }, tell("layer.enclaves", { n: enclaves.length })), make("ul", { class: "rows" }, within)] : null
  );
}

function joined(units) {
  const words = unitWords(units);
  return Array.isArray(words) ? words.join(", ") : words;
}

function overlapList() {
  const { overlaps, measures } = desk.now;
  if (!overlaps.length) return null;
  const lang = language();
  const rows = overlaps.map((overlap) => {
    const other = desk.record.others.find((one) => one.name === overlap.zone);
    const theirs = other.units.reduce((sum, unit) => sum + Math.max(0, desk.layer.people[unit]), 0);
    return row(
      [
        make("strong", null, isolated(overlap.zone)),
        make("span", { class: "row-line" }, tell("draw.overlap.shared", { units: joined(overlap.units), people: overlap.people })),
        make("span", { class: "row-line" }, tell("draw.overlap.both", { here: numberIn(lang, measures.knownPeople), there: numberIn(lang, theirs) })),
      ],
      goButton(overlap.units, `overlap-${overlap.zone}`),
      wordButton(tell("draw.overlap.leave"), `leave-${overlap.zone}`, () => tryAct({ type: "drop", units: overlap.units }))
    );
  });
  return make("section", null, make("h2", { class: "v-fail marked" }, tell("index.shared")), make("ul", { class: "rows" }, rows));
}

function suggestionList() {
  const found = desk.now.suggestions;
  if (!found || !found.length) return null;
  const rows = found.map((suggestion, k) => {
    const drops = suggestion.kind === "drop";
    const show = () => setHand({ adding: drops ? [] : suggestion.units, dropping: drops ? suggestion.units : [] });
    const hide = () => setHand({ adding: [], dropping: [] });
    const take = () => {
      hide();
      tryAct({ type: drops ? "drop" : "add", units: suggestion.units });
    };
    return make(
      "li",
      { on: { mouseenter: show, mouseleave: hide, focusin: show, focusout: hide } },
      make("span", { class: "row-words" }, make("strong", null, isolated(tell(drops ? "draw.suggest.drop" : "draw.suggest.add", { units: joined(suggestion.units) }))), make("span", { class: "row-line" }, effectWords(suggestion))),
      make("span", { class: "row-deeds" }, wordButton(tell("draw.suggest.take"), `suggestion-${k}`, take))
    );
  });
  return make("section", null, make("h2", null, tell("draw.suggest.title")), make("ul", { class: "rows" }, rows));
}

function effectWords({ after, why }) {
  const reasons = (why ?? []).map((reason) => tell(reason.id, reason.fields));
  const parts = [
    tell("value.persons", { n: after.people }),
    tell("value.pieces", { n: after.pieces }),
    after.ruralShare === null || after.ruralShare === undefined ? "" : tell("value.rural_share", { share: after.ruralShare }),
  ];
  return `${reasons.join(" ")} ${tell("draw.suggest.after", { effect: parts.filter(Boolean).join(", ") })}`.trim();
}

function verdictList() {
  const lang = language();
  if (desk.now.units.length === 0 && desk.now.zone.unknown.length === 0) return demandList();
  const computed = desk.now.findings.filter((finding) => finding.verdict !== null);
  const open = byUrgency(computed);
  const passed = computed.filter((finding) => finding.verdict === "pass");
  const rows = [...open, ...passed].map((finding) =>
    make(
      "li",
      { class: `line v-${finding.verdict}`, data: { rule: finding.rule } },
      signOf(finding.verdict),
      make("span", { class: "line-title" }, titleOf(finding.rule, lang)),
      make("span", { class: "rule-id" }, finding.rule),
      make("span", { class: "word" }, verdictWord(finding.verdict)),
      make("span", { class: "line-value" }, measuredOf(finding, desk.layer, lang)),
      finding.verdict === "pass" ? null : make("span", { class: "line-said" }, findingWords(finding, 6))
    )
  );
  return make("section", null, make("h2", null, tell("index.rules")), make("ul", { class: "lines" }, rows));
}

// of an empty zone every rule would only say that it is empty: what they ask is told instead
function demandList() {
  const lang = language();
  const rows = desk.now.findings.filter((finding) => finding.verdict !== null).map(({ rule }) =>
    make("li", { class: "line asked" }, make("span", { class: "line-title" }, titleOf(rule, lang)), make("span", { class: "rule-id" }, rule), make("span", { class: "line-said" }, demandOf(rule, lang))));
  return make("section", null, make("h2", null, tell("draw.rules.ask")), make("ul", { class: "lines" }, rows));
}

// codes of the zone that the layer does not know: they come from the project or a file
function unknownList() {
  const { unknown, repeated } = desk.record;
  if (!unknown.length && !repeated.length) return null;
  return make("section", null,
    make("h2", { class: "v-fail marked" }, tell("draw.unknown.title")),
    make("p", null, isolated([...unknown, ...repeated].slice(0, 40).join(", "))),
    make("p", { class: "row-deeds" }, wordButton(tell("draw.unknown.drop"), "drop-unknown", () => tryAct({ type: "tidy" }))));
}

// the rules that need more than the zone; with the verdict that the program gave, if it ran
function programList() {
  const lang = language();
  const rules = desk.now.findings.filter((finding) => finding.verdict === null).map((finding) => finding.rule);
  if (!rules.length) return null;
  const given = new Map(desk.data.findings.map((finding) => [finding.rule, finding.verdict]));
  const rows = rules.map((rule) =>
    make(
      "li",
      { class: `line v-${given.get(rule) ?? "not-computable"}` },
      given.has(rule) ? signOf(given.get(rule)) : make("span", { class: "no-sign" }),
      make("span", { class: "line-title" }, hasWords(`${rule}.title`, lang) ? titleOf(rule, lang) : rule),
      make("span", { class: "rule-id" }, rule),
      given.has(rule) ? make("span", { class: "word" }, verdictWord(given.get(rule))) : null
    )
  );
  return make(
    "details",
    { class: "by-program" },
    make("summary", { data: { key: "by-program" } }, tell("draw.by_program", { n: rules.length })),
    make("p", { class: "small" }, tell(given.size ? "draw.by_program.then" : "draw.by_program.how")),
    make("ul", { class: "lines" }, rows)
  );
}
