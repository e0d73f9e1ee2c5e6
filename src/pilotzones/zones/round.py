"""The zones of other projects: a folder, files, or one table with a column of zone names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.readers.files import reading
from pilotzones.zones.naming import Gazetteer
from pilotzones.zones.reading import PROJECT_FILE, zones_in_file
from pilotzones.zones.sources import Wanted
from pilotzones.zones.taken import gathering
from pilotzones.zones.zone import Round, Zone

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet")
_MAPS = (".geojson", ".json", ".gpkg", ".shp", ".fgb", ".zip")
_ENDINGS = (*_TABLES, *_MAPS, ".toml")
"""What is looked for in a folder; other files there, such as letters, are left alone."""


@dataclass(frozen=True, slots=True)
class RoundRead:
    """Zones of a call, by name, and what the user has to hear of them."""

    zones: tuple[Zone, ...]
    notices: tuple[Fault, ...] = ()

    def without(self, zone: Zone, *, file: str | None = None) -> tuple[Round, tuple[Fault, ...]]:
        """The round that a zone is checked against, and what there is to say.

        A zone of the same name and the same units is itself, and is left out. One of the same
        name with other units counts: to leave it out could hide an overlap.
        """
        same = [other for other in self.zones if other.name == zone.name]
        itself = [other for other in same if other.codes == zone.codes]
        told = [Fault("round.self_left_out", file=file, value=zone.name) for _ in itself]
        told += [Fault("round.same_name", file=file, value=z.name) for z in same if z not in itself]
        others = tuple(other for other in self.zones if other not in itself)
        return Round(others), (*self.notices, *told)


def round_from(
    given: Path | Sequence[Path],
    layer: UnitLayer,
    *,
    wanted: Wanted | None = None,
    without: Path | None = None,
) -> RoundRead:
    """Zones of a folder, of files, or of a table that holds several; in the order of their names.

    In a folder, every file that may hold a zone counts, and every project folder. Codes that the
    layer lacks or that stand twice stay in a zone: its rules tell (Z02).

    Parameters
    ----------
    given
        Nothing in a list means that no other zone is known to exist.
    wanted
        Headings of codes and zone names, and the sheet or layer, for files that need them.
    without
        The project file whose own zone is not to be among the others.

    Raises
    ------
    InputError
        The faults of every file, together; two zones of one name; a folder without any zone.
    """
    known = Gazetteer.of_layer(layer)
    faults: list[Fault] = []
    zones: list[tuple[Zone, str]] = []
    notices: list[Fault] = []
    for path in (given,) if isinstance(given, Path) else given:
        files: tuple[Path, ...] = ()
        with gathering(faults):
            files = _files(path, without)
        for file in files:
            with gathering(faults):
                for read in zones_in_file(file, known, wanted or Wanted(), strict=False):
                    zones.append((read.zone, str(file)))
                    notices += read.notices
    faults += _same_names(zones)
    if faults:
        raise InputError(faults)
    found = sorted((zone for zone, _ in zones), key=lambda zone: zone.name)
    return RoundRead(tuple(found), tuple(notices))


def zones_from_table(
    path: Path,
    layer: UnitLayer,
    *,
    zone_column: str | None = None,
    unit_column: str | None = None,
    part: str | None = None,
) -> RoundRead:
    """Every zone of one table: rows of units or municipality codes, with the zone they belong to.

    Raises
    ------
    InputError
        All faults of the file.
    """
    wanted = Wanted(unit_column=unit_column, zone_column=zone_column, part=part)
    return round_from(path, layer, wanted=wanted)


def _files(path: Path, without: Path | None) -> tuple[Path, ...]:
    """Files and project folders that a path stands for, in the order of their names."""
    if not path.is_dir() or (path / PROJECT_FILE).is_file():
        return (path,)
    own = without.resolve() if without else None
    with reading(path):
        there = sorted(path.iterdir())
    found = tuple(
        inner
        for inner in there
        if not inner.name.startswith((".", "~$"))
        and (inner / PROJECT_FILE if inner.is_dir() else inner).resolve() != own
        and (
            (inner / PROJECT_FILE).is_file()
            if inner.is_dir()
            else inner.suffix.casefold() in _ENDINGS
        )
    )
    if not found:
        raise InputError(Fault("round.empty_folder", file=str(path)))
    return found


def _same_names(zones: Sequence[tuple[Zone, str]]) -> list[Fault]:
    counts = Counter(zone.name for zone, _ in zones)
    return [
        Fault(
            "round.name_twice",
            file=next(file for zone, file in reversed(zones) if zone.name == name),
            value=name,
            fields={"files": tuple(dict.fromkeys(f for zone, f in zones if zone.name == name))},
        )
        for name, times in sorted(counts.items())
        if times > 1
    ]
