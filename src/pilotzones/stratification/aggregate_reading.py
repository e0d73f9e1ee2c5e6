"""Aggregate tables of files: inhabitants by age and sex, counts or rates of units.

Every fault of all files is told at once, with file, row, column and value: nobody is in these
tables. Rows of other places (a region, the country, units that the layer lacks) are left out and
told. A number that the source hides (``<20``, ``hidden``) is read as a bound, never as 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.readers.headings import fold
from pilotzones.readers.tables import RawTable, read_table
from pilotzones.schemas import Schema, check, places_of
from pilotzones.stratification.age_groups import Group, ages, overlapping
from pilotzones.stratification.aggregate_places import Grain, Placed, placed
from pilotzones.stratification.aggregate_tables import INDICATORS, INHABITANTS, RATES
from pilotzones.stratification.reading_mapping import TableMapping, folded, read_mapping
from pilotzones.stratification.section import PeopleSection

ATLAS_HIDES = 20
"""Below it the Atlas of the sickness funds hides a number, where it does not say another bound."""
_FIGURES = ("cases", *RATES)
_BELOW = re.compile(r"(?:<|n<|moins de|minder dan|weniger als|less than|under)\s*(\d+)")
_HIDDEN = frozenset(
    ("*", "**", "x", "hidden", "masqué", "caché", "confidentiel", "verborgen", "vertrouwelijk",
     "verborgen cel", "geheim", "vertraulich", "confidential", "secret")
)  # fmt: skip
_BOTH = frozenset(("", "total", "totaal", "tous", "alle", "all", "ensemble", "both", "insgesamt"))


@dataclass(frozen=True, slots=True)
class Aggregates:
    """Aggregate tables as read, each row at home in an area.

    Parameters
    ----------
    inhabitants
        Columns ``area``, ``group`` (`Group`), ``persons``; None without such a table.
    indicators
        Columns ``area``, ``indicator``, ``group``, ``cases``, ``most`` (bound of a hidden number),
        ``share`` (a rate, 0..1), ``population``, ``error`` (standard error of the share).
    grain
        What the areas are: units of the layer, or municipalities; of both tables.
    notices
        What the user has to hear: rows of other places.
    files
        The paths, as the user wrote them.
    """

    inhabitants: pd.DataFrame | None
    indicators: pd.DataFrame
    grain: Mapping[str, Grain]
    notices: tuple[Fault, ...]
    files: tuple[Path, ...]


def read_aggregates(
    section: PeopleSection, layer: UnitLayer, known: Mapping[str, str]
) -> Aggregates:
    """Checked tables of the files of a section, whose paths are resolved.

    Parameters
    ----------
    known
        Id of an indicator by its folded names.

    Raises
    ------
    InputError
        Every fault of all files at once.
    """
    mapping = read_mapping(section.mapping)
    faults: list[Fault] = []
    found: dict[str, list[pd.DataFrame]] = {INHABITANTS.name: [], INDICATORS.name: []}
    notices: list[Fault] = []
    grain: dict[str, Grain] = {}
    for schema, words in ((INHABITANTS, mapping.inhabitants), (INDICATORS, mapping.indicators)):
        for path in getattr(section, schema.name) or ():
            try:
                frame, where = _read(path, schema, words, _Asked(section, layer, known))
            except InputError as error:
                faults += error.faults
                continue
            found[schema.name].append(frame)
            notices += where.notices
            if grain.setdefault(schema.name, where.grain) != where.grain:
                faults.append(Fault("area.two_grains", file=str(path)))
    faults += _overlaps(found[INDICATORS.name])
    if faults:
        raise InputError(faults)
    people = found[INHABITANTS.name]
    return Aggregates(
        inhabitants=pd.concat(people, ignore_index=True) if people else None,
        indicators=_together(found[INDICATORS.name]),
        grain=grain,
        notices=tuple(notices),
        files=tuple(p for name in found for p in getattr(section, name) or ()),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    section: PeopleSection
    layer: UnitLayer
    known: Mapping[str, str]


def _read(
    path: Path, schema: Schema, words: TableMapping, asked: _Asked
) -> tuple[pd.DataFrame, Placed]:
    """One file: typed, its groups and places understood."""
    raw, bounds = _unhidden(read_table(path, schema=schema), schema, words)
    frame = check(raw, schema, mapping=words.headings)
    where = placed(frame, asked.layer, asked.section.code_date, str(path))
    frame = frame.assign(area=where.areas)[where.areas.notna()].reset_index(drop=True)
    faults = [*_grouped(frame, words, str(path))]
    if schema is INDICATORS:
        faults += _named(frame, asked.known, path)
        frame["most"] = frame["row"].map(bounds).astype(float)
        faults += _figured(frame, str(path))
    if faults:
        raise InputError(sorted(faults, key=lambda fault: fault.row or 0))
    return frame.assign(file=str(path)), where


def _unhidden(
    raw: RawTable, schema: Schema, words: TableMapping
) -> tuple[RawTable, dict[int, float]]:
    """The table with its hidden numbers emptied, and their bounds by row."""
    places, _ = places_of(raw, schema, words.headings)
    at = [place for column, place in places.items() if column.name in _FIGURES]
    bounds: dict[int, float] = {}
    rows = [list(row) for row in raw.rows]
    for cells, number in zip(rows, raw.row_numbers, strict=True):
        for place in at:
            bound = _bound(cells[place])
            if bound is not None:
                cells[place] = None
                bounds[number] = bound
    return replace(raw, rows=tuple(map(tuple, rows))), bounds


def _bound(value: object) -> float | None:
    """Largest number that a cell can stand for; None where it hides nothing."""
    if not isinstance(value, str):
        return None
    said = folded(value)
    below = _BELOW.fullmatch(said)
    if below:
        return float(max(int(below[1]) - 1, 0))
    return ATLAS_HIDES - 1.0 if said in _HIDDEN else None


def _grouped(frame: pd.DataFrame, words: TableMapping, file: str) -> Iterator[Fault]:
    """Faults of ages and sexes; the groups are put into the frame."""
    parts: dict[str, list[object]] = {}
    for name, id, read in (
        ("age", "area.age", ages),
        ("sex", "area.sex", lambda text: _sex(text, words)),
    ):
        column = frame[name] if name in frame.columns else pd.Series("", index=frame.index)
        said = column.fillna("").astype(str)
        known = {text: read(text) for text in said.unique()}
        parts[name] = [known[text] for text in said]
        unknown = said[[known[text] is None for text in said]]
        for text, rows in frame.loc[unknown.index].groupby(unknown, sort=False)["row"]:
            yield Fault(id, file, int(rows.iloc[0]), name, str(text), {"n": len(rows)})
    frame["group"] = pd.Series(
        [_group(years, sex) for years, sex in zip(parts["age"], parts["sex"], strict=True)],
        index=frame.index,
        dtype=object,
    )


def _group(years: Any, sex: Any) -> Group:
    """Group of a row; everybody where its age or sex is a fault."""
    return Group() if years is None or sex is None else Group(years[0], years[1], sex)


def _sex(text: str, words: TableMapping) -> str | None:
    said = folded(text)
    if said in _BOTH:
        return ""
    return words.words.get("sex", {}).get(said)


def _named(frame: pd.DataFrame, known: Mapping[str, str], path: Path) -> Iterator[Fault]:
    """Faults of the names of indicators; their ids are put into the frame."""
    if "indicator" not in frame.columns:
        id = known.get(fold(path.stem))
        if id is None:
            yield Fault("area.no_indicator", file=str(path), fields={"name": path.stem})
        frame["indicator"] = id
        return
    ids = frame["indicator"].map(lambda name: known.get(fold(str(name))))
    for text, rows in frame[ids.isna()].groupby("indicator", sort=False)["row"]:
        yield Fault(
            "area.unknown_indicator",
            file=str(path),
            row=int(rows.iloc[0]),
            column="indicator",
            value=str(text),
            fields={"n": len(rows)},
        )
    frame["indicator"] = ids


def _figured(frame: pd.DataFrame, file: str) -> Iterator[Fault]:
    """Faults of counts and rates; the share and its standard error are put into the frame."""
    given = [name for name in _FIGURES if name in frame.columns]
    if not given:
        yield Fault("area.no_figure", file=file, fields={"columns": _FIGURES})
        return
    for name in ("cases", "population", "standard_error"):
        if name not in frame.columns:
            frame[name] = np.nan
    frame["share"] = np.nan
    frame["error"] = np.nan
    for name, unit in RATES.items():
        if name in frame.columns:
            frame["share"] = frame["share"].fillna(frame[name] * unit)
            frame["error"] = frame["error"].fillna(frame["standard_error"] * unit)
            yield from _beyond(frame, frame[name] * unit > 1, (file, name), "area.rate_above")
    above = frame["cases"] > frame["population"]
    yield from _beyond(frame, above, (file, "cases"), "area.more_cases")
    surveyed = (frame["standard_error"] <= 0) | (
        frame["standard_error"].notna() & frame["share"].isna() & frame["most"].isna()
    )
    yield from _beyond(frame, surveyed, (file, "standard_error"), "area.standard_error")


def _beyond(
    frame: pd.DataFrame, wrong: pd.Series, place: tuple[str, str], id: str
) -> Iterator[Fault]:
    file, column = place
    for row, value in zip(frame.loc[wrong, "row"], frame.loc[wrong, column], strict=True):
        yield Fault(id, file=file, row=int(row), column=column, value=f"{value:g}")


def _overlaps(frames: Sequence[pd.DataFrame]) -> Iterator[Fault]:
    """Rows of one area and indicator in which a person may stand twice, in one file or in two."""
    if not frames:
        return
    rows = pd.concat(frames, ignore_index=True)
    # municipalities that have merged since stand in several rows of one group: that is no fault
    for (_, indicator), mine in rows.groupby(["area", "indicator"], sort=False):
        groups = mine["group"].tolist()
        clash = overlapping(groups)
        same = mine.duplicated(["unit", "group"])
        if same.any() or clash:
            at = mine.iloc[groups.index(clash[1]) if clash else int(same.to_numpy().argmax())]
            yield Fault(
                "area.counted_twice",
                file=str(at["file"]),
                row=int(at["row"]),
                value=str(at["unit"]),
                fields={"indicator": str(indicator)},
            )


def _together(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    names = ["area", "indicator", "group", "cases", "most", "share", "population", "error"]
    if not frames:
        return pd.DataFrame({name: [] for name in names})
    return pd.concat([frame[names] for frame in frames], ignore_index=True)
