"""The head of the page of a call: how many zones hold, and what stands between them."""

from __future__ import annotations

from collections.abc import Sequence

from pilotzones.findings import Verdict
from pilotzones.present.round_cells import state
from pilotzones.present.round_gaps import region_words
from pilotzones.present.round_overlaps import shared_codes
from pilotzones.present.texts import Render
from pilotzones.words import listed, text
from pilotzones.zones.measures import people_of
from pilotzones.zones.propose.stranded import Stranded
from pilotzones.zones.round_view import RoundView, Uncovered


def round_title(view: RoundView) -> Render:
    """How many zones have no point that blocks them."""
    whole = len(view.sheets)
    fit = sum(state(sheet.findings) is Verdict.PASS for sheet in view.sheets)
    if fit == whole:
        return lambda lang: text("round.head.all", lang, n=whole)
    if fit == 0:
        return lambda lang: text("round.head.none", lang, n=whole)
    return lambda lang: text("round.head.some", lang, n=fit, whole=whole)


def round_lines(view: RoundView, stranded: Sequence[Stranded] | None) -> list[Render]:
    """Overlaps with the people that are claimed more than once, gaps, and what is stranded.

    ``stranded`` is None where nobody looked: then nothing is said of it.
    """
    lines = [_overlaps(view), _uncovered(view.uncovered)]
    unknown = sum(state(s.findings) is Verdict.NOT_COMPUTABLE for s in view.sheets)
    if unknown:
        lines.append(lambda lang: text("round.lede.unknown", lang, n=unknown))
    if view.doubles:
        n = len(view.doubles)
        lines.append(lambda lang: text("round.lede.doubles", lang, n=n))
    if stranded is not None:
        lines.append(_stranded(stranded))
    return lines


def _overlaps(view: RoundView) -> Render:
    n = len(view.pairs)
    if n == 0:
        return lambda lang: text("round.lede.no_overlap", lang)
    codes = shared_codes(view)
    people = people_of(codes, view.sheets[0].case.layer)
    return lambda lang: text("round.lede.overlaps", lang, n=n, units=len(codes), people=people)


def _uncovered(rows: Sequence[Uncovered]) -> Render:
    if not rows:
        return lambda lang: text("round.lede.covered", lang)

    def said(lang: str) -> str:
        regions = [
            text(
                "round.lede.region",
                lang,
                region=region_words(row.region)(lang),
                people=row.population,
            )
            for row in rows
        ]
        people = sum(row.population for row in rows)
        return text(
            "round.lede.uncovered", lang, people=people, regions=listed(regions, lang, len(regions))
        )

    return said


def _stranded(found: Sequence[Stranded]) -> Render:
    n, people = len(found), sum(one.population for one in found)
    if n == 0:
        return lambda lang: text("round.lede.nothing_stranded", lang)
    return lambda lang: text("round.lede.stranded", lang, n=n, people=people)
