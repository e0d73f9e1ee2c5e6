"""What to do next, from what was released: whom there is room for, what is open, whom to look for.

Sentences only: each figure stands in the table that it comes from.
"""

from __future__ import annotations

from pilotzones.present.figures.drawing import as_number, as_percent, known, said
from pilotzones.present.people_page_forgotten import by_level, weakest
from pilotzones.present.people_page_outlook import capacity_fields
from pilotzones.present.people_page_parts import Block, People, Point, foot
from pilotzones.present.people_page_words import gap_name
from pilotzones.present.texts import Render
from pilotzones.words import text

Step = tuple[Render, Render]
"""What to do, and what it rests on."""


def next_steps(people: People) -> list[Step]:
    """Steps that the tables speak for, in the order in which they are best taken."""
    found = [_start(people), _mend(people), _look(people), _seek(people), _watch(people)]
    return [step for step in found if step is not None]


def next_block(people: People) -> Block | None:
    """The steps as a list of terms with what each rests on."""
    w, steps = people.w, next_steps(people)
    if not steps:
        return None
    return Block(
        id="block-next",
        heading=w.t("people.next.heading"),
        points=tuple(Point(w.say(term), (w.say(told),)) for term, told in steps),
        foot=foot(people, limits="people.limits.next", n=people.people),
    )


def _said(id: str) -> Render:
    return lambda lang: text(id, lang)


def _start(people: People) -> Step | None:
    """Who can be followed with the case managers there are."""
    table, capacity = people.table("capacity"), people.sheet.capacity
    if table is None or capacity is None:
        return None
    fields = capacity_fields(table)

    def told(lang: str) -> str:
        values = {name: value(lang) for name, value in fields.items()}
        return text("people.next.capacity", lang, n=capacity[0], **values)

    return _said("people.next.capacity_term"), told


def _mend(people: People) -> Step | None:
    """The open gap that most people of one level have."""
    table = people.table("gaps")
    open_ = [] if table is None else [(known(r["open"]) or 0, r) for r in table.records()]
    n, record = max(open_, key=lambda each: each[0], default=(0, None))
    if record is None or not n:
        return None
    name = by_level(record["level"], gap_name(people.sheet, record["gap"]))
    share = said(record["share"], as_percent)

    def told(lang: str) -> str:
        return text(
            "people.next.gap", lang, gap=name(lang), n=as_number(n, lang), share=share(lang)
        )

    return _said("people.next.gap_term"), told


def _look(people: People) -> Step | None:
    """Groups that a list by expected cost would pass over."""
    groups = weakest(people)
    if groups is None:
        return None
    return _said("people.next.under_term"), lambda lang: text(
        "people.next.under", lang, groups=groups(lang)
    )


def _seek(people: People) -> Step | None:
    """People without any care."""
    n = people.number("without_care", "without", trait="everybody", level="yes")
    if not n:
        return None
    return _said("people.next.without_term"), lambda lang: text(
        "people.next.without", lang, n=round(n)
    )


def _watch(people: People) -> Step | None:
    """Measure whether it helps: a list alone has done harm."""
    if people.table("pyramid") is None:
        return None
    return _said("people.next.watch_term"), _said("people.next.watch")
