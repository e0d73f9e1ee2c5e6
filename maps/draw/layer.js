// The layer of units as the page works with it: typed arrays by unit number, and the graph.

import { bytesOf, varintReader } from "./bytes.js";

const LANGUAGE_ORDER = ["fr", "nl", "de", "en"];
const ENTITY_NAMES = ["brussels", "flanders", "german-speaking", "wallonia"];
const TRUTH = { 1: 1, 0: 0 };

// All that the program packed of a layer, decoded once.
export function openLayer(data) {
  const given = data.layer;
  const n = given.n;
  const municipalities = given.municipalities || [];
  const layer = {
    ...originOf(given),
    n,
    codes: given.codes,
    index: new Map(given.codes.map((code, unit) => [code, unit])),
    people: Int32Array.from(given.people),
    area: Float64Array.from(given.area),
    perimeter: Float64Array.from(given.perimeter),
    open: Uint8Array.from(given.open, (sign) => (sign === "1" ? 1 : 0)),
    bare: Uint8Array.from({ length: n }, () => 0),
    special: new Set(given.special || []),
    rural: flagsOf(given.rural, n),
    german: flagsOf(given.german, n),
    municipality: Int32Array.from(given.municipality),
    municipalities,
    unitsByMunicipality: groupedUnits(given.municipality, municipalities.length),
    province: Int32Array.from(given.province || new Array(n).fill(-1)),
    provinces: given.provinces || [],
    region: Int32Array.from(given.region),
    regions: given.regions,
    entities: ENTITY_NAMES,
    zonings: zoningsOf(given.zonings || {}),
    links: given.links || [],
    nearMisses: given.nearMisses || [],
    places: given.places || [],
    unproject: given.unproject || null,
    graph: graphOf(given),
    middles: middlesOf(given),
    shapes: given.geometry ? shapesOf(given.geometry) : { arcs: [], rings: [] },
    names: given.names,
  };
  for (const unit of given.bare || []) layer.bare[unit] = 1;
  layer.entity = entitiesOf(layer);
  layer.name = (unit, lang) => inLanguage(given.names[unit], lang);
  layer.municipalityName = (unit, lang) => municipalityShown(layer, unit, lang);
  layer.label = (unit, lang) => labelOf(given.codes[unit], layer.name(unit, lang));
  return layer;
}

function originOf(given) {
  return {
    id: given.id,
    kind: given.kind,
    fingerprint: given.fingerprint,
    populationDate: given.populationDate,
    codeDate: given.codeDate,
    attribution: given.attribution || [],
    approximate: given.approximate || [],
    geometry: given.geometry || null,
  };
}

// A name is one text for all languages, or four.
export function inLanguage(name, lang) {
  if (Array.isArray(name)) return name[LANGUAGE_ORDER.indexOf(lang)] || "";
  return name || "";
}

export function labelOf(code, name) {
  return name && name !== code ? `${code} ${name}` : code;
}

function municipalityShown(layer, unit, lang) {
  const place = layer.municipality[unit];
  const name = place < 0 ? "" : inLanguage(layer.municipalities[place].name, lang);
  return name || layer.name(unit, lang) || layer.codes[unit];
}

// 1, 0, or -1 where it is not known.
function flagsOf(signs, n) {
  const flags = new Int8Array(n).fill(-1);
  for (let unit = 0; unit < n && signs; unit += 1) flags[unit] = TRUTH[signs[unit]] ?? -1;
  return flags;
}

function groupedUnits(group, groups) {
  const found = Array.from({ length: groups }, () => []);
  group.forEach((place, unit) => {
    if (place >= 0) found[place].push(unit);
  });
  return found;
}

// The German-speaking municipalities stand apart; without a region there is no entity.
function entitiesOf(layer) {
  const number = layer.regions.map((name) => ENTITY_NAMES.indexOf(name));
  return Int8Array.from({ length: layer.n }, (_, unit) => {
    if (layer.region[unit] < 0) return -1;
    if (layer.german[unit] === 1) return ENTITY_NAMES.indexOf("german-speaking");
    return number[layer.region[unit]];
  });
}

function zoningsOf(given) {
  const found = {};
  for (const [name, zoning] of Object.entries(given)) {
    const of = Int32Array.from(zoning.of);
    found[name] = { regions: zoning.regions, of, units: groupedUnits(of, zoning.regions.length) };
  }
  return found;
}

// Neighbours of each unit in one row of numbers: those of unit u stand from start[u] to start[u+1].
function graphOf(given) {
  const { a, b, metres } = pairsOf(given.pairs);
  const links = given.links || [];
  const degree = new Int32Array(given.n + 1);
  for (const end of [...a, ...b]) degree[end + 1] += 1;
  for (const link of links) {
    degree[link.a + 1] += 1;
    degree[link.b + 1] += 1;
  }
  const start = degree;
  for (let unit = 0; unit < given.n; unit += 1) start[unit + 1] += start[unit];
  const size = start[given.n];
  const graph = {
    start,
    to: new Int32Array(size),
    metres: new Float64Array(size),
    link: new Uint8Array(size),
  };
  const next = Int32Array.from(start);
  function enter(from, to, length, isLink) {
    const at = next[from];
    next[from] += 1;
    graph.to[at] = to;
    graph.metres[at] = length;
    graph.link[at] = isLink;
  }
  for (let k = 0; k < a.length; k += 1) {
    enter(a[k], b[k], metres[k], 0);
    enter(b[k], a[k], metres[k], 0);
  }
  for (const link of links) {
    enter(link.a, link.b, 0, 1);
    enter(link.b, link.a, 0, 1);
  }
  return graph;
}

// The first ends are told by their distance from the one before, the second from the first.
function pairsOf(pairs) {
  const a = new Int32Array(pairs.a.length);
  const b = new Int32Array(pairs.b.length);
  let last = 0;
  for (let k = 0; k < a.length; k += 1) {
    last += pairs.a[k];
    a[k] = last;
    b[k] = last + pairs.b[k];
  }
  return { a, b, metres: Float64Array.from(pairs.m) };
}

function middlesOf(given) {
  const found = new Float64Array(2 * given.n).fill(Number.NaN);
  if (!given.middles || !given.geometry) return found;
  const { cell, x0, y0 } = given.geometry;
  for (let k = 0; k < found.length; k += 2) {
    if (given.middles[k] === null || given.middles[k] === undefined) continue;
    found[k] = x0 + cell * given.middles[k];
    found[k + 1] = y0 + cell * given.middles[k + 1];
  }
  return found;
}

// Borders stand once as arcs in cells of the grid; a ring names its arcs, -1-k for one reversed.
function shapesOf(geometry) {
  const arcs = [];
  const read = varintReader(bytesOf(geometry.arcs));
  const count = read.plain();
  let startX = 0;
  let startY = 0;
  for (let k = 0; k < count; k += 1) {
    const points = read.plain();
    const xy = new Int32Array(2 * points);
    let x = startX;
    let y = startY;
    for (let i = 0; i < points; i += 1) {
      x += read.signed();
      y += read.signed();
      xy[2 * i] = x;
      xy[2 * i + 1] = y;
      if (i === 0) {
        startX = x;
        startY = y;
      }
    }
    arcs.push(xy);
  }
  return { arcs, rings: ringsOf(varintReader(bytesOf(geometry.rings))) };
}

function ringsOf(read) {
  const rings = [];
  while (!read.atEnd()) {
    const count = read.plain();
    const own = [];
    for (let k = 0; k < count; k += 1) {
      const refs = [];
      const length = read.plain();
      for (let i = 0; i < length; i += 1) refs.push(read.signed());
      own.push(refs);
    }
    rings.push(own);
  }
  return rings;
}

// Points of one ring in cells of the grid: x, y, x, y …; the first point stands at the end again.
export function ringPoints(layer, refs) {
  const found = [];
  for (const ref of refs) {
    const xy = layer.shapes.arcs[ref < 0 ? -1 - ref : ref];
    const points = xy.length / 2;
    for (let i = found.length ? 1 : 0; i < points; i += 1) {
      const k = ref < 0 ? points - 1 - i : i;
      found.push(xy[2 * k], xy[2 * k + 1]);
    }
  }
  return found;
}

// One truth value for each unit: is it among these?
export function maskOf(layer, units) {
  const inside = new Uint8Array(layer.n);
  for (const unit of units) inside[unit] = 1;
  return inside;
}

export function unitsOf(inside) {
  const units = [];
  for (let unit = 0; unit < inside.length; unit += 1) if (inside[unit]) units.push(unit);
  return units;
}

export function codesOf(layer, units) {
  return units.map((unit) => layer.codes[unit]);
}

// Sum of the known inhabitants: what is not known adds nothing.
export function peopleOf(layer, units) {
  let sum = 0;
  for (const unit of units) if (layer.people[unit] > 0) sum += layer.people[unit];
  return sum;
}
