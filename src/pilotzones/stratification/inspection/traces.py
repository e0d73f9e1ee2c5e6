"""Traces of persons and of the machine in texts: national numbers, pseudonyms, paths, leftovers.

What is found is never said again: a finding names the file and the kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pilotzones.stratification.national_number import DIGITS, holds_national_number
from pilotzones.stratification.tables import PERSONS

_DECIMAL = re.compile(r"-?\d+[.,]\d+(e-?\d+)?", re.IGNORECASE)
_PLACES = "home|Users|root|tmp|mnt|media|var|opt|srv|private|Volumes|workspace|builds"
_PATHS = (
    re.compile(rf"(?<![\w./:~<-])/(?:{_PLACES})/[^\s\"'<>|]+"),
    re.compile(r"(?<![A-Za-z])[A-Za-z]:\\[^\s\"'<>|]+"),
    re.compile(r"(?<![A-Za-z])[A-Za-z]:/(?:Users|Documents|Program)[^\s\"'<>|]*"),
    re.compile(r"file://[^\s\"'<>|]*"),
    re.compile(r"(?<!\\)\\\\[A-Za-z0-9.-]+\\[^\s\"'<>|]+"),
)
_LEFT = re.compile(
    r"(^~\$|^\.~lock|~$|\.(tmp|temp|part|bak|old|orig|swp|swo|wal|duckdb|db-journal|parquet|pkl|"
    r"pickle|joblib|crdownload)$|^pilotzones-run-|^\.ipynb_checkpoints$|^\.git$|^__pycache__$|"
    r"^pilotzones-register\.jsonl$|^\.pilotzones-register\.lock$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,;|\"'<>()\[\]{}=]+")
_SHORTEST, _SHORTEST_NUMBER = 5, 8
"""A pseudonym of fewer signs, or of digits only and fewer than so many, is found by chance."""
_OF_PERSONS = {"niss", "insz", "rijksregisternummer", "numéro national", "numero national", "bsn"}


def national_number(texts: Iterable[str]) -> bool:
    """Does one of the texts hold a national number?"""
    return any(
        len(text) >= DIGITS and not _DECIMAL.fullmatch(text.strip()) and holds_national_number(text)
        for text in texts
    )


def absolute_path(texts: Iterable[str]) -> bool:
    """Does one of the texts name a place on a machine?"""
    return any(pattern.search(text) for text in texts for pattern in _PATHS)


def left_over(name: str) -> bool:
    """Is it the name of a temporary file, or of one with rows of persons?"""
    return bool(_LEFT.search(name))


def searchable(pseudonyms: Iterable[str]) -> frozenset[str]:
    """Pseudonyms that can be looked for: long enough not to be met by chance."""
    return frozenset(
        each
        for each in pseudonyms
        if len(each) >= (_SHORTEST_NUMBER if each.isdigit() else _SHORTEST)
    )


def pseudonym(texts: Iterable[str], known: frozenset[str]) -> bool:
    """Does a pseudonym of the file of persons stand in one of the texts?"""
    if not known:
        return False
    return any(text in known or not known.isdisjoint(_WORD.findall(text)) for text in texts if text)


def person_column(heads: Iterable[object]) -> bool:
    """Is one of the headings that of an identifier of persons?"""
    column = next(c for c in PERSONS.columns if c.name == "person_id")
    said = {str(head).strip().casefold() for head in heads if head is not None}
    # headings such as "id" or "person" stand over other things too
    sure = {"person_id", *(alias for alias in column.aliases if "_" in alias or "seud" in alias)}
    return bool(said & ({name.casefold() for name in sure} | _OF_PERSONS))


def pseudonyms_of(files: Iterable[Path], mapping: Path | None = None) -> frozenset[str]:
    """Pseudonyms of files of persons, as text.

    Raises
    ------
    InputError
        A file that cannot be read as one of persons.
    """
    from pilotzones.stratification.engine import connect, quiet, run_folder
    from pilotzones.stratification.reading_files import read_parts
    from pilotzones.stratification.reading_mapping import read_mapping
    from pilotzones.stratification.reading_parts import Reader

    with run_folder() as folder:
        con = connect(folder)
        try:
            reader = Reader(con, folder, PERSONS, read_mapping(mapping).persons)
            with quiet():
                parts, _ = read_parts(tuple(files), reader)
                return frozenset(
                    str(row[0])
                    for part in parts
                    for row in con.con.execute(
                        f"SELECT DISTINCT CAST({part.names['person_id']} AS VARCHAR)"
                        f" FROM {part.relation}"
                    ).fetchall()
                )
        finally:
            con.disconnect()


def names_below(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file below a folder with its path in it, in order; links are not followed."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() or path.is_symlink():
            yield path, path.relative_to(folder).as_posix()
