"""The folder of a partition: one page, a table of units and zones, a map of the zones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.accessibility_page import STATEMENT
from pilotzones.present.folder import replace_folder
from pilotzones.present.plan_exports import CSV, GEOJSON, zones_csv, zones_geojson
from pilotzones.present.plan_page import Made, plan_page
from pilotzones.present.round_frame import INDEX, Folder, folder_statement
from pilotzones.words import text
from pilotzones.zones.propose.board import NO_BOUND, Bounds
from pilotzones.zones.propose.partition import Plan


def write_plan_site(  # noqa: PLR0913  the one entry of the page of a partition
    plan: Plan,
    layer: UnitLayer,
    *,
    names: Sequence[str],
    bounds: Bounds,
    out: Path,
    lang: str,
    day: date | None = None,
) -> Path:
    """Path of the page, after the folder ``out`` was written, whole or not at all.

    Parameters
    ----------
    names
        Name of each zone of the plan, each once.
    bounds
        The bounds that the plan was made for.
    day
        Date to print on the page. Without it the same plan gives the same bytes on any day.

    Raises
    ------
    OutputError
        ``out.foreign``: the folder holds files of others; ``out.unwritable``: it cannot be
        written.
    """
    zones = plan.zones(names)
    folder = Folder(
        layer=layer,
        names=tuple(names),
        lang=lang,
        project=lambda lang: text("plan.project", lang),
        bounds=lambda lang: bounds_words(bounds, lang),
        day=day,
    )
    page = plan_page(folder, Made(plan, zones, bounds), (CSV, GEOJSON))
    files = {
        INDEX: page.encode(),
        STATEMENT: folder_statement(folder).encode(),
        CSV: zones_csv(zones, lang),
        GEOJSON: zones_geojson(zones, plan.populations, layer),
    }
    replace_folder(out, files)
    return out / INDEX


def bounds_words(bounds: Bounds, lang: str) -> str:
    """The bounds in a sentence."""
    low, high = bounds.preferred
    if bounds.upper == NO_BOUND:
        return text("plan.bounds_open", lang, lower=bounds.lower)
    fields = {"lower": bounds.lower, "upper": bounds.upper, "low": low, "high": high}
    return text("plan.bounds", lang, **fields)
