"""Proposed zones as files for other programs: one table and one map layer with all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pilotzones.present.exports import (
    csv_file,
    feature_collection,
    head_of_units,
    rows_of_units,
    safe_cell,
    unit_features,
)
from pilotzones.present.proposals_words import option_name
from pilotzones.present.texts import Render
from pilotzones.words import text
from pilotzones.zones.propose.repair import Repair
from pilotzones.zones.propose.sheet import Proposals
from pilotzones.zones.sheet import ZoneSheet, zone_sheet
from pilotzones.zones.zone import Zone

_CHANGES = {"kept": "proposals.change.kept", "gained": "proposals.change.gained"}
CSV, GEOJSON = "proposals.csv", "proposals.geojson"


def proposed_zones(made: Proposals, sheet: ZoneSheet) -> tuple[tuple[Render, Zone], ...]:
    """Zones that were proposed with their names: the repaired one, then the others by rank."""
    found: list[tuple[Render, Zone]] = []
    if isinstance(made.repair, Repair) and made.repair.moves:
        name = sheet.case.zone.name
        found.append((_repaired, replace(made.repair.zones[0], name=name)))
    if made.options is not None:
        found += [
            (option_name(number), replace(one.zone, name=sheet.case.zone.name))
            for number, one in enumerate(made.options.proposals, 1)
        ]
    return tuple(found)


def _repaired(lang: str) -> str:
    return text("proposals.repaired", lang)


def zone_files(sheet: ZoneSheet, made: Proposals, lang: str) -> Mapping[str, bytes]:
    """Table and map layer of all proposed zones by the names of their files; none without zones.

    Each unit stands once for each zone that has it, with the name of that zone and whether the
    drawn zone has it too.
    """
    sheets = [
        (name, zone_sheet(replace(sheet.case, zone=zone)))
        for name, zone in proposed_zones(made, sheet)
    ]
    if not sheets:
        return {}
    drawn = set(sheet.case.zone.codes)
    own = [text("proposals.column.zone", lang), text("proposals.column.change", lang)]
    rows, features = [[*own, *head_of_units(lang)]], []
    for name, each in sheets:
        for code, row in zip(each.case.zone.codes, rows_of_units(each, lang), strict=True):
            change = text(_CHANGES[_change(code, drawn)], lang)
            rows.append([safe_cell(name(lang)), change, *row])
        for feature in unit_features(each):
            about = feature["properties"]
            about = {"zone": name(lang), "change": _change(about["code"], drawn)} | about
            features.append(feature | {"properties": about})
    return {CSV: csv_file(rows), GEOJSON: feature_collection(sheet, features, lang)}


def _change(code: str, drawn: set[str]) -> str:
    """Has the drawn zone this unit too, or is it gained?"""
    return "kept" if code in drawn else "gained"
