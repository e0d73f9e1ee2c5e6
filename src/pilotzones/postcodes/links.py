"""Declared links between units that share no border: over water, or to an exclave."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from pilotzones.errors import Fault, InputError
from pilotzones.postcodes.contiguity import Link
from pilotzones.postcodes.nearest import with_nearest
from pilotzones.postcodes.tables import LINKS
from pilotzones.readers.tables import read_table
from pilotzones.schemas import check

_LANGUAGES = ("fr", "nl", "de", "en")


def read_links(path: Path, codes: Collection[str]) -> tuple[Link, ...]:
    """Links of a table with the columns ``code_a, code_b, kind`` and the reasons ``why_fr`` ...

    Parameters
    ----------
    codes
        Codes of the layer, in which both ends of a link have to exist.

    Raises
    ------
    InputError
        Every fault of the file: also a code that the layer lacks (``units.unknown_code``, with
        the nearest that exist), a unit linked to itself (``links.same_unit``) and a pair that
        stands twice in either direction (``links.doubled``).
    """
    table = check(read_table(path, schema=LINKS), LINKS)
    known, faults = set(codes), []
    seen: dict[frozenset[str], int] = {}
    found: list[Link] = []
    for line in table.to_dict("records"):
        row, ends = int(line["row"]), (str(line["code_a"]), str(line["code_b"]))
        for column, code in zip(("code_a", "code_b"), ends, strict=True):
            if code not in known:
                fault = Fault("units.unknown_code", str(path), row, column, code)
                faults.append(with_nearest(fault, known))
        pair = frozenset(ends)
        if len(pair) == 1:
            faults.append(Fault("links.same_unit", str(path), row, "code_b", ends[1]))
        elif seen.setdefault(pair, row) != row:
            fields = {"first": seen[pair], "a": ends[0], "b": ends[1]}
            faults.append(Fault("links.doubled", str(path), row, fields=fields))
        why = tuple(
            (lang, str(line[f"why_{lang}"]))
            for lang in _LANGUAGES
            if pd.notna(line.get(f"why_{lang}"))
        )
        found.append(Link(*ends, str(line["kind"]), why))
    if faults:
        raise InputError(faults)
    return tuple(found)
