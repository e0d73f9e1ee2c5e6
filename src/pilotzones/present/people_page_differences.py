"""The zone beside its reference in words: higher, lower, no clear difference; good or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from pilotzones.present.differences import Difference, difference
from pilotzones.present.figures.bars import groups_of
from pilotzones.present.figures.drawing import as_percent, said
from pilotzones.present.people_page_parts import People, Point
from pilotzones.present.people_page_tables import Record
from pilotzones.present.people_page_words import condition_name, kind_measure
from pilotzones.present.texts import Render
from pilotzones.stratification.released import SafeTable
from pilotzones.words import text

_THAN = {"region": "people.than.region", "country": "people.than.country"}
_SICK = {
    Difference.HIGHER: "people.difference.higher",
    Difference.LOWER: "people.difference.lower",
    Difference.UNCLEAR: "people.difference.unclear",
    Difference.HIDDEN: "people.difference.hidden",
    Difference.NO_DATA: "people.difference.no_data",
}
_SPENT = _SICK | {
    Difference.HIGHER: "people.difference.more",
    Difference.LOWER: "people.difference.less",
}
_CLEAR = (Difference.HIGHER, Difference.LOWER)
_JUDGED = ("hospital_days_per_1000", "stays_per_1000")
"""Measures of which more is worse; of the others more is neither good nor bad in itself."""


def morbidity_differences(people: People, table: SafeTable) -> tuple[Point, ...]:
    """Conditions by what can be said of the zone, at equal age and sex where that is known."""
    pair = _reference(table, ("{}_std", "{}_share"))
    if pair is None:
        return ()
    zone, reference = pair

    def lines(kind: Difference, records: Sequence[Record]) -> tuple[Markup, ...]:
        if kind not in _CLEAR:
            names = [condition_name(people.sheet, r["condition"]) for r in records]
            return (_joined(people, names),)
        return tuple(
            people.w.t(
                "people.difference.line",
                name=condition_name(people.sheet, r["condition"]),
                zone=said(r[zone], as_percent),
                reference=said(r[reference], as_percent),
            )
            for r in records
        )

    return _points(people, table, pair, _SICK, lines)


def consumption_differences(people: People, table: SafeTable) -> tuple[Point, ...]:
    """Measures of use by what can be said of the zone; only stays and days are good or bad."""
    pair = _reference(table, ("{}",))
    if pair is None:
        return ()

    def lines(kind: Difference, records: Sequence[Record]) -> tuple[Markup, ...]:
        judged = [r for r in records if kind in _CLEAR and r["measure"] in _JUDGED]
        neutral = [r for r in records if r not in judged]
        good = "people.difference.good" if kind is Difference.LOWER else "people.difference.bad"
        found = [people.w.t(good, names=_names(judged))] if judged else []
        if neutral and kind in _CLEAR:
            found.append(people.w.t("people.difference.neutral", names=_names(neutral)))
        elif neutral:
            found.append(people.w.say(_names(neutral)))
        return tuple(found)

    return _points(people, table, pair, _SPENT, lines)


def _points(
    people: People,
    table: SafeTable,
    pair: tuple[str, str],
    ids: dict[Difference, str],
    lines: Callable[[Difference, Sequence[Record]], tuple[Markup, ...]],
) -> tuple[Point, ...]:
    zone, reference = pair
    group = "country" if reference.startswith("country") else "region"
    people_of_shares = people.people if reference != group else None
    found: dict[Difference, list[Record]] = {kind: [] for kind in Difference}
    for record in table.records():
        found[difference(record[zone], record[reference], people_of_shares)].append(record)
    return tuple(
        Point(
            people.w.t(ids[kind], group=lambda lang: text(_THAN[group], lang)),
            lines(kind, records),
        )
        for kind, records in found.items()
        if records
    )


def _reference(table: SafeTable, patterns: Sequence[str]) -> tuple[str, str] | None:
    """Columns to hold against each other: by the first pattern there is, the country first."""
    for pattern in patterns:
        groups = groups_of(table, pattern)
        for group in ("country", "region"):
            if "zone" in groups and group in groups:
                return pattern.format("zone"), pattern.format(group)
    return None


def _names(records: Sequence[Record]) -> Render:
    names = [kind_measure(record["measure"]) for record in records]
    return lambda lang: ", ".join(name(lang) for name in names)


def _joined(people: People, names: Sequence[Render]) -> Markup:
    return people.w.say(lambda lang: ", ".join(name(lang) for name in names))
