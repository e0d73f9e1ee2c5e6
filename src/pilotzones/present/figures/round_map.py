"""The map of many zones as a fixed drawing: calm fills, a number each, overlaps hatched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from markupsafe import Markup
from shapely.geometry.base import BaseGeometry

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.figures.ground import Ground, ground_of
from pilotzones.present.figures.small_zones import scale_bar
from pilotzones.present.figures.tones import tones
from pilotzones.present.texts import Render, Texts

_WIDTH = 1000
_FLATTEST = 0.5
_MOST_VERTICES = 30_000
_LETTER, _LINE = 12.5, 24.0
_SIGN = 20
_PHONE = 1.9
"""How much larger the numbers are written where the map is small."""
_CLOSE_PX = 1.0


@dataclass(frozen=True, slots=True)
class Patch:
    """One zone of the map: its codes, the number written on it, the words of its tip.

    ``anchor`` is where a click leads on the page; ``blocked`` puts the sign beside the number.
    """

    number: int
    codes: tuple[str, ...]
    tip: Render
    anchor: str
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class RoundMap:
    """The map, and the signs that its legend needs: ``zone``, ``shared``, ``stranded`` ..."""

    svg: Markup
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spots:
    """Units with a pattern of their own on the map: in several zones, or stranded."""

    shared: tuple[str, ...] = ()
    stranded: tuple[str, ...] = ()


def round_map(
    patches: Sequence[Patch], layer: UnitLayer, spots: Spots, w: Texts
) -> RoundMap | None:
    """Map of the zones of a call; None when none of their units has a geometry.

    It is for the eye and the mouse: what it shows stands in the tables of the page too.
    """
    claimed = {code for patch in patches for code in patch.codes}
    window = claimed | set(spots.stranded)
    ground = ground_of(
        layer, window, width=_WIDTH, flattest=_FLATTEST, most_vertices=_MOST_VERTICES
    )
    if ground is None:
        return None
    outlines = [ground.merged(patch.codes) for patch in patches]
    units = "".join(ground.path(shape) for shape in ground.shapes.values())
    lines = "".join(ground.path(outline) for outline in outlines)
    parts = [
        Markup('<rect class="rm-ground" width="{}" height="{}"/>').format(_WIDTH, ground.height),
        Markup('<path class="rm-land" d="{}"/>').format(units),
        *_fills(patches, outlines, layer, ground, w),
        *_spots(spots, ground),
        Markup('<path class="rm-units" d="{}"/>').format(units),
        Markup('<path class="rm-lines" d="{}"/>').format(lines),
        *_numbers(patches, spots, ground),
        scale_bar(ground),
    ]
    svg = Markup(
        '<svg class="round-map" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>'
    ).format(_WIDTH, ground.height, Markup("").join(parts))
    return RoundMap(svg, _signs(patches, spots, ground, claimed))


def _signs(
    patches: Sequence[Patch], spots: Spots, ground: Ground, claimed: set[str]
) -> tuple[str, ...]:
    free = ground.shapes.keys() - claimed - set(spots.stranded)
    there = {
        "zone": True,
        "shared": bool(spots.shared),
        "stranded": bool(spots.stranded),
        "free": bool(free),
        "blocked": any(patch.blocked for patch in patches),
    }
    return tuple(sign for sign, shown in there.items() if shown)


def _fills(
    patches: Sequence[Patch],
    outlines: Sequence[BaseGeometry],
    layer: UnitLayer,
    ground: Ground,
    w: Texts,
) -> Iterator[Markup]:
    """Fill of each zone: a tip on hover, and a click leads to its row."""
    fills = tones([patch.codes for patch in patches], layer)
    pattern = Markup(
        '<a href="#{}" tabindex="-1"><path class="tone-{}" d="{}">'
        '<title data-t="{}">{}</title></path></a>'
    )
    for patch, outline, tone in zip(patches, outlines, fills, strict=True):
        tip = (w.index(patch.tip), patch.tip(w.lang))
        yield pattern.format(patch.anchor, tone, ground.path(outline), *tip)


def _spots(spots: Spots, ground: Ground) -> Iterator[Markup]:
    for sign, codes in (("shared", spots.shared), ("stranded", spots.stranded)):
        if codes:
            drawn = ground.path(ground.merged(codes))
            yield Markup('<path class="rm-{}" d="{}"/>').format(sign, drawn)


def _numbers(patches: Sequence[Patch], spots: Spots, ground: Ground) -> Iterator[Markup]:
    """Number of each zone where there is room, with the sign of what is blocked.

    Numbers and signs that have no room on a phone carry a class for it.
    """
    shared = set(spots.shared)
    places = [_place(patch, shared, ground) for patch in patches]
    on_phone = set(_apart(patches, places, _PHONE))
    for row in _apart(patches, places, 1.0):
        patch, (x, y) = patches[row], places[row] or (0, 0)
        size = "" if row in on_phone else " fine"
        if patch.blocked:
            yield _sign(x, y, _SIGN, "wide")
            if row in on_phone:
                yield _sign(x, y, round(_SIGN * _PHONE), "narrow")
        pattern = '<text class="rm-number{}{}" x="{}" y="{}" dy="{}">{}</text>'
        blocked, down = (" blocked", ".92em") if patch.blocked else ("", ".35em")
        yield Markup(pattern).format(size, blocked, x, y, down, patch.number)


def _sign(x: int, y: int, size: int, kind: str) -> Markup:
    """The sign of a verdict that blocks, above a point."""
    return Markup(
        '<svg class="rm-sign v-fail {0}" x="{1}" y="{2}" width="{3}" height="{3}" '
        'viewBox="0 0 20 20"><use href="#sign-fail"/></svg>'
    ).format(kind, x - size // 2, y - size, size)


def _place(patch: Patch, shared: set[str], ground: Ground) -> tuple[int, int] | None:
    """The middle of the widest part of a zone, beside what it shares; None without geometry."""
    own = [code for code in patch.codes if code not in shared] or list(patch.codes)
    parts = shapely.get_parts(ground.merged(own))
    if not len(parts):
        return None
    largest = parts[int(np.argmax(shapely.area(parts)))]
    circle = shapely.maximum_inscribed_circle(largest, tolerance=_CLOSE_PX / ground.scale)
    x, y = ground.pixels(shapely.get_coordinates(circle)[:1])[0].tolist()
    return x, y


def _apart(
    patches: Sequence[Patch], places: Sequence[tuple[int, int] | None], larger: float
) -> Iterator[int]:
    """Rows of the numbers that do not overlap, those of blocked zones first."""
    taken: list[BaseGeometry] = []
    for row in sorted(range(len(patches)), key=lambda row: (not patches[row].blocked, row)):
        at, patch = places[row], patches[row]
        if at is None:
            continue
        half = len(str(patch.number)) * _LETTER * larger / 2
        tall = _LINE * larger / 2 + (_SIGN * larger / 2 if patch.blocked else 0)
        box = shapely.box(at[0] - half, at[1] - tall, at[0] + half, at[1] + tall)
        if not any(box.intersects(other) for other in taken):
            taken.append(box)
            yield row
