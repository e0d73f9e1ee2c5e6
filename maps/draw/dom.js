// Elements made and refilled: text goes in as text, never as markup.

export function byId(id) {
  return document.getElementById(id);
}

// traits: class, on (listeners), data (dataset), anything else is an attribute; null, undefined
// and false leave the attribute out
export function make(tag, traits, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(traits ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name === "data") {
      for (const [key, text] of Object.entries(value)) element.dataset[key] = text;
    } else {
      element.setAttribute(name === "class" ? "class" : name, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// names come from files: whatever their script, they must not turn the line around
export function isolated(text) {
  return make("bdi", null, text);
}

// a sign of _parts.html.j2, always beside its word
export function signOf(verdict) {
  const space = "http://www.w3.org/2000/svg";
  const sign = document.createElementNS(space, "svg");
  sign.setAttribute("class", "sign");
  sign.setAttribute("aria-hidden", "true");
  sign.setAttribute("focusable", "false");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `#sign-${verdict}`);
  sign.append(use);
  return sign;
}

// New children for a part of the page. The reader's place is kept: the focus goes to the element
// with the same key, else to the part itself, so that a button that did its work and went away
// does not throw a keyboard back to the top.
export function refill(part, ...children) {
  const held = part.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.dataset.key;
  part.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (!held || held === part) return;
  const again = key ? [...part.querySelectorAll("[data-key]")].find((e) => e.dataset.key === key) : null;
  if (again) {
    again.focus({ preventScroll: true });
  } else {
    if (!part.hasAttribute("tabindex")) part.setAttribute("tabindex", "-1");
    part.focus({ preventScroll: true });
  }
}

// a button that is a word
export function wordButton(text, key, act, more) {
  return make("button", { type: "button", class: "act", data: { key }, on: { click: act }, ...more }, text);
}
