"""The tables of the care room: lists of providers as agencies publish them and as users have them.

Names of providers are in no schema: they stay in the user's file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pilotzones.schemas import Column, Schema

_OWN = "the user's own list"
_FAMHP = "Federal Agency for Medicines and Health Products, register of pharmacies"
_GISCO = "Eurostat GISCO, healthcare services"

PROVIDERS = Schema(
    "providers",
    (
        Column(
            "postcode",
            "text",
            aliases=(
                "code postal",
                "postal code",
                "postleitzahl",
                "postnummer",
                "cp",
                "plz",
                "zip",
                "zipcode",
                "code postal du lieu de travail",
                "postcode werkadres",
                "code postal travail",
                "unit",
                "unité",
                "eenheid",
            ),
            required=False,
            nullable=True,
            source=_OWN,
        ),
        Column(
            "x",
            "decimal",
            aliases=("x (lambert 72)", "x (lambert 2008)", "x_lambert", "lambert x", "coord_x"),
            required=False,
            nullable=True,
            unit="metres in the system of crs",
            source=_OWN,
        ),
        Column(
            "y",
            "decimal",
            aliases=("y (lambert 72)", "y (lambert 2008)", "y_lambert", "lambert y", "coord_y"),
            required=False,
            nullable=True,
            unit="metres in the system of crs",
            source=_OWN,
        ),
        Column(
            "lat",
            "decimal",
            aliases=("latitude", "breedtegraad", "breite", "breitengrad"),
            required=False,
            nullable=True,
            unit="degrees, WGS84",
            source=_OWN,
        ),
        Column(
            "lon",
            "decimal",
            aliases=("longitude", "lng", "long", "lengtegraad", "länge", "längengrad"),
            required=False,
            nullable=True,
            unit="degrees, WGS84",
            source=_OWN,
        ),
        Column(
            "capacity",
            "decimal",
            aliases=(
                "capacité",
                "capaciteit",
                "kapazität",
                "fte",
                "vte",
                "etp",
                "vzä",
                "beds",
                "lits",
                "bedden",
                "betten",
                "places",
                "plaatsen",
                "plätze",
            ),
            required=False,
            nullable=True,
            minimum=0,
            unit="full-time equivalents, beds or places, by type",
            merge="sum",
            source=_OWN,
        ),
        Column(
            "type",
            "text",
            aliases=(
                "profession",
                "beroep",
                "beruf",
                "art",
                "soort",
                "catégorie",
                "category",
                "categorie",
                "discipline",
                "qualification",
                "kwalificatie",
            ),
            required=False,
            nullable=True,
            source=_OWN,
        ),
    ),
)
"""One row per provider or service, placed by a postcode or by coordinates."""

FAMHP = Schema(
    "famhp",
    (
        Column(
            "number",
            "text",
            aliases=("Vergunningsnummer\nNuméro d'autorisation",),
            unit="number of the licence",
            source=_FAMHP,
        ),
        Column(
            "postcode", "text", aliases=("Postcode\nCode Postal",), nullable=True, source=_FAMHP
        ),
        Column(
            "status",
            "text",
            aliases=("Status\nStatut",),
            nullable=True,
            allowed=("*(1)",),
            unit="*(1): closed for a time, the licence is kept",
            source=_FAMHP,
        ),
        Column(
            "x",
            "decimal",
            aliases=("X (Lambert 2008)",),
            nullable=True,
            unit="metres, EPSG:3812",
            source=_FAMHP,
        ),
        Column(
            "y",
            "decimal",
            aliases=("Y (Lambert 2008)",),
            nullable=True,
            unit="metres, EPSG:3812",
            source=_FAMHP,
        ),
    ),
    key=("number",),
)
"""The register of pharmacies open to the public, one row per licence."""

HOSPITALS = Schema(
    "hospitals",
    (
        Column("id", "text", unit="number of the site", source=_GISCO),
        Column("lat", "decimal", nullable=True, unit="degrees, WGS84", source=_GISCO),
        Column("lon", "decimal", nullable=True, unit="degrees, WGS84", source=_GISCO),
        Column("postcode", "text", nullable=True, source=_GISCO),
        Column("cap_beds", "decimal", nullable=True, minimum=0, unit="beds", source=_GISCO),
        Column("emergency", "flag", nullable=True, unit="has an emergency ward", source=_GISCO),
        Column("ref_date", "text", nullable=True, unit="day of the row: DD/MM/YY", source=_GISCO),
    ),
    key=("id",),
)
"""Hospital sites of one country, one row per site."""


def headed(schema: Schema, headings: Mapping[str, str]) -> Schema:
    """The schema with the user's own headings as names of its columns, to find the header by."""
    columns = (
        replace(column, aliases=(headings[column.name], *column.aliases))
        if column.name in headings
        else column
        for column in schema.columns
    )
    return replace(schema, columns=tuple(columns))
