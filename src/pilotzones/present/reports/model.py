"""What a report says, as values: sections of blocks, and tables whose cells keep their numbers.

A report is made in one language. Texts are whole sentences of it; numbers, shares, euros and dates
stay values until a writer puts them into the reader's form, so that all writers show the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Literal

from markupsafe import Markup

from pilotzones.findings import Verdict

Kind = Literal["zone", "stratification", "resources", "compliance", "whole", "round"]
Label = Literal["map", "table", "figure"]
"""What a caption calls its thing; each is numbered by itself."""


class Gone(Enum):
    """A cell without a value: held back, not in the data, nothing there, or not spoken of."""

    HIDDEN = "hidden"
    NO_DATA = "no-data"
    NOTHING = "nothing"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the report's language, or a name.

    ``lang`` is the language of a text that stays in its own, such as the title of a paper.
    """

    text: str
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the decimals that it is shown with."""

    value: float
    places: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole (0..1), shown as a percentage."""

    value: float
    places: int = 1


@dataclass(frozen=True, slots=True)
class Euro:
    """An amount of money."""

    value: float
    places: int = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """Both ends of an interval, in the form of the value that it belongs to."""

    low: Number | Share
    high: Number | Share


@dataclass(frozen=True, slots=True)
class Day:
    """A date."""

    value: date


@dataclass(frozen=True, slots=True)
class Sign:
    """A verdict: its sign and its word."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Told:
    """A value that a reader gets in words: ``47 postcodes``; a workbook has the number too."""

    value: Number | Share
    words: str


Cell = Words | Number | Share | Euro | Interval | Day | Sign | Told | Gone


@dataclass(frozen=True, slots=True)
class Head:
    """Head of a column.

    ``above`` stands over it and its neighbours with the same words; ``figure`` says that its cells
    are numbers. ``room`` is how much of the width a column of texts asks for, beside 1 for a
    column of numbers.
    """

    words: str
    above: str = ""
    figure: bool = True
    room: float = 1.0

    @property
    def full(self) -> str:
        """The head with what stands above it."""
        return f"{self.above}, {self.words}" if self.above else self.words


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; ``key`` names it in comments, ``total`` says that it sums the others."""

    key: str
    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a table or figure owes to its reader.

    ``n`` says how many stand behind it, ``limits`` what it does not say, ``notes`` whatever else
    has to be known.
    """

    source: str
    date: str
    n: str
    limits: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its caption.

    Parameters
    ----------
    id
        Name in comments and links: ``table-4``, ``table-2b``.
    number, letter
        Its place in the list of outputs: 2 and ``b``.
    rows
        Each with a cell for every head; the first cell names the row.
    watched
        Columns whose value a comment on a row is made on: the first of them that has one counts.
    main
        Value that a comment on the whole table is made on, where there is one.
    alone
        Keys of rows are names of their own in comments (rules), not ``table-2b.age``.
    """

    id: str
    number: int
    caption: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    about: About
    letter: str = ""
    watched: tuple[int, ...] = ()
    main: Cell | None = None
    label: Label = "table"
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing under its caption, with the table of what it shows.

    ``svg`` makes the drawing, or several that belong together and stand ``across`` in a row on
    paper; ``told`` says the same for whoever does not see it. ``width`` is how wide one drawing
    wants to be on a page of A4, in millimetres. ``main`` is the value that a comment on it is
    made on.
    """

    id: str
    number: int
    caption: str
    svg: Callable[[], tuple[Markup, ...]]
    told: str
    about: About
    label: Label = "figure"
    letter: str = ""
    table: Table | None = None
    width: float = 110.0
    across: int = 1
    main: Cell | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``lead`` is larger, ``small`` smaller, ``made-up`` says what is synthetic."""

    text: str
    manner: Literal["plain", "lead", "small", "made-up", "strong"] = "plain"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, with its sign, the rule it comes from, and whether it is made up."""

    text: str
    verdict: Verdict | None = None
    rule: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; ``ordered`` numbers its entries. ``id`` names it in comments, where it has one."""

    items: tuple[Item, ...]
    ordered: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what is said of it."""

    term: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms with what is said of each."""

    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure that counts: its value, what it counts, its date and source."""

    value: str
    words: str
    detail: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """A few figures in a row."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """One rule in one line: verdict, title, what was measured."""

    rule: str
    verdict: Verdict
    title: str
    value: str
    said: str = ""
    main: Cell | None = None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Rules one under another."""

    lines: tuple[VerdictLine, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """What a person said of a thing; ``was`` and ``now`` are there when its value has moved."""

    key: str
    about: str
    text: str
    by: str
    on: date
    was: str | None = None
    now: str | None = None


Block = Paragraph | Bullets | Facts | KeyFigures | Verdicts | Table | Figure | Comment


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (level 1 or 2) with its blocks.

    ``summary`` sections stand before the contents; ``beside`` puts a section next to the one
    before it where the page is wide enough. ``new_page`` begins a page on paper.
    """

    id: str
    heading: str
    blocks: tuple[Block, ...]
    level: Literal[1, 2] = 1
    summary: bool = False
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A report in one language.

    ``project`` and ``title`` stand at its head, ``answer`` is its first sentence and ``lede`` the
    reason in two lines; ``made_up`` is said wherever something is synthetic. ``day`` is printed
    where it is given. ``sources`` are the notices owed to the makers of the data.
    """

    kind: Kind
    lang: str
    project: str
    title: str
    answer: str
    lede: str
    sections: tuple[Section, ...]
    made_up: str = ""
    note: str = ""
    day: date | None = None
    sources: tuple[str, ...] = ()

    def blocks(self) -> Iterator[Block]:
        """Every block in the order of the report."""
        for section in self.sections:
            yield from section.blocks

    def tables(self) -> Iterator[Table]:
        """Every table, those behind figures included, in the order of the report."""
        for block in self.blocks():
            if isinstance(block, Table):
                yield block
            elif isinstance(block, Figure) and block.table is not None:
                yield block.table
