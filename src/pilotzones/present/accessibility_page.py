"""The accessibility statement, in the form that public bodies have to publish."""

from __future__ import annotations

import re
from datetime import date

from markupsafe import Markup

from pilotzones.present.book import Book, frame, render, window_title
from pilotzones.present.texts import Texts
from pilotzones.words import text

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
    fields = frame(book, w) | {
        "page": "accessibility",
        "title": window_title(lambda lang: text("page.accessibility", lang), book),
        "prepared": PREPARED,
        "not_conform": _NOT_CONFORM,
        "outside": _OUTSIDE,
        "tested": _TESTED,
        "untested": _UNTESTED,
        "contact": None if book.contact is None else contact_words(book.contact),
    }
    return render("accessibility.html.j2", fields)


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
