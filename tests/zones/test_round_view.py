"""All zones of a call: overlaps, gaps, double claims, and what a merge would be."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic import grid_layer
from zones.places import faults_of, ids_of

from pilotzones.findings import Verdict
from pilotzones.postcodes.open import open_layer
from pilotzones.postcodes.section import UnitsSection
from pilotzones.zones.round import zones_from_table
from pilotzones.zones.round_view import Double, partners_from_table, round_view
from pilotzones.zones.rulesets import read_rule_set
from pilotzones.zones.zone import Zone

PEOPLE = {f"{r}{c}": 20_000 + 100 * r + c for r in range(3) for c in range(3)}
REGION = {code: "flanders" if code < "20" else "wallonia" for code in PEOPLE}
LAYER = grid_layer(population=PEOPLE, region={**REGION, "22": None})
RULES = read_rule_set()
WEST = Zone.of("West", ["00", "10", "20", "21"])
SOUTH = Zone.of("South", ["00", "01", "02"])
FAR = Zone.of("Far", ["12"])


def view(*zones, **options):
    return round_view(zones, options.pop("layer", LAYER), RULES, **options)


def people(*codes):
    return sum(PEOPLE[code] for code in codes)


def test_each_zone_is_judged_against_all_others():
    found = view(WEST, SOUTH, FAR)
    assert [s.case.zone.name for s in found.sheets] == ["West", "South", "Far"]
    for sheet in found.sheets:
        others = {zone.name for zone in sheet.case.round.others}
        assert others == {"West", "South", "Far"} - {sheet.case.zone.name}
    verdicts = {s.case.zone.name: _verdict(s.findings, "Z07") for s in found.sheets}
    assert verdicts == {"West": Verdict.FAIL, "South": Verdict.FAIL, "Far": Verdict.PASS}


def _verdict(findings, rule):
    return next(f.verdict for f in findings if f.rule == rule)


def test_overlap_is_told_with_units_people_and_the_share_of_each_zone():
    (pair,) = view(WEST, SOUTH, FAR).pairs
    assert (pair.a, pair.b, pair.codes) == ("West", "South", ("00",))
    assert pair.population == PEOPLE["00"]
    assert pair.share_a == pytest.approx(PEOPLE["00"] / people("00", "10", "20", "21"))
    assert pair.share_b == pytest.approx(PEOPLE["00"] / people("00", "01", "02"))


def test_zones_of_one_name_with_other_units_are_kept_apart():
    found = view(Zone.of("Z", ["00", "01"]), Zone.of("Z", ["01", "02"]), Zone.of("Z", ["02", "12"]))
    assert [pair.codes for pair in found.pairs] == [("01",), ("02",)]
    assert [merge.zone.codes for merge in found.merges] == [("00", "01", "02"), ("01", "02", "12")]
    assert all(_verdict(merge.findings, "Z07") == Verdict.FAIL for merge in found.merges)


def test_share_is_unknown_where_the_population_of_the_zone_is():
    layer = grid_layer(population={"20": None})
    (pair,) = view(WEST, SOUTH, layer=layer).pairs
    assert (pair.share_a, pair.population) == (None, 10_000)
    assert pair.share_b == pytest.approx(1 / 3)


def test_units_in_no_zone_are_told_by_region_the_unknown_one_last():
    found = view(WEST, SOUTH).uncovered
    assert [(u.region, u.codes) for u in found] == [("flanders", ("11", "12")), (None, ("22",))]
    assert found[0].population == people("11", "12")
    flanders = people(*(c for c, r in REGION.items() if r == "flanders"))
    assert found[0].share == pytest.approx(people("11", "12") / flanders)


def test_nothing_is_uncovered_when_all_is_claimed():
    assert view(Zone.of("All", list(PEOPLE))).uncovered == ()


def test_merge_of_a_pair_is_judged_among_the_remaining_zones():
    (merge,) = view(WEST, SOUTH, FAR).merges
    assert merge.zone.codes == ("00", "01", "02", "10", "20", "21")
    assert merge.zone.repeated == ()
    assert merge.population == people(*merge.zone.codes)
    assert [piece.codes for piece in merge.pieces] == [merge.zone.codes]
    assert _verdict(merge.findings, "Z07") == Verdict.PASS
    assert _verdict(merge.findings, "Z03") == Verdict.PASS


def test_merge_that_overlaps_a_third_zone_does_not_pass():
    third = Zone.of("Third", ["02", "12"])
    found = view(WEST, SOUTH, third)
    assert [(m.a, m.b) for m in found.merges] == [("West", "South"), ("South", "Third")]
    assert all(_verdict(m.findings, "Z07") == Verdict.FAIL for m in found.merges)


def test_pieces_of_a_merge_show_a_zone_that_was_broken():
    broken = Zone.of("Broken", ["00", "22"])
    (merge,) = view(broken, SOUTH).merges
    assert [piece.codes for piece in merge.pieces] == [("00", "01", "02"), ("22",)]
    assert _verdict(merge.findings, "Z01") == Verdict.FAIL


def test_zonings_reach_the_rules():
    zonings = {"care-regions": dict.fromkeys(PEOPLE, "R")}
    found = view(SOUTH, zonings=zonings)
    assert _verdict(found.sheets[0].findings, "Z09") == Verdict.FAIL


def claims(*rows):
    return pd.DataFrame(rows, columns=["partner", "zone"])


def test_partner_of_several_zones_is_told_whatever_the_spaces_and_the_case():
    partners = claims(
        ("Centre  de Santé", "West"),
        ("centre de sante\u0301 ", "south"),
        ("Centre de Santé", "West"),
        ("Hôpital", "West"),
        ("Hôpital", "West"),
        ("Hopital", "South"),
    )
    assert view(WEST, SOUTH, partners=partners).doubles == (
        Double("Centre de Santé", ("Centre de Santé", "centre de sante\u0301"), ("South", "West")),
    )


def test_partners_of_a_zone_that_is_not_in_the_call_are_refused_once_a_name():
    partners = claims(("A", "North"), ("B", "North"), ("C", "East"), ("D", "West"))
    faults = faults_of(view, WEST, SOUTH, partners=partners)
    assert [(f.id, f.value) for f in faults] == [
        ("partners.unknown_zone", "North"),
        ("partners.unknown_zone", "East"),
    ]


@pytest.mark.parametrize(
    "header", ["partner;zone", "Partenaire;Nom de la zone", "Organisatie;Pilootregio"]
)
def test_table_of_partners_is_read_in_several_languages(tmp_path, header):
    path = tmp_path / "partners.csv"
    path.write_text(f"{header}\nCroix;West\nCroix;South\n", "utf-8")
    found = partners_from_table(path)
    assert found[["partner", "zone"]].to_numpy().tolist() == [["Croix", "West"], ["Croix", "South"]]


def test_table_of_partners_without_zones_is_refused(tmp_path):
    path = tmp_path / "partners.csv"
    path.write_text("partner;town\nCroix;Here\n", "utf-8")
    assert ids_of(partners_from_table, path) == ["table.missing_column"]


@settings(max_examples=15)
@given(
    st.lists(
        st.lists(st.sampled_from(list(PEOPLE)), min_size=1, max_size=5, unique=True),
        min_size=1,
        max_size=4,
    )
)
def test_covered_and_uncovered_add_up_and_pairs_are_the_shared_units(choices):
    zones = [Zone.of(f"Z{k}", codes) for k, codes in enumerate(choices)]
    found = view(*zones)
    covered = {code for codes in choices for code in codes}
    assert {code for u in found.uncovered for code in u.codes} == set(PEOPLE) - covered
    left = sum(u.population for u in found.uncovered)
    assert left + people(*covered) == sum(PEOPLE.values())
    expected = {
        (a.name, b.name): tuple(sorted({*a.codes} & {*b.codes}))
        for k, a in enumerate(zones)
        for b in zones[k + 1 :]
        if {*a.codes} & {*b.codes}
    }
    assert {(p.a, p.b): p.codes for p in found.pairs} == expected
    assert [(m.a, m.b) for m in found.merges] == [(p.a, p.b) for p in found.pairs]


@pytest.mark.real_data
def test_primary_care_zones_cover_flanders_without_overlap(shared_data):
    """56 zones of 300 municipalities, two of them in two pieces; all else is uncovered."""
    path = shared_data / "municipalities_be_2020.gpkg"
    layer = open_layer(UnitsSection(file=path, population="population_2020"))
    csv = shared_data / "flanders_elz_age_sex.csv"
    zones = zones_from_table(csv, layer, zone_column="eerstelijnszone", unit_column="nis5").zones
    found = round_view(zones, layer, read_rule_set("elz"))
    assert len(found.sheets) == 56
    assert sum(len(s.case.zone.codes) for s in found.sheets) == 300
    assert sum(s.population for s in found.sheets) == 6_629_143
    assert (found.pairs, found.merges, found.doubles) == ((), (), ())
    assert [(u.region, len(u.codes), u.population) for u in found.uncovered] == [
        ("brussels", 19, 1_218_255),
        ("wallonia", 262, 3_645_243),
    ]
    broken = {s.pieces[1].codes for s in found.sheets if len(s.pieces) > 1}
    assert len(broken) == 2
    assert ("73109",) in broken  # Voeren, an exclave
