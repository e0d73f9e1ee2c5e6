"""The pages of a project as one book, and what a site brings beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pilotzones.errors import Fault
    from pilotzones.journey import Journey
    from pilotzones.present.book import Book
    from pilotzones.present.history import Entry
    from pilotzones.present.reports.comments import Remark

REPORTS = "reports/"


def book_of(
    journey: Journey,
    lang: str,
    *,
    earlier: Sequence[Entry] = (),
    note: Mapping[str, str] | None = None,
) -> Book:
    """The book of the project's pages; ``earlier`` and ``note`` are those of `write_site`."""
    from pilotzones.present.book import Book
    from pilotzones.present.maps.scene import scene_of
    from pilotzones.present.site import with_history

    book = Book(
        sheet=journey.sheet,
        scene=scene_of(journey.sheet),
        lang=lang,
        project_name=journey.project.name,
        note=note.__getitem__ if note else None,
        findings=journey.findings,
        proposals=journey.proposals,
        contact=journey.project.contact,
    )
    return with_history(book, earlier)


def extras(
    book: Book, remarks: Sequence[Remark], hear: Callable[..., None]
) -> tuple[dict[str, bytes], tuple[Fault, ...]]:
    """Files by their path in the site: pictures of the maps, the draw page, the reports.

    Beside them, comments that speak of nothing in the reports.
    """
    from pilotzones.present.draw.page import draw_page
    from pilotzones.present.maps.pictures import map_pictures
    from pilotzones.present.reports.comments import unknown_keys
    from pilotzones.present.reports.write import Asked, known_keys, project_files

    made = map_pictures(book.scene, book.lang)
    made["draw.html"] = draw_page(
        book.sheet.case,
        name=book.project_name,
        lang=book.lang,
        findings=book.every_finding,
        at_home=True,
    )
    reports = project_files(book, Asked(languages=(book.lang,)), remarks=remarks, progress=hear)
    made |= {f"{REPORTS}{name}": content for name, content in reports.items()}
    return made, unknown_keys(remarks, known_keys(book)) if remarks else ()
