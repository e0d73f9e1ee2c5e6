"""Text pasted from a mail or a spreadsheet, taken apart: codes, ranges and names by line.

Nothing is looked up here but the shape of codes; what an entry means on a layer is the matter of
``listing``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pilotzones.readers.headings import fold
from pilotzones.zones.spelling import Spelling

CODE_HEADINGS = (
    "code",
    "codes",
    "postcode",
    "postcodes",
    "code postal",
    "codes postaux",
    "cp",
    "plz",
    "postleitzahl",
    "postleitzahlen",
    "postnummer",
    "zip",
    "zip code",
    "unit",
    "unité",
    "eenheid",
    "einheit",
    "nis",
    "nis5",
    "nis code",
    "code nis",
    "ins",
    "code ins",
    "refnis",
    "cd_refnis",
)
"""Headings of a column of unit or municipality codes, in the languages of Belgium."""

_HEADINGS = frozenset(fold(heading) for heading in CODE_HEADINGS)
_FILLERS = _HEADINGS | {
    "be",
    "belgique",
    "belgie",
    "belgien",
    "belgium",
    "codes",
    "postal",
    "postaux",
    "commune",
    "communes",
    "gemeente",
    "gemeenten",
    "gemeinde",
    "gemeinden",
    "municipality",
    "municipalities",
    "localite",
    "localites",
    "plaats",
    "ort",
    "orte",
    "nom",
    "naam",
    "name",
    "zone",
    "regio",
    "de",
    "du",
    "des",
    "van",
    "von",
    "from",
    "le",
    "les",
    "et",
    "en",
    "und",
    "and",
    "entre",
    "tussen",
    "zwischen",
    "between",
    "depuis",
    "ab",
}
"""Words that say nothing by themselves: labels, headings and links between codes."""
_LINKS = frozenset(("et", "en", "und", "and"))
_LINK = re.compile(r"\s+(?:et|en|und|and|&|\+)\s+", re.IGNORECASE)
_BETWEEN = frozenset(("entre", "tussen", "zwischen", "between"))
_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NO_TEXT = re.compile('[\u201c\u201d\u201e\u00ab\u00bb"()\\[\\]{}]')
_BULLET = re.compile(r"^\s*(?:[•·▪◦‣*●○■□➢➤✓>+-]+\s+|\d{1,2}[.)]\s+|[a-z][.)]\s+)")
_SEPARATOR = re.compile(r"[,;|\t]")
_TO = (
    r"(?:-+>?|→|\.{2,3}|à|a|au|aux|t\s?/\s?m|t\.?\s?e\.?\s?m\.?|tot(?:\s+en\s+met)?|bis(?:\s+und\s+mit)?"
    r"|to|through|thru|until|jusqu['’]?\s?(?:à|au|a)?)"
)
_JOIN = re.compile(rf"\s*{_TO}\s*", re.IGNORECASE)
_ENDS_WITH_TO = re.compile(rf"^(?P<name>.*\S)\s+(?!-){_TO}\s*$", re.IGNORECASE)
_ENDS_WITH_DASH = re.compile(r"^(?P<name>.*\S)\s+-+\s*$")
_GLUED = re.compile(r"(?<=\d)(à|bis|tot|t/m|to)(?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing written: a code, a range of codes, or a name alone.

    Parameters
    ----------
    text, line
        The piece as written, and its line from 1.
    first, last
        The code, or both ends of a range; ``first`` is None for a name alone.
    name
        Name that stands beside the code, or alone; '' when there is none.
    beside
        Code that a name alone follows on its line.
    odd
        Why the piece cannot be taken: '' or ``apart`` (1 300), ``unclear`` (a range or two
        codes?), ``chained`` (1300-1325-1330).
    """

    text: str
    line: int
    first: str | None = None
    last: str | None = None
    name: str = ""
    beside: str | None = None
    odd: str = ""


def entries(text: str, codes: Collection[str]) -> tuple[Entry, ...]:
    """Entries of a pasted text, in their order.

    Parameters
    ----------
    codes
        Codes of the layer: they say what a code looks like, and which column of a table holds it.

    Examples
    --------
    >>> [(e.first, e.last, e.name) for e in entries("1300-1325, 1330 Rixensart", ["1300"])]
    [('1300', '1325', ''), ('1330', None, 'Rixensart')]
    """
    shape = Spelling.of(codes)
    lines = [(n, tidy(line)) for n, line in enumerate(_lines(text), start=1)]
    lines = [(n, line) for n, line in lines if line.strip()]
    columns = _columns(lines, shape)
    if columns is not None:
        return tuple(_from_columns(columns, shape))
    return tuple(entry for n, line in lines for entry in _of_line(line, n, shape))


def entries_of_cells(cells: Iterable[tuple[int, str]], codes: Collection[str]) -> tuple[Entry, ...]:
    """Entries of the cells of one column, or the items of a list, each with its line."""
    shape = Spelling.of(codes)
    return tuple(entry for n, cell in cells for entry in _of_line(tidy(cell), n, shape))


def joined_names(text: str) -> tuple[str, ...]:
    """Names that a word links: ``Rixensart et Wavre`` gives both."""
    return tuple(_LINK.split(text))


def tidy(line: str) -> str:
    """Line with plain spaces and hyphens, without bullets, brackets and quotation marks."""
    plain = _DASHES.sub("-", _UNSEEN.sub("", unicodedata.normalize("NFKC", line)))
    return _NO_TEXT.sub(" ", _BULLET.sub("", plain))


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|[\n\r\v\f\u0085\u2028\u2029]", text)


def _columns(
    lines: list[tuple[int, str]], shape: Spelling
) -> list[tuple[int, str, str, str]] | None:
    """Line, code cell, name cell and whole row of a pasted table; None when it is no table.

    A table has at least two rows of equally many cells, and one column for codes: the one whose
    heading says so, else the only one in which known codes stand.
    """
    for mark in "\t;|,":
        rows = [(n, [cell.strip() for cell in line.split(mark)]) for n, line in lines]
        widths = {len(cells) for _, cells in rows}
        if len(rows) > 1 and len(widths) == 1 and widths != {1}:
            return _table(rows, shape)
    return None


def _table(
    rows: list[tuple[int, list[str]]], shape: Spelling
) -> list[tuple[int, str, str, str]] | None:
    head = [fold(cell) for cell in rows[0][1]]
    titled = [k for k, cell in enumerate(head) if cell in _HEADINGS]
    holding = [k for k in range(len(head)) if any(_holds(cells[k], shape) for _, cells in rows)]
    if len(titled) == 1:
        place, rows = titled[0], rows[1:]
    elif len(holding) == 1:
        place = holding[0]
    else:
        return None
    names = [
        k
        for k in range(len(head))
        if k != place and any(re.search(r"[^\W\d_]", cells[k]) for _, cells in rows)
    ]
    return [
        (n, cells[place], cells[names[0]] if names else "", " ".join(cells))
        for n, cells in rows
        if any(cells)
    ]


def _holds(cell: str, shape: Spelling) -> bool:
    return any(shape.spelt(match["code"]) in shape.known for match in shape.found(cell))


def _from_columns(columns: list[tuple[int, str, str, str]], shape: Spelling) -> Iterator[Entry]:
    for n, code, name, row in columns:
        found = list(_of_piece(code, n, shape))
        if len(found) == 1 and found[0].first and not found[0].last and not found[0].name:
            yield replace(found[0], name=_name(name))
        elif found:
            yield from found
        elif not _filling(row):
            yield Entry(" ".join(row.split()), n, name=" ".join(row.split()))


def _of_line(line: str, n: int, shape: Spelling) -> Iterator[Entry]:
    before: Entry | None = None
    for piece in _SEPARATOR.split(_GLUED.sub(r" \1 ", line)):
        found = list(_of_piece(piece, n, shape))
        if len(found) == 1 and found[0].first is None and before is not None:
            found = [replace(found[0], beside=before.first)]
        yield from found
        alone = len(found) == 1 and found[0].first is not None and found[0].last is None
        before = found[0] if alone and not found[0].name else None


def _of_piece(piece: str, n: int, shape: Spelling) -> Iterator[Entry]:
    """Entries of what stands between two separators."""
    written = " ".join(piece.split()).strip(" .")
    found = shape.found(written)
    if not found:
        if written and not _filling(written):
            yield Entry(written, n, name=_name(written))
        return
    codes = [shape.spelt(match["code"]) for match in found]
    gaps = [written[a.end() : b.start()] for a, b in pairwise(found)]
    lead, tail = written[: found[0].start()], written[found[-1].end() :]
    if _BETWEEN & {fold(word) for word in lead.split()[-1:]} and gaps:
        gaps[0] = "-" if fold(gaps[0]) in _LINKS else gaps[0]
    yield from _joined(codes, [lead, *gaps, tail], written, n)


def _joined(codes: list[str], texts: list[str], written: str, n: int) -> Iterator[Entry]:
    """Entries of codes and the texts around them: joined to ranges, each with its name."""
    ranges = [bool(_JOIN.fullmatch(gap) or _ENDS_WITH_TO.match(gap)) for gap in texts[1:-1]]
    if any(a and b for a, b in pairwise(ranges)):
        yield Entry(written, n, codes[0], odd="chained")
        return
    if len(codes) == 2 and not any(ranges) and _ENDS_WITH_DASH.match(texts[1]):
        yield Entry(written, n, codes[0], codes[1], odd="unclear")
        return
    names = [_name(text) for text in texts]
    leading = len(codes) > 1 and names[0] and not names[-1] and not any(ranges)
    after = names[:-1] if leading else names[1:]
    if not leading and names[0] and not after[0]:
        after[0] = names[0]
    k = 0
    while k < len(codes):
        joined = k < len(ranges) and ranges[k]
        last = codes[k + 1] if joined else None
        named = after[k + 1] if joined else after[k]
        text = written if len(codes) == 1 + joined else f"{codes[k]}{f'-{last}' if last else ''}"
        apart = any(re.search(r"[. ']", code) for code in (codes[k], last or ""))
        yield Entry(text, n, codes[k], last, named, odd="apart" * apart)
        k += 2 if joined else 1


def _name(text: str) -> str:
    """Name in a text; '' when only labels, links and punctuation stand in it."""
    name = " ".join(text.split()).strip(" .:-/=>")
    words = name.split()
    while words and fold(words[-1]) in _LINKS:
        words.pop()
    return "" if all(_filling(word) for word in words) else " ".join(words).strip(" :-")


def _filling(text: str) -> bool:
    return all(fold(word) in _FILLERS or not fold(word) for word in re.split(r"[\s:/]+", text))
