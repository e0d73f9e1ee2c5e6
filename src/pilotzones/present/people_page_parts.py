"""Sections and blocks of the page of the people, as values ready for its template."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.findings import Case, Finding
from pilotzones.present.people_page_tables import TableView
from pilotzones.present.texts import Render, Texts
from pilotzones.stratification.released import PeopleSheet, SafeTable
from pilotzones.words import text


@dataclass(frozen=True, slots=True)
class Point:
    """A term and what is said of it."""

    term: Markup
    lines: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One figure or table with its words.

    ``heading`` is None for the only block of a section. Tables stand beside the figure, or are
    folded away under it (``folded``). ``foot`` says source, year, people, minimum cell and limits.
    """

    id: str
    heading: Markup | None
    said: tuple[Markup, ...] = ()
    figures: tuple[Markup, ...] = ()
    points: tuple[Point, ...] = ()
    after: tuple[Markup, ...] = ()
    tables: tuple[TableView, ...] = ()
    folded: bool = False
    foot: tuple[Markup, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its blocks; ``short`` is its entry in the contents of the page."""

    id: str
    short: Markup
    heading: Markup
    said: tuple[Markup, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class People:
    """The people of a case, with their findings and the texts of the page."""

    case: Case
    sheet: PeopleSheet
    findings: tuple[Finding, ...]
    w: Texts

    def table(self, id: str) -> SafeTable | None:
        """Released table with at least one row; None where there is none."""
        found = self.sheet.tables.get(id)
        return found if found is not None and found.rows else None

    def number(self, id: str, column: str, **keys: str) -> float | None:
        """Number of a cell; None where it is hidden or missing, or there is no such table."""
        found = self.table(id)
        if found is None or column not in {c.name for c in found.columns}:
            return None
        return found.number(column, **keys)

    def finding(self, rule: str) -> Finding | None:
        """Finding of a rule; None where it was not evaluated."""
        return next((f for f in self.findings if f.rule == rule), None)

    @property
    def people(self) -> float | None:
        """Persons in the tables, at released precision."""
        return self.number("concentration", "people", top="100")

    @property
    def target(self) -> float | None:
        """Persons in the target group; None where it is hidden or there is none."""
        return self.number("criteria", "people", term="union")


def source(people: PeopleSheet) -> Render:
    """Where the figures come from, in words."""
    if people.data.synthetic:
        return lambda lang: text("people.source.synthetic", lang, seed=people.data.seed or 0)
    files = tuple(file.replace("\\", "/").rsplit("/", 1)[-1] for file in people.data.files)
    if people.data.level == "public-rates":
        return lambda lang: text("people.source.public", lang)
    if not files:
        return lambda lang: text("people.source.unnamed", lang)
    return lambda lang: text("people.source.files", lang, files=files)


def foot(
    people: People, *tables: SafeTable | None, limits: str, n: float | str | None
) -> tuple[Markup, ...]:
    """What stands under a figure: source, base year, people, minimum cell, and its limits.

    ``limits`` is the message that says what the figure does not say; ``n`` the people in it, or
    the message that says where they stand, None where that is not known.
    """
    w, sheet = people.w, people.sheet
    known = [table for table in tables if table is not None]
    minimum = max((table.minimum for table in known), default=sheet.minimum_cell)
    lines = [
        w.t("people.foot.source", source=source(sheet), year=str(sheet.data.year)),
        _counted(n, w),
        w.t("people.foot.minimum", minimum=minimum),
    ]
    hidden = sum(table.hidden for table in known)
    if hidden:
        lines.append(w.t("people.foot.hidden", n=hidden))
    return (*lines, w.t(limits))


def _counted(n: float | str | None, w: Texts) -> Markup:
    if n is None:
        return w.t("people.foot.n_unknown")
    return w.t(n) if isinstance(n, str) else w.t("people.foot.n", n=round(n))
