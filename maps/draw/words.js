// Sentences by their ids, numbers, percentages, dates and lists in the reader's language.
// The same forms as the program writes: what it rounds half to even is rounded so here.

const GROUP_SIGNS = { fr: "\u202f", nl: ".", de: ".", en: "," };
const DECIMAL_SIGNS = { fr: ",", nl: ",", de: ",", en: "." };
const AND_WORDS = { fr: " et ", nl: " en ", de: " und ", en: " and " };
const ENGLISH_MONTHS =
  "January February March April May June July August September October November December".split(
    " ",
  );
const MOST_LISTED = 20;

let words = {};

// Words of the page: id to text, or to { one, other }, by language.
export function setWords(given) {
  words = given;
}

export function hasWords(id, lang) {
  return id in words[lang];
}

// Does the text of an id name a field, in one of its forms?
export function namesField(id, lang, field) {
  return JSON.stringify(words[lang][id]).includes(`{${field}`);
}

// Sentence with its fields filled in; one that names a field that is missing is an error.
export function say(id, lang, fields = {}) {
  const form = words[lang][id];
  if (form === undefined) throw new Error(`no words ${id} in ${lang}`);
  const text = typeof form === "string" ? form : form[pluralForm(lang, fields.n)];
  return text.replace(/\{\{|\}\}|\{([a-z][a-z0-9_]*)(?::([a-z0-9]+))?\}/g, (whole, name, format) => {
    if (!name) return whole[0];
    if (fields[name] === undefined) throw new Error(`${id}: no field ${name}`);
    return inWords(fields[name], lang, format);
  });
}

// In French 0 and 1 and what lies between are one, elsewhere 1 alone.
function pluralForm(lang, n) {
  const size = Math.abs(n);
  return (lang === "fr" ? size < 2 : size === 1) ? "one" : "other";
}

function inWords(value, lang, format) {
  if (format === "pct") return percentIn(lang, value, 1);
  if (format === "dec1") return numberIn(lang, value, 1);
  if (format === "raw" || typeof value === "string") return String(value);
  if (Array.isArray(value)) return listIn(lang, value);
  if (typeof value === "number") return numberIn(lang, value, Number.isInteger(value) ? 0 : 1);
  throw new TypeError(`a field of a sentence cannot be ${typeof value}`);
}

// Shortest decimal digits of a number, rounded half to even: 0.25 with one decimal is 0.2.
export function roundedText(value, decimals) {
  const [mantissa, exponent] = Math.abs(value).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  // the number is 0.digits times ten to the power of `point`
  const point = Number(exponent) + 1;
  const kept = point + decimals;
  const padded = digits.padEnd(Math.max(kept, 0), "0");
  let whole = kept > 0 ? BigInt(padded.slice(0, kept)) : 0n;
  if (kept >= 0) {
    const rest = padded.slice(kept);
    const half = `5${"0".repeat(Math.max(rest.length - 1, 0))}`;
    if (rest > half || (rest === half && whole % 2n === 1n)) whole += 1n;
  }
  const text = whole.toString().padStart(decimals + 1, "0");
  const cut = text.length - decimals;
  const sign = value < 0 && whole > 0n ? "-" : "";
  return decimals ? `${sign}${text.slice(0, cut)}.${text.slice(cut)}` : `${sign}${text}`;
}

export function numberIn(lang, value, decimals = 0) {
  const [whole, part] = roundedText(value, decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, GROUP_SIGNS[lang]);
  return part ? `${grouped}${DECIMAL_SIGNS[lang]}${part}` : grouped;
}

export function percentIn(lang, share, decimals = 1) {
  const gap = lang === "fr" || lang === "de" ? "\u00a0" : "";
  return `${numberIn(lang, share * 100, decimals)}${gap}%`;
}

// Day of the form 2026-11-23 in the reader's form.
export function dayIn(lang, iso) {
  const [year, month, day] = iso.slice(0, 10).split("-");
  if (lang === "en") return `${Number(day)} ${ENGLISH_MONTHS[Number(month) - 1]} ${year}`;
  return [day, month, year].join(lang === "de" ? "." : "/");
}

// List in words; what is past `most` is counted, never dropped in silence.
export function listIn(lang, items, most = MOST_LISTED) {
  if (items.length > most) {
    const rest = say("list.more", lang, { n: items.length - most });
    return `${items.slice(0, most).join(", ")} ${rest}`;
  }
  if (items.length < 2) return items.join("");
  return items.slice(0, -1).join(", ") + AND_WORDS[lang] + items[items.length - 1];
}
