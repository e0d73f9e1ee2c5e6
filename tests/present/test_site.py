"""The folder of pages: whole or not at all, ours only, the same bytes every time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from synthetic_journey import EVERY_PAGE, ZONE_PAGES, journey_findings
from synthetic_people import people_sheet

from pilotzones.errors import OutputError
from pilotzones.present import site
from pilotzones.present.folder import MARKER, replace_folder
from pilotzones.present.site import write_site
from pilotzones.resources.request import CareRequest
from pilotzones.resources.section import CareSection
from pilotzones.resources.sheet import care_sheet
from pilotzones.words import all_languages, text

FILES = [
    "accessibility.html",
    "findings.json",
    "glossary.html",
    "index.html",
    "method.html",
    "sheet.html",
    "zone.csv",
    "zone.geojson",
    "zone.gpkg",
    "zone.html",
]


def written(sheet, out, **options):
    return write_site(sheet, out=out, lang="fr", project_name="Projet", **options)


def contents(folder):
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_site_of_a_zone_is_six_pages_and_their_files_and_its_first_page_is_returned(
    tmp_path, troubled_sheet
):
    page = written(troubled_sheet, tmp_path / "out")
    assert page == tmp_path / "out" / "index.html"
    assert sorted(contents(tmp_path / "out")) == [MARKER, *FILES]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_same_sheet_gives_the_same_bytes(tmp_path, demo_sheet, journey_sheet):
    for name, sheet in (("demo", demo_sheet), ("journey", journey_sheet)):
        findings = journey_findings(sheet) if sheet.case.care else ()
        written(sheet, tmp_path / name / "a", findings=findings)
        written(sheet, tmp_path / name / "b", findings=findings)
        assert contents(tmp_path / name / "a") == contents(tmp_path / name / "b")


def test_project_with_people_and_care_has_their_pages_and_files(sites, journey_sheet):
    made = set(contents(sites["journey"]))
    tables = {f"people/{id}.csv" for id in journey_sheet.case.people.tables}
    further = {
        "people.html",
        "care.html",
        "indicators.html",
        "people.json",
        "supply.csv",
        "gaps.csv",
    }
    assert made == {MARKER, *FILES} | further | tables


def test_files_made_elsewhere_come_along_and_are_linked(tmp_path, troubled_sheet):
    extra = {"draw.html": b"<p>draw</p>", "reports/résumé.fr.docx": b"word"}
    page = written(troubled_sheet, tmp_path / "out", extra=extra).read_text("utf-8")
    found = contents(tmp_path / "out")
    assert {name: found[name] for name in extra} == extra
    assert page.count('href="draw.html"') == 2
    assert 'href="reports/r%C3%A9sum%C3%A9.fr.docx" hreflang="fr"' in page


def test_pages_are_linked_only_where_they_are(sites):
    zone = (sites["demo"] / "index.html").read_text("utf-8")
    whole = (sites["journey"] / "index.html").read_text("utf-8")
    for page in ("people.html", "care.html"):
        assert f'href="{page}"' not in zone
        assert f'href="{page}"' in whole


def test_findings_of_every_chapter_are_in_the_file(sites, journey_sheet):
    found = json.loads((sites["journey"] / "findings.json").read_text("utf-8"))["findings"]
    expected = [f.rule for f in (*journey_sheet.findings, *journey_findings(journey_sheet))]
    assert [finding["rule"] for finding in found] == expected


def test_synthetic_people_and_care_are_called_so_on_every_page(sites):
    for page in EVERY_PAGE:
        said = unescape((sites["hostile"] / f"{page}.html").read_text("utf-8"))
        for id in ("notice.synthetic_people", "notice.synthetic_care"):
            assert text(id, "fr") in said, page


def test_page_has_no_date_of_making_unless_one_is_given(tmp_path, troubled_sheet):
    plain = written(troubled_sheet, tmp_path / "a").read_text("utf-8")
    dated = written(troubled_sheet, tmp_path / "b", day=date(2026, 11, 23)).read_text("utf-8")
    assert "23/11/2026" not in plain
    assert "Fait le 23/11/2026 avec pilotzones" in dated


def test_ordinary_page_weighs_no_more_than_600_kilobytes(sites):
    sizes = {page: (sites["demo"] / f"{page}.html").stat().st_size for page in ZONE_PAGES}
    assert max(sizes.values()) <= 600_000, sizes


def test_pages_of_a_whole_project_weigh_no_more_than_900_kilobytes(tmp_path, demo_sheet):
    """SYNTHETIC people and care on the units of the demonstration zone."""
    case, codes = demo_sheet.case, demo_sheet.case.zone.codes
    rural = dict.fromkeys(demo_sheet.rural.codes, True)
    request = CareRequest(case.layer, codes, CareSection(synthetic=True), rural=rural)
    people = people_sheet(units=codes, rural=demo_sheet.rural.codes)
    whole = replace(case, care=care_sheet(request), people=people)
    written(replace(demo_sheet, case=whole), tmp_path / "out")
    pages = (tmp_path / "out").glob("*.html")
    sizes = {page.name: page.stat().st_size for page in pages}
    assert len(sizes) == 9
    assert max(sizes.values()) <= 900_000, sizes


def test_note_may_be_one_sentence_or_one_for_each_language(tmp_path, troubled_sheet):
    one = written(troubled_sheet, tmp_path / "a", note="Brouillon.").read_text("utf-8")
    each = all_languages("cli.demo.fictional")
    four = written(troubled_sheet, tmp_path / "b", note=each).read_text("utf-8")
    assert '<p class="note"><bdi>Brouillon.</bdi></p>' in one
    assert all(words in four for words in each.values())


def test_folder_of_ours_is_replaced_whole(tmp_path, troubled_sheet):
    out = tmp_path / "out"
    replace_folder(out, {"old.html": b"old", "deep/old.txt": b"old"})
    written(troubled_sheet, out)
    assert sorted(contents(out)) == [MARKER, *FILES]


def test_empty_folder_and_what_file_managers_leave_are_no_hindrance(tmp_path, troubled_sheet):
    out = tmp_path / "out"
    out.mkdir()
    (out / ".DS_Store").write_text("")
    written(troubled_sheet, out)
    assert (out / "index.html").is_file()


@pytest.mark.parametrize("ours", [False, True])
def test_folder_with_files_of_others_is_refused_and_left_as_it_is(tmp_path, troubled_sheet, ours):
    out = tmp_path / "out"
    if ours:
        written(troubled_sheet, out)
    (out / "notes").mkdir(parents=True)
    (out / "notes" / "mine.docx").write_text("mine")
    before = sorted(path.name for path in out.rglob("*"))
    with pytest.raises(OutputError, match=r"out\.foreign") as caught:
        written(troubled_sheet, out)
    assert caught.value.faults[0].fields == {"names": ("notes/mine.docx",), "n": 1}
    assert sorted(path.name for path in out.rglob("*")) == before


def test_file_in_the_place_of_the_folder_is_refused(tmp_path, troubled_sheet):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutputError, match=r"out\.foreign"):
        written(troubled_sheet, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_place_that_cannot_be_written_is_named(tmp_path, troubled_sheet):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"out\.unwritable") as caught:
        written(troubled_sheet, tmp_path / "file" / "out")
    assert str(tmp_path / "file") in str(caught.value.faults[0].file)


def test_pages_that_were_there_stay_when_new_ones_cannot_be_made(
    tmp_path, troubled_sheet, monkeypatch
):
    out = tmp_path / "out"
    written(troubled_sheet, out)
    before = contents(out)

    def fails(*_args):
        raise RuntimeError("no page")

    monkeypatch.setattr(site, "method_page", fails)
    with pytest.raises(RuntimeError, match="no page"):
        written(troubled_sheet, out)
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_pages_that_were_there_stay_when_the_folder_cannot_be_moved(tmp_path, monkeypatch):
    out = tmp_path / "out"
    replace_folder(out, {"a.html": b"first"})
    rename = type(out).rename

    def refuses(path, target):
        if path.name == "new":
            raise PermissionError(13, "in use")
        return rename(path, target)

    monkeypatch.setattr(type(out), "rename", refuses)
    with pytest.raises(OutputError, match=r"out\.unwritable") as caught:
        replace_folder(out, {"a.html": b"second"})
    assert caught.value.faults[0].value == "in use"
    assert (out / "a.html").read_bytes() == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
