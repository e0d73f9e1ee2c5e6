// The zone map: names, tips, the bond between units and their rows, tools, full screen, paper.
"use strict";
const zoneMap = (() => {
  const map = map_zone;
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const element = (id) => document.getElementById(id);
  const frame = element("map-frame");
  const tip = element("map-tip");
  const coarse = matchMedia("(pointer: coarse)").matches;
  const say = (value) => (typeof value === "number" ? page.text(value) : value);

  // units and names by number, and the rows of the units
  const shapes = new Map();
  const names = [];
  map.eachLayer((layer) => {
    const { u: unit, label, kind } = (layer.feature && layer.feature.properties) || {};
    if (unit !== undefined) shapes.set(unit, layer);
    if (label !== undefined) {
      const node = layer.getElement();
      node.classList.add(kind);
      names[label] = { node, span: node.appendChild(document.createElement("span")) };
    }
  });
  const rows = new Map();
  for (const row of document.querySelectorAll("tr[data-unit]")) {
    rows.set(Number(row.dataset.unit), row);
  }

  // names: written as text; the first come stay where two would overlap
  function writeNames() {
    names.forEach(({ span }, number) => {
      span.textContent = say(data.labels[number]);
    });
    declutter();
  }

  function declutter() {
    const ground = map.getContainer().getBoundingClientRect();
    const taken = [];
    for (const { node, span } of names) {
      const box = span.getBoundingClientRect();
      const inside =
        box.left >= ground.left && box.right <= ground.right &&
        box.top >= ground.top && box.bottom <= ground.bottom;
      const free = taken.every(
        (other) =>
          box.right < other.left || box.left > other.right ||
          box.bottom < other.top || box.top > other.bottom,
      );
      const shown = box.width > 0 && inside && free;
      node.classList.toggle("crowded", !shown);
      if (shown) taken.push(box);
    }
  }

  // tips: text only
  function line(tag, words) {
    const node = document.createElement(tag);
    node.textContent = words;
    return node;
  }

  const more = []; // functions that add lines to the tip of a unit

  function showTip(number, point) {
    const [code, name, municipality, people, remarks] = data.units[number];
    const title = say(name) && say(name) !== code ? `${code} ${say(name)}` : code;
    const counted =
      people === null ? page.text(data.unknown) : `${page.number(people)} ${page.text(data.people)}`;
    const lines = [line("strong", title)];
    if (say(municipality) !== say(name)) lines.push(line("div", say(municipality)));
    lines.push(line("div", counted), line("div", remarks.map(say).join(", ")));
    for (const tell of more) {
      for (const words of tell(number)) lines.push(line("div", words));
    }
    tip.replaceChildren(...lines);
    tip.hidden = false;
    const { clientWidth: width, clientHeight: height } = frame;
    const left = Math.min(point.x + 16, width - tip.offsetWidth - 6);
    const above = point.y - tip.offsetHeight - 14;
    tip.style.left = `${Math.max(6, left)}px`;
    tip.style.top = `${above > 6 ? above : Math.min(point.y + 18, height - tip.offsetHeight - 6)}px`;
  }

  const hideTip = () => {
    tip.hidden = true;
  };

  // one unit is lit at a time, above all on the map and in the list
  let lit = null;
  const halo = L.geoJSON(null, { interactive: false, className: "l-lit" }).addTo(map);

  function mark(number, on) {
    const row = rows.get(number);
    if (!row) return;
    row.classList.toggle("lit", on);
    row.querySelector(".pick").setAttribute("aria-pressed", String(on));
  }

  function light(number) {
    halo.clearLayers();
    if (lit !== null) mark(lit, false);
    lit = number === lit ? null : number;
    if (lit === null) return false;
    halo.addData(shapes.get(lit).toGeoJSON());
    mark(lit, true);
    return true;
  }

  const motion = () =>
    matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

  for (const [number, shape] of shapes) {
    shape.on("mouseover mousemove", (event) => {
      shape.getElement().classList.add("hover");
      if (!coarse) showTip(number, event.containerPoint);
    });
    shape.on("mouseout", () => {
      shape.getElement().classList.remove("hover");
      if (!coarse) hideTip();
    });
    shape.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      const on = light(number);
      if (coarse && on) showTip(number, event.containerPoint);
      else if (coarse) hideTip();
      const row = rows.get(number);
      if (on && row && !frame.classList.contains("full")) {
        const fold = row.closest("details");
        if (fold) fold.setAttribute("open", "");
        row.scrollIntoView({ block: "nearest", behavior: motion() });
      }
    });
  }
  map.on("click movestart", () => coarse && hideTip());

  for (const [number, row] of rows) {
    row.addEventListener("click", () => {
      if (!light(number)) return;
      frame.scrollIntoView({ block: "nearest", behavior: motion() });
      const bounds = shapes.get(number).getBounds();
      if (!map.getBounds().contains(bounds)) map.fitBounds(bounds.pad(1.5));
    });
  }

  // the legend switches layers
  for (const box of document.querySelectorAll("[data-layer]")) {
    box.addEventListener("change", () => {
      for (const node of frame.querySelectorAll(`.l-${box.dataset.layer}`)) {
        node.style.display = box.checked ? "" : "none";
      }
      if (box.checked) declutter();
    });
  }

  // tools
  const fit = (animate = false) => {
    map.invalidateSize({ animate: false });
    if (map.getSize().x === 0) return;
    map.fitBounds(data.bounds, { padding: [18, 18], animate });
  };
  element("map-closer").addEventListener("click", () => map.zoomIn());
  element("map-farther").addEventListener("click", () => map.zoomOut());
  element("map-fit").addEventListener("click", () => fit(true));

  const full = element("map-full");
  function setFull(on) {
    frame.classList.toggle("full", on);
    full.setAttribute("aria-pressed", String(on));
    full.firstElementChild.dataset.t = on ? data.close : data.full;
    full.firstElementChild.textContent = page.text(on ? data.close : data.full);
    document.body.style.overflow = on ? "hidden" : "";
    map.scrollWheelZoom[on ? "enable" : "disable"]();
    if (coarse) map.dragging[on ? "enable" : "disable"]();
    fit();
  }
  full.addEventListener("click", () => setFull(!frame.classList.contains("full")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && frame.classList.contains("full")) {
      setFull(false);
      full.focus();
    }
  });

  // paper: a map of a known size, fitted before it is printed
  addEventListener("beforeprint", () => {
    frame.classList.add("paper");
    fit();
  });
  addEventListener("afterprint", () => {
    frame.classList.remove("paper");
    fit();
  });

  // the map as a part of the page: a name, nothing to read out inside
  const container = map.getContainer();
  container.setAttribute("role", "region");
  const rename = () => container.setAttribute("aria-label", container.parentNode.dataset.name);
  map.getPane("mapPane").setAttribute("aria-hidden", "true");

  fit();
  map.setMinZoom(map.getZoom() - 2);
  map.on("zoomend moveend resize", declutter);
  page.onLanguage(() => {
    writeNames();
    hideTip();
    rename();
  });
  writeNames();
  rename();
  return { map, shapes, rows, rename, hideTip, tell: (lines) => more.push(lines) };
})();
