"""The register of synthetic persons, and the truth about them, as Arrow tables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from pilotzones.stratification.synthetic.book import KINDS
from pilotzones.stratification.synthetic.course import (
    NEVER,
    YEARS,
    Course,
    Year,
    dates,
    first_day_of,
)
from pilotzones.stratification.synthetic.curves import curve, sigmoid
from pilotzones.stratification.synthetic.draws import Flags, Floats, Ints, chosen
from pilotzones.stratification.synthetic.illnesses import Matrix
from pilotzones.stratification.synthetic.parameters import Parameters
from pilotzones.stratification.synthetic.people import People
from pilotzones.stratification.synthetic.places import Places
from pilotzones.stratification.synthetic.stays import Stays

PERSONS = pa.schema(
    [
        ("person_id", pa.int64()),
        ("birth_year", pa.int16()),
        ("sex", pa.string()),
        ("unit", pa.string()),
        ("increased_reimbursement", pa.bool_()),
        ("chronic_status", pa.bool_()),
        ("isolated", pa.bool_()),
        ("death_date", pa.date32()),
        ("moved_on", pa.date32()),
        ("unit_before", pa.string()),
        ("left_on", pa.date32()),
        ("weight", pa.float64()),
    ]
)
_FIFTY = 50


def persons_table(
    people: People, course: Course, places: Places, parameters: Parameters, base: int
) -> pa.Table:
    """Register of persons at the end of the base year, in the columns of ``PERSONS``."""
    moved_on, before = _moves(people, course, places, parameters, base)
    codes = pa.array(places.codes)
    columns = [
        pa.array(people.number + 1),
        pa.array((base - people.age).astype(np.int16)),
        pa.DictionaryArray.from_arrays(people.woman.astype(np.int8), ["M", "F"]).cast(pa.string()),
        codes.take(pa.array(people.unit)),
        pa.array(people.reimbursed),
        pa.array(_chronic_status(people, course.years[-1], parameters)),
        pa.array(people.alone),
        dates(course.death),
        dates(moved_on),
        codes.take(pa.array(before, mask=moved_on == NEVER)),
        dates(course.left),
        pa.array(places.weight[people.unit]),
    ]
    return pa.table(columns, schema=PERSONS)


def truth_schema(parameters: Parameters) -> pa.Schema:
    """Columns of the truth: one row per person and year, for recovery tests only.

    ``ill_<id>`` and ``regular_<id>`` (takes the medicines regularly) by illness; ``expected_eur``
    is the cost expected of all that the person truly is, but for the chance of the year,
    ``expected_<kind>_eur`` its parts.
    """
    flags = [f"{what}_{id}" for what in ("ill", "regular") for id in parameters.ids]
    return pa.schema(
        [
            ("person_id", pa.int64()),
            ("year", pa.int16()),
            ("age", pa.int16()),
            ("days", pa.int16()),
            ("present", pa.bool_()),
            ("dies", pa.bool_()),
            ("log_frailty", pa.float32()),
            *((flag, pa.bool_()) for flag in flags),
            ("palliative", pa.bool_()),
            ("stays", pa.int16()),
            ("unplanned_stays", pa.int16()),
            ("expected_eur", pa.float32()),
            *((f"expected_{kind}_eur", pa.float32()) for kind in KINDS),
        ]
    )


def truth_rows(
    people: People,
    year: Year,
    parameters: Parameters,
    found: tuple[Matrix, Flags, Stays],
    expected: Mapping[str, Floats],
) -> pa.Table:
    """Truth about one year; ``found`` is who takes what regularly, palliative care, and stays."""
    regular, palliative, stays = found
    nothing = np.zeros(len(people))
    by_kind = [expected.get(kind, nothing) for kind in KINDS]
    columns = [
        people.number + 1,
        np.full(len(people), year.year, np.int16),
        year.age.astype(np.int16),
        year.days.astype(np.int16),
        year.stays,
        year.dies,
        people.log_frailty.astype(np.float32),
        *(matrix[:, place] for matrix in (year.ill, regular) for place in range(year.ill.shape[1])),
        palliative,
        stays.all.astype(np.int16),
        stays.unplanned.astype(np.int16),
        *(each.astype(np.float32) for each in (np.sum(by_kind, axis=0), *by_kind)),
    ]
    return pa.table(list(map(pa.array, columns)), schema=truth_schema(parameters))


def _chronic_status(people: People, year: Year, parameters: Parameters) -> Flags:
    status = parameters.population.chronic_status
    costly = np.array([each.costly for each in parameters.illnesses.illness.values()])
    odds = status.base + status.per_illness * np.minimum(year.ill.sum(axis=1), status.most)
    odds += status.costly * year.ill[:, costly].sum(axis=1) + status.frailty * people.log_frailty
    odds += status.per_decade * np.maximum(year.age - _FIFTY, 0) / 10
    return people.draws.chance("chronic status", sigmoid(odds))


def _moves(
    people: People, course: Course, places: Places, parameters: Parameters, base: int
) -> tuple[Ints, Ints]:
    """Day of the move (``NEVER``: none) and unit before; nobody outside comes from the zone."""
    moves = parameters.population.moves
    begin, end = first_day_of(base - YEARS + 1), first_day_of(base + 1)
    day = begin + np.floor(people.draws.uniform("day of move") * (end - begin)).astype(np.int64)
    moved = people.draws.chance("moves", YEARS * curve(moves.ages, moves.share, people.age))
    before = chosen(people.draws.uniform("unit before"), places.people)
    gone = np.minimum(course.death, course.left)
    moved &= (before != people.unit) & (day < gone) & (day > course.years[0].first)
    moved &= places.inside[people.unit] | ~places.inside[before]
    return np.where(moved, day, NEVER), before
