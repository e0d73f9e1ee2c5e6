"""The zone as users give it: codes, pasted text, municipalities, or a file of any kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.readers.settings import checked
from pilotzones.readers.written import Written, read_written
from pilotzones.zones.listing import units_listed
from pilotzones.zones.municipal import municipalities_listed
from pilotzones.zones.naming import Gazetteer
from pilotzones.zones.passport import codes_of_passport, is_passport
from pilotzones.zones.pasted import entries, entries_of_cells
from pilotzones.zones.section import ZoneSection
from pilotzones.zones.sources import Wanted, zones_of
from pilotzones.zones.taken import Place, Taken
from pilotzones.zones.zone import Zone

PROJECT_FILE = "pilot.toml"


@dataclass(frozen=True, slots=True)
class ZoneRead:
    """A zone as it was read, and what the user has to hear of it.

    ``notices`` have the form of faults (message id, place, fields) and stop nothing.
    """

    zone: Zone
    notices: tuple[Fault, ...] = ()


def zone_from_codes(
    codes: Sequence[str | int],
    layer: UnitLayer,
    *,
    name: str,
    place: Place | None = None,
    strict: bool = True,
) -> ZoneRead:
    """Zone of a list; each item may be a code, a range, or a name, as in a pasted text.

    Parameters
    ----------
    place, strict
        As for `zone_from_pasted`.

    Raises
    ------
    InputError
        Everything that was not understood or that the layer does not have, as `zone_from_pasted`.
    """
    place = place or Place(row=None, items=True)
    found = entries_of_cells(enumerate(map(str, codes), start=1), layer.codes)
    return _zone(name, units_listed(found, Gazetteer.of_layer(layer), place, strict=strict), place)


def zone_from_pasted(
    text: str, layer: UnitLayer, *, name: str, place: Place | None = None, strict: bool = True
) -> ZoneRead:
    """Zone of a text pasted from a mail or a spreadsheet: ``1300-1325, 1330 Rixensart``.

    The text may also be the passport of a zone, as it stands on a printed sheet.

    Parameters
    ----------
    place
        File and row in which the text starts, for the faults; without it, rows are the lines of
        the text where it has several.
    strict
        False for the zone of another project: codes that the layer lacks, or that stand twice,
        stay in it for the rules to tell.

    Raises
    ------
    InputError
        All at once: pieces not understood, unknown codes (with the nearest), letters for digits,
        codes given twice, ranges that are empty or run backwards, names that several units have;
        groups of a passport that are wrong.
    """
    place = place or Place(row=1 if "\n" in text.strip() else None)
    if is_passport(text):
        return _zone(name, _in_passport(text, layer, place), place)
    known = Gazetteer.of_layer(layer)
    found = units_listed(entries(text, layer.codes), known, place, strict=strict)
    return _zone(name, found, place)


def _in_passport(text: str, layer: UnitLayer, place: Place) -> Taken:
    try:
        return Taken(codes_of_passport(text, layer))
    except InputError as error:
        at = {"file": place.file, "row": place.row, "column": place.column}
        return Taken(faults=tuple(replace(fault, **at) for fault in error.faults))


def zone_from_municipalities(
    given: str | Sequence[str | int],
    layer: UnitLayer,
    *,
    name: str,
    place: Place | None = None,
    strict: bool = True,
) -> ZoneRead:
    """Zone of all units of these municipalities, by NIS code of any date or by name.

    Parameters
    ----------
    place, strict
        As for `zone_from_pasted`.

    Raises
    ------
    InputError
        Unknown or ambiguous municipalities (with the nearest), municipalities given twice or
        without units in the layer, codes of different dates.
    """
    known = Gazetteer.of_layer(layer)
    if isinstance(given, str):
        place = place or Place(row=1 if "\n" in given.strip() else None)
        found = entries(given, known.written)
    else:
        place = place or Place(row=None, items=True)
        found = entries_of_cells(enumerate(map(str, given), start=1), known.written)
    return _zone(name, municipalities_listed(found, known, place, strict=strict), place)


def zone_from_file(
    path: Path,
    layer: UnitLayer,
    *,
    name: str | None = None,
    column: str | None = None,
    part: str | None = None,
) -> ZoneRead:
    """Zone of a file: table, text, map layer, or project file (or its folder), known by content.

    A map layer with a column of known codes is read by these, any other by the units that lie at
    least half in its polygons. Of a table with several zones, the one called ``name`` is taken.

    Parameters
    ----------
    name
        Name of the zone; else the one in the file, else the file's own.
    column
        Heading of the codes, where it is not a usual one.
    part
        Layer of a map file or sheet of a workbook that holds several.

    Raises
    ------
    InputError
        All faults of the file, with their rows.
    """
    wanted = Wanted(unit_column=column, part=part, zone=name)
    read = _zone_in_file(path, Gazetteer.of_layer(layer), wanted, strict=True)
    return ZoneRead(_named(read.zone, name or read.zone.name), read.notices)


def zones_in_file(
    path: Path, known: Gazetteer, wanted: Wanted, *, strict: bool
) -> tuple[ZoneRead, ...]:
    """Every zone of a file or project folder, at least one; of a table the one that is wanted.

    Parameters
    ----------
    strict
        False for zones of other projects: codes that the layer lacks, or that stand twice, stay.

    Raises
    ------
    InputError
        All faults of the file.
    """
    project = _project_file(path)
    if project is not None:
        return (_of_project(project, known.layer, strict=strict),)
    found = zones_of(path, known, wanted, strict=strict)
    faults = [fault for _, taken in found for fault in taken.faults]
    if faults:
        raise InputError(sorted(faults, key=lambda fault: fault.row or 0))
    place = Place(str(path), None)
    return tuple(_zone(name, taken, place) for name, taken in found)


def _zone_in_file(path: Path, known: Gazetteer, wanted: Wanted, *, strict: bool) -> ZoneRead:
    """The only zone of a file, or the one that is wanted by its name."""
    project = _project_file(path)
    if project is not None:
        return _of_project(project, known.layer, strict=strict)
    found = zones_of(path, known, wanted, strict=strict)
    if len(found) == 1:
        return _zone(*found[0], Place(str(path), None))
    names = tuple(sorted(name for name, _ in found))
    id = "zone.several_in_file" if wanted.zone else "zone.several_in_file.unnamed"
    raise InputError(Fault(id, file=str(path), value=wanted.zone, fields={"names": names}))


def _project_file(path: Path) -> Path | None:
    """Project file that a path stands for; None when it is another kind of file."""
    if path.is_dir() and (path / PROJECT_FILE).is_file():
        return path / PROJECT_FILE
    return path if path.suffix.casefold() == ".toml" else None


class _OtherProject(BaseModel):
    """What is read of another project's file; the rest of it is its own affair."""

    zone: ZoneSection


def _of_project(path: Path, layer: UnitLayer, *, strict: bool) -> ZoneRead:
    """Zone of another project's file, called as its project is."""
    written = read_written(path)
    project = written.content.get("project")
    given = project.get("name") if isinstance(project, dict) else None
    name = given if isinstance(given, str) else path.resolve().parent.name
    section = checked(written.content, _OtherProject, file=written.file, text=written.text).zone
    if section.file is not None and section.file.suffix.casefold() == ".toml":
        fault = Fault("zone.project_chain", str(path), column="zone.file", value=str(section.file))
        raise InputError(fault)
    return zone_from_section(section, layer, written=written, name=name, strict=strict)


def zone_from_section(
    section: ZoneSection, layer: UnitLayer, *, written: Written, name: str, strict: bool = True
) -> ZoneRead:
    """Zone as the section ``[zone]`` of a project file gives it.

    Parameters
    ----------
    written
        The project file: paths start from its folder, and faults have its rows.
    name
        Name where the section gives none: that of the project.

    Raises
    ------
    InputError
        As for the way in which the zone is given.
    """
    name = section.name or name
    if section.file is not None:
        wanted = Wanted(unit_column=section.column, part=section.layer, zone=name)
        path = Path(written.file).parent / section.file
        read = _zone_in_file(path, Gazetteer.of_layer(layer), wanted, strict=strict)
        return ZoneRead(_named(read.zone, name), read.notices)
    way = "postcodes" if section.postcodes is not None else "municipalities"
    given = getattr(section, way)
    place = _place(written, way, isinstance(given, str))
    if way == "municipalities":
        return zone_from_municipalities(given, layer, name=name, place=place, strict=strict)
    if isinstance(given, str):
        return zone_from_pasted(given, layer, name=name, place=place, strict=strict)
    return zone_from_codes(given, layer, name=name, place=place, strict=strict)


def _place(written: Written, key: str, text: bool) -> Place:
    """Where a text or a list of the section ``[zone]`` stands."""
    column = f"zone.{key}"
    if text:
        return Place(written.file, written.text_row("zone", key), column)
    return Place(written.file, written.row("zone", key), column, items=True)


def _named(zone: Zone, name: str) -> Zone:
    return Zone(name, zone.codes, zone.repeated)


def _zone(name: str, taken: Taken, place: Place) -> ZoneRead:
    """Zone of what was taken.

    Raises
    ------
    InputError
        Its faults, or that there are no units (``zone.no_units``).
    """
    faults = tuple(sorted(taken.faults, key=lambda fault: fault.row or 0))
    if not faults and not taken.codes:
        faults = (place.fault("zone.no_units", None),)
    if faults:
        raise InputError(faults)
    return ZoneRead(Zone.of(name, taken.codes), taken.notices)
