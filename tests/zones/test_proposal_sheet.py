"""What is proposed beside the zone of a project, on SYNTHETIC grids."""

from __future__ import annotations

from dataclasses import replace

import pytest
from synthetic import grid_layer

from pilotzones.findings import Case
from pilotzones.zones.propose.clash import Clash
from pilotzones.zones.propose.repair import Repair
from pilotzones.zones.propose.sheet import proposals_for
from pilotzones.zones.rulesets import read_rule_set
from pilotzones.zones.section import ProposalsSection
from pilotzones.zones.sheet import zone_sheet
from pilotzones.zones.zone import Round, Zone


def case_of(*codes: str, others: tuple[Zone, ...] = (), population: int = 30_000) -> Case:
    layer = grid_layer(4, 4, population=population)
    return Case(Zone.of("Mine", codes), layer, read_rule_set(), round=Round(others))


def proposed(case: Case, section: ProposalsSection | None = None):
    return proposals_for(case, section, findings=zone_sheet(case).findings)


def test_a_zone_that_holds_is_not_repaired():
    found = proposed(case_of("00", "01", "02"))
    assert found.repair is None
    assert found.robustness
    assert (found.options, found.comparison, found.ensemble) == (None, None, None)


@pytest.mark.parametrize(
    ("codes", "others", "moves"),
    [
        (("00", "02"), (), {("01", True)}),  # in two pieces, and too small
        (("00", "01"), (), None),  # too small: any neighbour does
        (("00", "01", "02", "03"), (Zone.of("Other", ["03", "13", "23"]),), {("03", False)}),
    ],
)
def test_a_zone_that_does_not_hold_is_repaired(codes, others, moves):
    found = proposed(case_of(*codes, others=others)).repair
    assert isinstance(found, Repair)
    assert found.proof.status == "optimal"
    assert len(found.moves) == 1
    if moves is not None:
        assert {(move.code, move.joined is not None) for move in found.moves} == moves


def test_above_the_upper_mark_a_zone_is_repaired_though_the_guide_only_warns():
    case = case_of("00", "01", "02", "03", "13", population=70_000)
    found = proposed(case).repair
    assert isinstance(found, Repair)
    (zone,) = found.zones
    assert len(zone.codes) == 4


def test_what_cannot_be_repaired_is_told_with_its_conditions():
    others = (Zone.of("Other", ["01", "10"]),)
    assert isinstance(proposed(case_of("00", others=others)).repair, Clash)


def test_options_keep_off_the_zones_of_other_projects_and_are_compared():
    others = (Zone.of("Other", ["03", "13", "23", "33"]),)
    case = case_of("00", "01", "02", "03", others=others)
    found = proposed(case, ProposalsSection(must=("00",), most=2))
    assert found.options is not None
    assert found.options.wish.must == ("00",)
    for each in found.options.proposals:
        assert not set(each.zone.codes) & set(others[0].codes)
    assert found.comparison is not None
    assert [zone.name for zone in found.comparison.zones][:2] == ["Mine", "1"]
    assert found.ensemble is not None
    assert found.ensemble.places[0].drawn == 120_000


def test_without_a_seed_options_start_from_the_most_peopled_free_unit():
    layer = grid_layer(
        4, 4, population={f"{r}{c}": 20_000 + 10 * r + c for r in range(4) for c in range(4)}
    )
    case = replace(
        case_of("00", "01", "02", "03", others=(Zone.of("Other", ["03", "13", "12", "22"]),)),
        layer=layer,
    )
    found = proposed(case, ProposalsSection(most=1))
    assert found.options is not None
    assert found.options.wish.must == ("02",)
