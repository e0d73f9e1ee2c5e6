// The population gauge: bands of the rule set on one scale, a needle, labels that keep apart.

import { make } from "./dom.js";
import { language, tell } from "./language.js";
import { numberIn } from "./words.js";

const BEYOND = 7 / 6; // the scale ends a sixth above the last bound, so that its band can be seen
const LABELS_APART = 0.155; // least distance of two labels in one row, as a share of the width
const BAND_WORDS = {
  below_minimum: ["gauge.band.below_minimum", "gauge.said.below_minimum"],
  below_preferred: ["gauge.band.below_preferred", "gauge.said.below_preferred"],
  enough: ["gauge.band.enough", "gauge.said.enough"],
  preferred: ["gauge.band.preferred", "gauge.said.preferred"],
  above_preferred: ["gauge.band.above_preferred", "gauge.said.above_preferred"],
  high: ["gauge.band.high", "gauge.said.high"],
  very_high: ["gauge.band.very_high", "gauge.said.very_high"],
};
const REACHED = ["below_preferred", "enough", "preferred"];

// bounds above zero in rising order, each with the kind of the band above it
function marksOf(limits) {
  const [low, high] = limits.preferred ?? [null, null];
  return [
    [limits.minimum, limits.preferred ? "below_preferred" : "enough"],
    [low, "preferred"],
    [high, "above_preferred"],
    [limits.high, "high"],
    [limits.veryHigh, "very_high"],
  ].filter(([people]) => people);
}

// null when the rule set bounds nothing
export function gaugeOf(people, limits) {
  const marks = marksOf(limits);
  if (!marks.length) return null;
  const end = marks[marks.length - 1][0] * BEYOND;
  const first = limits.minimum ? "below_minimum" : limits.preferred ? "below_preferred" : "enough";
  const edges = [[0, first], ...marks, [end, ""]];
  const bands = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    bands.push({ kind: edges[i][1], from: edges[i][0] / end, to: edges[i + 1][0] / end });
  }
  let kind = first;
  for (const [bound, above] of marks) {
    // a minimum belongs to the band above it, the upper bounds to what is below them
    if (REACHED.includes(above) ? people >= bound : people > bound) kind = above;
  }
  return { bands, marks: marks.map(([bound]) => ({ bound, at: bound / end })), end, kind };
}

export function needlePlace(gauge, people) {
  return Math.min(people / gauge.end, 1) * 100;
}

// Element of a gauge; people null: no needle. `drawn` says whether it is one on the page, whose
// needle follows the hand, or one on paper.
export function gaugeElement(people, limits) {
  const gauge = gaugeOf(people ?? 0, limits);
  if (!gauge) return null;
  const lang = language();
  const marks = gauge.marks.map(({ bound }) => numberIn(lang, bound));
  const said = people === null ? null : tell(BAND_WORDS[gauge.kind][1]);
  const label = people === null ? tell("gauge.label_unknown", { marks }) : tell("gauge.label", { people, said, marks });
  const bands = gauge.bands.map((band) =>
    make("span", {
      class: `band b-${band.kind}`,
      style: `left:${band.from * 100}%;width:${(band.to - band.from) * 100}%`,
      title: tell(BAND_WORDS[band.kind][0]),
    })
  );
  const beyond = people > gauge.end ? " beyond" : "";
  const needle = people === null ? null : make("span", { class: `needle${beyond}`, style: `left:${needlePlace(gauge, people)}%` });
  const ends = [];
  const labels = gauge.marks.map(({ bound, at }) => {
    let row = ends.findIndex((last) => at - last >= LABELS_APART);
    if (row < 0) row = ends.length;
    ends[row] = at;
    return make("span", { class: `mark near row-${row} near-${row}`, style: `left:${at * 100}%` }, numberIn(lang, bound));
  });
  const rows = `rows-${ends.length}`;
  return make("div", { class: `gauge ${rows}`, role: "img", "aria-label": label }, make("div", { class: "bar" }, bands, needle), labels);
}

export function saidOfSize(people, limits) {
  const gauge = gaugeOf(people, limits);
  return gauge ? tell(BAND_WORDS[gauge.kind][1]) : null;
}
