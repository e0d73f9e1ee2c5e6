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

export function forgetRecord() {
  try {
    localStorage.removeItem(storeKey);
  } catch {
    // nothing was kept
  }
}

// another tab wrote the same record
export function onOtherTab(listener) {
  addEventListener("storage", (event) => {
    if (event.key === storeKey && event.newValue !== null) listener();
  });
}
