// What the codes of a layer look like in a text, right or nearly right.

export const LIKE_DIGITS = { O: "0", o: "0", Q: "0", q: "0", I: "1", i: "1", L: "1", l: "1" };
const DIGIT_LETTERS = "OQIL";

// Code with the letters that are typed for 0 and 1 read as these.
export function readAsDigits(code) {
  return code.replace(/[OoQqIiLl]/g, (letter) => LIKE_DIGITS[letter]);
}

export function isDecimal(text) {
  return /^\p{Nd}+$/u.test(text);
}

// Spelling of a set of codes, from their own form: numbers, numbers with letters for digits, and
// others of the same make.
export function spellingOf(codes) {
  const known = new Set(codes);
  const lengths = new Set();
  const kinds = new Set();
  for (const code of known) {
    if (isDecimal(code)) lengths.add([...code].length);
    else kinds.add(shapePattern(code));
  }
  for (const length of lengths) {
    kinds.add(`(?=(?:[${DIGIT_LETTERS}]*\\p{Nd}){2})[\\p{Nd}${DIGIT_LETTERS}]{${length}}`);
  }
  if (lengths.has(4)) kinds.add("\\p{Nd}[. ']\\p{Nd}{3}");
  const either = [...[...kinds].sort((a, b) => b.length - a.length), "\\p{Nd}+(?:\\.0)?"].join("|");
  const word = "[\\p{L}\\p{N}_]";
  // the country may stand before a postcode: B-1300, BE 1300, B1300
  const country = "(?:BE?[ -]?(?=[\\p{Nd}Oo]))?";
  const whole = `(?<!${word})(?<!\\p{Nd}\\.)${country}(${either})(?!${word})(?!\\.\\p{Nd})`;
  const pattern = new RegExp(whole, "giu");
  const spelt = (code) => {
    const bare = code.replace(/(?<=\p{Nd}\p{Nd})\.0$/u, "");
    return known.has(bare.toUpperCase()) ? bare.toUpperCase() : bare;
  };
  return { known, spelt, found: (text) => codesFound(text, pattern, known, spelt) };
}

// Codes in a text, with where each stands; what merely has the shape of a code of letters is a word.
function codesFound(text, pattern, known, spelt) {
  const found = [];
  for (const match of text.matchAll(pattern)) {
    const code = match[1];
    if (!/^[\p{Nd}.' ]|^.*\p{Nd}.*\p{Nd}/u.test(code) && !known.has(spelt(code))) continue;
    found.push({ code, start: match.index, end: match.index + match[0].length });
  }
  return found;
}

// Pattern of codes of the same make: 11001A00- gives five digits, a letter, and so on.
function shapePattern(code) {
  return [...code]
    .map((sign) => {
      if (/[A-Za-z]/.test(sign)) return "[a-z]";
      if (/\p{Nd}/u.test(sign)) return "\\p{Nd}";
      if (sign === " ") return "\\s";
      return sign.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
    })
    .join("");
}
