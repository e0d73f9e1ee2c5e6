"""A report on paper: the HTML printed by Chromium, else the Word document turned by LibreOffice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pilotzones.errors import Fault, MissingPartError

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_OFFICES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_VARIABLE = "CHROMIUM"
_LONGEST_S = 180
_DATES = re.compile(rb"(/(?:CreationDate|ModDate) ?\(D:)\d{14}([^)]*\))")
_FIXED = rb"\g<1>20000101000000\g<2>"
_MARKS = re.compile(rb"(?<=<)[0-9A-F]{32}(?=>)|(?<=/DocChecksum /)[0-9A-F]{32}")
"""Marks that an office draws anew for each file it writes."""


@dataclass(frozen=True, slots=True)
class Printer:
    """Program that makes a PDF; ``browser`` says which of the two kinds it is."""

    program: str
    browser: bool


def printer() -> Printer:
    """The program at hand: a browser, else an office.

    Raises
    ------
    MissingPartError
        ``part.printer``: neither is there.
    """
    given = os.environ.get(_VARIABLE)
    for name in (*((given,) if given else ()), *_BROWSERS, *_PLACES, *_OFFICES):
        found = shutil.which(name)
        if found:
            office = Path(found).stem.casefold() in _OFFICES
            return Printer(found, not office)
    raise MissingPartError(Fault("part.printer"))


def pdf_report(html: bytes, docx: bytes, printed_by: Printer) -> bytes:
    """The report as PDF, without the time at which it was made.

    Raises
    ------
    MissingPartError
        ``part.printer_failed``: the program gave no PDF.
    """
    with tempfile.TemporaryDirectory(prefix="pilotzones-") as name:
        folder = Path(name)
        source = folder / ("report.html" if printed_by.browser else "report.docx")
        source.write_bytes(html if printed_by.browser else docx)
        made = folder / "report.pdf"
        _run(_order(printed_by, source, made, folder), printed_by)
        if not made.is_file():
            raise MissingPartError(Fault("part.printer_failed", value=printed_by.program))
        return _MARKS.sub(b"0" * 32, _DATES.sub(_FIXED, made.read_bytes()))


def _order(by: Printer, source: Path, made: Path, folder: Path) -> list[str]:
    if not by.browser:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        kind = ["--convert-to", "pdf", "--outdir", str(made.parent)]
        return [by.program, profile, "--headless", *kind, str(source)]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        by.program,
        "--headless",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        *(["--no-sandbox"] if root else []),
        f"--user-data-dir={folder / 'profile'}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={made}",
        source.as_uri(),
    ]


def _run(order: Sequence[str], by: Printer) -> None:
    try:
        subprocess.run(order, capture_output=True, timeout=_LONGEST_S, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise MissingPartError(Fault("part.printer_failed", value=by.program)) from error
