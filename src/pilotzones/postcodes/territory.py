"""Region, province and German-speaking Community of a unit, by its municipality or postcode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pilotzones.readers.headings import fold

Region = Literal["flanders", "wallonia", "brussels"]


@dataclass(frozen=True, slots=True)
class Province:
    """One of the ten provinces: its NIS code, region and names (Statbel, REFNIS)."""

    code: str
    region: Region
    fr: str
    nl: str
    de: str


PROVINCES = (
    Province("10000", "flanders", "Anvers", "Antwerpen", "Antwerpen"),
    Province("20001", "flanders", "Brabant flamand", "Vlaams-Brabant", "Flämisch-Brabant"),
    Province("20002", "wallonia", "Brabant wallon", "Waals-Brabant", "Wallonisch-Brabant"),
    Province("30000", "flanders", "Flandre occidentale", "West-Vlaanderen", "Westflandern"),
    Province("40000", "flanders", "Flandre orientale", "Oost-Vlaanderen", "Ostflandern"),
    Province("50000", "wallonia", "Hainaut", "Henegouwen", "Hennegau"),
    Province("60000", "wallonia", "Liège", "Luik", "Lüttich"),
    Province("70000", "flanders", "Limbourg", "Limburg", "Limburg"),
    Province("80000", "wallonia", "Luxembourg", "Luxemburg", "Luxemburg"),
    Province("90000", "wallonia", "Namur", "Namen", "Namur"),
)

_BRUSSELS = "21"
_BY_DIGITS = {"23": "20001", "24": "20001", "25": "20002"} | {
    p.code[0]: p.code for p in PROVINCES if not p.code.startswith("2")
}
"""First digits of a municipality code and its province; Brussels (21) lies in none."""

GERMAN_SPEAKING = frozenset(
    ("63001", "63012", "63013", "63023", "63040", "63048", "63061", "63067", "63087")
)
"""The nine municipalities of the German-speaking Community; their codes never changed."""

_BY_POSTCODE: tuple[tuple[int, int, Region], ...] = (
    (1000, 1299, "brussels"),
    (1300, 1499, "wallonia"),
    (1500, 3999, "flanders"),
    (4000, 7999, "wallonia"),
    (8000, 9999, "flanders"),
)
"""Postcodes of each region (bpost's numbering, which never crosses a region's border)."""

_GERMAN_POSTCODES = range(4700, 4800)

_NAMES: dict[Region, tuple[str, ...]] = {
    "flanders": (
        "flanders",
        "02000",
        "2000",
        "Vlaams Gewest",
        "Vlaanderen",
        "Région flamande",
        "Flandre",
        "Flämische Region",
        "Flandern",
        "Flemish Region",
    ),
    "wallonia": (
        "wallonia",
        "03000",
        "3000",
        "Waals Gewest",
        "Wallonië",
        "Région wallonne",
        "Wallonie",
        "Wallonische Region",
        "Wallonien",
        "Walloon Region",
    ),
    "brussels": (
        "brussels",
        "04000",
        "4000",
        "Brussels Hoofdstedelijk Gewest",
        "Brussel",
        "Région de Bruxelles-Capitale",
        "Bruxelles",
        "Region Brüssel-Hauptstadt",
        "Brüssel",
        "Brussels-Capital Region",
    ),
}
"""Codes (REFNIS) and names of the regions; case, accents and hyphens do not count."""

_BY_NAME: dict[str, Region] = {
    fold(name): region for region, names in _NAMES.items() for name in names
}


def province_of(municipality: str) -> Province | None:
    """Province of a municipality code; None for Brussels and for what is no Belgian code."""
    if not is_municipality_code(municipality):
        return None
    found = _BY_DIGITS.get(municipality[:2]) or _BY_DIGITS.get(municipality[0])
    return next((p for p in PROVINCES if p.code == found), None)


def is_municipality_code(code: str) -> bool:
    """Has the code the form of a Belgian municipality code (five digits)?"""
    return len(code) == 5 and code.isdecimal() and code[0] != "0"


def region_of_municipality(municipality: str) -> Region | None:
    """Region of a municipality code; None for what is no Belgian code.

    >>> region_of_municipality("21004"), region_of_municipality("25112")
    ('brussels', 'wallonia')
    """
    if municipality.startswith(_BRUSSELS) and is_municipality_code(municipality):
        return "brussels"
    province = province_of(municipality)
    return province.region if province else None


def region_of_postcode(postcode: str) -> Region | None:
    """Region of a Belgian postcode; None for what is none.

    >>> region_of_postcode("5500"), region_of_postcode("3790")
    ('wallonia', 'flanders')
    """
    if len(postcode) != 4 or not postcode.isdecimal():
        return None
    number = int(postcode)
    return next((r for low, high, r in _BY_POSTCODE if low <= number <= high), None)


def is_german_speaking(code: str) -> bool | None:
    """Does a municipality or postcode lie in the German-speaking Community? None if it is neither.

    >>> is_german_speaking("63023"), is_german_speaking("4700"), is_german_speaking("X")
    (True, True, None)
    """
    if is_municipality_code(code):
        return code in GERMAN_SPEAKING
    if region_of_postcode(code):
        return int(code) in _GERMAN_POSTCODES
    return None


def region_named(value: str) -> Region | None:
    """Region by its code or name as files give it; None when it is not one of them.

    >>> region_named("VLAAMS GEWEST"), region_named("04000")
    ('flanders', 'brussels')
    """
    return _BY_NAME.get(fold(value))
