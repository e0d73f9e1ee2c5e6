// What could be done next: units to add or drop, each with its effect. Nothing that is suggested
// breaks a rule that holds; the same zone has the same suggestions.

import { cutBy, grownBy, rankedSingles } from "./growth.js";
import { joiningPaths } from "./joining.js";
import { unitsOf } from "./layer.js";
import { enclavesOf, piecesOf } from "./pieces.js";
import { breaksSomething, regionsCut, suggestionCase, tallyOf } from "./tally.js";

const MOST_SUGGESTIONS = 8;
const SINGLES_SHOWN = 3;
const SINGLES_TRIED = 8;

// At most eight suggestions, the most pressing first:
// { kind: "add" | "drop" | "join" | "take-in", units, people, after, why }.
export function suggestionsOf(layer, data, zone, options = {}) {
  const given = suggestionCase(layer, data, zone, options);
  const before = tallyOf(given, zone.inside);
  if (!before.units) return [];
  const found = [];
  const seen = new Set();
  function offer(kind, units, why) {
    const key = `${kind === "drop"} ${units}`;
    if (!units.length || seen.has(key) || found.length >= MOST_SUGGESTIONS) return false;
    const after = tallyOf(given, changedInside(zone.inside, kind, units));
    if (breaksSomething(given.bounds, before, after)) return false;
    seen.add(key);
    found.push(suggestionFor(layer, kind, units, after, why));
    return true;
  }
  offerLoosePieces(given, offer);
  offerSharedUnits(given, zone, offer);
  offerCareRegions(given, offer);
  offerEnclaves(given, offer);
  // a sum that leaves people out is held against no bound
  if (!before.unpeopled && !(zone.unknown || []).length) offerPeople(given, before, offer);
  offerMunicipalities(given, offer);
  return found;
}

function changedInside(inside, kind, units) {
  const after = inside.slice();
  for (const unit of units) after[unit] = kind === "drop" ? 0 : 1;
  return after;
}

function suggestionFor(layer, kind, units, after, why) {
  const { people, pieces, ruralShare, compactness } = after;
  return {
    kind,
    units: [...units],
    people: units.reduce((sum, unit) => sum + Math.max(layer.people[unit], 0), 0),
    after: { people, pieces, ruralShare, compactness },
    why,
  };
}

function reason(id, fields) {
  return [{ id, fields }];
}

// Loose pieces: the shortest way to each of the nearest, else out with the piece.
function offerLoosePieces(given, offer) {
  const pieces = piecesOf(given.layer, given.inside);
  if (pieces.length < 2) return;
  const ways = joiningPaths(given.layer, pieces, given.mayAdd, 3);
  const joined = new Set();
  for (const { piece, units } of ways) {
    const fields = { n: units.length, people: piece.people };
    if (offer("join", units, reason("suggest.why.join", fields))) joined.add(piece);
  }
  // the least peopled first: what weighs little is dropped more easily
  for (const piece of pieces.slice(1).reverse().slice(0, 3)) {
    if (!piece.units.every(given.mayDrop)) continue;
    offer("drop", piece.units, reason("suggest.why.drop_piece", { n: piece.units.length }));
  }
}

// Units that other projects have too, by project.
function offerSharedUnits(given, zone, offer) {
  for (const other of zone.others || []) {
    const units = [...new Set(other.units)].filter(given.mayDrop).sort((a, b) => a - b);
    offer("drop", units, reason("suggest.why.shared", { n: units.length, zone: other.name }));
  }
}

// Care regions that the zone cuts: the rest of each in, or all of it out.
function offerCareRegions(given, offer) {
  for (const region of regionsCut(given, given.inside).slice(0, 2)) {
    const name = given.zoning.regions[region];
    const units = given.zoning.units[region];
    const missing = units.filter((unit) => !given.inside[unit]);
    if (missing.every(given.mayAdd)) {
      offer("add", missing, reason("suggest.why.region_in", { n: missing.length, region: name }));
    }
    const held = units.filter((unit) => given.inside[unit]);
    if (held.every(given.mayDrop)) {
      offer("drop", held, reason("suggest.why.region_out", { n: held.length, region: name }));
    }
  }
}

// Where the population should be: the preferred band, or what the rule set has of bounds.
function bandOf({ minimum, preferred, high }) {
  if (preferred) return preferred;
  return [minimum ?? 0, high ?? Number.POSITIVE_INFINITY];
}

function offerPeople(given, before, offer) {
  const [low, high] = bandOf(given.bounds);
  if (before.people < low) offerGrowth(given, before, [low, high], offer);
  else if (before.people > high) offerCut(given, before, [low, high], offer);
}

// Too few people: units along the edge, together and one by one.
function offerGrowth(given, before, [low, high], offer) {
  const grown = grownBy(given, low, high);
  offer("add", grown, reason("suggest.why.grow", { n: grown.length, low, high }));
  offerSingles(given, "add", offer, (people) => {
    const sum = before.people + people;
    if (sum > high) return null;
    if (sum >= low) return reason("suggest.why.into_band", { low, high });
    return reason("suggest.why.towards", { people, left: low - sum });
  });
}

// Too many people: units at the edge that can go without breaking the zone.
function offerCut(given, before, [low, high], offer) {
  const cut = cutBy(given, low, high);
  offer("drop", cut, reason("suggest.why.shrink", { n: cut.length, low, high }));
  offerSingles(given, "drop", offer, (people) => {
    const sum = before.people - people;
    if (sum < low) return null;
    if (sum <= high) return reason("suggest.why.into_band", { low, high });
    return reason("suggest.why.towards_less", { people, left: sum - high });
  });
}

function offerSingles(given, kind, offer, whyOf) {
  let shown = 0;
  let tried = 0;
  for (const unit of rankedSingles(given, kind === "add" ? 1 : -1)) {
    const people = given.layer.people[unit];
    const why = people > 0 ? whyOf(people) : null;
    if (!why) continue;
    tried += 1;
    if (offer(kind, [unit], why)) shown += 1;
    if (shown === SINGLES_SHOWN || tried === SINGLES_TRIED) break;
  }
}

// Enclaves that may be taken in, the two most peopled.
function offerEnclaves(given, offer) {
  const open = enclavesOf(given.layer, given.inside).filter(({ units }) => units.every(given.mayAdd));
  for (const { units, people } of open.slice(0, 2)) {
    offer("take-in", units, reason("suggest.why.enclave", { n: units.length, people }));
  }
}

// Municipalities of which the zone holds a part: the one with the fewest units left first.
function offerMunicipalities(given, offer) {
  const { layer, inside } = given;
  const touched = new Set(unitsOf(inside).map((unit) => layer.municipality[unit]));
  touched.delete(-1);
  const split = [...touched]
    .map((place) => layer.unitsByMunicipality[place].filter((unit) => !inside[unit]))
    .filter((missing) => missing.length && missing.every(given.mayAdd))
    .sort((p, q) => p.length - q.length || p[0] - q[0]);
  for (const missing of split.slice(0, 2)) {
    offer("add", missing, reason("suggest.why.municipality", { n: missing.length }));
  }
}
