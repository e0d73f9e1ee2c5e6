"""Tables about people: persons, one row each, the care they received, their diagnoses.

Every column says something of a person, so no value of them is ever shown. Identifiers are
pseudonyms: a Belgian national number in any column stops the reading.
"""

from __future__ import annotations

from typing import Literal, get_args

from pilotzones.schemas import Column, Schema
from pilotzones.stratification.synonyms import (
    DELIVERY_HEADINGS,
    DIAGNOSIS_HEADINGS,
    PERSON_HEADINGS,
)

CareKind = Literal[
    "drug",
    "visit",
    "gp",
    "specialist",
    "nursing",
    "physiotherapy",
    "hospital",
    "home_help",
    "other",
]

KINDS: tuple[CareKind, ...] = get_args(CareKind)
"""Kinds of care of a delivery; ``visit`` where general practitioner and specialist are not told
apart, ``hospital`` for a day in hospital."""

PAYERS = ("federal", "region", "private")
"""Who pays what the patient does not; federal where it is not said."""

SEXES = ("F", "M")

PERSONS = Schema(
    "persons",
    (
        Column(
            "person_id",
            "text",
            PERSON_HEADINGS["person_id"],
            personal=True,
            source="pseudonym of the person",
        ),
        Column(
            "birth_year",
            "integer",
            PERSON_HEADINGS["birth_year"],
            required=False,
            nullable=True,
            personal=True,
            unit="calendar year",
            source="this or the age is needed",
        ),
        Column(
            "age",
            "integer",
            PERSON_HEADINGS["age"],
            required=False,
            nullable=True,
            minimum=0,
            personal=True,
            unit="full years at the end of the base year",
            source="this or the year of birth is needed",
        ),
        Column(
            "sex",
            "text",
            PERSON_HEADINGS["sex"],
            allowed=SEXES,
            personal=True,
            source="official sex",
        ),
        Column(
            "unit",
            "text",
            PERSON_HEADINGS["unit"],
            personal=True,
            source="residence at the end of the base year, as a code of the layer",
        ),
        Column(
            "increased_reimbursement",
            "flag",
            PERSON_HEADINGS["increased_reimbursement"],
            required=False,
            nullable=True,
            personal=True,
            source="right to increased reimbursement in the base year",
        ),
        Column(
            "chronic_status",
            "flag",
            PERSON_HEADINGS["chronic_status"],
            required=False,
            nullable=True,
            personal=True,
            source="status of person with a chronic condition, health insurance",
        ),
        Column(
            "isolated",
            "flag",
            PERSON_HEADINGS["isolated"],
            required=False,
            nullable=True,
            personal=True,
            source="household of one person",
        ),
        Column(
            "palliative",
            "flag",
            PERSON_HEADINGS["palliative"],
            required=False,
            nullable=True,
            personal=True,
            source="palliative status (lump sum for palliative care at home), of the sickness fund",
        ),
        Column(
            "death_date",
            "date",
            PERSON_HEADINGS["death_date"],
            required=False,
            nullable=True,
            personal=True,
        ),
        Column(
            "moved_on",
            "date",
            PERSON_HEADINGS["moved_on"],
            required=False,
            nullable=True,
            personal=True,
        ),
        Column(
            "unit_before",
            "text",
            PERSON_HEADINGS["unit_before"],
            required=False,
            nullable=True,
            personal=True,
            source="residence until moved_on",
        ),
        Column(
            "left_on",
            "date",
            PERSON_HEADINGS["left_on"],
            required=False,
            nullable=True,
            personal=True,
            source="day on which the person left the country or the insurance",
        ),
        Column(
            "weight",
            "decimal",
            PERSON_HEADINGS["weight"],
            required=False,
            nullable=True,
            minimum=0,
            personal=True,
            unit="persons",
            source="people that one row stands for, in a reference sample outside the zone",
        ),
    ),
    key=("person_id",),
)
"""One row per person; ``birth_year`` or ``age`` is needed."""

DELIVERIES = Schema(
    "deliveries",
    (
        Column(
            "person_id",
            "text",
            DELIVERY_HEADINGS["person_id"],
            personal=True,
            source="as in the table of persons",
        ),
        Column("date", "date", DELIVERY_HEADINGS["date"], personal=True),
        Column("kind", "text", DELIVERY_HEADINGS["kind"], allowed=KINDS, personal=True),
        Column(
            "code",
            "text",
            DELIVERY_HEADINGS["code"],
            nullable=True,
            personal=True,
            source="ATC of the World Health Organization for drugs, else nomenclature",
        ),
        Column(
            "ddd",
            "decimal",
            DELIVERY_HEADINGS["ddd"],
            required=False,
            nullable=True,
            minimum=0,
            personal=True,
            unit="defined daily doses",
        ),
        Column(
            "amount_eur",
            "decimal",
            DELIVERY_HEADINGS["amount_eur"],
            minimum=0,
            personal=True,
            unit="euro",
            source="reimbursement and legal share of the patient",
        ),
        Column(
            "patient_eur",
            "decimal",
            DELIVERY_HEADINGS["patient_eur"],
            required=False,
            nullable=True,
            minimum=0,
            personal=True,
            unit="euro",
            source="legal share of the patient, inside the amount",
        ),
        Column(
            "supplement_eur",
            "decimal",
            DELIVERY_HEADINGS["supplement_eur"],
            required=False,
            nullable=True,
            minimum=0,
            personal=True,
            unit="euro",
            source="supplements, outside the amount; left out of budgets (F13)",
        ),
        Column(
            "payer",
            "text",
            DELIVERY_HEADINGS["payer"],
            required=False,
            nullable=True,
            allowed=PAYERS,
            personal=True,
        ),
        Column(
            "excluded",
            "flag",
            DELIVERY_HEADINGS["excluded"],
            required=False,
            nullable=True,
            personal=True,
            source="lines that a budget guarantee leaves out (F13)",
        ),
    ),
)
"""One row per delivery. Two rows that are alike are two deliveries: two packs on one day."""

DIAGNOSES = Schema(
    "diagnoses",
    (
        Column(
            "person_id",
            "text",
            DIAGNOSIS_HEADINGS["person_id"],
            personal=True,
            source="as in the table of persons",
        ),
        Column(
            "date",
            "date",
            DIAGNOSIS_HEADINGS["date"],
            required=False,
            nullable=True,
            personal=True,
            source="when it was made or begins; empty: long ago",
        ),
        Column(
            "icd10",
            "text",
            DIAGNOSIS_HEADINGS["icd10"],
            required=False,
            nullable=True,
            personal=True,
            source="ICD-10, or ICD-10-BE of hospitals; this or ICPC-2",
        ),
        Column(
            "icpc2",
            "text",
            DIAGNOSIS_HEADINGS["icpc2"],
            required=False,
            nullable=True,
            personal=True,
            source="ICPC-2 of general practice; this or ICD-10",
        ),
        Column(
            "ended_on",
            "date",
            DIAGNOSIS_HEADINGS["ended_on"],
            required=False,
            nullable=True,
            personal=True,
            source="last day of the problem; empty where it lasts",
        ),
    ),
)
"""One row per diagnosis, of any year; with a code of one classification or of both."""

DIAGNOSIS_CODES = ("icd10", "icpc2")
"""Columns of the codes of diagnoses."""
