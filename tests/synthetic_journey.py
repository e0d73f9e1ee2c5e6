"""SYNTHETIC projects with people and care, and the pages that their sites have."""

from __future__ import annotations

from dataclasses import replace

from synthetic_care import RURAL, ZONE
from synthetic_people import people_sheet
from synthetic_people_tables import with_cell

from pilotzones.findings import Finding, checked, evaluate
from pilotzones.resources import rules as _chapter_r  # noqa: F401  registers the chapter
from pilotzones.stratification import rules as _chapters_t_and_s  # noqa: F401  registers them
from pilotzones.stratification.released import HIDDEN, PeopleSheet
from pilotzones.zones.sheet import ZoneSheet

ZONE_PAGES = ("index", "zone", "sheet", "method", "glossary", "accessibility")
EVERY_PAGE = ("index", "zone", "people", "care", "indicators", *ZONE_PAGES[2:])
SITE_PAGES = [
    (site, page)
    for site in ("demo", "troubled", "hostile", "journey")
    for page in (EVERY_PAGE if site in ("hostile", "journey") else ZONE_PAGES)
]
"""Every page of every site."""


def journey_people() -> PeopleSheet:
    """SYNTHETIC people of the zone of `synthetic_care`; one unit is hidden."""
    sheet = people_sheet(units=ZONE, rural=RURAL)
    units = sheet.tables["units"]
    hidden = [c.name for c in units.columns if c.name not in ("unit", "people", "rural")]
    for name in hidden:
        units = with_cell(units, name, HIDDEN, unit="11")
    smooth = sheet.tables["small_areas"]
    for indicator in dict.fromkeys(smooth.column("indicator")):
        at = {"unit": "11", "indicator": str(indicator)}
        smooth = with_cell(smooth, "cases", HIDDEN, **at)
        smooth = with_cell(smooth, "method", "others", **at)
    return replace(sheet, tables={**sheet.tables, "units": units, "small_areas": smooth})


def journey_findings(sheet: ZoneSheet) -> tuple[Finding, ...]:
    """Findings of the chapters on people and care."""
    return evaluate(sheet.case, checked("T", "S", "R"))
