"""Where a zone lies: its federated entities, and the regions of an official zoning it touches."""

from __future__ import annotations

from dataclasses import dataclass

from pilotzones.findings import Case


def entities(case: Case) -> dict[str, tuple[str, ...]] | None:
    """Units of the zone by federated entity; None when the region of a unit is not known.

    The German-speaking municipalities stand apart from the rest of Wallonia.
    """
    if without_region(case):
        return None
    units = case.layer.units.iloc[case.layer.positions(case.zone.codes)]
    named = (
        units["region"]
        .astype(str)
        .mask(units["german_speaking"].fillna(False).astype(bool), "german-speaking")
    )
    return {name: tuple(sorted(named.index[named == name])) for name in sorted(set(named))}


@dataclass(frozen=True, slots=True)
class Nesting:
    """How units sit in the regions of a zoning.

    ``regions`` are the regions touched, ``cut`` those taken only in part, ``missing`` the units
    of these that are left out, ``unplaced`` units of the zone that the zoning does not name.
    """

    regions: tuple[str, ...]
    cut: tuple[str, ...]
    missing: tuple[str, ...]
    unplaced: tuple[str, ...]


def nesting(case: Case, codes: tuple[str, ...], zoning: str) -> Nesting | None:
    """Nesting of these units in a zoning of the user; None when its table was not given."""
    placed = case.zonings.get(zoning)
    if placed is None:
        return None
    touched = {placed[code] for code in codes if code in placed}
    mine = set(case.zone.codes)
    left_out = [c for c, region in placed.items() if region in touched and c not in mine]
    return Nesting(
        regions=tuple(sorted(touched)),
        cut=tuple(sorted({placed[code] for code in left_out})),
        missing=tuple(sorted(left_out)),
        unplaced=tuple(code for code in codes if code not in placed),
    )


def without_region(case: Case) -> tuple[str, ...]:
    """Units of the zone whose region the layer does not know."""
    region = case.layer.units["region"].iloc[case.layer.positions(case.zone.codes)]
    return tuple(region.index[region.isna()])
