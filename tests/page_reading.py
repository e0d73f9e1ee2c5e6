"""A folder of pages as its reader sees it: words, tables, bytes."""

from __future__ import annotations

import csv
import html
import re
from pathlib import Path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, by its path in it."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def plain(page: Path) -> str:
    """Words of a page without script, one space between any two."""
    source = page.read_text("utf-8")
    body = re.sub(r"<(script|style)>.*?</\1>|<script [^>]*>.*?</script>", " ", source, flags=re.S)
    return spaced(html.unescape(re.sub(r"<[^>]+>", "", body)))


def spaced(sentence: str) -> str:
    """Sentence with plain spaces, as `plain` gives it."""
    return " ".join(sentence.split())


def rows_of(table: Path) -> list[dict[str, str]]:
    """Rows of a table for Excel, by heading."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
