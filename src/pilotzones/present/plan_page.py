"""The page of a partition: its map, how good it is, what has to be said of it, its zones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup

from pilotzones.findings import Verdict
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.book import render
from pilotzones.present.figures.drawing import as_ratio, missing_word
from pilotzones.present.figures.round_map import Patch, Spots, round_map
from pilotzones.present.grid import Grid, Line, head
from pilotzones.present.round_cells import marked, people_cell, units_words, zone_words
from pilotzones.present.round_frame import Folder, frame
from pilotzones.present.sentences import unit_label
from pilotzones.present.texts import Render, Texts
from pilotzones.words import messages, text
from pilotzones.zones.propose.board import NO_BOUND, Bounds
from pilotzones.zones.propose.partition import Plan
from pilotzones.zones.rulesets import Population
from pilotzones.zones.shape import SOURCES, measure_zones
from pilotzones.zones.zone import Zone

_FITS = {
    Verdict.PASS: "plan.fit.preferred",
    Verdict.WARN: "plan.fit.bounds",
    Verdict.FAIL: "plan.fit.outside",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A partition with the names of its zones and the bounds that it was made for."""

    plan: Plan
    zones: tuple[Zone, ...]
    bounds: Bounds

    def fit(self, number: int) -> Verdict:
        """Does a zone lie in the preferred band, in the bounds, or outside?"""
        people = self.plan.populations[number]
        if self.bounds.prefer(people) and self.bounds.hold(people):
            return Verdict.PASS
        return Verdict.WARN if self.bounds.hold(people) else Verdict.FAIL


def plan_page(folder: Folder, made: Made, files: Sequence[str]) -> str:
    """Page of a partition."""
    w, layer = Texts(folder.lang), folder.layer
    title = plan_title(made.plan)
    stray = tuple(sorted(code for codes in made.plan.cut_off for code in codes))
    fields: dict[str, Any] = frame(folder, w) | {
        "page": "index",
        "title": title,
        "answer": w.say(title),
        "lines": [w.say(line) for line in plan_lines(made.plan)],
        "map": round_map(_patches(made), layer, Spots(stranded=stray), w),
        "notes": [(w.t(id), [w.say(line) for line in lines]) for id, lines in _notes(made, layer)],
        "zones": _grid(made, layer, w),
        "shape_source": SOURCES["polsby_popper"],
        "files": list(files),
    }
    return render("plan.html.j2", fields)


def plan_title(plan: Plan) -> Render:
    """How many zones, and how many lie in the preferred band."""
    n = len(plan.populations)
    inside = n - plan.outside_preferred
    if 0 < inside < n:
        return lambda lang: text("plan.head", lang, n=n, inside=inside)
    id = "plan.head.all" if inside else "plan.head.none"
    return lambda lang: text(id, lang, n=n)


def plan_lines(plan: Plan) -> list[Render]:
    """Zones outside the bounds, shape, and length of the borders between zones."""
    out = plan.outside_bounds
    bounds = "plan.lede.outside" if out else "plan.lede.inside"
    score, km = plan.polsby_popper, round(plan.border_km)
    return [
        lambda lang: text(bounds, lang, n=out),
        lambda lang: text("plan.lede.shape", lang, score=as_ratio(score, lang), km=km),
    ]


def _patches(made: Made) -> tuple[Patch, ...]:
    return tuple(
        Patch(
            number + 1,
            zone.codes,
            _tip(number + 1, zone.name, made.plan.populations[number]),
            f"row-{number + 1}",
            blocked=made.fit(number) is Verdict.FAIL,
        )
        for number, zone in enumerate(made.zones)
    )


def _tip(number: int, name: str, people: int) -> Render:
    return lambda lang: f"{number}. {name}: {text('value.persons', lang, n=people)}"


def _notes(made: Made, layer: UnitLayer) -> list[tuple[str, list[Render]]]:
    """What has to be said of the partition, by heading: bridges, units alone, parts cut off."""
    plan = made.plan
    notes: list[tuple[str, list[Render]]] = [
        ("plan.bridges", [_bridge(a, b, layer) for a, b in plan.bridges]),
        ("plan.alone", [units_words((code,), layer) for code in plan.alone]),
        ("plan.cut_off", [units_words(codes, layer) for codes in plan.cut_off]),
        ("plan.splits", [_split(level, n) for level, n in plan.splits.items()]),
    ]
    return [(id, lines) for id, lines in notes if lines]


def _bridge(a: str, b: str, layer: UnitLayer) -> Render:
    return lambda lang: text(
        "plan.bridge", lang, a=unit_label(a, layer, lang), b=unit_label(b, layer, lang)
    )


def _split(level: str, n: int) -> Render:
    """A level by its word where it is one of ours, else by the user's name."""
    return lambda lang: text("plan.split", lang, n=n, level=level_name(level, lang))


def level_name(level: str, lang: str) -> str:
    """Name of a level that should stay whole; of one of the user's, its own."""
    id = f"plan.level.{level}"
    return text(id, lang) if id in messages() else level


def limits_of(bounds: Bounds) -> Population:
    """The bounds as the scale of populations shows them."""
    return Population(
        minimum=bounds.lower or None,
        preferred=None if bounds.preferred == (bounds.lower, bounds.upper) else bounds.preferred,
        very_high=None if bounds.upper == NO_BOUND else bounds.upper,
    )


def _grid(made: Made, layer: UnitLayer, w: Texts) -> Grid:
    """A row for each zone: people on the scale, in the band or not, units, shape."""
    limits = limits_of(made.bounds)
    shapes = measure_zones(layer, made.zones)["polsby_popper"].to_numpy()
    lines = tuple(
        Line(
            Markup('<span class="no">{}</span> {}').format(
                number + 1, w.say(zone_words(zone.name))
            ),
            (
                people_cell(made.plan.populations[number], limits, w),
                marked(made.fit(number), w.t(_FITS[made.fit(number)])),
                w.number(len(zone.codes)),
                w.say(_ratio(float(shapes[number]))),
            ),
        )
        for number, zone in enumerate(made.zones)
    )
    heads = (
        head(lambda lang: text("table.population", lang), w),
        head(lambda lang: text("plan.fit", lang), w, figure=False),
        head(lambda lang: text("round.units", lang), w),
        head(lambda lang: text("measure.polsby_popper", lang), w),
    )
    return Grid(w.t("plan.zones.caption"), w.t("round.zone"), heads, lines)


def _ratio(value: float) -> Render:
    return missing_word if np.isnan(value) else lambda lang: as_ratio(value, lang)
