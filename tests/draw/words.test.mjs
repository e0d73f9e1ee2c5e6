// Words and numbers as the program writes them (truth: its own output, worked out with Babel).

import assert from "node:assert/strict";
import { test } from "node:test";

import { dayIn, listIn, numberIn, percentIn, roundedText, say, setWords } from "../../maps/draw/words.js";

const units = { one: "{n} unit", other: "{n} units" };
const texts = { "a.units": units, "a.plain": "{x} of {y:raw}, {z:pct}, {w:dec1}", "list.more": "and {n} more" };
setWords({ fr: texts, nl: texts, de: texts, en: texts });

test("numbers are grouped as in each language", () => {
  assert.equal(numberIn("fr", 1234567), "1\u202f234\u202f567");
  assert.equal(numberIn("nl", 1234), "1.234");
  assert.equal(numberIn("de", -1234.5, 1), "-1.234,5");
  assert.equal(numberIn("en", 1234.5, 1), "1,234.5");
});

test("halves are rounded to even, on the digits as written", () => {
  assert.equal(roundedText(0.25, 1), "0.2");
  assert.equal(roundedText(0.35, 1), "0.4");
  assert.equal(roundedText(2.5, 0), "2");
  assert.equal(roundedText(999.95, 1), "1000.0");
  assert.equal(roundedText(0.04, 1), "0.0");
  assert.equal(roundedText(1e21, 0), "1000000000000000000000");
  assert.equal(roundedText(1.005e-7, 2), "0.00");
});

test("percentages have their space in French and German only", () => {
  assert.equal(percentIn("fr", 0.12345), "12,3\u00a0%");
  assert.equal(percentIn("nl", 0.12345), "12,3%");
  assert.equal(percentIn("en", 1), "100.0%");
});

test("days are written as readers expect", () => {
  assert.equal(dayIn("fr", "2026-01-02"), "02/01/2026");
  assert.equal(dayIn("de", "2026-01-02"), "02.01.2026");
  assert.equal(dayIn("en", "2026-01-02"), "2 January 2026");
});

test("lists end with the word for and; what is too much is counted", () => {
  assert.equal(listIn("fr", ["a", "b", "c"]), "a, b et c");
  assert.equal(listIn("en", ["a"]), "a");
  assert.equal(listIn("en", ["a", "b", "c", "d"], 2), "a, b and 2 more");
});

test("French says one for nothing, other languages do not", () => {
  assert.equal(say("a.units", "fr", { n: 0 }), "0 unit");
  assert.equal(say("a.units", "nl", { n: 0 }), "0 units");
  assert.equal(say("a.units", "en", { n: 1 }), "1 unit");
});

test("fields are filled in by their formats, and a missing one is an error", () => {
  const fields = { x: 1200, y: 1200, z: 0.5, w: 2 };
  assert.equal(say("a.plain", "en", fields), "1,200 of 1200, 50.0%, 2.0");
  assert.throws(() => say("a.plain", "en", { x: 1 }));
  assert.throws(() => say("no.such.words", "en"));
});
