"""Drawings of figures as pictures for documents: the style sheets of the pages, made plain.

The drawings carry classes; the pages' style sheets say what these look like. A document has no
style sheet, so the rules are resolved into the few that the renderer of SVG understands:
variables are put in place, lists of selectors are written out, rules for screens are left.
"""

from __future__ import annotations

import re
import struct
from functools import cache
from itertools import product
from typing import Any

from markupsafe import Markup

from pilotzones.assets import asset
from pilotzones.present.book import environment

_SHEETS = ("page.css", "themes.css", "people.css", "round.css", "report.css")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_VARIABLE = re.compile(r"var\((--[\w-]+)\)")
_IS = re.compile(r":is\(([^()]*)\)")
_PAINT = re.compile(
    r"(?:^|;)\s*(fill(?:-opacity|-rule)?|stroke(?:-[a-z]+)?|paint-order|opacity|display|"
    r"font-size|font-weight|font-style|text-anchor)\s*:\s*([^;]+)"
)
_CLASS = re.compile(r'class="([^"]*)"')
_OF_SELECTOR = re.compile(r"\.([\w-]+)")
_SYMBOL = re.compile(r"<symbol.*?</symbol>", re.DOTALL)
_DEFS = re.compile(r"<defs>(.*?)</defs>", re.DOTALL)
_ROOT = re.compile(r"<svg\b([^>]*)>")
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
FONTS = "Noto Sans"
PATTERNS = Markup(
    '<pattern id="hatch-shared-people" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect class="fig-ground" width="5" height="5"/>'
    '<path class="fig-hatch" d="M0 0v5"/></pattern>'
    '<pattern id="hatch-part" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(-45)"><rect class="fig-ground" width="5" height="5"/>'
    '<path class="fig-hatch-ink" d="M0 0v5"/></pattern>'
)
"""Patterns of the figures on people."""


def standalone(svg: str) -> str:
    """The drawing with its patterns inside, its size written on it, and no outer name."""
    found = _BOX.search(svg)
    if found is None:
        raise ValueError("a drawing has a viewBox that starts at 0 0")
    width, height = found.groups()
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    opened = _ROOT.sub(lambda m: f"{head}{m.group(1)}><defs>{_patterns()}</defs>", svg, count=1)
    return opened


def picture(svg: str, *, pixels: int) -> bytes:
    """The drawing as PNG, so many pixels wide, on white."""
    from resvg_py import svg_to_bytes

    drawn = standalone(svg)
    made = svg_to_bytes(
        svg_string=drawn,
        style_sheet=style_sheet(drawn),
        background="#ffffff",
        width=pixels,
        font_family=FONTS,
        sans_serif_family=FONTS,
    )
    return bytes(made)


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG, in pixels."""
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


@cache
def _patterns() -> str:
    pages: Any = environment().get_template("_parts.html.j2").module
    calls: Any = environment().get_template("_round_parts.html.j2").module
    drawn = (str(m()) for m in (pages.patterns, pages.theme_patterns, calls.map_patterns))
    patterns = "".join(part for each in drawn for part in _DEFS.findall(each)) + str(PATTERNS)
    return patterns + "".join(_SYMBOL.findall(str(pages.signs())))


def style_sheet(svg: str) -> str:
    """Rules of the pages that paint this drawing, for a renderer that knows plain CSS only."""
    there = {name for names in _CLASS.findall(svg) for name in names.split()}
    return "\n".join(rule for classes, rule in _painting() if classes <= there)


@cache
def _painting() -> tuple[tuple[frozenset[str], str], ...]:
    """Rules that paint, each with the classes that it speaks of.

    The one verdict that drawings carry a sign of is that of a zone that something blocks.
    """
    found: list[tuple[frozenset[str], str]] = []
    variables: dict[str, str] = {}
    for name in _SHEETS:
        for selectors, body in _rules(asset("maps", name).read_text("utf-8")):
            if selectors.strip() == ":root":
                variables |= dict(re.findall(r"(--[\w-]+)\s*:\s*([^;]+)", body))
                continue
            paint = "; ".join(f"{key}: {value.strip()}" for key, value in _PAINT.findall(body))
            if paint:
                found += [
                    (frozenset(_OF_SELECTOR.findall(one)), f"{one} {{ {paint} }}")
                    for one in _written_out(selectors)
                ]

    variables["--verdict"] = variables["--fail"]

    def put(rule: str) -> str:
        return _VARIABLE.sub(lambda m: variables.get(m.group(1), "inherit").strip(), rule)

    return tuple((classes, put(rule)) for classes, rule in found)


def _rules(css: str) -> list[tuple[str, str]]:
    """Rules outside of any ``@`` block: selectors and body."""
    css, found, place = _COMMENT.sub("", css), [], 0
    while (start := css.find("{", place)) >= 0:
        head, depth, end = css[place:start].strip(), 1, start + 1
        while depth and end < len(css):
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        if not head.startswith("@"):
            found.append((head, css[start + 1 : end - 1]))
        place = end
    return found


def _written_out(selectors: str) -> list[str]:
    """Selectors one by one, ``:is(a, b)`` as both; those of states and parts are left out."""
    found: list[str] = []
    for one in _split(selectors):
        lists = [[part.strip() for part in inner.split(",")] for inner in _IS.findall(one)]
        for chosen in product(*lists):
            parts = iter(chosen)
            plain = _IS.sub(lambda _, parts=parts: next(parts), one).strip()
            if ":" not in plain and "." in plain:
                found.append(plain)
    return found


def _split(selectors: str) -> list[str]:
    """Parts of a list of selectors; commas inside brackets part nothing."""
    parts, depth, last = [], 0, 0
    for place, sign in enumerate(selectors):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == "," and depth == 0:
            parts.append(selectors[last:place])
            last = place + 1
    return [*parts, selectors[last:]]
