"""Measures of zones in words: their names, and their values in the reader's form."""

from __future__ import annotations

from pilotzones.present.figures.drawing import (
    Form,
    as_decimal,
    as_number,
    as_percent,
    as_ratio,
)
from pilotzones.words import messages, text

_FORMS: dict[str, Form] = {
    "population": as_number,
    "area_km2": as_decimal,
    "density_per_km2": as_decimal,
    "perimeter_km": as_decimal,
    "polsby_popper": as_ratio,
    "reock": as_ratio,
    "rural_share": as_percent,
    "self_containment": as_percent,
    "compact": as_ratio,
    "rural": as_percent,
    "inertia": as_decimal,
}


def form_of(measure: str) -> Form:
    """How values of a measure are told: whole, with decimals, or as a percentage."""
    return _FORMS.get(measure, as_decimal if measure.startswith("column:") else as_number)


def measure_name(measure: str, lang: str) -> str:
    """Name of a measure; a column or a zoning of the user by its own name."""
    for prefix, id in (("column:", "measure.column"), ("cut_", "measure.cut")):
        name = measure.removeprefix(prefix)
        if name != measure and f"measure.{measure}" not in messages():
            return text(id, lang, name=name)
    return text(f"measure.{measure}", lang)
