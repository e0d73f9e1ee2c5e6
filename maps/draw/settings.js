// The parts of a project file (TOML) that say which zone is meant: [project] name and [zone].

const TOML_ESCAPES = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\u001b", '"': '"', "\\": "\\" };

// { section: { key: { value, line } } } of the plain tables of a file; values are texts, numbers,
// truth values and lists of these. What no zone needs is passed over. Throws { line } where the file
// is not what it should be.
export function settingsOf(text) {
  const source = text.replace(/\r\n/g, "\n");
  const state = { source, at: 0 };
  const found = {};
  let section = "";
  while (state.at < source.length) {
    skipBlank(state);
    if (state.at >= source.length) break;
    if (source[state.at] === "[") section = readHeading(state);
    else {
      const line = lineOf(state);
      const key = readKey(state);
      if (source[state.at] !== "=") failAt(state);
      state.at += 1;
      const value = readValue(state);
      endLine(state);
      found[section] = { ...found[section], [key]: { value, line } };
    }
  }
  return found;
}

function lineOf(state) {
  return state.source.slice(0, state.at).split("\n").length;
}

function failAt(state) {
  throw Object.assign(new SyntaxError("not a settings file"), { line: lineOf(state) });
}

function matchHere(state, pattern) {
  pattern.lastIndex = state.at;
  const found = pattern.exec(state.source);
  if (found) state.at = pattern.lastIndex;
  return found;
}

// Spaces, line ends and comments.
function skipBlank(state) {
  matchHere(state, /(?:[\s]+|#[^\n]*)*/y);
}

function endLine(state) {
  if (!matchHere(state, /[ \t]*(?:#[^\n]*)?(?:\n|$)/y)) failAt(state);
}

function readHeading(state) {
  const found = matchHere(state, /\[\[?[ \t]*([^\]\n]+?)[ \t]*\]\]?/y);
  if (!found) failAt(state);
  endLine(state);
  return found[1];
}

function readKey(state) {
  const one = `(?:[\\w-]+|"[^"\\n]*"|'[^'\\n]*')`;
  const found = matchHere(state, new RegExp(`(${one}(?:[ \\t]*\\.[ \\t]*${one})*)[ \\t]*`, "y"));
  if (!found) failAt(state);
  return found[1].replace(/^["']|["']$/g, "");
}

function readValue(state) {
  matchHere(state, /[ \t]*/y);
  const sign = state.source[state.at];
  if (state.source.startsWith('"""', state.at)) return longText(state, '"""');
  if (state.source.startsWith("'''", state.at)) return longText(state, "'''");
  if (sign === '"' || sign === "'") return shortTomlText(state, sign);
  if (sign === "[") return readList(state);
  if (sign === "{") return passTable(state);
  const found = matchHere(state, /[^\s,\]}#]+(?: [0-9:.]+)?/y);
  if (!found) failAt(state);
  if (/^[+-]?\d[\d_]*$/.test(found[0])) return Number(found[0].replaceAll("_", ""));
  if (found[0] === "true" || found[0] === "false") return found[0] === "true";
  return found[0];
}

function shortTomlText(state, quote) {
  const pattern = quote === '"' ? /"((?:[^"\\\n]|\\.)*)"/y : /'([^'\n]*)'/y;
  const found = matchHere(state, pattern);
  if (!found) failAt(state);
  return quote === '"' ? unescapedText(found[1], state) : found[1];
}

function longText(state, quote) {
  const start = state.at + 3;
  let end = state.source.indexOf(quote, start);
  while (quote === '"""' && end >= 0 && state.source[end - 1] === "\\") {
    end = state.source.indexOf(quote, end + 1);
  }
  if (end < 0) failAt(state);
  state.at = end + 3;
  const inner = state.source.slice(start, end).replace(/^\n/, "");
  return quote === '"""' ? unescapedText(inner.replace(/\\[ \t]*\n\s*/g, ""), state) : inner;
}

function unescapedText(text, state) {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs, (whole, four, eight, sign) => {
    if (four || eight) return String.fromCodePoint(Number.parseInt(four || eight, 16));
    if (!(sign in TOML_ESCAPES)) failAt(state);
    return TOML_ESCAPES[sign];
  });
}

function readList(state) {
  const items = [];
  state.at += 1;
  for (;;) {
    skipBlank(state);
    if (state.source[state.at] === "]") break;
    items.push(readValue(state));
    skipBlank(state);
    if (state.source[state.at] === ",") state.at += 1;
    else if (state.source[state.at] !== "]") failAt(state);
  }
  state.at += 1;
  return items;
}

// A table within a line says nothing of a zone.
function passTable(state) {
  let depth = 0;
  for (; state.at < state.source.length; state.at += 1) {
    const sign = state.source[state.at];
    if (sign === '"' || sign === "'") {
      shortTomlText(state, sign);
      state.at -= 1;
    } else if (sign === "{") depth += 1;
    else if (sign === "}") {
      depth -= 1;
      if (!depth) break;
    } else if (sign === "\n") failAt(state);
  }
  state.at += 1;
  return null;
}

// A text as TOML writes it.
export function tomlText(text) {
  const escaped = text.replace(/["\\]/g, "\\$&").replace(/[\u0000-\u001f\u007f]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}
