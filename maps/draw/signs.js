// Signs per unit for the map: what is inside, loose, surrounded, shared, locked.

export function emptySigns(n) {
  const signs = {};
  for (const name of ["inside", "loose", "enclaves", "shared", "locked"]) signs[name] = new Uint8Array(n);
  return signs;
}

export function setSigns(signs, name, units) {
  signs[name].fill(0);
  for (const unit of units) signs[name][unit] = 1;
}
