// Names compared as people write them: without case, accents, spaces and punctuation.

const LIGATURES = { œ: "oe", æ: "ae", ø: "o" };

// As the program folds: case first (ß is ss), then ligatures, then accents fall away.
export function foldText(text) {
  return withoutCase(text).replace(/[^\p{L}\p{N}]/gu, "");
}

// Folded words of a name, each after a space.
export function foldWords(text) {
  const plain = withoutCase(text).replace(/[\s'’/()-]+/gu, " ");
  return ` ${plain.replace(/[^\p{L}\p{N} ]/gu, "").trim()}`;
}

function withoutCase(text) {
  const small = text.toLowerCase();
  // most names are plain letters, which nothing else changes
  if (/^[\u0000-\u007f]*$/.test(small)) return small;
  const spelt = small.replaceAll("ß", "ss").replaceAll("ς", "σ");
  return spelt.replace(/[œæø]/g, (sign) => LIGATURES[sign]).normalize("NFKD");
}
