"""The tables of the units room: the layer, its links, and a population table of its own."""

from __future__ import annotations

from dataclasses import replace

from pilotzones.schemas import Column, Schema

_STATBEL = "Statbel, REFNIS"
_LAYER = "the layer's own file"

_POPULATION = Column(
    "population",
    "integer",
    aliases=(
        "inhabitants",
        "habitants",
        "inwoners",
        "einwohner",
        "bevolking",
        "ms_population",
        "pop",
    ),
    required=False,
    nullable=True,
    minimum=0,
    unit="inhabitants at the population date of the layer",
    merge="sum",
    source="the layer's own file, or the user's population table",
)

UNITS = Schema(
    "units",
    (
        Column("code", "text", source=_LAYER),
        Column(
            "name",
            "text",
            aliases=("locality", "localité", "label", "nom", "naam", "tx_sector_descr"),
            required=False,
            source="the layer's own file; else names in French and Dutch, else the code",
        ),
        Column(
            "name_fr",
            "text",
            aliases=("nom_fr", "tx_munty_descr_fr", "tx_sector_descr_fr", "tx_descr_fr"),
            required=False,
            nullable=True,
            source=_LAYER,
        ),
        Column(
            "name_nl",
            "text",
            aliases=("naam_nl", "tx_munty_descr_nl", "tx_sector_descr_nl", "tx_descr_nl"),
            required=False,
            nullable=True,
            source=_LAYER,
        ),
        Column(
            "name_de",
            "text",
            aliases=("tx_munty_descr_de", "tx_sector_descr_de", "tx_descr_de"),
            required=False,
            nullable=True,
            source=_LAYER,
        ),
        Column(
            "municipality",
            "text",
            aliases=("nis5", "cd_munty_refnis", "cd_refnis", "refnis", "nis_code", "code_ins"),
            required=False,
            nullable=True,
            source=f"the layer's own file; else from the code of the unit ({_STATBEL})",
        ),
        Column(
            "municipality_fr",
            "text",
            aliases=("municipality_name_fr", "commune", "commune_fr"),
            required=False,
            nullable=True,
            source=_LAYER,
        ),
        Column(
            "municipality_nl",
            "text",
            aliases=("municipality_name_nl", "gemeente", "gemeente_nl"),
            required=False,
            nullable=True,
            source=_LAYER,
        ),
        Column(
            "municipality_de",
            "text",
            aliases=("municipality_name_de", "gemeinde", "gemeinde_de"),
            required=False,
            nullable=True,
            source=_LAYER,
        ),
        Column(
            "province",
            "text",
            aliases=("prov_nis", "cd_prov_refnis", "cd_prov"),
            required=False,
            nullable=True,
            source=f"the layer's own file; else from the municipality ({_STATBEL})",
        ),
        *(
            Column(f"province_{lang}", "text", required=False, nullable=True, source=_STATBEL)
            for lang in ("fr", "nl", "de")
        ),
        Column(
            "region",
            "text",
            aliases=("reg_nis", "cd_rgn_refnis", "cd_reg", "région", "regio", "gewest"),
            required=False,
            nullable=True,
            allowed=("flanders", "wallonia", "brussels"),
            merge="first",
            source="the layer's own file; else from the municipality or the postcode",
        ),
        Column(
            "german_speaking",
            "flag",
            required=False,
            nullable=True,
            merge="first",
            source="the layer's own file; else from the municipality or the postcode",
        ),
        _POPULATION,
        Column(
            "special",
            "flag",
            required=False,
            nullable=True,
            source="bpost: a postcode of an institution or a firm, with hardly any ground",
        ),
        Column(
            "rural",
            "flag",
            aliases=("landelijk", "ländlich"),
            required=False,
            nullable=True,
            source="the user's own definition",
        ),
    ),
    key=("code",),
)
"""Attributes of a unit, one row per unit; beside them the column ``geometry``: polygons in
EPSG:31370 (area in square metres), which merge by union. ``special`` and ``rural`` are there only
where the layer has them, every other column always."""

OPTIONAL = ("special", "rural")
"""Columns of ``UNITS`` that a layer only has where its file has them."""

CODE_NAMES = {
    "postcode": (
        "postcode",
        "postal_code",
        "postalcode",
        "zip",
        "zipcode",
        "code_postal",
        "cp",
        "postleitzahl",
        "plz",
    ),
    "sector": ("sector", "cd_sector", "sector_code", "secteur", "statsec"),
    "municipality": ("nis5", "cd_munty_refnis", "cd_refnis", "refnis", "nis_code", "code_ins"),
}
"""Headings of the codes of units by what a unit is; where a file has several, the first kind."""


def units_of(kind: str) -> Schema:
    """``UNITS`` as files of one kind of unit head its columns; a code may stand in several rows.

    Doubled codes are looked for by the reader of the layer, which knows whether several features
    may be one unit. A unit may come without a name.
    """
    code, name, *others = UNITS.columns
    code = replace(code, aliases=CODE_NAMES[kind])
    return Schema(UNITS.name, (code, replace(name, nullable=True), *others))


POPULATION = Schema(
    "population",
    (
        Column(
            "code",
            "text",
            aliases=tuple(name for names in CODE_NAMES.values() for name in names),
            source="the user's population table",
        ),
        replace(
            _POPULATION,
            aliases=(*_POPULATION.aliases, "total", "totaal"),
            required=True,
            nullable=False,
            source="the user's population table",
        ),
    ),
    key=("code",),
)
"""Inhabitants by unit, in a table of their own."""

LINKS = Schema(
    "links",
    (
        Column("code_a", "text", aliases=("a",)),
        Column("code_b", "text", aliases=("b",)),
        Column(
            "kind", "text", aliases=("type", "art"), allowed=("exclave", "river", "canal", "water")
        ),
        *(
            Column(f"why_{lang}", "text", required=False, nullable=True)
            for lang in ("fr", "nl", "de", "en")
        ),
    ),
)
"""Declared links over water or to exclaves, one row per pair of units."""
