// Names compared as people write them: without case, accents, spaces and punctuation.

const LIGATURES = { œ: "oe", æ: "ae", ø: "o" };

// As the program folds: case first (ß is ss), then ligatures, then accents fall away.
export function foldText(text) {
  const small = text.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");
  const plain = small.replace(/[œæø]/g, (sign) => LIGATURES[sign]).normalize("NFKD");
  return plain.replace(/[^\p{L}\p{N}]/gu, "");
}
