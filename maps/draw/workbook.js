// Excel workbooks: the sheets that are shown, their rows as texts, and cells without a value.

import { openArchive } from "./archive.js";
import { readMarkup } from "./markup.js";

const BUILT_IN_DATES = (id) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
const LAST_ROW = 1048576;

// Sheets that are not hidden: [{ name, rows: [{ row, cells, odd }] }]; `odd` tells by column why a
// cell has no value of its own. Throws where the file is damaged; null when it is no workbook.
export async function sheetsOfWorkbook(bytes) {
  const archive = openArchive(bytes);
  if (!archive.has("xl/workbook.xml")) return null;
  const part = async (name) =>
    archive.has(name) ? new TextDecoder().decode(await archive.get(name)()) : "";
  const targets = relationsOf(await part("xl/_rels/workbook.xml.rels"));
  const texts = sharedTexts(await part("xl/sharedStrings.xml"));
  const dates = dateStyles(await part("xl/styles.xml"));
  const sheets = [];
  for (const { name, id } of shownSheets(await part("xl/workbook.xml"))) {
    const target = targets.get(id);
    const source = target ? await part(target) : "";
    if (source) sheets.push({ name, rows: rowsOfSheet(source, texts, dates) });
  }
  return sheets;
}

function shownSheets(source) {
  const found = [];
  readMarkup(source, {
    open(tag, { name, id, state }) {
      if (tag === "sheet" && (!state || state === "visible")) found.push({ name, id });
    },
  });
  return found;
}

function relationsOf(source) {
  const found = new Map();
  readMarkup(source, {
    open(tag, { Id, Target }) {
      if (tag !== "Relationship") return;
      found.set(Id, Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return found;
}

// Texts that cells share; readings beside Japanese signs (rPh) are no part of them.
function sharedTexts(source) {
  const found = [];
  let current = "";
  let inText = false;
  let aside = 0;
  readMarkup(source, {
    open(tag) {
      if (tag === "si") current = "";
      else if (tag === "t") inText = true;
      else if (tag === "rPh") aside += 1;
    },
    close(tag) {
      if (tag === "si") found.push(current);
      else if (tag === "t") inText = false;
      else if (tag === "rPh") aside -= 1;
    },
    text(content) {
      if (inText && !aside) current += content;
    },
  });
  return found;
}

// Numbers of the cell styles that show a date or a time.
function dateStyles(source) {
  const own = new Map();
  const found = new Set();
  let styles = 0;
  let inCells = false;
  readMarkup(source, {
    open(tag, given) {
      if (tag === "numFmt") own.set(given.numFmtId, given.formatCode || "");
      else if (tag === "cellXfs") inCells = true;
      else if (tag === "xf" && inCells) {
        const code = own.get(given.numFmtId);
        const dated = code === undefined ? BUILT_IN_DATES(Number(given.numFmtId)) : datedFormat(code);
        if (dated) found.add(String(styles));
        styles += 1;
      }
    },
    close(tag) {
      if (tag === "cellXfs") inCells = false;
    },
  });
  return found;
}

function datedFormat(code) {
  return /[dmyhs]/i.test(code.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*./gi, ""));
}

function rowsOfSheet(source, texts, dates) {
  const rows = [];
  const merges = [];
  let row = null;
  let cell = null;
  let place = 0;
  let lastRow = 0;
  let inValue = false;
  readMarkup(source, {
    open(tag, given) {
      if (tag === "row") {
        lastRow = given.r ? Number(given.r) : lastRow + 1;
        if (!(lastRow <= LAST_ROW)) throw new RangeError("more rows than a sheet can have");
        row = { row: lastRow, cells: [], odd: {} };
        place = 0;
      } else if (tag === "c" && row) {
        if (given.r) place = columnOf(given.r);
        cell = { type: given.t || "n", style: given.s, value: "", formula: false };
      } else if (cell && (tag === "v" || tag === "t")) inValue = true;
      else if (cell && tag === "f") cell.formula = true;
      else if (tag === "mergeCell" && given.ref) merges.push(given.ref);
    },
    close(tag) {
      if (tag === "v" || tag === "t") inValue = false;
      else if (tag === "c" && cell) {
        enterCell(row, place, cell, texts, dates);
        place += 1;
        cell = null;
      } else if (tag === "row" && row) {
        rows.push(row);
        row = null;
      }
    },
    text(content) {
      if (inValue && cell) cell.value += content;
    },
  });
  for (const merge of merges) markMerged(rows, merge);
  return rows;
}

function enterCell(row, place, { type, style, value, formula }, texts, dates) {
  while (row.cells.length < place) row.cells.push("");
  if (formula && value === "" && type !== "str") row.odd[place] = "cell.formula";
  else if (type === "e") row.odd[place] = "cell.excel_error";
  else if (type === "d") row.odd[place] = "cell.turned_into_date";
  else if (type === "n" && value !== "" && dates.has(style)) row.odd[place] = "cell.turned_into_date";
  row.cells[place] = cellText(type, value, texts);
}

function cellText(type, value, texts) {
  if (type === "s") return texts[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "TRUE" : "FALSE";
  if (type !== "n" || value.trim() === "") return value;
  const number = Number(value);
  return Number.isFinite(number) ? String(number) : value;
}

// Place of a column from 0: A is 0, Z is 25, AA is 26.
function columnOf(reference) {
  let place = 0;
  for (const letter of /^[A-Z]+/i.exec(reference)[0].toUpperCase()) {
    place = place * 26 + letter.charCodeAt(0) - 64;
  }
  return place - 1;
}

// Cells that lie under merged ones hold nothing of their own.
function markMerged(rows, reference) {
  const ends = reference.split(":");
  const [left, right] = [columnOf(ends[0]), columnOf(ends[ends.length - 1])];
  const [top, bottom] = ends.map((end) => Number(/\d+$/.exec(end)[0]));
  for (const row of rows) {
    if (row.row < top || row.row > (bottom ?? top)) continue;
    for (let place = left; place <= right; place += 1) {
      if (row.row !== top || place !== left) row.odd[place] = "cell.merged";
    }
  }
}
