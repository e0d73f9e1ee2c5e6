"""The section of the ensemble: one figure, one table, and how the zones were sampled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from pilotzones.postcodes.layer import UnitLayer
from pilotzones.present.figures.drawing import as_percent, as_ratio, missing_word
from pilotzones.present.figures.ensemble import MIXED, ensemble_figure, place_phrase
from pilotzones.present.grid import Grid, Line, head
from pilotzones.present.measure_words import form_of, measure_name
from pilotzones.present.sentences import unit_label
from pilotzones.present.texts import Render, Texts
from pilotzones.words import text

if TYPE_CHECKING:
    from pilotzones.zones.propose.ensemble import Ensemble, Place

_TOLD = ((1, "5 %"), (2, "25 %"), (4, "75 %"), (5, "95 %"))
"""Places among the quantiles of those that the table tells beside the median."""
_MEDIAN = 3


@dataclass(frozen=True, slots=True)
class EnsembleView:
    """An ensemble ready to be set: a sentence, the figure, its table, method and limits."""

    head: Markup
    title: Render
    figure: Markup
    table: Grid
    method: tuple[Markup, ...]


def ensemble_view(found: Ensemble, layer: UnitLayer, w: Texts, *, id: str) -> EnsembleView:
    """View of an ensemble."""
    title = ensemble_title(found)
    return EnsembleView(
        head=w.say(title),
        title=title,
        figure=ensemble_figure(found, w, id=id),
        table=_table(found, w),
        method=tuple(w.say(line) for line in method_lines(found, layer)),
    )


def ensemble_title(found: Ensemble) -> Render:
    """How many zones the drawn one is placed among."""
    return lambda lang: text("ensemble.head", lang, n=found.kept)


def place_line(found: Ensemble) -> Render | None:
    """Where the drawn zone stands in every measure, in one sentence; None where nothing is said."""
    phrases = [phrase for place in found.places if (phrase := place_phrase(place)) is not None]
    if not phrases:
        return None
    n = found.kept
    return lambda lang: text(
        "proposals.place", lang, n=n, places=tuple(phrase(lang) for phrase in phrases)
    )


def method_lines(found: Ensemble, layer: UnitLayer) -> list[Render]:
    """How the zones were sampled, whether the chains agree, and what the figures cannot say."""
    bounds = found.bounds
    worst = max((place.rhat for place in found.places), default=1.0)
    mixed = all(place.rhat <= MIXED for place in found.places)
    agree = "ensemble.agree" if mixed else "ensemble.disagree"
    return [
        lambda lang: text(f"ensemble.method.{found.kind}", lang),
        lambda lang: text(
            "ensemble.size", lang, kept=found.kept, chains=found.chains, steps=found.steps,
            accepted=found.accepted, seed=str(found.seed),
        ),
        lambda lang: text(
            "ensemble.seeds", lang, n=len(found.seeds), low=bounds.lower, high=bounds.upper,
            units=tuple(unit_label(code, layer, lang) for code in found.seeds),
        ),
        lambda lang: text(agree, lang, rhat=as_ratio(worst, lang)),
        lambda lang: text("ensemble.limits", lang),
    ]  # fmt: skip


def _table(found: Ensemble, w: Texts) -> Grid:
    """A column for each measure: the drawn zone, its place, quantiles, how good the sample is."""
    heads = tuple(head(lambda lang, p=p: measure_name(p.measure, lang), w) for p in found.places)
    rows: list[tuple[Render, Callable[[Place], Markup]]] = [
        (_named("ensemble.drawn"), lambda p: _value(p, p.drawn, w)),
        (_named("ensemble.percentile"), lambda p: _below(p, w)),
        *(
            (_quantile(label), lambda p, at=at: _value(p, p.quantiles[at], w))
            for at, label in _TOLD[:2]
        ),
        (_named("ensemble.median"), lambda p: _value(p, p.quantiles[_MEDIAN], w)),
        *(
            (_quantile(label), lambda p, at=at: _value(p, p.quantiles[at], w))
            for at, label in _TOLD[2:]
        ),
        (_named("ensemble.ess"), lambda p: w.number(round(p.ess))),
        (lambda _lang: "R-hat", lambda p: w.number(round(p.rhat, 2), 2)),
    ]
    lines = tuple(
        Line(w.say(name), tuple(cell(place) for place in found.places)) for name, cell in rows
    )
    return Grid(w.t("ensemble.table"), w.t("compare.measure"), heads, lines)


def _named(id: str) -> Render:
    return lambda lang: text(id, lang)


def _quantile(label: str) -> Render:
    return lambda lang: label.replace(" ", "" if lang in ("nl", "en") else "\u00a0")


def _value(place: Place, number: float | None, w: Texts) -> Markup:
    form = form_of(place.measure)
    return w.say(missing_word) if number is None else w.say(lambda lang: form(number, lang))


def _below(place: Place, w: Texts) -> Markup:
    share = place.percentile
    return w.say(missing_word if share is None else lambda lang: as_percent(share, lang))
