// What was probably meant: codes one slip away, and texts that are most alike.

import { isDecimal } from "./spelling.js";

const LOOKALIKES = {
  ...{ O: "0", o: "0", Q: "0", D: "0", I: "1", i: "1", l: "1" },
  ...{ S: "5", s: "5", B: "8", Z: "2", z: "2" },
};
const TYPING_SLIP = 2;

// Up to `most` existing codes nearest to one that is unknown, the nearest first: neighbours in the
// order of numbers, and codes that one slip of the keyboard makes of it.
export function nearestCodes(code, codes, most = 3) {
  const meant = code.trim().replace(/[OoQDIilSsBZz]/g, (letter) => LOOKALIKES[letter]);
  const numbers = isDecimal(meant) ? codes.filter(isDecimal) : [];
  if (!numbers.length) return closeMatches(code.trim(), codes, most, 0.6);
  const slips = slipsOf(meant);
  const rows = numbers.map((other) => {
    const apart = Math.abs(Number(other) - Number(meant));
    return { other, apart, near: slips.has(other) ? Math.min(apart, TYPING_SLIP) : apart };
  });
  rows.sort((p, q) => p.near - q.near || p.apart - q.apart || (p.other < q.other ? -1 : 1));
  return rows.slice(0, most).map(({ other }) => other);
}

// Every code that differs by one slip: a wrong, missing or doubled digit, or two swapped ones.
function slipsOf(code) {
  const slips = new Set();
  for (let i = 0; i <= code.length; i += 1) {
    const [a, b] = [code.slice(0, i), code.slice(i)];
    if (b) slips.add(a + b.slice(1));
    if (b.length > 1) slips.add(a + b[1] + b[0] + b.slice(2));
    for (const digit of "0123456789") {
      if (b) slips.add(a + digit + b.slice(1));
      slips.add(a + digit + b);
    }
  }
  return slips;
}

// The texts most like one, at least so alike (Ratcliff & Metzener 1988: twice the signs that match
// in blocks, over all signs), the most alike first; of equals the last in order of signs first.
export function closeMatches(word, texts, most, cutoff) {
  const found = [];
  const counts = new Int32Array(65536);
  for (let i = 0; i < word.length; i += 1) counts[word.charCodeAt(i)] += 1;
  for (const text of texts) {
    const all = text.length + word.length;
    if (!all || (2 * Math.min(text.length, word.length)) / all < cutoff) continue;
    if ((2 * sharedSigns(text, counts)) / all < cutoff) continue;
    const ratio = (2 * matchingSigns(text, word)) / all;
    if (ratio >= cutoff) found.push({ text, ratio });
  }
  found.sort((p, q) => q.ratio - p.ratio || (p.text < q.text ? 1 : -1));
  return found.slice(0, most).map(({ text }) => text);
}

// Signs that a text has in common with a word, whatever their order; the counts are left as they were.
function sharedSigns(text, counts) {
  let shared = 0;
  for (let i = 0; i < text.length; i += 1) {
    const sign = text.charCodeAt(i);
    if (counts[sign] > 0) shared += 1;
    counts[sign] -= 1;
  }
  for (let i = 0; i < text.length; i += 1) counts[text.charCodeAt(i)] += 1;
  return shared;
}

// Signs in matching blocks: the longest common block, then those before and after it.
function matchingSigns(a, b) {
  const waiting = [[0, a.length, 0, b.length]];
  let sum = 0;
  while (waiting.length) {
    const [a0, a1, b0, b1] = waiting.pop();
    const [i, j, size] = longestBlock(a, b, a0, a1, b0, b1);
    if (!size) continue;
    sum += size;
    waiting.push([a0, i, b0, j], [i + size, a1, j + size, b1]);
  }
  return sum;
}

// The longest block, of equals the first in `a`, then the first in `b`.
function longestBlock(a, b, a0, a1, b0, b1) {
  let best = [a0, b0, 0];
  let lengths = new Map();
  for (let i = a0; i < a1; i += 1) {
    const next = new Map();
    for (let j = b0; j < b1; j += 1) {
      if (a[i] !== b[j]) continue;
      const size = (lengths.get(j - 1) || 0) + 1;
      next.set(j, size);
      if (size > best[2]) best = [i - size + 1, j - size + 1, size];
    }
    lengths = next;
  }
  return best;
}
