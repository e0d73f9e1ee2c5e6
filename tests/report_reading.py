"""Reading reports back: words of each format, documents, workbooks, and hostile names."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import docx
import openpyxl

EVIL = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://x","x")'
TURNED = "\u202e\u05e9\u05dc\u05d5\u05dd"


def document(content: bytes):
    return docx.Document(io.BytesIO(content))


def workbook(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


class Words(HTMLParser):
    """Texts that a reader sees, styles left out."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("style", "script", "title")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "script", "title")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def words_of(form: str, content: bytes) -> str:
    """Every word of a report in this format, in one string."""
    if form == "html":
        reader = Words()
        reader.feed(content.decode())
        return " ".join(reader.parts)
    if form == "xlsx":
        cells = (c.value for s in workbook(content) for row in s.iter_rows() for c in row)
        return " ".join(str(value) for value in cells if value is not None)
    made = document(content)
    body = [p.text for p in made.paragraphs]
    body += [c.text for t in made.tables for row in t.rows for c in row.cells]
    return " ".join(body)


def spaced(said: str) -> str:
    """A text with one kind of space."""
    return re.sub(r"\s+", " ", said)
