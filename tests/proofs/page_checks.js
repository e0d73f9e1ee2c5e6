// What can be wrong with a page as it is shown: run inside the page, returns faults and texts.
// Text is looked at as boxes: every text node has one for each of its lines.
(options) => {
  const NO_TEXT = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "OPTION", "TITLE", "DESC"]);
  const { allowed, overflowing, uncontrasted } = options;
  const faults = [];
  const say = (kind, text, more = "") =>
    faults.push({ kind, text: text.trim().replace(/\s+/g, " ").slice(0, 80), more });

  // --- geometry

  const within = (node, selector) => selector && node.closest(selector) !== null;
  const clips = (style) => /hidden|clip/.test(style.overflowX + style.overflowY);
  const scrolls = (style) => /auto|scroll/.test(style.overflowX + style.overflowY);
  const inner = (node) => {
    const box = node.getBoundingClientRect();
    return { left: box.left + node.clientLeft, top: box.top + node.clientTop,
      right: box.left + node.clientLeft + (node.clientWidth || box.width),
      bottom: box.top + node.clientTop + (node.clientHeight || box.height) };
  };
  // What is in front of what: boxes are only held against others of the same layer of the page
  const layerOf = (node) => {
    for (let up = node; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (up.tagName === "DIALOG" || /fixed|sticky/.test(style.position)) return up;
      if (style.position !== "static" && style.zIndex !== "auto") return up;
    }
    return document.body;
  };
  // Text for screen readers only: a box of one pixel, or clipped away
  const unseen = (node) => {
    for (let up = node; up && up !== document.documentElement; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (up.clientWidth <= 1 && up.clientHeight <= 1 && clips(style)
        && style.position === "absolute") return true;
      if (style.clipPath === "inset(50%)" || style.clip === "rect(0px, 0px, 0px, 0px)") return true;
      if (style.opacity === "0") return true;
    }
    return false;
  };

  const boxesOf = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((box) => box.width > 0.5 && box.height > 0.5);
  };

  // Words torn apart at the end of a line: no hyphen divides them; one without end has to break
  const torn = (node, parent) => {
    if (parent.closest("code, svg")) return;
    const style = getComputedStyle(parent);
    const divided = style.hyphens === "auto" ? Number.parseInt(style.hyphenateLimitChars, 10) || 0 : 99;
    const range = document.createRange();
    for (const word of node.textContent.matchAll(/(?<!\u00ad\p{L}*)\p{L}{5,}/gu)) {
      if (word[0].length > 32 || word[0].length >= divided) continue;
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (tops.size > 1) say("torn", word[0]);
    }
  };

  // What an ancestor cuts off a box; what can be scrolled to is only out of sight
  const seen = (box, parent, text) => {
    let { left, right, top, bottom } = box;
    let cut = false;
    for (let up = parent; up && up !== document.documentElement; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.display === "inline" || style.display === "contents") continue;
      if (!clips(style) && !scrolls(style)) continue;
      if (up === document.body) continue;
      const frame = inner(up);
      if (!scrolls(style)) {
        const across = style.overflowX !== "visible"
          && (left < frame.left - 2 || right > frame.right + 2);
        const slack = (bottom - top) * 0.25;
        const down = style.overflowY !== "visible"
          && (top < frame.top - slack || bottom > frame.bottom + slack);
        cut ||= across || down;
      }
      left = Math.max(left, frame.left);
      right = Math.min(right, frame.right);
      top = Math.max(top, frame.top);
      bottom = Math.min(bottom, frame.bottom);
      if (scrolls(style) && (left >= right || top >= bottom)) return null;
    }
    if (cut && !within(parent, overflowing)) say("clipped", text, parent.getAttribute("class") ?? parent.tagName);
    return left < right && top < bottom ? { left, right, top, bottom } : null;
  };

  // --- colours

  const parts = (colour) => {
    const found = colour.match(/[\d.]+/g);
    if (!found) return null;
    const [r, g, b, a = 1] = found.map(Number);
    return colour.startsWith("color(") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
  };
  const over = (front, back) =>
    [0, 1, 2].map((k) => front[k] * front[3] + back[k] * (1 - front[3])).concat(1);
  const bright = (colour) => {
    const [r, g, b] = colour.map((v) => {
      const c = v / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (node) => {
    const stack = [];
    for (let up = node; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.backgroundImage !== "none") return null;
      const colour = parts(style.backgroundColor);
      if (colour && colour[3] > 0) stack.push(colour);
      if (colour && colour[3] === 1) break;
    }
    return stack.reverse().reduce((back, front) => over(front, back), [255, 255, 255, 1]);
  };
  const contrast = (node) => {
    if (node.closest("svg, [disabled], [aria-disabled=true]")) return null;
    const back = ground(node);
    const ink = parts(getComputedStyle(node).color);
    if (!back || !ink) return null;
    let seen = ink[3];
    for (let up = node; up; up = up.parentElement) seen *= Number(getComputedStyle(up).opacity);
    const front = over([ink[0], ink[1], ink[2], seen], back);
    const [dark, light] = [bright(front), bright(back)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  // --- one walk over the text of the page

  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) say("scroll", `${wide} px in ${innerWidth} px`);
  const lines = [];
  const blocks = new Map();
  const judged = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    const text = node.textContent;
    if (!text.trim() || NO_TEXT.has(parent.tagName.toUpperCase())) continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    let block = parent;
    while (getComputedStyle(block).display === "inline" && block.parentElement) {
      block = block.parentElement;
    }
    // what is marked as of another language, as in a glossary, is meant to stay in it
    const tongue = parent.closest("[lang]");
    if (tongue === null || tongue.lang === document.documentElement.lang) {
      blocks.set(block, `${blocks.get(block) ?? ""}${text}`);
    }
    if (within(parent, allowed) || unseen(parent)) continue;
    const layer = layerOf(parent);
    const boxes = boxesOf(node);
    if (boxes.length > 1) torn(node, parent);
    for (const box of boxes) {
      const shown = seen(box, parent, text);
      if (!shown) continue;
      if (shown.left < -2 || shown.right > innerWidth + 2) say("outside", text);
      lines.push({ node, layer, text, ...shown });
    }
    if (!judged.has(parent)) {
      const found = contrast(parent);
      judged.set(parent, found);
      if (found !== null && found < 4.5 && !within(parent, uncontrasted)) {
        say("contrast", text, found.toFixed(2));
      }
    }
  }

  // Two lines of text overlap when the middle halves of their boxes do
  const core = lines.map((line) => {
    const quarter = (line.bottom - line.top) / 4;
    return { ...line, top: line.top + quarter, bottom: line.bottom - quarter };
  }).sort((a, b) => a.top - b.top);
  core.forEach((a, i) => {
    for (let k = i + 1; k < core.length && core[k].top < a.bottom - 1; k += 1) {
      const b = core[k];
      if (a.node === b.node || a.layer !== b.layer) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      if (across > 2) say("overlap", a.text, b.text.trim().slice(0, 60));
    }
  });

  return {
    faults,
    counts: { lines: lines.length, judged: [...judged.values()].filter((v) => v !== null).length },
    texts: [...blocks.values()].map((text) => text.trim().replace(/\s+/g, " ")).filter(Boolean),
  };
}
