"""Every page in four languages and three widths: looked at, and held to what a page must be.

Makes the demonstration, the pages of a round, the draw page and the reports, opens each in Chromium
without a network and writes one contact sheet per page into ``out/proof/pages``. A fault is:
something to scroll sideways to, text that is cut off or overlaps, contrast below 4.5, an id of a
message, a text left in English, a violation that axe finds, a request, an error in the console.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from proofs.browsing import browser, view
from proofs.frame import ROOT, Outcome, Proof
from proofs.page_checks import left_in_english, look_at

from pilotzones.words import LANGUAGES

WIDTHS = (1440, 768, 390)
_SHOWN = {1440: 560, 768: 380, 390: 250}
"""Width of each view on the contact sheet, in pixels."""
_HIGHEST = 12_000
"""Pixels of a page that its picture shows."""
_ROUND = """zone;postcode
Dinant;5500
Dinant;5501
Dinant;5502
Dinant;5503
Dinant;5504
Ciney;5590
Ciney;5580
Ciney;5504
"""
"""SYNTHETIC call of two zones, one of them in two pieces, that share a unit."""


def prove(proof: Proof) -> Outcome:
    """Outcome over all pages."""
    pages = _pages(proof)
    counts = {"pages": len(pages), "views": 0, "lines": 0, "contrasts": 0, "axe_rules": 0}
    faults: list[str] = []
    with browser() as chromium:
        for name, path in pages.items():
            found = proof.step(
                name, lambda name=name, path=path: _look(chromium, name, path, proof)
            )
            faults += found["faults"]
            for key, n in found["counts"].items():
                counts[key] = counts.get(key, 0) + n
        counts["chromium"] = chromium.version
    return Outcome(counts, tuple(faults), ("playwright", "axe-playwright-python"))


def _pages(proof: Proof) -> dict[str, dict[str, Path]]:
    """File of every page in each language, by a name for its contact sheet; made where missing.

    Pages that switch their language are one file; a report has one for each language, and in the
    folder of a site only the one of the project.
    """
    made = proof.folder / "made"
    made.mkdir(parents=True, exist_ok=True)
    zones, demo = made / "round.csv", ROOT / "models" / "demo" / "pilot.toml"
    zones.write_text(_ROUND, "utf-8")
    spoken = ("--format", "html", "--lang", ",".join(LANGUAGES))
    for name, arguments in {
        "demo": ("demo", "--out", made / "demo", "--lang", "fr"),
        "round": ("round", "check", zones, "--out", made / "round", "--lang", "fr"),
        "draw": ("draw", demo, "--out", made / "draw.html", "--lang", "fr"),
        "reports": ("report", demo, *spoken, "--out", made / "reports"),
        "round report": ("report", "--round", zones, *spoken, "--out", made / "round-reports"),
    }.items():
        proof.step(f"make {name}", lambda arguments=arguments: _run(*arguments))
    found: dict[str, dict[str, Path]] = {}
    for path in sorted(made.rglob("*.html")):
        name = path.relative_to(made).with_suffix("").as_posix().replace("/", "-")
        base, _, lang = name.rpartition(".")
        if lang in LANGUAGES:
            found.setdefault(base, {})[lang] = path
        else:
            found[name] = dict.fromkeys(LANGUAGES, path)
    return found


def _run(*arguments: object) -> int:
    """Exit code of a command of the program: 0, or 1 where a zone fails."""
    command = [sys.executable, "-m", "pilotzones", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}\n{done.stderr}")
    return done.returncode


def _look(chromium: Any, name: str, paths: dict[str, Path], proof: Proof) -> dict[str, Any]:
    """Faults and counts of one page in every language and width, with its contact sheet."""
    faults: list[str] = []
    counts = {"views": 0, "lines": 0, "contrasts": 0, "axe_rules": 0}
    texts: dict[tuple[str, int], tuple[str, ...]] = {}
    pictures: dict[tuple[str, int], Path] = {}
    for width in WIDTHS:
        for lang, path in paths.items():
            with view(chromium, path, width=width, lang=lang) as seen:
                looked = look_at(seen.page)
                axe = _axe(seen.page)
                texts[lang, width] = looked.texts
                pictures[lang, width] = _picture(seen.page, proof, f"{name}-{lang}-{width}")
                said = [*looked.faults, *axe[0], *seen.complaints]
                faults += [f"{name} {lang} {width}: {fault}" for fault in dict.fromkeys(said)]
            counts["views"] += 1
            counts["lines"] += looked.counts["lines"]
            counts["contrasts"] += looked.counts["judged"]
            counts["axe_rules"] += axe[1]
    for (lang, width), found in texts.items():
        if lang != "en" and "en" in paths:
            left = left_in_english(found, texts["en", width])
            faults += [f"{name} {lang} {width}: left in English: {text[:100]}" for text in left]
    _sheet(chromium, proof.folder / f"{name}.png", pictures)
    for picture in pictures.values():
        picture.unlink()
    return {"faults": faults, "counts": counts}


def _axe(page: Any) -> tuple[list[str], int]:
    """Violations that axe finds, and how many of its rules passed."""
    from axe_playwright_python.sync_playwright import Axe

    response = Axe().run(page).response
    found = [
        f"axe {violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in response["violations"]
    ]
    return found, len(response["passes"])


def _picture(page: Any, proof: Proof, name: str) -> Path:
    path = proof.folder / "views" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    size = page.viewport_size
    tall = min(page.evaluate("document.documentElement.scrollHeight"), _HIGHEST)
    clip = {"x": 0, "y": 0, "width": size["width"], "height": max(tall, size["height"])}
    page.screenshot(path=path, full_page=True, clip=clip)
    return path


def _sheet(chromium: Any, path: Path, pictures: dict[tuple[str, int], Path]) -> None:
    """One picture of all views: a row for each width, the languages side by side."""
    rows = []
    for width in WIDTHS:
        views = "".join(
            f'<figure><figcaption>{lang} {width}</figcaption><img style="width:{_SHOWN[width]}px" '
            f'src="{pictures[lang, width].as_uri()}"></figure>'
            for lang, each in pictures
            if each == width
        )
        rows.append(f"<div>{views}</div>")
    source = path.with_suffix(".html")
    source.write_text(
        "<!doctype html><meta charset=utf-8><style>body{margin:8px;background:#777;"
        "width:max-content}"
        "div{display:flex;gap:8px;align-items:start;margin-bottom:16px}figure{margin:0}"
        f"figcaption{{font:14px sans-serif;color:#fff}}</style>{''.join(rows)}",
        "utf-8",
    )
    page = chromium.new_page(viewport={"width": 4 * max(_SHOWN.values()) + 48, "height": 800})
    page.goto(source.as_uri())
    page.screenshot(path=path, full_page=True)
    page.close()
    source.unlink()
