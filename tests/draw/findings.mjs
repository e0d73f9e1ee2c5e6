// Findings and sentences of many zones, as the draw page gives them: asked on stdin, told on stdout.

import { readFileSync } from "node:fs";

import { openLayer } from "../../maps/draw/layer.js";
import { findingsOf } from "../../maps/draw/rules.js";
import { nextStepOf, sentenceOf } from "../../maps/draw/sentences.js";
import { setWords } from "../../maps/draw/words.js";

const data = JSON.parse(readFileSync(process.env.DRAW_DATA, "utf8"));
const layer = openLayer(data);
setWords(data.words);
for (const asked of JSON.parse(readFileSync(0, "utf8"))) {
  const inside = new Uint8Array(layer.n);
  for (const unit of asked.units) inside[unit] = 1;
  const zone = { ...asked, inside };
  const found = findingsOf(layer, data, zone).filter((finding) => !finding.checkedByProgram);
  const told = found.map((finding) => ({
    ...finding,
    sentence: asked.langs.map((lang) => sentenceOf(finding, layer, data, lang)),
    step: asked.langs.map((lang) => nextStepOf(finding, layer, data, lang)),
  }));
  console.log(JSON.stringify(told));
}
