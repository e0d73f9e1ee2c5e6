"""The summary: the answer over all parts, the figures, what is not known yet."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest
from synthetic import case
from synthetic_care import ZONE, care_case
from synthetic_journey import journey_findings, journey_people
from synthetic_people import people_sheet
from synthetic_people_tables import with_cell

from pilotzones.findings import Severity, Verdict
from pilotzones.present.answer import answer
from pilotzones.present.book import Book
from pilotzones.present.headline import headline
from pilotzones.present.headline_figures import headline_figures
from pilotzones.present.summary_page import summary_page
from pilotzones.present.texts import Texts
from pilotzones.present.unknown import unknown
from pilotzones.stratification.released import HIDDEN
from pilotzones.words import text
from pilotzones.zones.sheet import zone_sheet


def words(markups):
    return [unescape(m.striptags()) for m in markups]


def figures(sheet, lang="en"):
    return [(unescape(f.value.striptags()), f.link) for f in headline_figures(sheet, Texts(lang))]


def test_answer_is_over_all_findings_and_speaks_of_the_project(journey_sheet):
    calm = replace(journey_sheet, findings=())
    passing = next(f for f in journey_findings(journey_sheet) if f.rule == "T01")
    assert passing.verdict is Verdict.PASS
    failing = replace(passing, rule="T02", verdict=Verdict.FAIL, severity=Severity.BLOCKING)
    warned = replace(passing, verdict=Verdict.WARN)
    for further, id in (
        ((), "head.fit"),
        ((passing,), "summary.head.fit"),
        ((passing, warned), "summary.head.warned"),
    ):
        assert headline_words(calm, further) == text(id, "en", n=1)
    assert headline((passing, failing)).findings == (failing,)


def headline_words(sheet, further):
    return answer(sheet, Texts("en"), further).title("en")


def test_figures_are_population_chronic_target_gps_and_people_without(journey_sheet):
    assert figures(journey_sheet) == [
        ("40,000", "zone.html"),
        ("20,743", "people.html"),
        ("9,240", "people.html"),
        ("67.5", "care.html"),
        ("10,000", "care.html"),
    ]


def test_figures_of_a_zone_alone_are_those_of_the_zone():
    sheet = zone_sheet(case(["00", "01"]))
    assert [link for _, link in figures(sheet)] == ["zone.html"] * 4
    assert figures(sheet)[0][0] == "20,000"


def test_hidden_target_group_is_written_as_hidden_and_never_as_a_number():
    people = journey_people()
    criteria = with_cell(people.tables["criteria"], "people", HIDDEN, term="union")
    people = replace(people, tables={**people.tables, "criteria": criteria})
    shown = [value for value, _ in figures(zone_sheet(replace(care_case(), people=people)))]
    assert text("theme.sign.hidden", "en") in shown
    assert "9,240" not in shown


def told(sheet, findings=()):
    book = Book(sheet, None, "en", "Project", findings=findings)
    return words(unknown(book, Texts("en")))


def test_parts_that_are_missing_are_named_with_their_section():
    lines = told(zone_sheet(case(ZONE)))
    assert text("summary.unknown.people", "en") in lines
    assert text("summary.unknown.care", "en") in lines


def test_parts_that_are_there_are_not_called_missing(journey_sheet):
    lines = told(journey_sheet)
    assert text("summary.unknown.people", "en") not in lines
    assert text("summary.unknown.care", "en") not in lines
    assert text("summary.unknown.real_people", "en") in lines


@pytest.mark.parametrize(
    ("changes", "id"),
    [
        ({"criteria": None}, "summary.unknown.target"),
        ({"model": None}, "summary.unknown.model"),
        ({"model": replace(people_sheet().model, signal=False)}, "summary.unknown.signal"),
    ],
)
def test_what_the_people_lack_is_named(changes, id):
    people = replace(journey_people(), **changes)
    assert text(id, "en") in told(zone_sheet(replace(care_case(), people=people)))
    assert text(id, "en") not in told(zone_sheet(replace(care_case(), people=journey_people())))


def test_rules_that_lack_the_same_input_stand_together(journey_sheet):
    findings = journey_findings(journey_sheet)
    missing = [
        f for f in (*journey_sheet.findings, *findings) if f.verdict is Verdict.NOT_COMPUTABLE
    ]
    lines = told(journey_sheet, findings)
    for finding in missing:
        assert sum(text(f"{finding.rule}.title", "en") in line for line in lines) == 1
    assert len(lines) < len(missing) + 5


def test_page_has_five_strengths_and_five_gaps_at_most(journey_sheet):
    book = Book(journey_sheet, None, "en", "P", findings=journey_findings(journey_sheet))
    page = summary_page(book)
    assert page.count('<ol class="points">') == 2
    for part in page.split('<ol class="points">')[1:]:
        assert 1 <= part.split("</ol>")[0].count("<li") <= 5
