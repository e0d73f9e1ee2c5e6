"""A SYNTHETIC layer of places with invented names, and what every test of input asks of faults."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import CRS, Origin, UnitLayer, make_layer
from pilotzones.words import LANGUAGES
from pilotzones.words.faults import fault_lines

SIDE_M = 1_000.0

# code, names in French, Dutch and German, municipality
_UNITS = (
    ("1000", "Grandville", "Grootstad", "Großstadt", "21004"),
    ("1020", "Lacelle", "Laakdorp", None, "21004"),
    ("1300", "Aubepré", None, None, "25112"),
    ("1301", "Bierval", None, None, "25112"),
    ("1310", "La Houlpe", "Terhulp", None, "25050"),
    ("1325", "Chaumet", None, None, "25018"),
    ("1330", "Risart", None, None, "25091"),
    ("1331", "Rosel", None, None, "25091"),
    ("1332", "Genvaux", None, None, "25091"),
    ("1340", "Ottin", None, None, "25121"),
    ("1341", "Céroul", None, None, "25121"),
    ("4420", "Saint-Colas", None, None, "62093"),
    ("4700", "Neuville", None, "Neustadt", "63023"),
    ("5500", "Dinay", None, None, "91034"),
    ("5501", "Lisoul", None, None, "91034"),
    ("5590", "Cinal", None, None, "91030"),
    ("6600", "Bastel", None, None, "82039"),
    ("7100", "Louvel", "Luvel", None, "58001"),
    ("8000", "Neuville", "Nieuwstad", None, "31005"),
    ("9100", "Saint-Colas", "Sint-Klaas", None, "46021"),
)
_MUNICIPALITIES = {
    "21004": ("Grandville", "Grootstad", "Großstadt"),
    "25112": ("Aubepré", None, None),
    "25050": ("La Houlpe", "Terhulp", None),
    "25018": ("Chaumet-Mont", None, None),
    "25091": ("Risart", None, None),
    "25121": ("Ottinval", None, None),
    "62093": ("Saint-Colas", None, None),
    "63023": ("Neuville", None, "Neustadt"),
    "91034": ("Dinay", None, None),
    "91030": ("Cinal", None, None),
    "82039": ("Bastel", None, None),
    "58001": ("Louvel", "Luvel", None),
    "31005": ("Neuville", "Nieuwstad", None),
    "46021": ("Saint-Colas", "Sint-Klaas", None),
}
CODES = tuple(row[0] for row in _UNITS)
NAMES = {row[0]: row[1] for row in _UNITS}


def places(*, kind: str = "postcode", code_date: date | None = date(2025, 1, 1)) -> UnitLayer:
    """SYNTHETIC row of squares of one kilometre, in the order of their codes from west to east."""
    rows = _UNITS
    if kind == "municipality":
        rows = tuple((nis, *names, nis) for nis, names in sorted(_MUNICIPALITIES.items()))
    frame = pd.DataFrame(
        rows, columns=["code", "name_fr", "name_nl", "name_de", "municipality"], dtype=object
    )
    frame["name"] = [
        " / ".join(name for name in (fr, nl) if name)
        for fr, nl in zip(frame["name_fr"], frame["name_nl"], strict=True)
    ]
    for place, lang in enumerate(("fr", "nl", "de")):
        frame[f"municipality_{lang}"] = [_MUNICIPALITIES[m][place] for m in frame["municipality"]]
    frame["region"] = "wallonia"
    frame["german_speaking"] = False
    frame["population"] = pd.array([1_000] * len(frame), "Int64")
    boxes = [shapely.box(k * SIDE_M, 0, (k + 1) * SIDE_M, SIDE_M) for k in range(len(frame))]
    units = gpd.GeoDataFrame(frame, geometry=boxes, crs=CRS)
    return make_layer(units, Origin("synthetic-places", kind=kind, code_date=code_date))


def square(code: str, *, west: float = 0.0, east: float = 1.0) -> shapely.Polygon:
    """Part of the square of a unit, between two shares of its width."""
    start = CODES.index(code) * SIDE_M
    return shapely.box(start + west * SIDE_M, 0, start + east * SIDE_M, SIDE_M)


def faults_of(work: Callable[..., Any], *given: Any, **options: Any) -> tuple[Fault, ...]:
    """Faults of a call that must fail; each of them has a sentence in every language."""
    with pytest.raises(InputError) as caught:
        work(*given, **options)
    said(caught.value.faults)
    return caught.value.faults


def ids_of(work: Callable[..., Any], *given: Any, **options: Any) -> list[str]:
    """Message ids of the faults of a call that must fail."""
    return [fault.id for fault in faults_of(work, *given, **options)]


def said(faults: Sequence[Fault]) -> str:
    """All sentences of faults or notices, in every language."""
    lines = [line for lang in LANGUAGES for line in fault_lines(faults, lang, most=1_000)]
    assert len(lines) == len(LANGUAGES) * len(faults)
    plain = [replace(fault, value="v", file=None) for fault in faults]
    for line in fault_lines(plain, "en", most=1_000):
        assert "None" not in line
    return "\n".join(lines)
