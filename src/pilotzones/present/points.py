"""Strengths and gaps of a project as points: from findings, access to care, and morbidity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pilotzones.findings import Finding, Verdict
from pilotzones.present.book import Book
from pilotzones.present.care_answer import people_by_type
from pilotzones.present.care_units import near_home
from pilotzones.present.care_words import group_name, type_name
from pilotzones.present.differences import Difference, difference
from pilotzones.present.ranking import (
    FAR,
    NEAR,
    Point,
    distance,
    gap_tier,
    part_of,
    people_concerned,
    strength_tier,
)
from pilotzones.present.sentences import capital, sentence
from pilotzones.present.texts import Render
from pilotzones.resources.care_types import care_model
from pilotzones.resources.supply import CareSheet, Gap, TypeSupply
from pilotzones.stratification.released import PeopleSheet
from pilotzones.words import number, percent, text
from pilotzones.zones.sheet import ZoneSheet

_LISTED = 3
_GROUPED = {"any": "summary.any_condition", "two_or_more": "summary.two_conditions"}
"""Rows of the table ``morbidity`` that are no single condition."""
_REFERENCES = ("region", "country")


def gaps(book: Book) -> tuple[Point, ...]:
    """Every gap: findings that fail or warn, care that falls short, frequent conditions."""
    care, people = book.sheet.case.care, book.sheet.case.people
    found = [_gap(finding, book.sheet) for finding in book.every_finding]
    points = [point for point in found if point is not None]
    if care is not None:
        points += [*_care_gaps(care, book.sheet), *_shortage(care, book.sheet, short=True)]
    if people is not None:
        points += _conditions(people, Difference.HIGHER)
    return tuple(points)


def strengths(book: Book) -> tuple[Point, ...]:
    """Every strength: rules that are met, care above the reference, rare conditions."""
    care, people = book.sheet.case.care, book.sheet.case.people
    found = [_strength(finding, book.sheet) for finding in book.every_finding]
    points = [point for point in found if point is not None]
    if care is not None:
        points += [*_care_strengths(care, book.sheet), *_shortage(care, book.sheet, short=False)]
    if people is not None:
        points += _conditions(people, Difference.LOWER)
    return tuple(points)


def _gap(finding: Finding, sheet: ZoneSheet) -> Point | None:
    tier = gap_tier(finding)
    return None if tier is None else _of_finding(finding, tier, sheet)


def _strength(finding: Finding, sheet: ZoneSheet) -> Point | None:
    tier = strength_tier(finding, declared=finding.rule in sheet.case.answers)
    return None if tier is None else _of_finding(finding, tier, sheet)


def _of_finding(finding: Finding, tier: int, sheet: ZoneSheet) -> Point:
    return Point(
        part=part_of(finding.rule),
        id=finding.rule,
        tier=tier,
        distance=distance(finding.value, finding.threshold),
        people=people_concerned(finding, sheet),
        verdict=finding.verdict,
        said=lambda lang: sentence(finding, sheet.case, lang, most=_LISTED),
        rule=finding.rule,
    )


def _care_gaps(care: CareSheet, sheet: ZoneSheet) -> Iterator[Point]:
    """One for each type: its shortfall over all people of the zone, and how many live with it."""
    by_type: defaultdict[str, list[Gap]] = defaultdict(list)
    for gap in care.gaps:
        by_type[gap.type].append(gap)
    for type, people in people_by_type(care).items():
        gaps_ = by_type[type]
        heavy = any(gap.reason in ("none_in_reach", "far_below") for gap in gaps_)
        missing = sum(_shortfall(gap) * gap.people for gap in gaps_)
        yield Point(
            part="care",
            id=f"gap-{type}",
            tier=FAR if heavy else NEAR,
            distance=missing / (sheet.population or people or 1),
            people=people,
            verdict=Verdict.WARN,
            said=_care_gap_words(care, gaps_[0], people),
            synthetic=_made_up(care, type),
        )


def _made_up(care: CareSheet, type: str) -> bool:
    """Is the list of this type synthetic?"""
    supply = care.supply(type)
    return supply is not None and supply.providers.synthetic


def _shortfall(gap: Gap) -> float:
    """What is missing as a part of the reference, 1 at most."""
    return min(1.0, distance(gap.value, gap.reference_value))


def _care_gap_words(care: CareSheet, gap: Gap, people: int) -> Render:
    return lambda lang: text(
        "summary.care_gap",
        lang,
        type=capital(type_name(care, gap.type, lang)),
        people=people,
        group=group_name(gap.reference, lang),
    )


def _care_strengths(care: CareSheet, sheet: ZoneSheet) -> Iterator[Point]:
    """Types with clearly more access than the reference, and no unit that falls short."""
    short = {gap.type for gap in care.gaps}
    for supply in care.types:
        values = _access(supply)
        type = supply.providers.type
        if values is None or type in short or not near_home(type):
            continue
        if difference(*values) is Difference.HIGHER:
            above = distance(*values)
            yield Point(
                part="care",
                id=f"access-{type}",
                tier=FAR if above >= care_model().thresholds.above - 1 else NEAR,
                distance=above,
                people=sheet.population or 0,
                verdict=Verdict.PASS,
                said=_care_strength_words(care, supply, values),
                synthetic=supply.providers.synthetic,
            )


def _access(supply: TypeSupply) -> tuple[float, float] | None:
    """Access of the zone and of the reference, where both are known."""
    zone, reference = supply.groups.get("zone"), supply.groups.get(supply.reference)
    if zone is None or reference is None or supply.reference == "zone":
        return None
    if zone.access is None or reference.access is None:
        return None
    return zone.access, reference.access


def _care_strength_words(
    care: CareSheet, supply: TypeSupply, values: tuple[float, float]
) -> Render:
    return lambda lang: text(
        "summary.care_strength",
        lang,
        type=capital(type_name(care, supply.providers.type, lang)),
        value=number(values[0], lang, 1),
        reference=number(values[1], lang, 1),
        group=group_name(supply.reference, lang),
    )


def _shortage(care: CareSheet, sheet: ZoneSheet, *, short: bool) -> Iterator[Point]:
    """The shortage rule on the zone as a whole."""
    for area in care.shortage:
        if area.area == "zone" and area.short is short and area.per_100000 is not None:
            value, bound = round(area.per_100000, 1), area.bound
            id = "care.lede.short" if short else "care.lede.not_short"
            yield Point(
                part="care",
                id="shortage",
                tier=FAR,
                distance=distance(value, bound),
                people=area.people or sheet.population or 0,
                verdict=Verdict.WARN if short else Verdict.PASS,
                said=lambda lang, id=id, v=value, b=bound: text(id, lang, value=v, bound=b),
                synthetic=_made_up(care, "gp"),
            )


def _conditions(people: PeopleSheet, wanted: Difference) -> Iterator[Point]:
    """Conditions clearly more or less frequent than elsewhere, at equal age and sex."""
    found = people.tables.get("morbidity")
    if found is None:
        return
    columns = {column.name for column in found.columns}
    reference = next((r for r in _REFERENCES if f"{r}_std" in columns), None)
    if reference is None or "zone_std" not in columns:
        return
    for id in (str(key) for key in found.column("condition")):
        if id not in people.names and id not in _GROUPED:
            continue
        zone, other = (found.number(f"{group}_std", condition=id) for group in ("zone", reference))
        n, share = (found.number(c, condition=id) for c in ("zone_n", "zone_share"))
        if zone is None or other is None or n is None or not share:
            continue
        if difference(zone, other, n / share) is wanted and round(zone, 3) != round(other, 3):
            yield Point(
                part="people",
                id=f"condition-{id}",
                tier=NEAR,
                distance=distance(zone, other),
                people=round(n),
                verdict=Verdict.WARN if wanted is Difference.HIGHER else Verdict.PASS,
                said=_condition_words(people, id, (zone, other, reference), wanted),
                synthetic=people.data.synthetic,
            )


def _condition_words(
    people: PeopleSheet, id: str, values: tuple[float, float, str], wanted: Difference
) -> Render:
    zone, other, reference = values
    more = wanted is Difference.HIGHER

    def said(lang: str) -> str:
        name = people.names[id][lang] if id in people.names else text(_GROUPED[id], lang)
        return text(
            "summary.more_frequent" if more else "summary.less_frequent",
            lang,
            name=capital(name),
            zone=percent(zone, lang),
            reference=percent(other, lang),
            group=group_name(reference, lang),
        )

    return said
