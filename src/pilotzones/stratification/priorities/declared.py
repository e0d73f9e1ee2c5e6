"""Rows that the consortium writes: its own ranking of priorities, and needs as people tell them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pilotzones.errors import Fault, InputError
from pilotzones.readers.tables import read_table
from pilotzones.schemas import Column, Schema, check
from pilotzones.stratification.national_number import holds_national_number
from pilotzones.stratification.priorities.values import OwnPriority, Priority, Voice

if TYPE_CHECKING:
    import pandas as pd

LONGEST: Final = 300
"""Letters of a cell: rows are short, so that a page can show them."""
FIRST: Final = 10
"""Rows of the score among which a need that the group does not name is told."""

OWN = Schema(
    "priorities",
    (
        Column("rank", "integer", ("rang", "volgorde", "rangfolge", "nr", "n°"), minimum=1),
        Column("priority", "text", ("priorité", "prioriteit", "priorität")),
        Column("who", "text", ("qui", "wie", "wer"), required=False, nullable=True),
        Column("why", "text", ("pourquoi", "waarom", "warum"), required=False, nullable=True),
    ),
    key=("rank",),
)
"""The group's own ranking: one row per rank."""
VOICES = Schema(
    "needs",
    (
        Column("who", "text", ("qui", "wie", "wer")),
        Column("what", "text", ("quoi", "besoin", "wat", "nood", "was", "bedarf", "need")),
        Column("where", "text", ("où", "waar", "wo"), required=False, nullable=True),
        Column("source", "text", ("bron", "quelle")),
    ),
)
"""Needs as patients and providers tell them: one row each."""


def read_own(path: Path) -> tuple[OwnPriority, ...]:
    """The group's own ranking, in the order of its ranks.

    Raises
    ------
    InputError
        Every row that cannot be taken: a rank that is no whole number from 1 on or is given
        twice, no priority, a cell longer than `LONGEST` or with a national number (which is not
        repeated).
    """
    rows = _rows(path, OWN)
    found = [
        OwnPriority(int(row["rank"]), row["priority"], row.get("who", ""), row.get("why", ""))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: each.rank))


def read_voices(path: Path) -> tuple[Voice, ...]:
    """Needs as people tell them, in the order of the file.

    Raises
    ------
    InputError
        As `read_own`: every row without who, what or source, and every cell that is too long.
    """
    return tuple(
        Voice(row["who"], row["what"], row.get("where", ""), row["source"])
        for row in _rows(path, VOICES)
    )


def _rows(path: Path, schema: Schema) -> list[dict[str, str]]:
    raw = read_table(path, schema=schema)
    faults: list[Fault] = []
    frame: pd.DataFrame | None = None
    try:
        frame = check(raw, schema)
    except InputError as error:
        faults += error.faults
    for number, row in zip(raw.row_numbers, raw.rows, strict=True):
        for heading, cell in zip(raw.header, row, strict=True):
            words = "" if cell is None else str(cell)
            if holds_national_number(words):
                faults.append(Fault("declared.national_number", raw.file, number, heading))
            elif len(words) > LONGEST:
                fields = {"n": len(words), "most": LONGEST}
                faults.append(Fault("declared.too_long", raw.file, number, heading, fields=fields))
    if faults or frame is None:
        raise InputError(sorted(faults, key=lambda fault: fault.row or 0))
    names = [column.name for column in schema.columns if column.name in frame.columns]
    return [
        {
            name: " ".join(str(value).split())
            for name, value in zip(names, values, strict=True)
            if value == value and value is not None
        }
        for values in frame[names].astype("object").itertuples(index=False)
    ]


def beside(
    own: Iterable[OwnPriority],
    score: Iterable[Priority],
    needs: Mapping[str, Iterable[str]],
    care: Mapping[str, Iterable[str]],
) -> tuple[OwnPriority, ...]:
    """The group's ranking with what the score says of each row.

    Parameters
    ----------
    needs, care
        Names, in any language, of the needs and of the types of care, by id: a row is about those
        whose names stand in its priority as whole words.
    """
    rows = tuple(score)
    told = [_told(each, rows, needs, care) for each in own]
    known = [each for each in told if each.computed is not None]
    by_score = sorted(known, key=lambda each: (each.computed or 0, each.rank))
    place = {each.rank: by_score.index(each) - k for k, each in enumerate(known)}
    return tuple(replace(each, moved=place.get(each.rank)) for each in told)


def _told(
    own: OwnPriority,
    score: tuple[Priority, ...],
    needs: Mapping[str, Iterable[str]],
    care: Mapping[str, Iterable[str]],
) -> OwnPriority:
    about, met = _named(own.text, needs), _named(own.text, care)
    ranks = [
        row.rank
        for row in score
        if (not about or row.need_id in about) and (not met or row.care in met)
    ]
    best = min(ranks, default=None) if about or met else None
    return replace(own, needs=about, care=met, computed=best)


def unnamed(own: Iterable[OwnPriority], score: Iterable[Priority]) -> tuple[str, ...]:
    """Needs among the first rows of the score that no row of the group names."""
    named = {need for each in own for need in each.needs}
    first = dict.fromkeys(row.need_id for row in tuple(score)[:FIRST])
    return tuple(need for need in first if need not in named)


def _named(text: str, names: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    words = _plain(text)
    return tuple(
        id
        for id, of in names.items()
        if any(name and f" {name} " in f" {words} " for name in map(_plain, of))
    )


def _plain(text: str) -> str:
    """Words without case, accents and signs, and without the ending of a plural.

    Examples
    --------
    >>> _plain("Diabète : les médecins généralistes")
    'diabete le medecin generaliste'
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    words = re.findall(r"[a-z0-9]+", "".join(c for c in bare if not unicodedata.combining(c)))
    return " ".join(word.removesuffix("s") if len(word) > 2 else word for word in words)
