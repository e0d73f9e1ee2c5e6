"""The page of proposals on its own: what a command on a zone writes, with its files."""

from __future__ import annotations

from pathlib import Path

from pilotzones.present.accessibility_page import STATEMENT
from pilotzones.present.book import Book
from pilotzones.present.folder import replace_folder
from pilotzones.present.proposals_exports import zone_files
from pilotzones.present.proposals_page import PAGE, proposals_page, statement_alone
from pilotzones.zones.propose.sheet import Proposals
from pilotzones.zones.sheet import ZoneSheet


def write_proposals(sheet: ZoneSheet, made: Proposals, *, out: Path, lang: str) -> Path:
    """Path of the page, after the folder ``out`` was written, whole or not at all.

    Raises
    ------
    OutputError
        ``out.foreign``: the folder holds files of others; ``out.unwritable``: it cannot be
        written.
    """
    book = Book(sheet, None, lang, sheet.case.zone.name)
    page = proposals_page(book, made, alone=True)
    pages = {PAGE: page.encode(), STATEMENT: statement_alone(book).encode()}
    replace_folder(out, {**pages, **zone_files(sheet, made, lang)})
    return out / PAGE
