// Bytes of the packed layer: base64 and whole numbers of variable length (LEB128).

export function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

export function base64Of(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) {
    text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  }
  return btoa(text);
}

// Reads one whole number after the other; `signed` undoes the zigzag of numbers below zero.
export function varintReader(bytes) {
  let at = 0;
  function plain() {
    let value = 0;
    let scale = 1;
    while (at < bytes.length) {
      const byte = bytes[at];
      at += 1;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
    throw new RangeError("packed numbers end in the middle of one");
  }
  function signed() {
    const value = plain();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }
  return { plain, signed, atEnd: () => at >= bytes.length };
}

// The other way round, for files and tests.
export function varintBytes(numbers) {
  const bytes = [];
  for (const number of numbers) {
    let rest = number;
    while (rest > 127) {
      bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

export function zigzag(number) {
  return number < 0 ? -2 * number - 1 : 2 * number;
}
