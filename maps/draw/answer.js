// The head of the panel: how many people, where that lies, what is wrong now and what to do.

import { answerNow, answerWords, desk, findingWords, insideNow, onDesk, projectNow, setOthers, tryAct } from "./desk.js";
import { byId, refill, wordButton } from "./dom.js";
import { gaugeElement, gaugeOf, needlePlace } from "./gauge.js";
import { language, onLanguage, tell } from "./language.js";
import { askForFile } from "./opened.js";
import { nextProblem, problemsNow } from "./problems.js";
import { asOf, countedUnits, nextStepOf } from "./sentences.js";
import { numberIn } from "./words.js";

export function openAnswer() {
  const field = byId("zone-name");
  field.addEventListener("change", () => tryAct({ type: "name", text: field.value.trim() }, tell("draw.did.named", { name: field.value.trim() })));
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") field.blur();
  });
  onDesk("record", showAnswer);
  onDesk("stroke", showStroke);
  onLanguage(showAnswer);
  showAnswer();
}

function showAnswer() {
  const { measures, units, urgent } = desk.now;
  const lang = language();
  const field = byId("zone-name");
  if (document.activeElement !== field) field.value = desk.record.name;
  byId("headcount").textContent = measures.people === null && units.length ? tell("gauge.unknown") : numberIn(lang, measures.knownPeople);
  byId("headcount-words").textContent = [
    tell("gauge.people_when", { when: asOf(desk.layer, lang) }),
    countedUnits(units.length, desk.layer.kind, lang),
    tell("value.area", { n: Math.round(measures.areaKm2) }),
  ].join(", ");
  const gauge = gaugeElement(units.length && measures.people === null ? null : measures.knownPeople, desk.data.rules.population);
  byId("gauge").replaceChildren(...[gauge].filter(Boolean));
  byId("answer").textContent = answerWords();
  const empty = units.length === 0 && desk.now.zone.unknown.length === 0;
  byId("state").dataset.state = empty ? "empty" : answerNow().state;
  const first = empty ? null : answerNow().findings[0] ?? null;
  byId("wrong").className = `wrong v-${first?.verdict ?? "pass"}`;
  byId("wrong").textContent = empty ? tell("draw.answer.how") : first ? findingWords(first, 6) : "";
  showDeeds(first, urgent);
}

function showDeeds(first, urgent) {
  const step = first ? nextStepOf(first, desk.layer, { ...desk.data, project: projectNow() }, language()) : null;
  const problems = desk.now.units.length ? problemsNow().length : 0;
  const noRound = first?.reason === "no_round";
  refill(
    byId("answer-deeds"),
    noRound ? roundDeeds() : step ? document.createTextNode(step) : null,
    problems && urgent.length ? wordButton(tell("draw.problem.next", { n: problems }), "next-problem", () => nextProblem(1)) : null
  );
}

// nobody has said which other zones there are: open them, or say that there are none
function roundDeeds() {
  return [
    document.createTextNode(tell("draw.round.how")),
    wordButton(tell("draw.round.open"), "round-open", askForFile),
    wordButton(tell("draw.round.none"), "round-none", () => setOthers([])),
  ];
}

// while the hand draws only the number and the needle follow it: nothing jumps
function showStroke(stroke) {
  const { layer } = desk;
  if (!stroke) {
    showAnswer();
    return;
  }
  const inside = insideNow();
  let people = desk.now.measures.knownPeople;
  for (const unit of stroke.units) {
    if (inside[unit] === (stroke.drops ? 1 : 0)) people += (stroke.drops ? -1 : 1) * Math.max(0, layer.people[unit]);
  }
  byId("headcount").textContent = numberIn(language(), people);
  const needle = byId("gauge").querySelector(".needle");
  const gauge = gaugeOf(people, desk.data.rules.population);
  if (needle && gauge) needle.style.left = `${needlePlace(gauge, people)}%`;
}
