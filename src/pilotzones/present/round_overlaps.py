"""Where zones of a call meet: pairs that share units, what a merge would be, double claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.grid import Grid, Line, head
from pilotzones.present.round_cells import (
    open_points,
    people_cell,
    share_cell,
    state_cell,
    units_words,
    zone_words,
)
from pilotzones.present.round_zones import zone_heads
from pilotzones.present.texts import Render, Texts
from pilotzones.words import listed, text
from pilotzones.zones.round_view import Double, Merge, Pair, RoundView
from pilotzones.zones.rulesets import Population


def shared_codes(view: RoundView) -> tuple[str, ...]:
    """Codes that several zones claim, each once, sorted."""
    claims = Counter(code for sheet in view.sheets for code in sheet.case.zone.codes)
    return tuple(sorted(code for code, times in claims.items() if times > 1))


def pair_words(a: str, b: str) -> Render:
    """Two zones by name."""
    return lambda lang: text("round.pair", lang, a=a, b=b)


def pair_grid(pairs: Sequence[Pair], layer: UnitLayer, sheets: Sequence[str], w: Texts) -> Grid:
    """A row for each pair: units shared, their people, the share of each zone.

    ``sheets`` are the files of the negotiation sheets, in the order of the pairs; or nothing.
    """
    lines = tuple(
        Line(
            w.say(pair_words(pair.a, pair.b)),
            (
                w.say(units_words(pair.codes, layer)),
                w.number(pair.population),
                share_cell(pair.share_a, w),
                share_cell(pair.share_b, w),
                *((_link(sheets[row], w),) if sheets else ()),
            ),
        )
        for row, pair in enumerate(pairs)
    )
    heads = [
        head(lambda lang: text("round.shared_units", lang), w, figure=False),
        head(lambda lang: text("table.population", lang), w),
        head(lambda lang: text("round.share_first", lang), w),
        head(lambda lang: text("round.share_second", lang), w),
    ]
    if sheets:
        heads.append(head(lambda lang: text("round.settle", lang), w, figure=False))
    return Grid(w.t("round.pairs.caption"), w.t("round.pair_head"), tuple(heads), lines)


def _link(file: str, w: Texts) -> Markup:
    pattern = Markup('<a href="{}" data-page>{}</a>')
    return pattern.format(file, w.t("round.settle_link"))


def merge_grid(merges: Sequence[Merge], limits: Population, w: Texts) -> Grid:
    """A row for each pair as one zone: people on the scale, pieces, state, open points."""
    lines = tuple(
        Line(
            w.say(pair_words(merge.a, merge.b)),
            (
                people_cell(merge.population, limits, w),
                w.number(len(merge.zone.codes)),
                w.number(len(merge.pieces)),
                state_cell(merge.findings, w),
                w.number(open_points(merge.findings)),
            ),
        )
        for merge in merges
    )
    return Grid(w.t("round.merges.caption"), w.t("round.pair_head"), zone_heads(w), lines)


def double_grid(doubles: Sequence[Double], w: Texts) -> Grid:
    """A row for each partner that stands with several zones, in every spelling."""
    lines = tuple(
        Line(
            w.say(zone_words(double.partner)),
            (
                w.say(lambda lang, d=double: listed(d.zones, lang, len(d.zones))),
                w.say(lambda lang, d=double: listed(d.spellings[1:], lang, len(d.spellings))),
            ),
        )
        for double in doubles
    )
    heads = (
        head(lambda lang: text("round.double_zones", lang), w, figure=False),
        head(lambda lang: text("round.spellings", lang), w, figure=False),
    )
    return Grid(w.t("round.doubles.caption"), w.t("round.partner"), heads, lines)
