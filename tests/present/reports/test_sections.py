"""What the sections of a report say, held against the released tables and the findings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from synthetic_care import GAPS, SHORTAGE
from synthetic_journey import journey_findings

from pilotzones.present.book import Book
from pilotzones.present.maps.scene import scene_of
from pilotzones.present.reports.cells import plain, shown
from pilotzones.present.reports.directions import compared
from pilotzones.present.reports.kinds import project_report
from pilotzones.present.reports.measured_cells import interval
from pilotzones.present.reports.model import Bullets, Figure, Gone, Interval, Words
from pilotzones.stratification.released import HIDDEN
from pilotzones.words import LANGUAGES


def table(report, id: str):
    return next(t for t in report.tables() if t.id == id)


def row(report, id: str, key: str):
    return next(r for r in table(report, id).rows if r.key == key)


WANTED = [
    *("table-1", "table-2a", "table-2b", "table-2c", "table-2d", "table-3a", "table-3b"),
    *(f"table-3{letter}" for letter in "cdefghijkl"),
    *("table-4a", "table-4b", "table-4c", "table-5a", "table-5b", "table-5c"),
    *("table-6", "table-7a", "table-7b", "table-7c", "table-7d", "table-7e", "table-7f"),
    "table-10",
]


def test_the_whole_report_has_every_output_of_the_list_that_is_computed(report):
    tables = {t.id for t in report.tables()}
    assert set(WANTED) <= tables
    figures = {b.id for b in report.blocks() if isinstance(b, Figure)}
    risk = {f"figure-2{letter}" for letter in "abcde"}
    assert figures == {"map-1", "map-2", "map-3", "figure-1", *risk, "figure-4"}


def test_needs_as_told_stand_beside_the_four_lists_as_they_were_written(report):
    (voices,) = [b for b in report.blocks() if isinstance(b, Bullets) and b.id == "voices"]
    assert [item.text for item in voices.items] == [
        "Attendre moins longtemps – Patients, Ciney (Groupe de discussion, mars 2026)",
        "Un seul plan de soins – Infirmières (Enquête de mai 2026)",
    ]


def test_signs_of_inefficiency_have_their_interval_and_say_whether_it_is_good(report):
    """SYNTHETIC rates: more days than expected, fewer readmissions, the rest unclear or hidden."""
    table = next(t for t in report.tables() if t.id == "table-6")
    said = {row.key: row.cells[-1] for row in table.rows}
    assert said["long_stays"] == Words("plus élevé\u00a0: défavorable")
    assert said["readmission"] == Words("plus bas\u00a0: favorable")
    assert said["polypharmacy"] == Words("pas d’écart net")
    assert said["repeated"] == Words("non comparable\u00a0: masqué")
    ends = {row.key: row.cells[3] for row in table.rows}
    assert isinstance(ends["long_stays"], Interval)
    assert ends["long_stays"].low.value < 148 < ends["long_stays"].high.value
    assert ends["repeated"] is Gone.HIDDEN


def test_priorities_are_told_apart_for_the_rural_part_with_the_groups_own_beside(report):
    tables = {t.id: t for t in report.tables() if t.number == 12}
    assert list(tables) == ["table-12", "table-12b", "table-12c", "table-12d"]
    assert all(row.key.endswith(".rural") for row in tables["table-12"].rows)
    assert all(row.key.endswith(".other") for row in tables["table-12b"].rows)
    own = [row.cells[-1] for row in tables["table-12c"].rows]
    assert Words("pas dans le score") in own
    assert len(tables["table-12d"].rows) == 2


def test_the_swot_page_has_four_lists(report):
    ids = [b.id for b in report.blocks() if isinstance(b, Bullets) and b.id.startswith("swot-")]
    headings = {s.id for s in report.sections if s.id.startswith("swot-")}
    four = ("strengths", "weaknesses", "opportunities", "threats")
    assert headings == {f"swot-{name}" for name in four}
    assert set(ids) <= headings


def test_compliance_has_a_row_for_every_finding(report, journey_book):
    found = table(report, "table-10")
    assert [r.key for r in found.rows] == [f.rule for f in journey_book.every_finding]


def test_target_group_is_the_released_number(report, journey_book):
    released = journey_book.sheet.case.people.tables["criteria"].number("people", term="union")
    assert plain(row(report, "table-4a", "union").cells[1]) == released
    assert plain(table(report, "table-4a").main) == released


def test_every_gap_and_every_municipality_of_the_shortage_rule_has_its_row(report):
    assert len(table(report, "table-7b").rows) == len(GAPS)
    assert [r.key for r in table(report, "table-7d").rows] == [s.area for s in SHORTAGE]


def test_a_type_that_no_list_covers_has_no_data_and_no_nought(report):
    cells = row(report, "table-7a", "dentist").cells
    assert cells[1:4] == (Gone.NO_DATA,) * 3


def test_the_14_components_are_served_or_called_a_gap(report):
    rows = table(report, "table-7e").rows
    assert len(rows) == 14
    served = {int(r.key): plain(r.cells[2]) for r in rows}
    assert served[5] == 2  # general practitioner and pharmacy; the dentists are outside
    assert served[14] == 0
    assert "lacune" in shown(rows[13].cells[3], "fr")


def test_a_hidden_unit_stays_hidden_on_the_map_and_in_its_table(report):
    cells = row(report, "map-2-table", "11").cells
    assert set(cells[2:]) == {Gone.HIDDEN}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_higher_and_lower_are_said_with_whether_that_is_good(lang):
    worse = compared(0.2, 0.1, "worse", lang)
    better = compared(0.1, 0.2, "worse", lang)
    neither = compared(0.2, 0.1, "neutral", lang)
    assert len({worse, better, neither}) == 3


def test_what_is_hidden_is_not_compared():
    assert compared(HIDDEN, 0.1, "worse", "en") == Words("not comparable: hidden")
    assert compared(None, 0.1, "worse", "en") is Gone.NO_DATA


def test_an_interval_is_that_of_wilson():
    """Truth: Newcombe 1998, Statistics in Medicine 17:857, table I: 15 of 148, method 3."""
    found = interval(15, 148)
    assert (round(found.low.value, 4), round(found.high.value, 4)) == (0.0624, 0.1605)
    assert interval(HIDDEN, 148) is Gone.HIDDEN


def test_a_project_without_people_and_care_has_a_report_of_its_zone(demo_sheet):
    book = Book(demo_sheet, scene_of(demo_sheet), "nl", "Dinant")
    made = project_report(book, "whole")
    ids = {section.id for section in made.sections}
    assert {"map-zone", "zone-sheet", "compliance", "sources"} <= ids
    assert not {"profile", "strata", "target", "resources", "components"} & ids
    assert not made.made_up


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_the_same_rows_with_the_same_values(lang, journey_book, report):
    other = project_report(replace(journey_book, lang=lang), "whole")
    for mine, theirs in zip(report.tables(), other.tables(), strict=True):
        assert [r.key for r in mine.rows] == [r.key for r in theirs.rows]
        for a, b in zip(mine.rows, theirs.rows, strict=True):
            numbers = [
                (plain(x), plain(y))
                for x, y in zip(a.cells, b.cells, strict=True)
                if not isinstance(x, Words)
            ]
            assert all(x == y for x, y in numbers)


def test_a_zone_sheet_judges_the_zone_alone(journey_book):
    made = project_report(journey_book, "zone")
    assert {r.key[0] for r in table(made, "table-1b").rows} == {"Z"}
    assert not [t for t in made.tables() if t.id.startswith("table-2")]


def test_what_changed_is_told_from_the_earlier_run(journey_sheet):
    from pilotzones.present.changes_words import since
    from pilotzones.present.history import Entry
    from pilotzones.present.snapshot import snapshot_of

    findings = journey_findings(journey_sheet)
    now = snapshot_of(journey_sheet, findings)
    was = now.model_copy(update={"figures": {**now.figures, "population": 1}})
    from datetime import date

    entry = Entry(date(2026, 3, 1), was)
    book = Book(
        journey_sheet, None, "en", "P", findings=findings, earlier=(entry,), since=since(entry, now)
    )
    changed = next(s for s in project_report(book, "zone").sections if s.id == "changed")
    assert "1 March 2026" in changed.blocks[0].text
    assert changed.blocks[1].items


QUESTIONS = [
    f"question-{id}" for id in ("who", "ill", "outlook", "forgotten", "cost", "next", "data")
]


def test_report_for_coaches_has_a_page_for_each_question_and_every_table_behind(
    journey_book, report
):
    made = project_report(journey_book, "stratification")
    ids = [s.id for s in made.sections]
    assert [id for id in ids if id in QUESTIONS] == QUESTIONS
    assert all(s.new_page for s in made.sections if s.id in QUESTIONS)
    of_people = {t.id for t in report.tables() if t.id[:7] in ("table-2", "table-3", "table-4")}
    of_people |= {t.id for t in report.tables() if t.id.startswith(("figure-1", "figure-2"))}
    told = [t.id for t in made.tables()]
    assert of_people <= set(told)
    assert len(told) == len(set(told)), "no table stands twice"
    for figure in (b for b in made.blocks() if isinstance(b, Figure) and b.table is not None):
        fronts = (s for s in made.sections if s.id in QUESTIONS)
        assert all(figure not in section.blocks for section in fronts)


def test_measures_of_outcomes_keep_their_released_value(report, journey_book):
    released = journey_book.sheet.case.people.tables["outcomes"]
    cell = row(report, "table-3f", "r2_capped").cells[1]
    value = released.number("value", outcome="next_cost", model="combined", metric="r2_capped")
    assert plain(cell) == round(value, 2)
    assert "0,20" in shown(cell, "fr") and "0,22" in shown(cell, "fr")


def test_verdict_on_a_group_and_its_hidden_neighbour(report):
    under = row(report, "figure-2e-table", "increased_reimbursement-yes-under")
    assert under.cells[-1] == Words("sous-estimé")
    hidden = row(report, "figure-2e-table", "cond_hiv-yes-unclear")
    assert set(hidden.cells[1:4]) == {Gone.HIDDEN}
