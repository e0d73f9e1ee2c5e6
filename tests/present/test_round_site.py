"""Pages of a call: what they say in four languages, their tables, whole or not at all."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from page_reading import contents, plain, spaced
from synthetic_calls import (
    PARTNERS,
    PEOPLE,
    SHARED,
    STRANDED,
    ZONES,
    call_layer,
    call_view,
    people_in,
    settled_pairs,
    stranded_areas,
)

from pilotzones.errors import OutputError
from pilotzones.findings import Severity, Verdict
from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection
from pilotzones.present import round_site
from pilotzones.present.folder import MARKER
from pilotzones.present.policy import script_hashes
from pilotzones.present.round_answer import round_lines, round_title
from pilotzones.present.round_cells import open_points, state
from pilotzones.present.round_site import write_round_site
from pilotzones.words import LANGUAGES, number, text
from pilotzones.zones.round import zones_from_table
from pilotzones.zones.round_view import round_view
from pilotzones.zones.rulesets import read_rule_set
from pilotzones.zones.zone import Zone

TABLES = ["pairs.csv", "uncovered.csv", "verdicts.csv"]
PAGES = ["accessibility.html", "index.html", "settle-1.html", "settle-2.html"]


@pytest.fixture(scope="module")
def view():
    """The whole call, with its partners."""
    return call_view(partners=PARTNERS)


@pytest.fixture(scope="module")
def made(view):
    """What was computed beside it."""
    return {"stranded": stranded_areas(view), "settled": settled_pairs(view)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, view, made):
    """The folder of pages, in French."""
    return written(view, tmp_path_factory.mktemp("call") / "out", **made).parent


def written(view, out, lang="fr", **options):
    return write_round_site(view, out=out, lang=lang, **options)


def test_folder_is_an_overview_a_sheet_for_each_overlap_and_three_tables(folder):
    assert sorted(contents(folder)) == [MARKER, *sorted([*PAGES, *TABLES])]


def test_first_page_is_returned(tmp_path, view):
    assert written(view, tmp_path / "out") == tmp_path / "out" / "index.html"
    assert sorted(contents(tmp_path / "out")) == [
        MARKER,
        "accessibility.html",
        "index.html",
        *TABLES,
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_short_answer_counts_zones_overlaps_people_and_what_is_left_out(tmp_path, view, made, lang):
    said = plain(written(view, tmp_path / "out", lang, **made))
    assert spaced(text("round.head.some", lang, n=2, whole=6)) in said
    people = people_in(SHARED)
    assert spaced(text("round.lede.overlaps", lang, n=2, units=2, people=people)) in said
    left = [code for code in PEOPLE if all(code not in zone.codes for zone in ZONES)]
    assert spaced(number(people_in(left), lang)) in said
    lost = people_in([code for codes in STRANDED for code in codes])
    assert spaced(text("round.lede.stranded", lang, n=2, people=lost)) in said
    assert spaced(text("round.lede.doubles", lang, n=1)) in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_shows_every_zone_pair_partner_and_area_in_its_language(tmp_path, view, made, lang):
    said = plain(written(view, tmp_path / "out", lang, **made))
    for sheet in view.sheets:
        assert sheet.case.zone.name in said
        assert spaced(number(sheet.population, lang)) in said
        for finding in sheet.findings:
            if finding.rule in ("Z06", "Z07", "Z08"):
                assert finding.rule in said
    for a, b in (("West", "Middle"), ("Middle", "East")):
        assert text("round.pair", lang, a=a, b=b) in said
    assert spaced(text("round.merges.lead", lang)) in said
    assert spaced(text("round.doubles", lang)) in said
    assert "Croix" in said
    (row,) = (one for one in made["stranded"] if one.codes == STRANDED[1])
    assert row.join
    for join in row.join:
        words = text("round.stranded.join", lang, zone=join.zone, people=join.population)
        assert spaced(words) in said


def test_unit_that_three_zones_claim_is_counted_once(view):
    zones = (*ZONES, Zone.of("Third", ["11", "35"]))
    pairs = call_view(zones).pairs
    assert len(pairs) == 4
    said = round_lines(call_view(zones), None)[0]("en")
    people = people_in(SHARED)
    assert said == text("round.lede.overlaps", "en", n=4, units=2, people=people)


def test_nothing_is_said_of_stranded_areas_where_nobody_looked(tmp_path, view):
    none = text("round.lede.nothing_stranded", "en")
    unseen = plain(written(view, tmp_path / "a", "en"))
    seen = plain(written(view, tmp_path / "b", "en", stranded=()))
    assert none in seen
    assert none not in unseen
    assert "tranded" not in unseen


def test_call_without_overlap_or_gap_says_so(tmp_path):
    codes = list(PEOPLE)
    halves = (Zone.of("South", codes[:6]), Zone.of("All else", codes[6:]))
    said = plain(written(call_view(halves), tmp_path / "out", "en"))
    assert text("round.lede.no_overlap", "en") in said
    assert text("round.lede.covered", "en") in said
    assert text("round.overlaps", "en") not in said
    assert text("round.uncovered", "en") not in said


def sheets_with(*verdicts):
    """Sheets whose one blocking finding has these verdicts, one each."""
    sheets = call_view().sheets
    (blocking,) = (f for f in sheets[0].findings if f.rule == "Z07")
    assert blocking.severity is Severity.BLOCKING
    return tuple(
        replace(sheet, findings=(replace(blocking, verdict=verdict),))
        for sheet, verdict in zip(sheets, verdicts, strict=False)
    )


@pytest.mark.parametrize(
    ("verdicts", "title", "unknown"),
    [
        ((Verdict.PASS, Verdict.PASS), ("round.head.all", {"n": 2}), 0),
        ((Verdict.WARN, Verdict.TO_DECLARE), ("round.head.all", {"n": 2}), 0),
        ((Verdict.FAIL, Verdict.FAIL), ("round.head.none", {"n": 2}), 0),
        ((Verdict.PASS, Verdict.FAIL), ("round.head.some", {"n": 1, "whole": 2}), 0),
        (
            (Verdict.PASS, Verdict.PASS, Verdict.NOT_COMPUTABLE),
            ("round.head.some", {"n": 2, "whole": 3}),
            1,
        ),
    ],
)
def test_zone_that_cannot_be_checked_is_neither_free_nor_blocked(verdicts, title, unknown):
    found = replace(call_view(), sheets=sheets_with(*verdicts))
    id, fields = title
    lines = [line("en") for line in round_lines(found, None)]
    assert round_title(found)("en") == text(id, "en", **fields)
    assert sum("cannot be checked" in line for line in lines) == unknown
    if unknown:
        assert text("round.lede.unknown", "en", n=unknown) in lines


def test_state_and_open_points_of_a_zone_follow_its_findings(view):
    states = {s.case.zone.name: state(s.findings) for s in view.sheets}
    assert states["West"] is states["Middle"] is states["East"] is Verdict.FAIL
    assert states["Small"] is Verdict.FAIL
    assert states["Lakes"] is states["North"] is Verdict.PASS
    for sheet in view.sheets:
        waiting = {"to-declare", "to-judge", "not-computable"}
        assert open_points(sheet.findings) == sum(f.verdict in waiting for f in sheet.findings)


def test_same_view_gives_the_same_bytes(tmp_path, view, made):
    written(view, tmp_path / "a", **made)
    written(view, tmp_path / "b", **made)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_folder_with_files_of_others_is_refused_and_left_as_it_is(tmp_path, view):
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.docx").write_text("mine")
    with pytest.raises(OutputError, match=r"out\.foreign"):
        written(view, out)
    assert contents(out) == {"mine.docx": b"mine"}


def test_pages_that_were_there_stay_when_a_sheet_cannot_be_made(tmp_path, view, made, monkeypatch):
    out = tmp_path / "out"
    written(view, out)
    before = contents(out)

    def fails(*_args):
        raise RuntimeError("no sheet")

    monkeypatch.setattr(round_site, "settle_page", fails)
    with pytest.raises(RuntimeError, match="no sheet"):
        written(view, out, **made)
    assert contents(out) == before


def test_pages_of_fewer_overlaps_take_the_sheets_of_more_away(tmp_path, view, made):
    out = tmp_path / "out"
    written(view, out, **made)
    written(view, out)
    assert not (out / "settle-1.html").exists()


def test_ways_for_another_number_of_overlaps_are_refused(tmp_path, view, made):
    with pytest.raises(ValueError, match="shorter"):
        written(view, tmp_path / "out", settled=made["settled"][:1])
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", PAGES)
def test_page_runs_its_own_scripts_only_and_names_no_other_place(folder, name):
    source = (folder / name).read_text("utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', source)
    assert all(hash in policy for hash in script_hashes(source))
    assert "default-src 'none'" in policy
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', source)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_place_that_there_is(folder, name):
    source = (folder / name).read_text("utf-8")
    ids = set(re.findall(r' id="([^"]+)"', source))
    links = re.findall(r'<a[^>]* href="([^"]+)"', source)
    assert links
    for link in links:
        file, _, anchor = link.partition("#")
        assert (folder / file).is_file() if file else anchor in ids, link


def test_map_draws_each_zone_and_marks_what_is_shared_stranded_and_blocked(folder, view):
    source = (folder / "index.html").read_text("utf-8")
    (drawn,) = re.findall(r'<svg class="round-map".*?</ul>', source, flags=re.S)
    assert drawn.count('<path class="tone-') == len(view.sheets) + 3  # three in the legend
    assert re.findall(r">(\d)</text>", drawn) == ["1", "2", "3", "5", "4", "6"]  # blocked first
    assert drawn.count("rm-sign v-fail wide") == 4
    for sign in ("rm-shared", "rm-stranded", "rm-free"):
        assert f'class="{sign}"' in drawn, sign


def test_zones_without_geometry_have_no_map_and_all_else(tmp_path):
    layer = call_layer(no_geometry=["00", "01"])
    said = plain(written(call_view([Zone.of("Z", ["00", "01"])], layer), tmp_path / "out", "en"))
    assert text("map.none", "en") in said
    assert number(people_in(["00", "01"]), "en") in said


# negotiation sheets


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheet_of_an_overlap_shows_every_way_in_order_with_what_each_side_gets(
    tmp_path, view, made, lang
):
    written(view, tmp_path / "out", lang, **made)
    said = plain(tmp_path / "out" / "settle-1.html")
    people = people_in(["11"])
    head = text("round.settle.head", lang, a="West", b="Middle", n=1, people=people)
    assert spaced(head) in said
    ways = made["settled"][0]
    names = [spaced(text(f"round.way.{way.id}", lang, a="West", b="Middle")) for way in ways]
    places = [said.index(name) for name in names]
    assert places == sorted(places)
    assert {way.id for way in ways} == {"merge", "all-to-first", "all-to-second"}
    for way in ways:
        for side in way.sides:
            assert spaced(number(side.population, lang)) in said
            assert number(side.totals["lits"], lang) in said
    assert "lits" in said


def test_sheet_says_when_no_way_is_valid(tmp_path, view, made):
    none = tuple(tuple(replace(way, valid=False) for way in ways) for ways in made["settled"])
    written(view, tmp_path / "out", "en", settled=none)
    assert text("round.settle.none", "en") in plain(tmp_path / "out" / "settle-1.html")


def test_zones_of_one_name_are_told_apart_on_their_sheets(tmp_path):
    twins = [Zone.of("Z", c) for c in (["00", "01"], ["01", "02"], ["02", "12"])]
    found = call_view(twins)
    assert [pair.codes for pair in found.pairs] == [("01",), ("02",)]
    talks = round_site._talks(found, ((), ()))
    assert [[zone.codes for zone in talk.zones] for _, talk in talks] == [
        [("00", "01"), ("01", "02")],
        [("01", "02"), ("02", "12")],
    ]


@pytest.mark.real_data
def test_primary_care_zones_have_a_page_of_moderate_weight(tmp_path, shared_data):
    path = shared_data / "municipalities_be_2020.gpkg"
    layer = open_layer(UnitsSection(file=path, population="population_2020"))
    table = shared_data / "flanders_elz_age_sex.csv"
    zones = zones_from_table(table, layer, zone_column="eerstelijnszone", unit_column="nis5").zones
    page = written(round_view(zones, layer, read_rule_set("elz")), tmp_path / "out", "nl")
    said = plain(page)
    assert text("round.head.some", "nl", n=54, whole=56) in said
    assert text("round.lede.no_overlap", "nl") in said
    assert "1.218.255" in said
    assert "3.645.243" in said
    assert page.stat().st_size < 600_000
