"""Attributes of units filled in where their codes tell: municipality, province, region, names."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from pilotzones.postcodes import territory
from pilotzones.postcodes.tables import OPTIONAL, UNITS
from pilotzones.readers.cells import TEXT

_DTYPES = {"text": TEXT, "integer": "Int64", "flag": "boolean"}
_LANGUAGES = ("fr", "nl", "de")
_NIS_DIGITS = 5
"""A statistical sector's code starts with the code of its municipality (Statbel)."""


def completed(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The columns of ``UNITS``, filled where the codes tell; what they do not tell stays missing.

    Examples
    --------
    >>> import pandas as pd
    >>> row = completed(pd.DataFrame({"code": ["63023"], "name_de": ["Eupen"]}), "municipality")
    >>> row[["name", "province_fr", "region", "german_speaking"]].values.tolist()
    [['Eupen', 'Liège', 'wallonia', True]]
    """
    found = table.astype({"code": TEXT})
    for column in UNITS.columns:
        if column.name in found:
            found[column.name] = found[column.name].astype(_DTYPES[column.kind])
        elif column.name not in OPTIONAL:
            found[column.name] = pd.Series(pd.NA, index=found.index, dtype=_DTYPES[column.kind])
    _fill_municipality(found, kind)
    place = found["municipality"].fillna(found["code"])
    _fill(found, "region", place, territory.region_of_municipality)
    if kind == "postcode":
        _fill(found, "region", found["code"], territory.region_of_postcode)
    _fill(found, "german_speaking", place, territory.is_german_speaking)
    _fill_province(found, place)
    _fill_name(found)
    return found[[column.name for column in UNITS.columns if column.name in found]]


def _fill(
    found: pd.DataFrame, column: str, codes: pd.Series, tell: Callable[[str], object]
) -> None:
    """Fill the missing cells of a column by what a function tells of the codes."""
    told = [None if pd.isna(code) else tell(code) for code in codes]
    found[column] = found[column].fillna(
        pd.Series(told, index=found.index, dtype=found[column].dtype)
    )


def _fill_municipality(found: pd.DataFrame, kind: str) -> None:
    if kind == "postcode":
        return
    _fill(found, "municipality", found["code"].str[:_NIS_DIGITS], _own_code)
    if kind == "municipality":
        for lang in _LANGUAGES:
            found[f"municipality_{lang}"] = found[f"municipality_{lang}"].fillna(
                found[f"name_{lang}"]
            )


def _own_code(code: str) -> str | None:
    return code if territory.is_municipality_code(code) else None


def _fill_province(found: pd.DataFrame, place: pd.Series) -> None:
    provinces = {province.code: province for province in territory.PROVINCES}

    def code_of(municipality: str) -> str | None:
        province = territory.province_of(municipality)
        return province.code if province else None

    _fill(found, "province", place, code_of)
    for lang in _LANGUAGES:
        names = {code: str(getattr(province, lang)) for code, province in provinces.items()}
        _fill(found, f"province_{lang}", found["province"], names.get)


def _fill_name(found: pd.DataFrame) -> None:
    """Name for people: of the unit, else of its municipality, else the code."""
    for name in (*_own_names(found, "name"), *_own_names(found, "municipality"), found["code"]):
        found["name"] = found["name"].fillna(name)


def _own_names(found: pd.DataFrame, what: str) -> tuple[pd.Series, ...]:
    """Names by preference: both in Brussels, else that of the region's language, else any."""
    french, dutch, german = (found[f"{what}_{lang}"] for lang in _LANGUAGES)
    both = french.where(french == dutch, french + " / " + dutch)
    own = both.where(found["region"] == "brussels", french)
    own = own.mask(found["region"] == "flanders", dutch)
    own = own.mask(found["german_speaking"].fillna(value=False) & german.notna(), german)
    return own, both, french, dutch, german
