// Search in the terms: rows that hold the letters in any language; sorted by the page's language.
"use strict";
(() => {
  const field = document.getElementById("term");
  const told = document.getElementById("terms-found");
  const body = document.querySelector("#terms tbody");
  const rows = [...body.rows];
  // letters without accents and case: "hôpital" is found by "hopital" too
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").replace(/ß/g, "ss").toLowerCase();
  const known = new Map(rows.map((row) => [row, plain(row.textContent)]));

  function search() {
    const asked = plain(field.value.trim()).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of rows) {
      row.hidden = !asked.every((part) => known.get(row).includes(part));
      if (!row.hidden) found += 1;
    }
    if (asked.length === 0) told.textContent = "";
    else if (found === 0) told.textContent = page.text(told.dataset.none);
    else told.textContent = page.text(told.dataset.found).replace("#", page.number(found));
  }

  function sort() {
    const lang = document.documentElement.lang;
    const word = (row) => row.querySelector(`td[lang="${lang}"]`).textContent;
    rows.sort((a, b) => word(a).localeCompare(word(b), lang));
    body.append(...rows);
  }

  field.addEventListener("input", search);
  page.onLanguage(() => {
    sort();
    search();
  });
  sort();
})();
