"""The folder of pages of a zone: three pages and three files for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pilotzones.present.exports import zone_csv, zone_geojson
from pilotzones.present.folder import replace_folder
from pilotzones.present.maps.scene import scene_of
from pilotzones.present.pages import Book, index_page, method_page, sheet_page
from pilotzones.present.record import record
from pilotzones.present.texts import Render
from pilotzones.zones.sheet import ZoneSheet


def write_site(
    sheet: ZoneSheet,
    *,
    out: Path,
    lang: str,
    project_name: str,
    note: str | Mapping[str, str] | None = None,
    day: date | None = None,
) -> Path:
    """Path of the first page, after the folder ``out`` was written, whole or not at all.

    Parameters
    ----------
    out
        Folder to write; one of ours is replaced.
    lang
        Language that the pages open in; all four are in them.
    note
        Sentence at the head of each page, one for all languages or one for each.
    day
        Date to print on the pages. Without it the same sheet gives the same bytes on any day.

    Raises
    ------
    OutputError
        ``out.foreign``: the folder holds files of others; ``out.unwritable``: it cannot be
        written.
    """
    book = Book(sheet, scene_of(sheet), lang, project_name, _by_language(note), day)
    findings = json.dumps(record(sheet), ensure_ascii=False, indent=1) + "\n"
    files = {
        "index.html": index_page(book).encode(),
        "sheet.html": sheet_page(book).encode(),
        "method.html": method_page(book).encode(),
        "findings.json": findings.encode(),
        "zone.geojson": zone_geojson(sheet, lang),
        "zone.csv": zone_csv(sheet, lang),
    }
    replace_folder(out, files)
    return out / "index.html"


def _by_language(note: str | Mapping[str, str] | None) -> Render | None:
    if note is None:
        return None
    return lambda lang: note if isinstance(note, str) else note[lang]
