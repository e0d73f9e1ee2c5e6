"""Tables beside the pages of a call, and hostile names on both."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from page_reading import plain, rows_of
from synthetic import grid_layer
from synthetic_calls import (
    PARTNERS,
    PEOPLE,
    RULES,
    SHARED,
    ZONES,
    call_layer,
    call_view,
    people_in,
    settled_pairs,
    stranded_areas,
)

from pilotzones.postcodes.layer import make_layer
from pilotzones.present.round_site import write_round_site
from pilotzones.words import text
from pilotzones.zones.round_view import round_view
from pilotzones.zones.zone import Zone

TABLES = ["pairs.csv", "uncovered.csv", "verdicts.csv"]
PAGES = ["index.html", "settle-1.html", "settle-2.html"]


@pytest.fixture(scope="module")
def view():
    """The whole call."""
    return call_view()


@pytest.fixture(scope="module")
def folder(tmp_path_factory, view):
    """Its pages and tables, in French."""
    return written(view, tmp_path_factory.mktemp("call") / "out").parent


def written(view, out, lang="fr", **options):
    return write_round_site(view, out=out, lang=lang, **options)


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "=HYPERLINK(1)",
    "{{7*7}}",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """SYNTHETIC call whose zones, units, regions and partners have hostile names."""
    plain_layer = call_layer()
    units = plain_layer.units.reset_index()
    for row, name in enumerate(HOSTILE):
        for column in ("name", "name_fr", "municipality_fr", "municipality_nl"):
            units.loc[row + 6, column] = name
    units.loc[units["code"] == "55", "region"] = HOSTILE[0]
    layer = make_layer(units, plain_layer.origin)
    names = [*HOSTILE, "X" * 300, "North"]
    zones = [replace(zone, name=name) for zone, name in zip(ZONES, names, strict=True)]
    partners = PARTNERS.assign(
        zone=[names[0], names[3], names[2]], partner=[HOSTILE[1], HOSTILE[1].upper(), "Other"]
    )
    found = round_view(zones, layer, RULES, partners=partners)
    made = {"stranded": stranded_areas(found), "settled": settled_pairs(found)}
    return written(found, tmp_path_factory.mktemp("hostile") / "out", **made).parent


@pytest.mark.parametrize("name", PAGES)
def test_hostile_names_stay_words(hostile, name):
    source = (hostile / name).read_text("utf-8")
    assert "<script>alert" not in source
    assert "<img" not in source
    assert "49" not in re.findall(r"<bdi>(\d+)</bdi>", source)
    said = plain(hostile / name)
    assert HOSTILE[1] in said


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_of_a_table_is_a_formula(hostile, name):
    cells = [cell for row in rows_of(hostile / name) for cell in row.values()]
    assert cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_hostile_formula_is_kept_as_text(hostile):
    zones = {row["Zone"] for row in rows_of(hostile / "verdicts.csv")}
    assert f"'{HOSTILE[2]}" in zones


# tables


def test_table_of_verdicts_has_a_row_for_each_zone_and_rule(folder, view):
    rows = rows_of(folder / "verdicts.csv")
    expected = [(s.case.zone.name, f.rule) for s in view.sheets for f in s.findings]
    assert [(row["Zone"], row[text("table.rule", "fr")]) for row in rows] == expected
    assert {row[text("table.population", "fr")] for row in rows} == {
        str(sheet.population) for sheet in view.sheets
    }


def test_table_of_overlaps_has_a_row_for_each_unit_and_the_shares_in_percent(folder):
    rows = rows_of(folder / "pairs.csv")
    assert [row[text("table.code", "fr")] for row in rows] == list(SHARED)
    share = PEOPLE["11"] / people_in(ZONES[0].codes) * 100
    assert float(rows[0][text("round.percent_first", "fr")].replace(",", ".")) == pytest.approx(
        share, abs=0.005
    )
    assert rows[0][text("table.population", "fr")] == str(PEOPLE["11"])


def test_table_of_gaps_has_every_unit_in_no_zone(folder):
    rows = rows_of(folder / "uncovered.csv")
    left = {code for code in PEOPLE if all(code not in zone.codes for zone in ZONES)}
    assert {row[text("table.code", "fr")] for row in rows} == left
    assert {row[text("round.region", "fr")] for row in rows} == {text("region.wallonia", "fr")}


def test_unknown_population_of_a_unit_is_an_empty_cell(tmp_path):
    layer = grid_layer(population={"22": None})
    view = call_view([Zone.of("Z", ["00", "01"])], layer)
    written(view, tmp_path / "out", "en")
    people = {r["Code"]: r["Inhabitants"] for r in rows_of(tmp_path / "out" / "uncovered.csv")}
    assert people["22"] == ""
    assert people["21"] == "10000"
