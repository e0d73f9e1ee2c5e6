// Files packed as zip (every .xlsx is one): the names inside, and their content unpacked.

const END_SIGN = 0x06054b50;
const ENTRY_SIGN = 0x02014b50;
const LOCAL_SIGN = 0x04034b50;
const MOST_UNPACKED = 300e6;

// Map of the names in a zip to functions that unpack them; throws where it is damaged.
export function openArchive(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END_SIGN) end -= 1;
  if (end < 0) throw new RangeError("no end of a zip");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries = new Map();
  for (let k = 0; k < count; k += 1) {
    if (view.getUint32(at, true) !== ENTRY_SIGN) throw new RangeError("no entry of a zip");
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const entry = {
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      start: view.getUint32(at + 42, true),
    };
    entries.set(name, () => unpacked(bytes, view, entry));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

async function unpacked(bytes, view, { method, packed, size, start }) {
  if (view.getUint32(start, true) !== LOCAL_SIGN) throw new RangeError("no part of a zip");
  const data = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  const content = bytes.subarray(data, data + packed);
  if (size > MOST_UNPACKED) throw new RangeError("out of all proportion");
  if (method === 0) return content;
  if (method !== 8) throw new RangeError("packed in a way that is not read");
  return inflated(content);
}

async function inflated(content) {
  const stream = new Blob([content]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MOST_UNPACKED) throw new RangeError("out of all proportion");
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
