// On a phone the tables under the figures start folded: the figures come first, the tables on call.
"use strict";
(() => {
  const folds = document.querySelectorAll("details.side");
  const phone = matchMedia("(max-width: 720px)");
  const fold = () => folds.forEach((part) => part.toggleAttribute("open", !phone.matches));
  phone.addEventListener("change", fold);
  fold();
})();
