// Synthetic layers of squares for the tests: rows x columns, each square a unit of 1 km.

// Data of a grid: unit r*columns+c in row r, numbered from the south-west; `more` goes over it.
export function gridData(rows, columns, more = {}) {
  const n = rows * columns;
  const codes = Array.from({ length: n }, (_, unit) => String(1000 + unit));
  const pairs = { a: [], b: [], m: [] };
  let last = 0;
  for (let unit = 0; unit < n; unit += 1) {
    const beside = [];
    if ((unit % columns) + 1 < columns) beside.push(1);
    if (unit + columns < n) beside.push(columns);
    for (const step of beside) {
      pairs.a.push(unit - last);
      pairs.b.push(step);
      pairs.m.push(1000);
      last = unit;
    }
  }
  const edge = (unit) =>
    unit < columns || unit >= n - columns || unit % columns === 0 || (unit + 1) % columns === 0;
  const units = Array.from({ length: n }, (_, unit) => unit);
  const layer = {
    id: "synthetic-grid",
    kind: "postcode",
    fingerprint: "GR1D",
    populationDate: "2020-01-01",
    codeDate: "2025-01-01",
    attribution: ["Synthetic squares"],
    approximate: [],
    n,
    codes,
    names: units.map((unit) => `Square ${unit}`),
    municipalities: Array.from({ length: rows }, (_, row) => ({
      code: String(10000 + row),
      name: ["Rangée", "Rij", "Reihe", "Row"].map((word) => `${word} ${lettersOf(row)}`),
    })),
    municipality: units.map((unit) => Math.floor(unit / columns)),
    provinces: [],
    province: units.map(() => -1),
    regions: ["flanders", "wallonia", "brussels"],
    region: units.map(() => 1),
    german: "0".repeat(n),
    people: units.map(() => 10000),
    area: units.map(() => 1e6),
    perimeter: units.map(() => 4000),
    open: units.map((unit) => (edge(unit) ? "1" : "0")).join(""),
    bare: [],
    special: [],
    rural: "0".repeat(n),
    pairs,
    links: [],
    nearMisses: [],
    zonings: {},
    geometry: null,
    middles: null,
    unproject: null,
    places: [],
    ...more,
  };
  return {
    schema: 1,
    layer,
    columns: [],
    providers: [],
    expected: null,
    rules: rulesOfGuide(),
    project: {
      id: "synthetic",
      name: "Synthetic project",
      language: "en",
      zone: { name: "Synthetic zone", units: [], unknown: [], repeated: [] },
      others: null,
      answers: {},
    },
    findings: [],
    words: { fr: {}, nl: {}, de: {}, en: {} },
  };
}

// Names without digits, which would be read as codes: 12 is BC.
function lettersOf(number) {
  return [...String(number)].map((digit) => "ABCDEFGHIJ"[digit]).join("");
}

// Bounds of the Guide of 2016, as the program packs them.
export function rulesOfGuide() {
  const blocking = ["Z01", "Z02", "Z03", "Z06", "Z07", "Z09", "Z10"];
  return {
    id: "guide-2016",
    version: "2016-01",
    title: { fr: "Guide", nl: "Gids", de: "Leitfaden", en: "Guide" },
    rules: ["Z01", "Z02", "Z03", "Z04", "Z05", "Z06", "Z07", "Z08", "Z09", "Z10", "Z15", "Z18"],
    population: { minimum: 75000, preferred: [100000, 150000], high: 200000, veryHigh: 300000 },
    entities: [{ entity: "flanders", nesting: "whole", zoning: "care-regions", minimum: 75000 }],
    rural: { id: "oecd-2010", date: "2010-01-01", by: "municipality", densityBelow: 150, source: "" },
    severities: {
      ...Object.fromEntries(blocking.map((rule) => [rule, "blocking"])),
      Z04: "minor",
      Z05: "major",
      Z08: "major",
      Z15: "major",
    },
    sources: {},
  };
}

// Zone of these units as the rules take it.
export function zoneOf(data, units, more = {}) {
  const inside = new Uint8Array(data.layer.n);
  for (const unit of units) inside[unit] = 1;
  return { name: "Synthetic zone", inside, unknown: [], repeated: [], others: null, answers: {}, ...more };
}
