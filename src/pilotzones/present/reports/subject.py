"""What a report is about, and the words that all its sections share."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pilotzones.findings import Finding
from pilotzones.present.book import Book
from pilotzones.present.care_words import list_words
from pilotzones.present.people_page_parts import People, source
from pilotzones.present.reports.model import About, Kind
from pilotzones.present.sentences import as_of
from pilotzones.present.texts import Texts
from pilotzones.present.values import counted_units
from pilotzones.resources.supply import CareSheet, TypeSupply
from pilotzones.stratification.released import SafeTable
from pilotzones.words import day, number, text
from pilotzones.zones.sheet import ZoneSheet

CHAPTERS = {"zone": "Z", "stratification": "TS", "resources": "R"}
"""Chapters of the rule list that a partial report judges; the others judge all."""
_TAG = re.compile(r"<[^>]*>")


def bare(words: Markup | str) -> str:
    """Text of a piece of a page without its tags; what was escaped is itself again."""
    return html.unescape(_TAG.sub("", str(words))) if isinstance(words, Markup) else words


@dataclass(frozen=True, slots=True)
class Subject:
    """A project as its report sees it: the book of its pages, and the kind of report."""

    book: Book
    kind: Kind

    @property
    def lang(self) -> str:
        """Language of the report."""
        return self.book.lang

    @property
    def sheet(self) -> ZoneSheet:
        """The zone."""
        return self.book.sheet

    @property
    def care(self) -> CareSheet | None:
        """The care, where the project has any."""
        return self.book.sheet.case.care

    @property
    def people(self) -> People | None:
        """The people, where the project has any."""
        case = self.book.sheet.case
        if case.people is None:
            return None
        return People(case, case.people, self.book.of_chapters("TS"), self.texts)

    @property
    def texts(self) -> Texts:
        """Texts for makers of page parts, in the language of the report."""
        return Texts(self.lang)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Findings that the report judges."""
        chapters = CHAPTERS.get(self.kind)
        return self.book.of_chapters(chapters) if chapters else self.book.every_finding

    def t(self, id: str, **fields: Any) -> str:
        """Message in the language of the report; a field that is a function gets it."""
        told = {
            name: value(self.lang) if callable(value) else value for name, value in fields.items()
        }
        return text(id, self.lang, **told)

    def n(self, value: float, decimals: int = 0) -> str:
        """Number in the reader's form."""
        return number(value, self.lang, decimals)

    def about_zone(self, limits: str, *notes: str) -> About:
        """What is owed under a figure of the zone and its units."""
        sheet, origin = self.sheet, self.sheet.case.layer.origin
        counted = counted_units(len(sheet.case.zone.codes), origin.kind, self.lang)
        people = sheet.population
        if people is not None:
            counted = f"{counted}, {self.t('value.persons', n=people)}"
        return About(
            source=self.t("report.source.layer", layer=origin.id),
            date=as_of_population(sheet, self.lang),
            n=counted,
            limits=self.t(limits),
            notes=notes,
        )

    def about_rules(self, n: int, limits: str) -> About:
        """What is owed under a table of findings."""
        rules = self.sheet.case.rules
        return About(
            source=self.t(
                "sheet.rule_set", title=getattr(rules.title, self.lang), version=rules.version
            ),
            date=as_of_population(self.sheet, self.lang),
            n=self.t("report.n.rules", n=n),
            limits=self.t(limits),
        )

    def about_people(
        self, *tables: SafeTable | None, limits: str, n: float | None, notes: tuple[str, ...] = ()
    ) -> About:
        """What is owed under a figure of released tables; ``n`` None: it is not released."""
        people = self.sheet.case.people
        if people is None:
            raise ValueError("no people")
        known = [table for table in tables if table is not None]
        minimum = max((table.minimum for table in known), default=people.minimum_cell)
        hidden = sum(table.hidden for table in known)
        told = [self.t("people.data.minimum", minimum=minimum)]
        if hidden:
            told.append(self.t("people.foot.hidden", n=hidden))
        return About(
            source=source(people)(self.lang),
            date=self.t("report.date.year", year=str(people.data.year)),
            n=self.t("report.n.hidden") if n is None else self.t("report.n.people", n=round(n)),
            limits=self.t(limits),
            notes=(*(_sentence(line) for line in told), *notes),
        )

    def about_care(
        self, supplies: tuple[TypeSupply, ...], limits: str, n: str, *notes: str
    ) -> About:
        """What is owed under a figure of lists of providers."""
        said = dict.fromkeys(list_words(supply, self.lang) for supply in supplies)
        dates = sorted({s.providers.dated for s in supplies if s.providers.dated is not None})
        return About(
            source=" ".join(said),
            date=", ".join(day(each, self.lang) for each in dates) or self.t("care.undated"),
            n=n,
            limits=self.t(limits),
            notes=notes,
        )


def _sentence(words: str) -> str:
    """Words with a capital and a full stop."""
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")


def as_of_population(sheet: ZoneSheet, lang: str) -> str:
    """Date of the population, or that it is not known."""
    dated = sheet.population_date
    return day(dated, lang) if dated else as_of(None, lang)
