"""The accessibility statement, in the form that public bodies have to publish."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from pilotzones.present.book import Book, frame, render, window_title
from pilotzones.present.texts import Texts
from pilotzones.words import text

STATEMENT = "accessibility.html"
"""Its file in every folder."""
PREPARED = date(2026, 11, 26)
"""Day on which the statement was prepared and the pages were last tested for it."""
_MAIL = re.compile(r"[^@\s<>\"'?&]+@[^@\s<>\"'?&]+\.[^@\s<>\"'?&]+")
_NOT_CONFORM = (
    "accessibility.not.places",
    "accessibility.not.sources",
    "accessibility.not.names",
    "accessibility.not.documents",
    "accessibility.not.print",
)
_OUTSIDE = ("accessibility.outside.maps", "accessibility.outside.files")
_TESTED = (
    "accessibility.tested.axe",
    "accessibility.tested.keyboard",
    "accessibility.tested.narrow",
    "accessibility.tested.contrast",
    "accessibility.tested.languages",
)
_UNTESTED = (
    "accessibility.untested.people",
    "accessibility.untested.readers",
    "accessibility.untested.audit",
)


def accessibility_page(book: Book) -> str:
    """Statement: conformity, what is not accessible, how it was prepared, contact, recourse."""
    w = Texts(book.lang)
    title = window_title(lambda lang: text("page.accessibility", lang), book)
    return statement(frame(book, w) | {"title": title}, contact=book.contact)


def statement(fields: Mapping[str, Any], *, contact: str | None = None) -> str:
    """The same for any folder of pages.

    Parameters
    ----------
    fields
        Frame of the folder's pages, with the title of the window.
    contact
        Who answers questions on accessibility, as they wrote it.
    """
    return render(
        "accessibility.html.j2",
        {
            **fields,
            "page": "accessibility",
            "prepared": PREPARED,
            "not_conform": _NOT_CONFORM,
            "outside": _OUTSIDE,
            "tested": _TESTED,
            "untested": _UNTESTED,
            "contact": None if contact is None else contact_words(contact),
        },
    )


def contact_words(contact: str) -> Markup:
    """The contact as the project wrote it; the mail addresses in it can be followed."""
    made = Markup("")
    end = 0
    for found in _MAIL.finditer(contact):
        address = found[0].rstrip(".,;:")
        made += contact[end : found.start()]
        made += Markup('<a href="mailto:{}">{}</a>').format(address, address)
        end = found.start() + len(address)
    return Markup("<bdi>{}</bdi>").format(made + contact[end:])
