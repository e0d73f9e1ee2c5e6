"""The head of the page of the people: the answer as a sentence, its reason, and the data."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.findings import Finding, Verdict
from pilotzones.present.data_level import LEVELS, level_words
from pilotzones.present.figures.drawing import as_percent, said
from pilotzones.present.people_page_areas import area_answer
from pilotzones.present.people_page_parts import People, source
from pilotzones.present.sentences import capital, sentence
from pilotzones.present.texts import Render
from pilotzones.stratification.released import HIDDEN
from pilotzones.words import percent, text

_LISTED = 4


@dataclass(frozen=True, slots=True)
class HeadOfPeople:
    """Answer, reason and data; ``made_up`` is said loud, None where the people are real.

    ``verdict`` colours ``reason``, the finding on the size of the target group.
    """

    title: Render
    head: Markup
    made_up: Markup | None
    shape: tuple[Markup, ...]
    reason: Markup | None
    verdict: str
    data: tuple[Markup, ...]


def head_of_people(people: People) -> HeadOfPeople:
    """Head of the page, from the released tables and the findings on the target group."""
    w, found = people.w, _of_size(people)

    def head(lang: str) -> str:
        return _answer(people, lang)

    return HeadOfPeople(
        title=head,
        head=w.say(head),
        made_up=w.t("people.made_up") if people.sheet.data.synthetic else None,
        shape=shape_of_people(people),
        reason=w.say(lambda lang: sentence(found, people.case, lang, most=_LISTED))
        if found
        else None,
        verdict=str(found.verdict) if found else str(Verdict.PASS),
        data=_data(people),
    )


def _of_size(people: People) -> Finding | None:
    """Finding on the size of the target group that weighs most: T02 where it fails, else T01."""
    minimum, enough = people.finding("T02"), people.finding("T01")
    if minimum is not None and minimum.verdict is not Verdict.PASS:
        return minimum
    return enough or minimum


def _answer(people: People, lang: str) -> str:
    if people.sheet.data.level != "persons":
        return area_answer(people, lang)
    chronic, target = _chronic(people, lang), _target(people, lang)
    if not chronic:
        return capital(target)
    return text("people.head.both", lang, chronic=chronic, target=target)


def _chronic(people: People, lang: str) -> str:
    """People with a chronic condition: as a part that can be pictured, where there is one."""
    share = people.number("morbidity", "zone_share", condition="any")
    if share is None:
        return ""
    if _PICTURED[0] <= share < _PICTURED[1]:
        n, of = _nearest(share)
        return text("people.head.part", lang, n=n, of=of)
    return text("people.head.share", lang, share=percent(share, lang))


_PICTURED = (0.095, 0.95)
"""Shares that a part such as 3 in 10 says well."""
_PARTS = (*((n, 10) for n in range(1, 10)), (1, 4), (3, 4), (1, 3), (2, 3))


def _nearest(share: float) -> tuple[int, int]:
    """The part that is nearest to a share: ``(3, 10)``, ``(1, 4)``; tenths where it is a tie."""
    return min(_PARTS, key=lambda part: abs(part[0] / part[1] - share))


def _target(people: People, lang: str) -> str:
    criteria = people.table("criteria")
    if criteria is None:
        return text("people.head.no_target", lang)
    if people.target is None:
        hidden = HIDDEN in criteria.column("people")
        return text("people.head.target_hidden" if hidden else "people.head.target_unknown", lang)
    return text(_target_id(people), lang, people=round(people.target))


def _target_id(people: People) -> str:
    """Message on the size of the target group, as the rules T02 and T01 see it.

    The sentences name the Guide: under another rule set the size is told without a judgement.
    """
    if not people.case.rules.id.startswith("guide"):
        return "people.head.target"
    minimum, enough = people.finding("T02"), people.finding("T01")
    judged = [f.verdict for f in (minimum, enough) if f is not None]
    if minimum is not None and minimum.verdict is Verdict.FAIL:
        return "people.head.target_short"
    if judged and all(verdict is Verdict.PASS for verdict in judged):
        return "people.head.target_enough"
    if Verdict.WARN in judged or Verdict.FAIL in judged:
        return "people.head.target_few"
    return "people.head.target"


def shape_of_people(people: People) -> tuple[Markup, ...]:
    """How many live with a condition, and with two or more: shares of the people of the zone."""
    w = people.w
    if people.sheet.data.level != "persons":
        level = people.sheet.data.level
        return (w.say(lambda lang: level_words(level, lang)),)
    every = people.number("morbidity", "zone_share", condition="any")
    two = people.number("morbidity", "zone_share", condition="two_or_more")
    looked_for = len(people.sheet.names)
    if every is None:
        return (w.t("people.lede.no_conditions"),)
    lines = [w.t("people.lede.any", share=said(every, as_percent), n=looked_for)]
    if two is not None:
        lines.append(w.t("people.lede.two", share=said(two, as_percent)))
    return tuple(lines)


def _data(people: People) -> tuple[Markup, ...]:
    """Level of the data, base year, people, minimum cell."""
    w, data = people.w, people.sheet.data
    years = data.years or (data.year,)
    lines = [
        w.t(LEVELS[data.level]),
        w.t("people.data.source", source=source(people.sheet)),
        w.t("people.data.year", year=str(data.year), first=str(years[0]), last=str(years[-1]))
        if data.level == "persons"
        else w.t("people.data.year_of", year=str(data.year)),
    ]
    if people.people is not None:
        lines.append(w.t("people.data.n", n=round(people.people)))
    lines.append(w.t("people.data.minimum", minimum=people.sheet.minimum_cell))
    return tuple(lines)
