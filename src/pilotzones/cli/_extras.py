"""What a site brings beside its pages: pictures of the maps, the draw page, the reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pilotzones.errors import Fault
    from pilotzones.journey import Journey
    from pilotzones.present.book import Book
    from pilotzones.project import Project

REPORTS = "reports/"


def book_of(found: Project, journey: Journey, lang: str) -> Book:
    """The book of the project's pages, with what changed since the newest other run."""
    from pilotzones.present.book import Book
    from pilotzones.present.changes_words import since
    from pilotzones.present.history import FOLDER, before, read_history
    from pilotzones.present.maps.scene import scene_of
    from pilotzones.present.snapshot import snapshot_of

    entries = read_history(found.folder / FOLDER).entries
    now = snapshot_of(journey.sheet, journey.findings)
    last = before(entries, now)
    return Book(
        sheet=journey.sheet,
        scene=scene_of(journey.sheet),
        lang=lang,
        project_name=found.name,
        findings=journey.findings,
        proposals=journey.proposals,
        earlier=entries,
        since=None if last is None else since(last, now),
    )


def extras(
    found: Project, journey: Journey, lang: str, hear: Callable[..., None]
) -> tuple[dict[str, bytes], tuple[Fault, ...]]:
    """Files by their path in the site, and comments that speak of nothing in the reports."""
    from pilotzones.present.draw.page import draw_page
    from pilotzones.present.maps.pictures import map_pictures
    from pilotzones.present.reports.comments import FILE, read_comments, unknown_keys
    from pilotzones.present.reports.write import Asked, known_keys, project_files

    case = journey.sheet.case
    made = map_pictures(journey.sheet, lang)
    made["draw.html"] = draw_page(
        case, name=found.name, lang=lang, findings=journey.every_finding, at_home=True
    )
    remarks = read_comments(found.folder / FILE)
    book = book_of(found, journey, lang)
    reports = project_files(book, Asked(languages=(lang,)), remarks=remarks, progress=hear)
    made |= {f"{REPORTS}{name}": content for name, content in reports.items()}
    return made, unknown_keys(remarks, known_keys(book)) if remarks else ()
