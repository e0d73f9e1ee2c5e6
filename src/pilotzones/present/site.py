"""The folder of pages of a zone: a summary, a page for each part of the journey, and files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pilotzones.findings import Finding
from pilotzones.present.accessibility_page import accessibility_page
from pilotzones.present.book import Book
from pilotzones.present.care_exports import gaps_csv, supply_csv
from pilotzones.present.care_page import care_page
from pilotzones.present.changes_page import PAGE as CHANGES
from pilotzones.present.changes_page import changes_page
from pilotzones.present.changes_words import since
from pilotzones.present.exports import zone_csv, zone_geojson
from pilotzones.present.folder import replace_folder
from pilotzones.present.glossary_page import glossary_page
from pilotzones.present.history import Entry, before
from pilotzones.present.indicators_page import PAGE as INDICATORS
from pilotzones.present.indicators_page import indicators_page
from pilotzones.present.maps.geopackage import FILE as GEOPACKAGE
from pilotzones.present.maps.geopackage import zone_geopackage
from pilotzones.present.maps.references import compared_themes
from pilotzones.present.maps.scene import scene_of
from pilotzones.present.method_page import method_page
from pilotzones.present.people_page import people_page
from pilotzones.present.record import record
from pilotzones.present.released_files import people_csvs, people_json
from pilotzones.present.sheet_page import sheet_page
from pilotzones.present.snapshot import snapshot_of
from pilotzones.present.summary_page import summary_page
from pilotzones.present.texts import Render
from pilotzones.present.zone_page import zone_page
from pilotzones.zones.sheet import ZoneSheet

if TYPE_CHECKING:
    from pilotzones.zones.propose.sheet import Proposals


def write_site(  # noqa: PLR0913  the one entry of the pages
    sheet: ZoneSheet,
    *,
    out: Path,
    lang: str,
    project_name: str,
    note: str | Mapping[str, str] | None = None,
    day: date | None = None,
    findings: tuple[Finding, ...] = (),
    proposals: Proposals | None = None,
    extra: Mapping[str, bytes] = MappingProxyType({}),
    earlier: Sequence[Entry] = (),
    contact: str | None = None,
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
    findings
        Those of the chapters T, S and R, where the project has people and care.
    proposals
        What was computed beside the sheet; their page and files come along.
    extra
        Further files by their path in the folder, such as ``draw.html`` and ``reports/…``: the
        draw page joins the navigation, reports are listed on the first page, pictures of maps
        (``maps/…``) beside the other files.
    earlier
        Released figures of earlier runs, the oldest first: the pages say what changed since.
    contact
        How readers reach the project, for the accessibility statement.

    Raises
    ------
    OutputError
        ``out.foreign``: the folder holds files of others; ``out.unwritable``: it cannot be
        written.
    """
    book = Book(
        sheet=sheet,
        scene=scene_of(sheet),
        lang=lang,
        project_name=project_name,
        note=_by_language(note),
        day=day,
        findings=findings,
        proposals=proposals,
        contact=contact,
    )
    return write_book(with_history(book, earlier), out, extra)


def with_history(book: Book, earlier: Sequence[Entry]) -> Book:
    """The book with the figures of earlier runs, and what changed since the newest other one."""
    now = snapshot_of(book.sheet, book.findings)
    last = before(earlier, now)
    return replace(book, earlier=tuple(earlier), since=None if last is None else since(last, now))


def write_book(book: Book, out: Path, extra: Mapping[str, bytes]) -> Path:
    """Path of the first page of a book, written with further files as `write_site` does.

    Raises
    ------
    OutputError
        As `write_site`.
    """
    book = replace(book, files=tuple(sorted(extra)))
    replace_folder(out, dict(extra) | _pages(book) | _files(book))
    return out / "index.html"


def _pages(book: Book) -> dict[str, bytes]:
    """The pages that there are, by the name of their file."""
    made = {
        "index.html": summary_page(book),
        "zone.html": zone_page(book),
        "sheet.html": sheet_page(book),
        "method.html": method_page(book),
        "glossary.html": glossary_page(book),
        "accessibility.html": accessibility_page(book),
    }
    if book.sheet.case.people is not None:
        made["people.html"] = people_page(book)
    if book.sheet.case.care is not None:
        made["care.html"] = care_page(book)
    if book.scene is not None and compared_themes(book.sheet):
        made[INDICATORS] = indicators_page(book, book.scene)
    if book.since is not None:
        made[CHANGES] = changes_page(book, book.since)
    if book.proposals is not None:
        from pilotzones.present.proposals_page import PAGE, proposals_page

        made[PAGE] = proposals_page(book, book.proposals)
    return {name: page.encode() for name, page in made.items()}


def _files(book: Book) -> dict[str, bytes]:
    """Files for other programs, by name."""
    sheet, lang = book.sheet, book.lang
    findings = json.dumps(record(sheet, book.findings), ensure_ascii=False, indent=1) + "\n"
    made = {
        "findings.json": findings.encode(),
        "zone.geojson": zone_geojson(sheet, lang),
        "zone.csv": zone_csv(sheet, lang),
        GEOPACKAGE: zone_geopackage(sheet, lang),
    }
    people, care = sheet.case.people, sheet.case.care
    if people is not None:
        made["people.json"] = people_json(people)
        made |= {f"people/{name}": csv for name, csv in people_csvs(people, lang).items()}
    if care is not None:
        made["supply.csv"] = supply_csv(sheet, care, lang)
        made["gaps.csv"] = gaps_csv(sheet, care, lang)
    if book.proposals is not None:
        from pilotzones.present.proposals_exports import zone_files

        made |= zone_files(sheet, book.proposals, lang)
    return made


def _by_language(note: str | Mapping[str, str] | None) -> Render | None:
    if note is None:
        return None
    return lambda lang: note if isinstance(note, str) else note[lang]
