"""A SYNTHETIC call of six zones: two overlaps, stranded areas, a double claim, a zone too small."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from synthetic import grid_layer

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.zones.propose.board import bounds_of
from pilotzones.zones.propose.settle import Way, settle
from pilotzones.zones.propose.stranded import Stranded, stranded
from pilotzones.zones.round_view import RoundView, round_view
from pilotzones.zones.rulesets import read_rule_set
from pilotzones.zones.zone import Zone

PEOPLE = {f"{r}{c}": 18_000 + 700 * r + 37 * c for r in range(6) for c in range(6)}
"""Inhabitants by unit: code ``rc`` is row r, column c."""
REGION = {code: "brussels" if code < "20" else "wallonia" for code in PEOPLE}
ZONES = (
    Zone.of("West", ["00", "01", "10", "11", "20", "21"]),
    Zone.of("Middle", ["11", "12", "02", "22", "13"]),
    Zone.of("East", ["03", "04", "14", "13", "24", "23"]),
    Zone.of("Lakes", ["30", "31", "40", "41", "42"]),
    Zone.of("Small", ["05", "15"]),
    Zone.of("North", ["43", "33", "34", "44", "54", "53"]),
)
"""West and Middle share 11, Middle and East 13; 32 and the row 50 51 52 are stranded."""
SHARED = ("11", "13")
STRANDED = (("50", "51", "52"), ("32",))
RULES = read_rule_set()
PARTNERS = pd.DataFrame(
    [("Croix", "West"), ("croix", "Lakes"), ("Other", "East")], columns=["partner", "zone"]
)


def people_in(codes: Sequence[str]) -> int:
    """Inhabitants of units."""
    return sum(PEOPLE[code] for code in codes)


def call_layer(**options) -> UnitLayer:
    """SYNTHETIC grid of six by six units in two regions."""
    return grid_layer(6, 6, population=PEOPLE, region=REGION, **options)


def call_view(zones: Sequence[Zone] = ZONES, layer: UnitLayer | None = None, **options):
    """Authority's view of the call."""
    return round_view(zones, layer or call_layer(), RULES, **options)


def settled_pairs(view: RoundView) -> tuple[tuple[Way, ...], ...]:
    """Ways to settle each overlap, with a column of the user."""
    cases = {sheet.case.zone.name: sheet.case for sheet in view.sheets}
    beds = {"lits": {code: float(number) for number, code in enumerate(PEOPLE)}}
    return tuple(settle(cases[p.a], cases[p.b], columns=beds) for p in view.pairs)


def stranded_areas(view: RoundView) -> tuple[Stranded, ...]:
    """What the zones leave stranded."""
    zones = [sheet.case.zone for sheet in view.sheets]
    return stranded(view.sheets[0].case.layer, zones, bounds_of(RULES))
