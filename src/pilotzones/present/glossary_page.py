"""The page of the official terms: one concept, one word in each language."""

from __future__ import annotations

from pilotzones.present.book import Book, asset_text, frame, render, window_title
from pilotzones.present.texts import Texts
from pilotzones.words import LANGUAGES, messages, text

OWN_NAMES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}
"""What each language calls itself."""


def glossary_page(book: Book) -> str:
    """Table of all terms with a search in place; in the order of the page's language."""
    w = Texts(book.lang)
    place = LANGUAGES.index(book.lang)
    fields = frame(book, w) | {
        "page": "glossary",
        "title": window_title(lambda lang: text("page.glossary", lang), book),
        "terms": sorted(terms(), key=lambda term: term[place].casefold()),
        "own_names": OWN_NAMES,
        "glossary_js": asset_text("glossary.js"),
        "found": w.index(lambda lang: text("glossary.found", lang, n="#", all=len(terms()))),
        "nothing": w.index(lambda lang: text("glossary.none", lang)),
    }
    return render("glossary.html.j2", fields)


def terms() -> list[tuple[str, ...]]:
    """Official terms, in the order of the languages."""
    ids = [id for id in messages() if id.startswith("term.")]
    return [tuple(text(id, lang) for lang in LANGUAGES) for id in ids]
