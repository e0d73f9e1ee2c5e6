"""The three writers say the same of one report, and always with the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from markupsafe import escape
from report_reading import EVIL, FORMULA, TURNED, document, spaced, words_of, workbook

from pilotzones.findings import Verdict
from pilotzones.present.reports.cells import shown
from pilotzones.present.reports.docx import docx_report
from pilotzones.present.reports.html import html_report
from pilotzones.present.reports.kinds import TITLES, project_report
from pilotzones.present.reports.model import Euro, Figure, Gone, Number, Share, Sign
from pilotzones.present.reports.xlsx import xlsx_report

WRITERS = {"html": html_report, "docx": docx_report, "xlsx": xlsx_report}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_project_gives_the_same_bytes(form, journey_book, written):
    assert WRITERS[form](project_report(journey_book, "whole")) == written[form]


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_a_container_holds_no_time_of_its_making(form, written):
    with zipfile.ZipFile(io.BytesIO(written[form])) as made:
        assert {info.date_time for info in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = made.read("docProps/core.xml")
    assert core.count(b"2000-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("form", WRITERS)
def test_every_caption_heading_and_foot_is_in_every_format(form, report, written):
    said = spaced(words_of(form, written[form]))
    for section in report.sections:
        if not (section.summary and section.level == 1) and form != "xlsx":
            assert spaced(section.heading) in said
    for table in report.tables():
        for owed in (table.about.source, table.about.date, table.about.n, table.about.limits):
            assert owed
            assert spaced(owed) in said


def test_word_has_real_headings_in_the_order_of_the_report(report, written):
    paragraphs = document(written["docx"]).paragraphs
    headings = [p.text for p in paragraphs if p.style.name.startswith("Heading")]
    wanted = [s.heading for s in report.sections if not (s.summary and s.level == 1)]
    assert headings[: len(wanted)] == wanted


def test_word_captions_are_numbered_by_fields_with_the_numbers_of_the_list(report, written):
    captions = [p for p in document(written["docx"]).paragraphs if p.style.name == "Caption"]
    codes = ["".join(t.text for t in p._p.iter(f"{W}instrText")) for p in captions]
    things = [b for b in report.blocks() if isinstance(b, Figure) or hasattr(b, "heads")]
    assert len(codes) == len(things)
    for code, thing in zip(codes, things, strict=True):
        assert re.fullmatch(rf" SEQ \w+ \\\* ARABIC \\r {thing.number} ", code)


def test_word_has_a_contents_field_that_word_fills_when_it_opens(written):
    body = document(written["docx"]).element.body
    codes = [t.text for t in body.iter(f"{W}instrText")]
    assert ' TOC \\o "1-1" \\h \\z \\u ' in codes
    dirty = [c for c in body.iter(f"{W}fldChar") if c.get(f"{W}dirty") == "true"]
    assert len(dirty) == 1


def test_word_pictures_have_a_text_in_their_place(report, written):
    drawn = list(document(written["docx"]).element.body.iter(DRAWN))
    told = [b.told for b in report.blocks() if isinstance(b, Figure)]
    assert drawn
    assert {d.get("descr") for d in drawn} == set(told)
    assert len({d.get("id") for d in drawn}) == len(drawn)


def test_word_repeats_the_head_of_every_table_of_figures(report, written):
    tables = document(written["docx"]).tables
    heads = {tuple(h.words for h in t.heads) for t in report.tables()}
    found = [t for t in tables if any(tuple(c.text for c in r.cells) in heads for r in t.rows[:2])]
    assert len(found) == len(list(report.tables()))
    for table in found:
        assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None


def test_word_says_its_language_and_project_on_every_page(report, written):
    made = document(written["docx"])
    assert made.styles["Normal"].element.rPr.find(f"{W}lang").get(f"{W}val") == "fr-BE"
    assert report.project in made.sections[0].header.paragraphs[0].text
    codes = [t.text for t in made.sections[0].footer._element.iter(f"{W}instrText")]
    assert codes == [" PAGE ", " NUMPAGES "]


def test_every_table_has_a_sheet_with_frozen_heads_and_a_filter(report, written):
    book = workbook(written["xlsx"])
    links = {c.hyperlink.location for row in book.worksheets[0] for c in row if c.hyperlink}
    assert links == {f"'{name}'!A1" for name in book.sheetnames[1:]}
    tables = [sheet for sheet in book.worksheets if sheet.auto_filter.ref]
    assert len(tables) == len(list(report.tables()))
    assert all(sheet.freeze_panes for sheet in tables)


def numbers_of(report):
    """Value of every cell with a number, rounded as it is shown."""
    for table in report.tables():
        for row in table.rows:
            for cell in row.cells:
                if isinstance(cell, Number | Euro):
                    yield round(cell.value, cell.places)
                elif isinstance(cell, Share):
                    yield round(cell.value, cell.places + 2)


def test_numbers_of_a_sheet_are_numbers_equal_to_those_of_the_model(report, written):
    cells = [c.value for s in workbook(written["xlsx"]) for row in s.iter_rows() for c in row]
    found = sorted(float(v) for v in cells if isinstance(v, int | float))
    for value in numbers_of(report):
        assert value in found
    assert len(found) >= len(list(numbers_of(report)))


@pytest.mark.parametrize("form", ["html", "docx"])
def test_numbers_are_written_as_the_reader_writes_them(form, report, written):
    said = words_of(form, written[form])
    for table in report.tables():
        for row in table.rows:
            for cell in row.cells:
                if isinstance(cell, Number | Share | Euro):
                    assert shown(cell, "fr") in said


def test_hidden_is_a_word_and_never_nought(report, written):
    hidden = [
        (table, row) for table in report.tables() for row in table.rows if Gone.HIDDEN in row.cells
    ]
    assert hidden
    book = workbook(written["xlsx"])
    for _, row in hidden:
        place = row.cells.index(Gone.HIDDEN)
        first = shown(row.cells[0], "fr")
        rows = [r for s in book for r in s.iter_rows(values_only=True) if r[0] == first]
        assert any("masqué" in values for values in rows), (first, place)
        assert not any(value == 0 for values in rows for value in values if value is False)


def test_synthetic_is_said_at_the_head_of_every_page_and_sheet(hostile):
    assert hostile.made_up
    made = document(docx_report(hostile))
    assert "fictives" in made.sections[0].header.paragraphs[0].text
    book = workbook(xlsx_report(hostile))
    for sheet in book:
        heads = [c.value for row in sheet.iter_rows(max_row=8) for c in row]
        assert hostile.made_up in heads


def test_hostile_names_stay_whole_and_harmless_in_html(hostile):
    page = html_report(hostile).decode()
    assert "<script" not in page
    assert "script-src 'none'" in page
    said = words_of("html", page.encode())
    for name in (EVIL, FORMULA, TURNED, "X" * 400):
        assert name in said


def test_hostile_names_stay_whole_and_harmless_in_word(hostile):
    content = docx_report(hostile)
    made, said = document(content), words_of("docx", content)
    for name in (EVIL, FORMULA, TURNED, "X" * 400):
        assert name in said
    targets = {r.target_ref for r in made.part.rels.values() if r.is_external}
    assert not targets


def test_no_cell_of_a_workbook_is_a_formula(hostile):
    content = xlsx_report(hostile)
    book = workbook(content)
    cells = [c for s in book for row in s.iter_rows() for c in row if c.value is not None]
    assert not [c.value for c in cells if c.data_type == "f"]
    evil = [c for c in cells if str(c.value).startswith(FORMULA)]
    assert evil
    assert all(c.quotePrefix for c in evil)
    assert any("X" * 400 in str(c.value) for c in cells)


@pytest.mark.parametrize("kind", [k for k in TITLES if k != "round"])
def test_every_kind_begins_with_the_summary_and_ends_with_its_sources(kind, journey_book):
    made = project_report(journey_book, kind)
    ids = [section.id for section in made.sections]
    assert ids[:6] == ["summary", "gaps", "strengths", "next", "changed", "unknown"]
    assert "sources" in ids
    first = [section.summary for section in made.sections]
    assert first == sorted(first, reverse=True)


def test_a_sign_is_said_in_words_in_word_and_in_the_workbook(report, written):
    cells = [c for t in report.tables() for r in t.rows for c in r.cells]
    signs = {cell.verdict for cell in cells if isinstance(cell, Sign)}
    assert Verdict.PASS in signs
    for form in ("docx", "xlsx"):
        said = words_of(form, written[form])
        for verdict in signs:
            assert shown(Sign(verdict), "fr") in said


def test_a_source_in_english_is_marked_so_in_html_and_word(journey_book):
    source = "Huber & others 2013, table 1 <diabetes mellitus>"
    case = journey_book.sheet.case
    people = replace(case.people, sources={next(iter(case.people.names)): source})
    sheet = replace(journey_book.sheet, case=replace(case, people=people))
    made = project_report(replace(journey_book, sheet=sheet), "stratification")
    assert f'<bdi lang="en">{escape(source)}</bdi>' in html_report(made).decode()
    every = document(docx_report(made)).element.body.iter(f"{W}r")
    tongues = [run.find(f"{W}rPr/{W}lang") for run in every if run.text == source]
    assert [tongue.get(f"{W}val") for tongue in tongues] == ["en-GB"]
