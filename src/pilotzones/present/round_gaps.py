"""What the zones of a call leave out: units in no zone by region, and areas that are stranded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.grid import Grid, Line, head
from pilotzones.present.proposals_repair import RepairView, repair_view
from pilotzones.present.round_cells import share_cell, units_words
from pilotzones.present.texts import Render, Texts
from pilotzones.words import text
from pilotzones.zones.propose.repair import Repair
from pilotzones.zones.propose.stranded import OPEN, Stranded
from pilotzones.zones.round_view import Uncovered

_REGIONS = {
    "flanders": "region.flanders",
    "wallonia": "region.wallonia",
    "brussels": "region.brussels",
}


def region_words(region: str | None) -> Render:
    """Name of a region; of one that the program does not know, its own."""
    if region is None:
        return lambda lang: text("round.region_unknown", lang)
    if region not in _REGIONS:
        return lambda _lang: region
    return lambda lang: text(_REGIONS[region], lang)


def uncovered_grid(rows: Sequence[Uncovered], layer: UnitLayer, w: Texts) -> Grid:
    """A row for each region: how many units and people are in no zone, and which units."""
    lines = tuple(
        Line(
            w.say(region_words(row.region)),
            (
                w.number(row.population),
                share_cell(row.share, w),
                w.number(len(row.codes)),
                w.say(units_words(row.codes, layer)),
            ),
        )
        for row in rows
    )
    heads = (
        head(lambda lang: text("table.population", lang), w),
        head(lambda lang: text("round.uncovered_share", lang), w),
        head(lambda lang: text("round.units", lang), w),
        head(lambda lang: text("round.which", lang), w, figure=False),
    )
    return Grid(w.t("round.uncovered.caption"), w.t("round.region"), heads, lines)


@dataclass(frozen=True, slots=True)
class StrandedView:
    """A stranded area: what it is, why, which zones can take it, what would free it."""

    units: Markup
    people: Markup
    why: Markup
    joins: tuple[Markup, ...]
    head: Markup
    release: RepairView


def stranded_views(
    found: Sequence[Stranded], layer: UnitLayer, w: Texts
) -> tuple[StrandedView, ...]:
    """Views of stranded areas, in their order."""
    return tuple(_stranded(number, one, layer, w) for number, one in enumerate(found, 1))


def _stranded(number: int, one: Stranded, layer: UnitLayer, w: Texts) -> StrandedView:
    zones = one.release.zones if isinstance(one.release, Repair) else ()
    id = f"stranded-{number}"
    if one.release is None:
        title: Render = lambda lang: text("stranded.open", lang, n=OPEN)  # noqa: E731  one line
        release = RepairView(w.say(title), title, (), (), None, None, ())
    else:
        release = repair_view(one.release, zones, layer, w, id=id, drawn=False)
    joins = tuple(
        w.t("round.stranded.join", zone=join.zone, people=join.population) for join in one.join
    )
    freed = isinstance(one.release, Repair)
    return StrandedView(
        units=w.say(units_words(one.codes, layer)),
        people=w.t("value.persons", n=one.population),
        why=w.t(f"stranded.why.{one.why}"),
        joins=joins or (w.t("round.stranded.no_join"),),
        head=w.t("round.stranded.release") if freed else w.t("round.stranded.no_release"),
        release=release,
    )
