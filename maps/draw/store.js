// Work that survives a killed tab: the record is written into the browser after every change.

import { packRecord } from "./record.js";

const STORE_START = "pilotzones.draw";
let storeKey = null;
let storeFaulty = null;

// the key names layer and project: another layer or project never opens this record
export function openStore(fingerprint, project, onFault) {
  storeKey = `${STORE_START}.${fingerprint}.${project}`;
  storeFaulty = onFault;
}

export function keptText() {
  try {
    return localStorage.getItem(storeKey);
  } catch {
    return null; // a page opened from a file may have no storage
  }
}

export function keepRecord(record) {
  try {
    localStorage.setItem(storeKey, packRecord(record));
  } catch {
    storeFaulty?.();
    storeFaulty = null; // said once
  }
}

// the zones of other projects that were opened here, by their codes
export function keepOthers(others, codes) {
  const plain = others.map(({ name, units, unknown }) => ({ name, codes: units.map((unit) => codes[unit]), unknown }));
  try {
    localStorage.setItem(`${storeKey}.others`, JSON.stringify(plain));
  } catch {
    // said when the record itself cannot be kept
  }
}

// null where none were opened, or what is kept is damaged
export function keptOthers(index) {
  try {
    const plain = JSON.parse(localStorage.getItem(`${storeKey}.others`));
    return plain?.map(({ name, codes, unknown }) => ({
      name: String(name),
      units: codes.map((code) => index.get(code)).filter((unit) => unit !== undefined),
      unknown: unknown.map(String),
    })) ?? null;
  } catch {
    return null;
  }
}

// another tab wrote the same record
export function onOtherTab(listener) {
  addEventListener("storage", (event) => {
    if (event.key === storeKey && event.newValue !== null) listener();
  });
}
