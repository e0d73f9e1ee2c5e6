"""The national draw page beside geopandas `explore` of the same layer, in headless Chromium.

Both pages are made from the same file, opened from the disk without a network, once unthrottled and
once with the processor slowed four times. Measured: size of the file (and gzipped), requests to the
outside, milliseconds from the start of the navigation until the page answers, and milliseconds from
a mouse click on a unit until the frame that shows the answer has been handed over.

`explore` loads Leaflet and others from the network. So that it draws at all, requests for Leaflet
are answered with the copy of xstatic-leaflet and all others with nothing: its times are those of a
network that takes no time.

    python bench_draw.py --layer postcodes_be.gpkg
    python bench_draw.py --synthetic 20000            # SYNTHETIC layer
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import geopandas as gpd
from bench_zones import synthetic_layer
from playwright.sync_api import Page, Route, sync_playwright
from xstatic.pkg import leaflet

ASSETS = Path(leaflet.BASE_DIR)
READY = {
    "pilotzones draw": "() => document.documentElement.dataset.ready === '1'",
    "geopandas explore": "() => document.querySelectorAll('path.leaflet-interactive').length > 500",
}
WATCH = """
(() => {
  const ready = %s;
  window.readyAt = null;
  const look = () => {
    if (window.readyAt === null && document.body && ready()) window.readyAt = performance.now();
    if (window.readyAt === null) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  window.answers = [];
  addEventListener("pointerup", (event) => {
    const began = event.timeStamp;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.answers.push(performance.now() - began);
      channel.port2.postMessage(0);
    });
  }, true);
})();
"""


def pages(layer: Path, folder: Path) -> dict[str, tuple[Path, float]]:
    """The two pages with the seconds that each took to make."""
    ours, theirs = folder / "draw.html", folder / "explore.html"
    start = time.perf_counter()
    command = [sys.executable, "-m", "pilotzones", "draw", "--units", str(layer), "--lang", "en"]
    command += ["--population-column", "population", "--out", str(ours)]
    subprocess.run(command, check=True, capture_output=True)
    made = time.perf_counter() - start
    start = time.perf_counter()
    frame = gpd.read_file(layer)
    kept = [name for name in ("postcode", "population", "density") if name in frame]
    column = "density" if "density" in frame else "population"
    frame[[*kept, "geometry"]].explore(column=column, scheme=None).save(str(theirs))
    return {
        "pilotzones draw": (ours, made),
        "geopandas explore": (theirs, time.perf_counter() - start),
    }


def wait(page: Page, condition: str) -> None:
    """Wait until an expression is true; asked from outside, as the page lets nothing be evaluated."""
    while not page.evaluate(condition):
        page.wait_for_timeout(20)


def measured(page: Page, name: str, path: Path, slow: int, clicks: int) -> dict[str, object]:
    """Figures of one page in a fresh tab."""
    outside: list[str] = []

    def answer(route: Route) -> None:
        outside.append(route.request.url)
        wanted = ASSETS / Path(urlsplit(route.request.url).path).name
        if wanted.is_file():
            route.fulfill(path=wanted)
        else:
            route.fulfill(body="", content_type="text/plain")

    page.route(lambda url: not url.startswith(("file:", "data:", "blob:")), answer)
    page.add_init_script(WATCH % READY[name])
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
    page.goto(path.as_uri(), wait_until="commit")
    wait(page, "window.readyAt !== null")
    size = page.viewport_size or {"width": 1440, "height": 900}
    for k in range(clicks):
        x, y = size["width"] * (0.30 + 0.02 * (k % 9)), size["height"] * (0.45 + 0.02 * (k % 7))
        page.mouse.move(x, y)
        page.mouse.click(x, y)
        wait(page, f"window.answers.length > {k}")
    answers = page.evaluate("window.answers")
    return {
        "interactive_ms": round(page.evaluate("window.readyAt")),
        "click_ms": round(statistics.median(answers), 1),
        "click_worst_ms": round(max(answers), 1),
        "outside_requests": len(outside),
        "outside_hosts": len({urlsplit(url).netloc for url in outside}),
    }


def main() -> None:
    """Print one JSON line per page and slowness."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layer", type=Path)
    parser.add_argument("--synthetic", type=int, default=0)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--clicks", type=int, default=20)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        layer = args.layer
        if args.synthetic:
            layer = Path(folder) / "synthetic_units.gpkg"
            synthetic_layer(args.synthetic).to_file(layer)
        browser = started.chromium.launch(executable_path=args.browser)
        for name, (path, made) in pages(layer, Path(folder)).items():
            content = path.read_bytes()
            told = {
                "page": name,
                "make_s": round(made, 1),
                "mb": round(len(content) / 1e6, 2),
                "gzip_mb": round(len(gzip.compress(content)) / 1e6, 2),
            }
            for slow in (1, 4):
                runs = []
                for _ in range(args.runs):
                    tab = browser.new_page(viewport={"width": 1440, "height": 900})
                    runs.append(measured(tab, name, path, slow, args.clicks))
                    tab.close()
                figures = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
                print(json.dumps(told | {"slowed": slow} | figures), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
