// A small reader of XML as spreadsheets write it: tags, attributes and texts, one after the other.

const XML_SIGNS = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

// Calls open(name, attributes), text(content) and close(name) in the order of the file. Prefixes of
// names are dropped. Definitions of a document's own (DOCTYPE) are refused: no spreadsheet has any.
export function readMarkup(source, { open, close, text }) {
  let at = 0;
  while (at < source.length) {
    const start = source.indexOf("<", at);
    if (start < 0) break;
    if (start > at && text) text(plainText(source.slice(at, start)));
    if (source.startsWith("<!--", start)) at = afterMark(source, "-->", start);
    else if (source.startsWith("<![CDATA[", start)) {
      at = afterMark(source, "]]>", start);
      if (text) text(source.slice(start + 9, at - 3));
    } else if (source.startsWith("<?", start)) at = afterMark(source, "?>", start);
    else if (source.startsWith("<!", start)) throw new SyntaxError("definitions in a spreadsheet");
    else at = readTag(source, start, open, close);
  }
}

function afterMark(source, mark, start) {
  const found = source.indexOf(mark, start);
  if (found < 0) throw new SyntaxError("markup that does not end");
  return found + mark.length;
}

function readTag(source, start, open, close) {
  let end = start + 1;
  let quote = "";
  for (; end < source.length; end += 1) {
    const sign = source[end];
    if (quote) {
      if (sign === quote) quote = "";
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === ">") break;
  }
  if (end >= source.length) throw new SyntaxError("a tag that does not end");
  const inner = source.slice(start + 1, end);
  if (inner[0] === "/") {
    if (close) close(localName(inner.slice(1).trim()));
    return end + 1;
  }
  const alone = inner.endsWith("/");
  const name = localName(/^[^\s/]+/.exec(inner)[0]);
  if (open) open(name, attributesOf(inner));
  if (alone && close) close(name);
  return end + 1;
}

function attributesOf(inner) {
  const found = {};
  for (const [, name, one, other] of inner.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    found[localName(name)] = plainText(one ?? other);
  }
  return found;
}

function localName(name) {
  return name.slice(name.indexOf(":") + 1);
}

function plainText(source) {
  return source.replace(/&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g, (whole, hex, decimal, name) => {
    if (name) return XML_SIGNS[name] ?? whole;
    return String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal));
  });
}
