"""Small multiples: drawings of zones side by side, all on one ground and one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
import shapely
from markupsafe import Markup

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.figures.ground import Ground, ground_of
from pilotzones.present.names import municipality_name
from pilotzones.present.texts import Render, Texts
from pilotzones.words import LANGUAGES

_WIDTH = 600
"""Units across; a drawing is shown some 380 pixels wide."""
_LETTER, _LINE = 15.0, 27.0
_LONGEST = 18
_NAMES = 7
"""Names of places in each drawing, the most peopled first."""
_SIGNS = ("kept", "seeds", "gained", "lost", "beside", "shared", "marked")
_BARS_M = (500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing.

    Parameters
    ----------
    name, told
        Title of the drawing, and what it shows in words.
    codes
        Units of the zone.
    gained, lost
        Units that it has and that another drawing has not, and the other way round.
    seeds
        Units that it was asked to have.
    beside, shared, marked
        Units of a second zone, those that both have, and those that the two argue about.
    """

    name: Render
    told: Render
    codes: tuple[str, ...]
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SmallZones:
    """Drawings of one row, the ground that they share, and the signs that their legend needs."""

    ground: Markup
    drawings: tuple[Markup, ...]
    signs: tuple[str, ...]


def small_zones(
    drawings: Sequence[Drawn], layer: UnitLayer, w: Texts, *, id: str
) -> SmallZones | None:
    """One drawing for each, with the same extent and scale; None when nothing can be drawn.

    Units gained and lost have a colour and a hatching of their own each.
    """
    shown = {code for d in drawings for code in (*d.codes, *d.lost, *d.beside)}
    ground = ground_of(layer, shown, width=_WIDTH)
    if ground is None:
        return None
    units = "".join(ground.path(shape) for shape in ground.shapes.values())
    shared = Markup(
        '<svg class="sprite" aria-hidden="true" focusable="false"><defs>'
        '<path id="{}-units" class="small-units" d="{}"/></defs></svg>'
    ).format(id, units)
    names = Markup("").join(_names(layer, ground, w))
    made = tuple(
        _drawing(drawn, ground, names, w, id=f"{id}-{number}", units=f"{id}-units")
        for number, drawn in enumerate(drawings)
    )
    signs = tuple(
        sign for sign in _SIGNS if sign == "kept" or any(getattr(drawn, sign) for drawn in drawings)
    )
    return SmallZones(shared, made, signs)


def _drawing(
    drawn: Drawn, ground: Ground, names: Markup, w: Texts, *, id: str, units: str
) -> Markup:
    kept = [code for code in drawn.codes if code not in set(drawn.gained) | set(drawn.seeds)]
    layers = (("kept", kept), *((sign, getattr(drawn, sign)) for sign in _SIGNS[1:]))
    parts = [
        Markup('<path class="small-{}" d="{}"/>').format(sign, ground.path(ground.merged(codes)))
        for sign, codes in layers
        if codes
    ]
    if drawn.beside:
        edge = ground.path(ground.merged(drawn.beside))
        parts.append(Markup('<path class="small-edge" d="{}"/>').format(edge))
    outline = ground.path(ground.merged(drawn.codes))
    pattern = Markup(
        '<svg class="small-zone" viewBox="0 0 {0} {1}" role="img" '
        'aria-labelledby="{2}-title {2}-desc">'
        '<title id="{2}-title" data-t="{3}">{4}</title><desc id="{2}-desc" data-t="{5}">{6}</desc>'
        '<rect class="small-ground" width="{0}" height="{1}"/>'
        '<use href="#{7}" class="small-land"/>{8}'
        '<use href="#{7}" class="small-lines"/><path class="small-outline" d="{9}"/>{10}{11}</svg>'
    )
    return pattern.format(
        ground.width,
        ground.height,
        id,
        w.index(drawn.name),
        drawn.name(w.lang),
        w.index(drawn.told),
        drawn.told(w.lang),
        units,
        Markup("").join(parts),
        outline,
        names,
        scale_bar(ground),
    )


def scale_bar(ground: Ground) -> Markup:
    """Scale bar: the longest round length that takes at most a third of the width."""
    fitting = [m for m in _BARS_M if m * ground.scale <= ground.width / 3]
    metres = max(fitting, default=_BARS_M[0])
    y, across = ground.height - 14, round(metres * ground.scale)
    said = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    pattern = '<path class="small-bar" d="M16 {}v6h{}v-6"/><text class="small-km" x="{}" y="{}">{}'
    return Markup(pattern + "</text>").format(y - 6, across, 24 + across, y + 5, said)


def _names(layer: UnitLayer, ground: Ground, w: Texts) -> Iterator[Markup]:
    """Names of the most peopled municipalities in view that keep apart in every language."""
    units = layer.units.loc[list(ground.shapes)]
    people = units["population"].astype("Int64").fillna(0)
    place = units["municipality"].astype(object).where(units["municipality"].notna(), units.index)
    table = pd.DataFrame({"place": place, "people": people}).sort_index()
    totals = table.groupby("place")["people"].sum()
    order = sorted(totals.index, key=lambda name: (-int(totals[name]), str(name)))
    taken = [shapely.box(0, ground.height - 44, ground.width / 2, ground.height)]
    count = 0
    for name in order:
        rows = table[table["place"] == name]
        code = str(rows["people"].astype("int64").idxmax())
        x, y = ground.point(ground.shapes[code])
        said = [municipality_name(code, layer, lang)[:_LONGEST] for lang in LANGUAGES]
        half = max(map(len, said)) * _LETTER / 2
        box = shapely.box(x - half, y - _LINE, x + half, y + _LINE / 3)
        inside = x - half >= 0 and x + half <= ground.width and _LINE <= y <= ground.height
        if not said[0] or not inside or any(box.intersects(other) for other in taken):
            continue
        taken.append(box)
        count += 1
        number = w.index(lambda lang, said=said: said[LANGUAGES.index(lang)])
        shown = said[LANGUAGES.index(w.lang)]
        yield Markup('<text class="small-name" x="{}" y="{}" data-t="{}">{}</text>').format(
            x, y, number, shown
        )
        if count == _NAMES:
            return
