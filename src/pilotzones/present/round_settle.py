"""The negotiation sheet of two zones that overlap: every way to settle it, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.findings import Verdict
from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.book import PageLink, render
from pilotzones.present.figures.drawing import as_rate
from pilotzones.present.figures.small_zones import Drawn, small_zones
from pilotzones.present.grid import Grid, Line, head
from pilotzones.present.round_cells import (
    marked,
    open_points,
    people_cell,
    share_cell,
    state_cell,
    units_words,
    zone_words,
)
from pilotzones.present.round_frame import Folder, frame
from pilotzones.present.round_overlaps import pair_words
from pilotzones.present.texts import Render, Texts
from pilotzones.words import text
from pilotzones.zones.propose.settle import Side, Way
from pilotzones.zones.round_view import Pair
from pilotzones.zones.rulesets import Population
from pilotzones.zones.zone import Zone

_WAYS = {
    "merge": "round.way.merge",
    "all-to-first": "round.way.all-to-first",
    "all-to-second": "round.way.all-to-second",
    "split": "round.way.split",
}


@dataclass(frozen=True, slots=True)
class Talk:
    """What a sheet is about: the pair, its two zones, the ways, the bounds of the rule set."""

    pair: Pair
    zones: tuple[Zone, Zone]
    ways: tuple[Way, ...]
    limits: Population


@dataclass(frozen=True, slots=True)
class WayView:
    """A way: its rank, its name, its zones, whether it holds, its drawing and its table."""

    number: int
    name: Markup
    zones: tuple[Markup, ...]
    state: Markup
    drawing: Markup | None
    table: Grid


def settle_page(folder: Folder, talk: Talk, file: str) -> str:
    """Page of one pair, the best way first."""
    w = Texts(folder.lang)
    title = settle_title(talk.pair)
    here = PageLink("settle", file, w.say(pair_words(talk.pair.a, talk.pair.b)))
    drawings = [_now(talk, folder.layer), *(_drawn(way, talk, folder.layer) for way in talk.ways)]
    maps = small_zones(drawings, folder.layer, w, id="way")
    shown = maps.drawings if maps else (None,) * len(drawings)
    valid = sum(way.valid for way in talk.ways)
    fields = frame(folder, w, here=here) | {
        "page": "settle",
        "title": title,
        "answer": w.say(title),
        "units": w.say(units_words(talk.pair.codes, folder.layer)),
        "count": w.t("round.settle.none")
        if valid == 0
        else w.t("round.settle.count", n=len(talk.ways), valid=valid),
        "ground": maps.ground if maps else None,
        "now": shown[0],
        "names": (w.say(zone_words(talk.pair.a)), w.say(zone_words(talk.pair.b))),
        "ways": [
            _view(number, way, drawing, talk, folder.layer, w)
            for number, (way, drawing) in enumerate(zip(talk.ways, shown[1:], strict=True), 1)
        ],
    }
    return render("round_settle.html.j2", fields)


def settle_title(pair: Pair) -> Render:
    """Who shares how much."""
    n, people = len(pair.codes), pair.population
    return lambda lang: text("round.settle.head", lang, a=pair.a, b=pair.b, n=n, people=people)


def way_words(way: Way, pair: Pair) -> Render:
    """Name of a way, with the names of the zones."""
    id = _WAYS[way.id]
    return lambda lang: text(id, lang, a=pair.a, b=pair.b)


def _now(talk: Talk, layer: UnitLayer) -> Drawn:
    one, other = talk.zones
    shared = talk.pair.codes
    return Drawn(
        lambda lang: text("round.settle.now", lang),
        _told([one, other], layer),
        _without(one.codes, shared),
        beside=_without(other.codes, shared),
        shared=shared,
    )


def _drawn(way: Way, talk: Talk, layer: UnitLayer) -> Drawn:
    """The zones as a way leaves them, the units in dispute marked."""
    zones = [side.zone for side in way.sides]
    beside = zones[1].codes if len(zones) > 1 else ()
    return Drawn(
        way_words(way, talk.pair),
        _told(zones, layer),
        zones[0].codes,
        beside=beside,
        marked=talk.pair.codes,
    )


def _without(codes: Sequence[str], left_out: Sequence[str]) -> tuple[str, ...]:
    gone = set(left_out)
    return tuple(code for code in codes if code not in gone)


def _told(zones: Sequence[Zone], layer: UnitLayer) -> Render:
    """The drawing in words: each zone with its units."""

    def said(lang: str) -> str:
        parts = [
            text("round.drawn", lang, zone=zone.name, units=units_words(zone.codes, layer)(lang))
            for zone in zones
        ]
        return " ".join(parts)

    return said


def _view(
    number: int, way: Way, drawing: Markup | None, talk: Talk, layer: UnitLayer, w: Texts
) -> WayView:
    holds = Verdict.PASS if way.valid else Verdict.FAIL
    word = w.t("round.way.valid") if way.valid else w.t("round.way.invalid")
    name = way_words(way, talk.pair)
    zones = tuple(w.say(zone_words(side.zone.name)) for side in way.sides)
    table = _table(way, name, talk, layer, w)
    return WayView(number, w.say(name), zones, marked(holds, word), drawing, table)


def _table(way: Way, name: Render, talk: Talk, layer: UnitLayer, w: Texts) -> Grid:
    """A column for each zone after the settlement, a row for each measure."""
    totals = list(dict.fromkeys(column for side in way.sides for column in side.totals))
    merged = len(way.sides) == 1
    rows = [
        (w.t("table.population"), [people_cell(s.population, talk.limits, w) for s in way.sides]),
        (w.t("round.rural"), [share_cell(s.rural_share, w) for s in way.sides]),
        *((w.say(zone_words(c)), [_total(s, c, w) for s in way.sides]) for c in totals),
        *(() if merged else _hands(way, layer, w)),
        (w.t("round.state"), [state_cell(s.findings, w) for s in way.sides]),
        (w.t("round.open"), [w.number(open_points(s.findings)) for s in way.sides]),
    ]
    heads = tuple(head(zone_words(side.zone.name), w, figure=False) for side in way.sides)
    return Grid(
        w.say(name), w.t("round.measure"), heads, tuple(Line(n, tuple(cells)) for n, cells in rows)
    )


def _hands(way: Way, layer: UnitLayer, w: Texts) -> list[tuple[Markup, list[Markup]]]:
    """Units in dispute that each side gets, and that it lets go."""
    return [
        (w.t("round.won"), [_units(side.won, layer, w) for side in way.sides]),
        (w.t("round.lost"), [_units(side.lost, layer, w) for side in way.sides]),
    ]


def _units(codes: Sequence[str], layer: UnitLayer, w: Texts) -> Markup:
    if not codes:
        return Markup('<span class="unknown">{}</span>').format(w.t("round.no_unit"))
    return w.say(units_words(codes, layer))


def _total(side: Side, column: str, w: Texts) -> Markup:
    value = side.totals.get(column)
    if value is None:
        return Markup('<span class="unknown">{}</span>').format(w.t("value.unknown"))
    return w.say(lambda lang: as_rate(value, lang))
