"""Table 12: priorities by need and supply, the group's own beside them, needs as told."""

from __future__ import annotations

from collections.abc import Iterator
from math import isinf

from pilotzones.present.care_words import type_name
from pilotzones.present.people_page_parts import People
from pilotzones.present.people_page_words import condition_name
from pilotzones.present.reports.model import (
    About,
    Block,
    Cell,
    Gone,
    Head,
    Number,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
)
from pilotzones.present.reports.subject import Subject
from pilotzones.present.sentences import capital
from pilotzones.stratification.priorities.values import (
    PARTS,
    OwnPriority,
    Priorities,
    Priority,
    Voice,
)

ORDER = 135
KINDS = ("stratification", "whole")
_NUMBER = 12
_FIRST = 10
"""Rows of a part that are shown."""
_CAPTIONS = {
    "rural": "priorities.caption.rural",
    "other": "priorities.caption.other",
    "zone": "priorities.caption.zone",
}


def sections(subject: Subject) -> tuple[Section, ...]:
    """The ranking by part, the group's own, and needs as people tell them."""
    found, people = subject.sheet.case.priorities, subject.people
    if found is None or not (found.ranked or found.own is not None or found.voices is not None):
        return ()
    letters = iter(("", "b", "c", "d"))
    blocks: list[Block] = []
    if found.ranked and people is not None:
        blocks += _computed(subject, people, found, letters)
    if found.own is None:
        blocks.append(Paragraph(subject.t("priorities.no_own"), "small"))
    else:
        blocks += _own(subject, found, found.own, next(letters))
    if found.voices is None:
        blocks.append(Paragraph(subject.t("priorities.no_voices"), "small"))
    else:
        blocks.append(_voices(subject, found.voices, found.voices_file, next(letters)))
    return (Section("priorities", subject.t("priorities.heading"), tuple(blocks)),)


def _computed(
    subject: Subject, people: People, found: Priorities, letters: Iterator[str]
) -> Iterator[Block]:
    weights = found.weights
    yield Paragraph(subject.t("priorities.lead"))
    for part in PARTS:
        rows = [row for row in found.ranked if row.part == part][:_FIRST]
        if rows:
            yield _part(subject, people, rows, next(letters))
    fields = {name: subject.n(getattr(weights, name), 1) for name in ("need", "lack", "people")}
    formula = subject.t("priorities.formula", most=subject.n(weights.most), **fields)
    yield Paragraph(formula, "small")
    chosen = "priorities.weights.own" if weights.own else "priorities.weights.default"
    yield Paragraph(subject.t(chosen), "small")
    if found.held:
        yield Paragraph(subject.t("priorities.held", n=found.held), "small")


def _part(subject: Subject, people: People, rows: list[Priority], letter: str) -> Table:
    heads = (
        Head(subject.t("priorities.col.need"), figure=False, room=1.8),
        Head(subject.t("priorities.col.care"), figure=False, room=1.5),
        Head(subject.t("priorities.col.rank")),
        Head(subject.t("priorities.col.people")),
        Head(subject.t("priorities.col.need_ratio")),
        Head(subject.t("priorities.col.lack")),
        Head(subject.t("priorities.col.score")),
    )
    return Table(
        id=f"table-{_NUMBER}{letter}",
        number=_NUMBER,
        letter=letter,
        caption=subject.t(_CAPTIONS[rows[0].part]),
        heads=heads,
        rows=tuple(_row(subject, row) for row in rows),
        about=subject.about_people(
            people.table("morbidity"),
            people.table("rural"),
            limits="priorities.limits.score",
            n=people.people,
        ),
        watched=(6,),
    )


def _row(subject: Subject, row: Priority) -> Row:
    lack: Cell = Number(row.lack, 2)
    if isinf(row.lack):
        lack = Words(subject.t("priorities.none_in_reach"))
    supply = subject.care.supply(row.care) if subject.care is not None else None
    care = capital(type_name(subject.care, row.care, subject.lang))
    if supply is not None and supply.providers.synthetic:
        care = f"{care} ({subject.t('care.synthetic_mark')})"
    cells = (
        Words(_need(subject, row.need_id)),
        Words(care),
        Number(row.rank),
        Number(row.people),
        Number(row.need, 2),
        lack,
        Number(row.score, 2),
    )
    return Row(f"{row.need_id}.{row.care}.{row.part}", cells)


def _need(subject: Subject, id: str) -> str:
    people = subject.sheet.case.people
    return id if people is None else condition_name(people, id)(subject.lang)


def _about(subject: Subject, file: str, n: int, limits: str) -> About:
    return About(
        source=subject.t("priorities.written_by", file=file),
        date=subject.t("care.undated"),
        n=subject.t("priorities.n.rows", n=n),
        limits=subject.t(limits),
    )


def _own(
    subject: Subject, found: Priorities, own: tuple[OwnPriority, ...], letter: str
) -> Iterator[Block]:
    heads = (
        Head(subject.t("priorities.col.own"), figure=False, room=2.2),
        Head(subject.t("priorities.col.rank")),
        Head(subject.t("priorities.who"), figure=False, room=1.2),
        Head(subject.t("priorities.why"), figure=False, room=1.8),
        Head(subject.t("priorities.col.computed")),
        Head(subject.t("priorities.col.moved"), figure=False, room=1.8),
    )
    yield Table(
        id=f"table-{_NUMBER}{letter}",
        number=_NUMBER,
        letter=letter,
        caption=subject.t("priorities.caption.own"),
        heads=heads,
        rows=tuple(_own_row(subject, row) for row in own),
        about=_about(subject, found.own_file, len(own), "priorities.limits.own"),
        watched=(4,),
    )
    if found.unnamed:
        names = ", ".join(_need(subject, id) for id in found.unnamed)
        yield Paragraph(subject.t("priorities.unnamed", names=names))


def _own_row(subject: Subject, row: OwnPriority) -> Row:
    cells = (
        Words(row.text),
        Number(row.rank),
        Words(row.who) if row.who else Gone.BLANK,
        Words(row.why) if row.why else Gone.BLANK,
        Gone.BLANK if row.computed is None else Number(row.computed),
        Words(_moved(subject, row.moved)),
    )
    return Row(f"own-{row.rank}", cells)


def _moved(subject: Subject, places: int | None) -> str:
    if places is None:
        return subject.t("priorities.moved.unknown")
    if not places:
        return subject.t("priorities.moved.same")
    id = "priorities.moved.higher" if places > 0 else "priorities.moved.lower"
    return subject.t(id, n=abs(places))


def _voices(subject: Subject, voices: tuple[Voice, ...], file: str, letter: str) -> Table:
    heads = ("priorities.what", "priorities.who", "priorities.where", "priorities.source")
    return Table(
        id=f"table-{_NUMBER}{letter}",
        number=_NUMBER,
        letter=letter,
        caption=subject.t("priorities.caption.voices"),
        heads=tuple(Head(subject.t(id), figure=False, room=1.5) for id in heads),
        rows=tuple(
            Row(
                f"voice-{place}",
                (
                    Words(each.what),
                    Words(each.who),
                    Words(each.where) if each.where else Gone.BLANK,
                    Words(each.source),
                ),
            )
            for place, each in enumerate(voices, start=1)
        ),
        about=_about(subject, file, len(voices), "priorities.limits.voices"),
    )


def voice_words(subject: Subject, voice: Voice) -> str:
    """A need as somebody tells it, in one line."""
    fields = {"what": voice.what, "who": voice.who, "source": voice.source}
    if voice.where:
        return subject.t("priorities.voice.place", place=voice.where, **fields)
    return subject.t("priorities.voice", **fields)
