"""Who is forgotten: verdicts on groups, people without care, open care gaps, avoidable stays."""

from __future__ import annotations

from pilotzones.present.figures.calibration import Ratio, calibration_figure, ratios_told
from pilotzones.present.people_page_forgotten import (
    AVOIDABLE,
    FAIRNESS,
    GAPS,
    WITHOUT,
    avoidable_told,
    by_level,
    drawn,
    fairness_points,
    gap_sources,
    group_name,
    without_told,
)
from pilotzones.present.people_page_parts import People
from pilotzones.present.people_page_words import gap_name, keyed, trait_level
from pilotzones.present.reports.model import (
    Block,
    Fact,
    Facts,
    Figure,
    Head,
    Paragraph,
    Row,
    Section,
    Table,
    Words,
)
from pilotzones.present.reports.subject import Subject
from pilotzones.present.reports.typed_tables import Numbered, Typed, typed_table
from pilotzones.words import text

ORDER = 64
KINDS = ("whole",)


def sections(subject: Subject) -> tuple[Section, ...]:
    """What the tables say of those whom a list by cost forgets."""
    people = subject.people
    if people is None:
        return ()
    blocks = forgotten(subject, people)
    if not blocks:
        return ()
    return (Section("forgotten", subject.t("people.question.forgotten"), tuple(blocks)),)


def forgotten(subject: Subject, people: People) -> list[Block]:
    """Every block, in the order of the page."""
    made = (_fairness, _without, _gaps, _avoidable)
    return [block for make in made for block in make(subject, people)]


def told(subject: Subject, people: People) -> list[Block]:
    """What is to be said of it in words: verdicts, people without care, stays, the warning."""
    blocks = forgotten(subject, people)
    return [block for block in blocks if isinstance(block, Paragraph | Facts)]


def _fairness(subject: Subject, people: People) -> list[Block]:
    table = people.table("fairness")
    if table is None:
        return []
    lang = subject.lang
    rows = [Ratio(group_name(people, r), r["ratio"], r["low"], r["high"]) for r in drawn(table)]
    behind = typed_table(
        Typed(table, FAIRNESS, lambda r: group_name(people, r), "people.col.subgroup"),
        subject,
        Numbered(
            "figure-2e-table",
            2,
            "e",
            subject.t("people.fairness.caption"),
            subject.about_people(table, limits="people.limits.fairness", n=people.people),
            label="figure",
            watched=(2,),
        ),
    )
    figure = Figure(
        id="figure-2e",
        number=2,
        letter="e",
        caption=subject.t("people.fairness.heading"),
        svg=lambda: (
            calibration_figure(
                rows,
                subject.texts,
                id="fig-fairness",
                title=lambda lang: text("people.fairness.heading", lang),
            ),
        ),
        told=ratios_told(rows, lang),
        about=behind.about,
        table=behind,
        width=100.0,
    )
    facts = Facts(
        tuple(Fact(term(lang), (told(lang),)) for term, told in fairness_points(people, table))
    )
    return [Paragraph(subject.t("people.fairness.lead")), facts, figure]


def _without(subject: Subject, people: People) -> list[Block]:
    table = people.table("without_care")
    if table is None:
        return []
    told = without_told(people, table)(subject.lang)
    year = str(people.sheet.data.year)
    return [
        Paragraph(f"{told}.", "strong"),
        typed_table(
            Typed(
                table,
                WITHOUT,
                lambda r: trait_level(people.sheet, r["trait"], r["level"]),
                "people.col.trait",
            ),
            subject,
            Numbered(
                "table-3i",
                3,
                "i",
                subject.t("people.without.caption", year=year),
                subject.about_people(table, limits="people.limits.without", n=people.people),
                watched=(2,),
            ),
        ),
    ]


def _gaps(subject: Subject, people: People) -> list[Block]:
    table = people.table("gaps")
    if table is None:
        return []
    year = str(people.sheet.data.year)
    made: list[Block] = [
        Paragraph(subject.t("people.gaps.lead")),
        typed_table(
            Typed(
                table,
                GAPS,
                lambda r: by_level(r["level"], gap_name(people.sheet, r["gap"])),
                "people.col.gap",
                room=3.0,
            ),
            subject,
            Numbered(
                "table-3j",
                3,
                "j",
                subject.t("people.gaps.caption", year=year),
                subject.about_people(table, limits="people.limits.gaps", n=people.people),
                watched=(2,),
            ),
        ),
    ]
    return [*made, *_sources(subject, people)]


def _sources(subject: Subject, people: People) -> list[Block]:
    lang = subject.lang
    rows = tuple(
        Row(id, (Words(name(lang)), Words(source(lang), "en")))
        for id, (name, source) in zip(people.sheet.gap_sources, gap_sources(people), strict=True)
    )
    if not rows:
        return []
    return [
        Table(
            id="table-3k",
            number=3,
            letter="k",
            caption=subject.t("people.gaps.sources"),
            heads=(
                Head(subject.t("people.col.gap_name"), figure=False, room=1.8),
                Head(subject.t("people.col.source"), figure=False, room=3.4),
            ),
            rows=rows,
            about=subject.about_people(limits="people.limits.gaps", n=people.people),
        )
    ]


def _avoidable(subject: Subject, people: People) -> list[Block]:
    table = people.table("avoidable")
    told: list[Block] = []
    if table is None:
        return told
    year = str(people.sheet.data.year)
    told += [Paragraph(line(subject.lang)) for line in avoidable_told(table)]
    told.append(
        typed_table(
            Typed(
                table,
                AVOIDABLE,
                lambda r: by_level(r["level"], keyed("avoidable.what", r["what"])),
                "people.col.stays_of",
                room=3.4,
            ),
            subject,
            Numbered(
                "table-3l",
                3,
                "l",
                subject.t("people.avoidable.caption", year=year),
                subject.about_people(table, limits="people.limits.avoidable", n=people.people),
                watched=(2,),
            ),
        )
    )
    return told
