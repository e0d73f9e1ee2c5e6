// The zone passport: all units of a zone as one short text with check signs, for paper.
// The program writes and reads the same text (zones/passport.py says how it is made).

const PASSPORT_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PASSPORT_HEAD = "Z1";
const GROUP_DATA = 5;
const GROUP_WHOLE = 6;
const GUARD_SIGNS = 4;
const GUARD_GROUP = 5;
const COUNT_SIGNS = 3;
const FIXED_SIGNS = 9;
const FEWEST_SIGNS = 17;
const APART = /[\s\-\u00ad\u2010-\u2015\u200b-\u200f\u2060\u2212\ufe58\ufe63\uff0d\ufeff]+/u;

// Passport of these units of the layer, in any order.
export function passportOf(layer, units) {
  const chosen = new Set(units);
  if (chosen.size > 32767) throw new RangeError("a passport holds at most 32767 units");
  const { rank, most } = rankOf(chosen, layer.n);
  const length = signsNeeded(most);
  const head = PASSPORT_HEAD + layer.fingerprint + inSigns(BigInt(chosen.size), COUNT_SIGNS);
  const content = head + inSigns(rank, length);
  const groups = [];
  for (let at = 0; at < content.length; at += GROUP_DATA) {
    groups.push(withCheck(content.slice(at, at + GROUP_DATA), groups.length));
  }
  groups.push(withCheck(inSigns(BigInt(crc16(content)), GUARD_SIGNS), groups.length));
  return groups.join("-");
}

// Does a text begin as a passport does and hold nothing else?
export function looksLikePassport(text) {
  const signs = text.normalize("NFKC").split(APART).join("").toUpperCase();
  return signs.length >= FEWEST_SIGNS - 2 && signs.startsWith("Z1") && /^[0-9A-Z]+$/.test(signs);
}

// Units that a passport names, or its faults; a fault says which group is wrong.
export function unitsOfPassport(layer, text) {
  const written = groupsAsWritten(text);
  const strange = strangeSigns(written);
  if (strange.length) return { units: [], faults: strange };
  const signs = written.join("");
  const groups = cutInGroups(signs);
  const wrong = wrongGroups(groups);
  const short = [passportFault("passport.short", { n: signs.length })];
  // how the groups are spaced counts only where they do not hold: it tells which one is wrong
  if (writtenInSixes(written) && (wrong.length || !groups.length)) {
    const told = countedFaults(wrongGroups(written), written, layer);
    return { units: [], faults: told.length ? told : short };
  }
  if (wrong.length) return { units: [], faults: countedFaults(wrong, groups, layer) };
  if (!groups.length || !signs.startsWith(PASSPORT_HEAD)) return { units: [], faults: short };
  return contentRead(groups, layer);
}

function passportFault(id, fields) {
  return { id, fields };
}

// Groups as they stand on the paper: separated, or run together.
function groupsAsWritten(text) {
  return text.normalize("NFKC").toUpperCase().split(APART).filter(Boolean).map(alike);
}

function alike(signs) {
  return signs.replace(/[IL]/g, "1").replace(/O/g, "0");
}

function strangeSigns(groups) {
  const found = [];
  groups.forEach((signs, place) => {
    for (const sign of signs) {
      if (PASSPORT_SIGNS.includes(sign)) continue;
      found.push(passportFault("passport.sign", { sign, group: place + 1, text: signs }));
    }
  });
  return found;
}

// Is the text cut as it is printed, so that a group with a sign too few or too many can be named?
function writtenInSixes(written) {
  const whole = written.slice(0, -1).filter((group) => group.length === GROUP_WHOLE).length;
  return written.length > 2 && 2 * whole >= written.length - 1;
}

// Groups of six, the last before the guard perhaps shorter; none when there are too few signs.
function cutInGroups(signs) {
  if (signs.length < FEWEST_SIGNS) return [];
  const groups = [];
  const end = signs.length - GUARD_GROUP;
  for (let at = 0; at < end; at += GROUP_WHOLE) {
    groups.push(signs.slice(at, Math.min(at + GROUP_WHOLE, end)));
  }
  groups.push(signs.slice(end));
  return groups;
}

function holdsItsCheck(group, place) {
  return group.length > 1 && withCheck(group.slice(0, -1), place) === group;
}

function wrongGroups(groups) {
  const found = [];
  groups.forEach((text, place) => {
    const last = place === groups.length - 1;
    const right = last ? GUARD_GROUP : GROUP_WHOLE;
    const shorter = place === groups.length - 2 && text.length < right;
    const fields = { group: place + 1, groups: groups.length, text };
    if (text.length !== right && !shorter) {
      found.push(passportFault("passport.length", { ...fields, n: text.length, right }));
    } else if (!holdsItsCheck(text, place)) {
      found.push(passportFault("passport.group", fields));
    }
  });
  return found;
}

// Where signs were lost or added, most groups are wrong: their number says more.
function countedFaults(wrong, groups, layer) {
  const needed = signsExpected(groups, layer);
  const n = groups.join("").length;
  const uneven = wrong.some((fault) => fault.id === "passport.length");
  if (wrong.length < 2 || uneven || needed === null || needed === n) return wrong;
  return [passportFault("passport.count", { n, needed })];
}

// Signs that the passport must have by its first two groups; null when these do not hold.
function signsExpected(read, layer) {
  if (!holdsItsCheck(read[0], 0) || !holdsItsCheck(read[1], 1)) return null;
  const start = read[0].slice(0, -1) + read[1].slice(0, -1);
  if (start.slice(2, 6) !== layer.fingerprint) return null;
  const count = Number(signsValue(start.slice(6, FIXED_SIGNS)));
  if (count > layer.n) return null;
  const data = FIXED_SIGNS + signsNeeded(choose(layer.n, count));
  return data + Math.ceil(data / GROUP_DATA) + GUARD_GROUP;
}

function contentRead(read, layer) {
  const content = read
    .slice(0, -1)
    .map((group) => group.slice(0, -1))
    .join("");
  const guard = read[read.length - 1].slice(0, -1);
  if (signsValue(guard) !== BigInt(crc16(content))) {
    return { units: [], faults: [passportFault("passport.crc", {})] };
  }
  const given = content.slice(2, 6);
  if (given !== layer.fingerprint) {
    const fields = { given, own: layer.fingerprint };
    return { units: [], faults: [passportFault("passport.other_layer", fields)] };
  }
  const count = Number(signsValue(content.slice(6, FIXED_SIGNS)));
  const rank = signsValue(content.slice(FIXED_SIGNS));
  if (count > layer.n || rank >= choose(layer.n, count)) {
    return { units: [], faults: [passportFault("passport.crc", {})] };
  }
  return { units: unitsOfRank(rank, count, layer.n), faults: [] };
}

// Number of the choice among all of its size (combinatorial number system), and how many there are.
function rankOf(chosen, n) {
  const most = choose(n, chosen.size);
  let size = chosen.size;
  let rank = 0n;
  let ways = n ? (most * BigInt(n - size)) / BigInt(n) : 0n;
  for (let unit = n - 1; unit >= 0 && size > 0; unit -= 1) {
    // ways = choose(unit, size)
    if (chosen.has(unit)) {
      rank += ways;
      if (unit) ways = (ways * BigInt(size)) / BigInt(unit);
      size -= 1;
    } else if (unit) {
      ways = (ways * BigInt(unit - size)) / BigInt(unit);
    }
  }
  return { rank, most };
}

function unitsOfRank(rank, count, n) {
  const units = [];
  let rest = rank;
  let size = count;
  let ways = n ? (choose(n, count) * BigInt(n - count)) / BigInt(n) : 0n;
  for (let unit = n - 1; unit >= 0 && size > 0; unit -= 1) {
    if (ways <= rest) {
      units.push(unit);
      rest -= ways;
      if (unit) ways = (ways * BigInt(size)) / BigInt(unit);
      size -= 1;
    } else if (unit) {
      ways = (ways * BigInt(unit - size)) / BigInt(unit);
    }
  }
  return units.reverse();
}

export function choose(n, k) {
  const few = Math.min(k, n - k);
  let ways = few < 0 ? 0n : 1n;
  for (let i = 1; i <= few; i += 1) ways = (ways * BigInt(n - few + i)) / BigInt(i);
  return ways;
}

// Signs that the greatest rank needs, at least one.
function signsNeeded(most) {
  return Math.max(1, Math.ceil((most - 1n).toString(2).length / 5));
}

function inSigns(value, length) {
  const text = value.toString(32);
  let signs = "";
  for (const digit of text) signs += PASSPORT_SIGNS[Number.parseInt(digit, 32)];
  return signs.padStart(length, "0");
}

function signsValue(signs) {
  let value = 0n;
  for (const sign of signs) value = value * 32n + BigInt(PASSPORT_SIGNS.indexOf(sign));
  return value;
}

// Weights 1, 2, 4, 8, 16: one wrong sign, or two swapped ones, change the sum by no multiple of 31.
function withCheck(signs, place) {
  let sum = place;
  [...signs].forEach((sign, i) => {
    sum += 2 ** i * PASSPORT_SIGNS.indexOf(sign);
  });
  return signs + PASSPORT_SIGNS[sum % 31];
}

// CRC-16/CCITT-FALSE over the signs as ASCII.
function crc16(text) {
  let crc = 0xffff;
  for (const sign of text) {
    crc ^= sign.charCodeAt(0) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
    crc &= 0xffff;
  }
  return crc;
}
