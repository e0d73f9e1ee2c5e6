"""The documents of a site: reports that other programs open, in the order of their names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from pilotzones.present.texts import Texts
from pilotzones.words import LANGUAGES, messages

FOLDER = "reports/"
_KINDS = {
    "docx": "document.kind.docx",
    "xlsx": "document.kind.xlsx",
    "html": "document.kind.html",
    "pdf": "document.kind.pdf",
}


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """One file of a document: where it lies, its kind, its language where the name says it."""

    file: str
    kind: Markup
    lang: str | None


@dataclass(frozen=True, slots=True)
class Document:
    """A document with the files that hold it."""

    title: Markup
    files: tuple[DocumentFile, ...]


def documents(files: Iterable[str], w: Texts) -> list[Document]:
    """Documents among the files of a site: those in ``reports``, one for each name.

    A file is called ``reports/<name>.<language>.<kind>``, or without its language.
    """
    found: dict[str, list[DocumentFile]] = {}
    for file in sorted(files):
        if file.startswith(FOLDER):
            name, lang, kind = _parts(file.removeprefix(FOLDER))
            found.setdefault(name, []).append(DocumentFile(file, _kind(kind, w), lang))
    return [Document(_title(name, w), tuple(each)) for name, each in found.items()]


def _parts(name: str) -> tuple[str, str | None, str]:
    stem, _, kind = name.rpartition(".")
    head, _, lang = stem.rpartition(".")
    return (head, lang, kind) if head and lang in LANGUAGES else (stem, None, kind)


def _kind(kind: str, w: Texts) -> Markup:
    return w.t(_KINDS[kind]) if kind in _KINDS else w.say(lambda _lang: kind)


def _title(name: str, w: Texts) -> Markup:
    id = f"document.{name}"
    return w.t(id) if id in messages() else w.say(lambda _lang: name)
