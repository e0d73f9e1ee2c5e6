"""What criteria leave out, decided by their meaning: ages, diseases, high risks, one disease only.

Words do not count: ``diabetes or age >= 75`` has no limit of age, ``diabetes and age >= 18`` has.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pilotzones.stratification.criteria import Criteria
from pilotzones.stratification.criteria.fields import Field, Mark
from pilotzones.stratification.criteria.possible import COUNT, Search, Span, Undecided, Values


@dataclass(frozen=True, slots=True)
class Analysis:
    """What criteria do, whoever the persons are.

    Parameters
    ----------
    possible, everyone
        Somebody can be included; nobody can be left out.
    dead
        Numbers, from 1, of the alternatives that nobody can meet.
    ages
        Ages that are never included, whatever else is true: ``0-17``, ``95+``.
    excluded, put_out
        Conditions with which nobody is included; conditions that put some people out who would be
        included without them.
    risks, risks_put_out
        Fields of which a higher value is never included though a lower one is; fields of which a
        higher value, and nothing else, puts some people out.
    vulnerable
        Traits of vulnerable people that put some of them, or all, out.
    entries
        Conditions that lead in: somebody who has no other condition is included, or somebody is
        included who would not be without it.
    shared
        Conditions that everybody included has.
    """

    possible: bool
    everyone: bool
    dead: tuple[int, ...] = ()
    ages: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    put_out: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    risks_put_out: tuple[str, ...] = ()
    vulnerable: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def analyse(criteria: Criteria) -> Analysis | None:
    """Analysis of criteria; None where they are too tangled to be searched in full.

    Examples
    --------
    >>> from pilotzones.stratification.criteria import known_fields, parse
    >>> fields = known_fields(["diabetes", "dementia"])
    >>> analyse(parse("diabetes and age >= 18", fields)).ages
    ('0-17',)
    >>> analyse(parse("diabetes or age >= 75", fields)).ages
    ()
    >>> analyse(parse("diabetes and not dementia", fields)).excluded
    ('dementia',)
    """
    try:
        search = Search(criteria.node, criteria.fields)
        if not search.includes():
            return Analysis(False, False, dead=_dead(criteria))
        excluded, put_out = _limits(search, _marked(criteria, "comorbidity"))
        risks, risks_put_out = _limits(search, _marked(criteria, "risk"))
        left_out = _limits(search, _marked(criteria, "vulnerable"))
        return Analysis(
            possible=True,
            everyone=not search.excludes(),
            dead=_dead(criteria),
            ages=_ages(search),
            excluded=excluded,
            put_out=put_out,
            risks=risks,
            risks_put_out=risks_put_out,
            vulnerable=tuple(sorted({name for names in left_out for name in names})),
            entries=_entries(search),
            shared=_shared(search),
        )
    except Undecided:
        return None


def _marked(criteria: Criteria, mark: Mark) -> tuple[Field, ...]:
    return tuple(field for field in criteria.used if mark in field.marks)


def _dead(criteria: Criteria) -> tuple[int, ...]:
    parts = enumerate(criteria.alternatives, start=1)
    return tuple(i for i, part in parts if not Search(part, criteria.fields).includes())


def _ages(search: Search) -> tuple[str, ...]:
    """Ranges of ages with which nobody is included, neighbours joined."""
    never = [s for s in search.spans.get("age", ()) if not search.includes({"age": s.value})]
    joined: list[Span] = []
    for span in never:
        if joined and joined[-1].high == span.low - 1:
            joined[-1] = Span(joined[-1].value, joined[-1].low, span.high)
        else:
            joined.append(span)
    most = search.fields["age"].most if never else None
    return tuple(_range(span, most) for span in joined)


def _range(span: Span, most: int | None) -> str:
    if span.high is None or span.high == most:
        return f"{span.low}+"
    return str(span.low) if span.low == span.high else f"{span.low}-{span.high}"


def _limits(search: Search, fields: tuple[Field, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Fields of which a higher value is never included, and those where it puts somebody out."""
    never: list[str] = []
    sometimes: list[str] = []
    for field in fields:
        can = [search.includes({field.name: s.value}) for s in search.spans[field.name]]
        if any(lower and not higher for lower, higher in pairwise(can)):
            never.append(field.name)
        elif any(search.parts(low, high) for low, high in _steps(search, field.name)):
            sometimes.append(field.name)
    return tuple(never), tuple(sometimes)


def _steps(search: Search, name: str) -> list[tuple[Values, Values]]:
    """Pairs of persons of whom the second has the next higher value and nothing else.

    One condition more is also one more in their number.
    """
    if name in search.fields.counted and COUNT in search.spans:
        numbers = range(len(search.spans[COUNT]) - 1)
        return [({name: False, COUNT: n}, {name: True, COUNT: n + 1}) for n in numbers]
    values = [span.value for span in search.spans[name]]
    return [({name: a}, {name: b}) for a, b in pairwise(values)]


def _entries(search: Search) -> tuple[str, ...]:
    """Conditions that lead in, in the order of the table."""
    named = [name for name in search.fields.conditions if name in search.spans]
    beside = [name for name in search.fields.counted if name not in search.spans]
    nameless = bool(beside) and (_alone(search, None, named) or _more(search))
    found = {name for name in named if _alone(search, name, named) or _decides(search, name)}
    found |= set(beside) if nameless else set()
    return tuple(name for name in search.fields.conditions if name in found)


def _alone(search: Search, name: str | None, named: list[str]) -> bool:
    """Can a person with this condition and no other be included?"""
    person: dict[str, bool | int] = {other: other == name for other in named}
    if COUNT in search.spans:
        person[COUNT] = 1
    return search.includes(person)


def _decides(search: Search, name: str) -> bool:
    return any(search.parts(a, b, loses=False) for a, b in _steps(search, name))


def _more(search: Search) -> bool:
    """Can one condition more, of those that the criteria do not name, let somebody in?"""
    return COUNT in search.spans and _decides(search, COUNT)


def _shared(search: Search) -> tuple[str, ...]:
    """Conditions without which nobody is included."""
    named = [name for name in search.fields.conditions if name in search.spans]
    found = {name for name in named if not search.includes({name: False})}
    beside = [name for name in search.fields.counted if name not in search.spans]
    found |= set(beside) if beside and not search.includes(without=1) else set()
    return tuple(name for name in search.fields.conditions if name in found)
