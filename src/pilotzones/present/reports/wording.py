"""Words that all writers put around the blocks of a report: captions, feet, signs of comments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pilotzones.present.reports.model import About, Comment, Figure, Report, Table
from pilotzones.words import day, text

_LABELS = {
    "map": "report.label.map",
    "table": "report.label.table",
    "figure": "report.label.figure",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """Words in the language of a report."""

    lang: str

    def t(self, id: str, **fields: Any) -> str:
        """Message."""
        return text(id, self.lang, **fields)

    def date(self, value: date) -> str:
        """Date in the reader's form."""
        return day(value, self.lang)

    def label(self, thing: Table | Figure) -> str:
        """What it is called: ``Table``, ``Figure``, ``Map``."""
        return self.t(_LABELS[thing.label])

    def name(self, thing: Table | Figure) -> str:
        """Label and number: ``Table 2b``."""
        return f"{self.label(thing)}\u00a0{thing.number}{thing.letter}"

    def behind(self, figure: Figure) -> str:
        """Head of the table behind a figure."""
        return self.t("report.behind", name=self.name(figure))

    def foot(self, about: About) -> tuple[tuple[str, str], ...]:
        """What stands under a table or figure: pairs of a word and what it introduces."""
        return (
            (self.t("report.foot.source"), about.source),
            (self.t("report.foot.date"), about.date),
            (self.t("report.foot.n"), about.n),
            (self.t("report.foot.limits"), about.limits),
            *((self.t("report.foot.note"), note) for note in about.notes),
        )

    def foot_lines(self, about: About) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The same as lines: source, date and n together, then limits, then all notes."""
        owed, notes = self.foot(about), " ".join(about.notes)
        lines = (owed[:3], owed[3:4])
        return (*lines, ((self.t("report.foot.note"), notes),)) if notes else lines

    def signed(self, comment: Comment) -> str:
        """Who said it, and when."""
        return self.t("report.comment.by", by=comment.by, on=day(comment.on, self.lang))

    def moved(self, comment: Comment) -> str:
        """That the value has moved since; empty where it has not."""
        if comment.was is None or comment.now is None:
            return ""
        return self.t("report.comment.again", was=comment.was, now=comment.now)

    def made(self, report: Report, version: str) -> str:
        """What made the report, and when where that is known."""
        if report.day is None:
            return self.t("page.made_with", version=version)
        return self.t("page.made_on", version=version, date=report.day)
