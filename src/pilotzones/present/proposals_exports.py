"""Proposed zones as files for other programs: a table and a map layer of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pilotzones.present.exports import zone_csv, zone_geojson
from pilotzones.zones.propose.repair import Repair
from pilotzones.zones.propose.sheet import Proposals
from pilotzones.zones.sheet import ZoneSheet, zone_sheet
from pilotzones.zones.zone import Zone

FOLDER = "proposals"


def proposed_zones(made: Proposals, sheet: ZoneSheet) -> Iterator[tuple[str, Zone]]:
    """Zones that were proposed, by the stem of their files."""
    name = sheet.case.zone.name
    if isinstance(made.repair, Repair) and made.repair.moves:
        yield "repaired", replace(made.repair.zones[0], name=name)
    if made.options is not None:
        for number, one in enumerate(made.options.proposals, 1):
            yield f"option-{number}", replace(one.zone, name=f"{name} {number}")


def zone_files(sheet: ZoneSheet, made: Proposals, lang: str) -> Mapping[str, bytes]:
    """Table and map layer of each proposed zone, by path in the folder of the pages."""
    files: dict[str, bytes] = {}
    for stem, zone in proposed_zones(made, sheet):
        own = zone_sheet(replace(sheet.case, zone=zone))
        files[f"{FOLDER}/{stem}.csv"] = zone_csv(own, lang)
        files[f"{FOLDER}/{stem}.geojson"] = zone_geojson(own, lang)
    return files
