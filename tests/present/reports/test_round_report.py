"""The report on a SYNTHETIC call: the same numbers as its view, in every format."""

from __future__ import annotations

import pytest
from report_reading import spaced, words_of
from synthetic_calls import PARTNERS, SHARED, STRANDED, call_view, people_in, stranded_areas

from pilotzones.present.reports.cells import plain
from pilotzones.present.reports.docx import docx_report
from pilotzones.present.reports.html import html_report
from pilotzones.present.reports.model import Figure
from pilotzones.present.reports.round import RoundSubject, round_report
from pilotzones.present.reports.xlsx import xlsx_report
from pilotzones.words import LANGUAGES


@pytest.fixture(scope="module")
def view():
    return call_view(partners=PARTNERS)


@pytest.fixture(scope="module")
def stranded(view):
    return stranded_areas(view)


def table(report, id: str):
    return next(t for t in report.tables() if t.id == id)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_zones_overlaps_and_what_is_left_are_those_of_the_call(lang, view, stranded):
    made = round_report(RoundSubject(view, lang, stranded))
    assert [r.key for r in table(made, "table-1").rows] == [s.case.zone.name for s in view.sheets]
    assert sum(plain(r.cells[2]) for r in table(made, "table-2a").rows) == people_in(SHARED)
    assert len(table(made, "table-5").rows) == len(STRANDED)
    assert [r.key for r in table(made, "table-3").rows] == ["Croix"]


def test_nobody_looked_is_not_the_same_as_nothing_stranded(view):
    made = round_report(RoundSubject(view, "en", None))
    assert not [t for t in made.tables() if t.id == "table-5"]
    said = words_of("html", html_report(made))
    assert "Stranded units were not looked for." in said
    none = words_of("html", html_report(round_report(RoundSubject(view, "en", ()))))
    assert "Stranded units were not looked for." not in none


@pytest.mark.parametrize("writer", [html_report, docx_report, xlsx_report])
def test_the_same_call_gives_the_same_bytes(writer, view, stranded):
    one, other = (round_report(RoundSubject(view, "de", stranded)) for _ in range(2))
    assert writer(one) == writer(other)


def test_the_map_has_its_legend_and_no_link(view, stranded):
    made = round_report(RoundSubject(view, "fr", stranded))
    figure = next(b for b in made.blocks() if isinstance(b, Figure))
    (svg,) = figure.svg()
    assert "<a " not in svg
    assert "dans plusieurs zones" in spaced(svg)
