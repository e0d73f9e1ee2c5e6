"""All zones of a call side by side, as the authority sees them: overlaps, gaps, double claims."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.findings import Case, Finding, evaluate
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.readers.tables import read_table
from pilotzones.schemas import Column, Schema, check
from pilotzones.zones.measures import Piece, overlaps, people_of, pieces_of, population
from pilotzones.zones.rulesets import RuleSet
from pilotzones.zones.sheet import ZoneSheet, zone_sheet
from pilotzones.zones.tables import ZONES
from pilotzones.zones.zone import Round, Zone

PARTNERS = Schema(
    "partners",
    (
        Column(
            "partner",
            "text",
            aliases=(
                "partner name",
                "partenaire",
                "nom du partenaire",
                "naam van de partner",
                "partnername",
                "name des partners",
                "organisation",
                "organisatie",
                "organization",
                "institution",
                "instelling",
                "einrichtung",
            ),
            source="the user's table of partners",
        ),
        replace(
            next(column for column in ZONES.columns if column.name == "zone"),
            required=True,
            source="the user's table of partners: the name of a zone of the call",
        ),
    ),
)
"""One row per partner and zone; a partner may stand with a zone in several rows."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two zones that share units: names, codes shared, their known people, the share of each zone.

    Shares are those of the zone's population (0..1); None where it is not known or 0.
    """

    a: str
    b: str
    codes: tuple[str, ...]
    population: int
    share_a: float | None
    share_b: float | None


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Units of a region that lie in no zone; ``region`` is None where the layer does not know it.

    ``population`` counts the known inhabitants, ``share`` is theirs among all known ones of the
    region (0..1; None where there are none).
    """

    region: str | None
    codes: tuple[str, ...]
    population: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Double:
    """Partner that stands with several zones.

    ``partner`` is the name as it is first written, ``spellings`` every way it is written; spaces,
    case and the way accents are stored do not make another partner.
    """

    partner: str
    spellings: tuple[str, ...]
    zones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """What one zone made of two that overlap would be, among the other zones of the call."""

    a: str
    b: str
    zone: Zone
    population: int | None
    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RoundView:
    """All zones of a call.

    ``sheets`` are in the order of the zones given, ``pairs`` and ``merges`` in the order of both
    zones, ``uncovered`` by region (the unknown one last), ``doubles`` by name.
    """

    sheets: tuple[ZoneSheet, ...]
    pairs: tuple[Pair, ...]
    uncovered: tuple[Uncovered, ...]
    doubles: tuple[Double, ...]
    merges: tuple[Merge, ...]


def round_view(
    zones: Sequence[Zone],
    layer: UnitLayer,
    rules: RuleSet,
    *,
    partners: pd.DataFrame | None = None,
    zonings: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> RoundView:
    """Authority's view of the zones of a call.

    Parameters
    ----------
    partners
        Columns ``partner`` and ``zone`` (`partners_from_table`), one row per claim.
    zonings
        Official zonings of the user by name: unit code to region.

    Raises
    ------
    InputError
        ``partners.unknown_zone``: partners of a zone that is not among these, one fault a name.
    """
    doubles = () if partners is None else tuple(_doubles(partners, zones))
    both = [(one, other, _pair(one, other, layer)) for one, other in combinations(zones, 2)]

    def case(zone: Zone, *without: Zone) -> Case:
        others = tuple(z for z in zones if all(z is not own for own in without))
        return Case(zone, layer, rules, round=Round(others), zonings=zonings)

    return RoundView(
        sheets=tuple(zone_sheet(case(zone, zone)) for zone in zones),
        pairs=tuple(pair for _, _, pair in both if pair),
        uncovered=tuple(_uncovered(zones, layer)),
        doubles=doubles,
        merges=tuple(_merge(case, one, other) for one, other, pair in both if pair),
    )


def partners_from_table(path: Path) -> pd.DataFrame:
    """Columns ``partner``, ``zone`` and ``row`` of a user's table of partners.

    Raises
    ------
    InputError
        Every fault of the table.
    """
    return check(read_table(path, schema=PARTNERS), PARTNERS)


def _pair(one: Zone, other: Zone, layer: UnitLayer) -> Pair | None:
    """What two zones share; None where it is nothing."""
    for shared in overlaps(one, (other,), layer):
        people = shared.population
        share = (_share(people, population(zone, layer)) for zone in (one, other))
        return Pair(one.name, other.name, shared.codes, people, *share)
    return None


def _share(part: int, whole: int | None) -> float | None:
    return part / whole if whole else None


def _uncovered(zones: Sequence[Zone], layer: UnitLayer) -> Iterator[Uncovered]:
    covered = layer.mask(code for zone in zones for code in zone.codes)
    region = layer.units["region"].astype(object).where(layer.units["region"].notna(), None)
    codes = np.array(layer.codes, object)
    for name in sorted(set(region), key=lambda r: (r is None, r or "")):
        mine = np.array([r == name for r in region])
        left = tuple(codes[mine & ~covered].tolist())
        if left:
            people = people_of(left, layer)
            whole = people_of(tuple(codes[mine].tolist()), layer)
            yield Uncovered(name, left, people, _share(people, whole))


def _merge(case: Callable[..., Case], one: Zone, other: Zone) -> Merge:
    both = Zone.of(f"{one.name} + {other.name}", sorted({*one.codes, *other.codes}))
    merged = case(both, one, other)
    return Merge(
        a=one.name,
        b=other.name,
        zone=both,
        population=population(both, merged.layer),
        pieces=pieces_of(both, merged.layer),
        findings=evaluate(merged, merged.rules.rules),
    )


def _doubles(partners: pd.DataFrame, zones: Sequence[Zone]) -> Iterator[Double]:
    names = {_folded(zone.name): zone.name for zone in zones}
    claims = [(str(p), str(z)) for p, z in zip(partners["partner"], partners["zone"], strict=True)]
    strange = dict.fromkeys(zone for _, zone in claims if _folded(zone) not in names)
    if strange:
        fields = {"zones": tuple(zone.name for zone in zones)}
        raise InputError([Fault("partners.unknown_zone", value=z, fields=fields) for z in strange])
    spellings: dict[str, dict[str, None]] = {}
    claimed: dict[str, set[str]] = {}
    for partner, zone in claims:
        key = _folded(partner)
        spellings.setdefault(key, {})[" ".join(partner.split())] = None
        claimed.setdefault(key, set()).add(names[_folded(zone)])
    for key in sorted(claimed):
        if len(claimed[key]) > 1:
            written = tuple(spellings[key])
            yield Double(written[0], written, tuple(sorted(claimed[key])))


def _folded(name: str) -> str:
    """Name without what does not make another one: spaces, case, the way accents are stored."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
