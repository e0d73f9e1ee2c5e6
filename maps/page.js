// Language of the page: swaps every text in place; the page is complete without it.
"use strict";
const page = (() => {
  const root = document.documentElement;
  const { languages, texts } = JSON.parse(document.getElementById("texts").textContent);
  const separators = { fr: ["\u202f", ","], nl: [".", ","], de: [".", ","], en: [",", "."] };
  const attributes = ["aria-label", "title", "data-label", "data-name"];
  const listeners = [];
  let lang = root.lang;

  const known = (code) => (languages.includes(code) ? code : null);
  const text = (number) => texts[number][languages.indexOf(lang)];

  // digits as English writes them, such as "1234.5", with the separators of the language
  function number(plain) {
    const [group, decimal] = separators[lang];
    const [whole, rest] = String(plain).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
    return rest === undefined ? grouped : grouped + decimal + rest;
  }

  function remembered() {
    try {
      return known(localStorage.getItem("pilotzones.lang"));
    } catch {
      return null; // a page opened from a file may have no storage
    }
  }

  function remember() {
    try {
      localStorage.setItem("pilotzones.lang", lang);
    } catch {
      // the choice then holds for this page and its links
    }
  }

  function asked() {
    const query = new URLSearchParams(location.search).get("lang");
    return known(query) || known(location.hash.slice(1));
  }

  // cells say the head of their column, for phones that show rows as lists
  function label() {
    for (const table of document.querySelectorAll("table[data-heads]")) {
      const heads = [...table.tHead.rows].at(-1).cells;
      for (const row of table.tBodies[0].rows) {
        for (const cell of row.cells) {
          const head = heads[cell.cellIndex];
          cell.dataset.label = head.dataset.label || head.textContent;
        }
      }
    }
  }

  function show(code) {
    lang = code;
    root.lang = code;
    for (const node of document.querySelectorAll("[data-t]")) {
      node.textContent = text(node.dataset.t);
    }
    for (const node of document.querySelectorAll("[data-n]")) {
      node.textContent = number(node.dataset.n);
    }
    for (const name of attributes) {
      for (const node of document.querySelectorAll(`[data-t-${name}]`)) {
        node.setAttribute(name, text(node.getAttribute(`data-t-${name}`)));
      }
    }
    label();
    for (const button of document.querySelectorAll("[data-lang]")) {
      button.setAttribute("aria-pressed", String(button.dataset.lang === code));
    }
    for (const link of document.querySelectorAll("a[data-page]")) {
      link.search = `?lang=${code}`;
    }
    listeners.forEach((listener) => listener());
  }

  // on a phone long tables start folded: what they say stands above them
  const long = document.querySelectorAll("details.on-phone");
  const phone = matchMedia("screen and (max-width: 720px)");
  const fold = () => long.forEach((part) => part.toggleAttribute("open", !phone.matches));
  phone.addEventListener("change", fold);
  fold();

  // paper has no folds
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    folded.forEach((part) => part.setAttribute("open", ""));
  });
  addEventListener("afterprint", () => folded.forEach((part) => part.removeAttribute("open")));

  root.classList.add("js");
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.addEventListener("click", () => {
      show(button.dataset.lang);
      remember();
    });
  }
  addEventListener("hashchange", () => {
    const code = known(location.hash.slice(1));
    if (code) show(code);
  });
  const first = asked() || remembered();
  if (first && first !== lang) show(first);
  else label();

  // on a phone the navigation is wider than the page: the reader sees where he is
  const here = document.querySelector("nav [aria-current]");
  if (here) {
    const nav = here.closest("nav");
    const edge = here.getBoundingClientRect().right - nav.getBoundingClientRect().right;
    if (edge > -24) nav.scrollLeft += edge + 40;
  }
  return { text, number, onLanguage: (listener) => listeners.push(listener) };
})();
