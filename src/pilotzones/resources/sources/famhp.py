"""The register of pharmacies open to the public, as the Federal Agency for Medicines publishes it.

The workbook has a title above its header, headings of two languages with line breaks, coordinates
in Lambert 2008, the status ``*(1)`` for pharmacies closed for a time, and under the table a
footnote that holds the day of the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from types import MappingProxyType

import pandas as pd

from pilotzones.errors import Fault
from pilotzones.readers.tables import RawTable
from pilotzones.resources.section import ProvidersSection
from pilotzones.resources.sources import Found, in_lambert_72, require_type
from pilotzones.resources.tables import FAMHP
from pilotzones.schemas import check

FIELDS = (
    "Vergunningsnummer\nNuméro d'autorisation",
    "Postcode\nCode Postal",
    "Status\nStatut",
    "X (Lambert 2008)",
    "Y (Lambert 2008)",
)
TYPE = "pharmacy"
SOURCE = "FAMHP"

_LAMBERT_2008 = 3812
_UPDATED = re.compile(r"update\s*:\s*(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.IGNORECASE)


def read(raw: RawTable, section: ProvidersSection) -> Found:
    """Open pharmacies, one each; those closed for a time are counted and left out.

    Raises
    ------
    InputError
        Every fault of the rows; the section calls the list another type (``providers.other_type``).
    """
    require_type(section, TYPE, raw.file)
    table = check(raw, FAMHP)
    open_ = table[table["status"].isna()]
    x, y = in_lambert_72(open_["x"], open_["y"], _LAMBERT_2008)
    rows = pd.DataFrame(
        {
            "type": TYPE,
            "postcode": open_["postcode"],
            "x": x,
            "y": y,
            "capacity": 1.0,
            "row": open_["row"],
        }
    ).reset_index(drop=True)
    dated = section.dated or day_of(raw.notes)
    return Found(
        rows=rows,
        file=raw.file,
        source=section.source or SOURCE,
        units=MappingProxyType({TYPE: "providers"}),
        crs=_LAMBERT_2008,
        dated=dated,
        counts=MappingProxyType({"read": len(table), "closed": len(table) - len(open_)}),
        notices=() if dated else (Fault("providers.no_date", raw.file),),
    )


def day_of(notes: Sequence[str]) -> date | None:
    """Day that the footnote gives: ``(update : 08-03-2022)``; None where there is none."""
    for note in notes:
        found = _UPDATED.search(note)
        if found:
            day, month, year = map(int, found.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None
