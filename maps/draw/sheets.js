// Rows of a table, whatever file it comes in: text with separators in any encoding, or a workbook.

import { foldText } from "./folding.js";
import { FOLDED_HEADINGS } from "./entries.js";
import { sheetsOfWorkbook } from "./workbook.js";

const SEPARATORS = [";", "\t", "|", ","];
const KEPT_AS_TEXT = /^="(.*)"$/s;
const SAMPLED_RECORDS = 200;

// What a file is, by its first bytes: "zip", "ole", "sqlite", "json", "markup", "text", "empty" or
// "binary". Its name says nothing: people rename files.
export function kindOfFile(bytes) {
  if (!bytes.length) return "empty";
  const starts = (...signs) => signs.every((sign, k) => bytes[k] === sign);
  if (starts(0x50, 0x4b)) return "zip";
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return "ole";
  if (starts(...[..."SQLite format 3"].map((sign) => sign.charCodeAt(0)))) return "sqlite";
  const head = textOfBytes(bytes.subarray(0, 4096)).trimStart();
  if (/^[{[]/.test(head) && !/^\[[^\]"'\d\s[{]*\]/.test(head)) return "json";
  if (/^<(?:!doctype|html|\?xml|table)/i.test(head)) return "markup";
  return head.includes("\0") ? "binary" : "text";
}

// Text of a file: by its byte order mark, else UTF-8 where it is valid, else Windows-1252.
export function textOfBytes(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (bytes.length > 3 && bytes[1] === 0 && bytes[3] === 0) {
    return new TextDecoder("utf-16le").decode(bytes);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(wholeSigns(bytes));
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

// A piece cut off in the middle of a sign of several bytes is no fault of the encoding.
function wholeSigns(bytes) {
  let end = bytes.length;
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      if (length > back && bytes.length === 4096) end = bytes.length - back;
      break;
    }
  }
  return bytes.subarray(0, end);
}

// { rows, faults } of a file: rows are { row, cells, odd }, numbered as a spreadsheet shows them;
// of a workbook with several sheets the only one that fits is taken, by the first of the questions
// `fits` that only one of them answers with yes.
export async function rowsOf(buffer, fits = []) {
  const bytes = new Uint8Array(buffer);
  const kind = kindOfFile(bytes);
  if (kind === "zip") return rowsOfBook(bytes, fits);
  const refused = {
    empty: "table.empty",
    ole: oleFault(bytes),
    sqlite: "import.kind",
    json: "file.layer",
    markup: "file.markup",
    binary: "import.kind",
  }[kind];
  if (refused) return noRows(refused);
  return rowsOfText(textOfBytes(bytes));
}

export function noRows(id, fields = {}) {
  return { rows: [], faults: [{ line: null, text: null, id, fields }] };
}

// Old workbooks and protected ones are in the same kind of container.
function oleFault(bytes) {
  const name = [..."EncryptedPackage"].flatMap((sign) => [sign.charCodeAt(0), 0]);
  for (let at = 512; at + name.length < bytes.length; at += 64) {
    if (name.every((byte, k) => bytes[at + k] === byte)) return "file.encrypted";
  }
  return "file.old_excel";
}

async function rowsOfBook(bytes, fits) {
  let sheets;
  try {
    sheets = await sheetsOfWorkbook(bytes);
  } catch {
    return noRows("file.corrupt");
  }
  if (!sheets) return noRows(packedFault(bytes));
  const full = sheets
    .map((sheet) => ({ ...sheet, rows: sheet.rows.filter((row) => hasContent(row) || isOdd(row)) }))
    .filter(({ rows }) => rows.length);
  if (!full.length) return noRows("table.empty");
  // of several sheets the only one with a heading for codes, else the only one that holds codes
  for (const fit of full.length > 1 ? fits : [() => true]) {
    const fitting = full.filter(({ rows }) => fit(rows));
    if (fitting.length === 1) return { rows: fitting[0].rows, faults: [] };
  }
  return noRows("table.sheets", { sheets: full.map((sheet) => sheet.name) });
}

function packedFault(bytes) {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  if (head.includes("opendocument.spreadsheet")) return "file.ods";
  const names = new TextDecoder("latin1").decode(bytes.subarray(-65000));
  return names.includes("xl/workbook.bin") ? "file.old_excel" : "file.zip";
}

// Something is written in it; a formula that was never calculated, or a merged cell, is nothing.
export function hasContent({ cells }) {
  return cells.some((cell) => cell.trim() !== "");
}

function isOdd({ odd }) {
  return Object.keys(odd).length > 0;
}

// Rows of a text with separators; the line "sep=;" for Excel does not count.
export function rowsOfText(given) {
  const text = given.replace(/^\ufeff/, "");
  const declared = /^sep=(.)\r?\n/i.exec(text);
  const body = declared ? text.slice(declared[0].length) : text;
  const separator = declared ? declared[1] : bestSeparator(body);
  const { records, open } = recordsOf(body, separator);
  if (open) return { rows: [], faults: [{ line: open, text: null, id: "table.quotes", fields: {} }] };
  const rows = records.map((cells, k) => ({ row: k + 1, cells: cells.map(undisguisedCell), odd: {} }));
  const full = rows.filter(hasContent);
  return full.length ? { rows: full, faults: [] } : noRows("table.empty");
}

function undisguisedCell(cell) {
  const found = KEPT_AS_TEXT.exec(cell);
  return found ? found[1] : cell;
}

// The separator whose records name most headings of codes, then the one that splits most evenly.
function bestSeparator(text) {
  const sample = text.slice(0, 65536);
  let best = SEPARATORS[0];
  let most = [-1, -1, -1];
  for (const separator of SEPARATORS) {
    const { records } = recordsOf(sample, separator);
    const full = records.filter((cells) => cells.some(Boolean)).slice(0, SAMPLED_RECORDS);
    const widths = new Map();
    for (const { length } of full) if (length > 1) widths.set(length, (widths.get(length) || 0) + 1);
    let [width, times] = [0, 0];
    for (const [one, count] of widths) {
      if (count > times || (count === times && one > width)) [width, times] = [one, count];
    }
    if (!width) continue;
    const headings = full
      .slice(0, 30)
      .map((cells) => cells.filter((cell) => FOLDED_HEADINGS.has(foldText(cell))).length);
    const evidence = [Math.max(...headings), times / full.length, width];
    const k = evidence.findIndex((one, place) => one !== most[place]);
    if (k >= 0 && evidence[k] > most[k]) [best, most] = [separator, evidence];
  }
  return best;
}

// Records of cells; `open` is the record in which a quotation mark is not closed, else 0.
function recordsOf(text, separator) {
  const records = [];
  let record = [];
  let cell = "";
  let at = 0;
  const endCell = () => {
    record.push(cell);
    cell = "";
  };
  const endRecord = () => {
    endCell();
    records.push(record);
    record = [];
  };
  while (at < text.length) {
    const sign = text[at];
    if (sign === '"' && cell === "") {
      const end = closingQuote(text, at);
      if (end < 0) return { records, open: records.length + 1 };
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
      // what stands behind a closing mark belongs to no cell
      if (at < text.length && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") {
        return { records, open: records.length + 1 };
      }
      if (cell === "") cell = "";
      continue;
    }
    if (sign === separator) endCell();
    else if (sign === "\n" || sign === "\r") {
      if (sign === "\r" && text[at + 1] === "\n") at += 1;
      endRecord();
    } else cell += sign;
    at += 1;
  }
  if (cell !== "" || record.length) endRecord();
  return { records, open: 0 };
}

function closingQuote(text, start) {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== '"') continue;
    if (text[at + 1] !== '"') return at;
    at += 1;
  }
  return -1;
}
