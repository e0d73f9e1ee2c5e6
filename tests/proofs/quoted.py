"""Numbers in the documentation that come from a proof, and whether they agree with it.

A page says where a number comes from right after it: ``192 views <!-- proof: pages-2026-11-26.json
counts.views -->``. The number is the last one before the comment, on the same line. Marks between
backticks are examples.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

MARK = re.compile(r"<!-- proof: (?P<file>\S+) (?P<key>\S+) -->")
_NUMBER = re.compile(r"\d+(?:[,\u202f]\d{3})*(?:\.\d+)?")


def disagreements(page: str, proofs: Path) -> list[str]:
    """Numbers of a page that are not those of the proof they name, one sentence each."""
    found: list[str] = []
    for line in page.splitlines():
        line = re.sub("`[^`]*`", "", line)  # an example of a mark is none
        start = 0
        for mark in MARK.finditer(line):
            numbers = _NUMBER.findall(line[start : mark.start()])
            start = mark.end()
            where = f"{mark['file']} {mark['key']}"
            kept = _kept(proofs / mark["file"], mark["key"])
            if kept is None:
                found.append(f"{where}: no such proof or key")
            elif not numbers:
                found.append(f"{where}: no number before the mark")
            elif float(re.sub(r"[,\u202f]", "", numbers[-1])) != kept:
                found.append(f"{where}: {numbers[-1]} in the page, {kept:g} in the proof")
    return found


def _kept(path: Path, key: str) -> float | None:
    if not path.is_file():
        return None
    value = json.loads(path.read_text("utf-8"))
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    if isinstance(value, list):
        return float(len(value))
    return float(value) if isinstance(value, int | float) else None
