"""Inhabitants of the units, from a table of the user's that goes before the layer's own column."""

from __future__ import annotations

from datetime import date

import geopandas as gpd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.codes import convert_table
from pilotzones.postcodes.section import UnitsSection
from pilotzones.postcodes.tables import POPULATION
from pilotzones.readers.tables import read_table
from pilotzones.schemas import check


def with_population(
    units: gpd.GeoDataFrame, spec: UnitsSection, code_date: date | None, kind: str
) -> tuple[gpd.GeoDataFrame, tuple[Fault, ...]]:
    """Units with the inhabitants of ``population_file`` where one is named, and what to tell.

    Municipality codes of another date are converted where their date is stated, merged
    municipalities summed.

    Told are inhabitants of the table whose code the layer lacks, and units whose inhabitants
    nobody gives: both are left out of every sum that can be made.

    Raises
    ------
    InputError
        Every fault of the table; municipality codes of another date than the layer's; a table
        none of whose codes is in the layer (``units.no_code_in_common``).
    """
    notices: list[Fault] = []
    if spec.population_file is not None:
        file = str(spec.population_file)
        table = check(read_table(spec.population_file, schema=POPULATION), POPULATION)
        if kind == "municipality" and code_date is not None:
            from_date = spec.population_code_date or code_date
            merge = {"population": "sum"}
            table = convert_table(table, "code", from_date, code_date, merge=merge, file=file)
        people = table.set_index("code")["population"]
        if not people.index.isin(units["code"]).any():
            fields = {"theirs": tuple(people.index[:3]), "ours": tuple(units["code"][:3])}
            raise InputError(Fault("units.no_code_in_common", file, fields=fields))
        elsewhere = people[~people.index.isin(units["code"])]
        if len(elsewhere):
            fields = {
                "n": len(elsewhere),
                "codes": tuple(sorted(elsewhere.index)),
                "population": int(elsewhere.sum()),
            }
            notices.append(Fault("units.population_elsewhere", file, fields=fields))
        units = units.assign(population=units["code"].map(people).astype("Int64"))
    unknown = sorted(units.loc[units["population"].isna(), "code"])
    if unknown:
        fields = {"n": len(unknown), "codes": tuple(unknown)}
        notices.append(Fault("units.population_unknown", fields=fields))
    return units, tuple(notices)
