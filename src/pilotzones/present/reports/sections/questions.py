"""The report for coaches: a page for each question, then the tables behind the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pilotzones.present.people_page_head import shape_of_people
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
_WIDE = 92.0
"""Widest figure on the page of a question, in millimetres: there is room for a table under it."""
_FRONT = {
    "who": ("figure-1", "table-2d"),
    "ill": ("figure-2d", "table-3b"),
    "outlook": ("figure-2a", "table-3d", "table-3e"),
    "forgotten": ("table-3j",),
    "cost": ("figure-2b", "table-2c"),
    "next": ("table-4a",),
    "data": (),
}
"""Figures and tables on the page of a question: few enough for a page of A4."""
_BEHIND = {
    "who": ("table-2a",),
    "ill": ("table-2b",),
    "outlook": (*("table-3a", "table-3f", "figure-2c", "table-3c", "table-3g", "table-3h"),),
    "forgotten": ("figure-2e", "table-3i", "table-3k", "table-3l"),
    "cost": ("table-5a", "table-5b", "table-5c"),
    "next": ("table-4b", "table-4c", "table-4d"),
    "data": (),
}
"""The others, which stand after all the pages."""


def sections(subject: Subject) -> tuple[Section, ...]:
    """A page for each question that has something to show, and the tables behind them."""
    people = subject.people
    if people is None:
        return ()
    made = _by_id(
        section
        for module in (profile, strata, outlook, forgotten, spending, target_group)
        for section in module.sections(subject)
    )
    said = _said(subject, people)
    pages, behind = [], []
    for id, (heading, _) in QUESTIONS.items():
        front = _of(made, _FRONT[id])
        blocks = (*said.get(id, ()), *(_alone(block) for block in front))
        if blocks:
            pages.append(Section(f"question-{id}", subject.t(heading), blocks, new_page=True))
        tables = (*_tables(front), *_of(made, _BEHIND[id]))
        if tables:
            named = subject.t("report.tables_behind", question=subject.t(heading))
            first = not behind
            behind.append(Section(f"behind-{id}", named, tables, new_page=first))
    return (*pages, *behind)


def _by_id(found: Iterable[Section]) -> dict[str, Table | Figure]:
    """Tables and figures of sections by their id."""
    return {
        block.id: block
        for section in found
        for block in section.blocks
        if isinstance(block, Table | Figure)
    }


def _of(made: Mapping[str, Table | Figure], ids: Sequence[str]) -> list[Table | Figure]:
    return [made[id] for id in ids if id in made]


def _alone(block: Table | Figure) -> Block:
    """A figure without its table, which stands behind the answers, as wide as a page allows."""
    if not isinstance(block, Figure):
        return block
    return replace(block, table=None, width=min(block.width, _WIDE))


def _tables(front: Sequence[Table | Figure]) -> list[Table]:
    return [b.table for b in front if isinstance(b, Figure) and b.table is not None]


def _said(subject: Subject, people: People) -> dict[str, list[Block]]:
    """What each page says in words, by question."""
    lang = subject.lang
    who, steps = who_told(people), next_steps(people)
    found: dict[str, list[Block]] = {
        "ill": [Paragraph(" ".join(bare(line) for line in shape_of_people(people)), "lead")],
        "outlook": [*strata.lead(subject, people), *outlook.told(subject, people)],
        "forgotten": forgotten.told(subject, people),
        "next": [*target_group.read_back(subject, people)],
        "data": [Bullets(tuple(Item(line(lang)) for line in release_told(people.sheet)))],
    }
    if who is not None:
        found["who"] = [Paragraph(who(lang), "lead")]
    if steps:
        facts = Facts(tuple(Fact(term(lang), (told(lang),)) for term, told in steps))
        found["next"].insert(0, facts)
    if people.table("criteria") is None:
        found["next"].append(Paragraph(subject.t("people.target.none")))
    return found
