"""SYNTHETIC people sheets: what a stratification would release of people who do not exist.

The tables are those of `synthetic_people_tables`. (Populations of synthetic persons, which go
through the stratification itself, are in `synthetic_population`.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from synthetic import case
from synthetic_people_tables import EUR, MINIMUM, RATES, Maker, table, with_cell, without
from synthetic_risk_tables import GAP_SOURCES, GAPS

from pilotzones.findings import Case
from pilotzones.stratification.criteria import Criteria, known_fields, parse
from pilotzones.stratification.released import DataLevel, ModelCard, PeopleSheet, SafeTable

__all__ = [
    "CONDITIONS",
    "DEFAULT_CRITERIA",
    "FAMILIES",
    "KINDS",
    "MODEL",
    "NAMES",
    "bound",
    "people_case",
    "people_sheet",
    "table",
    "with_cell",
    "without",
]

DEFAULT_CRITERIA = "(copd or heart_failure) and n_conditions >= 2 or level = high or diabetes"
CONDITIONS = tuple(RATES)
KINDS = tuple(EUR)

NAMES: dict[str, dict[str, str]] = {
    "diabetes": {"fr": "diabète", "nl": "diabetes", "de": "Diabetes", "en": "diabetes"},
    "copd": {
        "fr": "bronchopneumopathie chronique obstructive",
        "nl": "chronische obstructieve longziekte",
        "de": "chronisch-obstruktive Lungenerkrankung",
        "en": "chronic obstructive pulmonary disease",
    },
    "heart_failure": {
        "fr": "insuffisance cardiaque",
        "nl": "hartfalen",
        "de": "Herzinsuffizienz",
        "en": "heart failure",
    },
    "ischaemic_heart": {
        "fr": "cardiopathie ischémique",
        "nl": "ischemische hartziekte",
        "de": "ischämische Herzkrankheit",
        "en": "ischaemic heart disease",
    },
    "asthma": {"fr": "asthme", "nl": "astma", "de": "Asthma", "en": "asthma"},
    "depression": {"fr": "dépression", "nl": "depressie", "de": "Depression", "en": "depression"},
    "dementia": {"fr": "démence", "nl": "dementie", "de": "Demenz", "en": "dementia"},
    "parkinson": {
        "fr": "maladie de Parkinson",
        "nl": "ziekte van Parkinson",
        "de": "Parkinson-Krankheit",
        "en": "Parkinson’s disease",
    },
    "epilepsy": {"fr": "épilepsie", "nl": "epilepsie", "de": "Epilepsie", "en": "epilepsy"},
    "hiv": {
        "fr": "infection par le VIH",
        "nl": "hiv-infectie",
        "de": "HIV-Infektion",
        "en": "HIV infection",
    },
}
FAMILIES = {
    **dict.fromkeys(CONDITIONS, "non_communicable"),
    **dict.fromkeys(("depression", "dementia"), "mental"),
    "hiv": "persistent_communicable",
}
MODEL = ModelCard(
    outcome="next_cost",
    parts=("glm", "boosting"),
    trained_on=(2020, 2021),
    evaluated_on=(2021, 2022),
    scheme="out-of-time",
    features=("age", "sex", "n_conditions", "n_atc3", "total_cost", "hospital_days"),
    signal=True,
    cap_eur=40_000.0,
)


def people_sheet(
    *,
    units: Sequence[str] = ("00", "01"),
    rural: Sequence[str] | None = ("01",),
    people: int = 84_320,
    target: int = 9_240,
    criteria: str | None = DEFAULT_CRITERIA,
    reference: bool = True,
    tables: Mapping[str, SafeTable | None] | None = None,
    **changes: Any,
) -> PeopleSheet:
    """SYNTHETIC sheet with every table.

    Parameters
    ----------
    units, rural
        Units of the zone, and which of them are rural; None: not known.
    people, target
        Persons of the zone, and of its target group.
    criteria
        Those of the target group; None: no target group, so no table and no column of it.
    reference
        Whether there are persons outside the zone: region and country beside it.
    tables
        Tables to put in the place of the made-up ones, by id; None takes one away.
    changes
        Further fields of the sheet.
    """
    coded = None if criteria is None else bound(criteria)
    terms = len(coded.alternatives) if coded else 0
    maker = Maker(
        tuple(units), None if rural is None else tuple(rural), people, target if coded else 0, terms
    )
    gone = () if coded else ("target",)
    gone += () if reference else ("region", "country")
    found: dict[str, SafeTable | None] = {t.id: _leaving(t, gone) for t in maker.every_table()}
    found |= tables or {}
    sheet = PeopleSheet(
        data=DataLevel("persons", True, 2022, (2020, 2021, 2022), ("synthetic.parquet",), 7),
        tables=MappingProxyType({id: t for id, t in found.items() if t is not None}),
        names=NAMES,
        families=FAMILIES,
        minimum_cell=MINIMUM,
        criteria=coded,
        model=MODEL,
        totals={"persons_read": people + 412, "persons": people, "deliveries_read": 4_812_077},
        capacity=(3, 60),
        gaps=GAPS,
        gap_sources=GAP_SOURCES,
    )
    return replace(sheet, **changes)


def _leaving(found: SafeTable, groups: tuple[str, ...]) -> SafeTable:
    """The same table without the columns of some groups."""
    named = [column.name for column in found.columns]
    return without(found, columns=[name for name in named if name.split("_")[0] in groups])


def bound(criteria: str) -> Criteria:
    """Criteria on the fields of the synthetic sheet."""
    return parse(criteria, known_fields(CONDITIONS, KINDS))


def people_case(sheet: PeopleSheet | None = None, **given: Any) -> Case:
    """SYNTHETIC case with people: the arguments of `synthetic.case`, and the sheet."""
    return replace(case(**given), people=sheet or people_sheet())
