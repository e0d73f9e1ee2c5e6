"""A report as one HTML file: no script, no outside request, A4 when it is printed."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from pilotzones import __version__
from pilotzones.present.book import asset_text, environment
from pilotzones.present.policy import PLACE, with_policy
from pilotzones.present.reports.cells import shown
from pilotzones.present.reports.layout import above, widths
from pilotzones.present.reports.model import (
    Block,
    Cell,
    Figure,
    Gone,
    Report,
    Sign,
    Words,
)
from pilotzones.present.reports.pictures import PATTERNS
from pilotzones.present.reports.wording import Wording

_SHEETS = ("page.css", "themes.css", "people.css", "round.css", "report.css")
_SWAPPED = re.compile(r' data-(?:t|n)(?:-[\w-]+)?="[^"]*"')
"""What the pages' script would swap: a report is in one language."""


def html_report(report: Report) -> bytes:
    """The report as HTML."""
    parts = environment().get_template("_parts.html.j2").module
    fields = {
        "report": report,
        "words": Wording(report.lang),
        "parts": parts,
        "css": Markup("\n").join(asset_text(name) for name in _SHEETS),
        "place_of_policy": PLACE,
        "version": __version__,
        "summary": [s for s in report.sections if s.summary],
        "annex": [s for s in report.sections if not s.summary],
        "drawn": drawn,
        "figure_patterns": PATTERNS,
        "round_parts": environment().get_template("_round_parts.html.j2").module,
        "widths": lambda table: widths(table, report.lang),
        "cell": lambda cell: cell_html(cell, report.lang),
    }
    return with_policy(_environment().get_template("report.html.j2").render(fields)).encode()


@cache
def _environment() -> Environment:
    """Templates that know the kinds of block by name."""
    made = environment().overlay()
    made.filters = {
        **made.filters,
        "batch_above": above,
    }
    made.tests = {
        **made.tests,
        **{f"a_{kind.__name__}": _is(kind) for kind in Block.__args__},
    }
    return made


def _is(kind: type) -> object:
    return lambda block: isinstance(block, kind)


def drawn(figure: Figure) -> tuple[Markup, ...]:
    """Drawings of a figure without what only scripts need."""
    return tuple(Markup(_SWAPPED.sub("", each)) for each in figure.svg())


def cell_html(cell: Cell, lang: str) -> Markup:
    """Cell of a table; what has no value has a sign beside its word."""
    words = shown(cell, lang)
    if not words:
        return Markup("")
    if isinstance(cell, Sign):
        pattern = (
            '<span class="verdict v-{0}"><svg class="sign" aria-hidden="true" focusable="false">'
            '<use href="#sign-{0}"/></svg><span class="word">{1}</span></span>'
        )
        return Markup(pattern).format(str(cell.verdict), words)
    if cell in (Gone.HIDDEN, Gone.NO_DATA):
        pattern = (
            '<span class="gone gone-{0}"><svg class="gone-sign" aria-hidden="true" '
            'focusable="false"><use href="#gone-{0}"/></svg>{1}</span>'
        )
        return Markup(pattern).format(str(cell.value), words)
    if isinstance(cell, Words) and cell.lang is not None:
        return Markup('<bdi lang="{}">{}</bdi>').format(cell.lang, words)
    return Markup("<bdi>{}</bdi>").format(words)
