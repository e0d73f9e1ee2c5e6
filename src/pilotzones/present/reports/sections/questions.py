"""The report for coaches: one page for each question, made of the blocks of the outputs."""

from __future__ import annotations

from collections.abc import Iterable

from pilotzones.present.people_page_next import next_steps
from pilotzones.present.people_page_parts import People
from pilotzones.present.people_page_questions import QUESTIONS
from pilotzones.present.people_page_release import release_told
from pilotzones.present.people_page_who import who_told
from pilotzones.present.reports.model import (
    Block,
    Bullets,
    Fact,
    Facts,
    Figure,
    Item,
    Paragraph,
    Section,
    Table,
)
from pilotzones.present.reports.sections import (
    forgotten,
    outlook,
    profile,
    spending,
    strata,
    target_group,
)
from pilotzones.present.reports.subject import Subject, bare

ORDER = 40
KINDS = ("stratification",)


def sections(subject: Subject) -> tuple[Section, ...]:
    """A section on a new page for each question that has something to show."""
    people = subject.people
    if people is None:
        return ()
    made = _by_id((*profile.sections(subject), *strata.sections(subject)))
    blocks: dict[str, list[Block]] = {
        "who": [*_who(subject, people), *_of(made, "figure-1", "table-2a", "table-2d")],
        "ill": [*_of(made, "table-2b"), *outlook.together(subject, people), *_of(made, "table-3b")],
        "outlook": [
            *strata.lead(subject, people),
            *_of(made, "figure-2a", "table-3a"),
            *outlook.capacity(subject, people),
            *outlook.explanation(subject, people),
            *outlook.outcomes(subject, people),
            *outlook.calibration(subject, people),
            *_of(made, "table-3c"),
            *outlook.transfer(subject, people),
        ],
        "forgotten": forgotten.forgotten(subject, people),
        "cost": [*_of(made, "figure-2b", "table-2c"), *_whole(spending.sections(subject))],
        "next": [*_next(subject, people), *_whole(target_group.sections(subject))],
        "data": _data(subject, people),
    }
    return tuple(
        Section(id, subject.t(heading), tuple(blocks[id]), new_page=True)
        for id, (heading, _) in QUESTIONS.items()
        if blocks[id]
    )


def _by_id(found: Iterable[Section]) -> dict[str, Block]:
    """Tables and figures of sections by their id."""
    return {
        block.id: block
        for section in found
        for block in section.blocks
        if isinstance(block, Table | Figure)
    }


def _of(made: dict[str, Block], *ids: str) -> list[Block]:
    return [made[id] for id in ids if id in made]


def _whole(found: Iterable[Section]) -> list[Block]:
    return [block for section in found for block in section.blocks]


def _who(subject: Subject, people: People) -> list[Block]:
    told = who_told(people)
    return [] if told is None else [Paragraph(told(subject.lang), "lead")]


def _next(subject: Subject, people: People) -> list[Block]:
    lang, steps = subject.lang, next_steps(people)
    if not steps:
        return []
    return [Facts(tuple(Fact(term(lang), (told(lang),)) for term, told in steps))]


def _data(subject: Subject, people: People) -> list[Block]:
    """What was held back, in sentences; sources stand in the section of their own."""
    told = (line(subject.lang) for line in release_told(people.sheet))
    return [Bullets(tuple(Item(bare(line)) for line in told))]
