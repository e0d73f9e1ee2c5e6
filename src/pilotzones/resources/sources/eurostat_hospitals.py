"""Hospital sites of a country, as Eurostat GISCO publishes them (healthcare services)."""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType

import pandas as pd

from pilotzones.errors import Fault
from pilotzones.readers.tables import RawTable
from pilotzones.resources.section import ProvidersSection
from pilotzones.resources.sources import Found, in_lambert_72, require_type
from pilotzones.resources.tables import HOSPITALS
from pilotzones.schemas import check

FIELDS = ("hospital_name", "site_name", "lat", "lon", "cap_beds", "emergency", "facility_type")
TYPE = "hospital"
SOURCE = "Eurostat GISCO"

_WGS84 = 4326


def read(raw: RawTable, section: ProvidersSection) -> Found:
    """Hospital sites with their beds; a site without a number of beds counts none, and is told.

    Sites of every kind are taken, psychiatric ones too: the kind is empty in four rows of ten.

    Raises
    ------
    InputError
        Every fault of the rows; the section calls the list another type (``providers.other_type``).
    """
    require_type(section, TYPE, raw.file)
    table = check(raw, HOSPITALS)
    x, y = in_lambert_72(table["lon"], table["lat"], _WGS84)
    rows = pd.DataFrame(
        {
            "type": TYPE,
            "postcode": table["postcode"],
            "x": x,
            "y": y,
            "capacity": table["cap_beds"].fillna(0.0),
            "row": table["row"],
        }
    )
    days = [day for text in table["ref_date"].dropna().unique() if (day := _day(str(text)))]
    without = int(table["emergency"].isna().sum())
    counts = {"read": len(table), "emergency": int((table["emergency"] == True).sum())}  # noqa: E712
    if without:
        counts["emergency_unknown"] = without
    return Found(
        rows=rows,
        file=raw.file,
        source=section.source or SOURCE,
        units=MappingProxyType({TYPE: "beds"}),
        crs=_WGS84,
        dated=section.dated or max(days, default=None),
        counts=MappingProxyType(counts),
        notices=_without_beds(table, raw.file),
    )


def _day(text: str) -> date | None:
    """Day of a row; the file writes ``01/02/20``, day first and without a century."""
    for form in ("%d/%m/%y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def _without_beds(table: pd.DataFrame, file: str) -> tuple[Fault, ...]:
    bare = table.loc[table["cap_beds"].isna(), "row"]
    if bare.empty:
        return ()
    fields = {"n": len(bare), "rows": tuple(map(str, bare))}
    return (Fault("providers.no_beds", file, column="cap_beds", fields=fields),)
