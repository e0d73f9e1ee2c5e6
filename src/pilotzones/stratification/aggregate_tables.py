"""Tables that hold no persons: inhabitants by age and sex, and counts or rates by unit.

What Statbel and the Atlas of the sickness funds (IMA/AIM) give, with headings of either.
"""

from __future__ import annotations

from pilotzones.schemas import Column, Schema
from pilotzones.stratification.synonyms import PERSON_HEADINGS

_UNIT = Column(
    "unit",
    "text",
    (*PERSON_HEADINGS["unit"], "cd_refnis", "cd_munty_refnis", "code nis", "code nis5",
     "code refnis", "nis code", "niscode", "municipality", "commune",
     "gemeente", "code", "cd_sector", "code géographique", "geo_code"),
    source="code of the layer, or of the municipality that its units lie in (REFNIS)",
)  # fmt: skip
_SEX = Column(
    "sex",
    "text",
    (*PERSON_HEADINGS["sex"], "cd_sex"),
    required=False,
    nullable=True,
    source="official sex; empty, or left out, for both together",
)
_AGE = Column(
    "age",
    "text",
    ("cd_age", "age_band", "age group", "âge", "classe d'âge", "tranche d'âge", "groupe d'âge",
     "leeftijd", "leeftijdsgroep", "leeftijdsklasse", "alter", "altersgruppe", "altersklasse"),
    required=False,
    nullable=True,
    unit="full years",
    source="one age (67), from and to (65-74) or from (85+); empty, or left out, for all ages",
)  # fmt: skip

INHABITANTS = Schema(
    "inhabitants",
    (
        _UNIT,
        _SEX,
        _AGE,
        Column(
            "persons",
            "integer",
            (
                "ms_population",
                "population",
                "inhabitants",
                "habitants",
                "inwoners",
                "einwohner",
                "bevolking",
                "bevölkerung",
                "aantal",
                "nombre",
                "anzahl",
            ),
            minimum=0,
            unit="persons",
            source="Statbel, structure of the population; several rows of one group are summed",
        ),
    ),
)
"""Inhabitants of a unit by age and sex."""

INDICATORS = Schema(
    "indicators",
    (
        _UNIT,
        Column(
            "indicator",
            "text",
            ("condition", "affection", "aandoening", "erkrankung", "indicateur", "indikator"),
            required=False,
            source="id or name of a condition, or `chronic_status`; else the name of the file",
        ),
        _SEX,
        _AGE,
        Column(
            "cases",
            "decimal",
            (
                "count",
                "n",
                "number of cases",
                "cas",
                "nombre de cas",
                "aantal gevallen",
                "gevallen",
                "fälle",
                "anzahl fälle",
                "patients",
                "patiënten",
                "patienten",
            ),
            required=False,
            nullable=True,
            minimum=0,
            unit="persons",
            source="persons who have it; `<20` for a number that the source hides",
        ),
        Column(
            "percent",
            "decimal",
            ("pct", "percentage", "pourcentage", "pourcent", "procent", "prozent"),
            required=False,
            nullable=True,
            minimum=0,
            unit="of 100 persons",
            source="in place of the cases",
        ),
        Column(
            "per_1000",
            "decimal",
            ("per 1000", "pour 1000", "pro 1000", "per mille", "promille"),
            required=False,
            nullable=True,
            minimum=0,
            unit="of 1,000 persons",
            source="in place of the cases",
        ),
        Column(
            "population",
            "decimal",
            (
                "denominator",
                "persons",
                "beneficiaries",
                "bénéficiaires",
                "rechthebbenden",
                "begünstigte",
                "dénominateur",
                "noemer",
                "nenner",
                "aantal rechthebbenden",
                "nombre de bénéficiaires",
            ),
            required=False,
            nullable=True,
            minimum=0,
            unit="persons",
            source="persons looked at; else the inhabitants of the unit",
        ),
        Column(
            "standard_error",
            "decimal",
            (
                "se",
                "std_error",
                "erreur standard",
                "erreur type",
                "standaardfout",
                "standardfehler",
            ),
            required=False,
            nullable=True,
            minimum=0,
            unit="as the rate beside it",
            source="of a rate from a survey",
        ),
    ),
)
"""Persons with a condition or a status by unit: a count, or a rate."""

RATES = {"percent": 0.01, "per_1000": 0.001}
"""Columns of rates, with what makes them shares."""
EXTRA = (
    "chronic_status",
    "chronic_illness",
    "long_standing_illness",
    "polypharmacy",
    "increased_reimbursement",
)
"""Indicators beside the conditions; `pilotzones.present.data_level` has their names."""
