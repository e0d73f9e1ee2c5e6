"""Table 7e and figure 4: which of the 14 components the resources of the zone serve."""

from __future__ import annotations

from pilotzones.present.care_words import type_name
from pilotzones.present.reports.coverage import Covered, coverage_figure, coverage_told
from pilotzones.present.reports.model import (
    Figure,
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
from pilotzones.resources.rules._ready import speaking
from pilotzones.resources.rules.components import COMPONENTS, served
from pilotzones.resources.supply import CareSheet
from pilotzones.words import text

ORDER = 130
KINDS = ("resources", "whole")
NAMES = {
    1: "component.1",
    2: "component.2",
    3: "component.3",
    4: "component.4",
    5: "component.5",
    6: "component.6",
    7: "component.7",
    8: "component.8",
    9: "component.9",
    10: "component.10",
    11: "component.11",
    12: "component.12",
    13: "component.13",
    14: "component.14",
}
"""Components with the message of their name."""


def sections(subject: Subject) -> tuple[Section, ...]:
    """The bars and the matrix; actions are not yet part of the project file, and that is said."""
    care = subject.care
    if care is None:
        return ()
    case, lang = subject.sheet.case, subject.lang
    found = served(case, speaking(case))
    table = _table(subject, care, found)
    bars = [
        Covered(f"{number}. {text(NAMES[number], lang)}", len(found[number]))
        for number in COMPONENTS
    ]
    filled = sum(bar.types > 0 for bar in bars)
    figure = Figure(
        id="figure-4",
        number=4,
        caption=subject.t("report.components.figure"),
        svg=lambda: (coverage_figure(bars, lang),),
        told=coverage_told(bars, lang),
        about=table.about,
        width=120.0,
        main=Number(filled),
    )
    blocks = (Paragraph(subject.t("report.components.lead", n=filled, of=len(bars))), figure, table)
    heading = subject.t("report.components")
    return (Section("components", heading, blocks),)


def _table(subject: Subject, care: CareSheet, found: dict[int, tuple[str, ...]]) -> Table:
    lang = subject.lang
    rows = []
    for number, types in found.items():
        names = ", ".join(capital(type_name(care, type, lang)) for type in types)
        cells = (
            Number(number),
            Words(text(NAMES[number], lang)),
            Number(len(types)),
            Words(names or subject.t("report.components.gap")),
            Words(subject.t("report.components.no_action")),
        )
        rows.append(Row(str(number), cells))
    placed = sum(len(s.providers.places) for s in care.types)
    return Table(
        id="table-7e",
        number=7,
        letter="e",
        caption=subject.t("report.components.caption"),
        heads=(
            Head(subject.t("report.col.number")),
            Head(subject.t("report.col.component"), figure=False, room=2.2),
            Head(subject.t("report.col.types")),
            Head(subject.t("report.col.which_types"), figure=False, room=3.0),
            Head(subject.t("report.col.actions"), figure=False, room=1.5),
        ),
        rows=tuple(rows),
        about=subject.about_care(
            care.types,
            "report.limits.components",
            subject.t("report.n.providers", n=placed),
            subject.t("report.note.components"),
        ),
        watched=(2,),
    )
