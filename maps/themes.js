// Themes of the map: the reader chooses one; units, legend, tips and table say the same.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("theme-data").textContent);
  const element = (id) => document.getElementById(id);
  const { map, shapes, rows } = zoneMap;
  const select = element("theme-group");
  const radios = [...document.querySelectorAll('input[name="theme"]')];
  const svg = "http://www.w3.org/2000/svg";

  const find = (group, measure) =>
    data.themes.find((theme) => theme.group === group && theme.measure === measure);
  const measures = (group) => data.themes.filter((theme) => theme.group === group);
  let theme = data.themes[0];

  // a text that follows the language of the page
  function say(node, number) {
    const span = document.createElement("span");
    span.dataset.t = number;
    span.textContent = page.text(number);
    node.replaceChildren(span);
    return node;
  }

  function amount(cell, of) {
    return page.number(cell[1].toFixed(of.decimals));
  }

  function words(sign, of) {
    const row = of.legend.find(([known]) => known === sign);
    return row ? row[1] : null;
  }

  // units: one class for the sign of each
  function paint() {
    for (const [number, shape] of shapes) {
      const node = shape.getElement();
      node.classList.forEach((name) => {
        if (/^l-(?!units$)/.test(name)) node.classList.remove(name);
      });
      const cell = theme.cells[number];
      if (cell) node.classList.add(`l-${cell[0]}`);
    }
  }

  // hatching over units whose value chance alone may have moved by more than a class
  const doubt = L.geoJSON(null, { interactive: false, className: "l-uncertain" }).addTo(map);

  function hatch() {
    doubt.clearLayers();
    for (const [number, [, , uncertain]] of Object.entries(theme.intervals)) {
      if (uncertain) doubt.addData(shapes.get(Number(number)).toGeoJSON());
    }
    const box = document.querySelector('[data-layer="uncertain"]');
    if (!box) return;
    box.closest("li").hidden = doubt.getLayers().length === 0;
    box.dispatchEvent(new Event("change"));
  }

  function swatch(sign) {
    const drawing = document.createElementNS(svg, "svg");
    drawing.setAttribute("class", "swatch");
    drawing.setAttribute("viewBox", "0 0 26 18");
    drawing.setAttribute("aria-hidden", "true");
    const box = drawing.appendChild(document.createElementNS(svg, "rect"));
    const place = { class: `l-${sign}`, x: 1.5, y: 1.5, width: 23, height: 15 };
    for (const [name, value] of Object.entries(place)) box.setAttribute(name, value);
    return drawing;
  }

  function writeLegend() {
    say(element("theme-name"), theme.title);
    say(element("theme-said"), theme.said);
    const entries = theme.legend.map(([sign, number]) => {
      const entry = document.createElement("li");
      const span = say(document.createElement("span"), number);
      entry.append(swatch(sign), ...span.childNodes);
      return entry;
    });
    element("theme-legend").replaceChildren(...entries);
    const ground = map.getContainer().parentNode;
    ground.dataset.tDataName = theme.label;
    ground.dataset.name = page.text(theme.label);
    zoneMap.rename();
  }

  // table: the columns of the group that is chosen
  function fill(cell, value, of) {
    cell.hidden = !of;
    if (!of) return;
    if (!value) {
      cell.replaceChildren();
    } else if (value.length > 1 && of.value !== null) {
      const span = document.createElement("span");
      span.dataset.n = value[1].toFixed(of.decimals);
      span.textContent = amount(value, of);
      cell.replaceChildren(span);
    } else {
      say(cell, words(value[0], of)).firstChild.className = "sign-word";
    }
  }

  function writeTable() {
    const mine = new Map(measures(theme.group).map((each) => [each.measure, each]));
    say(element("theme-table"), theme.table);
    for (const head of document.querySelectorAll(".theme-units thead [data-measure]")) {
      const of = mine.get(head.dataset.measure);
      head.classList.toggle("chosen", head.dataset.measure === theme.measure);
      if (head.dataset.measure === "count") head.hidden = !theme.counts;
      else head.hidden = !of;
      if (of) say(head.querySelector(".measure-name"), of.name);
      const unit = head.querySelector(".measure-unit");
      if (of && of.unit !== null) say(unit, of.unit);
      else if (of) unit.replaceChildren();
    }
    for (const [number, row] of rows) {
      for (const cell of row.querySelectorAll("[data-measure]")) {
        cell.classList.toggle("chosen", cell.dataset.measure === theme.measure);
        if (cell.dataset.measure === "count") {
          const counted = theme.counts && ["", theme.counts[number] || 0];
          fill(cell, counted, theme.counts && { value: 0, decimals: 0 });
        } else {
          const of = mine.get(cell.dataset.measure);
          fill(cell, of && of.cells[number], of);
        }
      }
    }
  }

  // providers: a circle for each unit that has some, its area by their number
  const circles = new Map();
  for (const [number, place] of Object.entries(data.points)) {
    const circle = L.circleMarker(place, { interactive: false, className: "l-providers" });
    circles.set(number, circle.addTo(map));
  }

  function count() {
    const counts = theme.counts || {};
    const most = Math.max(1, ...Object.values(counts));
    for (const [number, circle] of circles) {
      const n = counts[number] || 0;
      circle.setRadius(Math.max(3, 15 * Math.sqrt(n / Math.max(most, 12))));
      circle.getElement().classList.toggle("none", n === 0);
    }
    const box = document.querySelector('[data-layer="providers"]');
    if (box) box.closest("li").hidden = !theme.counts;
  }

  zoneMap.tell((number) => {
    const cell = theme.cells[number];
    const lines = [];
    if (cell && cell.length > 1 && theme.value !== null) {
      lines.push(page.text(theme.value).replace("#", amount(cell, theme)));
    } else if (cell && words(cell[0], theme) !== null) {
      lines.push(page.text(words(cell[0], theme)));
    }
    const interval = theme.intervals[number];
    if (interval) {
      const [low, high] = interval.map((value) => page.number(Number(value).toFixed(1)));
      lines.push(page.text(data.interval).replace("##", high).replace("#", low));
      if (interval[2]) lines.push(page.text(data.doubtful));
    }
    if (theme.counts && theme.counts[number]) {
      lines.push(page.text(data.providers).replace("#", page.number(theme.counts[number])));
    }
    return lines;
  });

  function show(next) {
    theme = next;
    paint();
    hatch();
    count();
    writeLegend();
    writeTable();
    for (const radio of radios) {
      const of = find(theme.group, radio.value);
      radio.checked = radio.value === theme.measure;
      if (of) say(radio.nextElementSibling, of.name);
    }
    if (select) select.value = theme.group;
    zoneMap.hideTip();
  }

  // a measure that the chosen group lacks is shown for the first group that has it
  for (const radio of radios) {
    radio.addEventListener("change", () => {
      const same = find(theme.group, radio.value);
      show(same || data.themes.find((each) => each.measure === radio.value));
    });
  }
  if (select) {
    select.addEventListener("change", () => {
      show(find(select.value, theme.measure) || measures(select.value)[0]);
    });
  }

  // two hatchings over each other read as neither: where values are uncertain, that one comes first
  const rural = document.querySelector('[data-layer="rural"]');
  const doubtful = (each) => Object.values(each.intervals).some((interval) => interval[2]);
  if (rural && data.themes.some(doubtful)) {
    rural.checked = false;
    rural.dispatchEvent(new Event("change"));
  }
  show(theme);
})();
