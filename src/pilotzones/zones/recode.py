"""A zone drawn on dated municipality codes, followed through mergers and renumberings."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from pilotzones.assets import asset
from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.code_sets import Step, code_sets
from pilotzones.postcodes.codes import date_of

_PEOPLE_DATE = date(2020, 1, 1)
"""Date of the populations that ship with the program, and of their codes."""

_SINCE = {
    date(2018, 1, 1): date(2011, 1, 1),
    date(2020, 1, 1): date(2019, 1, 1),
    date(2025, 1, 1): date(2025, 1, 1),
}
"""First day of the codes of each set: the 589 of 2018 were already those of 2011 (the sector tables
of both years agree), the 581 of 2020 came on 1 January 2019, the 565 of 2025 on its first day."""

_POSTCODE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Came:
    """Municipality that was not in the zone and came along in a merger.

    ``code`` is its code before the step, ``into`` the one it is a part of afterwards; ``people``
    its inhabitants of 1 January 2020, None where they are not known apart.
    """

    code: str
    into: str
    people: int | None


@dataclass(frozen=True, slots=True)
class RecodeStep:
    """What happened to the zone's codes between two code sets.

    Parameters
    ----------
    from_date, to_date
        Dates of the two sets.
    kept
        Codes that stayed, and stand for no more than before.
    renumbered
        Pairs old, new of a municipality that only changed its code.
    merged
        New code with the zone's old ones in it, where it was made of several municipalities, of
        the zone or not.
    came
        Municipalities that were not in the zone before the step and are since.
    """

    from_date: date
    to_date: date
    kept: tuple[str, ...]
    renumbered: tuple[tuple[str, str], ...]
    merged: tuple[tuple[str, tuple[str, ...]], ...]
    came: tuple[Came, ...]


@dataclass(frozen=True, slots=True)
class Recoded:
    """A zone at two dates.

    Parameters
    ----------
    before, after
        Its codes at the two dates, sorted.
    from_date, to_date
        Dates asked for; ``from_date`` is that of the code set where none was stated.
    from_set, to_set
        Dates of the code sets that were in force then.
    steps
        What happened, step by step.
    people_before, people_after
        Inhabitants of 1 January 2020 in the borders of each date; None where a municipality of
        the zone was merged before 2020 with one that was not in it, so that they are not known.
    grown
        Codes of ``after`` that stand for more than the zone had.
    differences
        All municipalities that came along: their people are the difference between the two sums.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    from_date: date
    to_date: date
    from_set: date
    to_set: date
    steps: tuple[RecodeStep, ...]
    people_before: int | None
    people_after: int | None
    grown: tuple[str, ...]
    differences: tuple[Came, ...]


def recode(codes: Iterable[str], *, from_date: date | None, to_date: date) -> Recoded:
    """Zone of municipality codes in the codes of a later date, with all that changed.

    Parameters
    ----------
    from_date
        Date of the codes, any day since 2011; None: as the codes tell.

    Raises
    ------
    InputError
        ``recode.postcodes``: postcodes, which no merger of municipalities changes;
        ``recode.no_codes``: a date before the first code set; ``recode.backwards``: an earlier
        date than that of the codes; codes that do not exist at ``from_date``.

    Examples
    --------
    >>> from datetime import date
    >>> found = recode(["55022"], from_date=date(2016, 1, 1), to_date=date(2025, 1, 1))
    >>> found.after, found.steps[0].renumbered
    (('58001',), (('55022', '58001'),))
    """
    before, sets = tuple(sorted(set(codes))), code_sets()
    if before and all(code.isdecimal() and len(code) == _POSTCODE_DIGITS for code in before):
        raise InputError(Fault("recode.postcodes", fields={"n": len(before)}))
    stated = None if from_date is None else set_in_force(from_date)
    from_set, to_set = date_of(before, stated=stated, sets=sets), set_in_force(to_date)
    if to_set < from_set:
        fields = {"from_date": from_set.isoformat(), "to_date": to_date.isoformat()}
        raise InputError(Fault("recode.backwards", fields=fields))
    now, steps = set(before), []
    for step in sets.steps:
        if from_set <= step.from_date and step.to_date <= to_set:
            steps.append(_followed(now, step))
            now = {step.becomes[code] for code in now}
    forward = sets.forward(from_set, to_set)
    return Recoded(
        before=before,
        after=tuple(sorted(now)),
        from_date=from_date or from_set,
        to_date=to_date,
        from_set=from_set,
        to_set=to_set,
        steps=tuple(steps),
        people_before=people_of_codes(before, from_set),
        people_after=people_of_codes(now, to_set),
        grown=tuple(sorted(now & _grown(before, forward))),
        differences=tuple(came for step in steps for came in step.came),
    )


def _grown(before: Iterable[str], forward: Mapping[str, str]) -> set[str]:
    """Later codes that hold a municipality which is not among these."""
    mine = set(before)
    return {new for old, new in forward.items() if old not in mine}


def set_in_force(day: date) -> date:
    """Date of the code set whose codes were in use on a day.

    Raises
    ------
    InputError
        ``recode.no_codes``: the day lies before the first set.

    Examples
    --------
    >>> set_in_force(date(2016, 1, 1)).isoformat()
    '2018-01-01'
    """
    fitting = [of for of, since in _SINCE.items() if since <= day]
    if not fitting:
        since = min(_SINCE.values()).isoformat()
        raise InputError(Fault("recode.no_codes", value=day.isoformat(), fields={"since": since}))
    return max(fitting)


def _followed(zone: set[str], step: Step) -> RecodeStep:
    parts: dict[str, list[str]] = {}
    for old, new in sorted(step.becomes.items()):
        parts.setdefault(new, []).append(old)
    after = sorted({step.becomes[code] for code in zone})
    alone = [(parts[new][0], new) for new in after if len(parts[new]) == 1]
    several = [new for new in after if len(parts[new]) > 1]
    return RecodeStep(
        from_date=step.from_date,
        to_date=step.to_date,
        kept=tuple(new for old, new in alone if old == new),
        renumbered=tuple((old, new) for old, new in alone if old != new),
        merged=tuple((new, tuple(old for old in parts[new] if old in zone)) for new in several),
        came=tuple(
            Came(old, new, people_of_codes((old,), step.from_date))
            for new in several
            for old in parts[new]
            if old not in zone
        ),
    )


def people_of_codes(
    codes: Iterable[str],
    day: date,
) -> int | None:
    """Inhabitants of 1 January 2020 in the municipalities of a code set.

    None where a code of before 2020 was merged with one that is not among them: the people of
    its part are not known apart. Source: Statbel, population on 1 January 2020.
    """
    wanted, people, sets = set(codes), populations_2020(), code_sets()
    if day >= _PEOPLE_DATE:
        forward = sets.forward(_PEOPLE_DATE, day)
        return sum(people[old] for old, new in forward.items() if new in wanted)
    forward = sets.forward(day, _PEOPLE_DATE)
    held = {forward[code] for code in wanted}
    if held & _grown(wanted, forward):
        return None
    return sum(people[code] for code in held)


@cache
def populations_2020() -> Mapping[str, int]:
    """Inhabitants of each of the 581 municipalities on 1 January 2020 (Statbel, CC BY 4.0)."""
    with asset("postcodes", "population_2020.csv").open(encoding="utf-8", newline="") as handle:
        return {row["nis5"]: int(row["population"]) for row in csv.DictReader(handle)}
