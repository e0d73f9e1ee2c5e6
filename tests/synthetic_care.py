"""SYNTHETIC supply of care on the 3 x 3 grid of `synthetic`: every state, every reason.

Nobody of these providers exists. The numbers are written by hand, so that pages and rules are
held against values that no code of the program has made::

    20 21 22
    10 11 12      the zone is 00 01 10 11, of which 10 and 11 are rural
    00 01 02
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pandas as pd
from synthetic import case, grid_layer

from pilotzones.errors import Fault
from pilotzones.findings import Case
from pilotzones.resources.supply import (
    CareSheet,
    Gap,
    GroupSupply,
    Overlap,
    ProviderList,
    Shortage,
    TypeSupply,
)

ZONE = ("00", "01", "10", "11")
RURAL = ("10", "11")
CODES = tuple(f"{r}{c}" for r in range(3) for c in range(3))
BANDS = ((5_000.0, 1.0), (10_000.0, 0.68), (15_000.0, 0.22))
NAMES = {
    "gp": {"fr": "médecin généraliste", "nl": "huisarts", "de": "Hausarzt", "en": "GP"},
    "pharmacy": {"fr": "officine", "nl": "apotheek", "de": "Apotheke", "en": "pharmacy"},
    "hospital": {"fr": "hôpital", "nl": "ziekenhuis", "de": "Krankenhaus", "en": "hospital"},
    "dentist": {"fr": "dentiste", "nl": "tandarts", "de": "Zahnarzt", "en": "dentist"},
}


def units_table(
    counts: Sequence[int | None], access: Sequence[float | None], nearest: Sequence[float | None]
) -> pd.DataFrame:
    """Rows of ``TypeSupply.units`` for the nine units of the grid, 10,000 people in each."""
    frame = pd.DataFrame(
        {
            "count": pd.array(counts, "Int64"),
            "capacity": pd.array(counts, "Float64").astype("float64"),
            "per_100000": [None if n is None else n * 10.0 for n in counts],
            "access": access,
            "nearest_m": nearest,
        },
        index=pd.Index(CODES, name="code"),
    )
    frame[["per_100000", "access", "nearest_m"]] = frame[
        ["per_100000", "access", "nearest_m"]
    ].astype("float64")
    frame["state"] = [
        "no_data" if n is None else "known" if n else "none_here" if a else "none_in_reach"
        for n, a in zip(counts, access, strict=True)
    ]
    return frame


def places(counts: Sequence[int | None]) -> pd.DataFrame:
    """One row per SYNTHETIC provider, at 100 m from each other in the middle of its unit."""
    rows = [
        {
            "unit": code,
            "x": int(code[1]) * 10_000.0 + 5_000 + 100 * k,
            "y": int(code[0]) * 10_000.0 + 5_000,
            "capacity": 1.0,
            "located": "address",
        }
        for code, n in zip(CODES, counts, strict=True)
        for k in range(n or 0)
    ]
    columns = ["unit", "x", "y", "capacity", "located"]
    return pd.DataFrame(rows, columns=columns)


def type_supply(
    type: str,
    counts: Sequence[int | None],
    access: Sequence[float | None],
    nearest: Sequence[float | None],
    groups: Mapping[str, GroupSupply],
) -> TypeSupply:
    """SYNTHETIC supply of one type."""
    known = frozenset(c for c, n in zip(CODES, counts, strict=True) if n is not None)
    return TypeSupply(
        providers=ProviderList(
            type=type,
            places=places(counts),
            source="synthetic",
            capacity_unit="beds" if type == "hospital" else "providers",
            dated=date(2022, 3, 8) if type == "pharmacy" else None,
            file=f"SYNTHETIC-{type}.csv",
            synthetic=False,
            covers=None if len(known) == len(CODES) else known,
            counts={"read": sum(n or 0 for n in counts) + 2, "closed": 1, "unplaced": 1},
        ),
        units=units_table(counts, access, nearest),
        groups=MappingProxyType(groups),
        reference="region",
        bands=BANDS,
        distant_m=8_000.0,
    )


def group(id: str, n: int, count: int, access: float, *, without: int = 0, m: float) -> GroupSupply:
    """SYNTHETIC group of ``n`` units with 10,000 people each."""
    people = n * 10_000
    per = count / people * 100_000
    return GroupSupply(id, people, count, float(count), per, access, without, m)


def _gp() -> TypeSupply:
    return type_supply(
        "gp",
        [9, 6, 0, 0, 12, 10, 11, 12, 9],
        [88.0, 60.0, 0.0, 40.0, 110.0, 95.0, 105.0, 115.0, 90.0],
        [700.0, 900.0, 16_000.0, 9_000.0, 500.0, 800.0, 700.0, 600.0, 900.0],
        {
            "zone": group("zone", 4, 27, 74.5, m=1_100.0),
            "rural": group("rural", 2, 12, 75.0, m=4_000.0),
            "other": group("other", 2, 15, 74.0, m=800.0),
            "region": group("region", 9, 69, 100.0, without=10_000, m=800.0),
            "country": group("country", 9, 69, 100.0, without=10_000, m=800.0),
        },
    )


def _pharmacy() -> TypeSupply:
    return type_supply(
        "pharmacy",
        [8, 0, 2, 0, 1, 4, 5, 6, 5],
        [70.0, 18.0, 30.0, 0.0, 42.0, 45.0, 48.0, 50.0, 47.0],
        [600.0, 9_500.0, 900.0, 21_000.0, 1_000.0, 700.0, 650.0, 600.0, 800.0],
        {
            "zone": group("zone", 4, 9, 32.5, without=10_000, m=1_000.0),
            "rural": group("rural", 2, 1, 21.0, without=10_000, m=11_000.0),
            "other": group("other", 2, 8, 44.0, m=5_050.0),
            "region": group("region", 9, 31, 42.0, without=10_000, m=800.0),
            "country": group("country", 9, 31, 42.0, without=10_000, m=800.0),
        },
    )


def _hospital() -> TypeSupply:
    return type_supply(
        "hospital",
        [1, 0, 0, 0, 0, 1, 0, 1, 0],
        [500.0, 480.0, 300.0, 450.0, 420.0, 600.0, 310.0, 700.0, 300.0],
        [2_000.0, 8_100.0, 12_000.0, 8_000.0, 14_000.0, 900.0, 12_000.0, 1_000.0, 9_000.0],
        {
            "zone": group("zone", 4, 1, 462.5, m=8_050.0),
            "rural": group("rural", 2, 0, 435.0, m=11_000.0),
            "other": group("other", 2, 1, 490.0, m=5_050.0),
            "region": group("region", 9, 3, 451.0, m=8_100.0),
            "country": group("country", 9, 3, 451.0, m=8_100.0),
        },
    )


def _dentist() -> TypeSupply:
    """Type whose list speaks of no unit of the zone: no data, which is not none."""
    nothing = GroupSupply("zone", 0, 0, 0.0, None, None, 0, None)
    return type_supply(
        "dentist",
        [None, None, 3, None, None, 4, 5, 6, 2],
        [None, None, 30.0, None, None, 40.0, 50.0, 60.0, 20.0],
        [None, None, 900.0, None, None, 900.0, 900.0, 900.0, 900.0],
        {
            "zone": nothing,
            "rural": replace(nothing, id="rural"),
            "other": replace(nothing, id="other"),
            "region": group("region", 5, 20, 40.0, m=900.0),
            "country": group("country", 5, 20, 40.0, m=900.0),
        },
    )


GAPS = (
    Gap("10", "pharmacy", "access", 0.0, 42.0, "region", "none_in_reach", 10_000, True, 1.3),
    Gap("10", "gp", "access", 40.0, 100.0, "region", "far_below", 10_000, True, 1.3),
    Gap("01", "pharmacy", "access", 18.0, 42.0, "region", "far_below", 10_000, False, None),
    Gap("01", "gp", "access", 60.0, 100.0, "region", "below", 10_000, False, None),
    Gap("11", "hospital", "nearest_m", 14_000.0, 8_100.0, "region", "distant", 10_000, True, 0.9),
)
"""Every reason; need above, unknown and below the zone's average."""

SHORTAGE = (
    Shortage("zone", 40_000, 400.0, 100.0, 27, 67.5, 120.0, True, True),
    Shortage("91000", 10_000, 50.0, 200.0, 9, 90.0, 90.0, False, False),
    Shortage("91001", 10_000, 100.0, 100.0, 6, 60.0, 120.0, True, True),
    Shortage("91010", 10_000, 100.0, 100.0, 0, 0.0, 120.0, True, True),
    Shortage("91011", None, 100.0, None, 12, None, 90.0, None, None),
)
"""Short, not short (exactly at the bound), and not known."""

OVERLAPS = (Overlap("00", "pharmacy", 70.0, 42.0, "region", 8, 5, 10_000),)


def care(**changes: object) -> CareSheet:
    """SYNTHETIC care sheet of the zone ``ZONE`` on ``grid_layer()``; fields may be changed."""
    sheet = CareSheet(
        types=(_gp(), _pharmacy(), _hospital(), _dentist()),
        gaps=GAPS,
        overlaps=OVERLAPS,
        shortage=SHORTAGE,
        names=NAMES,
        components={"gp": (3, 5, 6, 7), "pharmacy": (1, 5), "hospital": (7,), "dentist": (5,)},
        notices=(),
    )
    return replace(sheet, **changes)


def as_synthetic(sheet: CareSheet) -> CareSheet:
    """The same, with every list called synthetic, as for a project without files."""
    return replace(
        sheet,
        types=tuple(
            replace(t, providers=replace(t.providers, synthetic=True, file=None))
            for t in sheet.types
        ),
    )


def care_case(sheet: CareSheet | None = None, **given: object) -> Case:
    """SYNTHETIC case of the zone ``ZONE`` with its care sheet."""
    options: dict = {"codes": ZONE, "layer": grid_layer(), **given}
    return replace(case(**options), care=care() if sheet is None else sheet)


NOTICE = Fault(
    "providers.unplaced", file="SYNTHETIC-pharmacy.csv", fields={"n": 1, "rows": ("12",)}
)
